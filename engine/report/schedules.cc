#include "engine/report/schedules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "engine/base/text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

constexpr std::size_t kLabel = 2;
constexpr std::size_t kValue = 13;
constexpr std::size_t kMostNamed = 3;
constexpr std::size_t kMostLines = 3;

/// The days and hours of a wall as though it were UTC's: to print them.
Instant as_utc(WallTime wall) { return Instant(wall.time_since_epoch()); }

std::string time_of_day(Instant instant) {
  const std::chrono::hh_mm_ss time(instant - std::chrono::floor<std::chrono::days>(instant));
  std::string text = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  if (time.seconds().count() != 0) text += fmt::format(":{:02}", time.seconds().count());
  return text;
}

/// `Mon 4 Jul 2022 06:00`
std::string on_the_wall(Instant due, const Zone& zone) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const Instant wall = as_utc(zone.wall(due));
  const std::chrono::weekday day(std::chrono::floor<std::chrono::days>(wall));
  return fmt::format("{} {} {}", kDays.at(day.c_encoding()), to_short_date(wall),
                     time_of_day(wall));
}

/// `03:00 UTC`, with its day where that is another; empty where the wall shows UTC.
std::string in_utc(Instant due, const Zone& zone) {
  const Instant wall = as_utc(zone.wall(due));
  if (wall == due) return {};
  if (to_date(wall) == to_date(due)) return time_of_day(due) + " UTC";
  const std::string day = to_short_date(due);
  return fmt::format("{} {} UTC", day.substr(0, day.rfind(' ')), time_of_day(due));
}

/// `Mon 4 Jul 2022 06:00 (03:00 UTC)`
std::string when(Instant due, const Zone& zone) {
  const std::string utc = in_utc(due, zone);
  return on_the_wall(due, zone) + (utc.empty() ? "" : " (" + utc + ")");
}

/// A label and a value that may hold outside text, in up to three lines.
std::string row(const Terminal& terminal, std::string_view label, std::string_view value,
                Style style = Style::kPlain) {
  std::string text;
  std::string rest = printable(value);
  for (std::size_t at = 1; at <= kMostLines; ++at) {
    std::string words = rest;  // the last line takes all the rest, to be cut
    if (at < kMostLines) std::tie(words, rest) = break_line(rest, terminal.width - kValue);
    Line line(terminal);
    if (at == 1) line.to(kLabel).say(label, Style::kDim);
    text += line.to(kValue).quote(words, style).take();
    if (at < kMostLines && rest.empty()) break;
  }
  return text;
}

/// "campaign, recovery, growth, 4 more"
std::string first_of(std::vector<std::string> ids) {
  if (const std::size_t all = ids.size(); all > kMostNamed) {
    ids.resize(kMostNamed);
    ids.push_back(fmt::format("{} more", all - kMostNamed));
  }
  return joined(ids, ", ");
}

std::string covers(const ScheduleLine& line) {
  const std::string all =
      counted(static_cast<std::int64_t>(line.covered.size()), "scenario", "scenarios");
  std::string whose;
  if (line.schedule.scenarios == std::vector<std::string>{"*"}) {
    whose = " (all that are open)";
  } else if (line.schedule.scenarios != line.covered) {
    whose = " (of " + joined(line.schedule.scenarios, ", ") + ")";
  }
  return fmt::format("{}{}{}{}", all, whose, line.covered.empty() ? "" : ": ",
                     first_of(line.covered));
}

std::string last_done(const ScheduleLine& line) {
  if (!line.last) return "none yet";
  std::string text = when(line.last->key.due, line.zone);
  if (line.last->recorded - line.last->key.due > kPunctual) {
    text += ", done late: " + when(line.last->recorded, line.zone);
  }
  return text;
}

std::string local(Instant due, const Zone& zone) {
  const std::string text = to_rfc3339(as_utc(zone.wall(due)));
  return text.substr(0, text.size() - 1);  // without the Z
}

void last_member(JsonWriter& json, const ScheduleLine& line) {
  json.key("last");
  if (!line.last) {
    json.null();
    return;
  }
  const Slot& last = *line.last;
  json.begin_object().member("due", last.key.due).member("local", local(last.key.due, line.zone));
  json.member("recorded", last.recorded).member("assessments", last.assessments);
  text_member(json, "report", last.report);
  text_member(json, "problem", last.problem);
  json.end_object();
}

void report_member(JsonWriter& json, const Schedule& schedule) {
  json.key("report");
  if (!schedule.report) {
    json.null();
    return;
  }
  json.begin_object()
      .member("format", schedule.report->format)
      .member("lang", schedule.report->language)
      .member("output", schedule.report->output)
      .end_object();
}

void texts_member(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

std::string schedule_text(const ScheduleLine& line, Language titles, const Terminal& terminal) {
  const Schedule& schedule = line.schedule;
  std::string text = Line(terminal)
                         .quote(schedule.id, Style::kBold)
                         .say("  ")
                         .quote(in(titles, schedule.title))
                         .take();
  text += row(terminal, "every", schedule.every + ", " + schedule.timezone);
  text += row(terminal, "covers", covers(line));
  if (!line.retired.empty()) {
    text += row(terminal, "left out",
                fmt::format("{}, retired: {}",
                            counted(static_cast<std::int64_t>(line.retired.size()), "scenario",
                                    "scenarios"),
                            first_of(line.retired)),
                Style::kAccent);
  }
  if (schedule.report) {
    text += row(terminal, "report",
                fmt::format("{}, {}: {}", schedule.report->format, schedule.report->language,
                            schedule.report->output));
  }
  text += row(terminal, "last done", last_done(line));
  if (line.last && !line.last->problem.empty()) {
    text += row(terminal, "problem", line.last->problem);
  }
  text += row(terminal, "next", line.next ? when(*line.next, line.zone) : "none any more");
  if (line.overdue > 0) {
    text += row(
        terminal, "overdue",
        fmt::format("{} since {}; `signpost run` does {}", counted(line.overdue, "slot", "slots"),
                    when(*line.overdue_since, line.zone), line.overdue == 1 ? "it" : "them"),
        Style::kBad);
  }
  if (line.skipped > 0) {
    text += row(terminal, "skipped",
                fmt::format("{} in the last 30 days, by its policy for missed ones ({})",
                            line.skipped, to_string(schedule.missed)),
                Style::kAccent);
  }
  return text;
}

CalendarEvent slot_event(const SlotLine& slot, std::string_view store, const Speech& speech) {
  const std::string& title = in(speech.language(), slot.schedule.title);
  std::string stamp = to_rfc3339(slot.due);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  return {.uid = fmt::format("slot-{}-{}@{}.signpost", slot.schedule.id, stamp, store),
          .at = slot.due,
          .whole_day = false,
          .summary = fmt::format("{}: {}", speech.say("label.assessment"),
                                 title.empty() ? slot.schedule.id : title),
          .description = fmt::format("{} ({}, {})", slot.schedule.id, slot.schedule.every,
                                     slot.schedule.timezone)};
}

CalendarEvent horizon_event(const Scenario& scenario, std::string_view store,
                            const Speech& speech) {
  const std::chrono::seconds of_day =
      *scenario.horizon - std::chrono::floor<std::chrono::days>(*scenario.horizon);
  return {.uid = fmt::format("horizon-{}@{}.signpost", scenario.id, store),
          .at = *scenario.horizon,
          .whole_day = of_day == std::chrono::days(1) - std::chrono::seconds(1),
          .summary = fmt::format("{}: {}", speech.say("label.horizon"),
                                 in(speech.language(), scenario.title)),
          .description = scenario.id};
}

}  // namespace

std::string schedules_text(std::span<const ScheduleLine> lines, Language titles, Instant now,
                           const Terminal& terminal) {
  std::string text = Line(terminal).say("Schedules", Style::kBold).take();
  text += paragraph(terminal, fmt::format("As of now, {}.", moment(now)));
  if (lines.empty()) return text + paragraph(terminal, "None.");
  for (const ScheduleLine& line : lines) text += '\n' + schedule_text(line, titles, terminal);
  return text;
}

std::string schedules_json(std::span<const ScheduleLine> lines, Instant now) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.schedules/1").member("now", now);
  json.key("schedules").begin_array();
  for (const ScheduleLine& line : lines) {
    const Schedule& schedule = line.schedule;
    json.begin_object().member("id", schedule.id);
    bilingual_member(json, "title", schedule.title);
    json.member("every", schedule.every).member("rule", schedule.rule);
    json.member("timezone", schedule.timezone).member("start", schedule.start);
    json.member("until", schedule.until);
    texts_member(json, "scenarios", schedule.scenarios);
    texts_member(json, "covered", line.covered);
    texts_member(json, "retired", line.retired);
    json.member("missed", to_string(schedule.missed));
    report_member(json, schedule);
    last_member(json, line);
    json.key("next");
    if (line.next) {
      json.begin_object().member("due", *line.next).member("local", local(*line.next, line.zone));
      json.end_object();
    } else {
      json.null();
    }
    json.member("overdue", line.overdue).member("overdue_since", line.overdue_since);
    json.member("skipped_30d", line.skipped).end_object();
  }
  return json.end_array().end_object().take();
}

std::string slots_text(std::span<const SlotLine> slots, Language titles, Instant now,
                       const Terminal& terminal) {
  std::string text = Line(terminal).say("Slots to come", Style::kBold).take();
  text += paragraph(terminal, fmt::format("As of now, {}.", moment(now)));
  if (slots.empty()) return text + paragraph(terminal, "None.");
  text += '\n';
  std::size_t zone_end = 0;
  std::size_t utc_end = 0;
  for (const SlotLine& slot : slots) {
    zone_end = std::max(zone_end, slot.zone.name().size());
    utc_end = std::max(utc_end, in_utc(slot.due, slot.zone).size());
  }
  constexpr std::size_t kZone = 23;  // after `Mon 27 Jun 2022 06:00`
  const std::size_t utc_at = kZone + zone_end + 2;
  const std::size_t id_at = utc_at + (utc_end == 0 ? 0 : utc_end + 2);
  const bool below = id_at + 24 > terminal.width;
  for (const SlotLine& slot : slots) {
    const std::string& title = in(titles, slot.schedule.title);
    Line line(terminal);
    line.say(on_the_wall(slot.due, slot.zone), Style::kBold).to(kZone).say(slot.zone.name());
    if (utc_end > 0) line.to(utc_at).say(in_utc(slot.due, slot.zone), Style::kDim);
    if (below) {
      text += line.take();
      line.to(kZone);
    } else {
      line.to(id_at);
    }
    text += line.quote(slot.schedule.id).say("  ").quote(title, Style::kDim).take();
  }
  return text;
}

std::string slots_json(std::span<const SlotLine> slots, Instant now) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.slots/1").member("now", now);
  json.key("slots").begin_array();
  for (const SlotLine& slot : slots) {
    json.begin_object().member("schedule", slot.schedule.id);
    bilingual_member(json, "title", slot.schedule.title);
    json.member("due", slot.due).member("local", local(slot.due, slot.zone));
    json.member("timezone", slot.schedule.timezone).end_object();
  }
  return json.end_array().end_object().take();
}

std::vector<CalendarEvent> calendar_events(std::span<const SlotLine> slots,
                                           std::span<const Scenario> scenarios, Instant from,
                                           Instant to, std::string_view store,
                                           const Speech& speech) {
  std::vector<CalendarEvent> events;
  for (const SlotLine& slot : slots) {
    if (from <= slot.due && slot.due <= to) events.push_back(slot_event(slot, store, speech));
  }
  for (const Scenario& scenario : scenarios) {
    if (scenario.horizon && from <= *scenario.horizon && *scenario.horizon <= to) {
      events.push_back(horizon_event(scenario, store, speech));
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const CalendarEvent& a, const CalendarEvent& b) { return a.at < b.at; });
  return events;
}

}  // namespace signpost::report
