#include "engine/belief/ledger.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/belief/timeline.h"
#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// The log-odds without the event that holds an item, by asking again with its jumps undone: its
/// items' indicator hears as before, so only the ledger can do this in general. Here the indicator
/// is always watched and without lag, so that leaving the items out leaves the exposure alone.
double closing_without(Question asked, const Moment& moment, ItemId number) {
  for (Stream& listened : asked.streams) {
    std::erase_if(listened.said, [&](const Observation& said) { return said.item == number; });
  }
  std::erase_if(asked.bearing, [&](const Observation& said) { return said.item == number; });
  return log_odds(asked, moment).nats();
}

Question mixed() {
  Question asked = question(0.4, Days(180));
  asked.base_rate = Probability(0.2);
  asked.streams = {stream(0.2, 0.07), stream(0.01, 0.04)};
  asked.streams[0].said = {item(1, 9, 0.9), item(2, 9, 0.6), item(3, 80, 0.8), item(4, 120, 1.0)};
  asked.streams[1].said = {item(5, 30, 0.9), item(6, 120, 0.5)};
  asked.bearing = {bearing(7, 60, 0.9, 30), bearing(8, 0, 0.9, 0.1)};
  return asked;
}

TEST_CASE("the entries sum to the closing") {
  const Account account = belief::account(mixed(), at(120));
  double sum = account.opening.nats() + account.judgement.nats();
  for (const EventEntry& entry : account.events) sum += entry.today.nats();
  for (const SilenceEntry& entry : account.silence) sum += entry.today.nats();
  CHECK(sum == doctest::Approx(account.closing.nats()).epsilon(1e-13));
  CHECK(account.events.size() == 8);
}

TEST_CASE("striking out an event gives what would be had it not been said") {
  const Account account = belief::account(mixed(), at(120));
  for (const EventEntry& entry : account.events) {
    CAPTURE(entry.items[0]);
    CHECK(entry.closing_without.nats() ==
          doctest::Approx(closing_without(mixed(), at(120), entry.items[0])).epsilon(1e-12));
  }
}

TEST_CASE("a total is struck out with all its parts, between which other events stay") {
  // Its span is watched in full with or without it.
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.2, 0.07), stream(0.01, 0.04)};
  asked.streams[0].said = {total(1, 10, 70, 7, 1.0)};
  asked.streams[1].said = {item(2, 30, 0.9), item(3, 66, 0.9)};
  const Account account = belief::account(asked, at(100));
  CHECK(entry_of(account, 1)->counted == 7);
  CHECK(entry_of(account, 1)->closing_without.nats() ==
        doctest::Approx(closing_without(asked, at(100), 1)).epsilon(1e-13));
  CHECK(entry_of(account, 2)->closing_without.nats() ==
        doctest::Approx(closing_without(asked, at(100), 2)).epsilon(1e-13));
}

TEST_CASE("striking out keeps its digits where many strong events share an instant") {
  for (const double later : {0.0, 1.0}) {
    Question asked = question(0.4, Days(180));
    asked.streams = {stream(0.2, 0.07)};
    for (int i = 0; i < 1000; ++i) {
      asked.bearing.push_back(bearing(i, 5, 1.0, i < 500 ? 30 : 1 / 30.0));
    }
    asked.bearing.push_back(bearing(1000, 5 + later, 1.0, 30));
    const Account account = belief::account(asked, at(6));
    for (const ItemId number : {0, 700, 1000}) {
      CAPTURE(number);
      CHECK(entry_of(account, number)->closing_without.nats() ==
            doctest::Approx(closing_without(asked, at(6), number)).epsilon(1e-11));
    }
  }
}

TEST_CASE("events are listed by what striking them out would change, strongest first") {
  const Account account = belief::account(mixed(), at(120));
  for (std::size_t i = 1; i < account.events.size(); ++i) {
    CHECK(std::fabs((account.closing - account.events[i - 1].closing_without).nats()) >=
          std::fabs((account.closing - account.events[i].closing_without).nats()));
  }
}

TEST_CASE("an event on the moment assessed has not faded, nor one of a fixed fact") {
  CHECK(entry_of(account(mixed(), at(120)), 4)->today ==
        entry_of(account(mixed(), at(120)), 4)->arrived);
  Question fact = mixed();
  fact.persistence = kForAlways;
  for (const EventEntry& entry : account(fact, at(400)).events) {
    CHECK(entry.today == entry.arrived);
    CHECK(entry.closing_without.nats() ==
          doctest::Approx(closing_without(fact, at(400), entry.items[0])).epsilon(1e-13));
  }
}

TEST_CASE("the judgement starts at prior over base rate and fades") {
  Question asked = question(0.45, Days(180));
  asked.base_rate = Probability(0.25);
  const double whole = (Probability(0.45).log_odds() - Probability(0.25).log_odds()).nats();
  CHECK(account(asked, at(0)).judgement.nats() == doctest::Approx(whole).epsilon(1e-15));
  CHECK(account(asked, at(-5)).judgement.nats() == doctest::Approx(whole).epsilon(1e-15));
  CHECK(account(asked, at(5000)).judgement.nats() == doctest::Approx(0).epsilon(1e-9));
  asked.persistence = kForAlways;
  CHECK(account(asked, at(5000)).judgement.nats() == doctest::Approx(whole).epsilon(1e-15));
}

TEST_CASE("silence is accounted for each indicator, and how long it was watched") {
  Question asked = question(0.4, kForAlways);
  asked.streams = {stream(0.2, 0.07), stream(0.01, 0.04)};
  asked.streams[1].coverage = {{kOpened, 0.5}};
  const Account account = belief::account(asked, at(100));
  CHECK(account.silence[0].today.nats() == doctest::Approx(-13).epsilon(1e-13));
  CHECK(account.silence[1].today.nats() == doctest::Approx(1.5).epsilon(1e-13));
  CHECK(account.silence[1].watched == Days(50));
}

TEST_CASE("items that cannot be judged are listed with what they would be worth at C3") {
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.3, 0.1)};
  asked.streams[0].said = {unjudged(item(1, 9, 0.9)), unjudged(item(2, -9, 0.9)),
                           unjudged(total(3, 20, 30, 5, 0.9)), unjudged(item(4, 99, 0.9))};
  const Account account = belief::account(asked, at(60));
  const double at_c3 = std::log((0.5 * 0.3 + 0.5 * 0.18) / (0.5 * 0.1 + 0.5 * 0.18));
  CHECK(not_counted(account, 1)->reason == NotCountedReason::kCannotBeJudged);
  CHECK(not_counted(account, 1)->would_be.nats() == doctest::Approx(at_c3).epsilon(1e-14));
  CHECK(not_counted(account, 2)->would_be.nats() == 0);
  CHECK(not_counted(account, 3)->would_be.nats() == doctest::Approx(5 * at_c3).epsilon(1e-14));
  CHECK_FALSE(not_counted(account, 4));  // not yet there
  CHECK(account.events.empty());
}

TEST_CASE("every reason for not counting is told") {
  Question asked = question(0.4, Days(180));
  asked.horizon = day(50);
  asked.streams = {stream(0.3, 0.1), stream(0.9, 0.1), set_times({10, 20}, 0.7, 0.2),
                   happening(0.01), stream(0.1, 0.05)};
  asked.streams[4].of = 1;
  asked.streams[0].said = {
      item(1, -1, 0.9),          item(2, 55, 0.9),         item(3, 5, 0.9),
      none_seen(4, 10, 20, 0.9), total(5, 22, 30, 1, 0.9), item(6, 23, 0.9),
      item(7, 24, 0.9),          item(8, 99, 0.9),         of_event(item(9, 30, 0.9), 1, 1)};
  asked.streams[1].said = {item(3, 5, 0.9), item(10, 7, 0.8)};
  asked.streams[2].said = {item(11, 9, 0.9)};
  asked.streams[3].said = {item(12, -3, 0.9)};
  asked.streams[4].said = {item(10, 7, 0.8)};
  asked.denials = {denial(13, 31, 0.5, 1, 1), denial(14, 31, 0.5, 77)};
  const Account account = belief::account(asked, at(60));
  const auto reason = [&](ItemId number, int stream) {
    const auto found = not_counted(account, number, stream);
    REQUIRE(found);
    return found->reason;
  };
  CHECK(reason(1, 0) == NotCountedReason::kBeforeOpening);
  CHECK(reason(2, 0) == NotCountedReason::kAfterHorizon);
  CHECK(reason(3, 0) == NotCountedReason::kCountedElsewhere);
  CHECK(not_counted(account, 3)->counted_under == 1);
  CHECK(reason(4, 0) == NotCountedReason::kNoneSeen);
  CHECK(reason(5, 0) == NotCountedReason::kNothingLeft);
  CHECK(reason(9, 0) == NotCountedReason::kTakenBack);
  CHECK(reason(10, 1) == NotCountedReason::kNarrowerKind);
  CHECK(reason(11, 2) == NotCountedReason::kNoOccasion);
  CHECK(reason(12, 3) == NotCountedReason::kHadHappened);
  CHECK(reason(14, kUnforeseen) == NotCountedReason::kDeniesNothing);
  CHECK_FALSE(not_counted(account, 8));                            // not yet there
  CHECK(reason(13, kUnforeseen) == NotCountedReason::kTakenBack);  // who took it back
  REQUIRE(account.disagreeing.size() == 1);                        // two lie in the total of one
  CHECK(account.disagreeing[0].event == kOwn);
  CHECK(account.disagreeing[0].item == 5);
}

TEST_CASE("a total that disagrees is told of by its key, also where something is left of it") {
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.3, 0.1)};
  asked.streams[0].said = {of_event(total(4, 0, 20, 3, 0.9), 7), item(1, 1, 0.9), item(2, 2, 0.9),
                           item(3, 3, 0.9), item(5, 4, 0.9)};
  const Account account = belief::account(asked, at(60));
  REQUIRE(account.disagreeing.size() == 1);
  CHECK(account.disagreeing[0].event == 7);
  CHECK(account.disagreeing[0].item == 4);
}

TEST_CASE("an event's denials are listed with it, and change its credibility") {
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.3, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.8), 3, 1)};
  asked.denials = {denial(9, 8, 0.5, 3, 2), denial(4, 7, 0.0, 3, 3), denial(5, 7, 0.5, 4)};
  const Account account = belief::account(asked, at(60));
  CHECK(entry_of(account, 1)->denied_by == std::vector<ItemId>{4, 9});
  CHECK(entry_of(account, 1)->credibility.value() == doctest::Approx(0.4 / 0.6).epsilon(1e-15));
}

TEST_CASE("a denial that cannot be judged is told apart, and does nothing") {
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.3, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.8), 3, 1)};
  asked.denials = {unjudged(denial(9, 8, 0.5, 3, 2))};
  const Account account = belief::account(asked, at(60));
  CHECK(not_counted(account, 9, kUnforeseen)->reason == NotCountedReason::kCannotBeJudged);
  asked.denials.clear();
  CHECK(account.closing == belief::account(asked, at(60)).closing);
}

TEST_CASE("what has happened is one entry: what it adds to all else, then and today") {
  for (const Days persistence : {Days(100), kForAlways}) {
    Question asked = question(0.4, persistence);
    asked.streams = {happening(0.01), stream(0.2, 0.1)};
    asked.streams[0].said = {item(1, 20, 0.6)};
    asked.streams[1].said = {item(2, 5, 0.9), item(3, 40, 0.9)};
    const Account account = belief::account(asked, at(60));
    Question rest = asked;
    rest.streams[0].said.clear();
    const double r = Probability::from(log_odds(rest, at(60))).value();
    CHECK(Probability::from(account.closing).value() ==
          doctest::Approx(0.6 + 0.4 * r).epsilon(1e-14));
    CHECK(account.rest.nats() == doctest::Approx(log_odds(rest, at(60)).nats()).epsilon(1e-14));
    const EventEntry& entry = *entry_of(account, 1);
    CHECK(entry.kind == EventKind::kHappening);
    CHECK_FALSE(entry.ratio);
    CHECK(entry.credibility.value() == 0.6);
    CHECK(entry.closing_without == account.rest);
    CHECK(entry.today.nats() ==
          doctest::Approx((account.closing - account.rest).nats()).epsilon(1e-14));
    const LogOdds then = log_odds(rest, at(20));
    const double p = 0.6 + 0.4 * Probability::from(then).value();
    CHECK(entry.arrived.nats() ==
          doctest::Approx((Probability(p).log_odds() - then).nats()).epsilon(1e-13));
    // Without another event: s and the rest without it.
    Question without = rest;
    std::erase_if(without.streams[1].said, [](const Observation& said) { return said.item == 3; });
    const double r2 = Probability::from(log_odds(without, at(60))).value();
    CHECK(Probability::from(entry_of(account, 3)->closing_without).value() ==
          doctest::Approx(0.6 + 0.4 * r2).epsilon(1e-13));
  }
}

TEST_CASE("what a happening adds when it came is after all else at that instant") {
  Question asked = question(0.4, kForAlways);
  asked.streams = {happening(0.01), stream(0.2, 0.1)};
  asked.streams[0].said = {item(1, 20, 0.6)};
  asked.streams[1].said = {item(2, 20, 0.9)};
  Question rest = asked;
  rest.streams[0].said.clear();
  const LogOdds then = log_odds(rest, at(20));
  CHECK(entry_of(account(asked, at(60)), 1)->arrived.nats() ==
        doctest::Approx((Happening{{}, 0, 0.6}.add_to(then) - then).nats()).epsilon(1e-14));
}

TEST_CASE("a sighting at a set time that is struck out leaves the set time's silence") {
  for (const Days persistence : {Days(100), kForAlways}) {
    Question asked = question(0.4, persistence);
    asked.streams = {set_times({10, 20, 30}, 0.7, 0.2), stream(0.2, 0.1)};
    asked.streams[0].coverage = {{kOpened, 0.9}};
    asked.streams[0].said = {item(1, 21, 0.8), item(2, 31, 0.6)};
    asked.streams[1].said = {item(3, 25, 0.9)};
    const Account account = belief::account(asked, at(60));
    CHECK(entry_of(account, 1)->kind == EventKind::kOccasion);
    CHECK(*entry_of(account, 1)->ratio == doctest::Approx(3.5).epsilon(1e-15));
    CHECK(account.silence[0].occasions == 0.9);
    for (const ItemId number : {1, 2, 3}) {
      CAPTURE(number);
      CHECK(entry_of(account, number)->closing_without.nats() ==
            doctest::Approx(closing_without(asked, at(60), number)).epsilon(1e-13));
    }
  }
}

TEST_CASE("set times at which nothing was seen are silence, each a step that fades") {
  Question asked = question(0.4, kForAlways);
  asked.streams = {set_times({10, 20}, 0.7, 0.2)};
  const Account account = belief::account(asked, at(60));
  CHECK(account.events.empty());
  CHECK(account.silence[0].today.nats() == doctest::Approx(2 * std::log(0.3 / 0.8)).epsilon(1e-14));
  CHECK(account.silence[0].occasions == 2);
  CHECK(account.silence[0].watched == Days(0));
}

TEST_CASE("a wider kind's entry tells what rests of its factor") {
  Question asked = question(0.4, Days(100));
  asked.streams = {stream(0.9, 0.3), stream(0.05, 0.04)};
  asked.streams[1].of = 0;
  asked.streams[0].said = {of_event(item(1, 4, 0.9), 1)};
  asked.streams[1].said = {of_event(item(2, 4, 0.6), 1)};
  const Account account = belief::account(asked, at(60));
  CHECK(entry_of(account, 1)->rest == doctest::Approx(1.0 / 3).epsilon(1e-14));
  CHECK(*entry_of(account, 1)->ratio == doctest::Approx(0.85 / 0.26).epsilon(1e-14));
  CHECK(entry_of(account, 2)->rest == 1);
}

TEST_CASE("rates that do not fit are reported with the rate observed") {
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.05, 0.02), stream(0.05, 0.02)};
  for (int i = 0; i < 40; ++i) asked.streams[0].said.push_back(item(i, 2 * i, 0.9));
  const Account account = belief::account(asked, at(100));
  REQUIRE(account.misfits.size() == 1);
  CHECK(account.misfits[0].stream == 0);
  CHECK(account.misfits[0].observed.per_day() == doctest::Approx(0.36).epsilon(1e-13));
}

TEST_CASE("an entry tells its items, origins, credibility and ratio") {
  Question asked = question(0.4, Days(180));
  asked.streams = {stream(0.3, 0.1)};
  asked.streams[0].said = {of_event(item(9, 5, 0.6), 3, 1), of_event(item(2, 6, 0.5), 3, 2),
                           of_event(item(5, 7, 0.1), 3, 2)};
  asked.bearing = {bearing(4, 5, 0.9, 3)};
  const Account account = belief::account(asked, at(60));
  const EventEntry& entry = *entry_of(account, 2);
  CHECK(entry.items == std::vector<ItemId>{2, 5, 9});
  CHECK(entry.event == 3);
  CHECK(entry.origins == 2);
  CHECK(entry.occurred == day(5));
  CHECK(entry.credibility.value() == 0.8);
  CHECK(*entry.ratio == doctest::Approx(3).epsilon(1e-15));
  CHECK(*entry_of(account, 4)->ratio == 3);
  CHECK(entry_of(account, 4)->stream == kUnforeseen);
}

TEST_CASE("the books balance where strong evidence, long gaps and cancelling drains meet") {
  // `account` checks the balance itself and throws where it fails.
  for (const double tau : {0.5, 30.0, 1e4, 1e6}) {
    for (const double base : {1e-9, 0.3, 1 - 1e-9}) {
      Question asked = question(0.4, Days(tau));
      asked.base_rate = Probability(base);
      asked.streams = {stream(40, 0.001), stream(0.001, 40), stream(0.3, 0.30000001)};
      asked.streams[2].coverage = {{kOpened, 1.0}, {day(3000), 0.0}, {day(90000), 0.7}};
      for (int i = 0; i < 30; ++i) {
        asked.streams[static_cast<std::size_t>(i % 3)].said.push_back(item(i, i * i * 101, 1.0));
      }
      asked.bearing = {bearing(100, 7, 1.0, 1e200), bearing(101, 7, 1.0, 1e-90),
                       bearing(102, 70, 1.0, 1e-250)};
      CHECK_NOTHROW(account(asked, at(120000)));
    }
  }
}

}  // namespace
}  // namespace signpost::belief
