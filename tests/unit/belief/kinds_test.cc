#include "engine/belief/kinds.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// 0 ─┬ 2 ─ 3
///    └ 1
/// 4
Question family() {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(2, 1), stream(0.5, 0.2), stream(0.9, 0.6), stream(0.1, 0.05),
                   stream(3, 2)};
  asked.streams[1].of = 0;
  asked.streams[2].of = 0;
  asked.streams[3].of = 2;
  return asked;
}

TEST_CASE("each stream comes after those that are of it") {
  const Question asked = family();
  const Kinds kinds(asked);
  const std::vector<int>& order = kinds.narrowest_first();
  REQUIRE(order.size() == 5);
  const auto place = [&](int j) {
    return std::find(order.begin(), order.end(), j) - order.begin();
  };
  for (int j = 0; j < 5; ++j) {
    const int wider = asked.streams[static_cast<std::size_t>(j)].of;
    if (wider != kNoWider) CHECK(place(j) < place(wider));
  }
}

TEST_CASE("a stream is of those above it, not of itself nor of its sisters") {
  const Question asked = family();
  const Kinds kinds(asked);
  CHECK(kinds.any());
  CHECK(kinds.is_of(3, 2));
  CHECK(kinds.is_of(3, 0));
  CHECK_FALSE(kinds.is_of(3, 1));
  CHECK_FALSE(kinds.is_of(0, 3));
  CHECK_FALSE(kinds.is_of(0, 0));
  CHECK_FALSE(kinds.is_of(kUnforeseen, 0));
  CHECK(kinds.is_wider(0));
  CHECK(kinds.is_wider(2));
  CHECK_FALSE(kinds.is_wider(4));
  std::vector<int> below = kinds.narrower(0);
  std::sort(below.begin(), below.end());
  CHECK(below == std::vector<int>{1, 2, 3});
}

TEST_CASE("rates are net of the parts next below only") {
  const Question asked = family();
  const Kinds kinds(asked);
  CHECK(net_rates(asked, kinds, 0).if_true == doctest::Approx(0.6).epsilon(1e-15));
  CHECK(net_rates(asked, kinds, 0).if_false == doctest::Approx(0.2).epsilon(1e-15));
  CHECK(net_rates(asked, kinds, 2).if_true == doctest::Approx(0.8).epsilon(1e-15));
  CHECK(net_rates(asked, kinds, 4).if_false == 2);
}

}  // namespace
}  // namespace signpost::belief
