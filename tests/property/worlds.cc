#include "tests/property/worlds.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <random>
#include <string>

namespace signpost::belief {
namespace {

const Instant kOpened{std::chrono::seconds(1'643'328'000)};

class Maker {
 public:
  Maker(std::uint64_t number, const Features& features) : random_(number), has_(features) {}

  World make(int streams, int items) {
    World made;
    Question& question = made.question;
    question.opened = kOpened;
    question.prior = Probability(between(0.03, 0.97));
    question.base_rate = chance(0.5) ? question.prior : Probability(between(0.03, 0.97));
    question.persistence = chance(0.15) ? Days(std::numeric_limits<double>::infinity())
                                        : Days(std::exp(between(std::log(20), std::log(1000))));
    length_ = between(20, 250);
    if (has_.horizon && chance(0.25)) question.horizon = day(between(10, 250));
    made.moment.as_of = day(length_);
    made.moment.known_at = chance(0.6) ? made.moment.as_of : day(between(0, 2 * length_));
    for (int j = 0; j < streams; ++j) question.streams.push_back(stream());
    for (int i = 0; i < items; ++i) say(question, i);
    return made;
  }

 private:
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(random_() >> 11) * 0x1p-53;
  }
  int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint64_t>(bound)); }
  bool chance(double p) { return between(0, 1) < p; }
  /// To whole days one time in three, so that instants coincide.
  Instant day(double days) {
    return kOpened +
           std::chrono::seconds(std::llround((chance(0.33) ? std::round(days) : days) * 86400));
  }

  Steps steps(double low, double high) {
    Steps steps = {{kOpened, 1.0}};
    if (chance(0.6)) return steps;
    double at = between(-20, 40);
    for (int i = below(4); i >= 0; --i) {
      steps.push_back({kOpened + std::chrono::seconds(std::llround(at * 86400)),
                       chance(0.3) ? 0.0 : between(low, high)});
      at += between(1, 60);
    }
    if (steps[1].from <= kOpened) steps.erase(steps.begin());
    return steps;
  }

  Stream stream() {
    Stream made;
    made.if_true = Rate(std::exp(between(std::log(0.005), std::log(0.4))));
    made.if_false = Rate(made.if_true.per_day() * std::exp(between(-1.5, 1.5)));
    if (chance(0.4)) made.dispersion = between(1, 4);
    if (has_.lags && chance(0.4)) made.lag = Days(between(1, 30));
    made.once = has_.milestones && chance(0.3);
    made.coverage = steps(0, 1);
    made.season = steps(0.5, 2);
    for (Step& step : made.season) step.value = step.value == 0 ? 1 : step.value;
    return made;
  }

  void say(Question& question, int number) {
    Testimony item;
    item.item = number;
    item.occurred = day(between(-25, length_ + 15));
    item.credibility = chance(0.5) ? 0.1 * (1 + below(9)) : between(0, 1);
    item.judged = !chance(0.08);
    if (has_.keys && chance(0.5)) item.event = below(6);
    if (chance(0.5)) item.origin = below(3);
    if (has_.totals && chance(0.3)) {
      const auto length = std::chrono::seconds(std::llround(between(0.5, 60)) * 86400);
      item.total = Total{item.occurred + length, below(12)};
    }
    const int places = has_.keys && chance(0.2) ? 2 : 1;
    for (int i = 0; i < places; ++i) {
      const int bound = static_cast<int>(question.streams.size()) + (has_.bearing ? 1 : 0);
      if (bound == 0) return;
      const int place = below(bound);
      item.ratio = std::exp(between(-3, 3));
      if (place == static_cast<int>(question.streams.size())) {
        if (!stands(question.bearing, number)) question.bearing.push_back(item);
        continue;
      }
      Stream& listened = question.streams[static_cast<std::size_t>(place)];
      Testimony said = item;
      if (listened.once && said.total && said.total->count > 0) said.total.reset();
      if (!stands(listened.said, number)) listened.said.push_back(said);
      if (chance(0.3)) item.credibility = between(0, 1);  // worth more for one thing than another
    }
  }

  static bool stands(const std::vector<Testimony>& said, ItemId number) {
    return !said.empty() && said.back().item == number;
  }

  std::mt19937_64 random_;
  Features has_;
  double length_ = 0;
};

}  // namespace

World world(std::uint64_t number, int streams, int items, const Features& features) {
  return Maker(number, features).make(streams, items);
}

void fix_seed() {
  static const bool told = [] {
    const char* set = std::getenv("RC_PARAMS");
    std::string parameters = set == nullptr ? "seed=20220128" : set;
    if (parameters.find("max_success") == std::string::npos) parameters += " max_success=500";
    setenv("RC_PARAMS", parameters.c_str(), 1);
    std::cout << "RC_PARAMS=\"" << parameters << "\"" << std::endl;
    return true;
  }();
  static_cast<void>(told);
}

}  // namespace signpost::belief
