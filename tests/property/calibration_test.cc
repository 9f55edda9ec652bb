// Of all moments at which belief says 70 to 80 %, 70 to 80 % are under way. The worlds are drawn
// from what the rules of DESIGN.md §2 are exact for:
//
//   state       a chain that starts at λ and stops at μ, at first under way with chance π₀.
//   reports     Of what happens, at a a day under way and b not, the share c reaches the desk as
//               true reports; a report of credibility q is true with chance q as far as the prior
//               goes, so false ones come at m·c·(1−q)/q a day, regardless of the state. Together
//               (c/q)·(q·a + (1−q)·m): the factor of a report, and silence by c·(a−b). Where
//               observations of several grades speak, each by its share of c.
//   lag         Each report takes L/4, L/2, 3L/4 or L, with a quarter's chance each.
//   denials     Of false reports the share κ is denied at once, of true ones κ(1−d): what is denied
//               is true with chance q(1−d)/(1−q·d). That nobody denies a report is news too, so one
//               that is not denied is graded by what it is then: q(1 − κ(1−d))/(1 − κ + κ·q·d).
//   kinds       The share c_part/c_w of what the desk hears of the narrower kind is told as such,
//   the
//               rest as the wider kind only. Of an event told as both the wider's report is worth
//               no more, so nothing rests of it.
//   set times   It is seen with chance p₁ or p₀, and told with chance c; where it is not told truly
//               it is told falsely with chance (c·m/(1−c·m))·(1−q)/q. All that is told comes when
//               the lag is over, as until then silence waits.
//   happening   At a a day it comes, if it ever does, and is told; false reports come at
//               R·a·(1−s)/s, R being what is believed just then: so a report is true with chance s
//               given all that is believed when it comes. That is also all that s + (1−s)·R is
//               exact for: later evidence moves R, not s, by design (the grade is the desk's last
//               word on the report). So belief is looked at up to the report and at it, not after
//               it.
//   totals      A publisher of credibility Q counts each event with chance Q and, of what never
//   was,
//               (1−Q)·m a day: n has the mean (Q·a + (1−Q)·m)·days, so n factors and silence at
//               level Q are exact, but for one thing: events spread evenly over the span have their
//               fading wrong. In a fixed fact nothing fades; a spell is looked at at the ends of
//               spans of a tenth of its persistence.
//   rumours     within totals. A single report of credibility q within a total takes q/Q off its
//               count and has its own factor f(q) instead of that share of f(Q): off by
//               |f(q) − (q/Q)·f(Q)| each, in the rates below less than 0.012 nats.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/likelihood_ratio.h"
#include "tests/how_many.h"
#include "tests/property/path.h"

namespace signpost::belief {
namespace {

const Instant kOpened{std::chrono::seconds(1'643'328'000)};
const Days kForAlways{std::numeric_limits<double>::infinity()};

Instant day(double days) { return kOpened + std::chrono::seconds(std::llround(days * 86400)); }

/// How often what was believed came true.
class Tally {
 public:
  void add(LogOdds believed, bool under_way) {
    const double p = Probability::from(believed).value();
    Tenth& tenth = tenths_[std::min<std::size_t>(static_cast<std::size_t>(p * 10), 9)];
    ++tenth.moments;
    tenth.sum += p;
    tenth.under_way += under_way;
    surplus_ += (under_way ? 1 : 0) - p;
    variance_ += p * (1 - p);
  }

  /// Each tenth holds what it says.
  void check(int at_least) const {
    for (std::size_t i = 0; i < tenths_.size(); ++i) {
      const Tenth& tenth = tenths_[i];
      const double share = static_cast<double>(tenth.under_way) / tenth.moments;
      CAPTURE(i);
      CAPTURE(tenth.moments);
      CAPTURE(tenth.sum / tenth.moments);
      CAPTURE(share);
      CHECK(tenth.moments > testing::how_many(at_least));
      if (!testing::kTriesAll) continue;  // of fewer, shares tell nothing
      CHECK(share >= static_cast<double>(i) / 10);
      CHECK(share < static_cast<double>(i + 1) / 10);
    }
  }
  /// By how many standard deviations more came true than was believed, if all are independent.
  [[nodiscard]] double surplus() const { return surplus_ / std::sqrt(variance_); }

 private:
  struct Tenth {
    int moments = 0;
    int under_way = 0;
    double sum = 0;
  };
  std::vector<Tenth> tenths_ = std::vector<Tenth>(10);
  double surplus_ = 0;
  double variance_ = 0;
};

Question asked(Days persistence) {
  Question question;
  question.prior = question.base_rate = Probability(0.4);
  question.persistence = persistence;
  question.opened = kOpened;
  return question;
}

Stream& add_stream(Question& question, double if_true, double if_false, double coverage) {
  Stream& stream = question.streams.emplace_back();
  stream.if_true = Rate(if_true);
  stream.if_false = Rate(if_false);
  stream.coverage = {{kOpened, coverage}};
  stream.season = {{kOpened, 1.0}};
  return stream;
}

/// The rate at which false reports come for true ones at these rates.
double falsely(double if_true, double if_false, double credibility, double prior) {
  return (prior * if_true + (1 - prior) * if_false) * (1 - credibility) / credibility;
}

// -------------------------------------------------------------------------------------------------

/// True reports that reach the desk at these rates, of one grade.
struct TimedObservation {
  std::size_t stream;
  double if_true;
  double if_false;
  double credibility;
  double denied = 0;                   // κ
  double denies = 0;                   // d
  std::vector<std::size_t> also = {};  // the same is told as these kinds
};

class Desk {
 public:
  Desk(Question question, std::vector<TimedObservation> observations)
      : observations_(std::move(observations)) {
    known.question = std::move(question);
  }

  Chronicle known;  // what is heard in one world

  void live(const Path& path, double length, Chance& chance) {
    for (Stream& stream : known.question.streams) stream.said.clear();
    known.question.denials.clear();
    known.of_denials.clear();
    known.of_streams.assign(known.question.streams.size(), {});
    number_ = 0;
    const double prior = known.question.prior.value();
    for (const TimedObservation& observation : observations_) {
      const double f =
          falsely(observation.if_true, observation.if_false, observation.credibility, prior);
      path.events(observation.if_true + f, observation.if_false + f, chance,
                  [&](double at, bool state) {
                    const double truly = state ? observation.if_true : observation.if_false;
                    tell(observation, at, chance.is(truly / (truly + f)), chance);
                  });
    }
    for (std::size_t j = 0; j < known.question.streams.size(); ++j) {
      look_at_set_times(j, path, length, chance);
    }
  }

 private:
  void say(std::size_t stream, Observation item, double delay) {
    known.question.streams[stream].said.push_back(item);
    known.of_streams[stream].push_back(
        {item.occurred + std::chrono::seconds(std::llround(delay * 86400)), kForever});
  }

  void tell(const TimedObservation& observation, double at, bool is_true, Chance& chance) {
    const double lag = known.question.streams[observation.stream].lag.count();
    const double delay = lag * (1 + std::floor(4 * chance.uniform())) / 4;
    Observation item;
    item.item = ++number_;
    item.occurred = day(at);
    item.credibility = observation.credibility;
    if (observation.denied > 0) {
      const double q = observation.credibility;
      const double k = observation.denied;
      const double d = observation.denies;
      if (chance.is(is_true ? k * (1 - d) : k)) {
        item.event = static_cast<Key>(number_);
        Denial denial;
        denial.item = ++number_;
        denial.occurred = item.occurred;
        denial.credibility = d;
        denial.event = item.event;
        known.question.denials.push_back(denial);
        known.of_denials.push_back({});
      } else {
        item.credibility = q * (1 - k * (1 - d)) / (1 - k + k * q * d);
      }
    }
    say(observation.stream, item, delay);
    for (const std::size_t wider : observation.also) say(wider, item, delay);
  }

  void look_at_set_times(std::size_t j, const Path& path, double length, Chance& chance) {
    const Stream& stream = known.question.streams[j];
    constexpr double kCredibility = 0.8;
    const double c = stream.coverage[0].value;
    const double prior = known.question.prior.value();
    const double p1 = stream.seen_if_true.value();
    const double p0 = stream.seen_if_false.value();
    const double m = c * (prior * p1 + (1 - prior) * p0);
    const double falsely = m / (1 - m) * (1 - kCredibility) / kCredibility;
    for (const Instant occasion : stream.occasions) {
      const double at = static_cast<double>((occasion - kOpened).count()) / 86400;
      if (at > length) break;
      const bool told = chance.is(c * (path.under_way(at) ? p1 : p0)) || chance.is(falsely);
      if (!told) continue;
      Observation item;
      item.item = ++number_;
      item.occurred = occasion;
      item.credibility = kCredibility;
      say(j, item, stream.lag.count());
    }
  }

  std::vector<TimedObservation> observations_;
  ItemId number_ = 0;
};

/// Six thousand worlds, in each a date a fortnight: each tenth holds what `history` says of the
/// desk.
template <class History>
void check_worlds(Desk& desk, std::uint64_t seed, const History& history) {
  constexpr double kLength = 400;
  std::vector<Instant> dates;
  for (double on = 10; on <= kLength; on += 15) dates.push_back(day(on));
  Chance chance(seed);
  Tally tally;
  for (int world = 0; world < testing::how_many(6000); ++world) {
    const Path path(desk.known.question, kLength, chance);
    desk.live(path, kLength, chance);
    const std::vector<LogOdds> points = history(dates);
    for (std::size_t i = 0; i < dates.size(); ++i) {
      tally.add(points[i], path.under_way(10 + 15 * static_cast<double>(i)));
    }
  }
  tally.check(1500);
}

TEST_CASE("belief is calibrated under lag, denials, kinds within kinds and set times") {
  Question question = asked(Days(120));
  add_stream(question, 0.10, 0.02, 0.8).lag = Days(20);
  add_stream(question, 0.02, 0.08, 0.75);
  add_stream(question, 0.08, 0.04, 0.9).lag = Days(12);    // of which
  add_stream(question, 0.03, 0.006, 0.45).lag = Days(12);  // this, told as such half of the time
  question.streams[3].of = 2;
  Stream& monthly = add_stream(question, 1, 1, 0.8);
  monthly.lag = Days(5);
  monthly.seen_if_true = Probability(0.6);
  monthly.seen_if_false = Probability(0.2);
  for (int month = 0; month < 14; ++month) monthly.occasions.push_back(day(15 + 30 * month));
  Desk desk(question, {
                          {0, 0.5 * 0.10, 0.5 * 0.02, 0.9},
                          {0, 0.3 * 0.10, 0.3 * 0.02, 0.6},
                          {1, 0.75 * 0.02, 0.75 * 0.08, 0.75, 0.3, 0.7},
                          {2, 0.9 * 0.08 - 0.45 * 0.03, 0.9 * 0.04 - 0.45 * 0.006, 0.9},
                          {3, 0.30 * 0.03, 0.30 * 0.006, 0.8},
                          {3, 0.15 * 0.03, 0.15 * 0.006, 0.8, 0, 0, {2}},  // as both
                      });
  check_worlds(desk, 20220128, [&](std::span<const Instant> dates) {
    return history_as_known_then(desk.known, dates);
  });
}

TEST_CASE("belief is calibrated where nothing is late, and what is known is known for good") {
  Question question = asked(Days(120));
  add_stream(question, 0.10, 0.02, 0.9);
  add_stream(question, 0.05, 0.01, 0.6);
  add_stream(question, 0.02, 0.08, 1);
  add_stream(question, 0.03, 0.02, 1);
  Desk desk(
      question,
      {{0, 0.09, 0.018, 0.9}, {1, 0.03, 0.006, 0.6}, {2, 0.02, 0.08, 0.75}, {3, 0.03, 0.02, 1}});
  check_worlds(desk, 20230128, [&](std::span<const Instant> dates) {
    return history(desk.known.question, dates, dates.back());
  });
}

TEST_CASE("belief is calibrated up to what is told to have happened, and when it is told") {
  constexpr double kLength = 300;
  constexpr double kComes = 0.004;  // a day
  Question question = asked(kForAlways);
  add_stream(question, 0.05, 0.02, 0.9);
  Stream& answer = add_stream(question, kComes, 0, 1);
  answer.once = answer.happening = true;
  Desk desk(question, {{0, 0.045, 0.018, 0.9}});
  Chance chance(20240128);
  Tally all;
  Tally told;
  for (int world = 0; world < testing::how_many(40000); ++world) {
    const Path path(question, kLength, chance);
    const bool will = path.under_way(1);
    desk.live(path, kLength, chance);
    Question& known = desk.known.question;
    const double s = world % 2 == 0 ? 0.6 : 0.95;
    // By thinning: reports come at no more than a/s a day.
    double at = 0;
    for (;;) {
      at += chance.waiting(kComes / s);
      if (at >= kLength) break;
      const double r = Probability::from(log_odds(known, {day(at), day(at)})).value();
      const double u = chance.uniform();
      const bool truly = will && u < s;
      const bool falsely = u >= s && u < s + (1 - s) * r;
      if (truly || falsely) break;
    }
    for (double on = 10; on < std::min(at, kLength); on += 30) {
      all.add(log_odds(known, {day(on), day(on)}), will);
    }
    if (at >= kLength) continue;
    Observation report;
    report.item = 1'000'000;
    report.occurred = day(at);
    report.credibility = s;
    known.streams[1].said.push_back(report);
    const LogOdds then = log_odds(known, {report.occurred, report.occurred});
    all.add(then, will);
    told.add(then, will);
  }
  all.check(1000);
  MESSAGE("when told, more came true than was believed: " << told.surplus() << " deviations");
  CHECK(std::fabs(told.surplus()) < 4);
}

/// Totals of spans of so many days, and rumours of what is in them.
void check_totals(Days persistence, double span, double rumoured, std::uint64_t seed) {
  constexpr double kIfTrue = 0.24;
  constexpr double kIfFalse = 0.16;
  constexpr double kTotal = 0.9;
  constexpr double kRumour = 0.5;
  const double length = 12 * span;
  Question question = asked(persistence);
  add_stream(question, kIfTrue, kIfFalse, 0);  // only totals watch
  add_stream(question, 0.02, 0.05, 0.9);
  // A rumour is off by so much.
  const EventWeight scale(kIfTrue, kIfFalse, 1, question.prior);
  const double off =
      std::fabs(scale.log_factor(kRumour) - kRumour / kTotal * scale.log_factor(kTotal));
  CHECK(off < 0.012);
  Desk desk(question, {{1, 0.018, 0.045, 0.9}});
  const double m = 0.4 * kIfTrue + 0.6 * kIfFalse;
  Chance chance(seed);
  Tally tally;
  for (int world = 0; world < testing::how_many(8000); ++world) {
    const Path path(question, length, chance);
    desk.live(path, length, chance);
    std::vector<Observation>& said = desk.known.question.streams[0].said;
    ItemId number = 1'000'000;
    for (int i = 0; i < 12; ++i) {
      Observation& total = said.emplace_back();
      total.item = ++number;
      total.occurred = day(span * i);
      total.credibility = kTotal;
      total.total = Total{day(span * (i + 1)), chance.poisson((1 - kTotal) * m * span)};
    }
    // Each event is counted with chance Q, and rumoured besides.
    path.events(kIfTrue, kIfFalse, chance, [&](double at, bool) {
      const auto i = static_cast<std::size_t>(std::min(at / span, 11.0));
      if (chance.is(kTotal)) ++said[i].total->count;
      if (!chance.is(rumoured)) return;
      Observation& rumour = said.emplace_back();
      rumour.item = ++number;
      rumour.occurred = day(at);
      rumour.credibility = kRumour;
    });
    const double f = falsely(rumoured * kIfTrue, rumoured * kIfFalse, kRumour, 0.4);
    for (double at = rumoured > 0 ? chance.waiting(f) : length; at < length;
         at += chance.waiting(f)) {
      Observation& rumour = said.emplace_back();
      rumour.item = ++number;
      rumour.occurred = day(at);
      rumour.credibility = kRumour;
    }
    for (int i = 1; i <= 12; ++i) {
      const Instant date = day(span * i);
      tally.add(log_odds(desk.known.question, {date, date}), path.under_way(span * i));
    }
  }
  tally.check(600);
}

TEST_CASE("belief is calibrated where totals count a fixed fact's events") {
  check_totals(kForAlways, 20, 0, 20250128);
}

TEST_CASE("belief is calibrated where totals count a spell's events") {
  check_totals(Days(200), 20, 0, 20260128);
}

TEST_CASE("belief is calibrated where rumours lie within totals") {
  check_totals(kForAlways, 20, 0.15, 20270128);
  check_totals(Days(200), 20, 0.15, 20280128);
}

}  // namespace
}  // namespace signpost::belief
