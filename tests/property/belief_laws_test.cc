// Laws of belief that hold for every question.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cmath>
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

TEST_CASE("history is the probability at each date, to the bit") {
  CHECK(holds("history", {}, check_history));
  CHECK(holds("history of single events", {false, false, true, false, true, true}, check_history));
  CHECK(holds("history with totals", {true, false, true, false, true, true}, check_history));
}

}  // namespace
}  // namespace signpost::belief
