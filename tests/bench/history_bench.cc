// Histories of a whole desk: 2,000 scenarios, each over ten years, a point a day, with all that is
// known at the end and as it was known then; reading a store in memory is included. The peer is the
// bare closed form, a step a point.
#include <benchmark/benchmark.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/history.h"
#include "engine/belief/filter.h"
#include "tests/unit/assess/fake_snapshot.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;

constexpr int kScenarios = 2'000;
constexpr int kDays = 3'650;
constexpr int kItems = 50;  // of each scenario

/// Scenarios of two indicators each, one of them with a lag of a week; half of the items have keys
/// of their own. One item in ten is known only up to a month after it occurred.
class BusyDesk : public fake::FakeSnapshot {
 public:
  BusyDesk() {
    std::mt19937_64 random(20220128);
    const auto below = [&](int bound) {
      return static_cast<int>(random() % static_cast<std::uint64_t>(bound));
    };
    for (int i = 0; i < kScenarios; ++i) {
      Scenario& scenario = scenarios_.emplace_back();
      scenario.id = "s" + std::to_string(i);
      scenario.prior = Probability(0.3);
      scenario.base_rate = Probability(0.25);
      scenario.persistence = Days(120 + below(400));
      scenario.opened = fake::kOpened;
      for (const bool lags : {false, true}) {
        Indicator indicator;
        indicator.id = scenario.id + (lags ? "-late" : "-prompt");
        if (lags) indicator.lag = Days(7);
        Expectation& expected = scenario.expects.emplace_back();
        expected.indicator = indicator.id;
        expected.if_true.rate = Rate(0.01);
        expected.if_false.rate = Rate(0.005);
        indicators_.emplace(indicator.id, indicator);
      }
      for (int k = 0; k < kItems; ++k) {
        store::ItemVersion version;
        version.item = static_cast<ItemId>(i) * kItems + k + 1;
        version.content.occurred = day(below(kDays)) + std::chrono::hours(12);
        const int late = below(10) == 0 ? 1 + below(30) : 0;
        version.known.from = version.content.occurred + std::chrono::days(late);
        version.content.credibility = Probability(0.5 + 0.05 * below(9));
        if (below(2) == 0) version.content.event = "e" + std::to_string(k);
        const std::string& indicator = scenario.expects[k % 2 == 0 ? 0 : 1].indicator;
        version.content.sightings = {{indicator, {}}};
        items_[indicator].push_back(version);
      }
    }
  }

  [[nodiscard]] std::vector<store::Revision<Scenario>> scenario(
      std::string_view id) const override {
    return {{scenarios_[std::stoul(std::string(id.substr(1)))], 1, {fake::kOpened, kForever}}};
  }
  [[nodiscard]] std::vector<store::Revision<Indicator>> indicator(
      std::string_view id) const override {
    return {{indicators_.at(std::string(id)), 1, {kBeginning, kForever}}};
  }
  [[nodiscard]] std::vector<store::ItemVersion> items_of_indicator(std::string_view id,
                                                                   bool) const override {
    return items_.at(std::string(id));
  }
  [[nodiscard]] const std::vector<Scenario>& all() const { return scenarios_; }

 private:
  std::vector<Scenario> scenarios_;
  std::map<std::string, Indicator> indicators_;
  std::map<std::string, std::vector<store::ItemVersion>> items_;
};

std::vector<Instant> dates() {
  std::vector<Instant> dates;
  for (int i = 1; i <= kDays; ++i) dates.push_back(day(i));
  return dates;
}

void a_point(benchmark::State& state, double scenarios) {
  state.counters["a point"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * scenarios * kDays,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void desk_history(benchmark::State& state, const assess::KnownAt& known_at) {
  static const BusyDesk snapshot;
  const std::vector<Instant> all = dates();
  for (auto _ : state) {
    assess::Archive archive(snapshot);
    for (const Scenario& scenario : snapshot.all()) {
      benchmark::DoNotOptimize(assess::history(archive, scenario.id, all, known_at));
    }
  }
  a_point(state, kScenarios);
}

void bare_closed_form(benchmark::State& state) {
  const auto chain = belief::Chain::of(Probability(0.25), Days(180));
  const auto motion = belief::Motion::of(chain, 0.005);
  std::vector<double> closings(kDays);
  std::vector<double> gaps(kDays, 1.0);
  for (auto _ : state) {
    double odds = 1;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      const double left = std::exp(-motion.rate * gaps[i]);
      const double gone = 1 - left;
      odds = (odds * (motion.up + motion.down * left) + chain.starts * gone) /
             (motion.down + motion.up * left + odds * chain.stops * gone);
      closings[i] = std::log(odds);
    }
    benchmark::DoNotOptimize(closings.data());
    benchmark::ClobberMemory();
  }
  a_point(state, 1);
}

void known_at_the_end(benchmark::State& state) { desk_history(state, {day(kDays)}); }
void as_known_then(benchmark::State& state) { desk_history(state, {}); }

BENCHMARK(bare_closed_form)->Unit(benchmark::kMicrosecond);
BENCHMARK(known_at_the_end)->Unit(benchmark::kMillisecond);
BENCHMARK(as_known_then)->Unit(benchmark::kMillisecond);

}  // namespace
