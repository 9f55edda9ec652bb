#include "engine/service/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/assess/timetable.h"
#include "engine/base/error.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/service/ahead.h"
#include "engine/service/alert_news.h"
#include "engine/service/delivery.h"
#include "engine/service/due_work.h"
#include "engine/service/heartbeat.h"
#include "engine/service/notifier.h"
#include "engine/service/slot_report.h"

namespace signpost::service {
namespace {

/// What was due longer ago than that is spoken of before it is made up: it takes its time.
constexpr std::chrono::hours kLongAgo{31 * 24};

}  // namespace

Runner::Runner(const Site& site, store::Store& store, report::Language language,
               std::function<void(const std::string& what, const std::string& hint)> announce)
    : site_(site), store_(store), language_(language), announce_(std::move(announce)) {}

void Runner::do_what_is_due(const Say& say, const std::function<bool()>& end, Tally& tally) {
  const Clock clock = site_.clock.after_waiting();
  tell_ahead(clock);
  settings_ = settings_of(site_);
  DueWork due(store_, site_, clock, settings_.notifiers);
  if (const auto oldest = due.oldest_due(); oldest && clock.now - *oldest > kLongAgo) {
    const report::Speech speech(report::Language::kEnglish);
    announce_(speech.say("run.makes-up", {{"n", static_cast<std::int64_t>(due.slots_due())},
                                          {"day", speech.day(*oldest)}}),
              {});
  }
  while (!end()) {
    const std::optional<Round> round = due.next();
    if (!round) break;
    tell(*round, clock, tally, say);
  }
}

void Runner::tell_people(const Say& say, const std::function<bool()>& end, Tally& tally) {
  const Clock clock = site_.clock.after_waiting();
  const Door door = door_of(site_);
  const auto hand_over = [&](const Notifier& notifier, const std::string& text) {
    return service::tell(notifier, text, door, end);
  };
  for (const Try& tried : deliver(store_, settings_.notifiers, clock, hand_over, end)) {
    const std::string what = fmt::format("{} {} as of {}: {}", tried.notice.alert,
                                         tried.notice.raised ? "raised" : "cleared",
                                         to_string(tried.notice.as_of), tried.notifier);
    if (tried.told.delivered) {
      ++tally.delivered;
      say(Level::kInfo, fmt::format("told: {}", what));
    } else {
      ++tally.failed;
      say(Level::kError,
          fmt::format("not told, try {}: {}: {}", tried.number, what, tried.told.detail));
    }
  }
}

void Runner::leave(const Say& say, Tally& tally) {
  const Clock clock = site_.clock.after_waiting();
  wake_ = next_wake(clock.now);
  // Under --now nobody came by, but in a rehearsal.
  if (clock.rehearsed && !store_.is_rehearsal()) return;
  try {
    beat(door_of(site_),
         settings_.heartbeat.empty() ? heartbeat_of(site_.store) : settings_.heartbeat, clock.now,
         wake_);
    heart_fails_ = false;
  } catch (const Error& error) {
    tally.problems.push_back("the heartbeat: " + error.message());
    // Each visit fails alike: said once, and again when it has worked between.
    if (!std::exchange(heart_fails_, true)) say(Level::kError, tally.problems.back());
  }
}

/// What lies ahead of the clock keeps from being done what would be due by then: said once, until
/// it changes.
void Runner::tell_ahead(const Clock& clock) {
  const store::AheadOfClock ahead = ahead_of_clock(clock, *store_.snapshot());
  const std::string words = ahead.any() ? ahead_in_words(ahead) : std::string();
  if (std::exchange(told_ahead_, words) == words || words.empty()) return;
  announce_(words, hint_for_ahead(store_.is_rehearsal()));
}

void Runner::tell(const Round& round, const Clock& clock, Tally& tally, const Say& say) {
  tally.assessments += static_cast<int>(round.assessments.size());
  tally.skipped += static_cast<int>(round.skipped.size());
  for (const SlotKey& key : round.skipped) {
    say(Level::kDebug, fmt::format("slot {} of {}: skipped", to_string(key.due), key.schedule));
  }
  if (round.occasion == Occasion::kModel) {
    tally.judged_again += static_cast<int>(round.evaluations.size());
  }
  if (round.occasion == Occasion::kChange) {
    ++tally.changes;
    say(Level::kInfo,
        fmt::format("change of entry {}: {} assessed", round.change, round.assessments.size()));
  }
  if (round.slot) {
    const Slot& slot = *round.slot;
    ++tally.slots;
    const auto late = clock.now - slot.key.due;
    std::vector<std::string> reports;
    if (!slot.report.empty()) {
      std::vector<std::string> scenarios;
      for (const SavedAssessment& one : round.assessments) {
        scenarios.push_back(one.assessment.scenario);
      }
      reports = reports_of(slot.report, scenarios);
    }
    say(Level::kInfo,
        fmt::format("slot {} of {}: {} assessed{}{}", to_string(slot.key.due), slot.key.schedule,
                    round.assessments.size(),
                    late > kPunctual ? fmt::format(", made up {} days late",
                                                   report::two_digits(Days(late).count()))
                                     : "",
                    reports.empty() ? ""
                                    : (reports.size() == 1 ? ", report " : ", reports ") +
                                          report::joined(reports, ", ")));
    if (!slot.problem.empty()) {
      tally.problems.push_back(fmt::format("the report of {} for {} is not written: {}",
                                           slot.key.schedule, to_string(slot.key.due),
                                           slot.problem));
      say(Level::kError, tally.problems.back());
    }
  }
  for (std::string& line : alert_news(round, store_, language_)) {
    say(Level::kWarning, report::without_isolates(line));
    tally.news.push_back(std::move(line));
  }
}

std::optional<Instant> Runner::next_wake(Instant now) const {
  const auto snapshot = store_.snapshot();
  std::optional<Instant> wake =
      assess::Timetable(snapshot->schedules(), snapshot->slots({})).wake(now);
  for (const Waiting& waiting : outbox(snapshot->deliveries(true, {}), settings_.notifiers)) {
    if (waiting.due && (!wake || *waiting.due < *wake)) wake = *waiting.due;
  }
  return wake;
}

}  // namespace signpost::service
