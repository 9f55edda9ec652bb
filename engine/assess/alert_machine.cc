#include "engine/assess/alert_machine.h"

#include <algorithm>
#include <string>

#include "engine/model/words.h"

namespace signpost::assess {
namespace {

using Kind = Condition::Kind;

constexpr Days kWordStands{7};  // watched for so long, a new word is the one at rest

std::chrono::seconds seconds(Days days) { return std::chrono::round<std::chrono::seconds>(days); }

double clearing(const Alert& alert) { return alert.clear.value_or(alert.condition.level); }

/// How far above the lowest, or below the highest, of the window; negative where it is not.
double moved(const Condition& condition, double probability, double extreme) {
  return condition.kind == Kind::kRises ? probability - extreme : extreme - probability;
}

/// Is a probability beyond the value that clears it?
bool beyond(const Alert& alert, double probability, double extreme) {
  switch (alert.condition.kind) {
    case Kind::kAtLeast:
      return probability < clearing(alert);
    case Kind::kAtMost:
      return probability > clearing(alert);
    case Kind::kRises:
    case Kind::kFalls:
      return moved(alert.condition, probability, extreme) < clearing(alert);
    default:
      return true;
  }
}

double extreme_of(const AlertReading& reading) {
  return reading.extreme.value_or(reading.probability).value();
}

bool seen_lately(const Condition& condition, const std::optional<Instant>& last, Instant as_of) {
  return last && as_of - *last < seconds(condition.within);
}

/// What moved it back, where all else lets it clear.
AlertReason clears_by(const Alert& alert, const AlertEvaluation& last,
                      const AlertReading& reading) {
  const Condition& condition = alert.condition;
  const Probability unfaded = reading.unfaded.value_or(reading.probability);
  const Days watched = reading.watched.value_or(Days(0));
  switch (condition.kind) {
    case Kind::kAtLeast:
    case Kind::kAtMost:
      return beyond(alert, unfaded.value(), 0) ? AlertReason::kCleared : AlertReason::kOnlyFaded;
    case Kind::kRises:
    case Kind::kFalls: {
      const double from = last.raised_from.value_or(reading.probability).value();
      if (beyond(alert, unfaded.value(), from)) return AlertReason::kCleared;
      if (beyond(alert, reading.probability.value(), from)) return AlertReason::kOnlyFaded;
      return watched >= condition.within ? AlertReason::kCleared : AlertReason::kUnwatched;
    }
    case Kind::kWordChanges:
      return watched >= kWordStands || icd203_word(unfaded).key == last.word_at_rest
                 ? AlertReason::kCleared
                 : AlertReason::kUnwatched;
    case Kind::kSeen: {
      const bool withdrawn =
          !reading.last || *reading.last + seconds(condition.within) <= *last.raised;
      return withdrawn || watched >= condition.within ? AlertReason::kCleared
                                                      : AlertReason::kUnwatched;
    }
    case Kind::kNoEvidence:
      return AlertReason::kCleared;
  }
  return AlertReason::kHolds;
}

bool is_raised(const std::optional<AlertEvaluation>& last) {
  return last && last->state == AlertState::kRaised && last->raised;
}

/// While it is raised.
void judge_raised(const Alert& alert, const AlertEvaluation& last, AlertEvaluation& now) {
  const AlertReading& reading = now.reading;
  now.state = AlertState::kRaised;
  now.raised = last.raised;
  now.raised_from = last.raised_from;
  now.in_a_row = last.in_a_row + (now.holds && !reading.on_change ? 1 : 0);
  const bool news_only = alert.condition.kind == Kind::kWordChanges;
  if (now.holds && !news_only) {
    now.reason = AlertReason::kHolds;
  } else if (!beyond(alert, reading.probability.value(), extreme_of(reading))) {
    now.reason = AlertReason::kNotBeyond;
  } else if (reading.as_of < *last.raised + seconds(alert.hold)) {
    now.reason = AlertReason::kHeld;
  } else {
    now.reason = clears_by(alert, last, reading);
  }
  if (now.reason != AlertReason::kCleared) return;
  now.state = AlertState::kCleared;
  now.in_a_row = 0;
  now.raised.reset();
  now.raised_from.reset();
  now.word_at_rest = reading.word;
}

/// While it is not.
void judge_at_rest(const Alert& alert, const std::optional<AlertEvaluation>& last, bool same_rule,
                   AlertEvaluation& now) {
  const AlertReading& reading = now.reading;
  const AlertState rest =
      last && last->state == AlertState::kCleared ? AlertState::kCleared : AlertState::kInactive;
  const int before = last && same_rule ? last->in_a_row : 0;
  now.state = rest;
  now.in_a_row = 0;
  now.reason = AlertReason::kQuiet;
  if (reading.on_change && alert.in_a_row > 1) {
    // Neither for nor against: the row goes on where it was.
    now.in_a_row = before;
    now.state = last && before > 0 ? last->state : rest;
    if (now.holds) now.reason = AlertReason::kOnChange;
    return;
  }
  if (!now.holds) return;
  if (reading.without_origins) {
    AlertReading weaker = reading;
    weaker.probability = *reading.without_origins;
    weaker.word = icd203_word(weaker.probability).key;
    if (!condition_holds(alert, last, weaker)) {
      now.reason = AlertReason::kTooFewOrigins;
      return;
    }
  }
  now.in_a_row = before + 1;
  now.state = AlertState::kPending;
  now.reason = AlertReason::kNotOften;
  if (now.in_a_row < alert.in_a_row) return;
  now.state = AlertState::kRaised;
  now.reason = AlertReason::kRaised;
  now.raised = reading.as_of;
  now.raised_from = reading.extreme;
}

}  // namespace

bool looks_back(const Alert& alert) {
  return alert.condition.kind == Kind::kRises || alert.condition.kind == Kind::kFalls;
}

bool condition_holds(const Alert& alert, const std::optional<AlertEvaluation>& last,
                     const AlertReading& reading) {
  const Condition& condition = alert.condition;
  const double probability = reading.probability.value();
  switch (condition.kind) {
    case Kind::kAtLeast:
      return probability >= condition.level;
    case Kind::kAtMost:
      return probability <= condition.level;
    case Kind::kRises:
    case Kind::kFalls:
      return moved(condition, probability, extreme_of(reading)) >= condition.level;
    case Kind::kWordChanges:
      return last && !last->word_at_rest.empty() && last->word_at_rest != reading.word;
    case Kind::kSeen:
      return seen_lately(condition, reading.last, reading.as_of);
    case Kind::kNoEvidence:
      return reading.last && reading.as_of - *reading.last >= seconds(condition.within);
  }
  return false;
}

bool may_clear(const Alert& alert, const std::optional<AlertEvaluation>& last,
               const AlertReading& reading) {
  if (!is_raised(last)) return false;
  const bool news_only = alert.condition.kind == Kind::kWordChanges;
  return (news_only || !condition_holds(alert, last, reading)) &&
         beyond(alert, reading.probability.value(), extreme_of(reading)) &&
         reading.as_of >= *last->raised + seconds(alert.hold);
}

AlertEvaluation judged(const Alert& alert, int revision, const std::optional<AlertEvaluation>& last,
                       const AlertReading& reading) {
  AlertEvaluation now;
  now.alert = alert.id;
  now.revision = revision;
  now.reading = reading;
  now.holds = condition_holds(alert, last, reading);
  now.word_at_rest = last && !last->word_at_rest.empty() ? last->word_at_rest : reading.word;
  if (is_raised(last)) {
    judge_raised(alert, *last, now);
  } else {
    judge_at_rest(alert, last, last && last->revision == revision, now);
  }
  return now;
}

AlertEvaluation judged_again(const Alert& alert, int revision, const AlertEvaluation& last,
                             const AlertReading& reading) {
  AlertEvaluation now = last;
  now.revision = revision;
  now.reading = reading;
  now.reason = AlertReason::kModel;
  now.holds = condition_holds(alert, last, reading);
  const bool clears = !now.holds && beyond(alert, reading.probability.value(), extreme_of(reading));
  if (is_raised(last)) {
    if (!clears) return now;
    now.state = AlertState::kCleared;
    now.in_a_row = 0;
    now.raised.reset();
    now.raised_from.reset();
  } else if (now.holds) {
    now.in_a_row = std::max(last.in_a_row, 1);
    now.state = AlertState::kPending;
    if (now.in_a_row >= alert.in_a_row) {
      now.state = AlertState::kRaised;
      now.raised = reading.as_of;
      now.raised_from = reading.extreme;
    }
  } else {
    now.in_a_row = 0;
    if (now.state == AlertState::kPending) now.state = AlertState::kInactive;
  }
  now.word_at_rest = reading.word;
  return now;
}

std::optional<AlertEvaluation> ended(const Alert& alert, int revision, const AlertEvaluation& last,
                                     const AlertReading& reading) {
  if (last.reason == AlertReason::kResolved) return std::nullopt;
  AlertEvaluation now;
  now.alert = alert.id;
  now.revision = revision;
  now.reading = reading;
  now.reason = AlertReason::kResolved;
  now.state = last.state == AlertState::kRaised || last.state == AlertState::kCleared
                  ? AlertState::kCleared
                  : AlertState::kInactive;
  now.holds = condition_holds(alert, last, reading);
  now.word_at_rest = reading.word;
  return now;
}

bool comes_after(const std::optional<AlertEvaluation>& last, Instant as_of) {
  if (!last || as_of > last->reading.as_of) return true;
  return as_of == last->reading.as_of && last->reading.on_change;
}

}  // namespace signpost::assess
