// When scenarios are assessed by themselves.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/bilingual.h"
#include "engine/time/instant.h"

namespace signpost {

/// What becomes of slots that were missed (more than kPunctual late when somebody runs them).
enum class Missed : std::uint8_t {
  kEach,    // every one is made up, as of its own time
  kLatest,  // only the latest is
  kSkip,    // none is
};

/// Within this a slot is in time: who runs slots needs to come by now and then only.
inline constexpr std::chrono::seconds kPunctual = std::chrono::hours(1);

/// What a scheduled report's file may end in: so that no definition can have the store or the
/// operator's settings written over.
inline constexpr std::array kReportFiles{".html", ".htm", ".md", ".txt", ".json", ".csv"};

/// A report written at every slot.
struct ScheduledReport {
  std::string format;    // html, markdown, text, json, csv, brief
  std::string language;  // en, ar
  std::string output;    // beneath the store's folder; {schedule} and {date} are filled in

  friend bool operator==(const ScheduledReport&, const ScheduledReport&) = default;
};

struct Schedule {
  std::string id;
  Bilingual title;       // may be empty
  std::string every;     // as written: "week on Monday at 06:00"
  std::string rule;      // what it comes to: "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6;…" (RFC 5545), local
  std::string timezone;  // "Asia/Damascus"
  Instant start;         // no slot is earlier
  std::optional<Instant> until;        // no slot is later
  std::vector<std::string> scenarios;  // ids of scenarios or publications; "*" = all
  Missed missed = Missed::kEach;
  std::optional<ScheduledReport> report;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// One time at which a schedule is due: the key under which it is done, once.
struct SlotKey {
  std::string schedule;
  Instant due;

  friend bool operator==(const SlotKey&, const SlotKey&) = default;
};

/// What became of a slot.
struct Slot {
  SlotKey key;
  Instant recorded;      // when it was done
  bool skipped = false;  // by the schedule's policy: nothing was assessed
  int assessments = 0;
  std::string report;   // the file written, in the store's folder; empty: none was, or it failed
  std::string problem;  // why its report could not be written
};

/// When scenarios were and will be assessed by the clock, for the foot of a report.
struct ClockLine {
  std::optional<Instant> last;  // the slot done last
  std::optional<Instant> next;
  std::vector<SlotKey> missed;  // overdue and not done
};

constexpr auto words_of(Missed) {
  return words<Missed>(
      {{Missed::kEach, "each"}, {Missed::kLatest, "latest"}, {Missed::kSkip, "skip"}});
}

}  // namespace signpost
