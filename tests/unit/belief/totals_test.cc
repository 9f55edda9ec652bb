#include "engine/belief/totals.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace signpost::belief {
namespace {

// Times here are plain numbers; a share's unit is the caller's.
using Points = std::vector<double>;

std::vector<Share> share(const std::vector<PublishedTotal>& totals,
                         const std::vector<Taken>& taken = {}) {
  return share_out(totals, taken);
}

/// Singles that are as credible as any total.
std::vector<Taken> singles(const Points& at) {
  std::vector<Taken> taken;
  for (const double each : at) taken.push_back({each, 1, 1});
  return taken;
}

TEST_CASE("a total's events stand at the mid-points of equal parts") {
  CHECK(share({{10, 40, 3, 0.9}})[0].parts == Points{15, 25, 35});
  CHECK(share({{10, 40, 1, 0.9}})[0].parts == Points{25});
  CHECK(share({{10, 40, 3, 0.9}})[0].each == 1);
}

TEST_CASE("single events inside are not counted again; spans are half-open") {
  CHECK(share({{10, 40, 3, 0.9}}, singles({12}))[0].parts == Points{17.5, 32.5});
  CHECK(share({{10, 40, 3, 0.9}}, singles({10}))[0].parts == Points{17.5, 32.5});
  CHECK(share({{10, 40, 3, 0.9}}, singles({9.9, 40}))[0].parts.size() == 3);
}

TEST_CASE("a single takes off so much as it is as credible as the total") {
  const Share thinner = share({{10, 40, 3, 0.8}}, {{12, 0.2, 1}})[0];
  CHECK(thinner.left == 2.75);
  CHECK(thinner.parts == Points{15, 25, 35});
  CHECK(thinner.each == doctest::Approx(2.75 / 3).epsilon(1e-15));
  // What is worth more takes off no more than one.
  CHECK(share({{10, 40, 3, 0.2}}, {{12, 0.8, 1}})[0].left == 2);
  CHECK(share({{10, 40, 3, 0.8}}, {{12, 0.0, 1}})[0].left == 3);
}

TEST_CASE("at face value all that lies inside is taken off, and a narrower total leaves no day") {
  const std::vector<PublishedTotal> totals = {{10, 40, 5, 0.8}, {10, 25, 2, 0.6}};
  const std::vector<Taken> taken = {{30, 0.5, 1}};
  const std::vector<Share> shares = share_out(totals, taken, Worth::kAtFaceValue);
  CHECK(shares[0].left == 2);
  CHECK(shares[0].parts == Points{28.75, 36.25});
  CHECK(shares[1].left == 2);
}

TEST_CASE("of an event that a narrower kind has too only the rest is taken off") {
  CHECK(share({{10, 40, 3, 0.8}}, {{12, 0.8, 0.25}})[0].left == 2.75);
  CHECK(share({{10, 40, 3, 0.8}}, {{12, 0.4, 0.25}})[0].left == 2.875);
}

TEST_CASE("what is left is spread as so many parts as it takes, a rounding aside") {
  CHECK(share({{0, 30, 3, 0.8}}, {{1, 0.4, 1}})[0].parts.size() == 3);   // 2.5
  CHECK(share({{0, 30, 3, 0.8}}, {{1, 0.72, 1}})[0].parts.size() == 3);  // 2.1
  // Ten tenths make one, but for rounding.
  std::vector<Taken> tenths;
  tenths.reserve(10);
  for (int i = 0; i < 10; ++i) tenths.push_back({static_cast<double>(i), 0.09, 1});
  const Share whole = share({{0, 30, 3, 0.9}}, tenths)[0];
  CHECK(whole.parts.size() == 2);
  CHECK(whole.left == doctest::Approx(2).epsilon(1e-14));
  CHECK(share({{0, 30, 1, 0.9}}, tenths)[0].parts.empty());
}

TEST_CASE("more single events than the total leave nothing, not less than nothing") {
  const auto shares = share({{0, 10, 2, 0.9}, {0, 30, 9, 0.9}}, singles({1, 2, 3}));
  CHECK(shares[0].parts.empty());
  CHECK(shares[0].disagrees);
  CHECK(shares[1].left == 6);  // 9 − 3 singles − 0 of the narrower total
}

TEST_CASE("a total that is filled to its number agrees with what fills it") {
  CHECK_FALSE(share({{0, 10, 2, 0.9}}, singles({1, 2}))[0].disagrees);
  CHECK_FALSE(share({{0, 10, 2, 0.9}}, singles({1}))[0].disagrees);
}

TEST_CASE("a wider total counts what the narrower one has not, on the days it does not cover") {
  const auto shares = share({{0, 180, 40, 0.8}, {60, 90, 10, 0.9}});
  CHECK(shares[1].parts.size() == 10);
  CHECK(shares[0].parts.size() == 30);
  CHECK(shares[0].parts[0] == 2.5);
  for (const double at : shares[0].parts) CHECK((at <= 60 || at >= 90));
  CHECK_FALSE(shares[0].disagrees);
}

TEST_CASE("a less credible narrower total takes off, and thins, by its share") {
  // The half-credible narrow one takes off 5 of its 10, and leaves its days half as dense.
  const auto shares = share({{0, 20, 20, 0.8}, {0, 10, 10, 0.4}});
  CHECK(shares[1].left == 10);
  CHECK(shares[0].left == 15);
  REQUIRE(shares[0].parts.size() == 15);
  // A mass of 5 and of 10: five parts and ten.
  for (std::size_t i = 0; i < 15; ++i) {
    const double mass = 15 * (static_cast<double>(i) + 0.5) / 15;
    CHECK(shares[0].parts[i] ==
          doctest::Approx(mass < 5 ? 2 * mass : 10 + (mass - 5)).epsilon(1e-14));
  }
}

TEST_CASE("of narrower totals that overlap the best thins a day") {
  const auto shares = share({{0, 40, 2, 0.8}, {0, 20, 0, 0.4}, {10, 20, 0, 0.6}});
  // Density 1/2, 1/4, 1: masses 5, 2.5, 20; quantiles 6.875 and 20.625.
  CHECK(shares[0].parts[0] == doctest::Approx(10 + 1.875 * 4).epsilon(1e-14));
  CHECK(shares[0].parts[1] == doctest::Approx(20 + 13.125).epsilon(1e-14));
}

TEST_CASE("of totals that overlap in part, the parts that fall inside are taken off") {
  // The narrower one's parts: 41.875, 45.625, 49.375, … Three lie in the wider span.
  const auto shares = share({{10, 50, 9, 0.8}, {40, 70, 8, 0.9}});
  CHECK(shares[0].parts == Points{12.5, 17.5, 22.5, 27.5, 32.5, 37.5});
}

TEST_CASE("a part at the end of a wider total lies outside it, one at its start inside") {
  // One part, at 40: the end of the first, the start of the second of the wider totals.
  const auto shares = share({{30, 50, 1, 0.9}, {10, 40, 2, 0.9}, {40, 75, 2, 0.9}});
  CHECK(shares[1].parts == Points{15, 25});
  CHECK(shares[2].parts == Points{62.5});
}

TEST_CASE("a part at the join of two stretches goes to the end of the earlier") {
  CHECK(share({{0, 30, 1, 0.9}, {10, 20, 0, 0.9}})[0].parts == Points{10});
}

TEST_CASE("a total of nothing takes nothing off, but thins its days") {
  const auto shares = share({{0, 40, 2, 0.9}, {0, 20, 0, 0.9}});
  CHECK(shares[0].parts == Points{25, 35});
  CHECK(shares[0].left == 2);
  CHECK(shares[1].parts.empty());
  CHECK_FALSE(shares[1].disagrees);
}

TEST_CASE("totals that fill each other agree if their numbers do") {
  const auto agreeing = share({{0, 20, 5, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}});
  CHECK(agreeing[0].parts.empty());
  CHECK_FALSE(agreeing[0].disagrees);
  CHECK(share({{0, 20, 6, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}})[0].disagrees);
  CHECK(share({{0, 20, 4, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}})[0].disagrees);
}

TEST_CASE("where no day is left the rest counts nothing") {
  const Share full = share({{0, 20, 6, 0.9}, {0, 10, 2, 0.9}, {10, 20, 3, 0.9}})[0];
  CHECK(full.left == 0);
  CHECK(full.parts.empty());
}

TEST_CASE("of two totals of one span the more credible is taken first, then the larger") {
  const auto surer = share({{10, 40, 9, 0.6}, {10, 40, 5, 0.95}});
  CHECK(surer[1].left == 5);
  CHECK(surer[0].left == 0);
  const auto larger = share({{10, 40, 5, 0.9}, {10, 40, 9, 0.9}});
  CHECK(larger[1].left == 9);
  CHECK(larger[0].left == 0);
}

TEST_CASE("of totals of one width and credibility the earlier is taken first") {
  const auto shares = share({{5, 15, 4, 0.9}, {0, 10, 4, 0.9}});
  CHECK(shares[1].parts == Points{1.25, 3.75, 6.25, 8.75});
  CHECK(shares[0].parts == Points{11.25, 13.75});
}

TEST_CASE("inside a strictly more credible total a less credible one holds at most its number") {
  const auto shares = share({{0, 40, 5, 0.9}, {10, 20, 12, 0.6}});
  CHECK(shares[1].left == 5);
  CHECK(shares[0].left == doctest::Approx(5 - 5 * 0.6 / 0.9).epsilon(1e-14));
  // Not where it is no more credible, nor where it only overlaps, nor if it saw none.
  CHECK(share({{0, 40, 5, 0.6}, {10, 20, 12, 0.6}})[1].left == 12);
  CHECK(share({{15, 50, 5, 0.9}, {10, 20, 12, 0.6}})[1].left == 12);
  CHECK(share({{0, 40, 0, 0.9}, {10, 20, 12, 0.6}})[1].left == 12);
  // At the very same span too, and by its told number, whatever is left of it.
  CHECK(share({{10, 20, 5, 0.9}, {10, 20, 12, 0.6}}, singles({11, 12}))[0].left == 3);
  CHECK(share({{0, 40, 5, 0.9}, {10, 20, 12, 0.6}}, singles({1, 2, 3}))[1].left == 5);
}

TEST_CASE("of several better totals the smallest number holds") {
  CHECK(share({{0, 40, 8, 0.9}, {5, 30, 3, 0.7}, {10, 20, 12, 0.6}})[2].left == 3);
}

TEST_CASE("a total of no length counts at its instant, inside where another begins") {
  CHECK(share({{7, 7, 3, 0.9}})[0].parts == Points{7, 7, 7});
  CHECK(share({{7, 7, 3, 0.9}, {0, 10, 5, 0.9}})[1].left == 2);
  CHECK(share({{7, 7, 3, 0.9}, {7, 17, 5, 0.9}})[1].left == 2);
  CHECK(share({{7, 7, 3, 0.9}, {-3, 7, 5, 0.9}})[1].left == 5);
  CHECK(share({{7, 7, 3, 0.8}, {7, 17, 2, 0.9}})[0].left == 2);
}

TEST_CASE("a narrower total of weight w puts w of each part into wider ones") {
  CHECK(share({{0, 20, 5, 0.9, 0.25}, {0, 40, 9, 0.9, 1}})[1].left == 9 - 5 * 0.25);
}

TEST_CASE("counting cumulative totals one inside the other never counts an event twice") {
  // "Since January", every day of a year, as some publishers do: 3 more each day.
  std::vector<PublishedTotal> totals;
  for (int i = 1; i <= 365; ++i) totals.push_back({0, double(i), std::int64_t{3} * i, 0.9});
  const auto shares = share(totals);
  std::size_t parts = 0;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    parts += shares[i].parts.size();
    for (const double at : shares[i].parts) {
      CHECK(at > static_cast<double>(i));
      CHECK(at < static_cast<double>(i + 1));
    }
  }
  CHECK(parts == 3 * 365);
}

TEST_CASE("the order in which totals are given changes no bit") {
  std::vector<PublishedTotal> totals = {{0, 59, 7, 0.55},   {10, 56, 3, 0.4}, {38, 40, 2, 0.41},
                                        {32, 84, 9, 0.1},   {5, 16, 4, 0.3},  {20, 21, 1, 0.7},
                                        {21, 25.5, 2, 0.2}, {2, 3, 1, 0.13}};
  const Share first = share(totals)[0];
  for (int turn = 1; turn < 8; ++turn) {
    std::rotate(totals.begin(), totals.begin() + 1, totals.end());
    const Share then = share(totals)[static_cast<std::size_t>(8 - turn)];
    CHECK(then.left == first.left);
    CHECK(then.parts == first.parts);
  }
}

TEST_CASE("the best of the totals that span a day watches it") {
  const std::vector<PublishedTotal> totals = {{0, 100, 9, 0.5}, {20, 40, 2, 0.8}, {30, 35, 0, 0.6}};
  CHECK(watches_of(totals, 0, 1000) ==
        std::vector<Watch>{{0, 20, 0.5}, {20, 40, 0.8}, {40, 100, 0.5}});
  CHECK(watches_of(totals, 30, 50) == std::vector<Watch>{{30, 40, 0.8}, {40, 50, 0.5}});
}

TEST_CASE("days between totals, and totals worth nothing, are nobody's watch") {
  const std::vector<PublishedTotal> totals = {{0, 10, 9, 0.5}, {20, 40, 2, 0.5}, {5, 30, 0, 0.0}};
  CHECK(watches_of(totals, 0, 1000) == std::vector<Watch>{{0, 10, 0.5}, {20, 40, 0.5}});
  CHECK(watches_of({{{0, 10, 9, 0.5}, {10, 40, 2, 0.5}}}, 0, 1000) ==
        std::vector<Watch>{{0, 40, 0.5}});
}

}  // namespace
}  // namespace signpost::belief
