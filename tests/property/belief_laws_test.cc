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
#include "engine/belief/kinds.h"
#include "tests/how_many.h"
#include "tests/property/worlds.h"

namespace signpost::belief {
namespace {

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
    const Account account = belief::account(given.question, given.moment);
    double sum = account.opening.nats() + account.judgement.nats();
    double size = std::fabs(sum);
    for (const EventEntry& entry : account.events) {
      sum += entry.today.nats();
      size += std::fabs(entry.today.nats());
    }
    for (const SilenceEntry& entry : account.silence) {
      sum += entry.today.nats();
      size += std::fabs(entry.today.nats());
    }
    RC_ASSERT(std::fabs(sum - account.closing.nats()) <= 1e-11 * (1 + size));
    RC_ASSERT(account.closing == log_odds(given.question, given.moment));
  }));
}

/// The numbers of the books, without the names that depend on the order of entry.
auto numbers(const Account& account) {
  std::vector<std::tuple<Instant, int, Key, double, double, double>> entries;
  for (const EventEntry& entry : account.events) {
    entries.emplace_back(entry.occurred, entry.stream, entry.event, entry.arrived.nats(),
                         entry.today.nats(), entry.closing_without.nats());
  }
  std::sort(entries.begin(), entries.end());
  std::vector<double> others = {account.judgement.nats(), account.closing.nats()};
  for (const SilenceEntry& entry : account.silence) {
    others.push_back(entry.today.nats());
    others.push_back(entry.watched.count());
  }
  for (const MisfitEntry& entry : account.misfits) others.push_back(entry.observed.per_day());
  return std::pair(entries, others);
}

TEST_CASE("the order of entry changes no bit") {
  CHECK(holds("the order of entry", {}, [](const World& given, std::mt19937_64 random) {
    World shuffled = given;
    std::vector<ItemId> number(64);  // items are numbered as they are entered
    std::iota(number.begin(), number.end(), ItemId{100});
    std::shuffle(number.begin(), number.end(), random);
    const auto reenter = [&](auto& said) {
      for (auto& item : said) item.item = number[static_cast<std::size_t>(item.item)];
      std::shuffle(said.begin(), said.end(), random);
    };
    reenter(shuffled.question.bearing);
    reenter(shuffled.question.denials);
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
      const std::vector<Observation> said = stream.said;
      for (const Observation& item : said) {
        if (item.event == kOwn || item.origin == kOwn || item.total) continue;
        for (std::uint64_t copies = random() % 4; copies > 0; --copies) {
          // The same again, or later and with less to back it; at a set time not so late that it is
          // of another.
          Observation echo = item;
          echo.item = next++;
          if (random() % 2 == 0 && !stream.at_set_times()) {
            echo.occurred += std::chrono::hours(random() % 100);
            if (echo.occurred > item.occurred) echo.credibility *= 0.9;
          }
          stream.said.push_back(echo);
        }
      }
    }
    RC_ASSERT(account(given.question, given.moment).closing ==
              account(echoing.question, given.moment).closing);
  }));
}

// --- What is worth nothing changes nothing -------------------------------------------------------

/// Each item makes at most a few dozen parts or days of watching, at rates of at most 0.4 a day and
/// ratios of at most e³, so that P moves by some hundred times its credibility at most.
constexpr double kWorthNothing = 1e-13;
constexpr double kMovesNothing = 1e-9;

/// The law is one of limits: where two items are exactly as credible as each other, or a part of a
/// total lies exactly on the edge of another, any difference decides, and one that goes to nothing
/// decides as long as it is one. So here no two instants or grades coincide.
Features without_ties() {
  Features features;
  features.ties = false;
  return features;
}

Instant some_day(const World& world, std::mt19937_64& random) {
  return world.question.opened + std::chrono::seconds(random() % (7000UL * 3600)) -
         std::chrono::hours(700);
}

/// An item of no worth, perhaps under a key that others have, perhaps of their origin.
Observation rumour(const World& world, std::mt19937_64& random) {
  Observation item;
  item.item = 5000;
  item.occurred = some_day(world, random);
  item.credibility = kWorthNothing;
  if (random() % 2 == 0) item.event = static_cast<Key>(random() % 7);
  if (random() % 2 == 0) item.origin = static_cast<Key>(random() % 4);
  item.ratio = std::exp(static_cast<double>(random() % 7) - 3);
  return item;
}

bool same_probability(const Question& a, const Question& b, const Moment& moment) {
  const double of_a = Probability::from(log_odds(a, moment)).value();
  const double of_b = Probability::from(log_odds(b, moment)).value();
  return std::fabs(of_a - of_b) <= kMovesNothing;
}

/// By the letter of the rules a key shared with a happening takes the happening's whole s from the
/// event elsewhere, and where several keys are one event (a milestone, a set time) from all of it:
/// there an item of no worth that brings the key does change what the others are worth.
bool shares_a_happenings_key(const Question& question, const Observation& item, int place) {
  if (item.event == kOwn) return false;
  const auto told = [&](const std::vector<Observation>& said) {
    return std::any_of(said.begin(), said.end(),
                       [&](const Observation& other) { return other.event == item.event; });
  };
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    if (!question.streams[j].happening) continue;
    if (static_cast<int>(j) != place) return told(question.streams[j].said);
    return std::any_of(question.streams.begin(), question.streams.end(),
                       [&](const Stream& stream) { return told(stream.said); }) ||
           told(question.bearing);
  }
  return false;
}

TEST_CASE("an item that is worth nothing changes nothing") {
  CHECK(holds("no worth", without_ties(), [](const World& given, std::mt19937_64 random) {
    World rumoured = given;
    Question& question = rumoured.question;
    const Observation item = rumour(given, random);
    const int places = static_cast<int>(question.streams.size());
    const int place = static_cast<int>(random() % static_cast<std::uint64_t>(places + 1)) - 1;
    RC_PRE(!shares_a_happenings_key(question, item, place));
    (place < 0 ? question.bearing : question.streams[static_cast<std::size_t>(place)].said)
        .push_back(item);
    RC_ASSERT(same_probability(question, given.question, given.moment));
  }));
}

TEST_CASE("a total that is worth nothing changes nothing, nor who saw none") {
  CHECK(holds("no worth, totals", without_ties(), [](const World& given, std::mt19937_64 random) {
    World rumoured = given;
    Question& question = rumoured.question;
    const auto j = random() % question.streams.size();
    // Where nobody watches, the share of a wider kind's events that is told as narrower is 0, and 1
    // as soon as anybody at all watches the narrower: a jump, by the letter.
    for (const Stream& stream : question.streams) {
      if (question.streams[j].of == kNoWider && !Kinds(question).is_wider(static_cast<int>(j))) {
        break;
      }
      RC_PRE(stream.lag == Days(0) && given.moment.known_at >= given.moment.as_of);
      for (const Step& step : stream.coverage) RC_PRE(step.value > 0);
    }
    Observation item = rumour(given, random);
    const std::int64_t count = random() % 2 == 0 ? 0 : static_cast<std::int64_t>(random() % 20);
    item.total = Total{item.occurred + std::chrono::seconds(1 + random() % 5'000'000), count};
    RC_PRE(count == 0 || question.streams[j].takes_count());
    RC_PRE(!shares_a_happenings_key(question, item, static_cast<int>(j)));
    question.streams[j].said.push_back(item);
    RC_ASSERT(same_probability(question, given.question, given.moment));
  }));
}

TEST_CASE("another's denial that is worth nothing changes nothing") {
  CHECK(holds("no worth, denials", without_ties(), [](const World& given, std::mt19937_64 random) {
    World denied = given;
    Denial denial;
    denial.item = 5000;
    denial.occurred = some_day(given, random);
    denial.credibility = kWorthNothing;
    denial.event = static_cast<Key>(random() % 6);
    denial.origin = random() % 2 == 0 ? kOwn : 99;
    denied.question.denials.push_back(denial);
    RC_ASSERT(same_probability(denied.question, given.question, given.moment));
  }));
}

TEST_CASE("a report that is surely false moves nothing, however it splits the gaps") {
  CHECK(holds("surely false", kPlain, [](const World& given, std::mt19937_64 random) {
    World rumoured = given;
    for (Stream& stream : rumoured.question.streams) {
      for (int i = 0; i < 5; ++i) {
        Observation rumour;
        rumour.item = 1000 + i;
        rumour.occurred = given.question.opened + std::chrono::hours(random() % 6000);
        rumour.credibility = 0;
        stream.said.push_back(rumour);
      }
    }
    RC_ASSERT(near(log_odds(rumoured.question, given.moment),
                   log_odds(given.question, given.moment), 1e-12));
    RC_ASSERT(near(account(rumoured.question, given.moment).judgement,
                   account(given.question, given.moment).judgement, 1e-11));
  }));
}

// --- One more event ------------------------------------------------------------------------------

TEST_CASE("one more event never moves belief the wrong way, whenever dated, under any lag") {
  CHECK(holds("one more event", {}, [](const World& given, std::mt19937_64 random) {
    World more = given;
    Question& question = more.question;
    const auto j = static_cast<std::size_t>(random() % question.streams.size());
    Stream& stream = question.streams[j];
    Observation item;
    item.item = 5000;
    item.occurred = some_day(given, random);
    item.credibility = 0.01 * static_cast<double>(1 + random() % 100);
    const Kinds kinds(question);
    double sign = 0;
    if (stream.at_set_times()) {
      sign = stream.seen_if_true.value() - stream.seen_if_false.value();
    } else {
      // Net of its narrower kinds, each so far as it is told as such: between not at all and all.
      std::vector<double> differences = {stream.if_true.per_day() - stream.if_false.per_day()};
      for (const int part : kinds.parts(static_cast<int>(j))) {
        const Stream& narrower = question.streams[static_cast<std::size_t>(part)];
        for (std::size_t k = differences.size(); k-- > 0;) {
          differences.push_back(differences[k] - narrower.if_true.per_day() +
                                narrower.if_false.per_day());
        }
      }
      sign = differences[0];
      for (const double difference : differences) RC_PRE(sign * difference > 0);
    }
    // In milestones and at set times it may be one more item of an event already told, which may
    // move its date.
    RC_PRE(stream.takes_count() || stream.said.empty());
    const auto holds_it = [&](const Stream& of) {
      return std::any_of(of.said.begin(), of.said.end(), [&](const Observation& total) {
        return total.total && total.total->count > 0;
      });
    };
    for (int k = static_cast<int>(j); k != kNoWider;
         k = question.streams[static_cast<std::size_t>(k)].of) {
      RC_PRE(!holds_it(question.streams[static_cast<std::size_t>(k)]));
    }
    const LogOdds before = log_odds(question, given.moment);
    stream.said.push_back(item);
    const LogOdds after = log_odds(question, given.moment);
    // But for rounding.
    const double moved = (after - before).nats() * (sign > 0 ? 1 : -1);
    RC_ASSERT(moved >= -1e-12 * (1 + std::fabs(before.nats())));
  }));
}

// --- Kinds within kinds --------------------------------------------------------------------------

TEST_CASE("kinds of one indicator that are seen at one ratio make of it what it makes alone") {
  Features features = kPlain;
  features.lags = true;
  features.bearing = features.horizon = true;
  CHECK(holds("split into kinds", features, [](const World& given, std::mt19937_64 random) {
    World split = given;
    Question& question = split.question;
    const Stream whole = question.streams[0];
    const auto first = static_cast<int>(question.streams.size());
    const int parts = 1 + static_cast<int>(random() % 3);
    double left = 1;
    for (int k = 0; k < parts; ++k) {
      // A part of the whole, or of the part before it.
      const double share = left * 0.1 * static_cast<double>(1 + random() % 8);
      const bool deeper = k > 0 && random() % 2 == 0;
      Stream part = whole;
      part.said.clear();
      part.of = deeper ? first + k - 1 : 0;
      const double of = deeper
                            ? question.streams.back().if_true.per_day() / whole.if_true.per_day() *
                                  0.1 * static_cast<double>(1 + random() % 8)
                            : share;
      if (!deeper) left -= share;
      part.if_true = Rate(whole.if_true.per_day() * of);
      part.if_false = Rate(whole.if_false.per_day() * of);
      question.streams.push_back(part);
    }
    question.streams[0].said.clear();
    for (const Observation& item : whole.said) {
      const auto kind = static_cast<std::size_t>(random() % static_cast<std::uint64_t>(parts + 1));
      if (kind == 0) {
        question.streams[0].said.push_back(item);
        continue;
      }
      // Told as the narrowest kind that it is, and perhaps as the wider ones too.
      for (int k = first + static_cast<int>(kind) - 1; k != kNoWider;
           k = question.streams[static_cast<std::size_t>(k)].of) {
        question.streams[static_cast<std::size_t>(k)].said.push_back(item);
        if (random() % 2 == 0) break;
      }
    }
    RC_ASSERT(
        near(log_odds(question, given.moment), log_odds(given.question, given.moment), 1e-11));
  }));
}

// --- What has happened ---------------------------------------------------------------------------

TEST_CASE("what has happened stays happened: P is never below s") {
  Features features;
  CHECK(holds("a happening", features, [](const World& given, std::mt19937_64 random) {
    World told = given;
    Question& question = told.question;
    for (Stream& stream : question.streams) RC_PRE(!stream.happening);
    Stream& answer = question.streams.emplace_back();
    answer.once = answer.happening = true;
    answer.if_true = Rate(0.01);
    answer.coverage = answer.season = {{question.opened, 1.0}};
    for (std::uint64_t items = 1 + random() % 3; items > 0; --items) {
      Observation item = rumour(given, random);
      item.item = 5000 + static_cast<ItemId>(items);
      item.credibility = 0.01 * static_cast<double>(random() % 101);
      answer.said.push_back(item);
    }
    const Account account = belief::account(question, given.moment);
    const auto entry =
        std::find_if(account.events.begin(), account.events.end(),
                     [](const EventEntry& each) { return each.kind == EventKind::kHappening; });
    if (entry == account.events.end()) {
      RC_ASSERT(account.closing == account.rest);
      return;
    }
    RC_ASSERT(account.closing >= entry->credibility.log_odds() - LogOdds(1e-14));
    RC_ASSERT(account.closing >= account.rest);
  }));
}

// --- A worse source's zero -----------------------------------------------------------------------

/// Whether any two of a stream's totals overlap in part only.
bool some_overlap(const Stream& stream) {
  for (const Observation& a : stream.said) {
    for (const Observation& b : stream.said) {
      if (a.total && b.total && a.occurred < b.occurred && b.occurred < a.total->until &&
          a.total->until < b.total->until) {
        return true;
      }
    }
  }
  return false;
}

// Of totals that overlap in part a zero may move the parts of one out of the other, which is then
// worth more: so those are left out.
TEST_CASE("a worse source's zero never makes a total in time worth more where nothing fades") {
  Features features;
  features.milestones = features.set_times = false;
  CHECK(holds("a worse zero", features, [](const World& given, std::mt19937_64 random) {
    World quiet = given;
    Question& question = quiet.question;
    question.persistence = Days(std::numeric_limits<double>::infinity());
    const auto j = static_cast<std::size_t>(random() % question.streams.size());
    const auto worth = [&](const Question& asked) {
      std::vector<std::pair<std::vector<ItemId>, double>> all;
      const Account account = belief::account(asked, given.moment);
      const Instant end = std::min(given.moment.as_of, asked.horizon.value_or(kForever));
      for (const EventEntry& entry : account.events) {
        if (entry.stream != static_cast<int>(j) || !entry.total) continue;
        if (entry.occurred < asked.opened || entry.total->until > end) continue;
        all.emplace_back(entry.items, std::fabs(entry.today.nats()));
      }
      return all;
    };
    const auto before = worth(question);
    double least = 1;
    for (const Observation& item : question.streams[j].said) {
      if (item.total && item.judged) least = std::min(least, item.credibility);
    }
    RC_PRE(!some_overlap(question.streams[j]));
    RC_PRE(question.denials.empty());  // they may make a total worse than the zero
    RC_PRE(question.streams[j].of == kNoWider && !Kinds(question).is_wider(static_cast<int>(j)));
    Observation zero;
    zero.item = 5000;
    zero.occurred = some_day(given, random);
    zero.total = Total{zero.occurred + std::chrono::hours(1 + random() % 2000), 0};
    zero.credibility = least * 0.1 * static_cast<double>(random() % 10);
    question.streams[j].said.push_back(zero);
    const auto after = worth(question);
    RC_ASSERT(after.size() == before.size());
    for (const auto& [items, size] : before) {
      const auto same =
          std::find_if(after.begin(), after.end(),
                       [&, &items = items](const auto& each) { return each.first == items; });
      RC_ASSERT(same != after.end());
      RC_ASSERT(same->second <= size * (1 + 1e-12));
    }
  }));
}

// -------------------------------------------------------------------------------------------------

TEST_CASE("an indicator that tells nothing apart moves nothing, heard or silent") {
  Features features;
  features.happening = false;  // it tells apart, as there is no other way for it to come
  CHECK(holds("a = b", features, [](const World& given, auto) {
    World dull = given;
    for (Stream& stream : dull.question.streams) {
      stream.if_true = stream.if_false;
      stream.seen_if_true = stream.seen_if_false;
    }
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
      for (const Observation& item : stream.said) {
        const double at = static_cast<double>((item.occurred - given.question.opened).count());
        if (at < 0 || at > end || !item.judged) continue;
        const double q = item.credibility;
        x += std::log((q * a + (1 - q) * m) / (q * b + (1 - q) * m)) / stream.dispersion;
      }
      x -= (a - b) / stream.dispersion * std::min(end, known) / 86400;
    }
    RC_ASSERT(near(log_odds(fact.question, given.moment), LogOdds(x), 1e-12));
  }));
}

TEST_CASE("with nothing more to watch, belief returns to the base rate") {
  Features features;
  features.happening = false;  // what has happened stays happened
  CHECK(holds("returns", features, [](const World& given, auto) {
    World left = given;
    left.question.horizon.reset();
    for (Stream& stream : left.question.streams)
      std::erase_if(stream.occasions, [&](Instant at) {
        return at > given.question.opened + std::chrono::days(1000);
      });
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
  Features features;
  features.happening = false;
  CHECK(holds("negation", features, [](const World& given, auto) {
    World negated = given;
    Question& question = negated.question;
    question.prior = Probability(1 - question.prior.value());
    question.base_rate = Probability(1 - question.base_rate.value());
    for (Stream& stream : question.streams) {
      std::swap(stream.if_true, stream.if_false);
      std::swap(stream.seen_if_true, stream.seen_if_false);
    }
    for (Observation& item : question.bearing) item.ratio = 1 / item.ratio;
    const Account account = belief::account(given.question, given.moment);
    const Account other = belief::account(question, given.moment);
    RC_ASSERT(near(account.closing, -other.closing, 1e-11));
    RC_ASSERT(account.events.size() == other.events.size());
    for (std::size_t j = 0; j < account.silence.size(); ++j) {
      RC_ASSERT(near(account.silence[j].today, -other.silence[j].today, 1e-10));
    }
  }));
}

TEST_CASE("more credible means a larger move, the same way") {
  CHECK(holds("credibility", kPlain, [](const World& given, auto) {
    World surer = given;
    for (Stream& stream : surer.question.streams) {
      for (Observation& item : stream.said) item.credibility = (1 + item.credibility) / 2;
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
  dates.reserve(20);
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
  dates.reserve(40);
  for (int i = 0; i < 40; ++i) {
    dates.push_back(given.question.opened - std::chrono::days(10) +
                    std::chrono::hours(random() % 8000));
  }
  const auto points = history_as_known_then(all, dates);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    RC_ASSERT(points[i] == log_odds(known_at(all, dates[i]), {dates[i], dates[i], true}));
  }
}

/// Single events, under lag, of plain indicators and of none.
Features singles() {
  Features features = kPlain;
  features.lags = features.bearing = features.horizon = true;
  return features;
}

/// Kinds within kinds without totals, which are carried from date to date.
Features only_kinds() {
  Features features;
  features.totals = false;
  return features;
}

TEST_CASE("history as known then is what was believed at each date, to the bit") {
  CHECK(holds("then", {}, check_history_as_known_then));
  Features no_kinds;  // with which each date is asked by itself
  no_kinds.kinds = false;
  CHECK(holds("then, no kinds", no_kinds, check_history_as_known_then));
  Features prompt_kinds = only_kinds();
  prompt_kinds.lags = false;
  CHECK(holds("then, kinds", prompt_kinds, check_history_as_known_then));
  Features promptly = no_kinds;
  promptly.lags = false;
  CHECK(holds("then, promptly", promptly, check_history_as_known_then));
  CHECK(holds("then, singles", singles(), check_history_as_known_then));
  Features totals = singles();
  totals.totals = true;
  CHECK(holds("then, totals", totals, check_history_as_known_then));
}

TEST_CASE("history is the probability at each date, to the bit") {
  CHECK(holds("history", {}, check_history));
  Features no_kinds;
  no_kinds.kinds = false;
  CHECK(holds("history, no kinds", no_kinds, check_history));
  CHECK(holds("history of kinds", only_kinds(), check_history));
  CHECK(holds("history of single events", singles(), check_history));
  Features totals = singles();
  totals.totals = true;
  CHECK(holds("history with totals", totals, check_history));
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
  const auto say = [&](std::size_t j, double at, int late) -> Observation& {
    Observation& item = question.streams[j].said.emplace_back();
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
    Observation& total = say(2, start, 30);
    total.total = Total{total.occurred + std::chrono::days(29), 5};
    for (const int days : {7, 19}) say(2, start + days, 0);
  }
  return made;
}

/// Seconds for a history as known then, a point a day: the least of a few.
double time_of(const Chronicle& chronicle, int months) {
  std::vector<Instant> dates;
  dates.reserve(30 * static_cast<std::size_t>(months));
  for (int i = 0; i < 30 * months; ++i) {
    dates.push_back(chronicle.question.opened + std::chrono::days(i));
  }
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < testing::how_many(7); ++i) {
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
  if (!testing::kTriesAll) return;
  CHECK(long_one < 16 * 3 * short_one);  // it would be 16 * 16 if each point asked everything
}

}  // namespace
}  // namespace signpost::belief
