#include "engine/assess/count_names.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "engine/belief/count.h"
#include "engine/belief/count_periods.h"
#include "engine/belief/counted_events.h"
#include "engine/learn/counts.h"
#include "engine/learn/season.h"

namespace signpost::assess {
namespace {

/// Of a month with less left the next one is told.
constexpr Days kWorthTelling{15};

/// What is known of the periods before and in the window, as counts of months.
learn::CountSeries months_of(const belief::CountedEvents& events) {
  const belief::CountQuestion& question = events.question();
  learn::CountSeries series;
  series.from = events.periods().spans.front().from;
  series.length = belief::kCountPeriod;
  const std::size_t known = std::min(question.running, question.periods.size());
  for (std::size_t k = 0; k < known; ++k) {
    series.cells.push_back({question.periods[k].counted, question.periods[k].exposure});
  }
  return series;
}

}  // namespace

LedgerCount ledger_count(const NamedQuestion& named, const belief::CountEntry& entry,
                         const Moment& moment) {
  const belief::CountedEvents events(named.question, moment);
  LedgerCount count;
  count.indicators = named.scenario.criterion->indicators;
  count.decided = entry.decided;
  for (const belief::CountLine& line : entry.account.lines) {
    const belief::CountSpan& span = events.periods().spans[line.period];
    LedgerPeriod period;
    period.from = std::max(span.from, named.question.opened);
    period.until = std::max(period.from, std::min(span.until, moment.as_of));
    period.counted = line.counted;
    period.foretold = line.foretold;
    period.low = line.low;
    period.high = line.high;
    period.at_start = line.at_start;
    period.brought = line.brought;
    // A period that begins now has brought nothing yet.
    const bool begins = period.until == period.from && period.brought.nats() == 0;
    if (!begins) count.periods.push_back(period);
  }
  return count;
}

CountStanding count_standing(const NamedQuestion& named, const Moment& moment) {
  const belief::CountedEvents events(named.question, moment);
  const belief::CountQuestion& question = events.question();
  CountStanding standing{named.question.count->from, named.question.count->to, question.at_least, 0,
                         events.decided()};
  for (std::size_t k = question.window; k < question.periods.size() && k <= question.running; ++k) {
    standing.counted += question.periods[k].counted;
  }
  return standing;
}

std::optional<CountPace> count_pace(const CountStanding& standing, const CountForecast& forecast,
                                    Instant as_of) {
  if (standing.decided || forecast.fan.empty()) return std::nullopt;
  const auto end = std::find_if(forecast.fan.begin(), forecast.fan.end(),
                                [&](const CountForecast::Foretold& month) {
                                  return Days(month.until - as_of) >= kWorthTelling;
                                });
  const CountForecast::Foretold& month = end == forecast.fan.end() ? forecast.fan.back() : *end;
  CountPace pace;
  pace.standing = standing;
  pace.until = month.until;
  const double missing = std::max(0.0, standing.at_least - standing.counted);
  pace.needed = missing * (month.to_come / forecast.fan.back().to_come);
  pace.mean = month.mean - standing.counted;
  pace.low = month.quantiles.front() - standing.counted;
  pace.high = month.quantiles.back() - standing.counted;
  return pace;
}

std::optional<CountForecast> count_forecast(const NamedQuestion& named, const Moment& moment) {
  const belief::CountedEvents events(named.question, moment);
  const belief::CountQuestion& question = events.question();
  const std::optional<belief::CountOutlook> outlook = belief::count_outlook(question);
  if (!outlook) return std::nullopt;
  CountForecast forecast;
  forecast.history_from = named.question.count->history_from;
  double counted = 0;
  for (std::size_t k = question.window; k < question.periods.size() && k <= question.running; ++k) {
    counted += question.periods[k].counted;
    const belief::CountSpan& span = events.periods().spans[k];
    if (span.from > moment.as_of) break;
    forecast.course.push_back({std::min(span.until, moment.as_of), counted});
  }
  for (const belief::CountOutlook::Cumulative& end : outlook->fan) {
    const Instant until = events.periods().spans[end.period].until;
    // What past months are still to tell is foretold with the running one.
    const bool is_past = until <= moment.as_of && end.period != outlook->fan.back().period;
    if (is_past) continue;
    CountForecast::Foretold& foretold = forecast.fan.emplace_back();
    foretold.until = until;
    for (std::size_t k = question.window; k <= end.period; ++k) {
      foretold.to_come += question.periods[k].to_come;
    }
    foretold.mean = end.mean;
    std::copy(std::begin(end.quantiles), std::end(end.quantiles), foretold.quantiles.begin());
  }
  forecast.level = outlook->level;
  forecast.level_low = outlook->level_low;
  forecast.level_high = outlook->level_high;
  double log_drift = 0;
  for (const belief::CountOutlook::DriftWeight& one : outlook->drifts) {
    log_drift += one.weight * std::log(one.drift);
  }
  forecast.drift = std::exp(log_drift);
  forecast.drift_declared = question.drift.has_value();
  forecast.dispersion = question.dispersion;
  Days watched{0};
  for (std::size_t k = 0; k < question.window && k < question.periods.size(); ++k) {
    watched += question.periods[k].exposure;
  }
  forecast.months_of_history = watched.count() / kDaysPerMonth;
  forecast.few_months = std::round(forecast.months_of_history) < kFewMonths;
  const std::optional<learn::Season> season = learn::season(months_of(events));
  forecast.season = season && season->shows;
  return forecast;
}

}  // namespace signpost::assess
