#include "engine/belief/linchpin.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

Observation from(Observation said, Key source) {
  said.source = source;
  return said;
}

std::optional<Linchpin> events_of(const Question& asked, const Moment& moment) {
  return event_linchpin(asked, moment, account(asked, moment));
}

TEST_CASE("a judgement that one event carries hinges on it") {
  Question asked = question(0.5, Days(300));
  asked.streams = {stream(0.02, 0.002), stream(0.02, 0.015)};
  asked.streams[0].said = {item(1, 10, 0.9)};
  asked.streams[1].said = {item(2, 12, 0.6)};
  const Account account = belief::account(asked, at(20));
  const auto linchpin = event_linchpin(asked, at(20), account);
  REQUIRE(linchpin);
  CHECK(linchpin->exact);
  REQUIRE(linchpin->events == std::vector<std::size_t>{0});
  CHECK(account.events[0].items == std::vector<ItemId>{1});
  CHECK(linchpin->without == account.events[0].closing_without);
}

TEST_CASE("of two events that each tip the word the one that moves belief further is named") {
  Question asked = question(0.5, kForAlways);
  asked.bearing = {bearing(1, 1, 1, 1.3), bearing(2, 2, 1, 1.4)};  // 64.5 %: likely, from 0.55
  asked.bearing.push_back(bearing(3, 3, 1, 1 / 1.4));
  const Account account = belief::account(asked, at(5));
  const auto linchpin = event_linchpin(asked, at(5), account);
  REQUIRE(linchpin);
  REQUIRE(linchpin->events.size() == 1);
  CHECK(account.events[linchpin->events[0]].items == std::vector<ItemId>{2});
}

TEST_CASE("nothing carries the word where no event counts or none can change it") {
  Question asked = question(0.5, Days(100));
  CHECK_FALSE(events_of(asked, at(10)));
  CHECK_FALSE(source_linchpin(asked, at(10)));
  asked.streams = {stream(0.1, 0.1)};
  asked.streams[0].said = {from(item(1, 3, 0.9), 0)};
  CHECK_FALSE(events_of(asked, at(10)));
  CHECK_FALSE(source_linchpin(asked, at(10)));
  CHECK_FALSE(events_of(asked, at(-1)));
}

TEST_CASE("many weak events are struck out in the order of their influence") {
  for (const Days persistence : {Days(500), kForAlways}) {
    Question asked = question(0.5, persistence);
    for (int i = 0; i < 60; ++i) asked.bearing.push_back(bearing(i, i, 0.9, 1.1));
    const Moment moment = at(60);
    const Account account = belief::account(asked, moment);
    const auto linchpin = event_linchpin(asked, moment, account);
    REQUIRE(linchpin);
    CHECK(linchpin->exact == std::isinf(persistence.count()));
    CHECK(linchpin->events.size() > 3);
    for (std::size_t i = 0; i < linchpin->events.size(); ++i) CHECK(linchpin->events[i] == i);
    CHECK(linchpin->without < account.closing);
  }
}

TEST_CASE("events by the thousand on one instant do not overflow") {
  Question asked = question(0.5, Days(100));
  asked.streams = {stream(5, 0.5), stream(0.2, 0.02)};
  asked.streams[0].said = {total(1, 3, 3, 2000, 0.9), total(2, 3, 4, 2000, 0.8)};
  asked.streams[1].said = {item(3, 3, 0.9), item(4, 30, 0.9), item(5, 60, 0.9)};
  const Account account = belief::account(asked, at(90));
  const auto linchpin = event_linchpin(asked, at(90), account);
  if (linchpin) CHECK(std::isfinite(linchpin->without.nats()));
  CHECK(std::isfinite(account.closing.nats()));
}

TEST_CASE("an event that several sources tell of stays when one of them falls silent") {
  Question asked = question(0.5, Days(300));
  asked.streams = {stream(0.05, 0.005)};
  asked.streams[0].said = {from(of_event(item(1, 5, 0.8), 1, 1), 7),
                           from(of_event(item(2, 6, 0.8), 1, 2), 8), from(item(3, 8, 0.5), kOwn)};
  const Moment moment = at(10);
  const auto linchpin = source_linchpin(asked, moment);
  REQUIRE(linchpin);
  CHECK(linchpin->exact);
  Question left = asked;
  std::erase_if(left.streams[0].said, [&](const Observation& said) {
    return std::find(linchpin->sources.begin(), linchpin->sources.end(), said.source) !=
           linchpin->sources.end();
  });
  CHECK(linchpin->without == log_odds(left, moment));
  CHECK(linchpin->sources == std::vector<Key>{7, 8});
}

TEST_CASE("without a source nothing else changes where its items are events of their own") {
  Question asked = question(0.4, Days(200));
  asked.streams = {stream(0.3, 0.1), stream(0.05, 0.1)};
  for (int i = 0; i < 30; ++i) {
    asked.streams[i % 3 == 2 ? 1 : 0].said.push_back(
        from(item(i + 1, 2.0 * i + 1, 0.6 + 0.01 * i), i % 5));
  }
  // With all reports in, and with some of the silence waiting for the latest event.
  for (const double lag : {0.0, 20.0}) {
    for (Stream& stream : asked.streams) stream.lag = Days(lag);
    const Moment moment = at(62);
    const auto linchpin = source_linchpin(asked, moment);
    REQUIRE(linchpin);
    Question left = asked;
    for (Stream& stream : left.streams) {
      std::erase_if(stream.said, [&](const Observation& said) {
        return std::find(linchpin->sources.begin(), linchpin->sources.end(), said.source) !=
               linchpin->sources.end();
      });
    }
    CHECK(linchpin->without == log_odds(left, moment));
  }
}

}  // namespace
}  // namespace signpost::belief
