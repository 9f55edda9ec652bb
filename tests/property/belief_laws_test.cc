// Laws of belief that hold for every question.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <limits>
#include <numeric>
#include <random>
#include <tuple>
#include <vector>

#include "engine/belief/believe.h"
#include "tests/property/worlds.h"

namespace signpost::belief {
namespace {

constexpr Features kPlain{false, false, false, false, false, false};

/// Holds for random worlds of up to four indicators and thirty items.
template <class Law>
bool holds(const char* description, const Features& features, Law law) {
  fix_seed();
  return rc::check(description, [&] {
    const auto number = *rc::gen::arbitrary<std::uint64_t>();
    const int streams = *rc::gen::inRange(1, 5);
    const int items = *rc::gen::inRange(0, 30);
    law(world(number, streams, items, features), std::mt19937_64(number));
  });
}

bool near(LogOdds a, LogOdds b, double tolerance) {
  return std::fabs((a - b).nats()) <= tolerance * (1 + std::fabs(a.nats()));
}

TEST_CASE("the books balance") {
  CHECK(holds("the books balance", {}, [](const World& given, auto) {
    const Account books = account(given.question, given.moment);
    double sum = books.opening.nats() + books.judgement.nats();
    double size = std::fabs(sum);
    for (const EventEntry& entry : books.events) {
      sum += entry.today.nats();
      size += std::fabs(entry.today.nats());
    }
    for (const SilenceEntry& entry : books.silence) {
      sum += entry.today.nats();
      size += std::fabs(entry.today.nats());
    }
    RC_ASSERT(std::fabs(sum - books.closing.nats()) <= 1e-11 * (1 + size));
    RC_ASSERT(books.closing == log_odds(given.question, given.moment));
  }));
}

/// The numbers of the books, without the names that depend on the order of entry.
auto numbers(const Account& books) {
  std::vector<std::tuple<Instant, int, Key, double, double, double>> entries;
  for (const EventEntry& entry : books.events) {
    entries.emplace_back(entry.occurred, entry.stream, entry.event, entry.arrived.nats(),
                         entry.today.nats(), entry.closing_without.nats());
  }
  std::sort(entries.begin(), entries.end());
  std::vector<double> others = {books.judgement.nats(), books.closing.nats()};
  for (const SilenceEntry& entry : books.silence) {
    others.push_back(entry.today.nats());
    others.push_back(entry.watched.count());
  }
  for (const MisfitEntry& entry : books.misfits) others.push_back(entry.observed.per_day());
  return std::pair(entries, others);
}

TEST_CASE("the order of entry changes no bit") {
  CHECK(holds("the order of entry", {}, [](const World& given, std::mt19937_64 random) {
    World shuffled = given;
    std::vector<ItemId> number(64);  // items are numbered as they are entered
    std::iota(number.begin(), number.end(), ItemId{100});
    std::shuffle(number.begin(), number.end(), random);
    const auto reenter = [&](std::vector<Testimony>& said) {
      for (Testimony& item : said) item.item = number[static_cast<std::size_t>(item.item)];
      std::shuffle(said.begin(), said.end(), random);
    };
    reenter(shuffled.question.bearing);
    for (Stream& stream : shuffled.question.streams) reenter(stream.said);
    RC_ASSERT(numbers(account(given.question, given.moment)) ==
              numbers(account(shuffled.question, given.moment)));
  }));
}

TEST_CASE("one event told many times by one origin is told once") {
  CHECK(holds("told many times", {}, [](const World& given, std::mt19937_64 random) {
    World echoing = given;
    ItemId next = 1000;
    for (Stream& stream : echoing.question.streams) {
      const std::vector<Testimony> said = stream.said;
      for (const Testimony& item : said) {
        const bool alone = item.event == kOwn && !stream.once;
        if (alone || item.origin == kOwn || (item.total && item.total->count == 0)) continue;
        for (std::uint64_t copies = random() % 4; copies > 0; --copies) {
          Testimony echo = item;
          // What copies a milestone's item without a key must not stand elsewhere by itself; it
          // speaks of the same thing, later or with less to back it.
          echo.item = next++;
          if (random() % 2 == 0) {
            echo.occurred += std::chrono::hours(random() % 100);
            if (echo.total) echo.total->until += std::chrono::hours(100);
            if (echo.occurred > item.occurred) echo.credibility *= 0.9;
          }
          if (item.event != kOwn) stream.said.push_back(echo);
        }
      }
    }
    RC_ASSERT(account(given.question, given.moment).closing ==
              account(echoing.question, given.moment).closing);
  }));
}

TEST_CASE("a report that is surely false moves nothing, however it splits the gaps") {
  CHECK(holds("surely false", kPlain, [](const World& given, std::mt19937_64 random) {
    World rumoured = given;
    const Moment today{given.moment.as_of, given.moment.as_of};  // else they would end a lag
    for (Stream& stream : rumoured.question.streams) {
      for (int i = 0; i < 5; ++i) {
        Testimony rumour;
        rumour.item = 1000 + i;
        rumour.occurred = given.question.opened + std::chrono::hours(random() % 6000);
        rumour.credibility = 0;
        stream.said.push_back(rumour);
      }
    }
    RC_ASSERT(near(log_odds(rumoured.question, today), log_odds(given.question, today), 1e-12));
    RC_ASSERT(near(account(rumoured.question, today).judgement,
                   account(given.question, today).judgement, 1e-11));
  }));
}

TEST_CASE("an indicator that tells nothing apart moves nothing, heard or silent") {
  CHECK(holds("a = b", {}, [](const World& given, auto) {
    World dull = given;
    for (Stream& stream : dull.question.streams) stream.if_true = stream.if_false;
    World deaf = dull;
    for (Stream& stream : deaf.question.streams) stream.said.clear();
    // What bears directly may stand under an indicator too, but always weighs more there.
    RC_ASSERT(
        near(log_odds(dull.question, given.moment), log_odds(deaf.question, given.moment), 1e-12));
    for (const EventEntry& entry : account(dull.question, given.moment).events) {
      RC_ASSERT(entry.stream == kUnforeseen || entry.arrived == LogOdds(0));
    }
  }));
}

TEST_CASE("a step of coverage that changes nothing changes no bit") {
  CHECK(holds("split gaps", {}, [](const World& given, std::mt19937_64 random) {
    World split = given;
    for (Stream& stream : split.question.streams) {
      for (Steps* steps : {&stream.coverage, &stream.season}) {
        const std::size_t i = random() % steps->size();
        const Instant end = i + 1 < steps->size() ? (*steps)[i + 1].from
                                                  : (*steps)[i].from + std::chrono::hours(5000);
        const auto seconds = (end - (*steps)[i].from).count();
        const auto into = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(seconds));
        steps->insert(steps->begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      {(*steps)[i].from + std::chrono::seconds(into), (*steps)[i].value});
      }
    }
    RC_ASSERT(numbers(account(given.question, given.moment)) ==
              numbers(account(split.question, given.moment)));
  }));
}

TEST_CASE("of a fixed fact belief is plain Bayes") {
  CHECK(holds("plain Bayes", kPlain, [](const World& given, auto) {
    World fact = given;
    fact.question.persistence = Days(std::numeric_limits<double>::infinity());
    const double end = static_cast<double>((given.moment.as_of - given.question.opened).count());
    const double known =
        static_cast<double>((given.moment.known_at - given.question.opened).count());
    const double prior = given.question.prior.value();
    double x = std::log(prior / (1 - prior));
    for (Stream& stream : fact.question.streams) {
      stream.coverage = stream.season = {{given.question.opened, 1.0}};
      const double a = stream.if_true.per_day();
      const double b = stream.if_false.per_day();
      const double m = prior * a + (1 - prior) * b;
      double latest = known;
      for (const Testimony& item : stream.said) {
        const double at = static_cast<double>((item.occurred - given.question.opened).count());
        if (at < 0 || at > end || !item.judged) continue;
        latest = std::max(latest, at);
        const double q = item.credibility;
        x += std::log((q * a + (1 - q) * m) / (q * b + (1 - q) * m)) / stream.dispersion;
      }
      x -= (a - b) / stream.dispersion * std::min(end, latest) / 86400;
    }
    RC_ASSERT(near(log_odds(fact.question, given.moment), LogOdds(x), 1e-12));
  }));
}

TEST_CASE("with nothing more to watch, belief returns to the base rate") {
  CHECK(holds("returns", {}, [](const World& given, auto) {
    World left = given;
    left.question.horizon.reset();
    if (std::isinf(left.question.persistence.count())) left.question.persistence = Days(500);
    for (Stream& stream : left.question.streams) {
      stream.coverage.push_back({given.question.opened + std::chrono::days(1000), 0.0});
    }
    const Instant late = given.question.opened + std::chrono::days(100'000);
    RC_ASSERT(
        near(log_odds(left.question, {late, late}), left.question.base_rate.log_odds(), 1e-12));
  }));
}

TEST_CASE("a scenario and its negation sum to one") {
  CHECK(holds("negation", {}, [](const World& given, auto) {
    World negated = given;
    Question& question = negated.question;
    question.prior = Probability(1 - question.prior.value());
    question.base_rate = Probability(1 - question.base_rate.value());
    for (Stream& stream : question.streams) std::swap(stream.if_true, stream.if_false);
    for (Testimony& item : question.bearing) item.ratio = 1 / item.ratio;
    const Account books = account(given.question, given.moment);
    const Account other = account(question, given.moment);
    RC_ASSERT(near(books.closing, -other.closing, 1e-11));
    RC_ASSERT(books.events.size() == other.events.size());
    for (std::size_t j = 0; j < books.silence.size(); ++j) {
      RC_ASSERT(near(books.silence[j].today, -other.silence[j].today, 1e-10));
    }
  }));
}

TEST_CASE("more credible means a larger move, the same way") {
  CHECK(holds("credibility", kPlain, [](const World& given, auto) {
    World surer = given;
    for (Stream& stream : surer.question.streams) {
      for (Testimony& item : stream.said) item.credibility = (1 + item.credibility) / 2;
    }
    const auto arrived = [](const World& of) {
      std::vector<std::pair<ItemId, double>> all;
      for (const EventEntry& entry : account(of.question, of.moment).events) {
        all.emplace_back(entry.items[0], entry.arrived.nats());
      }
      std::sort(all.begin(), all.end());
      return all;
    };
    const auto before = arrived(given);
    const auto after = arrived(surer);
    RC_ASSERT(before.size() == after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      RC_ASSERT(before[i].first == after[i].first);
      RC_ASSERT(before[i].second * after[i].second >= 0);
      RC_ASSERT(std::fabs(before[i].second) <= std::fabs(after[i].second));
    }
  }));
}

TEST_CASE("what is known later than assessed only adds silence within lag") {
  CHECK(holds("lag completes", {}, [](const World& given, auto) {
    const Instant years = given.moment.as_of + std::chrono::days(1000);
    World prompt = given;
    for (Stream& stream : prompt.question.streams) stream.lag = Days(0);
    RC_ASSERT(log_odds(given.question, {given.moment.as_of, years}) ==
              log_odds(prompt.question, {given.moment.as_of, years}));
  }));
}

TEST_CASE("where belief never fades, or stops only later, not to fade changes no bit") {
  CHECK(holds("unfaded", {}, [](const World& given, std::mt19937_64 random) {
    const Question& question = given.question;
    const LogOdds fading = log_odds(question, given.moment);
    const Instant later = given.moment.as_of + std::chrono::hours(random() % 100);
    RC_ASSERT(log_odds_unfaded(question, given.moment, later) == fading);
    World fixed = given;
    fixed.question.persistence = Days(std::numeric_limits<double>::infinity());
    const Instant since = question.opened + std::chrono::hours(random() % 5000);
    RC_ASSERT(log_odds_unfaded(fixed.question, given.moment, since) ==
              log_odds(fixed.question, given.moment));
  }));
}

void check_history(const World& given, std::mt19937_64 random) {
  std::vector<Instant> dates;
  for (int i = 0; i < 20; ++i) {
    dates.push_back(given.question.opened - std::chrono::days(10) +
                    std::chrono::hours(random() % 7000));
  }
  const auto points = history(given.question, dates, given.moment.known_at);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    RC_ASSERT(points[i] == log_odds(given.question, {dates[i], given.moment.known_at}));
  }
}

void check_history_as_known_then(const World& given, std::mt19937_64 random) {
  const Chronicle all = chronicle(random(), given);
  std::vector<Instant> dates;
  for (int i = 0; i < 40; ++i) {
    dates.push_back(given.question.opened - std::chrono::days(10) +
                    std::chrono::hours(random() % 8000));
  }
  const auto points = history_as_known_then(all, dates);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    RC_ASSERT(points[i] == log_odds(known_at(all, dates[i]), {dates[i], dates[i], true}));
  }
}

TEST_CASE("history as known then is what was believed at each date, to the bit") {
  CHECK(holds("then", {}, check_history_as_known_then));
  CHECK(
      holds("then, singles", {false, false, true, false, true, true}, check_history_as_known_then));
  CHECK(
      holds("then, promptly", {true, true, false, true, true, true}, check_history_as_known_then));
  CHECK(holds("then, totals", {true, false, true, false, true, true}, check_history_as_known_then));
}

TEST_CASE("history is the probability at each date, to the bit") {
  CHECK(holds("history", {}, check_history));
  CHECK(holds("history of single events", {false, false, true, false, true, true}, check_history));
  CHECK(holds("history with totals", {true, false, true, false, true, true}, check_history));
}

/// A world that grows only in length: single items, of which one in ten is known up to a month
/// late, under lag; events told by two sources three weeks apart; monthly totals, and items in
/// them.
Chronicle long_world(int months) {
  std::mt19937_64 random(20220128);
  Chronicle made;
  Question& question = made.question;
  question.prior = question.base_rate = Probability(0.3);
  question.persistence = Days(200);
  question.opened = kBeginning + std::chrono::days(700'000);
  question.streams.resize(3);
  made.of_streams.resize(3);
  for (Stream& stream : question.streams) {
    stream.if_true = Rate(0.05);
    stream.if_false = Rate(0.04);
    stream.coverage = stream.season = {{question.opened, 1.0}};
  }
  question.streams[0].lag = Days(7);
  ItemId number = 0;
  const auto say = [&](std::size_t j, double at, int late) -> Testimony& {
    Testimony& item = question.streams[j].said.emplace_back();
    item.item = ++number;
    item.occurred = question.opened + std::chrono::seconds(std::llround(at * 86400));
    item.credibility = 0.8;
    made.of_streams[j].push_back({item.occurred + std::chrono::days(late), kForever});
    return item;
  };
  for (int month = 0; month < months; ++month) {
    const double start = 30.0 * month;
    for (int i = 0; i < 6; ++i) {
      say(0, start + 5 * i, random() % 10 == 0 ? 1 + static_cast<int>(random() % 30) : 0);
    }
    for (const int days : {2, 23}) say(1, start + days, 0).event = month;
    Testimony& total = say(2, start, 30);
    total.total = Total{total.occurred + std::chrono::days(29), 5};
    for (const int days : {7, 19}) say(2, start + days, 0);
  }
  return made;
}

/// Seconds for a history as known then, a point a day: the least of a few.
double time_of(const Chronicle& chronicle, int months) {
  std::vector<Instant> dates;
  for (int i = 0; i < 30 * months; ++i) {
    dates.push_back(chronicle.question.opened + std::chrono::days(i));
  }
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 7; ++i) {
    const std::clock_t start = std::clock();
    const auto points = history_as_known_then(chronicle, dates);
    least = std::min(least, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    REQUIRE(points.back() ==
            log_odds(known_at(chronicle, dates.back()), {dates.back(), dates.back(), true}));
  }
  return least;
}

TEST_CASE("a point of a history costs the same in a long one as in a short one") {
  const double short_one = time_of(long_world(60), 60);
  const double long_one = time_of(long_world(960), 960);
  CHECK(long_one < 16 * 3 * short_one);  // it would be 16 * 16 if each point asked everything
}

}  // namespace
}  // namespace signpost::belief
