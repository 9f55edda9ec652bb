#include "engine/service/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>

#include "engine/assess/timetable.h"
#include "engine/base/error.h"
#include "engine/report/figures.h"
#include "engine/service/ahead.h"
#include "engine/service/delivery.h"
#include "engine/service/due_work.h"
#include "engine/service/heartbeat.h"
#include "engine/service/slot_report.h"

namespace signpost::service {
namespace {

constexpr std::int64_t kEntries = 100;
constexpr std::chrono::hours kGrace{1};
constexpr const char* kHowToRun =
    "`signpost run` does what is due; `signpost timer` says how to have it run by itself";

std::string ago(Instant then, Instant now) {
  const std::int64_t minutes = (now - std::min(then, now)).count() / 60;
  if (minutes == 0) return "just now";
  if (minutes < 120) return report::counted(minutes, "minute", "minutes") + " ago";
  const std::int64_t hours = minutes / 60;
  if (hours < 48) return report::counted(hours, "hour", "hours") + " ago";
  return report::counted(hours / 24, "day", "days") + " ago";
}

/// What cannot be looked at at all is not well.
Check checked(const std::string& name, const std::function<Check()>& look) {
  try {
    Check check = look();
    check.name = name;
    return check;
  } catch (const Error& error) {
    return {.name = name, .ok = false, .says = error.message(), .hint = error.hint()};
  }
}

Check check_store(const store::Store& store, const store::Snapshot& snapshot) {
  const store::Verification found = store.verify_last(kEntries);
  if (found.ok) {
    return {.name = {},
            .says = "the last " +
                    report::counted(std::min(kEntries, snapshot.head()), "entry", "entries") +
                    " of the journal hold"};
  }
  return {.name = {},
          .ok = false,
          .says = report::joined(found.problems, "; "),
          .hint = "`signpost verify` looks at all of it; work on with a backup",
          .count = static_cast<std::int64_t>(found.problems.size())};
}

/// What lies ahead of the clock: one of the two is wrong.
Check check_clock(const Site& site, const store::Snapshot& snapshot) {
  const store::AheadOfClock ahead = ahead_of_clock(site.clock, snapshot);
  if (!ahead.any()) return {.name = {}, .says = "nothing in the store lies ahead of it"};
  return {.name = {},
          .ok = false,
          .says = ahead_in_words(ahead),
          .hint = hint_for_ahead(snapshot.is_rehearsal()),
          .count = ahead.entries + ahead.slots + ahead.judgements,
          .since = ahead.latest};
}

Check check_slots(const store::Snapshot& snapshot, Instant now, std::chrono::seconds late) {
  const assess::Timetable timetable(snapshot.schedules(), snapshot.slots({}));
  std::vector<assess::DueSlot> slots = timetable.due(now);
  std::erase_if(slots, [&](const assess::DueSlot& slot) { return now - slot.key.due <= late; });
  if (slots.empty()) {
    if (timetable.ids().empty()) return {.name = {}, .says = "there are no schedules"};
    const auto next = timetable.next(now - std::chrono::seconds(1));
    return {.name = {},
            .says = next ? fmt::format("none is overdue; the next is on {} ({})",
                                       report::moment(next->due), next->schedule)
                         : "none is overdue, and none is to come"};
  }
  std::vector<std::string> ids;
  for (const assess::DueSlot& slot : slots) {
    if (std::find(ids.begin(), ids.end(), slot.key.schedule) == ids.end()) {
      ids.push_back(slot.key.schedule);
    }
  }
  const auto count = static_cast<std::int64_t>(slots.size());
  const Instant since = slots.front().key.due;
  return {
      .name = {},
      .ok = false,
      .says = fmt::format("{} overdue since {}: {}", report::counted(count, "slot is", "slots are"),
                          report::moment(since), report::joined(ids, ", ")),
      .hint = kHowToRun,
      .count = count,
      .since = since};
}

/// Changes of the evidence that alerts are judged at. The command that makes one judges it, or
/// leaves it to `signpost run` where a slot of before is due; what waits otherwise was left behind.
Check check_alerts(const Site& site, store::Store& store, const store::Snapshot& snapshot,
                   std::chrono::seconds late) {
  if (snapshot.alerts().empty()) return {.name = {}, .says = "there are none"};
  DueWork due(store, site, site.clock, {});  // asked only: it does nothing
  const std::optional<Instant> since = due.oldest_change_due();
  if (!since) return {.name = {}, .says = "each change of the evidence is judged"};
  const auto count = static_cast<std::int64_t>(due.changes_due());
  const std::optional<Instant> slot = due.oldest_due();
  if (slot && *slot < *since && site.clock.now - *since <= late) {
    return {.name = {},
            .says = fmt::format(
                "{} to be judged, after the slots that are due",
                report::counted(count, "change of the evidence is", "changes of the evidence are")),
            .count = count,
            .since = since};
  }
  return {.name = {},
          .ok = false,
          .says = fmt::format(
              "{} not judged since {}",
              report::counted(count, "change of the evidence is", "changes of the evidence are"),
              report::moment(*since)),
          .hint = "`signpost run` judges, or says why it cannot",
          .count = count,
          .since = since};
}

/// Was what a slot did not write put in its place since, by hand?
bool is_there_now(const Site& site, const store::Snapshot& snapshot, const Schedule& schedule,
                  const Slot& slot) {
  std::vector<std::string> scenarios;
  store::AssessmentFilter then;
  then.from = then.to = slot.key.due;
  for (const SavedAssessment& one : snapshot.assessments(then, false)) {
    if (one.occasion == Occasion::kSlot && one.schedule == slot.key.schedule) {
      scenarios.push_back(one.assessment.scenario);
    }
  }
  const auto places = places_of_reports(site, schedule, slot.key.due, scenarios);
  return std::all_of(places.begin(), places.end(), [&](const std::filesystem::path& place) {
    std::error_code unknown;
    const auto written = std::filesystem::last_write_time(place, unknown);
    // What was there in the second of the slot was there before it.
    return !unknown &&
           std::chrono::file_clock::to_sys(written) >= slot.recorded + std::chrono::seconds(1);
  });
}

/// The last slot of each schedule: was its report written?
Check check_reports(const Site& site, const store::Snapshot& snapshot) {
  const std::vector<Slot> slots = snapshot.slots({});
  const assess::Timetable timetable(snapshot.schedules(), slots);
  std::map<std::string, const Slot*> done;  // the last of each
  for (const Slot& slot : slots) {
    if (!slot.skipped) done[slot.key.schedule] = &slot;
  }
  bool any = false;
  Check check;
  std::vector<std::string> problems;
  for (const std::string& id : timetable.ids()) {
    const Schedule& schedule = timetable.latest(id);
    if (!schedule.report) continue;
    any = true;
    const auto found = done.find(id);
    if (found == done.end() || found->second->problem.empty()) continue;
    const Slot& last = *found->second;
    if (is_there_now(site, snapshot, schedule, last)) continue;
    problems.push_back(
        fmt::format("{} for {}: {}", id, report::moment(last.key.due), last.problem));
    check.since = std::min(check.since.value_or(last.key.due), last.key.due);
    if (check.hint.empty()) {
      const std::string all = schedule.scenarios == std::vector<std::string>{"*"}
                                  ? std::string()
                                  : " " + report::joined(schedule.scenarios, " ");
      check.hint = fmt::format(
          "mend that: the next slot writes its own; `signpost report{} --format {} --lang {} "
          "--as-of {} --known-at as-of --output FILE` writes this one in its place",
          all, schedule.report->format, schedule.report->language, to_rfc3339(last.key.due));
    }
  }
  check.ok = problems.empty();
  check.count = static_cast<std::int64_t>(problems.size());
  check.says = !any       ? "no schedule writes any"
               : check.ok ? "none is missing"
                          : "not written: " + report::joined(problems, "; ");
  return check;
}

Check check_outbox(const store::Snapshot& snapshot, const std::optional<intake::Settings>& settings,
                   Instant now) {
  const std::vector<Delivery> deliveries = snapshot.deliveries(true, {});
  if (!settings) {
    return {.name = {},
            .ok = deliveries.empty(),
            .says = deliveries.empty() ? "nothing waits"
                                       : "whom notices wait for is not known while the settings "
                                         "cannot be read",
            .count = static_cast<std::int64_t>(deliveries.size())};
  }
  Check check;
  std::vector<std::string> gone;
  std::string last_detail;
  for (const Waiting& waiting : outbox(deliveries, settings->notifiers)) {
    if (!waiting.due) {
      if (std::find(gone.begin(), gone.end(), waiting.notifier) == gone.end()) {
        gone.push_back(waiting.notifier);
      }
      continue;
    }
    ++check.count;
    check.since = std::min(check.since.value_or(waiting.notice.recorded), waiting.notice.recorded);
    if (!waiting.last_detail.empty()) last_detail = waiting.notifier + ": " + waiting.last_detail;
  }
  check.says =
      check.count == 0
          ? "nothing waits"
          : fmt::format("{} since {}", report::counted(check.count, "notice waits", "notices wait"),
                        report::moment(*check.since));
  if (!last_detail.empty()) check.says += "; the last failure: " + last_detail;
  if (!gone.empty()) {
    check.says += "; there are notices for notifiers that are not configured any more: " +
                  report::joined(gone, ", ");
  }
  check.ok = !check.since || now - *check.since <= kGrace;
  if (!check.ok) check.hint = "`signpost run` tries again what is due; see the notifier's settings";
  return check;
}

/// `named`: by the settings.
Check check_heartbeat(const Site& site, const std::filesystem::path& file, bool named,
                      Instant now) {
  try {
    door_of(site).refuse_unwritable(file);
  } catch (const Error& unwritable) {
    throw Error(unwritable.kind(), unwritable.message(),
                named ? "see that `signpost run` can write it, or name another file with heartbeat "
                        "= in the settings"
                      : "see that `signpost run` can write it; or name a file with heartbeat = in "
                        "the settings");
  }
  const std::optional<Heartbeat> last = last_beat(file);
  if (!last) return {.name = {}, .says = "none yet: `signpost run` has not come by"};
  Check check;
  check.since = last->at;
  if (last->at > now + store::kClocksDiffer) {
    return {.name = {},
            .ok = false,
            .says = fmt::format("it is of {}, which is later than now", report::moment(last->at)),
            .hint = kHowToRun,
            .since = last->at};
  }
  check.says = fmt::format("`signpost run` came by {}", ago(last->at, now));
  if (last->next)
    check.says += fmt::format("; it {} due again on {}", *last->next < now ? "was" : "is",
                              report::moment(*last->next));
  check.ok = !last->next || now - *last->next <= kGrace;
  if (!check.ok) check.hint = kHowToRun;
  return check;
}

}  // namespace

std::vector<Check> health(const Site& site, std::chrono::seconds late,
                          const std::function<store::Store()>& open) {
  const Instant now = site.clock.now;
  std::optional<intake::Settings> settings;
  const Check settings_check = checked("settings", [&]() -> Check {
    settings = settings_of(site);
    const std::filesystem::path file = settings_file(site);
    return {.name = {},
            .says = file.empty()
                        ? "there are none: nobody is told of alerts"
                        : fmt::format(
                              "{}: {}", file.string(),
                              report::counted(static_cast<std::int64_t>(settings->notifiers.size()),
                                              "notifier", "notifiers"))};
  });
  std::vector<Check> checks;
  std::optional<store::Store> store;
  std::unique_ptr<store::Snapshot> snapshot;
  checks.push_back(checked("store", [&] {
    store = open();
    snapshot = store->snapshot();
    return check_store(*store, *snapshot);
  }));
  if (snapshot) {
    checks.push_back(checked("clock", [&] { return check_clock(site, *snapshot); }));
    checks.push_back(checked("slots", [&] { return check_slots(*snapshot, now, late); }));
    checks.push_back(
        checked("alerts", [&] { return check_alerts(site, *store, *snapshot, late); }));
    checks.push_back(checked("reports", [&] { return check_reports(site, *snapshot); }));
    checks.push_back(checked("outbox", [&] { return check_outbox(*snapshot, settings, now); }));
  }
  checks.push_back(settings_check);
  checks.push_back(checked("heartbeat", [&] {
    const bool named = settings && !settings->heartbeat.empty();
    return check_heartbeat(site, named ? settings->heartbeat : heartbeat_of(site.store), named,
                           now);
  }));
  return checks;
}

}  // namespace signpost::service
