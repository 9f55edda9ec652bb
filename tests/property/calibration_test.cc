// Of all moments at which belief says 70 to 80 %, 70 to 80 % are under way. The worlds are drawn
// from the model itself: a chain that starts and stops, and reports that arrive at the rates of its
// state, false ones among them.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <random>
#include <vector>

#include "engine/belief/believe.h"

namespace signpost::belief {
namespace {

constexpr int kWorlds = 6000;
constexpr double kLength = 400;  // days

const Instant kOpened{std::chrono::seconds(1'643'328'000)};

struct Listened {
  double if_true;
  double if_false;
  double credibility;
};

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed) : random_(seed) {}

  double uniform() { return std::generate_canonical<double, 53>(random_); }
  double waiting(double rate) { return -std::log1p(-uniform()) / rate; }

 private:
  std::mt19937_64 random_;
};

TEST_CASE("belief is calibrated in worlds drawn from the model") {
  const std::vector<Listened> listened = {
      {0.10, 0.02, 0.9}, {0.05, 0.01, 0.6}, {0.02, 0.08, 0.75}, {0.03, 0.02, 1.0}};
  Question question;
  question.prior = Probability(0.4);
  question.base_rate = Probability(0.4);
  question.persistence = Days(120);
  question.opened = kOpened;
  for (const Listened& each : listened) {
    Stream& stream = question.streams.emplace_back();
    stream.if_true = Rate(each.if_true);
    stream.if_false = Rate(each.if_false);
    stream.coverage = stream.season = {{kOpened, 1.0}};
  }
  std::vector<Instant> dates;
  for (int day = 10; day <= static_cast<int>(kLength); day += 15) {
    dates.push_back(kOpened + std::chrono::days(day));
  }
  const double starts = 0.4 / 120;
  const double stops = 0.6 / 120;

  Simulation draw(20220128);
  std::vector<int> moments(10, 0);
  std::vector<int> under_way(10, 0);
  for (int world = 0; world < kWorlds; ++world) {
    for (Stream& stream : question.streams) stream.said.clear();
    std::vector<double> switches;  // days on which the state changes
    const bool at_first = draw.uniform() < 0.4;
    bool state = at_first;
    ItemId number = 0;
    for (double now = 0; now < kLength;) {
      const double until = std::min(kLength, now + draw.waiting(state ? stops : starts));
      for (std::size_t j = 0; j < listened.size(); ++j) {
        const auto& [a, b, q] = listened[j];
        const double m = 0.4 * a + 0.6 * b;
        const double rate = (state ? a : b) + m * (1 - q) / q;
        for (double t = now + draw.waiting(rate); t < until; t += draw.waiting(rate)) {
          Testimony item;
          item.item = ++number;
          item.occurred = kOpened + std::chrono::seconds(std::llround(t * 86400));
          item.credibility = q;
          question.streams[j].said.push_back(item);
        }
      }
      now = until;
      switches.push_back(until);
      state = !state;
    }
    const std::vector<LogOdds> points = history(question, dates, dates.back());
    for (std::size_t i = 0; i < dates.size(); ++i) {
      const double day = static_cast<double>((dates[i] - kOpened).count()) / 86400;
      bool now = at_first;
      for (const double at : switches) now ^= at < day;
      const auto tenth = static_cast<std::size_t>(Probability::from(points[i]).value() * 10);
      ++moments[std::min<std::size_t>(tenth, 9)];
      under_way[std::min<std::size_t>(tenth, 9)] += now;
    }
  }
  for (std::size_t tenth = 0; tenth < 10; ++tenth) {
    CAPTURE(tenth);
    CAPTURE(moments[tenth]);
    const double share = static_cast<double>(under_way[tenth]) / moments[tenth];
    CHECK(moments[tenth] > 1500);
    CHECK(share >= static_cast<double>(tenth) / 10);
    CHECK(share < static_cast<double>(tenth + 1) / 10);
  }
}

}  // namespace
}  // namespace signpost::belief
