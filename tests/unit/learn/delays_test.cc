#include "engine/learn/delays.h"

#include <doctest/doctest.h>

#include <vector>

#include "engine/belief/sampling.h"

namespace signpost::learn {
namespace {

const Instant kFrom = std::chrono::sys_days(std::chrono::January / 1 / 2022);

Instant day(double days) {
  return kFrom + std::chrono::seconds(static_cast<std::int64_t>(days * 86400));
}

TEST_CASE("of reports that are long in, the delays are the plain shares") {
  std::vector<Report> reports;
  for (int i = 1; i <= 20; ++i) reports.push_back({day(3 * i), day(3 * i + i)});
  const auto found = delays(reports, day(1000));
  REQUIRE(found);
  CHECK(found->reports == 20);
  CHECK(found->quantiles[0] == Days(5));
  CHECK(found->quantiles[1] == Days(10));
  CHECK(found->quantiles[2] == Days(15));
  CHECK(found->quantiles[3] == Days(18));
  CHECK(found->quantiles[4] == Days(19));
  CHECK(found->longest == Days(20));
  CHECK(found->lag == Days(19));
}

TEST_CASE("what occurred lately and was told fast does not make delays seem short") {
  // Two fifths are told after a day, three after 40: of the last 40 days only the fast ones are known.
  std::vector<Report> reports;
  reports.reserve(80);
  for (int i = 0; i < 80; ++i) reports.push_back({day(i), day(i + (i % 5 < 2 ? 1 : 40))});
  const auto found = delays(reports, day(80.5));
  REQUIRE(found);
  CHECK(found->reports == 32 + 24);  // by plain shares four in seven are told after a day
  CHECK(found->quantiles[0] == Days(1));
  CHECK(found->quantiles[1] == Days(40));
}

TEST_CASE("reports that are not available yet are not there; at once is no delay") {
  const std::vector<Report> reports = {{day(1), day(1)}, {day(2), day(90)}};
  const auto found = delays(reports, day(10));
  REQUIRE(found);
  CHECK(found->reports == 1);
  CHECK(found->lag == Days(0));
  CHECK_FALSE(delays(reports, day(0.5)));
}

TEST_CASE("a lag found in half a history is that of the whole") {
  belief::Random random(7);
  std::vector<Report> reports;
  for (int i = 0; i < 4000; ++i) {
    const double at = 400 * random.uniform();
    reports.push_back({day(at), day(at + 30 * random.uniform() * random.uniform())});
  }
  const auto whole = delays(reports, day(1000));
  const auto cut = delays(reports, day(60));
  REQUIRE(whole);
  REQUIRE(cut);
  for (std::size_t q = 0; q < kDelayShares.size(); ++q) {
    CHECK(cut->quantiles[q].count() == doctest::Approx(whole->quantiles[q].count()).epsilon(0.12));
  }
}

}  // namespace
}  // namespace signpost::learn
