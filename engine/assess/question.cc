#include "engine/assess/question.h"

#include <algorithm>
#include <chrono>

#include "engine/assess/in_force.h"

namespace signpost::assess {
namespace {

constexpr std::size_t kDeepestKinds = 100;  // loaded definitions hold no circles

/// How far set times are listed of a scenario that never ends.
constexpr auto kOccasionsWithoutHorizon = std::chrono::days(365 * 50);

/// The place among `indicators` of the nearest that an indicator is of; kNoWider: of none.
int nearest_wider(const Indicator& about, std::span<const Indicator* const> indicators,
                  const FindIndicator& find) {
  const Indicator* narrow = &about;
  for (std::size_t steps = 0; !narrow->of.empty() && steps < kDeepestKinds; ++steps) {
    const std::string& wider = narrow->of;
    for (std::size_t k = 0; k < indicators.size(); ++k) {
      if (indicators[k]->id == wider) return static_cast<int>(k);
    }
    narrow = find(wider);
    if (narrow == nullptr) break;
  }
  return belief::kNoWider;
}

}  // namespace

std::string NamedQuestion::indicator_name(int stream) const {
  return stream == belief::kUnforeseen ? std::string()
                                       : indicators[static_cast<std::size_t>(stream)]->id;
}

std::string NamedQuestion::key_name(belief::Key key) const {
  return key == belief::kOwn ? std::string() : keys[static_cast<std::size_t>(key)];
}

belief::Uncertainty NamedQuestion::uncertainty() const {
  belief::Uncertainty uncertainty;
  uncertainty.prior_within = scenario.prior_within.value_or(kPriorWithin);
  for (std::size_t j = 0; j < indicators.size(); ++j) {
    auto& of = uncertainty.streams.emplace_back();
    of.within = expectations[j]->within.value_or(kRateWithin);
    of.ratio_within = expectations[j]->ratio_within.value_or(kRatioWithin);
    for (const Season& season : indicators[j]->seasons) {
      of.seasons.push_back({season.from, season.to, season.within.value_or(kSeasonWithin)});
    }
  }
  return uncertainty;
}

std::vector<const Expectation*> in_order(const std::vector<Expectation>& expectations) {
  std::vector<const Expectation*> ordered;
  ordered.reserve(expectations.size());
  for (const Expectation& expectation : expectations) ordered.push_back(&expectation);
  std::sort(ordered.begin(), ordered.end(),
            [](const Expectation* a, const Expectation* b) { return a->indicator < b->indicator; });
  return ordered;
}

belief::Question question_of(const Scenario& scenario,
                             std::span<const Expectation* const> expectations,
                             std::span<const Indicator* const> indicators,
                             const FindIndicator& find) {
  belief::Question question;
  question.prior = scenario.prior;
  question.base_rate = base_rate_of(scenario);
  question.persistence = scenario.persistence;
  question.opened = scenario.opened;
  question.horizon = scenario.horizon;
  for (std::size_t j = 0; j < expectations.size(); ++j) {
    const Indicator& about = *indicators[j];
    belief::Stream stream;
    stream.if_true = expectations[j]->if_true.rate;
    stream.if_false = expectations[j]->if_false.rate;
    stream.dispersion = about.dispersion;
    stream.lag = about.lag;
    stream.once = about.once;
    stream.happening = expectations[j]->happening;
    if (expectations[j]->if_true.each_time) {
      stream.occasions = occasions_of(
          about, scenario.horizon.value_or(scenario.opened + kOccasionsWithoutHorizon));
      stream.seen_if_true = *expectations[j]->if_true.each_time;
      stream.seen_if_false = expectations[j]->if_false.each_time.value_or(Probability(0.5));
    }
    stream.of = nearest_wider(about, indicators, find);
    stream.coverage = coverage_of(about, {}, kForever);
    stream.season = season_of(about);
    question.streams.push_back(std::move(stream));
  }
  return question;
}

belief::CountedQuestion counted_question_of(const Criterion& criterion,
                                            std::span<const Indicator* const> counted,
                                            const FindIndicator& find) {
  belief::CountedQuestion question;
  question.from = criterion.window.from;
  question.to = criterion.window.to;
  question.at_least = criterion.at_least.value_or(0);
  question.factor = criterion.factor;
  if (criterion.against) question.against = {criterion.against->from, criterion.against->to};
  question.history_from = criterion.history_from;
  question.drift = criterion.drift;
  question.dispersion = criterion.dispersion;
  for (const Indicator* about : counted) {
    belief::CountedStream& one = question.streams.emplace_back();
    one.stream.dispersion = about->dispersion;
    one.stream.lag = about->lag;
    one.stream.of = nearest_wider(*about, counted, find);
    one.stream.coverage = coverage_of(*about, {}, kForever);
    one.stream.season = season_of(*about);
    one.named = std::find(criterion.indicators.begin(), criterion.indicators.end(), about->id) !=
                criterion.indicators.end();
    one.covered_ahead = about->watched == Watched::kAlways;
  }
  return question;
}

bool is_counted(const belief::CountedQuestion& question, std::size_t stream) {
  for (std::size_t steps = 0; steps < kDeepestKinds; ++steps) {
    const belief::CountedStream& one = question.streams[stream];
    if (one.named) return true;
    if (one.stream.of == belief::kNoWider) return false;
    stream = static_cast<std::size_t>(one.stream.of);
  }
  return false;
}

belief::Question hoped_for(const Scenario& scenario,
                           std::span<const Expectation* const> expectations,
                           std::span<const Indicator* const> indicators, const FindIndicator& find,
                           const GradeTable& table) {
  std::vector<Indicator> covered;
  for (const Indicator* indicator : indicators) {
    Indicator& hoped = covered.emplace_back(*indicator);
    if (hoped.watched != Watched::kAlways) {
      hoped.watched = Watched::kAlways;
      hoped.coverage.insert(hoped.coverage.begin(),
                            {kBeginning, kForever, usual_coverage(*indicator, table), {}});
    }
  }
  std::vector<const Indicator*> pointers;
  pointers.reserve(covered.size());
  for (const Indicator& indicator : covered) pointers.push_back(&indicator);
  belief::Question question = question_of(scenario, expectations, pointers, find);
  for (std::size_t j = 0; j < covered.size(); ++j) {
    question.streams[j].coverage = coverage_of(covered[j], {}, kForever, table);
  }
  return question;
}

const Sighting* sighting_of(const Item& item, std::string_view indicator) {
  for (const Sighting& sighting : item.sightings) {
    if (sighting.indicator == indicator) return &sighting;
  }
  return nullptr;
}

const Bearing* bearing_on(const Item& item, std::string_view scenario) {
  for (const Bearing& bearing : item.bears) {
    if (bearing.scenario == scenario) return &bearing;
  }
  return nullptr;
}

}  // namespace signpost::assess
