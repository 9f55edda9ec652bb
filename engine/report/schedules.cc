#include "engine/report/schedules.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

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
std::string on_the_wall(Instant due, const Zone& zone, const Speech& speech, bool narrow = false) {
  const Instant wall = as_utc(zone.wall(due));
  const std::chrono::weekday day(std::chrono::floor<std::chrono::days>(wall));
  return speech.say("schedule.wall",
                    {{"weekday", speech.say(fmt::format("weekday.{}", day.iso_encoding()))},
                     {"date", narrow ? speech.short_day(wall) : speech.day(wall)},
                     {"time", speech.wording().localised(time_of_day(wall))}});
}

/// `03:00 UTC`, with its day where that is another; empty where the wall shows UTC.
std::string in_utc(Instant due, const Zone& zone, const Speech& speech) {
  const Instant wall = as_utc(zone.wall(due));
  if (wall == due) return {};
  std::string time = speech.utc(time_of_day(due));
  if (to_date(wall) == to_date(due)) return time;
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(due));
  return speech.say(
      "schedule.utc-of-day",
      {{"day", speech.number(static_cast<unsigned>(date.day()))},
       {"month", speech.say(fmt::format("month.{}", static_cast<unsigned>(date.month())))},
       {"time", time}});
}

/// `Mon 4 Jul 2022 06:00 (03:00 UTC)`
std::string when(Instant due, const Zone& zone, const Speech& speech) {
  const std::string wall = on_the_wall(due, zone, speech);
  const std::string utc = in_utc(due, zone, speech);
  return utc.empty() ? wall : speech.say("schedule.both", {{"wall", wall}, {"utc", utc}});
}

/// "campaign, recovery, growth, 4 more"
std::string first_of(const std::vector<std::string>& ids, const Speech& speech) {
  std::vector<Phrase> named;
  for (std::size_t at = 0; at < std::min(kMostNamed, ids.size()); ++at) {
    named.push_back({"list.one", {{"text", ids[at]}}});
  }
  if (ids.size() > kMostNamed) named.push_back({"schedule.more", {{"n", ids.size() - kMostNamed}}});
  return speech.say(Phrase::series(named));
}

std::string scenarios_in_words(const std::vector<std::string>& ids, const Speech& speech) {
  return speech.say("unit.scenarios", {{"n", static_cast<std::int64_t>(ids.size())}});
}

std::string covers(const ScheduleLine& line, const Speech& speech) {
  std::string words = scenarios_in_words(line.covered, speech);
  if (line.schedule.scenarios == std::vector<std::string>{"*"}) {
    words = speech.say("schedule.covers.all-open", {{"scenarios", words}});
  } else if (line.schedule.scenarios != line.covered) {
    words = speech.say(
        "schedule.covers.of",
        {{"scenarios", words}, {"named", speech.say(Phrase::series(line.schedule.scenarios))}});
  }
  if (line.covered.empty()) return words;
  return speech.say("text.labelled", {{"label", words}, {"text", first_of(line.covered, speech)}});
}

std::string last_done(const ScheduleLine& line, const Speech& speech) {
  if (!line.last) return speech.say("schedule.last-done.none");
  std::string due = when(line.last->key.due, line.zone, speech);
  if (line.last->recorded - line.last->key.due <= kPunctual) return due;
  return speech.say("schedule.last-done.late",
                    {{"due", due}, {"done", when(line.last->recorded, line.zone, speech)}});
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

/// Where a schedule stands: a label a row, and what there is to it.
void show(Page& page, const ScheduleLine& line, const Speech& speech) {
  const Schedule& schedule = line.schedule;
  page.heading(Words{{quoted(schedule.id), Style::kBold}, {"  "}, {speech.text(schedule.title)}});
  Table& table = page.table({{.width = 9, .gap = 2}, {.gap = 2}});
  const auto row = [&](std::string_view key, std::string words, Style style = Style::kPlain) {
    table.row()
        .cell(0, speech.say(key), Style::kDim)
        .cell({.column = 1, .words = {{std::move(words), style}}, .lines = kMostLines});
  };
  row("schedule.every", speech.say("schedule.every.of", {{"every", quoted(schedule.every)},
                                                         {"zone", quoted(schedule.timezone)}}));
  row("schedule.covers", covers(line, speech));
  if (!line.retired.empty()) {
    row("schedule.left-out",
        speech.say("schedule.left-out.of", {{"scenarios", scenarios_in_words(line.retired, speech)},
                                            {"retired", first_of(line.retired, speech)}}),
        Style::kAccent);
  }
  if (schedule.report) {
    row("schedule.report",
        speech.say("schedule.report.of", {{"format", quoted(schedule.report->format)},
                                          {"language", quoted(schedule.report->language)},
                                          {"output", quoted(schedule.report->output)}}));
  }
  row("schedule.last-done", last_done(line, speech));
  if (line.last && !line.last->problem.empty()) row("schedule.problem", quoted(line.last->problem));
  row("schedule.next",
      line.next ? when(*line.next, line.zone, speech) : speech.say("schedule.next.none"));
  if (line.overdue > 0) {
    row("schedule.overdue",
        speech.say("schedule.overdue.of", {{"n", line.overdue},
                                           {"since", when(*line.overdue_since, line.zone, speech)},
                                           {"do", speech.say("action.run")}}),
        Style::kBad);
  }
  if (line.skipped > 0) {
    row("schedule.skipped",
        speech.say("schedule.skipped.of",
                   {{"n", line.skipped}, {"policy", quoted(to_string(schedule.missed))}}),
        Style::kAccent);
  }
}

/// What is listed, as of when; and where that is nothing, that.
void head(Page& page, std::string_view title, Instant now, bool none, const Speech& speech) {
  page.heading(speech.say(title));
  page.paragraph(reading_in_words({.as_of = now, .known_at = now}, false, 0, now, speech));
  if (none) page.paragraph(speech.say("list.none"));
}

CalendarEvent slot_event(const SlotLine& slot, std::string_view store, const Speech& speech) {
  const std::string& title = in(speech.language(), slot.schedule.title);
  std::string stamp = to_rfc3339(slot.due);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  return {
      .uid = fmt::format("slot-{}-{}@{}.signpost", slot.schedule.id, stamp, store),
      .at = slot.due,
      .whole_day = false,
      .summary = speech.say("text.labelled", {{"label", speech.say("label.assessment")},
                                              {"text", title.empty() ? slot.schedule.id : title}}),
      .description = fmt::format("{} ({}, {})", slot.schedule.id, slot.schedule.every,
                                 slot.schedule.timezone)};
}

CalendarEvent horizon_event(const Scenario& scenario, const std::optional<Resolution>& resolution,
                            std::string_view store, const Speech& speech) {
  const Instant at = resolution ? resolution->on : *scenario.horizon;
  const std::chrono::seconds of_day = at - std::chrono::floor<std::chrono::days>(at);
  const std::string label =
      resolution ? outcome_in_words(*resolution->outcome, speech) : speech.say("label.horizon");
  return {.uid = fmt::format("horizon-{}@{}.signpost", scenario.id, store),
          .at = at,
          .whole_day = of_day == std::chrono::days(1) - std::chrono::seconds(1),
          .summary = speech.say(
              "text.labelled", {{"label", label}, {"text", in(speech.language(), scenario.title)}}),
          .description = scenario.id};
}

}  // namespace

Page schedules_page(std::span<const ScheduleLine> lines, Instant now, const Speech& speech) {
  Page page(speech.language());
  head(page, "schedule.title", now, lines.empty(), speech);
  for (const ScheduleLine& line : lines) {
    page.gap();
    show(page, line, speech);
  }
  return page;
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

Page slots_page(std::span<const SlotLine> slots, const SlotChoices& choices, const Speech& speech) {
  enum : std::size_t { kWall, kZone, kUtc };
  constexpr std::size_t kFewest = 24;  // columns for the schedule, beside its slot
  Page page(speech.language());
  head(page, "schedule.slots", choices.now, slots.empty(), speech);
  if (slots.empty()) return page;
  page.gap();
  std::vector<std::string> walls;
  std::vector<std::string> zones;
  std::vector<std::string> utcs;
  for (const SlotLine& slot : slots) {
    walls.push_back(on_the_wall(slot.due, slot.zone, speech, /*narrow=*/true));
    zones.push_back(quoted(slot.zone.name()));
    utcs.push_back(in_utc(slot.due, slot.zone, speech));
  }
  std::vector<Column> columns = {
      {.head = speech.say("schedule.slot"), .width = widest(walls, 21)},
      {.head = speech.say("schedule.zone"), .width = widest(zones), .gap = 2}};
  if (const std::size_t utc = widest(utcs); utc > 0) columns.push_back({.width = utc, .gap = 2});
  columns.push_back({.head = speech.say("schedule.id"), .gap = 2});
  std::size_t before = 0;
  for (const Column& column : columns) before += column.gap + column.width;
  const bool below = before + kFewest > choices.width;
  const std::size_t last = columns.size() - 1;
  Table& table = page.table(std::move(columns));
  for (std::size_t at = 0; at < slots.size(); ++at) {
    const Schedule& schedule = slots[at].schedule;
    Row& row = table.row();
    row.cell(kWall, std::move(walls[at]), Style::kBold).cell(kZone, std::move(zones[at]));
    if (last > kUtc) row.cell(kUtc, std::move(utcs[at]), Style::kDim);
    row.cell({.column = below ? kZone : last,
              .words = {{quoted(schedule.id)}, {"  "}, {speech.text(schedule.title), Style::kDim}},
              .span = kToTheEnd,
              .line = below ? 1U : 0U});
  }
  return page;
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
                                           std::span<const CalendarScenario> scenarios,
                                           Instant from, Instant to, std::string_view store,
                                           const Speech& speech) {
  std::vector<CalendarEvent> events;
  for (const SlotLine& slot : slots) {
    if (from <= slot.due && slot.due <= to) events.push_back(slot_event(slot, store, speech));
  }
  for (const auto& [scenario, resolution] : scenarios) {
    const std::optional<Instant> at = resolution ? resolution->on : scenario.horizon;
    if (!at || *at < from || *at > to) continue;
    events.push_back(horizon_event(scenario, resolution, store, speech));
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const CalendarEvent& a, const CalendarEvent& b) { return a.at < b.at; });
  return events;
}

}  // namespace signpost::report
