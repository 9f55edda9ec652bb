// How much more than the bare arithmetic belief costs. The peer is a loop over the closed form
// alone: an exponential, a Möbius step and a multiplication an event, gaps and factors ready in
// arrays. Run with --benchmark_counters_tabular=true; `an event` is the time for one.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/count.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/timeline.h"

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
    Observation item;
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
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, today(question).as_of);
  const Timeline timeline = build_timeline(question, kinds, today(question), gathered);
  const Chain chain = Chain::of(question.base_rate, question.persistence);
  const Motion motion = Motion::of(chain, 0.1);
  std::vector<double> gaps;
  std::vector<double> factors;
  double now = 0;
  for (const Jump& jump : timeline.jumps) {
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
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, today(question).as_of);
  const Timeline timeline = build_timeline(question, kinds, today(question), gathered);
  for (auto _ : state) benchmark::DoNotOptimize(filter(question, timeline, gathered));
  an_event(state);
}

void probability_today(benchmark::State& state, const Question& question) {
  const Moment moment = today(question);
  for (auto _ : state) benchmark::DoNotOptimize(log_odds(question, moment));
  an_event(state);
}

void probability_from_items(benchmark::State& state) {
  probability_today(state, busy_world(state.range(0)));
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

/// The busy world with lags of 60 days on half of the streams, one item in ten known a month late.
Chronicle lagging_world(std::int64_t items) {
  Chronicle all;
  all.question = busy_world(items);
  std::mt19937_64 random(20220128);
  for (std::size_t j = 0; j < all.question.streams.size(); ++j) {
    Stream& stream = all.question.streams[j];
    if (j % 2 == 0) stream.lag = Days(60);
    std::vector<Known>& known = all.of_streams.emplace_back();
    for (Observation& item : stream.said) {
      // A thousand items a year rather than forty a day.
      item.occurred = kOpened + (item.occurred - kOpened) * 15;
      const bool late = random() % 10 == 0;
      known.push_back({item.occurred + std::chrono::days(late ? 30 : 0), kForever});
    }
    stream.if_true = Rate(stream.if_true.per_day() / 15);
    stream.if_false = Rate(stream.if_false.per_day() / 15);
  }
  return all;
}

std::vector<Instant> dates_until(Instant last, std::int64_t number) {
  std::vector<Instant> dates;
  for (std::int64_t i = 1; i <= number; ++i) {
    dates.push_back(kOpened + (last - kOpened) * i / number);
  }
  return dates;
}

void a_date(benchmark::State& state, std::int64_t dates) {
  state.counters["a date"] =
      benchmark::Counter(static_cast<double>(state.iterations() * dates),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

/// As known then, at so many dates; evidence grows with them, half an item a date.
void history_under_lag(benchmark::State& state) {
  const Chronicle all = lagging_world(state.range(0) / 2);
  const std::vector<Instant> dates = dates_until(today(all.question).as_of, state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(history_as_known_then(all, dates));
  a_date(state, state.range(0));
}

/// `n` totals in all: of each of ten publishers every month's, each year's up to each month, and
/// single events in between.
void nested_totals(benchmark::State& state) {
  std::mt19937_64 random(20220128);
  Question question = busy_world(0);
  std::vector<Observation>& said = question.streams[0].said;
  ItemId number = 0;
  const auto add = [&](double from, double until, std::int64_t count, double credibility) {
    Observation& item = said.emplace_back();
    item.item = ++number;
    item.occurred = kOpened + std::chrono::seconds(std::llround(from * 86400));
    item.credibility = credibility;
    if (count < 0) return;
    item.total = Total{kOpened + std::chrono::seconds(std::llround(until * 86400)), count};
  };
  for (int month = 0; static_cast<std::int64_t>(said.size()) < state.range(0); ++month) {
    const double start = 30 * month;
    const int years = month / 12;
    const double year = 360.0 * years;
    for (int publisher = 0; publisher < 5; ++publisher) {
      const double q = 0.5 + 0.1 * publisher;
      add(start, start + 30, static_cast<std::int64_t>(random() % 30), q);
      add(year, start + 30,
          30 * std::int64_t{month % 12} + static_cast<std::int64_t>(random() % 30), q);
    }
    for (int i = 0; i < 5; ++i) add(start + 6 * i + 1, 0, -1, 0.7);
  }
  const Moment moment{said.back().occurred + std::chrono::days(90),
                      said.back().occurred + std::chrono::days(90)};
  for (auto _ : state) benchmark::DoNotOptimize(log_odds(question, moment));
  an_event(state);
}

/// The busy world of ten days' items in which each stream is of the one before it.
Question family_world(std::int64_t items) {
  Question question = busy_world(items);
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    Stream& stream = question.streams[j];
    if (j > 0) stream.of = static_cast<int>(j) - 1;
    stream.if_true = Rate(40.0 / static_cast<double>(1 + 3 * j));
    stream.if_false = Rate(38.0 / static_cast<double>(1 + 3 * j));
  }
  return question;
}

void family_of_kinds(benchmark::State& state) {
  probability_today(state, family_world(state.range(0)));
}

/// A thousand items, at so many dates.
void history_of_kinds(benchmark::State& state) {
  const Question question = family_world(1000);
  const Moment moment = today(question);
  const std::vector<Instant> dates = dates_until(moment.as_of, state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(history(question, dates, moment.known_at));
  a_date(state, state.range(0));
}

/// A milestone of which so many origins tell.
void a_milestone_told_by_many(benchmark::State& state) {
  Question question = busy_world(state.range(0));
  for (Stream& stream : question.streams) stream.once = true;
  probability_today(state, question);
}

/// A countable forecast: five years of history and half a year of a window of one, where about
/// `at_least` a year are counted; drift learnt.
CountQuestion counted_world(double at_least) {
  std::mt19937_64 random(20220128);
  CountQuestion question;
  question.window = 60;
  question.running = 66;
  question.at_least = at_least;
  question.dispersion = 2;
  double level = std::log(at_least / 365.25);
  for (std::size_t k = 0; k < 72; ++k) {
    CountedPeriod& period = question.periods.emplace_back();
    level += 0.2 * (std::generate_canonical<double, 53>(random) - 0.5) * std::sqrt(12.0);
    if (k < question.running) {
      period.exposure = Days(kDaysPerMonth);
      period.counted = std::round(std::exp(level) * kDaysPerMonth);
    } else {
      period.to_come = Days(kDaysPerMonth);
    }
  }
  return question;
}

void count_today(benchmark::State& state) {
  const CountQuestion question = counted_world(static_cast<double>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(count_log_odds(question));
}

void count_account_of_half_a_year(benchmark::State& state) {
  const CountQuestion question = counted_world(static_cast<double>(state.range(0)));
  const CountMoment opened{question.window, 0, Days(0)};
  for (auto _ : state) benchmark::DoNotOptimize(count_account(question, opened));
}

void count_outlook_of_half_a_year(benchmark::State& state) {
  const CountQuestion question = counted_world(static_cast<double>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(count_outlook(question));
}

/// Sixty monthly points, each with all that was counted until then: five years of a window.
void count_sixty_points(benchmark::State& state) {
  CountQuestion question = counted_world(static_cast<double>(state.range(0)));
  question.window = 6;
  std::vector<CountMoment> moments;
  for (std::size_t k = 6; k < 66; ++k) moments.push_back({k, 0, Days(0)});
  for (auto _ : state) benchmark::DoNotOptimize(count_log_odds(question, moments));
}

/// The same, each point reckoned by itself, as where each knew other counts.
void count_sixty_questions(benchmark::State& state) {
  const CountQuestion all = counted_world(static_cast<double>(state.range(0)));
  for (auto _ : state) {
    for (std::size_t k = 6; k < 66; ++k) {
      CountQuestion question = all;
      question.window = 6;
      question.running = k;
      for (std::size_t i = k; i < 72; ++i) {
        question.periods[i] = {0, Days(0), Days(kDaysPerMonth)};
      }
      benchmark::DoNotOptimize(count_log_odds(question));
    }
  }
}

/// The question of a desk: so many events in five years, the last of them the window, drift learnt,
/// and an indicator beside the count.
Question counted_desk(std::int64_t events) {
  std::mt19937_64 random(20220128);
  const auto month = std::chrono::seconds(2'629'800);
  Question question;
  question.opened = kOpened;
  question.horizon = kOpened + 12 * month;
  CountedQuestion& count = question.count.emplace();
  count.from = kOpened;
  count.to = *question.horizon;
  count.history_from = kOpened - 48 * month;
  count.at_least = static_cast<double>(events) / 4;
  Stream stream;
  stream.if_true = Rate(0.02);
  stream.if_false = Rate(0.01);
  stream.coverage = stream.season = {{kOpened, 1.0}};
  question.streams = {stream};
  stream.dispersion = 2;
  for (std::int64_t i = 0; i < events; ++i) {
    Observation& item = stream.said.emplace_back();
    item.item = i + 1;
    item.credibility = 0.9;
    const double months = 60 * std::generate_canonical<double, 53>(random) - 48;
    item.occurred = kOpened + std::chrono::seconds(std::llround(months * 2'629'800));
  }
  count.streams.push_back({stream});
  return question;
}

Moment in_month(int month) {
  const Instant at = kOpened + month * std::chrono::seconds(2'629'800);
  return {at, at};
}

void counted_desk_today(benchmark::State& state) {
  const Question question = counted_desk(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(log_odds(question, in_month(7)));
}

void counted_desk_account(benchmark::State& state) {
  const Question question = counted_desk(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(account(question, in_month(7)));
}

/// Sixty monthly points, most of them before the window.
void counted_desk_history(benchmark::State& state) {
  const Question question = counted_desk(state.range(0));
  std::vector<Instant> dates;
  for (int k = -47; k <= 12; ++k) dates.push_back(in_month(k).as_of);
  for (auto _ : state) benchmark::DoNotOptimize(history(question, dates, dates.back()));
}

BENCHMARK(bare_closed_form)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(filter_alone)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(probability_from_items)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(whole_ledger)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(thousand_points_of_history)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(history_under_lag)->Arg(500)->Arg(2'000)->Arg(8'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(nested_totals)->Arg(150)->Arg(1'500)->Arg(15'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(family_of_kinds)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(history_of_kinds)->Arg(60)->Arg(3'650)->Unit(benchmark::kMillisecond);
BENCHMARK(a_milestone_told_by_many)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(count_today)->Arg(50)->Arg(500)->Arg(5'000)->Unit(benchmark::kMillisecond);
BENCHMARK(count_account_of_half_a_year)
    ->Arg(50)
    ->Arg(500)
    ->Arg(5'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(count_outlook_of_half_a_year)
    ->Arg(50)
    ->Arg(500)
    ->Arg(5'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(count_sixty_points)->Arg(50)->Arg(500)->Arg(5'000)->Unit(benchmark::kMillisecond);
BENCHMARK(count_sixty_questions)->Arg(50)->Arg(500)->Arg(5'000)->Unit(benchmark::kMillisecond);
BENCHMARK(counted_desk_today)->Arg(500)->Arg(50'000)->Unit(benchmark::kMillisecond);
BENCHMARK(counted_desk_account)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(counted_desk_history)->Arg(500)->Unit(benchmark::kMillisecond);

}  // namespace
