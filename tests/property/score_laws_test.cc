// Desks whose belief is the truth beat every rival, and those that follow noise beat the base rate
// no oftener than luck lets them. Desks keep a real store: scenarios are loaded when they open,
// reports are recorded as they come, what came true is settled, and all is scored as `score` does.
//
// The worlds are drawn from what the rules of belief are exact for (calibration_test.cc): true
// reports come at c·a a day under way and c·b not, false ones at m·c·(1−q)/q regardless, nothing is
// late. So a desk's P is the chance that it comes true given all that it has heard, at any instant.
// A proper score of anything else is worse in the mean: by (R − P)² under Brier's rule where the
// rival says R.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/scorecard.h"
#include "engine/store/store.h"
#include "tests/how_many.h"
#include "tests/property/path.h"
#include "tests/unit/store/world.h"

namespace signpost::assess {
namespace {

using belief::Chance;
using belief::Path;
using score::ForecasterKind;
using score::ForecasterName;

const Instant kOpened{std::chrono::seconds(1'643'328'000)};
const Days kForAlways{std::numeric_limits<double>::infinity()};
constexpr double kCredibility = 0.8;
constexpr double kCoverage = 0.75;

const ForecasterName kProgram{ForecasterKind::kProgram, {}};
const ForecasterName kBaseRate{ForecasterKind::kBaseRate, {}};

Instant day(double days) { return kOpened + std::chrono::seconds(std::llround(days * 86400)); }

/// A stream of a scenario's own: what is believed of it, and how often it comes in the world.
struct Stream {
  double if_true;
  double if_false;
};

struct Kind {
  Probability prior{0.4};
  Probability base_rate{0.4};
  Days persistence = kForAlways;
  double length = 120;  // days until the horizon
  std::vector<Stream> streams;
};

/// When reports are recorded: at the moment when they come, as belief takes them to be; or all of a
/// day at its end, in a quarter of the time.
enum class Recorded { kAtOnce, kDaily };

/// A report of a scenario's stream.
struct Report {
  double at;
  std::size_t scenario;
  std::size_t stream;
};

/// A store in the making: scenarios that all open at once, what is heard of them, how they end.
class Desk {
 public:
  std::size_t add(const Kind& kind) {
    const std::size_t number = kinds_.size();
    kinds_.push_back(kind);
    came_true_.push_back(false);
    return number;
  }
  /// True reports come at the world's rates, under way or not along a path, and false ones besides.
  void hear(std::size_t scenario, const Path& path, Chance& chance,
            const std::vector<Stream>& world) {
    const Kind& kind = kinds_[scenario];
    for (std::size_t j = 0; j < world.size(); ++j) {
      const Stream& stream = world[j];
      const double prior = kind.prior.value();
      const double falsely = kCoverage * (prior * stream.if_true + (1 - prior) * stream.if_false) *
                             (1 - kCredibility) / kCredibility;
      path.events(kCoverage * stream.if_true + falsely, kCoverage * stream.if_false + falsely,
                  chance, [&](double at, bool) {
                    reports_.push_back({at, scenario, j});
                  });
    }
  }
  void end(std::size_t scenario, bool came_true) { came_true_[scenario] = came_true; }

  [[nodiscard]] std::size_t size() const { return kinds_.size(); }
  [[nodiscard]] const Kind& kind(std::size_t scenario) const { return kinds_[scenario]; }
  [[nodiscard]] static std::string id(std::size_t scenario) {
    return fmt::format("s{:05}", scenario);
  }

  /// Lives through it to the end, when all is settled. `forecasts` are those of others, made of what
  /// the store holds before that.
  void live(Recorded recorded,
            const std::function<std::vector<Forecast>(Archive&)>& forecasts = {}) {
    store::Store::create(path(), {kOpened});
    auto store = store::Store::open(path(), store::Store::Access::kWrite);
    store.load(definitions(), {kOpened});
    std::sort(reports_.begin(), reports_.end(),
              [](const Report& a, const Report& b) { return a.at < b.at; });
    const auto known = [&](const Report& report) {
      return day(recorded == Recorded::kAtOnce ? report.at : std::ceil(report.at));
    };
    for (std::size_t i = 0; i < reports_.size();) {
      const Instant now = known(reports_[i]);
      const auto import = store.import({now});
      for (; i < reports_.size() && known(reports_[i]) == now; ++i) {
        Item item;
        item.id = std::to_string(i);
        item.text = "it was seen";
        item.occurred = day(reports_[i].at);
        item.available = now;
        item.sightings = {{stream_id(reports_[i].scenario, reports_[i].stream), {}}};
        item.source = "the wire";
        item.credibility = Probability(kCredibility);
        import->add(item);
      }
      import->commit();
    }
    const Clock end{day(length() + 1)};
    if (forecasts) {
      const auto snapshot = store.snapshot();
      Archive archive(*snapshot);
      store.forecast(forecasts(archive), end);
    }
    const auto import = store.import(end);
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      Resolution settled;
      settled.scenario = id(i);
      settled.outcome = came_true_[i] ? Outcome::kYes : Outcome::kNo;
      settled.on = day(kinds_[i].length);
      settled.because = "it was counted";
      import->add(settled);
    }
    import->commit();
  }

  [[nodiscard]] std::unique_ptr<store::Snapshot> snapshot() const {
    return store::Store::open(path(), store::Store::Access::kRead).snapshot();
  }
  /// Of so many scenarios from one on.
  [[nodiscard]] score::Scorecard card(Archive& archive, std::size_t from, std::size_t count) const {
    std::vector<std::string> ids;
    for (std::size_t i = from; i < from + count; ++i) ids.push_back(id(i));
    return scorecard(archive, ids, day(length() + 2), {});
  }

 private:
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "desk.db"; }
  [[nodiscard]] double length() const {
    double longest = 0;
    for (const Kind& kind : kinds_) longest = std::max(longest, kind.length);
    return longest;
  }
  static std::string stream_id(std::size_t scenario, std::size_t stream) {
    return fmt::format("{}-{}", id(scenario), stream);
  }
  [[nodiscard]] Definitions definitions() const {
    Definitions all;
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      const Kind& kind = kinds_[i];
      Scenario scenario;
      scenario.id = id(i);
      scenario.title = scenario.id;
      scenario.prior = kind.prior;
      scenario.base_rate = kind.base_rate;
      scenario.persistence = kind.persistence;
      scenario.opened = kOpened;
      scenario.horizon = day(kind.length);
      for (std::size_t j = 0; j < kind.streams.size(); ++j) {
        Indicator indicator;
        indicator.id = stream_id(i, j);
        indicator.title = indicator.id;
        indicator.coverage = {{kBeginning, kForever, kCoverage, {}}};
        all.indicators.push_back(indicator);
        Expectation& expectation = scenario.expects.emplace_back();
        expectation.indicator = indicator.id;
        expectation.if_true = {"counted", Rate(kind.streams[j].if_true), {}};
        expectation.if_false = {"counted", Rate(kind.streams[j].if_false), {}};
      }
      all.scenarios.push_back(scenario);
    }
    return all;
  }

  std::vector<Kind> kinds_;
  std::vector<bool> came_true_;
  std::vector<Report> reports_;
  store::testing::Folder folder_;
};

/// The way of a scenario's state.
Path path_of(const Kind& kind, Chance& chance) {
  belief::Question question;
  question.prior = kind.prior;
  question.base_rate = kind.base_rate;
  question.persistence = kind.persistence;
  return {question, kind.length, chance};
}

/// A mean over desks, which have nothing to do with each other, and its standard error.
class Mean {
 public:
  void add(double value) {
    ++n_;
    sum_ += value;
    squares_ += value * value;
  }
  [[nodiscard]] double value() const { return sum_ / n_; }
  [[nodiscard]] double error() const {
    return std::sqrt((squares_ / n_ - value() * value()) / (n_ - 1));
  }

 private:
  double n_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

// --- Belief that is the truth -------------------------------------------------------------------

constexpr std::size_t kScenarios = 16;  // of a desk
constexpr double kStep = 10;            // days between two forecasts of those who forecast by hand

/// What those with a name say of what the program says, at each date.
struct Rival {
  std::string name;
  std::function<double(double log_odds, Chance& chance)> says;
};

const std::vector<Rival>& rivals() {
  static const std::vector<Rival> all{
      {"noise", [](double, Chance& chance) { return 4 * chance.uniform() - 2; }},
      {"shaken", [](double x, Chance& chance) { return x + 3 * chance.uniform() - 1.5; }},
      {"biased", [](double x, Chance&) { return x + 1; }},
      {"too sure", [](double x, Chance&) { return 2 * x; }},
      {"unsure", [](double x, Chance&) { return x / 3; }},
  };
  return all;
}

struct Loss {
  double brier = 0;
  double log = 0;  // nats
};

/// By how much a rival lost more than the program, and by how much more than was to be expected.
class Margin {
 public:
  void add(double lost, double expected) {
    lost_.add(lost);
    unexpected_.add(lost - expected);
  }
  void check(const std::string& rule, const std::string& rival) const {
    MESSAGE(rule, ": ", rival, " loses ", lost_.value(), " ± ", lost_.error(), ", unexpectedly ",
            unexpected_.value(), " ± ", unexpected_.error());
    CAPTURE(rule);
    CAPTURE(rival);
    if (!signpost::testing::kTriesAll) return;
    // Three standard errors of a mean over so many desks: what is no better is that lucky with one
    // seed in seven hundred.
    CHECK(lost_.value() > 3 * lost_.error());
    // Four, either way, as sixteen are looked at: one seed in a thousand leaves these.
    CHECK(std::fabs(unexpected_.value()) < 4 * unexpected_.error());
  }

 private:
  Mean lost_;
  Mean unexpected_;
};

/// The chance that a state is under way at its horizon, of which nothing is heard.
double prior_at_horizon(const Kind& kind) {
  const double base = kind.base_rate.value();
  return base + (kind.prior.value() - base) * std::exp(-kind.length / kind.persistence.count());
}

/// Draws a desk's scenarios: facts, and states that come and go and are asked where they stand at
/// their horizon.
void draw_truth(Desk& desk, Chance& chance) {
  for (std::size_t i = 0; i < kScenarios; ++i) {
    Kind kind;
    kind.streams = {{0.06, 0.02}, {0.02, 0.05}};
    if (i % 2 == 1) {
      kind.prior = Probability(0.6);
      kind.base_rate = Probability(0.3);
      kind.persistence = Days(100);
    }
    const std::size_t number = desk.add(kind);
    const Path path = path_of(kind, chance);
    desk.hear(number, path, chance, kind.streams);
    desk.end(number, path.under_way(kind.length));
  }
}

/// What the rivals with names say of a scenario as the program goes along; and what each rival is
/// expected to lose by in the mean over the desk's scenarios, given what the program says.
void rival(Archive& archive, const std::string& id, const Kind& kind, Chance& chance,
           std::vector<Forecast>& said, std::map<ForecasterName, Loss>& expected) {
  const Instant until = day(kind.length);
  const score::Curve course = program_course(archive, id, {true, until}, kOpened, until);
  std::vector<Instant> dates;
  std::vector<Instant> between;
  for (double on = 0; on < kind.length; on += kStep) {
    dates.push_back(day(on));
    between.push_back(day(on + kStep / 2));
  }
  const std::vector<Probability> then = course.at(dates);
  const std::vector<Probability> later = course.at(between);
  const double share = 1.0 / static_cast<double>(dates.size() * kScenarios);
  for (std::size_t k = 0; k < dates.size(); ++k) {
    const auto lose = [&](const ForecasterName& by, double r) {
      const double p = later[k].value();
      expected[by].brier += share * (r - p) * (r - p);
      expected[by].log += share * (p * std::log(p / r) + (1 - p) * std::log((1 - p) / (1 - r)));
    };
    lose({ForecasterKind::kEven, {}}, 0.5);
    lose(kBaseRate, kind.base_rate.value());
    lose({ForecasterKind::kPrior, {}}, prior_at_horizon(kind));
    for (const Rival& one : rivals()) {
      Forecast& forecast = said.emplace_back();
      forecast.scenario = id;
      forecast.by = one.name;
      forecast.at = dates[k];
      forecast.probability =
          Probability::from(LogOdds(one.says(then[k].log_odds().nats(), chance)));
      lose({ForecasterKind::kNamed, one.name}, forecast.probability->value());
    }
  }
}

TEST_CASE("desks whose belief is the truth beat every rival on average") {
  constexpr int kDesks = signpost::testing::how_many(50);
  Chance chance(20220128);
  std::map<ForecasterName, std::pair<Margin, Margin>> margins;  // by Brier's rule, by the log rule
  for (int i = 0; i < kDesks; ++i) {
    Desk desk;
    draw_truth(desk, chance);
    std::map<ForecasterName, Loss> expected;
    desk.live(Recorded::kAtOnce, [&](Archive& archive) {
      std::vector<Forecast> said;
      for (std::size_t k = 0; k < desk.size(); ++k) {
        rival(archive, Desk::id(k), desk.kind(k), chance, said, expected);
      }
      return said;
    });
    const auto snapshot = desk.snapshot();
    Archive archive(*snapshot);
    const score::Scorecard card = desk.card(archive, 0, desk.size());
    REQUIRE(card.scenarios.size() == kScenarios);
    REQUIRE(card.clusters.size() == kScenarios);
    REQUIRE(card.summary.size() == 1 + expected.size());
    REQUIRE(card.summary.front().by == kProgram);
    const score::Means& ours = card.summary.front().means;
    for (const auto& [by, means, bounds, skill] : card.summary) {
      if (by == kProgram) continue;
      const Loss& loss = expected.at(by);
      margins[by].first.add(*means.brier - *ours.brier, loss.brier);
      margins[by].second.add(*means.log - *ours.log, loss.log);
    }
  }
  REQUIRE(margins.size() == 3 + rivals().size());
  for (const auto& [by, margin] : margins) {
    margin.first.check("Brier", by.key());
    margin.second.check("log", by.key());
  }
}

// --- Belief in noise ----------------------------------------------------------------------------

/// Of many desks of a dozen scenarios each, how many have skill over the base rate that cannot be
/// luck, as the score says; and how many have as little.
struct Told {
  double desks = 0;
  int better = 0;
  int worse = 0;

  void add(const std::optional<score::Skill>& skill) {
    ++desks;
    if (!skill || !skill->interval) return;
    better += skill->interval->low > 0 ? 1 : 0;
    worse += skill->interval->high < 0 ? 1 : 0;
  }
  /// So many of the desks: one in twenty, and three standard deviations of their number by chance,
  /// which the honest stay within in all but one seed in a thousand.
  [[nodiscard]] double stated() const { return 0.05 * desks + 3 * std::sqrt(0.05 * 0.95 * desks); }
};

constexpr std::size_t kDesks = signpost::testing::how_many(200U);
constexpr std::size_t kDozen = 12;

struct Skills {
  Told brier;
  Told log;
};

/// What comes of desks each of whose scenarios `draw` adds, hears of and ends.
template <class Draw>
Skills skills(std::uint64_t seed, const std::string& what, Draw draw) {
  Chance chance(seed);
  Skills found;
  Desk all;  // in one store, as they have nothing in common
  for (std::size_t i = 0; i < kDesks * kDozen; ++i) draw(all, chance);
  all.live(Recorded::kDaily);
  const auto snapshot = all.snapshot();
  Archive archive(*snapshot);
  for (std::size_t i = 0; i < kDesks; ++i) {
    const score::Scorecard card = all.card(archive, i * kDozen, kDozen);
    REQUIRE(card.clusters.size() == kDozen);
    REQUIRE(card.summary.front().by == kProgram);
    const score::Skills& skill = card.summary.front().skill.at(kBaseRate);
    found.brier.add(skill.brier);
    found.log.add(skill.log);
  }
  MESSAGE(what, ": of ", kDesks, " desks better than the base rate by Brier's score ",
          found.brier.better, ", by the log score ", found.log.better, "; worse ",
          found.brier.worse, ", ", found.log.worse);
  if (signpost::testing::kTriesAll) {
    CHECK(found.brier.better <= found.brier.stated());
    CHECK(found.log.better <= found.log.stated());
  }
  return found;
}

TEST_CASE("desks that hear noise do not beat the base rate oftener than chance lets them") {
  Kind kind;
  kind.length = 60;
  kind.streams = {{0.06, 0.02}};
  skills(20230128, "rates believed to differ that are alike", [&](Desk& desk, Chance& chance) {
    const std::size_t number = desk.add(kind);
    desk.hear(number, path_of(kind, chance), chance, {{0.036, 0.036}});
    desk.end(number, chance.is(kind.prior.value()));
  });
  skills(20240128, "evidence of something else", [&](Desk& desk, Chance& chance) {
    const std::size_t number = desk.add(kind);
    desk.hear(number, path_of(kind, chance), chance, kind.streams);
    desk.end(number, chance.is(kind.prior.value()));
  });
}

TEST_CASE("of desks as good as the base rate chance makes few the better, and few the worse") {
  // The prior is off to one side of the truth and the base rate to the other by as much, so their
  // Brier scores are equal in the mean, and so are their log scores, as both sides are alike.
  const Skills found = skills(20250128, "guesses", [](Desk& desk, Chance& chance) {
    const double truth = 0.3 + 0.4 * chance.uniform();
    const double off = (0.05 + 0.2 * chance.uniform()) * (chance.is(0.5) ? 1 : -1);
    Kind kind;
    kind.length = 10;
    kind.prior = Probability(truth + off);
    kind.base_rate = Probability(truth - off);
    desk.end(desk.add(kind), chance.is(truth));
  });
  if (!signpost::testing::kTriesAll) return;
  CHECK(found.brier.worse <= found.brier.stated());
  CHECK(found.log.worse <= found.log.stated());
}

}  // namespace
}  // namespace signpost::assess
