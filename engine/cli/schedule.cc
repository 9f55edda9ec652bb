// signpost schedule: when scenarios are assessed by themselves.
#include <algorithm>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/timetable.h"
#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/base/sha256.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/schedules.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

constexpr std::chrono::days kLately{30};
constexpr std::chrono::days kYear{365};
constexpr std::size_t kStoreDigits = 12;

struct Options {
  std::string schedule;
  std::size_t count = 10;
  std::string from;
  std::string to;
  std::string output;
};

assess::Timetable timetable_of(const store::Snapshot& snapshot) {
  return {snapshot.schedules(), snapshot.slots({})};
}

Zone zone_of(const Schedule& schedule) {
  const Parsed<Zone> zone = Zone::named(schedule.timezone);
  if (!zone) throw Error(ErrorKind::kInvalid, zone.problem().message, zone.problem().hint);
  return *zone;
}

/// Of one schedule, or (empty) of all.
std::vector<std::string> chosen(const assess::Timetable& timetable, const std::string& schedule) {
  if (schedule.empty()) return timetable.ids();
  return {timetable.latest(schedule).id};  // throws where there is none
}

/// Those that are not retired.
std::set<std::string> active_scenarios(const store::Snapshot& snapshot, Instant now) {
  const std::vector<std::string> ids = snapshot.active_scenario_ids(now);
  return {ids.begin(), ids.end()};
}

report::ScheduleLine line_of(const store::Snapshot& snapshot, const assess::Timetable& timetable,
                             const std::vector<Scenario>& scenarios,
                             const std::set<std::string>& active, const std::string& id,
                             Instant now) {
  const Schedule& schedule = timetable.latest(id);
  report::ScheduleLine line{.schedule = schedule,
                            .zone = zone_of(schedule),
                            .covered = {},
                            .retired = {},
                            .last = {},
                            .next = {},
                            .overdue_since = {}};
  for (const Scenario& scenario : scenarios) {
    if (!assess::covers(schedule, scenario) || !assess::assessed_at(scenario, now)) continue;
    (active.contains(scenario.id) ? line.covered : line.retired).push_back(scenario.id);
  }
  for (Slot& slot : snapshot.slots(id)) {
    if (!slot.skipped) {
      line.last = std::move(slot);
    } else if (slot.key.due > now - kLately) {
      ++line.skipped;
    }
  }
  // A slot of this very second is still to come.
  if (const auto next = timetable.next(now - std::chrono::seconds(1), id)) line.next = next->due;
  for (const assess::DueSlot& slot : timetable.overdue(now)) {
    if (slot.key.schedule != id) continue;
    ++line.overdue;
    if (!line.overdue_since) line.overdue_since = slot.key.due;
  }
  return line;
}

/// The slots in [from, to] by time, at most `most`.
std::vector<report::SlotLine> slots_of(const assess::Timetable& timetable,
                                       const std::string& schedule, Instant from, Instant to,
                                       std::size_t most) {
  std::vector<report::SlotLine> slots;
  for (const std::string& id : chosen(timetable, schedule)) {
    for (const assess::DueSlot& slot : timetable.between(id, from, to, most)) {
      slots.push_back({*slot.schedule, zone_of(*slot.schedule), slot.key.due});
    }
  }
  std::stable_sort(slots.begin(), slots.end(),
                   [](const auto& a, const auto& b) { return a.due < b.due; });
  if (slots.size() > most)
    slots.erase(slots.begin() + static_cast<std::ptrdiff_t>(most), slots.end());
  return slots;
}

int list(const Session& session) {
  const Instant now = session.clock.now;
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const assess::Timetable timetable = timetable_of(*snapshot);
  const std::vector<Scenario> scenarios = snapshot->definitions(now).scenarios;
  const std::set<std::string> active = active_scenarios(*snapshot, now);
  std::vector<report::ScheduleLine> lines;
  for (const std::string& id : timetable.ids()) {
    lines.push_back(line_of(*snapshot, timetable, scenarios, active, id, now));
  }
  if (session.json) {
    session.out << report::schedules_json(lines, now);
  } else {
    session.show(report::schedules_page(lines, now, session.speech));
  }
  return kDone;
}

int next(const Options& options, const Session& session) {
  const Instant now = session.clock.now;
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto slots =
      slots_of(timetable_of(*store.snapshot()), options.schedule, now, kForever, options.count);
  if (session.json) {
    session.out << report::slots_json(slots, now);
  } else {
    session.show(
        report::slots_page(slots, {.now = now, .width = session.terminal.width}, session.speech));
  }
  return kDone;
}

int ics(const Options& options, const Session& session) {
  const Instant now = session.clock.now;
  const Instant from = options.from.empty() ? now : start_of("--from", options.from);
  const Instant to = options.to.empty() ? from + kYear : instant_of("--to", options.to);
  if (from > to) throw Error(ErrorKind::kUsage, "schedule.from-later");
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const std::vector<report::SlotLine> slots =
      slots_of(timetable_of(*snapshot), options.schedule, from, to, 1'000'000);
  const std::string chain = to_hex(snapshot->journal().front().chain);  // no two stores share it
  std::vector<report::CalendarScenario> scenarios;
  assess::Archive archive(*snapshot);
  const auto active = active_scenarios(*snapshot, now);
  for (Scenario& scenario : snapshot->definitions(now).scenarios) {
    if (!active.contains(scenario.id)) continue;
    auto resolution = archive.resolution(scenario.id, now);
    scenarios.push_back({std::move(scenario), std::move(resolution)});
  }
  const std::vector<CalendarEvent> events = report::calendar_events(
      slots, scenarios, from, to, chain.substr(0, kStoreDigits), session.speech);
  const std::string text = calendar_text(events, now);
  if (options.output.empty()) {
    session.out << text;
  } else {
    service::door_of(session).write(options.output, text);
    session.tell({"cli.written", {{"file", options.output}}});
  }
  return kDone;
}

void add_schedule_option(Arguments arguments, Options& options, const report::Speech& speech) {
  arguments.add_option("--schedule", options.schedule, speech.say("help.schedule.schedule"))
      .type_name("SCHEDULE");
}

}  // namespace

Command add_schedule(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("schedule", speech.say("help.schedule"));

  const Arguments list_command = command.add_subcommand("list", speech.say("help.schedule.list"));
  list_command.footer(example(speech, "  signpost schedule list"));

  const Arguments next_command = command.add_subcommand("next", speech.say("help.schedule.next"));
  next_command.add_option("N", options->count, speech.say("help.schedule.next.number"))
      .type_name("N")
      .transform(whole_number(speech, 1, 10000));
  add_schedule_option(next_command, *options, speech);
  next_command.footer(example(speech, "  signpost schedule next 20"));

  const Arguments ics_command = command.add_subcommand("ics", speech.say("help.schedule.ics"));
  ics_command.add_option("--output", options->output, speech.say("help.output")).type_name("FILE");
  ics_command.add_option("--from", options->from, speech.say("help.schedule.ics.from"))
      .type_name("TIME");
  ics_command.add_option("--to", options->to, speech.say("help.schedule.ics.to")).type_name("TIME");
  add_schedule_option(ics_command, *options, speech);
  ics_command.footer(example(speech, "  signpost schedule ics --lang ar --output desk.ics"));

  command.require_subcommand(0, 1);
  command.footer(example(speech, "  signpost schedule\n  signpost schedule next 20"));
  return {command, [options, next_command, ics_command](Session& session) {
            if (next_command.parsed()) return next(*options, session);
            return ics_command.parsed() ? ics(*options, session) : list(session);
          }};
}

}  // namespace signpost::cli
