// Time zones by name: what the clock on the wall shows, and back.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/time/instant.h"

namespace signpost {

/// What the clock on a wall shows.
using WallTime = std::chrono::local_seconds;

/// A zone of the IANA database as this machine has it. Beyond the last change that the database
/// lists (2037 for most), the rule in the footer of the zone's file goes on, where there is one of
/// the form M<month>.<week>.<day> (all of 2025); without one, the last known offset does.
class Zone {
 public:
  /// "Asia/Damascus", "UTC". What is wrong carries a did-you-mean.
  static Parsed<Zone> named(std::string_view name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] WallTime wall(Instant instant) const;
  /// A wall time that a spring gap leaves out is the first valid instant after it; one that an
  /// autumn fold has twice is the first.
  [[nodiscard]] Instant instant(WallTime wall) const;

  friend bool operator==(const Zone& a, const Zone& b) { return a.name_ == b.name_; }

 private:
  struct Data;
  Zone(std::string name, std::shared_ptr<const Data> data)
      : name_(std::move(name)), data_(std::move(data)) {}

  std::string name_;
  std::shared_ptr<const Data> data_;
};

}  // namespace signpost
