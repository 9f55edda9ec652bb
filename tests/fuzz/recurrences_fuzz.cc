// Any bytes as what comes again and again: on the first line how often ("week on Monday at 06:00",
// "RRULE:FREQ=…"), on the second a zone of a few, on the third the time it begins. No crash, no
// hang; what is accepted can be written down as its rule and read again, what it comes to is in
// order and within what was asked for, and a definitions file that says the same is read the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/intake/definitions_reader.h"
#include "engine/time/recurrence.h"
#include "tests/fuzz/demand.h"

using namespace signpost;
using fuzz::demand;

namespace {

constexpr std::size_t kMost = 50;

/// Zones whose clocks leap in their own ways; any other text stands for one of these, since looking
/// for the name that was meant would take most of a fuzzer's time.
const Zone& zone_of(std::string_view text) {
  static const std::vector<Zone> kZones = [] {
    std::vector<Zone> zones;
    for (const char* name : {"Asia/Damascus", "UTC", "Africa/Cairo", "Europe/London",
                             "America/New_York", "Asia/Tehran", "Asia/Baghdad", "Pacific/Apia",
                             "Australia/Lord_Howe", "Africa/Casablanca"}) {
      zones.push_back(*Zone::named(name));
    }
    return zones;
  }();
  for (const Zone& zone : kZones) {
    if (zone.name() == text) return zone;
  }
  const auto first = static_cast<std::uint8_t>(text.empty() ? 0 : text.front());
  return kZones[first % kZones.size()];
}

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

void check_problem(const Problem& problem) {
  demand(!problem.message.empty());
  demand(!first_bad_utf8(printable(problem.message.english())) &&
         !first_bad_utf8(printable(problem.hint.english())));
}

void check_instants(const Recurrence& recurrence, Instant start) {
  const Instant to = start + std::chrono::days(3 * 366);
  const std::vector<Instant> due = recurrence.between(start - std::chrono::days(30), to, kMost);
  demand(due.size() <= kMost && std::is_sorted(due.begin(), due.end()));
  demand(std::adjacent_find(due.begin(), due.end()) == due.end());
  for (const Instant instant : due) demand(instant >= start && instant <= to);
  for (std::size_t i = 1; i < std::min<std::size_t>(due.size(), 4); ++i) {
    demand(recurrence.next(due[i - 1]) == due[i]);
  }
  if (!due.empty()) demand(recurrence.next(start - std::chrono::seconds(1)) == due.front());
}

/// A schedule that says the same in a definitions file comes to the same rule.
void check_in_definitions(std::string_view every, const std::optional<std::string>& rule) {
  const auto unwritable = [](char c) { return c == '\'' || (c >= 0 && c < ' ') || c == '\x7f'; };
  if (first_bad_utf8(every) || std::any_of(every.begin(), every.end(), unwritable)) return;
  const std::string text = "[[schedule]]\nid = \"s\"\nevery = '" + std::string(every) +
                           "'\ntimezone = \"Asia/Damascus\"\nstart = 2022-01-28\n";
  const intake::DefinitionsRead read = intake::read_definitions_text("fuzz.toml", text, {});
  for (const Diagnostic& diagnostic : read.diagnostics) {
    demand(!first_bad_utf8(render(diagnostic)));
  }
  if (!rule) {
    demand(has_errors(read.diagnostics));
    return;
  }
  for (const Schedule& schedule : read.definitions.schedules) {
    demand(schedule.rule.empty() || schedule.rule == *rule);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view every = take_line(rest);
  const std::string_view zone_name = take_line(rest);
  const std::string_view start_text = take_line(rest);

  const Parsed<std::string> rule = parse_every(every);
  check_in_definitions(every, rule ? std::optional(*rule) : std::nullopt);
  if (!rule) {
    check_problem(rule.problem());
    return 0;
  }
  const Parsed<std::string> again = parse_every("RRULE:" + *rule);
  demand(again && *again == *rule);
  if (const std::optional<Problem> skipped = skipped_by(*rule)) check_problem(*skipped);

  const auto start = parse_time(start_text);
  const Instant from = start ? start->first : parse_time("2022-01-28")->first;
  check_instants(Recurrence(*rule, zone_of(zone_name), from), from);
  return 0;
}
