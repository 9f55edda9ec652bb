// Nine intervals in ten hold the truth. The true prior, rates and seasons of each world are drawn
// as far from the declared ones as the analyst said they may be, apart from the draws of the
// interval itself; belief by the true numbers is then inside the interval or not.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/sampling.h"
#include "engine/belief/uncertainty.h"
#include "tests/how_many.h"
#include "tests/property/worlds.h"

namespace signpost::belief {
namespace {

constexpr int kWorlds = testing::how_many(600);
const Instant kOpened{std::chrono::seconds(1'643'328'000)};

Instant day(double days) { return kOpened + std::chrono::seconds(std::llround(days * 86400)); }

/// How a kind of scenario differs from the others.
struct Kind {
  std::string name;
  Days persistence;
  int streams;
  bool seasons;
  double dispersion;
  double prior_within;
  double within;
  double ratio_within;
  bool of_which = false;   // the second indicator is `of` the first
  bool set_times = false;  // the last can be seen at set times only
  bool answer = false;     // the answer itself was told, credibly or not
};

class Truth {
 public:
  explicit Truth(std::uint64_t seed) : random_(seed) {}

  double between(double low, double high) { return low + (high - low) * random_.uniform(); }
  /// Within the factor nine times in ten.
  double off(double within) { return std::exp(std::log(within) / 1.6448536 * random_.normal()); }

 private:
  Random random_;
};

/// A declared question with evidence that arrives at its rates.
Question declared(const Kind& kind, Truth& chance) {
  Question question;
  question.prior = Probability(chance.between(0.15, 0.85));
  question.base_rate = Probability(chance.between(0.15, 0.85));
  question.persistence = kind.persistence;
  question.opened = kOpened;
  ItemId number = 0;
  for (int j = 0; j < kind.streams; ++j) {
    Stream& stream = question.streams.emplace_back();
    const double a = chance.between(0.02, 0.15);
    stream.if_true = Rate(a);
    stream.if_false = Rate(a * std::exp(chance.between(-0.9, 0.9)));
    stream.dispersion = kind.dispersion;
    if (kind.of_which && j == 1) {
      // A third to two thirds of the wider one's rates.
      stream.of = 0;
      stream.if_true = Rate(question.streams[0].if_true.per_day() * chance.between(0.3, 0.7));
      stream.if_false = Rate(question.streams[0].if_false.per_day() * chance.between(0.3, 0.7));
    }
    if (kind.set_times && j + 1 == kind.streams) {
      for (int k = 0; k < 12; ++k) stream.occasions.push_back(day(3 + 8 * k));
      stream.seen_if_true = Probability(chance.between(0.3, 0.8));
      stream.seen_if_false = Probability(chance.between(0.2, 0.7));
    }
    stream.coverage = {{kOpened, 1.0}, {day(60), 0.7}};
    stream.season = {{kOpened, 1.0}};
    if (kind.seasons) stream.season = {{kOpened, 1.0}, {day(20), 1.8}, {day(50), 1.0}};
    const double mean = (a + stream.if_false.per_day()) / 2;
    for (double t = 0;;) {
      t += -std::log(chance.between(0, 1)) / mean;
      if (t > 90) break;
      Observation& item = stream.said.emplace_back();
      item.item = ++number;
      item.occurred = day(t);
      item.credibility = chance.between(0.4, 0.95);
    }
  }
  if (kind.answer) {
    Stream& stream = question.streams.emplace_back();
    stream.if_true = Rate(chance.between(0.005, 0.02));
    stream.once = stream.happening = true;
    stream.coverage = stream.season = {{kOpened, 1.0}};
    Observation& item = stream.said.emplace_back();
    item.item = ++number;
    item.occurred = day(chance.between(0, 90));
    item.credibility = chance.between(0.05, 0.6);
  }
  return question;
}

Question truth(const Kind& kind, const Question& declared, Truth& chance) {
  Question actual = declared;
  actual.prior = Probability::from(
      LogOdds(declared.prior.log_odds().nats() + std::log(chance.off(kind.prior_within))));
  for (std::size_t j = 0; j < actual.streams.size(); ++j) {
    Stream& stream = actual.streams[j];
    const double level = chance.off(kind.within);
    const double half = std::sqrt(chance.off(kind.ratio_within));
    // Of a wider kind the rest is guessed.
    const bool is_wider = kind.of_which && j == 0;
    const double part_if_true = is_wider ? declared.streams[1].if_true.per_day() : 0;
    const double part_if_false = is_wider ? declared.streams[1].if_false.per_day() : 0;
    stream.if_true = Rate((stream.if_true.per_day() - part_if_true) * level * half);
    stream.if_false = Rate((stream.if_false.per_day() - part_if_false) * level / half);
    const auto moved = [](Probability p, double by) {
      return Probability::from(LogOdds(p.log_odds().nats() + std::log(by)));
    };
    stream.seen_if_true = moved(stream.seen_if_true, level * half);
    stream.seen_if_false = moved(stream.seen_if_false, level / half);
    if (kind.seasons && !stream.happening) stream.season[1].value *= chance.off(1.5);
  }
  if (kind.of_which) {
    Stream& wide = actual.streams[0];
    wide.if_true = Rate(wide.if_true.per_day() + actual.streams[1].if_true.per_day());
    wide.if_false = Rate(wide.if_false.per_day() + actual.streams[1].if_false.per_day());
  }
  return actual;
}

TEST_CASE("nine intervals in ten hold the belief of the true numbers") {
  const Days forever{std::numeric_limits<double>::infinity()};
  const Kind kinds[] = {
      {"a spell", Days(120), 3, false, 1, 2, 3, 1.25},
      {"a fixed fact", forever, 3, false, 1, 2, 3, 1.25},
      {"seasons", Days(200), 2, true, 1, 1.5, 1.5, 1.5},
      {"bursts", Days(60), 4, false, 3, 2, 3, 1.5},
      {"one indicator", Days(300), 1, true, 1, 1.2, 2, 2},
      {"a short memory", Days(10), 3, false, 1, 4, 3, 1.25},
      {"kinds within kinds", Days(120), 3, false, 1, 2, 3, 1.25, true},
      {"set times", Days(120), 2, false, 1, 2, 3, 1.25, false, true},
      {"an answer", forever, 2, false, 1, 2, 3, 1.25, false, false, true},
  };
  for (const Kind& kind : kinds) {
    Truth chance(20220128);
    int held = 0;
    for (int world = 0; world < kWorlds; ++world) {
      const Question question = declared(kind, chance);
      Uncertainty uncertainty;
      uncertainty.prior_within = kind.prior_within;
      for (const Stream& stream : question.streams) {
        uncertainty.streams.push_back({kind.within, kind.ratio_within, {}});
        if (kind.seasons && !stream.happening)
          uncertainty.streams.back().seasons = {{day(20), day(50), 1.5}};
      }
      const Instant now = day(chance.between(10, 100));
      const Interval interval = intervals(question, uncertainty, {&now, 1}, now).front();
      const double p =
          Probability::from(log_odds(truth(kind, question, chance), {now, now})).value();
      held += p >= interval.low.value() && p <= interval.high.value();
    }
    const double share = static_cast<double>(held) / kWorlds;
    MESSAGE(kind.name << ": " << share);
    CHECK(share > 0.5);
    if (!testing::kTriesAll) continue;
    CHECK(share >= 0.85);
    CHECK(share <= 0.95);
  }
}

TEST_CASE("intervals are the quantiles of belief in the drawn worlds") {
  for (std::uint64_t number = 0; number < testing::how_many(60U); ++number) {
    CAPTURE(number);
    // Every other world is one in which the numbers decide only weights.
    Features features;
    features.keys = features.denials = features.kinds = number % 2 == 0;
    features.set_times = features.happening = number % 2 == 0;
    World given = world(number, 3, 25, features);
    Question& question = given.question;
    Truth chance(number);
    Uncertainty uncertainty;
    for (Stream& stream : question.streams) {
      uncertainty.streams.push_back({2, 1.3, {}});
      if (chance.between(0, 1) < 0.5) {
        const double from = chance.between(-20, 50);
        uncertainty.streams.back().seasons = {{day(from), day(from + 40), 1.6},
                                              {day(from + 20), day(from + 60), 2}};
      }
      if (!features.keys) {
        for (Observation& item : stream.said) {
          item.judged |= item.total.has_value() || !stream.takes_count();
        }
      }
    }
    std::vector<Instant> dates;
    for (int i = -2; i < 12; ++i) dates.push_back(day(chance.between(-10, 250)));
    const std::vector<Interval> bands =
        intervals(question, uncertainty, dates, given.moment.known_at);
    std::vector<std::vector<double>> in_worlds(dates.size());
    for (int draw = 0; draw < kDraws; ++draw) {
      const Question other = drawn(question, uncertainty, draw);
      for (std::size_t i = 0; i < dates.size(); ++i) {
        const Moment moment{dates[i], given.moment.known_at};
        in_worlds[i].push_back(Probability::from(log_odds(other, moment)).value());
      }
    }
    for (std::size_t i = 0; i < dates.size(); ++i) {
      std::vector<double>& probabilities = in_worlds[i];
      std::sort(probabilities.begin(), probabilities.end());
      const Moment moment{dates[i], given.moment.known_at};
      const double p = Probability::from(log_odds(question, moment)).value();
      CHECK(bands[i].low.value() ==
            doctest::Approx(std::min(p, quantile(probabilities, 0.05))).epsilon(1e-9));
      CHECK(bands[i].high.value() ==
            doctest::Approx(std::max(p, quantile(probabilities, 0.95))).epsilon(1e-9));
    }
  }
}

}  // namespace
}  // namespace signpost::belief
