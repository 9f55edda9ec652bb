// A small world for the store's tests: a folder of its own, a clock set by hand, definitions and
// items, and a second door to the file that knows nothing of the store.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/store.h"
#include "tests/english.h"

namespace signpost::store::testing {

/// A folder that goes with the test.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// `2022-03-01` or `2022-03-01T12:00Z`; the start of what is written.
Instant instant(std::string_view text);
Clock clock_at(std::string_view text);

/// One publication, two sources, two indicators, two scenarios.
Definitions definitions();
/// The same and a third source, "radio-east": «Radio East», «إذاعة الشرق».
Definitions definitions_with_radio();
/// An item of that world: indicator "attacks", source "SOHR", graded B2; known when recorded.
Item item(std::string_view text, const Clock& clock);
/// The same with an id at its source.
Item item(std::string_view text, std::string_view id, const Clock& clock);

/// The same world with a schedule that assesses all on Mondays and reports, and two alerts:
/// "rising" on growth, "seen" on a cell raided.
Definitions definitions_with_clock();
/// The same with all else that a definition may say.
Definitions definitions_with_all();
/// What is kept of a ledger, and one that was kept whole: every field says something.
KeptLedger kept_ledger();
Ledger full_ledger();
/// A round for it: the Monday of that date is done, the one before left out; both scenarios are
/// assessed, growth with a ledger that is kept; alert "rising" is raised, and "mail" and "desk" are
/// to be told.
Round round_of_monday(std::string_view date);
/// All that it holds, in one text; numbers by their bits.
std::string told(const Ledger& ledger);
std::string told(const KeptLedger& kept);
std::string told(const SavedAssessment& saved);
std::string told(const AlertEvaluation& one);
/// Saves a round on what the store holds now.
bool save(Store& store, Round& round, const Clock& clock);

/// A new store in the folder that holds the definitions, loaded on 1 February 2022.
struct World {
  World();
  Folder folder;
  std::filesystem::path path;
  [[nodiscard]] Store open() const { return Store::open(path, Store::Access::kWrite); }
  [[nodiscard]] std::unique_ptr<Snapshot> snapshot() const;
  [[nodiscard]] Verification verify() const;
};

/// Makes every table of the world have a row, but for those of ledgers that model 1 kept whole.
void fill(const World& world);

/// A world with that schedule and alerts.
struct ClockWorld : World {
  ClockWorld() { open().load(definitions_with_clock(), clock_at("2022-02-01")); }
};

/// Runs SQL on a file through a connection of its own, foreign keys off, as any tool would. The
/// message of what it refused; empty where it ran.
std::string run_sql(const std::filesystem::path& file, const std::string& sql);
/// The first column of the first row.
std::string first_cell(const std::filesystem::path& file, const std::string& sql);
/// Runs SQL with the triggers out of the way, and puts them back as they were.
void tamper(const std::filesystem::path& file, const std::string& sql);

std::string bytes_of(const std::filesystem::path& file);

/// The message and the hint of the Error that `work` throws, "message | hint".
template <class Work>
std::string error_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return told(error);
  }
  return "nothing was thrown";
}

}  // namespace signpost::store::testing
