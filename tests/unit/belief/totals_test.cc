#include "engine/belief/totals.h"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

namespace signpost::belief {
namespace {

// Times here are plain numbers; a share's unit is the caller's.
using Points = std::vector<double>;

Sharing share(const std::vector<PublishedTotal>& totals, const Points& singles = {},
              double open = -1000, double close = 1000) {
  return share_out(totals, singles, open, close);
}

TEST_CASE("a total's events stand at the mid-points of equal parts") {
  CHECK(share({{10, 40, 3, 0.9}}).shares[0].parts == Points{15, 25, 35});
  CHECK(share({{10, 40, 1, 0.9}}).shares[0].parts == Points{25});
}

TEST_CASE("only the parts within the scenario's time are given out") {
  CHECK(share({{-30, 30, 6, 0.9}}, {}, 0, 1000).shares[0].parts == Points{5, 15, 25});
  CHECK(share({{-30, 30, 6, 0.9}}, {}, -1000, 5).shares[0].parts == Points{-25, -15, -5, 5});
  CHECK(share({{-30, 30, 6, 0.9}}, {}, -1000, 4.9).shares[0].parts == Points{-25, -15, -5});
}

TEST_CASE("single events inside, the ends included, are not counted again") {
  CHECK(share({{10, 40, 3, 0.9}}, {12}).shares[0].parts == Points{17.5, 32.5});
  CHECK(share({{10, 40, 3, 0.9}}, {10, 40}).shares[0].parts == Points{25});
  CHECK(share({{10, 40, 3, 0.9}}, {9.9, 40.1}).shares[0].parts.size() == 3);
}

TEST_CASE("singles before the opening are subtracted too") {
  // 9 over [−30, 30], one single at −20: 8 parts, of which 4 inside.
  CHECK(share({{-30, 30, 9, 0.9}}, {-20}, 0, 1000).shares[0].parts.size() == 4);
}

TEST_CASE("more single events than the total leave nothing, not less than nothing") {
  const Sharing sharing = share({{0, 10, 2, 0.9}, {0, 30, 9, 0.9}}, {1, 2, 3});
  CHECK(sharing.shares[0].parts.empty());
  CHECK(sharing.shares[1].parts.size() == 6);  // 9 − 3 singles − 0 put by the narrower total
}

TEST_CASE("a wider total counts what the narrower one has not, on the days it does not cover") {
  const Sharing sharing = share({{0, 180, 40, 0.8}, {60, 90, 10, 0.9}});
  CHECK(sharing.shares[1].parts.size() == 10);
  CHECK(sharing.shares[0].parts.size() == 30);
  CHECK(sharing.shares[0].parts[0] == 2.5);
  for (const double at : sharing.shares[0].parts) CHECK((at <= 60 || at >= 90));
  CHECK_FALSE(sharing.shares[0].disagrees);
}

TEST_CASE("of totals that overlap in part, the parts that fall inside are subtracted") {
  // The narrower one's parts: 41.875, 45.625, 49.375, … Three lie in the wider span.
  const Sharing sharing = share({{10, 50, 9, 0.8}, {40, 70, 8, 0.9}});
  CHECK(sharing.shares[0].parts == Points{12.5, 17.5, 22.5, 27.5, 32.5, 37.5});
}

TEST_CASE("a part on the edge of a wider total lies inside it") {
  // One part, at 40: the end of the first, the start of the second of the wider totals.
  const Sharing sharing = share({{30, 50, 1, 0.9}, {10, 40, 2, 0.9}, {40, 75, 2, 0.9}});
  CHECK(sharing.shares[1].parts == Points{20});
  CHECK(sharing.shares[2].parts == Points{62.5});
}

TEST_CASE("a part at the join of two stretches goes to the end of the earlier") {
  const Sharing sharing = share({{0, 30, 1, 0.9}, {10, 20, 0, 0.9}});
  CHECK(sharing.shares[0].parts == Points{10});
}

TEST_CASE("a total of nothing covers its days") {
  const Sharing sharing = share({{0, 40, 2, 0.9}, {0, 20, 0, 0.7}});
  CHECK(sharing.shares[0].parts == Points{25, 35});
}

TEST_CASE("totals that fill each other agree if their numbers do") {
  const Sharing agreeing = share({{0, 20, 5, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}});
  CHECK(agreeing.shares[0].parts.empty());
  CHECK_FALSE(agreeing.shares[0].disagrees);
  CHECK(share({{0, 20, 6, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}}).shares[0].disagrees);
  CHECK(share({{0, 20, 4, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}}).shares[0].disagrees);
}

TEST_CASE("of two totals of one span the larger is taken first, then the more credible") {
  const Sharing larger = share({{10, 40, 5, 0.95}, {10, 40, 9, 0.6}});
  CHECK(larger.shares[0].parts.empty());
  CHECK(larger.shares[1].parts.size() == 9);
  REQUIRE(larger.watches.size() == 1);
  CHECK(larger.watches[0].credibility == 0.6);
  const Sharing surer = share({{10, 40, 9, 0.6}, {10, 40, 9, 0.95}});
  CHECK(surer.watches[0].credibility == 0.95);
}

TEST_CASE("of totals of one width the earlier is taken first") {
  const Sharing sharing = share({{5, 15, 4, 0.9}, {0, 10, 4, 0.9}});
  CHECK(sharing.shares[1].parts == Points{1.25, 3.75, 6.25, 8.75});
  CHECK(sharing.shares[0].parts == Points{11.25, 13.75});
}

TEST_CASE("the narrowest total has the last word on who watched") {
  const Sharing sharing = share({{0, 100, 9, 0.5}, {20, 40, 2, 0.8}, {30, 35, 0, 0.9}});
  REQUIRE(sharing.watches.size() == 5);
  const Points levels = {0.5, 0.8, 0.9, 0.8, 0.5};
  for (std::size_t i = 0; i < levels.size(); ++i)
    CHECK(sharing.watches[i].credibility == levels[i]);
  CHECK(sharing.watches[2].from == 30);
  CHECK(sharing.watches[2].until == 35);
}

TEST_CASE("a total of no length counts at its instant") {
  const Sharing sharing = share({{7, 7, 3, 0.9}, {0, 10, 5, 0.9}, {7, 7, 2, 0.9}});
  CHECK(sharing.shares[0].parts == Points{7, 7, 7});
  CHECK(sharing.shares[1].parts.size() == 2);
  CHECK(sharing.shares[2].parts.empty());
}

TEST_CASE("counting cumulative totals one inside the other never counts an event twice") {
  // "Since January", every day of a year, as some publishers do: 3 more each day.
  std::vector<PublishedTotal> totals;
  for (int i = 1; i <= 365; ++i) totals.push_back({0, double(i), 3 * i, 0.9});
  const Sharing sharing = share(totals);
  std::size_t parts = 0;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    parts += sharing.shares[i].parts.size();
    for (const double at : sharing.shares[i].parts) {
      CHECK(at > static_cast<double>(i));
      CHECK(at < static_cast<double>(i + 1));
    }
  }
  CHECK(parts == 3 * 365);
}

}  // namespace
}  // namespace signpost::belief
