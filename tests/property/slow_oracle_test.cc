// The engine against the slow oracle, in random worlds with everything in them.
#include "tests/property/slow_oracle.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "engine/belief/believe.h"
#include "tests/property/worlds.h"

namespace signpost::belief {
namespace {

bool near(double a, double b) { return std::fabs(a - b) <= 1e-7 * (1 + std::fabs(b)); }

void agree(const World& given) {
  const SlowAnswer slow = slow_answer(given.question, given.moment);
  const Account account = belief::account(given.question, given.moment);
  RC_ASSERT(near(account.closing.nats(), slow.closing));
  RC_ASSERT(near(account.judgement.nats(), slow.judgement));
  for (std::size_t j = 0; j < slow.silence.size(); ++j) {
    RC_ASSERT(near(account.silence[j].today.nats(), slow.silence[j]));
  }
  RC_ASSERT(account.events.size() == slow.entries.size());
  for (const SlowEntry& expected : slow.entries) {
    const auto entry =
        std::find_if(account.events.begin(), account.events.end(), [&](const EventEntry& each) {
          return each.stream == expected.stream && each.items == expected.items;
        });
    RC_ASSERT(entry != account.events.end());
    RC_ASSERT(near(entry->credibility.value(), expected.credibility));
    RC_ASSERT(near(entry->arrived.nats(), expected.arrived));
    RC_ASSERT(near(entry->today.nats(), expected.today));
    RC_ASSERT(near(entry->closing_without.nats(), expected.closing_without));
  }
  std::set<ItemId> disagreeing;
  for (const Account::Disagreeing& each : account.disagreeing) disagreeing.insert(each.item);
  RC_ASSERT(disagreeing == slow.disagreeing);
}

TEST_CASE("the engine agrees with the slow oracle") {
  fix_seed(3000);
  CHECK(rc::check("the slow oracle", [] {
    const auto number = *rc::gen::arbitrary<std::uint64_t>();
    const int streams = *rc::gen::inRange(0, 5);
    agree(world(number, streams, *rc::gen::inRange(0, 40)));
  }));
}

TEST_CASE("the engine agrees with the slow oracle where totals meet") {
  fix_seed(3000);
  CHECK(rc::check("the slow oracle, totals", [] {
    const auto number = *rc::gen::arbitrary<std::uint64_t>();
    Features features;
    features.keys = features.bearing = false;
    features.milestones = features.set_times = features.happening = false;
    const int streams = *rc::gen::inRange(1, 4);
    agree(world(number, streams, *rc::gen::inRange(0, 40), features));
  }));
}

TEST_CASE("the engine agrees with the slow oracle where belief stops fading") {
  fix_seed(3000);
  CHECK(rc::check("the slow oracle, unfaded", [] {
    const auto number = *rc::gen::arbitrary<std::uint64_t>();
    const int streams = *rc::gen::inRange(0, 5);
    const World given = world(number, streams, *rc::gen::inRange(0, 30));
    const Instant since = given.question.opened + std::chrono::hours(*rc::gen::inRange(-200, 6000));
    RC_ASSERT(near(log_odds_unfaded(given.question, given.moment, since).nats(),
                   slow_unfaded(given.question, given.moment, since)));
  }));
}

}  // namespace
}  // namespace signpost::belief
