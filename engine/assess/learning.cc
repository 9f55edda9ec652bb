#include "engine/assess/learning.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "engine/assess/in_force.h"
#include "engine/assess/siblings.h"
#include "engine/base/text.h"
#include "engine/belief/counted_events.h"

namespace signpost::assess {
namespace {

using learn::CountSeries;
using learn::History;
using learn::PastWindow;

constexpr std::chrono::seconds kDay = std::chrono::days(1);
constexpr std::size_t kStretch = 30;  // days
constexpr double kNothing = 1e-9;
/// A span is told apart by totals that are hardly longer.
constexpr double kAboutAsLong = 0.9;

std::size_t days_in(std::chrono::seconds length) {
  return static_cast<std::size_t>((length + kDay - std::chrono::seconds(1)) / kDay);
}

bool can_be_judged(Archive& archive, const store::ItemVersion& version, const std::string& id,
                   Instant known_at) {
  return judge(version.content, sighting_of(version.content, id),
               archive.registered(version, known_at))
      .has_value();
}

/// What of the versions of an indicator's items is known then, has occurred, and can be judged.
template <class Function>
void each_known(Archive& archive, const std::string& id, Instant known_at, Function call) {
  for (const store::ItemVersion& version : archive.indicator(id).versions) {
    if (!version.known.holds(known_at) || version.content.occurred > known_at) continue;
    if (can_be_judged(archive, version, id, known_at)) call(version);
  }
}

/// The first that is told, or that coverage is declared from; nothing where nothing is told.
std::optional<Instant> first_known(Archive& archive, const std::vector<std::string>& ids,
                                   Instant known_at) {
  std::optional<Instant> told;
  std::optional<Instant> covered;
  const auto earlier = [](std::optional<Instant>& first, Instant instant) {
    first = std::min(first.value_or(instant), instant);
  };
  for (const std::string& id : ids) {
    each_known(archive, id, known_at,
               [&](const store::ItemVersion& version) { earlier(told, version.content.occurred); });
    const Indicator* about = archive.indicator_at(id, known_at);
    if (about == nullptr) continue;
    for (const belief::Step& step : coverage_of(*about, archive.indicator(id).covers, known_at)) {
      if (step.value > 0 && step.from > kBeginning && step.from < known_at) {
        earlier(covered, step.from);
      }
    }
  }
  if (!told) return covered;
  return covered ? std::min(*told, *covered) : told;
}

/// Sums of a series up to each of its cells.
class Sums {
 public:
  explicit Sums(const CountSeries& series)
      : from_(series.from), counted_{0}, exposure_{0}, watched_{0} {
    for (const learn::CountedCell& cell : series.cells) {
      counted_.push_back(counted_.back() + cell.counted);
      exposure_.push_back(exposure_.back() + cell.exposure.count());
      watched_.push_back(watched_.back() + (cell.exposure.count() > 0 ? 1 : 0));
    }
  }

  struct Sum {
    double counted = 0;
    double exposure = 0;  // days
    double watched = 0;   // the share of its days with any
  };
  /// Nothing where the series does not reach so far back, or forward.
  [[nodiscard]] std::optional<Sum> of(Instant from, Instant until) const {
    if (from < from_ || !(from < until)) return std::nullopt;
    const auto first = static_cast<std::size_t>((from - from_) / kDay);
    const auto last = static_cast<std::size_t>((until - from_) / kDay);
    if (last >= counted_.size()) return std::nullopt;
    return Sum{std::max(0.0, counted_[last] - counted_[first]),
               std::max(0.0, exposure_[last] - exposure_[first]),
               (watched_[last] - watched_[first]) / static_cast<double>(last - first)};
  }

 private:
  Instant from_;
  std::vector<double> counted_;
  std::vector<double> exposure_;
  std::vector<double> watched_;
};

/// Judges windows of the past by a criterion.
class Judge {
 public:
  Judge(const Criterion& criterion, const CountSeries& series)
      : criterion_(criterion), sums_(series), days_(whole(criterion.window)) {
    if (criterion.factor) {
      const Criterion::Window against = criterion.against.value_or(
          Criterion::Window{criterion.window.from - (criterion.window.to - criterion.window.from),
                            criterion.window.from});
      against_days_ = whole(against);
      ahead_ = kDay * std::lround(Days(criterion.window.from - against.from).count());
    }
  }

  /// What a window that ends then is compared with: the count of another span, before it. Nothing
  /// where the criterion asks for a number, or history does not reach so far.
  [[nodiscard]] std::optional<Sums::Sum> compared_with(Instant until) const {
    if (!criterion_.factor) return std::nullopt;
    const Instant against = until - kDay * static_cast<long>(days_) - ahead_;
    return sums_.of(against, against + kDay * static_cast<long>(against_days_));
  }

  /// In days, at least one.
  [[nodiscard]] std::size_t days() const { return days_; }

  enum class Said : std::uint8_t { kMet, kNotMet, kUnjudged, kBeforeHistory };
  /// Of the window that ends then.
  [[nodiscard]] Said judged(Instant until) const {
    const Instant from = until - kDay * static_cast<long>(days_);
    const std::optional<Sums::Sum> window = sums_.of(from, until);
    if (!window) return Said::kBeforeHistory;
    double needed = criterion_.at_least.value_or(0);
    if (criterion_.factor) {
      const std::optional<Sums::Sum> before = compared_with(until);
      if (!before) return Said::kBeforeHistory;
      // So many times nothing is met by anything.
      if (before->watched < kWatchedWell || !(before->counted > kNothing)) return Said::kUnjudged;
      needed = *criterion_.factor * before->counted;
    }
    if (window->counted + kNothing >= needed) return Said::kMet;
    return window->watched >= kWatchedWell ? Said::kNotMet : Said::kUnjudged;
  }

 private:
  static std::size_t whole(const Criterion::Window& window) {
    return static_cast<std::size_t>(
        std::max(1L, std::lround(Days(window.to - window.from).count())));
  }

  const Criterion& criterion_;
  Sums sums_;
  std::size_t days_;
  std::size_t against_days_ = 0;
  std::chrono::seconds ahead_{0};  // from the beginning of `against` to that of the window
};

/// Of what is told together: one each for single events, totals by their counts.
Days median_span(Archive& archive, const std::string& id, Instant known_at) {
  std::map<std::chrono::seconds, double> told;
  double all = 0;
  each_known(archive, id, known_at, [&](const store::ItemVersion& version) {
    const std::optional<Total>& total = version.content.total;
    const double count = total ? static_cast<double>(total->count) : 1;
    told[total ? total->until - version.content.occurred : std::chrono::seconds(0)] += count;
    all += count;
  });
  double sum = 0;
  for (const auto& [span, count] : told) {
    sum += count;
    if (2 * sum >= all) return span;
  }
  return Days(0);
}

/// The first report of each event, and how many do not tell their delay.
void read_delays(Archive& archive, learn::IndicatorLesson& lesson) {
  const IndicatorFile& file = archive.indicator(lesson.indicator.id);
  const Instant defined = file.revisions.front().recorded;
  // An amendment is known later than what it amends.
  std::map<ItemId, Instant> first_known;
  for (const store::ItemVersion& version : file.versions) {
    first_known.emplace(version.item, version.known.from);
  }
  std::vector<learn::Report> reports;
  std::map<std::string, std::size_t> by_event;
  each_known(archive, lesson.indicator.id, lesson.known_at, [&](const auto& version) {
    const Item& item = version.content;
    const bool is_rough =
        item.occurred_as == Precision::kMonth || item.occurred_as == Precision::kYear;
    if (item.total || is_rough) return;
    if (!item.available_given && item.occurred < defined) {
      ++lesson.without_delay;
      return;
    }
    const learn::Report report{item.occurred, std::max(item.occurred, first_known[version.item])};
    if (item.event.empty()) {
      reports.push_back(report);
      return;
    }
    const auto [place, is_new] = by_event.emplace(folded(item.event), reports.size());
    if (is_new) {
      reports.push_back(report);
    } else if (report.available < reports[place->second].available) {
      reports[place->second] = report;
    }
  });
  lesson.delays = learn::delays(reports, lesson.known_at);
}

History history_of(const learn::IndicatorLesson& lesson, const CountSeries& series) {
  if (series.cells.empty()) return History::kNone;
  if (!(series.exposure().count() > 0)) return History::kNobodyWatched;
  if (!(series.counted() > kNothing)) return History::kNothingCounted;
  return lesson.rate ? History::kCounted : History::kShort;
}

void read_rates(Archive& archive, const CountSeries& series, learn::Tried tried,
                learn::IndicatorLesson& lesson) {
  lesson.from = series.from;
  lesson.until = series.until();
  lesson.counted = series.counted();
  lesson.exposure = series.exposure();
  if (lesson.counted > kNothing) lesson.rate = learn::learnt_rate(series, tried);
  lesson.history = history_of(lesson, series);
  lesson.told_by = median_span(archive, lesson.indicator.id, lesson.known_at);
  for (const learn::DispersionAt& each : learn::dispersions(series)) {
    if (Days(learn::length_of(each.span)) >= kAboutAsLong * lesson.told_by) {
      lesson.dispersions.push_back(each);
    }
  }
  const bool to_declare = lesson.rate && lesson.rate->season && lesson.rate->season->shows &&
                          lesson.indicator.seasons.empty();
  if (to_declare && lesson.monthly_dispersion()) {
    const CountSeries months = learn::grouped(learn::seasoned(series, lesson.rate->season),
                                              learn::length_of(learn::Span::kMonth));
    if (const auto fit = learn::quasi_poisson(months.cells)) lesson.beside_season = fit->dispersion;
  }
  if (lesson.counted > kNothing) lesson.silence = learn::longest_silence(series);
}

learn::IndicatorLesson begun(Archive& archive, const std::string& id, Instant known_at) {
  const Indicator* about = archive.indicator_at(id, known_at);
  if (about == nullptr) {
    const auto close = nearest(id, archive.snapshot.indicator_ids());
    throw Error(ErrorKind::kNotFound, {"assess.no-indicator", {{"indicator", id}}},
                close ? Phrase("store.did-you-mean", {{"id", *close}}) : Phrase());
  }
  learn::IndicatorLesson lesson;
  lesson.indicator = *about;
  lesson.known_at = known_at;
  return lesson;
}

/// Of an indicator with what each of its days counted.
learn::IndicatorLesson lesson_of(Archive& archive, const std::string& id, Instant known_at,
                                 learn::Tried tried, const CountSeries& series) {
  learn::IndicatorLesson lesson = begun(archive, id, known_at);
  read_delays(archive, lesson);
  if (lesson.indicator.once) {
    lesson.history = History::kMilestone;
  } else if (lesson.indicator.occasions) {
    lesson.history = History::kSetTimes;
  } else {
    read_rates(archive, series, tried, lesson);
  }
  return lesson;
}

bool are_siblings(const Scenario& one, const Scenario& other) {
  return (!one.part_of.empty() && one.part_of == other.part_of) ||
         (!one.publication.empty() && one.publication == other.publication);
}

/// The scenario whose criterion judges the past of another.
const Scenario* judge_for(Archive& archive, const Scenario& scenario, Instant known_at,
                          const std::optional<std::string>& named) {
  if (named) {
    const Scenario& judge = archive.scenario_at(*named, known_at);
    if (!judge.criterion) {
      throw Error(ErrorKind::kUsage, {"assess.not-countable", {{"scenario", *named}}},
                  "assess.not-countable.hint");
    }
    return &judge;
  }
  if (scenario.criterion) return &scenario;
  std::vector<std::string> ids = archive.snapshot.active_scenario_ids(known_at);
  std::sort(ids.begin(), ids.end());
  const Scenario* found = nullptr;
  std::ptrdiff_t most = 0;
  for (const std::string& id : ids) {
    const Scenario& other = archive.scenario_at(id, known_at);
    if (!other.criterion || !are_siblings(scenario, other)) continue;
    const std::ptrdiff_t shared = expected_of(scenario, *other.criterion);
    if (shared <= most) continue;
    most = shared;
    found = &other;
  }
  return found;
}

CountSeries counted_for(Archive& archive, const Criterion& criterion, Instant known_at) {
  return counted_by_day(archive, criterion.indicators, known_at, criterion.history_from);
}

/// As many whole days as the slowest of these takes.
std::chrono::seconds lag_of(Archive& archive, const std::vector<std::string>& ids,
                            Instant known_at) {
  double lag = 0;
  for (const std::string& id : ids) {
    if (const Indicator* about = archive.indicator_at(id, known_at)) {
      lag = std::max(lag, about->lag.count());
    }
  }
  return kDay * std::lround(std::ceil(lag));
}

void read_windows(const Judge& judge, Instant last, learn::ScenarioLesson& lesson) {
  const std::chrono::seconds length = kDay * static_cast<long>(judge.days());
  for (Instant until = last;; until -= length) {
    const Judge::Said said = judge.judged(until);
    if (said == Judge::Said::kBeforeHistory) break;
    const PastWindow window{until - length, until, said == Judge::Said::kMet};
    (said == Judge::Said::kUnjudged ? lesson.unjudged : lesson.windows).push_back(window);
  }
  std::reverse(lesson.windows.begin(), lesson.windows.end());
  std::reverse(lesson.unjudged.begin(), lesson.unjudged.end());
}

/// Where a window is compared with a count of before, rates in it are taken as a multiple of that, at
/// the level of the count that a window beginning now is compared with: a year of 1.25 times the last
/// tells of a rise, whatever the level was then. An exposure of E at the level of then is one of
/// E·then/now at today's. Nothing for a window where one of the two is 0.
std::vector<std::optional<double>> read_levels(const Judge& judge, Instant last,
                                               const std::vector<PastWindow>& windows) {
  const auto now = judge.compared_with(last + kDay * static_cast<long>(judge.days()));
  std::vector<std::optional<double>> levels;
  for (const PastWindow& window : windows) {
    const auto then = judge.compared_with(window.until);
    const bool both = now && then && now->counted > kNothing && then->counted > kNothing;
    levels.push_back(both ? std::optional(then->counted / now->counted) : std::nullopt);
  }
  return levels;
}

/// Back to where a stretch cannot be judged.
void read_spells(const Judge& judge, Instant last, learn::ScenarioLesson& lesson) {
  const std::size_t days = std::min(judge.days(), kStretch);
  lesson.step = Days(static_cast<double>(days));
  std::vector<learn::Stretch> stretches;
  for (Instant until = last;; until -= kDay * static_cast<long>(days)) {
    const Judge::Said said = judge.judged(until);
    if (said != Judge::Said::kMet && said != Judge::Said::kNotMet) break;
    stretches.push_back({lesson.step, said == Judge::Said::kMet});
  }
  std::reverse(stretches.begin(), stretches.end());
  lesson.spells = learn::spells(stretches);
}

/// Nothing under three months of history, or where nothing was counted.
std::optional<learn::CriterionLesson> read_criterion(const CountSeries& series) {
  if (!(series.counted() > kNothing)) return std::nullopt;
  const auto rate = learn::learnt_rate(series, learn::Tried::kNo);
  if (!rate) return std::nullopt;
  return learn::CriterionLesson{series.from, series.until(), series.counted(),
                                std::max(1.0, rate->dispersion),
                                rate->season && rate->season->shows};
}

}  // namespace

CountSeries counted_by_day(Archive& archive, const std::vector<std::string>& indicators,
                           Instant known_at, std::optional<Instant> history_from) {
  CountSeries series{known_at, kDay, {}};
  Criterion criterion;
  criterion.indicators = indicators;
  std::optional<Instant> first = first_known(archive, archive.counted(criterion), known_at);
  if (!first || *first >= known_at) return series;
  if (history_from) first = std::max(*first, *history_from);
  first = std::max(*first,
                   known_at - std::chrono::duration_cast<std::chrono::seconds>(kLongestHistory));
  if (*first >= known_at) return series;
  const std::size_t days = days_in(known_at - *first);
  series.from = known_at - kDay * static_cast<long>(days);
  criterion.window = {known_at, known_at + belief::kCountPeriod};
  criterion.history_from = series.from;
  criterion.at_least = 1;
  const belief::Question question = archive.count_of(criterion, known_at);
  const belief::CountedEvents events(question, Moment{known_at, known_at});
  const belief::CountPeriods& periods = events.periods();
  const std::vector<belief::CountedPeriod>& all = events.question().periods;
  // What had come before an instant: all of the periods that were over, and some of its own.
  std::size_t period = 0;
  learn::CountedCell over;
  learn::CountedCell before;
  for (std::size_t day = 1; day <= days; ++day) {
    const Instant until = series.start_of(day);
    for (; period < periods.window && periods.spans[period].until <= until; ++period) {
      over.counted += all[period].counted;
      over.exposure += all[period].exposure;
    }
    learn::CountedCell now = over;
    if (period < periods.window && periods.spans[period].from < until) {
      const belief::CountMoment part = events.at(until - std::chrono::seconds(1));
      now.counted += part.counted;
      now.exposure += part.exposure;
    }
    // What happened in the very last second.
    if (day == days) now.counted += all[periods.window].counted;
    series.cells.push_back({std::max(0.0, now.counted - before.counted),
                            std::max(Days(0), now.exposure - before.exposure)});
    before = now;
  }
  return series;
}

learn::IndicatorLesson learn_indicator(Archive& archive, const std::string& id, Instant known_at,
                                       learn::Tried tried) {
  const learn::IndicatorLesson lesson = begun(archive, id, known_at);
  const bool is_stream = lesson.indicator.takes_count();
  return lesson_of(archive, id, known_at, tried,
                   is_stream ? counted_by_day(archive, {id}, known_at) : CountSeries{});
}

learn::ScenarioLesson learn_scenario(Archive& archive, std::string_view id, Instant known_at,
                                     const std::optional<std::string>& judged_by) {
  learn::ScenarioLesson lesson;
  lesson.scenario = archive.scenario_at(id, known_at);
  lesson.known_at = known_at;
  std::vector<std::optional<double>> levels;  // of each window, over today's
  std::optional<Probability> declared;
  if (!lesson.scenario.criterion) declared = base_rate_of(lesson.scenario);
  if (const Scenario* judge_of = judge_for(archive, lesson.scenario, known_at, judged_by)) {
    lesson.judged_by = judge_of->id;
    const Criterion& criterion = *judge_of->criterion;
    const CountSeries series = counted_for(archive, criterion, known_at);
    if (judge_of->id == lesson.scenario.id) lesson.counts = read_criterion(series);
    const Judge judge(criterion, series);
    lesson.window = Days(static_cast<double>(judge.days()));
    if (!series.cells.empty()) {
      const Instant last = known_at - lag_of(archive, criterion.indicators, known_at);
      read_windows(judge, last, lesson);
      if (criterion.factor) {
        lesson.at_todays_level = true;
        levels = read_levels(judge, last, lesson.windows);
      }
      read_spells(judge, last, lesson);
    }
    lesson.base_rate = learn::learnt_base_rate(lesson.windows, declared);
  }
  if (lesson.scenario.criterion && lesson.judged_by != lesson.scenario.id) {
    lesson.counts = read_criterion(counted_for(archive, *lesson.scenario.criterion, known_at));
  }
  for (const Expectation& expectation : lesson.scenario.expects) {
    const std::string& about = expectation.indicator;
    const Indicator* indicator = archive.indicator_at(about, known_at);
    const bool is_stream = indicator != nullptr && indicator->takes_count();
    const CountSeries series =
        is_stream ? counted_by_day(archive, {about}, known_at) : CountSeries{};
    learn::ExpectationLesson& one = lesson.expectations.emplace_back();
    one.declared = expectation;
    one.of = lesson_of(archive, about, known_at, learn::Tried::kNo, series);
    if (!is_stream) continue;
    const Sums sums(series);
    std::vector<learn::WindowCount> counts;
    for (std::size_t i = 0; i < lesson.windows.size(); ++i) {
      const PastWindow& window = lesson.windows[i];
      const std::optional<double> level = lesson.at_todays_level ? levels[i] : 1.0;
      const auto sum = sums.of(window.from, window.until);
      if (level && sum) {
        counts.push_back({window.met, sum->counted, Days(sum->exposure * *level)});
      }
    }
    one.given = learn::conditional_rates(counts);
  }
  return lesson;
}

learn::GradeLesson learn_grades(Archive& archive, Instant known_at) {
  learn::GradeLesson lesson;
  lesson.known_at = known_at;
  lesson.in_force = archive.table_at(known_at);
  std::vector<learn::Verdict> verdicts;
  for (const JudgedVersion& one : archive.judged(known_at)) {
    const store::ItemVersion& version = one.version;
    const Grade grade =
        effective_grade(version.content, nullptr, archive.registered(version, known_at));
    if (version.content.credibility || !credibility(grade)) {
      ++lesson.without_grade;
      continue;
    }
    const bool is_true = one.verdict == Verdict::kTrue;
    verdicts.push_back({grade, is_true});
    if (!is_true) continue;
    if (grade.reliability) {
      ++lesson.true_of_letter[static_cast<std::size_t>(*grade.reliability - 'A')];
    }
    if (grade.credibility) {
      ++lesson.true_of_digit[static_cast<std::size_t>(*grade.credibility - 1)];
    }
  }
  lesson.learnt = learn::learnt_grades(verdicts);
  return lesson;
}

}  // namespace signpost::assess
