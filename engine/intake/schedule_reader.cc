#include "engine/intake/schedule_reader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/intake/recurring.h"
#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::intake {
namespace {

/// {date} and {time} are those of the slot, in the schedule's own zone.
constexpr std::array<std::string_view, 4> kOutputNames = {"{schedule}", "{scenario}", "{date}",
                                                          "{time}"};

/// What to write in place of a name that is no good.
Phrase output_hint() {
  return {"intake.output.hint", {{"example", "\"reports/{schedule}-{date}.html\""}}};
}

/// A choice whose values are its words.
std::vector<std::pair<std::string, std::string>> words(std::initializer_list<const char*> all) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const char* word : all) pairs.emplace_back(word, word);
  return pairs;
}

/// What is wrong with the name of a report's file, if anything: it must lie beneath the store's
/// folder, and every name in braces must be one that is filled in.
std::optional<Problem> check_output(std::string_view output) {
  const Phrase hint = output_hint();
  if (output.empty()) return Problem{{"intake.is-empty", {{"key", "output"}}}, hint};
  if (output.front() == '/') return Problem{"intake.output-absolute", hint};
  if (output.find('\\') != std::string_view::npos) {
    return Problem{"intake.output-with-backslash", hint};
  }
  for (std::size_t at = 0; at <= output.size();) {
    const std::size_t end = std::min(output.find('/', at), output.size());
    if (output.substr(at, end - at) == "..") return Problem{"intake.output-leads-out", hint};
    if (output.substr(at, end - at).starts_with('.')) return Problem{"intake.output-hidden", hint};
    at = end + 1;
  }
  if (output.back() == '/' || output == "." || output.ends_with("/.")) {
    return Problem{"intake.output-is-a-folder", hint};
  }
  const bool is_report =
      std::any_of(kReportFiles.begin(), kReportFiles.end(),
                  [&](const char* extension) { return output.ends_with(extension); });
  while (true) {
    const std::size_t open = output.find_first_of("{}");
    if (open == std::string_view::npos) {
      if (is_report) return std::nullopt;
      return Problem{{"intake.output-ending",
                      {{"endings", listed({kReportFiles.begin(), kReportFiles.end()})}}},
                     hint};
    }
    const std::size_t close = output.find('}', open);
    if (output[open] == '}' || close == std::string_view::npos) {
      return Problem{"intake.output-brace", hint};
    }
    const std::string_view name = output.substr(open, close + 1 - open);
    if (std::find(kOutputNames.begin(), kOutputNames.end(), name) == kOutputNames.end()) {
      return Problem{{"intake.output-name", {{"name", name}}},
                     {"intake.output-name.hint",
                      {{"names", listed({kOutputNames.begin(), kOutputNames.end()})}}}};
    }
    output.remove_prefix(close + 1);
  }
}

std::optional<ScheduledReport> read_report(Table& schedule) {
  auto table = schedule.table("report", "report");
  if (!table) return std::nullopt;
  static const auto kFormats = words({"html", "markdown", "text", "json", "csv", "brief"});
  static const auto kLanguages = words({"en", "ar"});
  ScheduledReport report;
  if (!table->has("format")) {
    table->error("format", "intake.report-without-format", to_write("format = \"html\""));
  }
  report.format = table->choice("format", kFormats).value_or("");
  report.language = table->choice("lang", kLanguages).value_or("en");
  if (!table->has("output")) {
    table->error("output", "intake.report-without-output", output_hint());
  }
  if (const auto output = table->some_line("output", Need::kOptional)) {
    report.output = *output;
    if (const auto problem = check_output(*output)) {
      table->error("output", problem->message, problem->hint);
    }
  }
  table->refuse_other_keys();
  return report;
}

std::vector<std::string> read_scenarios(Table& table) {
  std::vector<std::string> ids = table.lines("scenarios");
  if (table.is_empty_list("scenarios")) {
    table.error("scenarios", {"intake.names-none", {{"key", "scenarios"}}},
                "intake.all-of-them.hint");
  } else if (ids.size() > 1 && std::find(ids.begin(), ids.end(), "*") != ids.end()) {
    table.error("scenarios", "intake.all-and-others", "intake.all-and-others.hint");
  }
  if (ids.empty()) ids = {"*"};
  return ids;
}

}  // namespace

ScheduleDraft read_schedule(Table table) {
  ScheduleDraft draft{{}, std::move(table)};
  Schedule& s = draft.schedule;
  Table& t = draft.table;
  s.id = t.id("id");
  s.title = t.bilingual("title");
  Recurring recurring = read_recurring(t, "start");
  s.every = std::move(recurring.every);
  s.rule = std::move(recurring.rule);
  s.timezone = std::move(recurring.timezone);
  s.start = recurring.from;
  s.until = recurring.until;
  s.scenarios = read_scenarios(t);
  s.missed = t.choice<Missed>("missed").value_or(Missed::kEach);
  s.report = read_report(t);
  t.refuse_other_keys();
  return draft;
}

namespace {

/// Two slots of one day, told apart by nothing.
void judge_output(const ScheduleDraft& draft) {
  const Schedule& schedule = draft.schedule;
  if (!schedule.report || schedule.rule.empty() || schedule.timezone.empty()) return;
  const std::string& output = schedule.report->output;
  if (output.find("{date}") == std::string::npos || output.find("{time}") != std::string::npos) {
    return;  // without a date it is the latest, and meant to be written over
  }
  const Parsed<Zone> zone = Zone::named(schedule.timezone);
  if (!zone) return;
  constexpr std::chrono::days kLook{400};
  const Instant end = std::min(schedule.start + kLook, schedule.until.value_or(kForever));
  std::optional<Instant> before;
  for (const Instant slot :
       Recurrence(schedule.rule, *zone, schedule.start).between(schedule.start, end)) {
    const auto day_of = [&](Instant instant) {
      return std::chrono::floor<std::chrono::days>(zone->wall(instant));
    };
    if (before && day_of(*before) == day_of(slot)) {
      draft.table.error("report", "intake.two-slots-a-day",
                        to_write("\"reports/{schedule}-{date}-{time}.html\""));
      return;
    }
    before = slot;
  }
}

constexpr char kAnyDigit = '\1';

/// The names that the files of a schedule's slots may have, kAnyDigit for each digit of a slot's
/// date and time.
std::vector<std::string> files_of(const Schedule& schedule, const References& references) {
  if (!schedule.report || schedule.report->output.empty()) return {};
  const std::string day = {kAnyDigit, kAnyDigit, kAnyDigit, kAnyDigit, '-',
                           kAnyDigit, kAnyDigit, '-',       kAnyDigit, kAnyDigit};
  const std::string time = {kAnyDigit, kAnyDigit, '-', kAnyDigit, kAnyDigit};
  std::string output = replaced(schedule.report->output, "{schedule}", schedule.id);
  output = replaced(std::move(output), "{date}", day);
  output = replaced(std::move(output), "{time}", time);
  output = std::filesystem::path(output).lexically_normal().string();
  if (output.find("{scenario}") == std::string::npos) return {output};
  std::vector<std::string> files;
  for (const auto& [id, scenario] : references.scenarios) {
    const std::string& publication = scenario->publication;
    const bool is_of_it = std::any_of(schedule.scenarios.begin(), schedule.scenarios.end(),
                                      [&, &is = id](const std::string& of) {
                                        return of == "*" || of == is || of == publication;
                                      });
    if (is_of_it) files.push_back(replaced(output, "{scenario}", id));
  }
  return files;
}

bool may_be_one(const std::string& one, const std::string& other) {
  const auto is_digit = [](char c) { return c == kAnyDigit || (c >= '0' && c <= '9'); };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [&](char a, char b) {
    return a == b || ((a == kAnyDigit || b == kAnyDigit) && is_digit(a) && is_digit(b));
  });
}

bool share_a_file(const Schedule& one, const Schedule& other, const References& references) {
  if ((one.until && *one.until <= other.start) || (other.until && *other.until <= one.start)) {
    return false;  // the one follows the other
  }
  const std::vector<std::string> files = files_of(one, references);
  const std::vector<std::string> others = files_of(other, references);
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    return std::any_of(others.begin(), others.end(),
                       [&](const std::string& its) { return may_be_one(file, its); });
  });
}

}  // namespace

void refuse_shared_outputs(const std::deque<ScheduleDraft>& drafts,
                           const std::vector<Schedule>& known, const References& references) {
  std::vector<const Schedule*> others;
  for (const Schedule& stored : known) {
    const bool is_here = std::any_of(drafts.begin(), drafts.end(), [&](const ScheduleDraft& draft) {
      return draft.schedule.id == stored.id;
    });
    if (!is_here) others.push_back(&stored);
  }
  for (const ScheduleDraft& draft : drafts) {
    for (const Schedule* other : others) {
      if (other->id == draft.schedule.id || !share_a_file(draft.schedule, *other, references)) {
        continue;
      }
      draft.table.error("report", {"intake.shared-output", {{"schedule", other->id}}},
                        "intake.shared-output.hint");
      break;
    }
    others.push_back(&draft.schedule);
  }
}

void judge(const ScheduleDraft& draft, const References& references) {
  judge_output(draft);
  std::vector<std::string> ids = draft.schedule.scenarios;
  std::erase(ids, "*");
  references.judge_scenarios_or_publications(draft.table, "scenarios", ids);
}

}  // namespace signpost::intake
