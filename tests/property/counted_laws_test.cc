// What must hold of belief of every countable forecast, whatever is told to it.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/counted_belief.h"
#include "engine/belief/counted_events.h"
#include "engine/belief/sampling.h"
#include "tests/unit/belief/counted_questions.h"

namespace signpost::belief {
namespace {

constexpr double kM = kDaysPerMonth;

std::size_t one_of(Random& random, std::size_t n) {
  return static_cast<std::size_t>(random.uniform() * static_cast<double>(n));
}

/// Items with and without keys and origins, totals and zeros, under a wider and a narrower kind and
/// one more indicator; some denied, some in two places; and an indicator and items beside.
Question drawn(Random& random, double months = 24, double events = 60) {
  Question asked = countable(months / 2, months / 2, 1 + random.uniform() * events);
  asked.count->streams.resize(3, asked.count->streams[0]);
  asked.count->streams[1].named = random.uniform() < 0.5;
  asked.count->streams[1].stream.of = 0;
  asked.count->streams[2].stream.dispersion = 2;
  asked.count->streams[2].covered_ahead = random.uniform() < 0.5;
  ItemId number = 1;
  const auto some_day = [&] { return months / 2 * kM * (2 * random.uniform() - 1); };
  for (CountedStream& counted : asked.count->streams) {
    Stream& stream = counted.stream;
    stream.coverage = {{day(-9999), 0.5 + random.uniform() / 2}, {day(some_day()), 0.8}};
    stream.season = {{day(-9999), 1}, {day(some_day()), 1.5}};
    std::sort(stream.season.begin(), stream.season.end(),
              [](const Step& a, const Step& b) { return a.from < b.from; });
    if (random.uniform() < 0.5) stream.lag = Days(std::round(20 * random.uniform()));
    for (double i = 0; i < events; ++i) {
      Observation said = item(number++, some_day(), random.uniform());
      if (random.uniform() < 0.3) said = of_event(said, 1 + static_cast<Key>(one_of(random, 20)));
      if (random.uniform() < 0.3) said.origin = static_cast<Key>(one_of(random, 4));
      if (random.uniform() < 0.1) {
        said.total = Total{said.occurred + std::chrono::hours(24 * one_of(random, 90) + 1),
                           static_cast<std::int64_t>(one_of(random, 9))};
        said.event = kOwn;
      }
      stream.said.push_back(said);
    }
  }
  for (int i = 0; i < 8; ++i) {
    asked.count->streams[2].stream.said.push_back(
        asked.count->streams[0].stream.said[one_of(random, static_cast<std::size_t>(events))]);
  }
  for (int i = 0; i < 5; ++i) {
    asked.denials.push_back(denial(number++, some_day(), random.uniform(),
                                   1 + static_cast<Key>(one_of(random, 20)),
                                   static_cast<Key>(one_of(random, 6))));
  }
  Stream beside = stream(0.02, 0.01);
  for (int i = 0; i < 5; ++i) beside.said.push_back(item(number++, some_day(), random.uniform()));
  asked.streams = {beside};
  asked.bearing = {bearing(number++, some_day(), 0.8, 2)};
  return asked;
}

double nats(const Question& asked, const Moment& moment) { return log_odds(asked, moment).nats(); }

/// Whether a total of stream j, or of a wider kind, spans an instant.
bool in_total(const Question& asked, std::size_t j, Instant at) {
  const CountedStream& counted = asked.count->streams[j];
  const bool spanned = std::any_of(
      counted.stream.said.begin(), counted.stream.said.end(), [&](const Observation& said) {
        return said.total && said.occurred <= at && at < said.total->until;
      });
  if (spanned || counted.stream.of == kNoWider) return spanned;
  return in_total(asked, static_cast<std::size_t>(counted.stream.of), at);
}

// Inside a total it would only say which of the total's events was when.
TEST_CASE("one more counted event, outside totals, never lowers P, whatever stands beside") {
  Random random(20220128);
  int tried = 0;
  while (tried < 400) {
    CAPTURE(tried);
    Question asked = drawn(random);
    const double on = (2 * random.uniform() - 1) * 12 * kM;
    const Moment moment = at(on, on + random.uniform() * 30);
    const std::size_t j = one_of(random, 3);
    const double when = on - random.uniform() * 300;
    // What stands beside depends on P at the opening, which one more event before it raises.
    if (when <= 0) {
      asked.streams.clear();
      asked.bearing.clear();
    }
    if (in_total(asked, j, day(when))) continue;
    const std::optional<LogOdds> before = standing(asked, moment);
    if (!before) continue;  // so early nothing is told of its history
    ++tried;
    heard(asked, j).push_back(item(9'000, when, 0.9));
    CHECK(nats(asked, moment) > before->nats() - 1e-9);
  }
}

TEST_CASE("a history is what each date makes, of whatever is told") {
  Random random(1);
  double largest = 0;
  double largest_log_odds = 0;
  for (int turn = 0; turn < 6; ++turn) {
    CAPTURE(turn);
    Question asked = drawn(random);
    if (turn % 2 == 1) asked.count->drift.reset();
    const double known = 200 * random.uniform();
    std::vector<Instant> dates;
    for (double on = -60; on < 420; on += 19) dates.push_back(day(on));
    const std::vector<LogOdds> points = history(asked, dates, day(known));
    for (std::size_t i = 0; i < dates.size(); ++i) {
      const LogOdds alone = log_odds(asked, {dates[i], day(known)});
      largest_log_odds = std::max(largest_log_odds, std::fabs((points[i] - alone).nats()));
      largest = std::max(largest, std::fabs(Probability::from(points[i]).value() -
                                            Probability::from(alone).value()));
    }
  }
  MESSAGE("largest differences: P ", largest, ", log-odds ", largest_log_odds);
  CHECK(largest < 1e-9);
  CHECK(largest_log_odds < 2e-8);
}

TEST_CASE("the books balance, of whatever is told, and close at P") {
  Random random(2);
  for (int turn = 0; turn < 20; ++turn) {
    CAPTURE(turn);
    const Question asked = drawn(random);
    const Moment moment = at(random.uniform() * 450 - 50);
    CHECK(account(asked, moment).closing == log_odds(asked, moment));
  }
}

TEST_CASE("neither order of entry nor what is worth less than half changes a bit") {
  Random random(3);
  for (int turn = 0; turn < 20; ++turn) {
    CAPTURE(turn);
    Question asked = drawn(random);
    const Moment moment = at(random.uniform() * 300);
    const LogOdds before = log_odds(asked, moment);
    for (CountedStream& counted : asked.count->streams) {
      std::reverse(counted.stream.said.begin(), counted.stream.said.end());
      counted.stream.said.push_back(item(9'000, 3, 0.49));
    }
    std::reverse(asked.denials.begin(), asked.denials.end());
    CHECK(log_odds(asked, moment) == before);
  }
}

}  // namespace
}  // namespace signpost::belief
