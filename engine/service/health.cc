#include "engine/service/health.h"

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
#include "engine/service/when.h"

namespace signpost::service {
namespace {

constexpr std::int64_t kEntries = 100;
constexpr std::chrono::hours kGrace{1};

/// A sentence that names `signpost run`.
Phrase with_run(const char* key) { return {key, {{"do", Phrase("action.run")}}}; }

Phrase how_to_run() {
  return {"health.not-run.hint",
          {{"do", Phrase("action.run")}, {"do_timer", Phrase("action.set-timer")}}};
}

/// "a; b; c".
Phrase clauses(const std::vector<Phrase>& phrases) {
  Phrase all;
  for (const Phrase& next : phrases) {
    all = all.empty() ? next : Phrase("list.clause", {{"list", all}, {"next", next}});
  }
  return all;
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
            .says = {"health.chain-holds", {{"n", std::min(kEntries, snapshot.head())}}}};
  }
  return {.name = {},
          .ok = false,
          .says = clauses(found.problems),
          .hint = {"health.store-damaged.hint", {{"do", Phrase("action.verify")}}},
          .count = static_cast<std::int64_t>(found.problems.size())};
}

/// What lies ahead of the clock: one of the two is wrong.
Check check_clock(const Site& site, const store::Snapshot& snapshot) {
  const store::AheadOfClock ahead = ahead_of_clock(site.clock, snapshot);
  if (!ahead.any()) return {.name = {}, .says = "health.nothing-ahead"};
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
    if (timetable.ids().empty()) return {.name = {}, .says = "health.no-schedules"};
    const auto next = timetable.next(now - std::chrono::seconds(1));
    if (!next) return {.name = {}, .says = "health.no-slots"};
    return {.name = {},
            .says = {"health.next-slot",
                     {{"moment", moment_in_words(next->due)}, {"schedule", next->schedule}}}};
  }
  std::vector<std::string> ids;
  for (const assess::DueSlot& slot : slots) {
    if (std::find(ids.begin(), ids.end(), slot.key.schedule) == ids.end()) {
      ids.push_back(slot.key.schedule);
    }
  }
  const auto count = static_cast<std::int64_t>(slots.size());
  const Instant since = slots.front().key.due;
  return {.name = {},
          .ok = false,
          .says = {"health.slots-overdue",
                   {{"n", count},
                    {"moment", moment_in_words(since)},
                    {"schedules", Phrase::series(ids)}}},
          .hint = how_to_run(),
          .count = count,
          .since = since};
}

/// Changes of the evidence that alerts are judged at. The command that makes one judges it, or
/// leaves it to `signpost run` where a slot of before is due; what waits otherwise was left behind.
Check check_alerts(const Site& site, store::Store& store, const store::Snapshot& snapshot,
                   std::chrono::seconds late) {
  if (snapshot.alerts().empty()) return {.name = {}, .says = "health.no-alerts"};
  DueWork due(store, site, site.clock, {});  // asked only: it does nothing
  const std::optional<Instant> since = due.oldest_change_due();
  if (!since) return {.name = {}, .says = "health.all-judged"};
  const auto count = static_cast<std::int64_t>(due.changes_due());
  const std::optional<Instant> slot = due.oldest_due();
  if (slot && *slot < *since && site.clock.now - *since <= late) {
    return {.name = {},
            .says = {"health.to-be-judged", {{"n", count}}},
            .count = count,
            .since = since};
  }
  return {.name = {},
          .ok = false,
          .says = {"health.not-judged", {{"n", count}, {"moment", moment_in_words(*since)}}},
          .hint = with_run("health.not-judged.hint"),
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

/// How the report that a slot did not write is written by hand.
Phrase how_to_write(const Schedule& schedule, Instant due) {
  const bool all = schedule.scenarios == std::vector<std::string>{"*"};
  std::vector<Phrase::Argument> told{{"format", schedule.report->format},
                                     {"language", schedule.report->language},
                                     {"as_of", to_rfc3339(due)}};
  if (!all) told.push_back({"scenarios", report::joined(schedule.scenarios, " ")});
  return {all ? "action.write-report" : "action.write-report-on", std::move(told)};
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
  std::vector<Phrase> problems;
  for (const std::string& id : timetable.ids()) {
    const Schedule& schedule = timetable.latest(id);
    if (!schedule.report) continue;
    any = true;
    const auto found = done.find(id);
    if (found == done.end() || found->second->problem.empty()) continue;
    const Slot& last = *found->second;
    if (is_there_now(site, snapshot, schedule, last)) continue;
    problems.push_back(
        {"health.report",
         {{"schedule", id}, {"moment", moment_in_words(last.key.due)}, {"problem", last.problem}}});
    check.since = std::min(check.since.value_or(last.key.due), last.key.due);
    if (check.hint.empty()) {
      check.hint = {"health.reports-missing.hint", {{"do", how_to_write(schedule, last.key.due)}}};
    }
  }
  check.ok = problems.empty();
  check.count = static_cast<std::int64_t>(problems.size());
  check.says = !any       ? Phrase("health.no-reports")
               : check.ok ? Phrase("health.all-reports")
                          : Phrase("health.reports-missing", {{"reports", clauses(problems)}});
  return check;
}

Check check_outbox(const store::Snapshot& snapshot, const std::optional<intake::Settings>& settings,
                   Instant now) {
  const std::vector<Delivery> deliveries = snapshot.deliveries(true, {});
  if (!settings) {
    return {.name = {},
            .ok = deliveries.empty(),
            .says = deliveries.empty() ? "health.nothing-waits" : "health.waits-for-unknown",
            .count = static_cast<std::int64_t>(deliveries.size())};
  }
  Check check;
  std::vector<std::string> gone;
  Phrase last_failure;
  for (const Waiting& waiting : outbox(deliveries, settings->notifiers)) {
    if (!waiting.due) {
      if (std::find(gone.begin(), gone.end(), waiting.notifier) == gone.end()) {
        gone.push_back(waiting.notifier);
      }
      continue;
    }
    ++check.count;
    check.since = std::min(check.since.value_or(waiting.notice.recorded), waiting.notice.recorded);
    if (!waiting.last_detail.empty()) {
      last_failure = {"health.last-failure",
                      {{"notifier", waiting.notifier}, {"detail", waiting.last_detail}}};
    }
  }
  std::vector<Phrase> says;
  if (check.count == 0) {
    says.emplace_back("health.nothing-waits");
  } else {
    says.push_back(
        {"health.notices-wait", {{"n", check.count}, {"moment", moment_in_words(*check.since)}}});
  }
  if (!last_failure.empty()) says.push_back(last_failure);
  if (!gone.empty()) {
    says.push_back({"health.not-configured", {{"notifiers", Phrase::series(gone)}}});
  }
  check.says = clauses(says);
  check.ok = !check.since || now - *check.since <= kGrace;
  if (!check.ok) check.hint = with_run("health.notices-wait.hint");
  return check;
}

/// `named`: by the settings.
Check check_heartbeat(const Site& site, const std::filesystem::path& file, bool named,
                      Instant now) {
  try {
    door_of(site).refuse_unwritable(file);
  } catch (const Error& unwritable) {
    throw Error(unwritable.kind(), unwritable.message(),
                with_run(named ? "health.named-heartbeat-unwritable.hint"
                               : "health.heartbeat-unwritable.hint"));
  }
  const std::optional<Heartbeat> last = last_beat(file);
  if (!last) return {.name = {}, .says = with_run("health.no-heartbeat")};
  Check check;
  check.since = last->at;
  if (last->at > now + store::kClocksDiffer) {
    return {.name = {},
            .ok = false,
            .says = {"health.heartbeat-ahead", {{"moment", moment_in_words(last->at)}}},
            .hint = how_to_run(),
            .since = last->at};
  }
  check.says = {"health.came-by",
                {{"do", Phrase("action.run")}, {"ago", ago_in_words(last->at, now)}}};
  if (last->next) {
    const Phrase next(*last->next < now ? "health.was-due" : "health.is-due",
                      {{"moment", moment_in_words(*last->next)}});
    check.says = clauses({check.says, next});
  }
  check.ok = !last->next || now - *last->next <= kGrace;
  if (!check.ok) check.hint = how_to_run();
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
    if (file.empty()) return {.name = {}, .says = "health.no-settings"};
    return {
        .name = {},
        .says = {"health.settings", {{"file", file.string()}, {"n", settings->notifiers.size()}}}};
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
