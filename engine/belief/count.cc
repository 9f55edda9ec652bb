#include "engine/belief/count.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/belief/count_distribution.h"
#include "engine/belief/exposure_ahead.h"
#include "engine/belief/late_reports.h"
#include "engine/belief/level_walk.h"
#include "engine/belief/predicted_count.h"

namespace signpost::belief {
namespace {

// A difference of exposures so small is rounding.
constexpr Days kNothing{1e-9};

/// The question as of one moment, in plain numbers of days.
class AsOf {
 public:
  AsOf(const CountQuestion& question, const CountMoment& moment)
      : question_(question), moment_(moment) {}

  [[nodiscard]] const CountMoment& moment() const { return moment_; }
  [[nodiscard]] bool tells_as(const AsOf& other) const {
    return moment_.period == other.moment_.period && moment_.counted == other.moment_.counted &&
           moment_.exposure == other.moment_.exposure;
  }
  [[nodiscard]] double counted(std::size_t k) const {
    if (k > moment_.period) return 0;
    return k == moment_.period ? moment_.counted : question_.periods[k].counted;
  }
  [[nodiscard]] double exposure(std::size_t k) const {
    if (k > moment_.period) return 0;
    return (k == moment_.period ? moment_.exposure : question_.periods[k].exposure).count();
  }
  [[nodiscard]] KnownCount known(std::size_t k) const { return {counted(k), exposure(k)}; }
  /// What is still to come of the period of the moment.
  [[nodiscard]] double to_come() const {
    if (moment_.period >= question_.periods.size()) return 0;
    const double rest = whole(moment_.period) - exposure(moment_.period);
    return rest > kNothing.count() ? rest : 0;
  }
  /// A period's whole exposure inside the window.
  [[nodiscard]] double whole(std::size_t k) const {
    if (k < question_.window) return 0;
    return question_.periods[k].exposure.count() + question_.periods[k].to_come.count();
  }
  [[nodiscard]] double in_window() const {
    double sum = 0;
    for (std::size_t k = question_.window; k <= last(); ++k) sum += counted(k);
    return sum;
  }
  /// The centre of the first period's level. Nothing where there is no history.
  [[nodiscard]] std::optional<double> centre() const {
    double sum = 0;
    double days = 0;
    for (std::size_t k = 0; k < question_.window; ++k) {
      sum += counted(k);
      days += exposure(k);
    }
    if (!(days > 0)) return std::nullopt;
    return std::log((sum + 0.5) / days);
  }
  /// Of the rest, so many are needed.
  [[nodiscard]] double needed() const { return std::ceil(question_.at_least - in_window() - 1e-9); }
  /// The moment of the last period of which anything is known: since then the level has walked
  /// unseen, so that what later ones will tell, be they past, is ahead like all that is to come.
  [[nodiscard]] AsOf last_told() const {
    std::size_t k = moment_.period;
    while (k > 0 && !(exposure(k) > 0)) --k;
    if (k == moment_.period) return *this;
    return {question_, {k, question_.periods[k].counted, question_.periods[k].exposure}};
  }

 private:
  [[nodiscard]] std::size_t last() const {
    return std::min(moment_.period + 1, question_.periods.size()) - 1;
  }

  const CountQuestion& question_;
  CountMoment moment_;
};

/// What one drift makes of a moment.
struct View {
  double drift = 0;
  double weight = 0;
  LevelFilter::Level level;         // of the moment's period
  GridMasses told;                  // the same of the last period of which anything is known
  std::optional<LateReports> late;  // where something is to come of periods before that
  GridMasses rest;                  // of the logarithm of the mean of all that is to come

  /// The same, where this is ahead.
  [[nodiscard]] GridMasses rest_with(const PointMasses& ahead) const {
    return late ? late->log_means(ahead) : log_means(told, ahead);
  }
};

/// How fine the exposure ahead must be told, to be summed with such a level for a count of so many.
double finest_ahead(const CountDistribution& counts, double drift, const GridMasses& level,
                    double count) {
  const double blurred = level.variance() + 1 / counts.information(std::max(1.0, count));
  return 0.6 / std::sqrt(1 / (drift * drift) + 1 / blurred);
}

/// Reads a question's counts forward, at one drift.
class Reader {
 public:
  Reader(const CountQuestion& question, const CountDistribution& counts, double drift)
      : question_(question), counts_(counts), drift_(drift) {
    for (const CountedPeriod& period : question.periods) {
      known_.push_back({period.counted, period.exposure.count()});
      most_ = std::max(most_, period.counted);
      const std::size_t k = known_.size() - 1;
      if (k >= question.window && period.to_come > kNothing) late_ = std::min(late_, k);
    }
  }

  /// The level of each moment; these have one centre and come in the order of their periods.
  [[nodiscard]] std::vector<LevelFilter::Level> levels(std::span<const AsOf> moments) const {
    LevelFilter filter = filter_of(moments.front());
    std::vector<LevelFilter::Level> levels;
    std::size_t k = 0;
    for (const AsOf& as_of : moments) {
      for (; k < as_of.moment().period; ++k) pass(filter, k);
      levels.push_back(filter.after(as_of.known(k), finest(as_of)));
    }
    return levels;
  }

  /// Of each of these, what late reports will bring with its level; nothing where none are late.
  [[nodiscard]] std::vector<std::optional<LateReports>> late(std::span<const AsOf> moments) const {
    std::vector<std::optional<LateReports>> reports(moments.size());
    if (moments.back().moment().period <= late_) return reports;
    LevelFilter filter = filter_of(moments.front());
    for (std::size_t k = 0; k < late_; ++k) pass(filter, k);
    const GridMasses first = filter.after(known_[late_], filter.step(), after(late_)).masses;
    for (std::size_t i = 0; i < moments.size(); ++i) {
      const std::size_t k = moments[i].moment().period;
      if (k <= late_) continue;
      if (i > 0 && moments[i].tells_as(moments[i - 1])) {
        reports[i] = reports[i - 1];
        continue;
      }
      std::vector<LatePeriod> periods;
      for (std::size_t j = late_; j <= k; ++j) {
        periods.push_back({moments[i].known(j), question_.periods[j].to_come.count()});
      }
      reports[i].emplace(counts_, drift_, first, periods, finest(moments[i]));
    }
    return reports;
  }

 private:
  [[nodiscard]] LevelFilter filter_of(const AsOf& as_of) const {
    return {counts_, *as_of.centre(), drift_, counts_.information(most_ + 1)};
  }
  [[nodiscard]] std::span<const KnownCount> after(std::size_t k) const {
    return std::span(known_).subspan(k + 1);
  }
  void pass(LevelFilter& filter, std::size_t k) const {
    filter.observe(known_[k], after(k));
    filter.walk();
  }
  /// Half of what is narrowest in the sum over a level's chances of what is needed.
  [[nodiscard]] double finest(const AsOf& as_of) const {
    const double counted = counts_.information(most_ + 1);
    const double needed = counts_.information(std::max(as_of.needed(), most_));
    return 0.5 / std::sqrt(1 / (drift_ * drift_) + counted + needed);
  }

  const CountQuestion& question_;
  CountDistribution counts_;
  double drift_;
  std::vector<KnownCount> known_;
  double most_ = 0;                                             // counted in a period
  std::size_t late_ = std::numeric_limits<std::size_t>::max();  // the first with something to come
};

std::vector<double> drifts_of(const CountQuestion& question) {
  if (question.drift) return {*question.drift};
  return {std::begin(kDrifts), std::end(kDrifts)};
}

/// By the chance of the counts so far at each drift.
void weigh(std::vector<View>& views) {
  double best = -std::numeric_limits<double>::infinity();
  for (const View& view : views) best = std::max(best, view.level.log_evidence);
  double total = 0;
  for (View& view : views) total += view.weight = std::exp(view.level.log_evidence - best);
  for (View& view : views) view.weight /= total;
}

/// What each drift makes of each moment; empty where there is no history yet.
std::vector<std::vector<View>> views_of(const CountQuestion& question,
                                        std::span<const AsOf> moments) {
  std::vector<std::vector<View>> views(moments.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    if (moments[i].centre()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto place = [&](std::size_t i) {
      return std::pair(moments[i].moment().period, moments[i].last_told().moment().period);
    };
    return place(a) < place(b);
  });
  std::vector<double> exposures;
  for (std::size_t k = 0; k < question.periods.size(); ++k) {
    exposures.push_back(moments.front().whole(k));
  }
  if (order.empty()) return views;
  const std::size_t earliest = moments[order.front()].last_told().moment().period;
  const CountDistribution counts(question.dispersion);
  for (const double drift : drifts_of(question)) {
    const Reader reader(question, counts, drift);
    const ExposureAhead ahead(exposures, drift, earliest);
    for (std::size_t begin = 0; begin < order.size();) {
      const auto centre = moments[order[begin]].centre();
      std::vector<AsOf> together;
      std::size_t end = begin;
      for (; end < order.size() && moments[order[end]].centre() == centre; ++end) {
        together.push_back(moments[order[end]]);
      }
      std::vector<AsOf> told;
      told.reserve(together.size());
      for (const AsOf& as_of : together) told.push_back(as_of.last_told());
      std::vector<LevelFilter::Level> levels = reader.levels(together);
      const bool all_told =
          std::equal(told.begin(), told.end(), together.begin(),
                     [](const AsOf& one, const AsOf& other) { return one.tells_as(other); });
      const std::vector<LevelFilter::Level> told_levels = all_told ? levels : reader.levels(told);
      std::vector<std::optional<LateReports>> late = reader.late(told);
      for (std::size_t i = 0; i < together.size(); ++i) {
        View& view = views[order[begin + i]].emplace_back();
        view.drift = drift;
        view.level = std::move(levels[i]);
        view.told = told_levels[i].masses;
        view.late = std::move(late[i]);
        view.rest = view.rest_with(
            ahead.from(told[i].moment().period, told[i].to_come(),
                       finest_ahead(counts, drift, view.told, together[i].needed())));
      }
      begin = end;
    }
  }
  for (std::vector<View>& each : views) {
    if (!each.empty()) weigh(each);
  }
  return views;
}

/// What is still to come at a moment.
PredictedCount rest_of(const CountQuestion& question, const std::vector<View>& views) {
  PredictedCount rest{CountDistribution(question.dispersion)};
  for (const View& view : views) rest.add(view.weight, view.rest);
  return rest;
}

/// What an exposure in the moment's period brings.
PredictedCount count_in(const CountQuestion& question, const std::vector<View>& views,
                        double exposure) {
  PredictedCount count{CountDistribution(question.dispersion)};
  for (const View& view : views) {
    PointMasses known;
    if (exposure > 0) known = {{std::log(exposure)}, {1.0}};
    count.add(view.weight, log_means(view.level.masses, known));
  }
  return count;
}

/// The count of the window, up to the end of each period to come.
std::vector<CountOutlook::Cumulative> fan_of(const CountQuestion& question, const AsOf& as_of,
                                             const std::vector<View>& views) {
  const CountDistribution counts(question.dispersion);
  const std::size_t now = as_of.moment().period;
  const AsOf told = as_of.last_told();
  const std::size_t last = told.moment().period;
  std::vector<double> exposures(last + 1, 0.0);
  double days = told.to_come();
  std::vector<CountOutlook::Cumulative> fan;
  for (std::size_t k = last; k < question.periods.size(); ++k) {
    if (k > last) {
      exposures.push_back(as_of.whole(k));
      days += exposures.back();
    }
    if (k < now) continue;
    const bool is_late = k == now && (last < now || views.front().late);
    if (!is_late && !(question.periods[k].to_come > kNothing)) continue;
    PredictedCount rest(counts);
    for (const View& view : views) {
      const double about = std::max(1.0, days * std::exp(view.told.at(view.told.mass.size() / 2)));
      const ExposureAhead ahead(exposures, view.drift, last);
      rest.add(view.weight,
               view.rest_with(ahead.from(last, told.to_come(),
                                         finest_ahead(counts, view.drift, view.told, about))));
    }
    CountOutlook::Cumulative& cumulative = fan.emplace_back();
    cumulative.period = k;
    cumulative.mean = as_of.in_window() + rest.mean();
    const std::vector<std::int64_t> quantiles = rest.quantiles(kFanShares);
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
      cumulative.quantiles[i] = as_of.in_window() + static_cast<double>(quantiles[i]);
    }
  }
  return fan;
}

LogOdds clipped(double at_least, double fewer) {
  const double least = Probability(kLeastProbability).log_odds().nats();
  const double most = Probability(1 - kLeastProbability).log_odds().nats();
  if (!(at_least > 0)) return LogOdds(least);
  if (!(fewer > 0)) return LogOdds(most);
  return LogOdds(std::clamp(std::log(at_least) - std::log(fewer), least, most));
}

LogOdds log_odds_of(const CountQuestion& question, const AsOf& as_of,
                    const std::vector<View>& views) {
  const double needed = as_of.needed();
  if (needed <= 0) return clipped(1, 0);
  const CountDistribution::Tails tails = rest_of(question, views).tails(needed);
  return clipped(tails.at_least, tails.fewer);
}

/// The log-level below which a share of its chances lies, between points in a straight line.
double level_quantile(const std::vector<View>& views, double share) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const View& view : views) {
    const GridMasses& level = view.level.masses;
    low = std::min(low, level.first - level.step);
    high = std::max(high, level.at(level.mass.size()));
  }
  const auto below = [&](double x) {
    double sum = 0;
    for (const View& view : views) {
      const GridMasses& level = view.level.masses;
      double of_view = 0;
      for (std::size_t i = 0; i < level.mass.size(); ++i) {
        of_view += level.mass[i] * std::clamp((x - level.at(i)) / level.step + 0.5, 0.0, 1.0);
      }
      sum += view.weight * of_view;
    }
    return sum;
  };
  for (int turn = 0; turn < 60; ++turn) {
    const double middle = low + (high - low) / 2;
    (below(middle) < share ? low : high) = middle;
  }
  return high;
}

}  // namespace

CountMoment CountQuestion::now() const {
  const std::size_t k = std::min(running + 1, periods.size()) - 1;
  return {k, periods[k].counted, periods[k].exposure};
}

bool has_one_answer(const CountQuestion& a, const CountQuestion& b) {
  const auto is_same = [](Days x, Days y) {
    return std::fabs((x - y).count()) <= kNothing.count();
  };
  return a.window == b.window && a.at_least == b.at_least && a.drift == b.drift &&
         a.dispersion == b.dispersion &&
         std::equal(a.periods.begin(), a.periods.end(), b.periods.begin(), b.periods.end(),
                    [&](const CountedPeriod& x, const CountedPeriod& y) {
                      return x.counted == y.counted && is_same(x.exposure, y.exposure) &&
                             is_same(x.to_come, y.to_come);
                    });
}

std::optional<LogOdds> count_log_odds(const CountQuestion& question) {
  return count_log_odds(question, std::array{question.now()}).front();
}

std::vector<std::optional<LogOdds>> count_log_odds(const CountQuestion& question,
                                                   std::span<const CountMoment> moments) {
  std::vector<AsOf> as_of;
  for (const CountMoment& moment : moments) as_of.emplace_back(question, moment);
  std::vector<std::optional<LogOdds>> points(moments.size());
  if (moments.empty()) return points;
  const std::vector<std::vector<View>> views = views_of(question, as_of);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!views[i].empty()) points[i] = log_odds_of(question, as_of[i], views[i]);
  }
  return points;
}

std::optional<double> likely_drift(const CountQuestion& question) {
  const std::array<AsOf, 1> now{AsOf(question, question.now())};
  const std::vector<View> views = views_of(question, now).front();
  if (views.empty()) return std::nullopt;
  double sum = 0;
  for (const View& view : views) sum += view.weight * std::log(view.drift);
  return question.drift ? *question.drift : std::exp(sum);
}

std::optional<CountAccount> count_account(const CountQuestion& question,
                                          const CountMoment& opened) {
  const CountMoment now = question.now();
  std::vector<AsOf> cuts;  // the starts of the lines, and now
  if (opened.period <= now.period) cuts.emplace_back(question, opened);
  for (std::size_t k = opened.period + 1; k <= now.period; ++k) {
    cuts.emplace_back(question, CountMoment{k, 0, Days(0)});
  }
  // A period that has just begun has no line yet.
  if (!cuts.empty() && question.running == now.period &&
      cuts.back().counted(now.period) == now.counted &&
      cuts.back().exposure(now.period) == now.exposure.count()) {
    cuts.pop_back();
  }
  cuts.emplace_back(question, now);
  const std::vector<std::vector<View>> views = views_of(question, cuts);
  if (views.back().empty()) return std::nullopt;
  std::size_t first = 0;
  while (views[first].empty()) ++first;
  CountAccount account;
  account.opening = log_odds_of(question, cuts[first], views[first]);
  account.closing = account.opening;
  for (std::size_t i = first; i + 1 < cuts.size(); ++i) {
    CountLine line;
    const AsOf& start = cuts[i];
    line.period = start.moment().period;
    const AsOf known(question, question.now());
    line.counted = known.counted(line.period) - start.counted(line.period);
    const double exposure = known.exposure(line.period) - start.exposure(line.period);
    const PredictedCount foretold = count_in(question, views[i], exposure);
    line.foretold = foretold.mean();
    const std::vector<std::int64_t> interval = foretold.quantiles(std::array{0.05, 0.95});
    line.low = interval[0];
    line.high = interval[1];
    line.at_start = account.closing;
    account.closing = log_odds_of(question, cuts[i + 1], views[i + 1]);
    line.brought = account.closing - line.at_start;
    account.lines.push_back(line);
  }
  return account;
}

std::optional<CountOutlook> count_outlook(const CountQuestion& question) {
  const std::array<AsOf, 1> now{AsOf(question, question.now())};
  const std::vector<View> views = views_of(question, now).front();
  if (views.empty()) return std::nullopt;
  CountOutlook outlook;
  outlook.counted = now[0].in_window();
  for (const View& view : views) outlook.drifts.push_back({view.drift, view.weight});
  outlook.fan = fan_of(question, now[0], views);
  outlook.level = Rate(std::exp(level_quantile(views, 0.5)));
  outlook.level_low = Rate(std::exp(level_quantile(views, 0.05)));
  outlook.level_high = Rate(std::exp(level_quantile(views, 0.95)));
  return outlook;
}

}  // namespace signpost::belief
