#include "tests/property/worlds.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tests/how_many.h"

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
    if (has_.kinds && chance(0.6)) relate(question.streams);
    if (has_.happening && chance(0.5)) ask_whether_it_happens(question.streams);
    for (int i = 0; i < items; ++i) {
      if (has_.denials && chance(0.12)) {
        deny(question, i);
      } else {
        say(question, i);
      }
    }
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
    const bool whole = chance(0.33) && has_.ties;
    return kOpened + std::chrono::seconds(std::llround((whole ? std::round(days) : days) * 86400));
  }
  double credibility() {
    const bool graded = chance(0.5) && has_.ties;
    return graded ? 0.1 * (1 + below(9)) : between(0, 1);
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
    if (has_.set_times && !made.once && chance(0.25)) {
      made.dispersion = 1;
      made.seen_if_true = Probability(between(0.02, 0.98));
      made.seen_if_false = Probability(between(0.02, 0.98));
      for (double at = between(-30, 40); at < 320; at += between(3, 70)) {
        made.occasions.push_back(day(at));
      }
      std::sort(made.occasions.begin(), made.occasions.end());
      made.occasions.erase(std::unique(made.occasions.begin(), made.occasions.end()),
                           made.occasions.end());
    }
    made.coverage = steps(0, 1);
    made.season = steps(0.5, 2);
    for (Step& step : made.season) step.value = step.value == 0 ? 1 : step.value;
    return made;
  }

  /// Makes some plain streams kinds of others, in trees of up to three levels; each takes a share
  /// of what its wider one has left of either rate.
  void relate(std::vector<Stream>& streams) {
    if (streams.empty()) return;
    struct Left {
      double if_true;
      double if_false;
      int depth = 0;
    };
    std::vector<Left> left;
    std::vector<int> wider;  // that may be
    for (int j = 0; j < static_cast<int>(streams.size()); ++j) {
      Stream& part = streams[static_cast<std::size_t>(j)];
      left.push_back({part.if_true.per_day(), part.if_false.per_day()});
      if (part.once || part.at_set_times()) continue;
      if (!wider.empty() && chance(0.7)) {
        const int w = wider[static_cast<std::size_t>(below(static_cast<int>(wider.size())))];
        Left& whole = left[static_cast<std::size_t>(w)];
        part.of = w;
        part.if_true = Rate(whole.if_true * between(0.05, 0.9));
        part.if_false = Rate(whole.if_false * between(0.05, 0.9));
        whole.if_true -= part.if_true.per_day();
        whole.if_false -= part.if_false.per_day();
        left.back() = {part.if_true.per_day(), part.if_false.per_day(), whole.depth + 1};
      }
      if (left.back().depth < 2) wider.push_back(j);
    }
    // A wider stream may stand behind its parts.
    for (int swaps = below(3); swaps > 0; --swaps) {
      const int a = below(static_cast<int>(streams.size()));
      const int b = below(static_cast<int>(streams.size()));
      std::swap(streams[static_cast<std::size_t>(a)], streams[static_cast<std::size_t>(b)]);
      for (Stream& stream : streams)
        stream.of = stream.of == a ? b : stream.of == b ? a : stream.of;
    }
  }

  static void ask_whether_it_happens(std::vector<Stream>& streams) {
    const auto answer = std::find_if(streams.begin(), streams.end(),
                                     [](const Stream& stream) { return stream.once; });
    if (answer == streams.end()) return;
    answer->happening = true;
    answer->dispersion = 1;
    answer->if_false = Rate(0);
  }

  /// What an item and a denial have in common; a share of them cannot be judged.
  template <class Said>
  Said said(int number, double unjudged) {
    Said one;
    one.item = number;
    one.occurred = day(between(-25, length_ + 15));
    one.credibility = credibility();
    one.judged = !chance(unjudged);
    return one;
  }

  void deny(Question& question, int number) {
    Denial denial = said<Denial>(number, 0.15);
    denial.event = below(6);
    if (chance(0.7)) denial.origin = below(3);
    question.denials.push_back(denial);
  }

  void say(Question& question, int number) {
    Observation item = said<Observation>(number, 0.08);
    if (has_.keys && chance(0.5)) item.event = below(6);
    if (chance(0.5)) item.origin = below(3);
    if (has_.totals && chance(0.3)) {
      const double days = between(0.5, 60);
      const auto length =
          std::chrono::seconds(has_.ties ? std::llround(days) * 86400 : std::llround(days * 86400));
      item.total = Total{item.occurred + length, below(12)};
    }
    int places = has_.keys && chance(0.2) ? 2 : 1;
    int wider = kNoWider;  // where it may be told as well
    for (int i = 0; i < places; ++i) {
      const int bound = static_cast<int>(question.streams.size()) + (has_.bearing ? 1 : 0);
      if (bound == 0) return;
      const int place = wider != kNoWider ? wider : below(bound);
      wider = kNoWider;
      item.ratio = std::exp(between(-3, 3));
      if (place == static_cast<int>(question.streams.size())) {
        if (!stands(question.bearing, number)) question.bearing.push_back(item);
        continue;
      }
      Stream& listened = question.streams[static_cast<std::size_t>(place)];
      Observation said = item;
      if (!listened.takes_count() && said.total && said.total->count > 0) said.total.reset();
      if (!stands(listened.said, number)) listened.said.push_back(said);
      if (has_.keys && listened.of != kNoWider && places < 3 && chance(0.4)) {
        wider = listened.of;
        ++places;
      }
      if (chance(0.3)) item.credibility = between(0, 1);  // worth more for one thing than another
    }
  }

  static bool stands(const std::vector<Observation>& said, ItemId number) {
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

Chronicle chronicle(std::uint64_t number, const World& world) {
  struct Fate {
    Known first{kBeginning, kForever};
    Known second{kForever, kBeginning};  // of its amendment; never
    std::chrono::seconds moved{0};       // its amendment is dated so much later
    double credibility = 0;
    int place = 0;  // of its amendment, where it stands elsewhere
  };
  std::mt19937_64 random(number);
  const auto below = [&](int bound) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(bound));
  };
  const auto streams = static_cast<int>(world.question.streams.size());
  std::map<ItemId, Fate> fates;  // an item has one, wherever it stands
  const auto fate_of = [&](const auto& item) {
    const auto [place, is_new] = fates.try_emplace(item.item);
    Fate& fate = place->second;
    if (!is_new) return fate;
    const auto later = [&](Instant instant) { return instant + std::chrono::hours(below(1500)); };
    if (below(3) == 0) fate.first.from = later(item.occurred - std::chrono::days(10));
    if (below(4) == 0) {
      fate.first.until = later(std::max(fate.first.from, item.occurred) - std::chrono::days(5));
    }
    if (fate.first.until != kForever && below(2) == 0) {
      fate.second = {fate.first.until, below(3) == 0 ? later(fate.first.until) : kForever};
    }
    if (below(2) == 0) fate.moved = std::chrono::hours(below(1000) - 500);
    fate.credibility = 0.1 * (1 + below(9));
    fate.place = streams == 0 ? 0 : below(2 * streams);
    return fate;
  };

  Chronicle made;
  made.question = world.question;
  made.question.bearing.clear();
  made.question.denials.clear();
  made.of_streams.resize(world.question.streams.size());
  for (Stream& stream : made.question.streams) stream.said.clear();
  const auto add = [&](int j, const Observation& item, const Known& known) {
    auto& said =
        j < 0 ? made.question.bearing : made.question.streams[static_cast<std::size_t>(j)].said;
    said.push_back(item);
    (j < 0 ? made.of_bearing : made.of_streams[static_cast<std::size_t>(j)]).push_back(known);
  };
  std::set<std::pair<ItemId, int>> amendments;
  const auto tell = [&](int j, const std::vector<Observation>& said) {
    for (const Observation& item : said) {
      const Fate fate = fate_of(item);
      add(j, item, fate.first);
      Observation amended = item;
      amended.occurred += fate.moved;
      if (amended.total) amended.total->until += fate.moved;
      amended.credibility = fate.credibility;
      const bool elsewhere = j >= 0 && fate.place < streams && !item.total &&
                             !made.question.streams[static_cast<std::size_t>(fate.place)].once;
      const int place = elsewhere ? fate.place : j;
      if (amendments.emplace(item.item, place).second) add(place, amended, fate.second);
    }
  };
  for (const Denial& denial : world.question.denials) {
    const Fate fate = fate_of(denial);
    Denial amended = denial;
    amended.occurred += fate.moved;
    amended.credibility = fate.credibility;
    made.question.denials.push_back(denial);
    made.of_denials.push_back(fate.first);
    made.question.denials.push_back(amended);
    made.of_denials.push_back(fate.second);
  }
  tell(kUnforeseen, world.question.bearing);
  for (int j = 0; j < streams; ++j) {
    tell(j, world.question.streams[static_cast<std::size_t>(j)].said);
  }
  return made;
}

Question known_at(const Chronicle& chronicle, Instant instant) {
  Question known = chronicle.question;
  const auto keep = [&](auto& said, const std::vector<Known>& when) {
    std::remove_reference_t<decltype(said)> kept;
    for (std::size_t i = 0; i < said.size(); ++i) {
      const bool begun = when[i].from <= instant;
      if (begun && (instant < when[i].until || when[i].until == kForever)) kept.push_back(said[i]);
    }
    said = std::move(kept);
  };
  keep(known.bearing, chronicle.of_bearing);
  keep(known.denials, chronicle.of_denials);
  for (std::size_t j = 0; j < known.streams.size(); ++j) {
    keep(known.streams[j].said, chronicle.of_streams[j]);
  }
  return known;
}

void fix_seed(int worlds) {
  static const std::string set = [] {
    const char* given = std::getenv("RC_PARAMS");
    std::string parameters = given == nullptr ? "seed=20220128" : given;
    std::cout << "RC_PARAMS=\"" << parameters << "\"" << std::endl;
    return parameters;
  }();
  const bool numbered = set.find("max_success") != std::string::npos;
  const std::string parameters =
      numbered ? set : set + " max_success=" + std::to_string(testing::how_many(worlds));
  setenv("RC_PARAMS", parameters.c_str(), 1);
}

}  // namespace signpost::belief
