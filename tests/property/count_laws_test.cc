// What must hold of every countable forecast, and that it is calibrated where the world is as the
// model says.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/belief/count.h"
#include "engine/belief/sampling.h"

namespace signpost::belief {
namespace {

/// A world as the model has it: a log-level that walks, and counts about it.
struct World {
  CountQuestion question;
  double final_count = 0;  // of the window
  std::int64_t next = 0;   // what the running period brings
};

std::int64_t count_about(double mean, double dispersion, Random& random) {
  if (mean > 500) {  // nobody can tell it from this
    return std::max<std::int64_t>(
        0, std::llround(mean + std::sqrt(mean * dispersion) * random.normal()));
  }
  if (dispersion == 1) return random.poisson(mean, std::exp(-mean));
  // A Poisson number of clusters of logarithmic size: negative binomial (Quenouille 1949).
  const double clusters = mean / (dispersion - 1) * std::log(dispersion);
  std::int64_t sum = 0;
  for (std::int64_t n = random.poisson(clusters, std::exp(-clusters)); n > 0; --n) {
    sum += std::llround(random.logarithmic(std::log(dispersion)));
  }
  return sum;
}

constexpr double kDispersions[] = {1, 2, 4};

/// Two years of history and a window of a year, of which some months are past.
World drawn_world(Random& random, bool learns_drift) {
  World world;
  CountQuestion& question = world.question;
  question.window = 24;
  question.running = 24 + static_cast<std::size_t>(random.uniform() * 12);
  question.dispersion = kDispersions[static_cast<std::size_t>(random.uniform() * 3)];
  const double drift = kDrifts[static_cast<std::size_t>(random.uniform() * 4)];
  if (!learns_drift) question.drift = drift;
  double level = std::log(0.15) + std::log(20.0) * random.uniform();  // 5 to 90 a month, about
  double lately = 0;  // counted in the last three months, as if watched in full
  double so_far = 0;
  for (std::size_t k = 0; k < 36; ++k) {
    level += drift * random.normal();
    const double coverage = 0.5 + 0.5 * random.uniform();
    const double days = coverage * kDaysPerMonth;
    const std::int64_t n = count_about(std::exp(level) * days, question.dispersion, random);
    CountedPeriod& period = question.periods.emplace_back();
    if (k < question.running && k + 3 >= question.running) {
      lately += static_cast<double>(n) / coverage;
    }
    if (k >= 24 && k < question.running) so_far += static_cast<double>(n);
    if (k < question.running) {
      period = {static_cast<double>(n), Days(days), Days(0)};
    } else {
      period.to_come = Days(days);
    }
    if (k == question.running) world.next = n;
    if (k >= 24) world.final_count += static_cast<double>(n);
  }
  const double months = 0.75 * static_cast<double>(36 - question.running);
  question.at_least =
      std::ceil(so_far + months * (lately + 0.5) / 3 * std::exp(0.4 * random.normal()));
  return world;
}

void check_calibration(bool learns_drift) {
  Random random(20220128);
  struct Tenth {
    int questions = 0;
    double sum = 0;
    int came_true = 0;
  };
  std::array<Tenth, 10> tenths;
  constexpr int kWorlds = 4'000;
  double surplus = 0;
  double variance = 0;
  for (int i = 0; i < kWorlds; ++i) {
    const World world = drawn_world(random, learns_drift);
    const double p = Probability::from(count_log_odds(world.question).value()).value();
    const bool came_true = world.final_count >= world.question.at_least;
    Tenth& tenth = tenths[std::min<std::size_t>(static_cast<std::size_t>(p * 10), 9)];
    ++tenth.questions;
    tenth.sum += p;
    tenth.came_true += came_true;
    surplus += (came_true ? 1 : 0) - p;
    variance += p * (1 - p);
  }
  for (std::size_t i = 0; i < tenths.size(); ++i) {
    const Tenth& tenth = tenths[i];
    CAPTURE(i);
    CAPTURE(tenth.questions);
    CAPTURE(tenth.sum / tenth.questions);
    const double share = static_cast<double>(tenth.came_true) / tenth.questions;
    CAPTURE(share);
    CHECK(tenth.questions > 200);
    CHECK(share >= static_cast<double>(i) / 10);
    CHECK(share < static_cast<double>(i + 1) / 10);
  }
  CHECK(std::fabs(surplus / std::sqrt(variance)) < 3);
}

TEST_CASE("in worlds whose drift is known what is believed comes true as often as it says") {
  check_calibration(false);
}

TEST_CASE("in worlds whose drift must be learnt what is believed comes true as often as it says") {
  check_calibration(true);
}

TEST_CASE("the interval of the next month's count and of the window's hold nine times in ten") {
  Random random(28012022);
  int in_month = 0;
  int in_window = 0;
  double month_says = 0;
  constexpr int kWorlds = 400;
  for (int i = 0; i < kWorlds; ++i) {
    const World world = drawn_world(random, true);
    CountQuestion next = world.question;  // as it will be when the running period is over
    CountedPeriod& period = next.periods[next.running];
    period = {static_cast<double>(world.next), period.to_come, Days(0)};
    const CountMoment start{next.running++, 0, Days(0)};
    const CountLine line = count_account(next, start)->lines.front();
    in_month += line.low <= world.next && world.next <= line.high;
    const auto fan = count_outlook(world.question)->fan.back();
    in_window += fan.quantiles[0] <= world.final_count && world.final_count <= fan.quantiles[4];
    month_says += line.counted == static_cast<double>(world.next);
  }
  CHECK(month_says == kWorlds);
  // Of 400, a standard deviation is 1.5 %; an interval of whole numbers holds a little more.
  CHECK(in_month > 0.875 * kWorlds);
  CHECK(in_month < 0.94 * kWorlds);
  CHECK(in_window > 0.875 * kWorlds);
  CHECK(in_window < 0.94 * kWorlds);
}

double nats(const CountQuestion& question) { return count_log_odds(question)->nats(); }

// What sums leave of rounding, at odds of a million.
constexpr double kRounding = 1e-6;

TEST_CASE("one more counted event never lowers the chance, in whichever month, at a known drift") {
  Random random(1);
  for (int i = 0; i < 150; ++i) {
    const World world = drawn_world(random, false);
    const double before = nats(world.question);
    for (const std::size_t k :
         {std::size_t{0}, std::size_t{13}, std::size_t{23}, world.question.running - 1}) {
      CountQuestion more = world.question;
      more.periods[k].counted += 1;
      CAPTURE(i);
      CAPTURE(k);
      CHECK(nats(more) >= before - kRounding);
    }
  }
}

// Where the drift is learnt the law holds at each drift, but not of their mixture: an event may
// make the counts calmer, and so speak for a smaller drift, which leaves less of a surge.
TEST_CASE(
    "one more event moves the weights of learnt drifts, and may so lower the chance a little") {
  CountQuestion question;
  question.window = 6;
  question.running = 7;
  question.dispersion = 1;
  question.at_least = 352;
  for (std::size_t k = 0; k < 18; ++k) {
    question.periods.push_back(k < question.running
                                   ? CountedPeriod{20, Days(kDaysPerMonth), Days(0)}
                                   : CountedPeriod{0, Days(0), Days(kDaysPerMonth)});
  }
  question.periods[6].counted = 5;
  const double before = nats(question);  // 3.8 %
  CountQuestion more = question;
  more.periods[6].counted = 6;  // 3.4 %
  CHECK(nats(more) < before);
  for (const double drift : kDrifts) {
    question.drift = more.drift = drift;
    CHECK(nats(more) >= nats(question) - kRounding);
  }
}

TEST_CASE("a month of silence more, all else the same, never raises the chance at a known drift") {
  Random random(3);
  for (int i = 0; i < 150; ++i) {
    const World world = drawn_world(random, false);
    const double before = nats(world.question);
    for (const std::size_t k : {std::size_t{0}, std::size_t{23}, world.question.running - 1}) {
      CountQuestion more = world.question;
      more.periods[k].exposure += Days(kDaysPerMonth);
      CAPTURE(i);
      CAPTURE(k);
      CHECK(nats(more) <= before + kRounding);
    }
  }
}

TEST_CASE("a silent month put in before what is to come never raises the chance at a known drift") {
  Random random(4);
  int checked = 0;
  for (int i = 0; i < 150; ++i) {
    World world = drawn_world(random, false);
    const double before = nats(world.question);
    world.question.periods.insert(
        world.question.periods.begin() + static_cast<std::ptrdiff_t>(world.question.running++),
        {0, Days(kDaysPerMonth), Days(0)});
    CAPTURE(i);
    CHECK(nats(world.question) <= before + kRounding);
    ++checked;
  }
  CHECK(checked == 150);
}

TEST_CASE("the more are needed the less likely, and the more exposure is to come the likelier") {
  Random random(5);
  for (int i = 0; i < 100; ++i) {
    const World world = drawn_world(random, true);
    const double before = nats(world.question);
    CountQuestion harder = world.question;
    harder.at_least += 1;
    CHECK(nats(harder) <= before + kRounding);
    CountQuestion longer = world.question;
    longer.periods.back().to_come += Days(10);
    CHECK(nats(longer) >= before - kRounding);
  }
}

TEST_CASE("the chance stays within its bounds and is the same to the bit") {
  Random random(6);
  for (int i = 0; i < 200; ++i) {
    World world = drawn_world(random, true);
    world.question.at_least *= std::exp(3 * random.normal());
    const double once = nats(world.question);
    CHECK(Probability::from(LogOdds(once)).value() >= 1e-6 * (1 - 1e-12));
    CHECK(Probability::from(LogOdds(once)).value() <= 1 - 1e-6 + 1e-15);
    const double again = nats(world.question);
    CHECK(std::bit_cast<std::uint64_t>(once) == std::bit_cast<std::uint64_t>(again));
  }
}

TEST_CASE("what is believed now is the mean of what will be believed a month on") {
  // The next month's count, weighed by what is foretold of it.
  Random random(7);
  for (int i = 0; i < 6; ++i) {
    World world = drawn_world(random, true);
    CountQuestion& question = world.question;
    while (question.periods[question.running - 1].counted > 12 || question.running > 34) {
      world = drawn_world(random, true);
    }
    const double now = Probability::from(LogOdds(nats(question))).value();
    CountedPeriod& next = question.periods[question.running];
    CountQuestion month = question;  // of the next month alone
    month.periods.resize(question.running + 1);
    const double so_far = [&] {
      double sum = 0;
      for (std::size_t k = 24; k < question.running; ++k) sum += question.periods[k].counted;
      return sum;
    }();
    const auto at_least = [&](int n) {
      month.at_least = so_far + n;
      return n == 0 ? 1.0 : Probability::from(LogOdds(nats(month))).value();
    };
    CountQuestion later = question;
    later.running = question.running + 1;
    later.periods[question.running] = {0, next.to_come, Days(0)};
    double mean = 0;
    for (int n = 0; n < 400; ++n) {
      const double chance = at_least(n) - at_least(n + 1);
      if (!(chance > 0) && n > 30) break;
      later.periods[question.running].counted = n;
      mean += chance * Probability::from(LogOdds(nats(later))).value();
    }
    CAPTURE(i);
    CHECK(std::fabs(mean - now) < 1e-5);  // both are clipped
  }
}

}  // namespace
}  // namespace signpost::belief
