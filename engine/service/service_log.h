// What `run --forever` writes down of what it does: to stderr, or into a file that is rotated.
//
// A file is made through the door (base/door.h), for its owner alone. It is opened anew on SIGHUP
// and where another file, or none, has its name (logrotate moves logs).
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <iosfwd>
#include <memory>

#include "engine/base/phrase.h"
#include "engine/intake/settings.h"
#include "engine/service/site.h"

namespace signpost::service {

class ServiceLog {
 public:
  /// Error{kInvalid} where the file cannot be written, Error{kConflict} where it is the store's or
  /// the settings'.
  /// `err`: where it goes without a file. `failed` is told why the log cannot be written, once.
  ServiceLog(const intake::LogSettings& settings, const Site& site, std::ostream& err,
             std::function<void(const Phrase&)> failed);
  ~ServiceLog();
  ServiceLog(const ServiceLog&) = delete;
  ServiceLog& operator=(const ServiceLog&) = delete;

  spdlog::logger& operator*() { return *log_; }
  spdlog::logger* operator->() { return log_.get(); }
  void reopen();

 private:
  class File;
  std::shared_ptr<File> file_;  // null: stderr
  std::shared_ptr<spdlog::logger> log_;
};

}  // namespace signpost::service
