#include "engine/belief/counted_belief.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <stdexcept>

#include "engine/belief/believe.h"
#include "engine/belief/counted_events.h"
#include "engine/belief/credit.h"
#include "engine/belief/linchpin.h"
#include "engine/belief/outlook.h"
#include "engine/belief/simulation.h"
#include "engine/belief/uncertainty.h"
#include "tests/unit/belief/counted_questions.h"

namespace signpost::belief {
namespace {

constexpr double kM = kDaysPerMonth;

/// A year of four a month, a window of a year of which three months are told; half as many are
/// asked for as are likely, or more.
Question told(double at_least = 50) {
  Question asked = countable(12, 12, at_least);
  say(asked, -12, 3, 4);
  return asked;
}

/// The same with one indicator beside the count, and one item that bears on it.
Question with_beside(double at_least = 50) {
  Question asked = told(at_least);
  Stream beside = stream(0.03, 0.01);
  beside.said = {item(1001, 10, 0.9), item(1002, 70, 0.6)};
  beside.said[0].source = 1;
  beside.said[1].source = 2;
  asked.streams = {beside};
  asked.bearing = {bearing(1003, 40, 0.8, 3)};
  return asked;
}

double nats(const Question& asked, const Moment& moment) { return log_odds(asked, moment).nats(); }

TEST_CASE("belief of a count alone is what its count makes") {
  const Question asked = told();
  for (const double on : {-40.0, 0.0, 20.0, 45.0, 91.0}) {
    const CountedEvents counted(asked, at(on));
    CHECK(log_odds(asked, at(on)) == *count_log_odds(counted.question()));
    CHECK(standing(asked, at(on)) == log_odds(asked, at(on)));
    CHECK(log_odds_unfaded(asked, at(on), day(1)) == log_odds(asked, at(on)));
  }
}

TEST_CASE("without history there is no P, and to ask for one is a mistake") {
  Question asked = countable(0, 12, 5);
  say(asked, 0, 3, 4);
  CHECK_FALSE(standing(asked, at(91)).has_value());
  CHECK_THROWS_AS(log_odds(asked, at(91)), std::logic_error);
  CHECK_THROWS_AS(account(asked, at(91)), std::logic_error);
  const std::vector<Instant> dates = {day(10), day(91)};
  CHECK_THROWS_AS(history(asked, dates, day(91)), std::logic_error);
  CHECK_FALSE(standings(asked, dates, day(91))[1].has_value());
  Question later = told();
  later.count->streams[0].stream.coverage = {{day(-900), 0}, {day(-40), 1}};
  heard(later) = {item(1, -39.5, 0.9)};
  const std::vector<Instant> around = {day(-41), day(-39)};
  const auto points = standings(later, around, day(-39));
  CHECK_FALSE(points[0].has_value());
  CHECK(points[1].has_value());
}

TEST_CASE("what stands beside the count moves belief as it moves a fixed fact") {
  const Question asked = with_beside();
  const Question alone = told();
  for (const double on : {5.0, 10.0, 40.0, 91.0}) {
    const Moment moment = at(on);
    Question fact = question(0.5, kForAlways);
    fact.prior = fact.base_rate = Probability::from(log_odds(alone, {kOpened, moment.known_at}));
    fact.horizon = asked.horizon;
    fact.streams = asked.streams;
    fact.bearing = asked.bearing;
    const double beside = nats(fact, moment) - fact.prior.log_odds().nats();
    CHECK(beside != 0);
    CHECK(nats(asked, moment) - nats(alone, moment) == doctest::Approx(beside).epsilon(1e-8));
  }
  CHECK(log_odds(asked, at(0)) == log_odds(alone, at(0)));
  CHECK(log_odds(asked, at(-30)) == log_odds(alone, at(-30)));
}

TEST_CASE("once the count has decided nothing else is worth anything") {
  const double surest = Probability(1 - kLeastProbability).log_odds().nats();
  Question enough = with_beside(10);
  enough.bearing[0].ratio = 1e-6;
  CHECK(nats(enough, at(91)) == doctest::Approx(surest).epsilon(1e-9));
  const Account account_of = account(enough, at(91));
  CHECK(account_of.count->decided);
  for (const EventEntry& entry : account_of.events) {
    CHECK(entry.today.nats() == 0);
    CHECK(entry.arrived.nats() != 0);
    CHECK(entry.closing_without == account_of.closing);
  }
  CHECK(account_of.silence[0].today.nats() == 0);
  CHECK_FALSE(event_linchpin(enough, at(91), account_of).has_value());
  CHECK_FALSE(source_linchpin(enough, at(91)).has_value());
  CHECK(outlooks(enough, at(91), Days(30))[0].bits == 0);
  Question over = with_beside(400);
  over.bearing[0].ratio = 1e6;
  CHECK(nats(over, at(12 * kM)) == doctest::Approx(-surest).epsilon(1e-9));
  CHECK(nats(over, at(500)) == doctest::Approx(-surest).epsilon(1e-9));
}

TEST_CASE("P stays within its bounds, however strong what stands beside the count") {
  Question asked = told();
  for (int i = 0; i < 20; ++i) asked.bearing.push_back(bearing(2000 + i, 50, 1, 30));
  CHECK(Probability::from(log_odds(asked, at(91))).value() <= 1 - kLeastProbability + 1e-15);
  const Account books = account(asked, at(91));
  CHECK(books.closing == log_odds(asked, at(91)));
  double today = 0;
  for (const EventEntry& entry : books.events) today += entry.today.nats();
  CHECK(today < 20);
  CHECK(today > 0);
}

TEST_CASE("the books of a count balance, line by line") {
  for (const Question& asked : {told(), with_beside()}) {
    for (const double on : {-30.0, 0.0, 1.0, kM, 75.0, 91.0, 400.0}) {
      CAPTURE(on);
      const Account books = account(asked, at(on));
      REQUIRE(books.count.has_value());
      LogOdds sum = books.opening;
      LogOdds at_start = books.opening;
      for (const CountLine& line : books.count->account.lines) {
        CHECK(line.at_start.nats() == doctest::Approx(at_start.nats()).epsilon(1e-9));
        at_start += line.brought;
        sum += line.brought;
      }
      CHECK(at_start.nats() == doctest::Approx(books.count->account.closing.nats()).epsilon(1e-9));
      for (const EventEntry& entry : books.events) sum += entry.today;
      for (const SilenceEntry& entry : books.silence) sum += entry.today;
      CHECK(sum.nats() == doctest::Approx(books.closing.nats()).epsilon(1e-9));
      CHECK(books.closing == log_odds(asked, at(on)));
      if (on > 0) {
        CHECK(std::fabs(books.opening.nats() - nats(asked, {kOpened, day(on)})) < 1e-7);
        CHECK_FALSE(books.count->account.lines.empty());
      } else {
        CHECK(books.opening == books.closing);
      }
    }
  }
}

TEST_CASE("what later items change of the time before the opening is brought by the first line") {
  Question asked = told();
  heard(asked).push_back(of_event(item(900, -20, 0.4), 5, 1));
  heard(asked).push_back(of_event(item(901, 30, 0.4), 5, 2));
  const Account books = account(asked, at(60));
  CHECK(std::fabs(books.opening.nats() - nats(asked, {kOpened, day(60)})) < 1e-7);
  CHECK(books.closing == log_odds(asked, at(60)));
}

TEST_CASE("an account says what each event beside the count would leave if it were struck out") {
  const Question asked = with_beside();
  const Account books = account(asked, at(91));
  REQUIRE(books.events.size() == 3);
  for (const EventEntry& entry : books.events) {
    CHECK((books.closing - entry.closing_without).nats() ==
          doctest::Approx(entry.arrived.nats()).epsilon(1e-9));
  }
  Question without = asked;
  without.bearing.clear();
  CHECK(entry_of(books, 1003)->closing_without.nats() ==
        doctest::Approx(nats(without, at(91))).epsilon(1e-9));
}

TEST_CASE("the silence beside a count is what the account says of it") {
  const Question asked = with_beside();
  const std::vector<LogOdds> all = silence_since(asked, at(91), kOpened - std::chrono::seconds(1));
  CHECK(all[0].nats() == doctest::Approx(account(asked, at(91)).silence[0].today.nats()));
  CHECK(silence_since(asked, at(91), day(91))[0].nats() == 0);
}

TEST_CASE("at the horizon P is P") {
  const LogOdds now = log_odds(told(), at(91));
  CHECK(at_horizon(told(), day(91), now) == Probability::from(now));
}

std::vector<Instant> weekly(double from, double until) {
  std::vector<Instant> dates;
  for (double on = from; on <= until; on += 7) dates.push_back(day(on));
  return dates;
}

TEST_CASE("a history is what each date makes, to a billionth") {
  for (Question asked : {told(), with_beside(), with_beside(14)}) {
    asked.count->streams[0].stream.lag = Days(12);
    heard(asked).push_back(of_event(item(900, -20, 0.4), 5, 1));
    heard(asked).push_back(of_event(item(901, 30, 0.4), 5, 2));
    heard(asked).push_back(total(902, 5, 50, 20, 0.8));
    for (const bool learnt : {false, true}) {
      if (learnt) asked.count->drift.reset();
      const std::vector<Instant> dates = weekly(-60, 390);
      const std::vector<LogOdds> points = history(asked, dates, day(91));
      for (std::size_t i = 0; i < dates.size(); ++i) {
        CAPTURE(i);
        const LogOdds alone = log_odds(asked, {dates[i], day(91)});
        CHECK(std::fabs((points[i] - alone).nats()) < 2e-8);
        CHECK(std::fabs(Probability::from(points[i]).value() - Probability::from(alone).value()) <
              1e-9);
      }
    }
  }
}

TEST_CASE("a history as known then is what was believed at each date, bit for bit") {
  const Question asked = with_beside();
  Chronicle chronicle{
      asked, {{{day(12), kForever}, {day(70), day(80)}}}, {{day(45), kForever}}, {}, {}};
  for (std::size_t i = 0; i < asked.count->streams[0].stream.said.size(); ++i) {
    if (chronicle.of_counted.empty()) chronicle.of_counted.emplace_back();
    const Instant occurred = asked.count->streams[0].stream.said[i].occurred;
    const auto days_late = std::chrono::hours(24 * static_cast<int>(i % 9));
    chronicle.of_counted[0].push_back(
        {occurred + days_late, i % 11 == 0 ? occurred + std::chrono::hours(2400) : kForever});
  }
  const std::vector<Instant> dates = weekly(-20, 100);
  const std::vector<LogOdds> points = history_as_known_then(chronicle, dates);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    CHECK(points[i] == log_odds(known_of(chronicle, dates[i]), {dates[i], dates[i]}));
  }
  CHECK(known_of(chronicle, day(0)).count->streams[0].stream.said.size() <
        known_of(chronicle, day(90)).count->streams[0].stream.said.size());
}

TEST_CASE("an interval comes from the count's guesses and from those beside it") {
  const std::vector<Instant> dates = {day(20), day(91)};
  for (Question asked : {told(), with_beside()}) {
    for (const bool learnt : {false, true}) {
      if (learnt) asked.count->drift.reset();
      Uncertainty off;
      off.streams.resize(asked.streams.size());
      const std::vector<Interval> both = intervals(asked, off, dates, day(91));
      for (std::size_t i = 0; i < dates.size(); ++i) {
        const double p = Probability::from(log_odds(asked, {dates[i], day(91)})).value();
        CHECK(both[i].low.value() < p);
        CHECK(both[i].high.value() > p);
        if (asked.streams.empty()) CHECK(both[i].high.value() - both[i].low.value() < 0.3);
      }
      CHECK(intervals(asked, off, dates, day(91), 1) == both);
    }
  }
  // Once decided there is nothing to guess.
  const std::vector<Instant> decided = {day(91)};
  const std::vector<Interval> sure = intervals(told(10), Uncertainty{}, decided, day(91));
  CHECK(sure[0].low == sure[0].high);
}

TEST_CASE("linchpins, outlooks, simulation and credit leave the count as it is") {
  Question asked = with_beside();
  asked.bearing[0].ratio = 30;
  const Moment moment = at(91);
  const Account books = account(asked, moment);
  const auto hinge = event_linchpin(asked, moment, books);
  REQUIRE(hinge.has_value());
  REQUIRE(hinge->events.size() == 1);
  CHECK(hinge->without.nats() ==
        doctest::Approx(books.events[hinge->events[0]].closing_without.nats()).epsilon(1e-9));
  const auto weightiest = weightiest_source(asked, moment);
  REQUIRE(weightiest.has_value());
  Question without = asked;
  std::erase_if(without.streams[0].said,
                [&](const Observation& said) { return said.source == weightiest->sources[0]; });
  CHECK(weightiest->without.nats() == doctest::Approx(nats(without, moment)).epsilon(1e-9));
  source_linchpin(asked, moment);

  const Outlook outlook = outlooks(asked, moment, Days(30))[0];
  CHECK(outlook.bits > 0);
  CHECK(outlook.if_seen > books.closing);
  CHECK(outlook.if_silent < books.closing);

  SimulationChoices choices;
  choices.worlds = 10;
  CHECK(simulate(asked, choices).worlds == 10);
  CHECK_NOTHROW(simulate(told(), choices));

  const Credit earned = credit(asked, moment, books, true, Scored::kNow);
  double sum = earned.prior + earned.count + earned.fading;
  for (const EventCredit& event : earned.events) sum += event.bits;
  for (const double silence : earned.silence) sum += silence;
  CHECK(sum == doctest::Approx(earned.close).epsilon(1e-12));
  CHECK(earned.close ==
        doctest::Approx(std::log2(Probability::from(books.closing).value())).epsilon(1e-9));
}

TEST_CASE("what is counted late makes P what it would be had it been told at once") {
  Question asked = told();
  const double before = nats(asked, at(91));
  heard(asked).push_back(item(900, 20, 0.9));
  CHECK(nats(asked, at(91)) > before);
}

}  // namespace
}  // namespace signpost::belief
