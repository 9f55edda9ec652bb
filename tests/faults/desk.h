// A store in a folder of its own, and the built program that works on it while the machine fails.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/store/store.h"
#include "engine/time/instant.h"
#include "tests/program/process.h"

namespace signpost::testing {

/// The variables of faults.h, without their SIGNPOST_FAULTS_ ("DISK": "7 28").
using Faults = std::map<std::string, std::string>;

/// How often the program asked the machine (faults.h).
struct Calls {
  long disk = 0;
  long memory = 0;
  long clock = 0;
};

/// When all begins: tests must not depend on the day on which they are run.
inline constexpr Instant kStart{std::chrono::sys_days(std::chrono::June / 1 / 2022)};

/// What CLOCK says for a clock that shows `time`.
std::string clock_showing(Instant time);

class FaultyDesk {
 public:
  FaultyDesk();
  /// With what stands in the other's folder.
  explicit FaultyDesk(const FaultyDesk& other);
  FaultyDesk& operator=(const FaultyDesk&) = delete;

  /// The desk's folder; beside it is room for what is not the desk's.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::filesystem::path aside(const std::string& name) const {
    return scratch_.path() / name;
  }

  /// Where nothing else is said of the clock it is kStart for the program.
  [[nodiscard]] Outcome run(std::vector<std::string> arguments, const Faults& faults = {}) const;
  [[nodiscard]] std::map<std::string, std::string> environment(const Faults& faults) const;
  /// And its exit code must be 0.
  Outcome require(const std::vector<std::string>& arguments, const Faults& faults = {}) const;
  /// How often it asks the machine for something where nothing fails.
  [[nodiscard]] Calls calls_of(const std::vector<std::string>& arguments, Faults faults = {}) const;

  void write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] store::Store open() const;

 private:
  ScratchFolder scratch_{memory_folder()};
  std::filesystem::path folder_;
};

/// One indicator "attacks" and two scenarios that expect it, with what else is given.
std::string definitions_with(const std::string& more);

/// The content of a file; nothing where there is none.
std::optional<std::string> content_of(const std::filesystem::path& file);

/// So many rows with the ids `name`-0, `name`-1 …
std::string rows_named(const std::string& name, int rows);

/// How many items have ids that begin with `name`-.
int items_named(const store::Snapshot& snapshot, const std::string& name);

}  // namespace signpost::testing
