#include "engine/belief/count.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/belief/level_walk.h"
#include "engine/belief/predicted_count.h"

namespace signpost::belief {
namespace {

constexpr double kMonth = kDaysPerMonth;

/// So many months of history, then a window of twelve; `counts` from the first month on, each known
/// in full.
CountQuestion question_of(std::size_t history, const std::vector<double>& counts, double at_least) {
  CountQuestion question;
  question.window = history;
  question.running = counts.size();
  question.at_least = at_least;
  question.drift = 0.2;
  question.dispersion = 1.5;
  for (std::size_t k = 0; k < history + 12; ++k) {
    CountedPeriod& period = question.periods.emplace_back();
    if (k < counts.size()) {
      period = {counts[k], Days(kMonth), Days(0)};
    } else {
      period.to_come = Days(kMonth);
    }
  }
  return question;
}

double p(const CountQuestion& question) {
  return Probability::from(count_log_odds(question).value()).value();
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

const std::vector<double> kSome = {4, 7, 3, 6, 5, 8, 2, 6};

TEST_CASE("enough counted is as sure as anything is, and no surer for more") {
  CHECK(p(question_of(6, kSome, 8)) == doctest::Approx(1 - 1e-6).epsilon(1e-12));
  CHECK(p(question_of(6, kSome, 3)) == doctest::Approx(1 - 1e-6).epsilon(1e-12));
  CHECK(p(question_of(6, kSome, 40)) < 1 - 1e-5);
}

TEST_CASE("a window that is over without enough is as unlikely as anything is") {
  CountQuestion question = question_of(6, kSome, 9);
  question.periods.resize(8);
  CHECK(p(question) == doctest::Approx(1e-6).epsilon(1e-9));
  question.at_least = 8;
  CHECK(p(question) == doctest::Approx(1 - 1e-6).epsilon(1e-12));
}

TEST_CASE("a window that is over goes on as long as reports may still come") {
  CountQuestion question = question_of(6, kSome, 10);
  question.periods.resize(8);
  question.periods[7].exposure = Days(20);
  question.periods[7].to_come = Days(kMonth - 20);
  CHECK(p(question) > 0.3);
  CHECK(p(question) < 0.95);
}

TEST_CASE("where nobody will look, what is counted decides") {
  CountQuestion question = question_of(6, kSome, 9);
  for (CountedPeriod& period : question.periods) period.to_come = Days(0);
  CHECK(p(question) == doctest::Approx(1e-6).epsilon(1e-9));
}

TEST_CASE("without exposure before the window there is no history yet") {
  CountQuestion question = question_of(0, {}, 5);
  CHECK_FALSE(count_log_odds(question));
  CHECK_FALSE(count_outlook(question));
  CHECK_FALSE(count_account(question, {0, 0, Days(0)}));
  question = question_of(3, {0, 0, 0, 4}, 5);
  for (std::size_t k = 0; k < 3; ++k) question.periods[k].exposure = Days(0);
  CHECK_FALSE(count_log_odds(question));
  question.periods[1].exposure = Days(1);
  CHECK(count_log_odds(question));
}

TEST_CASE("a question of which nothing is past has no history either") {
  CountQuestion question = question_of(3, {}, 5);
  CHECK_FALSE(count_log_odds(question));
}

TEST_CASE("no more is needed than the next whole number, rounding left aside") {
  const CountQuestion whole = question_of(6, kSome, 50);
  CountQuestion broken = whole;
  broken.at_least = 49.1;
  CHECK(same_bits(p(whole), p(broken)));
  broken.at_least = 50 + 1e-10;
  CHECK(same_bits(p(whole), p(broken)));
  broken.at_least = 50 + 1e-8;
  CHECK(p(broken) < p(whole) - 1e-3);
}

TEST_CASE("a count that is not whole leaves the rest of it needed") {
  CountQuestion question = question_of(6, {4, 7, 3, 6, 5, 8, 2.5}, 10);
  const double needs_eight = p(question);
  question.at_least = 10.5;
  CHECK(same_bits(p(question), needs_eight));
  question.at_least = 10.6;
  CHECK(p(question) < needs_eight);
}

TEST_CASE("what was counted where nobody was to look counts towards enough but teaches nothing") {
  CountQuestion question = question_of(6, kSome, 20);
  question.periods[7] = {0, Days(0), Days(0)};
  CountQuestion told = question;
  told.periods[7].counted = 4;
  told.at_least = 24;
  CHECK(same_bits(p(told), p(question)));
}

TEST_CASE("a month without exposure is one more step of the walk and nothing else") {
  const CountDistribution counts(1.5);
  LevelFilter once(counts, 0, 0.2, counts.information(10));
  once.observe({5, kMonth}, {});
  LevelFilter twice = once;
  once.walk();
  twice.walk();
  twice.observe({7, 0}, {});
  twice.walk();
  const double before = once.after({0, 0}, 1).masses.variance();
  CHECK(twice.after({0, 0}, 1).masses.variance() - before == doctest::Approx(0.04).epsilon(1e-9));
  CHECK(twice.log_evidence() == once.log_evidence());
}

TEST_CASE("the first level lies within 4 of what lies before the window") {
  CountQuestion question = question_of(1, {}, 5);
  question.running = 1;
  question.periods[0] = {3, Days(20), Days(0)};
  const double centre = std::log(3.5 / 20);
  const CountDistribution counts(question.dispersion);
  const LevelFilter filter(counts, centre, 0.2, counts.information(4));
  const GridMasses first = filter.after({0, 0}, 1).masses;
  CHECK(first.first - first.step / 2 == doctest::Approx(centre - 4).epsilon(1e-12));
  CHECK(first.at(first.mass.size() - 1) + first.step / 2 ==
        doctest::Approx(centre + 4).epsilon(1e-12));
  // Uniform on a range of 8, but for the weights at its ends.
  CHECK(first.variance() == doctest::Approx(64.0 / 12).epsilon(1e-9));
}

TEST_CASE("what is told later of the window does not move where the first level may be") {
  CountQuestion question = question_of(6, kSome, 40);
  question.drift.reset();
  const std::vector<CountMoment> moments = {{6, 0, Days(0)}};
  const double before = count_log_odds(question, moments)[0]->nats();
  question.periods[6].counted += 5;
  question.periods[7].counted += 5;
  CHECK(count_log_odds(question, moments)[0]->nats() == doctest::Approx(before).epsilon(1e-10));
}

TEST_CASE("below a dispersion of 1.02 counts are Poisson") {
  CountQuestion question = question_of(6, kSome, 60);
  question.dispersion = 1;
  const double poisson = p(question);
  question.dispersion = 1.0199;
  CHECK(same_bits(p(question), poisson));
  question.dispersion = 1.02;
  CHECK(std::fabs(p(question) - poisson) > 1e-5);
}

TEST_CASE("the running month's level serves what is known of it and what is to come of it") {
  // With the walk all but still, a month cut in two is one month.
  CountQuestion question = question_of(6, kSome, 45);
  question.drift = 0.01;
  CountQuestion cut = question;
  cut.running = 8;
  cut.periods[8] = {0, Days(1e-7), Days(kMonth - 1e-7)};
  CHECK(p(cut) == doctest::Approx(p(question)).epsilon(1e-7));
  // A burst in the running month lifts what is to come of it as much as later months.
  question.drift = 0.4;
  question.periods.resize(9);
  question.at_least = 30;
  question.periods[8] = {12, Days(15), Days(kMonth - 15)};
  const double together = p(question);
  question.periods[8] = {12, Days(15), Days(0)};
  question.periods.push_back({0, Days(0), Days(kMonth - 15)});
  question.running = 9;
  CHECK(std::fabs(p(question) - together) > 1e-4);
}

TEST_CASE("a drift that is not given is averaged by how likely each makes the counts so far") {
  CountQuestion question = question_of(6, kSome, 60);
  question.drift.reset();
  const CountOutlook outlook = count_outlook(question).value();
  REQUIRE(outlook.drifts.size() == 4);
  double average = 0;
  double weights = 0;
  for (const CountOutlook::DriftWeight& each : outlook.drifts) {
    CountQuestion given = question;
    given.drift = each.drift;
    average += each.weight * p(given);
    weights += each.weight;
  }
  CHECK(weights == doctest::Approx(1).epsilon(1e-14));
  CHECK(p(question) == doctest::Approx(average).epsilon(1e-12));
}

TEST_CASE("calm counts speak for a small drift, a surge for a large one") {
  CountQuestion question = question_of(12, std::vector<double>(18, 40), 500);
  question.drift.reset();
  CHECK(count_outlook(question)->drifts.front().weight > 0.5);
  for (std::size_t k = 6; k < 12; ++k) question.periods[k].counted = 160;
  CHECK(count_outlook(question)->drifts.back().weight > 0.9);
}

TEST_CASE("a given drift is the only one") {
  const CountOutlook outlook = count_outlook(question_of(6, kSome, 60)).value();
  REQUIRE(outlook.drifts.size() == 1);
  CHECK(outlook.drifts[0].drift == 0.2);
  CHECK(outlook.drifts[0].weight == 1);
}

TEST_CASE("the account adds up, a line a month, each at its start as then reckoned") {
  CountQuestion question = question_of(6, {4, 7, 3, 6, 5, 8, 2, 6, 9}, 60);
  question.drift.reset();
  question.running = 9;
  question.periods[9] = {3, Days(11), Days(kMonth - 11)};
  const CountAccount account = count_account(question, {6, 0, Days(0)}).value();
  REQUIRE(account.lines.size() == 4);
  LogOdds sum = account.opening;
  std::vector<CountMoment> starts;
  for (std::size_t i = 0; i < 4; ++i) {
    const CountLine& line = account.lines[i];
    CHECK(line.period == 6 + i);
    CHECK(line.counted == question.periods[6 + i].counted);
    CHECK(line.low <= line.foretold);
    CHECK(line.high >= line.foretold);
    CHECK(line.at_start.nats() == doctest::Approx(sum.nats()).epsilon(1e-12));
    sum += line.brought;
    starts.push_back({6 + i, 0, Days(0)});
  }
  CHECK(sum.nats() == doctest::Approx(account.closing.nats()).epsilon(1e-12));
  CHECK(account.closing.nats() == doctest::Approx(count_log_odds(question)->nats()).epsilon(1e-12));
  const auto points = count_log_odds(question, starts);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(points[i]->nats() == doctest::Approx(account.lines[i].at_start.nats()).epsilon(1e-12));
  }
}

TEST_CASE("an account that opens inside a month counts the rest of that month only") {
  CountQuestion question = question_of(6, kSome, 60);
  const CountAccount account = count_account(question, {6, 1, Days(10)}).value();
  REQUIRE(account.lines.size() == 2);
  CHECK(account.lines[0].counted == 1);
  CHECK(account.lines[0].foretold < 0.9 * account.lines[1].foretold);
  CHECK(account.lines[1].counted == 6);
}

TEST_CASE("an account opens where there is history, if that comes after the opening") {
  CountQuestion question = question_of(4, kSome, 60);
  question.periods[0] = question.periods[1] = {0, Days(0), Days(0)};
  const CountAccount account = count_account(question, {0, 0, Days(0)}).value();
  REQUIRE(account.lines.size() == 5);
  CHECK(account.lines.front().period == 3);
}

TEST_CASE("before anything is past an account has no lines") {
  const CountQuestion question = question_of(6, {4, 7, 3, 6, 5, 8}, 60);
  const CountAccount account = count_account(question, question.now()).value();
  CHECK(account.lines.empty());
  CHECK(account.opening == account.closing);
}

TEST_CASE("a month nobody watched has a line that moves nothing") {
  CountQuestion question = question_of(6, kSome, 60);
  question.periods[6] = {0, Days(0), Days(0)};
  const CountAccount account = count_account(question, {6, 0, Days(0)}).value();
  REQUIRE(account.lines.size() == 2);
  CHECK(account.lines[0].foretold == 0);
  CHECK(account.lines[0].low == 0);
  CHECK(account.lines[0].high == 0);
  CHECK(std::fabs(account.lines[0].brought.nats()) < 1e-9);
}

TEST_CASE("a line's interval holds its count nine times in ten, by its own chances") {
  const CountQuestion question = question_of(6, kSome, 60);
  const CountLine line = count_account(question, {6, 0, Days(0)})->lines[1];
  // The count of the next month alone is what the whole window would hold, were it no longer.
  CountQuestion month = question_of(6, {4, 7, 3, 6, 5, 8, 2}, 0);
  month.periods.resize(8);
  const auto at_least = [&](std::int64_t n) {
    month.at_least = 2 + static_cast<double>(n);
    return p(month);
  };
  CHECK(at_least(line.low) >= 0.95);
  CHECK(at_least(line.low + 1) <= 0.95);
  CHECK(at_least(line.high) >= 0.05);
  CHECK(at_least(line.high + 1) <= 0.05);
}

TEST_CASE("the fan's shares are those of the window's count") {
  CountQuestion question = question_of(6, kSome, 60);
  question.drift.reset();
  const CountOutlook outlook = count_outlook(question).value();
  CHECK(outlook.counted == 8);
  REQUIRE(outlook.fan.size() == 10);
  for (std::size_t i = 0; i < outlook.fan.size(); ++i) {
    const CountOutlook::Cumulative& at = outlook.fan[i];
    CHECK(at.period == 8 + i);
    CountQuestion shorter = question;
    shorter.periods.resize(at.period + 1);
    for (std::size_t s = 0; s < 5; ++s) {
      shorter.at_least = at.quantiles[s] + 1;
      CHECK(p(shorter) <= 1 - kFanShares[s] + 1e-9);
      shorter.at_least = at.quantiles[s];
      CHECK(p(shorter) >= 1 - kFanShares[s] - 1e-9);
      if (i > 0) CHECK(at.quantiles[s] >= outlook.fan[i - 1].quantiles[s]);
    }
    if (i > 0) CHECK(at.mean > outlook.fan[i - 1].mean);
  }
}

TEST_CASE("where nothing is to come there is no fan") {
  CountQuestion question = question_of(6, kSome, 60);
  question.periods.resize(8);
  CHECK(count_outlook(question)->fan.empty());
}

TEST_CASE("the level is where the counts put it") {
  CountQuestion question = question_of(12, std::vector<double>(18, 3'000), 60);
  question.drift = 0.05;
  question.dispersion = 1;
  const CountOutlook outlook = count_outlook(question).value();
  const double rate = 3'000 / kMonth;
  CHECK(outlook.level.per_day() == doctest::Approx(rate).epsilon(0.01));
  CHECK(outlook.level_low.per_day() < 0.93 * rate);  // one more step of the walk
  CHECK(outlook.level_low.per_day() > 0.9 * rate);
  CHECK(outlook.level_high.per_day() > 1.07 * rate);
}

TEST_CASE("the same question has the same answer to the bit") {
  CountQuestion question = question_of(6, kSome, 60);
  question.drift.reset();
  CHECK(same_bits(p(question), p(question)));
  const CountOutlook once = count_outlook(question).value();
  const CountOutlook again = count_outlook(question).value();
  CHECK(same_bits(once.level.per_day(), again.level.per_day()));
  CHECK(same_bits(once.fan.back().mean, again.fan.back().mean));
}

TEST_CASE("moments in any order, before the window too, are as if each were now") {
  CountQuestion question = question_of(6, kSome, 60);
  question.drift.reset();
  const std::vector<CountMoment> moments = {{7, 2, Days(9)},  {4, 0, Days(0)}, {6, 0, Days(0)},
                                            {5, 3, Days(12)}, {7, 0, Days(0)}, {0, 0, Days(0)}};
  const auto points = count_log_odds(question, moments);
  for (std::size_t i = 0; i < moments.size(); ++i) {
    CAPTURE(i);
    CountQuestion then = question;
    then.running = moments[i].period;
    for (std::size_t k = then.running; k < then.periods.size(); ++k) {
      const bool runs = k == then.running;
      CountedPeriod& period = then.periods[k];
      const Days whole = k < then.window ? Days(0) : period.exposure + period.to_come;
      period.counted = runs ? moments[i].counted : 0;
      period.exposure = runs ? moments[i].exposure : Days(0);
      period.to_come = k < then.window ? Days(0) : whole - period.exposure;
    }
    const auto alone = count_log_odds(then);
    REQUIRE(points[i].has_value() == alone.has_value());
    if (alone) CHECK(points[i]->nats() == doctest::Approx(alone->nats()).epsilon(1e-8));
  }
  CHECK_FALSE(points.back());
}

// What later is learnt of a surge stands where the walk's terms are smaller than any double.
TEST_CASE("a surge of a hundred drifts is followed as far as the walk and the counts agree") {
  const CountDistribution counts(1);
  constexpr double kDrift = 0.03;
  constexpr double kCalm = 400;
  constexpr double kSurge = 8'000;
  LevelFilter filter(counts, 2.5, kDrift, counts.information(kSurge));
  filter.observe({kCalm, 100}, std::vector<KnownCount>{{kSurge, 100}});
  filter.walk();
  const GridMasses level = filter.after({kSurge, 100}, 1).masses;
  double mean = 0;
  for (std::size_t i = 0; i < level.mass.size(); ++i) mean += level.mass[i] * level.at(i);
  // By the sum over both levels, of logarithms.
  double best = -1e300;
  double sum = 0;
  double sum_of_levels = 0;
  for (const bool measures : {true, false}) {
    for (double x = 1.3; x < 4.5; x += 0.002) {
      for (double y = x; y < 4.5; y += 0.002) {
        const double log = counts.log_likelihood(kCalm, x + std::log(100)) -
                           0.5 * (y - x) * (y - x) / (kDrift * kDrift) +
                           counts.log_likelihood(kSurge, y + std::log(100));
        if (measures) {
          best = std::max(best, log);
        } else if (log > best - 45) {
          sum += std::exp(log - best);
          sum_of_levels += y * std::exp(log - best);
        }
      }
    }
  }
  CHECK(mean == doctest::Approx(sum_of_levels / sum).epsilon(1e-6));
  CHECK(mean > std::log(60));
}

TEST_CASE("years without a count, then many, leave a chance and not a breakdown") {
  for (const double drift : {0.05, 0.4, 2.0}) {
    CAPTURE(drift);
    std::vector<double> counts(60, 0);
    counts.insert(counts.end(), {50, 0, 400});
    CountQuestion question = question_of(60, counts, 600);
    question.drift = drift;
    CHECK(p(question) >= 1e-6);
    CHECK(p(question) <= 1 - 1e-6);
    question.drift.reset();
    CHECK(std::isfinite(p(question)));
  }
}

TEST_CASE("reports that are still to come of a month that is over are counted at its own level") {
  CountQuestion question = question_of(6, {4, 7, 3, 6, 5, 8, 2, 30}, 250);
  question.drift = 0.4;
  question.periods[7].exposure = Days(20);
  question.periods[7].to_come = Days(kMonth - 20);
  const double late = p(question);
  // The same exposure in a month of its own, after one more step, is less sure.
  CountQuestion on_time = question;
  on_time.periods[7].to_come = Days(0);
  on_time.periods[8].to_come += Days(kMonth - 20);
  CHECK(late > p(on_time));
  CHECK(late - p(on_time) < 0.05);
  on_time.periods[8].to_come = Days(kMonth);
  CHECK(late > p(on_time) + 0.01);
  // The month before it, too.
  question.periods[6].exposure = Days(29);
  question.periods[6].to_come = Days(kMonth - 29);
  CHECK(p(question) > late);
  CHECK(count_outlook(question)->fan.size() == 10);
}

}  // namespace
}  // namespace signpost::belief
