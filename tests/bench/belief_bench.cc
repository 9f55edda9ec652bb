// How much more than the bare arithmetic belief costs. The peer is a loop over the closed form
// alone: an exponential, a Möbius step and a multiplication an event, gaps and factors ready in
// arrays. Run with --benchmark_counters_tabular=true; `an event` is the time for one.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/docket.h"
#include "engine/belief/filter.h"
#include "engine/belief/weight.h"

namespace {

using namespace signpost;          // NOLINT(google-build-using-namespace)
using namespace signpost::belief;  // NOLINT(google-build-using-namespace)

const Instant kOpened{std::chrono::seconds(1'640'995'200)};

/// A scenario of four streams with `n` keyless items in all, forty a day, and ten drains.
Question busy_world(std::int64_t n) {
  std::mt19937_64 random(20220128);
  Question question;
  question.prior = Probability(0.3);
  question.base_rate = Probability(0.25);
  question.persistence = Days(180);
  question.opened = kOpened;
  for (int j = 0; j < 4; ++j) {
    Stream& stream = question.streams.emplace_back();
    stream.if_true = Rate(j % 2 == 0 ? 10.4 : 9.7);
    stream.if_false = Rate(10);
    stream.coverage = {{kOpened, 1.0}};
    stream.season = {{kOpened, 1.0}};
    if (j < 3) stream.coverage.push_back({kOpened + std::chrono::days(n / 160 + j), 0.9});
  }
  ItemId number = 0;
  double t = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    t += -std::log(1 - std::generate_canonical<double, 53>(random)) * 86400 / 40;
    Testimony item;
    item.item = ++number;
    item.occurred = kOpened + std::chrono::seconds(std::llround(t));
    constexpr double kGrades[] = {0.9, 0.903, 0.8, 0.7, 0.5};
    item.credibility = kGrades[random() % 5];
    question.streams[random() % 4].said.push_back(item);
  }
  return question;
}

Moment today(const Question& question) {
  Instant last = kOpened;
  for (const Stream& stream : question.streams) {
    if (!stream.said.empty()) last = std::max(last, stream.said.back().occurred);
  }
  return {last, last};
}

void an_event(benchmark::State& state) {
  state.counters["an event"] =
      benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void bare_closed_form(benchmark::State& state) {
  const Question question = busy_world(state.range(0));
  Hearing hearing = gather(question, today(question).as_of);
  const Docket docket = draw_up(question, today(question), hearing);
  const Chain chain = Chain::of(question.base_rate, question.persistence);
  const Motion motion = Motion::of(chain, 0.1);
  std::vector<double> gaps;
  std::vector<double> factors;
  double now = 0;
  for (const Jump& jump : docket.jumps) {
    gaps.push_back((jump.at - now) / kSecondsPerDay);
    factors.push_back(jump.factor);
    now = jump.at;
  }
  for (auto _ : state) {
    double odds = 1;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      const double left = std::exp(-motion.rate * gaps[i]);
      const double gone = 1 - left;
      odds = factors[i] * (odds * (motion.up + motion.down * left) + chain.starts * gone) /
             (motion.down + motion.up * left + odds * chain.stops * gone);
    }
    benchmark::DoNotOptimize(odds);
  }
  an_event(state);
}

void filter_alone(benchmark::State& state) {
  const Question question = busy_world(state.range(0));
  Hearing hearing = gather(question, today(question).as_of);
  const Docket docket = draw_up(question, today(question), hearing);
  for (auto _ : state) benchmark::DoNotOptimize(filter(question, docket, hearing));
  an_event(state);
}

void probability_from_items(benchmark::State& state) {
  const Question question = busy_world(state.range(0));
  const Moment moment = today(question);
  for (auto _ : state) benchmark::DoNotOptimize(log_odds(question, moment));
  an_event(state);
}

void whole_ledger(benchmark::State& state) {
  const Question question = busy_world(state.range(0));
  const Moment moment = today(question);
  for (auto _ : state) benchmark::DoNotOptimize(account(question, moment));
  an_event(state);
}

void thousand_points_of_history(benchmark::State& state) {
  const Question question = busy_world(state.range(0));
  const Moment moment = today(question);
  std::vector<Instant> dates;
  for (int i = 1; i <= 1000; ++i) {
    dates.push_back(kOpened + (moment.as_of - kOpened) * i / 1000);
  }
  for (auto _ : state) benchmark::DoNotOptimize(history(question, dates, moment.known_at));
  state.counters["a point"] =
      benchmark::Counter(static_cast<double>(state.iterations() * 1000),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(bare_closed_form)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(filter_alone)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(probability_from_items)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(whole_ledger)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(thousand_points_of_history)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
