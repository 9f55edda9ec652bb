#include "tests/learn/rivals.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "engine/assess/archive.h"
#include "engine/assess/learning.h"
#include "engine/belief/believe.h"
#include "tests/unit/assess/fake_snapshot.h"

namespace signpost::testing {
namespace {

/// What was counted, in cells.
class Counts {
 public:
  explicit Counts(const History& history) : a_year(history.a_year), sums_{0} {
    for (const learn::CountedCell& cell : history.series.cells) {
      sums_.push_back(sums_.back() + cell.counted);
    }
  }

  [[nodiscard]] std::size_t cells() const { return sums_.size() - 1; }
  [[nodiscard]] std::size_t months(std::size_t n) const { return n * a_year / 12; }
  [[nodiscard]] double of(std::size_t from, std::size_t until) const {
    return sums_[until] - sums_[from];
  }
  /// Of the year that ends, or that begins, then.
  [[nodiscard]] double year_to(std::size_t cell) const { return of(cell - a_year, cell); }
  [[nodiscard]] double year_from(std::size_t cell) const { return of(cell, cell + a_year); }
  /// Whether the year from then on is as asked of the one before.
  [[nodiscard]] bool met(std::size_t cell) const {
    return year_from(cell) >= kFactor * year_to(cell);
  }

  const std::size_t a_year;

 private:
  std::vector<double> sums_;
};

constexpr double kSure = 0.95;
constexpr double kFarthest = 3;  // of a ratio's logarithm: so far out all is alike

/// ln of how many times what is asked of `before` there is now.
double log_ratio(double now, double before) {
  return before > 0 ? std::clamp(std::log(now / (kFactor * before)), -kFarthest, kFarthest)
                    : (now > 0 ? kFarthest : -kFarthest);
}

/// What a ratio says by itself: nearly sure, whichever side of what is asked it lies on.
double by_itself(double log_ratio) { return log_ratio >= 0 ? kSure : 1 - kSure; }

/// What a judged forecast is defined by.
struct Judgement {
  Probability prior{0.3};
  Days lasts{12 * kDaysPerMonth};
  Rate if_true;
  Rate if_false;
  double dispersion = 1;
};

constexpr const char* kCases = "cases";
constexpr const char* kCounted = "counted";
constexpr const char* kJudged = "judged";

/// The history as a desk has it at an opening: each count a total of B2, known once it is over, and
/// the question asked of it as a countable forecast and as a judged one.
class Desk : public fake::FakeSnapshot {
 public:
  Desk(const History& history, const Counts& counts, std::size_t opened) {
    const learn::CountSeries& series = history.series;
    for (std::size_t cell = 0; cell < series.cells.size(); ++cell) {
      store::ItemVersion& version = items_.emplace_back();
      version.item = static_cast<ItemId>(cell) + 1;
      version.content.occurred = series.start_of(cell);
      version.content.total =
          Total{series.start_of(cell + 1), static_cast<std::int64_t>(series.cells[cell].counted)};
      version.content.sightings = {{kCases, {}}};
      version.content.grade = kUsualGrade;
      version.known.from = version.recorded = version.content.total->until;
    }
    Indicator cases;
    cases.id = kCases;
    define(cases);
    Scenario scenario;
    scenario.part_of = "question";
    scenario.opened = series.start_of(opened);
    scenario.horizon = series.start_of(opened + counts.a_year);
    scenario.id = kJudged;
    scenario.asks = Asks::kState;
    const Days year(*scenario.horizon - scenario.opened);
    usual_.if_false = Rate(counts.year_to(opened) / year.count());
    usual_.if_true = Rate(1.5 * usual_.if_false.per_day());
    scenario.prior = usual_.prior;
    scenario.persistence = usual_.lasts * (1 - usual_.prior.value());
    scenario.expects = {expectation(kCases, usual_.if_true.per_day(), usual_.if_false.per_day())};
    define(scenario);
    scenario.id = kCounted;
    scenario.asks = Asks::kCount;
    scenario.expects.clear();
    Criterion& criterion = scenario.criterion.emplace();
    criterion.indicators = {kCases};
    criterion.window = {scenario.opened, *scenario.horizon};
    criterion.factor = kFactor;
    criterion.history_from = series.from;
    define(scenario);
  }

  [[nodiscard]] const Judgement& usual() const { return usual_; }

  /// Declares what `learn` prints of the indicator and of the countable forecast: the season by months
  /// of the calendar, and the dispersion of the criterion. Before anything is asked.
  void declare(const learn::IndicatorLesson& indicator,
               const std::optional<learn::CriterionLesson>& criterion) {
    if (criterion) forecast(kCounted).criterion->dispersion = criterion->dispersion;
    const std::optional<learn::Season>& season = indicator.rate->season;
    if (!season || !season->shows) return;
    for (const learn::SeasonMonth& month :
         learn::months_of(*season, indicator.from, indicator.known_at)) {
      Season& declared = about(kCases).seasons.emplace_back();
      declared.from = month.from;
      declared.to = month.until;
      declared.factor = month.factor;
    }
  }

  [[nodiscard]] std::vector<store::ItemVersion> items_of_indicator(std::string_view id,
                                                                   bool) const override {
    return id == kCases ? items_ : std::vector<store::ItemVersion>();
  }

 private:
  std::vector<store::ItemVersion> items_;
  Judgement usual_;
};

/// With each line pasted that `learn` prints of the scenario and of its indicator.
Judgement pasted(Judgement judgement, const learn::ScenarioLesson& lesson) {
  if (lesson.base_rate) judgement.prior = lesson.base_rate->mean;
  if (lesson.spells && lesson.spells->mean) judgement.lasts = *lesson.spells->mean;
  const learn::ExpectationLesson& cases = lesson.expectations.front();
  if (cases.given.if_met && cases.given.if_not) {
    judgement.if_true = cases.given.if_met->mean;
    judgement.if_false = cases.given.if_not->mean;
  }
  if (const auto monthly = cases.of.dispersion_to_declare()) {
    judgement.dispersion = std::max(1.0, *monthly);
  }
  return judgement;
}

/// Where the state will stand at the horizon.
double judged(const Judgement& judgement, belief::Question question, Instant at) {
  question.prior = question.base_rate = judgement.prior;
  question.persistence = judgement.lasts * (1 - judgement.prior.value());
  belief::Stream& stream = question.streams.front();
  stream.if_true = judgement.if_true;
  stream.if_false = judgement.if_false;
  stream.dispersion = judgement.dispersion;
  return belief::at_horizon(question, at, belief::log_odds(question, {at, at})).value();
}

double counted(assess::Archive& archive, Instant at) {
  const auto log_odds = belief::standing(archive.ask(kCounted, at).question, {at, at});
  return Probability::from(log_odds.value()).value();
}

/// The fitted ratios have their logarithms here still.
Opening at_opening(const History& history, const Counts& counts, std::size_t opened) {
  const learn::CountSeries& series = history.series;
  const Desk desk(history, counts, opened);
  assess::Archive archive(desk);
  const learn::ScenarioLesson lesson =
      assess::learn_scenario(archive, kJudged, series.start_of(opened));
  const Judgement learnt = pasted(desk.usual(), lesson);
  Desk declared(history, counts, opened);
  declared.declare(lesson.expectations.front().of,
                   assess::learn_scenario(archive, kCounted, series.start_of(opened)).counts);
  assess::Archive with_declared(declared);
  const std::size_t year = counts.a_year;
  const std::size_t month = counts.months(1);
  Opening opening;
  opening.yes = counts.met(opened);
  for (std::size_t when = 0; when < kAskedAfter.size(); ++when) {
    const std::size_t now = opened + counts.months(kAskedAfter[when]);
    const Instant at = series.start_of(now);
    opening.of(Rival::kCount, when) = counted(archive, at);
    opening.of(Rival::kCountLearns, when) = counted(with_declared, at);
    opening.of(Rival::kBaseRate, when) = learnt.prior.value();
    const double of_month = log_ratio(counts.of(now - month, now) / static_cast<double>(month),
                                      counts.year_to(opened) / static_cast<double>(year));
    opening.of(Rival::kLastMonth, when) = by_itself(of_month);
    opening.of(Rival::kLastMonthFit, when) = of_month;
    const double to_date = log_ratio(counts.of(opened, now), counts.of(opened - year, now - year));
    opening.of(Rival::kToDate, when) = now == opened ? learnt.prior.value() : by_itself(to_date);
    opening.of(Rival::kToDateFit, when) = to_date;
    const belief::Question question = archive.ask(kJudged, at).question;
    opening.of(Rival::kDesk, when) = judged(desk.usual(), question, at);
    opening.of(Rival::kDeskLearns, when) =
        judged(learnt, with_declared.ask(kJudged, at).question, at);
  }
  return opening;
}

std::vector<Opening> openings_in(const History& history, std::size_t every) {
  const Counts counts(history);
  std::vector<Opening> openings;
  for (std::size_t opened = 2 * counts.a_year; opened + counts.a_year <= counts.cells();
       opened += counts.months(every)) {
    if (counts.year_to(opened) > 0) openings.push_back(at_opening(history, counts, opened));
  }
  return openings;
}

/// P = 1/(1 + e^−(level + steepness·x)), fitted by Newton's method.
class Logistic {
 public:
  void learn(double x, bool yes) { told_.push_back({x, yes}); }
  void fit() {
    // A faint prior holds the steepness, so that there always is one.
    for (int turn = 0; turn < 30; ++turn) {
      double by_level = 0;
      double by_steepness = -kFaint * steepness_;
      double aa = kFaint;
      double ab = 0;
      double bb = kFaint;
      for (const auto& [x, yes] : told_) {
        const double p = at(x);
        by_level += (yes ? 1 : 0) - p;
        by_steepness += x * ((yes ? 1 : 0) - p);
        aa += p * (1 - p);
        ab += x * p * (1 - p);
        bb += x * x * p * (1 - p);
      }
      const double determinant = aa * bb - ab * ab;
      level_ += (bb * by_level - ab * by_steepness) / determinant;
      steepness_ += (aa * by_steepness - ab * by_level) / determinant;
    }
  }
  [[nodiscard]] double at(double x) const { return 1 / (1 + std::exp(-(level_ + steepness_ * x))); }

 private:
  static constexpr double kFaint = 0.01;
  struct Told {
    double x;
    bool yes;
  };
  std::vector<Told> told_;
  double level_ = 0;
  double steepness_ = 0;
};

/// Turns a ratio's logarithm into a probability, by what came of such ratios in all other histories.
void fit(Tried& tried, Rival rival, std::size_t when) {
  std::vector<Logistic> logistics(tried.size());
  for (std::size_t i = 0; i < tried.size(); ++i) {
    for (std::size_t other = 0; other < tried.size(); ++other) {
      if (other == i) continue;
      for (Opening& opening : tried[other]) {
        logistics[i].learn(opening.of(rival, when), opening.yes);
      }
    }
    logistics[i].fit();
  }
  for (std::size_t i = 0; i < tried.size(); ++i) {
    for (Opening& opening : tried[i]) {
      opening.of(rival, when) = logistics[i].at(opening.of(rival, when));
    }
  }
}

/// The mean of what openings come to.
template <class Of>
Mean mean_of(const Tried& tried, Of of) {
  double sum = 0;
  double openings = 0;
  for (const auto& history : tried) {
    for (const Opening& opening : history) sum += of(opening);
    openings += static_cast<double>(history.size());
  }
  Mean mean;
  mean.value = sum / openings;
  double squares = 0;
  double blocks = 0;
  for (const auto& history : tried) {
    if (history.empty()) continue;
    double off = 0;
    for (const Opening& opening : history) off += of(opening) - mean.value;
    squares += off * off;
    ++blocks;
  }
  mean.error = std::sqrt(squares * blocks / (blocks - 1)) / openings;
  return mean;
}

}  // namespace

Tried tried_on(std::span<const History> histories, std::size_t every) {
  Tried tried;
  for (const History& history : histories) tried.push_back(openings_in(history, every));
  for (std::size_t when = 0; when < kAskedAfter.size(); ++when) {
    fit(tried, Rival::kLastMonthFit, when);
    fit(tried, Rival::kToDateFit, when);
  }
  return tried;
}

Mean brier(const Tried& tried, Rival rival, std::size_t when) {
  return mean_of(tried, [&](const Opening& opening) { return opening.brier(rival, when); });
}

Mean gain(const Tried& tried, Rival better, Rival worse, std::size_t when) {
  return mean_of(tried, [&](const Opening& opening) {
    return opening.brier(worse, when) - opening.brier(better, when);
  });
}

}  // namespace signpost::testing
