#include "engine/service/service_log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <ostream>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/file_identity.h"
#include "engine/report/json_writer.h"

namespace signpost::service {
namespace {

Phrase unwritable(std::string why) {
  return {"service.log-unwritable", {{"why", Phrase::verbatim(std::move(why))}}};
}

/// A line of the log as one JSON object.
class JsonLines : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& buffer) override {
    report::JsonWriter json(/*compact=*/true);
    const auto second = std::chrono::floor<std::chrono::seconds>(message.time);
    const auto level = spdlog::level::to_string_view(message.level);
    json.begin_object()
        .member("at", Instant(second))
        .member("level", std::string_view(level.data(), level.size()))
        .member("message", std::string_view(message.payload.data(), message.payload.size()))
        .end_object();
    const std::string line = json.take();
    buffer.append(line.data(), line.data() + line.size());
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonLines>();
  }
};

}  // namespace

class ServiceLog::File : public spdlog::sinks::sink {
 public:
  File(intake::LogSettings settings, const Site& site)
      : settings_(std::move(settings)), site_(site) {
    open();
  }

  void open() {
    // Made here where there is none, so that it is its owner's from the first.
    door_of(site_).append(settings_.file, "");
    try {
      file_ = std::make_shared<spdlog::sinks::rotating_file_sink_st>(
          settings_.file.string(), settings_.rotate_at, static_cast<std::size_t>(settings_.keep));
    } catch (const spdlog::spdlog_ex& failed) {
      throw Error(ErrorKind::kInvalid, unwritable(failed.what()),
                  {"service.log-unwritable.hint", {{"do", Phrase("action.name-log")}}});
    }
    if (formatter_) file_->set_formatter(formatter_->clone());
    opened_ = identity_of(settings_.file);
  }

  void log(const spdlog::details::log_msg& message) override {
    if (identity_of(settings_.file) != opened_) open();
    file_->log(message);
    opened_ = identity_of(settings_.file);  // another one where it was rotated just now
  }
  void flush() override { file_->flush(); }
  void set_pattern(const std::string& pattern) override {
    set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern));
  }
  void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override {
    formatter_ = std::move(formatter);
    file_->set_formatter(formatter_->clone());
  }

 private:
  intake::LogSettings settings_;
  const Site& site_;
  std::shared_ptr<spdlog::sinks::rotating_file_sink_st> file_;
  std::unique_ptr<spdlog::formatter> formatter_;
  FileIdentity opened_;
};

ServiceLog::ServiceLog(const intake::LogSettings& settings, const Site& site, std::ostream& err,
                       std::function<void(const Phrase&)> failed) {
  spdlog::sink_ptr sink;
  if (settings.file.empty()) {
    sink = std::make_shared<spdlog::sinks::ostream_sink_st>(err, /*force_flush=*/true);
  } else {
    sink = file_ = std::make_shared<File>(settings, site);
  }
  log_ = std::make_shared<spdlog::logger>("signpost", std::move(sink));
  if (settings.json) {
    log_->set_formatter(std::make_unique<JsonLines>());
  } else {
    log_->set_pattern("%Y-%m-%dT%H:%M:%SZ %l %v", spdlog::pattern_time_type::utc);
  }
  log_->set_level(spdlog::level::from_str(settings.level));
  log_->flush_on(spdlog::level::info);
  // A full disk must not silence the service nor end it.
  log_->set_error_handler(
      [failed = std::move(failed), told = false](const std::string& why) mutable {
        if (!std::exchange(told, true)) failed(unwritable(why));
      });
}

ServiceLog::~ServiceLog() = default;

void ServiceLog::reopen() {
  if (file_) file_->open();
}

}  // namespace signpost::service
