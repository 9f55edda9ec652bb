#include "engine/assess/backtest.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <utility>

#include "engine/assess/alert_machine.h"
#include "engine/assess/alert_reading.h"
#include "engine/assess/case.h"
#include "engine/assess/history.h"
#include "engine/model/words.h"

namespace signpost::assess {
namespace {

using Kind = Condition::Kind;

/// How near a judgement came to raising it, on the condition's own scale; nothing where it has none
/// and does not hold.
std::optional<double> nearness(const Condition& condition, const AlertEvaluation& now) {
  const double probability = now.reading.probability.value();
  const double extreme = now.reading.extreme.value_or(now.reading.probability).value();
  switch (condition.kind) {
    case Kind::kAtLeast:
      return probability;
    case Kind::kAtMost:
      return -probability;
    case Kind::kRises:
      return probability - extreme;
    case Kind::kFalls:
      return extreme - probability;
    default:
      return now.holds ? std::optional<double>(now.in_a_row) : std::nullopt;
  }
}

/// Does a date change nothing? A threshold that is not reached stays so, or one that is goes on
/// being: nearly all dates, so they are not judged by the whole machine.
bool uneventful(const Condition& condition, const AlertEvaluation& last, Probability probability) {
  if (condition.kind != Kind::kAtLeast && condition.kind != Kind::kAtMost) return false;
  const bool holds = condition.kind == Kind::kAtLeast ? probability.value() >= condition.level
                                                      : probability.value() <= condition.level;
  return last.reason == (holds ? AlertReason::kHolds : AlertReason::kQuiet);
}

/// The judgement before, one uneventful date on.
void go_on(AlertEvaluation& last, const HistoryPoint& point) {
  last.reading.as_of = point.as_of;
  last.reading.probability = point.probability;
  last.reading.word = icd203_word(point.probability).key;
  if (last.holds) ++last.in_a_row;
}

/// Is the scenario settled at a date, as far as is known?
bool is_settled(Archive& archive, const std::string& scenario, Instant date,
                const KnownAt& known_at) {
  if (archive.resolutions(scenario).empty()) return false;
  const auto resolution = archive.resolution(scenario, known_at.instant.value_or(date));
  return resolution && resolution->on <= date;
}

/// The instants at which it comes to be settled, up to `until`; ascending.
std::vector<Instant> settlements(Archive& archive, const std::string& scenario, Instant until,
                                 const KnownAt& known_at) {
  std::set<Instant> found;
  for (const Resolution& one : archive.resolutions(scenario)) {
    if (!one.outcome) continue;
    const Instant at = known_at.instant ? one.on : std::max(one.on, one.known_from());
    if (at <= until && is_settled(archive, scenario, at, known_at) &&
        !is_settled(archive, scenario, at - std::chrono::seconds(1), known_at)) {
      found.insert(at);
    }
  }
  return {found.begin(), found.end()};
}

/// The dates at which the scenario is assessed, as it is defined then.
std::vector<Instant> assessed(Archive& archive, const Rehearsal& rehearsal,
                              const KnownAt& known_at) {
  std::vector<Instant> dates;
  const Scenario* scenario = known_at.instant
                                 ? &archive.scenario_at(rehearsal.alert.scenario, *known_at.instant)
                                 : nullptr;
  for (const Instant date : rehearsal.dates) {
    const Scenario& then =
        scenario != nullptr ? *scenario : archive.scenario_at(rehearsal.alert.scenario, date);
    const bool settled = is_settled(archive, rehearsal.alert.scenario, date, known_at);
    if (!settled && assessed_at(then, date)) dates.push_back(date);
  }
  return dates;
}

/// By the spell that the outcome falls in, else by the first one after it.
std::optional<Days> ahead_of(Instant outcome, const std::vector<Spell>& spells) {
  for (const Spell& spell : spells) {
    if (!spell.cleared || *spell.cleared >= outcome) return Days(outcome - spell.raised);
  }
  return std::nullopt;
}

/// The rest of what is told, once the dates are done.
void sum_up(Backtest& result) {
  if (!result.spells.empty()) result.nearest.reset();
  const Days whole(result.last - result.first);
  Days raised{0};
  for (const Spell& spell : result.spells) {
    raised += spell.cleared.value_or(result.last) - spell.raised;
  }
  if (whole > Days(0)) result.share_raised = raised / whole;
  if (result.outcome) result.ahead = ahead_of(*result.outcome, result.spells);
}

/// The months that hold `from` and `to`, and those between.
std::vector<Instant> firsts_of_months(Instant from, Instant to) {
  using namespace std::chrono;
  std::vector<Instant> firsts;
  const year_month_day date(floor<days>(from));
  for (year_month month = date.year() / date.month(); sys_days(month / 1) <= to;
       month += months(1)) {
    firsts.emplace_back(sys_days(month / 1));
  }
  return firsts;
}

}  // namespace

Backtest backtest(Archive& archive, const Rehearsal& rehearsal, const KnownAt& known_at) {
  const Alert& alert = rehearsal.alert;
  Backtest result;
  result.alert = alert;
  result.outcome = rehearsal.outcome;
  std::vector<Instant> dates = assessed(archive, rehearsal, known_at);
  const Instant until =
      rehearsal.until.value_or(rehearsal.dates.empty() ? kBeginning : rehearsal.dates.back());
  const std::vector<Instant> ends = settlements(archive, alert.scenario, until, known_at);
  if (!ends.empty() && is_settled(archive, alert.scenario, until, known_at)) {
    result.settled = ends.back();
  }
  result.dates = dates.size();
  if (dates.empty()) return result;
  // What was never judged does not end. No date is a settlement: it is settled then.
  const auto first_end = std::upper_bound(ends.begin(), ends.end(), dates.front());
  const auto old_size = static_cast<std::ptrdiff_t>(dates.size());
  dates.insert(dates.end(), first_end, ends.end());
  std::inplace_merge(dates.begin(), dates.begin() + old_size, dates.end());
  result.first = dates.front();
  result.last = dates.back();

  std::vector<AlertEvaluation> story;
  std::size_t forgotten = 0;  // of the story: further back than the condition looks
  std::optional<double> nearest;
  const auto window = std::chrono::round<std::chrono::seconds>(alert.condition.within);
  Assessment assessment;
  assessment.scenario = alert.scenario;
  const auto read = [&](const HistoryPoint& point, bool on_change) {
    assessment.moment = {point.as_of, known_at.instant.value_or(point.as_of), !known_at.instant};
    assessment.probability = point.probability;
    assessment.log_odds = point.log_odds;
    while (forgotten + 1 < story.size() && story[forgotten].reading.as_of < point.as_of - window) {
      ++forgotten;
    }
    return reading(Case(archive, assessment), alert, std::span(story).subspan(forgotten),
                   on_change);
  };
  const auto tell = [&](AlertEvaluation now) {
    const bool news = story.empty() || story.back().state != now.state;
    if (news || now.reading.as_of == result.last || now.reason == AlertReason::kResolved) {
      result.story.push_back(now);
    }
    if (!looks_back(alert)) story.clear();
    story.push_back(std::move(now));
  };
  const auto judge = [&](const HistoryPoint& point) {
    AlertEvaluation now =
        judged(alert, 1, story.empty() ? std::nullopt : std::optional(story.back()),
               read(point, /*on_change=*/false));
    if (now.reason == AlertReason::kRaised) result.spells.push_back({point.as_of, std::nullopt});
    if (now.reason == AlertReason::kCleared) result.spells.back().cleared = point.as_of;
    tell(std::move(now));
  };
  const auto end = [&](const HistoryPoint& point) {
    auto now = ended(alert, 1, story.back(), read(point, /*on_change=*/true));
    if (!now) return;
    if (story.back().state == AlertState::kRaised) result.spells.back().cleared = point.as_of;
    tell(std::move(*now));
  };
  for (const HistoryPoint& point : history(archive, alert.scenario, dates, known_at)) {
    if (std::binary_search(first_end, ends.end(), point.as_of)) {
      end(point);
      continue;
    }
    // On the horizon it reads another figure than the history's.
    if (!story.empty() && point.as_of != result.last && !alert.condition.at_horizon &&
        uneventful(alert.condition, story.back(), point.probability)) {
      go_on(story.back(), point);
    } else {
      judge(point);
    }
    if (!result.spells.empty()) continue;
    const std::optional<double> near = nearness(alert.condition, story.back());
    if (near && (!nearest || *near > *nearest)) {
      nearest = near;
      result.nearest = story.back();
    }
  }
  sum_up(result);
  return result;
}

std::vector<Instant> regular_dates(Step step, Instant from, Instant to) {
  using namespace std::chrono;
  constexpr hours kTime(6);
  std::vector<Instant> dates;
  if (step == Step::kMonth) {
    dates = firsts_of_months(from, to);
  } else {
    const sys_days first = floor<days>(from);
    const days each(step == Step::kDay ? 1 : 7);
    const days wait = step == Step::kDay ? days(0) : Monday - weekday(first);
    for (sys_days day = first + wait; day <= to; day += each) dates.emplace_back(day);
  }
  for (Instant& date : dates) date += kTime;
  std::erase_if(dates, [&](Instant date) { return date < from || date > to; });
  return dates;
}

Rota::Rota(std::span<const Schedule> schedules, Instant from, Instant to) {
  std::vector<store::Revision<Schedule>> always;
  for (const Schedule& schedule : schedules) {
    always.push_back({schedule, 1, {kBeginning, kForever}});
  }
  const Timetable timetable(std::move(always), {});
  for (const Schedule& schedule : schedules) {
    slots_.emplace_back(schedule, std::vector<Instant>());
    for (const DueSlot& slot : timetable.between(schedule.id, from, to)) {
      slots_.back().second.push_back(slot.key.due);
    }
  }
}

std::optional<std::vector<Instant>> Rota::dates(const Scenario& scenario, Instant from,
                                                Instant to) const {
  std::optional<std::vector<Instant>> dates;
  for (const auto& [schedule, slots] : slots_) {
    if (!covers(schedule, scenario)) continue;
    if (!dates) dates.emplace();
    std::copy(std::lower_bound(slots.begin(), slots.end(), from),
              std::upper_bound(slots.begin(), slots.end(), to), std::back_inserter(*dates));
  }
  if (!dates) return dates;
  std::sort(dates->begin(), dates->end());
  dates->erase(std::unique(dates->begin(), dates->end()), dates->end());
  return dates;
}

}  // namespace signpost::assess
