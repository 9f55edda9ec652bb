#include "engine/service/runner.h"

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
#include "engine/service/when.h"

namespace signpost::service {
namespace {

/// What was due longer ago than that is spoken of before it is made up: it takes its time.
constexpr std::chrono::hours kLongAgo{31 * 24};

}  // namespace

Runner::Runner(const Site& site, store::Store& store, report::Language language, Announce announce)
    : site_(site), store_(store), language_(language), announce_(std::move(announce)) {}

void Runner::do_what_is_due(const Say& say, const std::function<bool()>& end, Tally& tally) {
  const Clock clock = site_.clock.after_waiting();
  tell_ahead(clock);
  settings_ = settings_of(site_);
  DueWork due(store_, site_, clock, settings_.notifiers);
  if (const auto oldest = due.oldest_due(); oldest && clock.now - *oldest > kLongAgo) {
    announce_({"run.makes-up", {{"n", due.slots_due()}, {"day", day_in_words(*oldest)}}}, {});
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
    const Phrase what(tried.notice.raised ? "visit.raised" : "visit.cleared",
                      {{"alert", tried.notice.alert},
                       {"as_of", to_string(tried.notice.as_of)},
                       {"notifier", tried.notifier}});
    if (tried.told.delivered) {
      ++tally.delivered;
      say(Level::kInfo, {"visit.told", {{"what", what}}});
    } else {
      ++tally.failed;
      say(Level::kError, {"visit.not-told",
                          {{"number", std::to_string(tried.number)},
                           {"what", what},
                           {"detail", tried.told.detail}}});
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
    tally.problems.push_back({"visit.no-heartbeat", {{"says", error.message()}}});
    // Each visit fails alike: said once, and again when it has worked between.
    if (!std::exchange(heart_fails_, true)) say(Level::kError, tally.problems.back());
  }
}

/// What lies ahead of the clock keeps from being done what would be due by then: said once, until
/// it changes.
void Runner::tell_ahead(const Clock& clock) {
  const Phrase words = ahead_in_words(ahead_of_clock(clock, *store_.snapshot()));
  if (std::exchange(told_ahead_, words) == words || words.empty()) return;
  announce_(words, hint_for_ahead(store_.is_rehearsal()));
}

void Runner::tell(const Round& round, const Clock& clock, Tally& tally, const Say& say) {
  const Phrase assessed("visit.assessed", {{"n", std::to_string(round.assessments.size())}});
  tally.assessments += static_cast<int>(round.assessments.size());
  tally.skipped += static_cast<int>(round.skipped.size());
  for (const SlotKey& key : round.skipped) {
    say(Level::kDebug,
        {"visit.skipped", {{"due", to_string(key.due)}, {"schedule", key.schedule}}});
  }
  if (round.occasion == Occasion::kModel) {
    tally.judged_again += static_cast<int>(round.evaluations.size());
  }
  if (round.occasion == Occasion::kChange) {
    ++tally.changes;
    say(Level::kInfo,
        {"visit.change", {{"entry", std::to_string(round.change)}, {"did", assessed}}});
  }
  if (round.slot) {
    const Slot& slot = *round.slot;
    ++tally.slots;
    std::vector<Phrase> did{assessed};
    if (const auto late = clock.now - slot.key.due; late > kPunctual) {
      did.push_back({"visit.late", {{"days", report::two_digits(Days(late).count())}}});
    }
    if (!slot.report.empty()) {
      std::vector<std::string> scenarios;
      for (const SavedAssessment& one : round.assessments) {
        scenarios.push_back(one.assessment.scenario);
      }
      const std::vector<std::string> files = reports_of(slot.report, scenarios);
      if (!files.empty()) {
        did.push_back({"visit.reports", {{"n", files.size()}, {"files", Phrase::series(files)}}});
      }
    }
    say(Level::kInfo, {"visit.slot",
                       {{"due", to_string(slot.key.due)},
                        {"schedule", slot.key.schedule},
                        {"did", Phrase::series(did)}}});
    if (!slot.problem.empty()) {
      tally.problems.push_back({"visit.no-report",
                                {{"schedule", slot.key.schedule},
                                 {"due", to_string(slot.key.due)},
                                 {"problem", slot.problem}}});
      say(Level::kError, tally.problems.back());
    }
  }
  for (std::string& line : alert_news(round, store_, language_)) {
    say(Level::kWarning, Phrase::verbatim(report::without_isolates(line)));
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
