#include "engine/assess/scorecard.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include "engine/assess/siblings.h"
#include "engine/belief/believe.h"
#include "engine/belief/count_periods.h"
#include "engine/model/words.h"

namespace signpost::assess {
namespace {

using score::Course;
using score::ForecasterKind;
using score::ForecasterName;
using score::ForecasterScore;
using score::ScenarioScore;
using score::Steps;

constexpr std::chrono::days kAtOnce{1};  // an entry made later than this is marked
constexpr int kQuarters = 4;             // in which reports come in under lag

// --- What the program forecast ------------------------------------------------------------------

/// A chronicle for each stretch without a change of definitions, made when it is first asked for.
class Believed {
 public:
  Believed(Archive& archive, std::string_view scenario, const Ledgered& ledgered, Instant from,
           Instant until)
      : archive_(archive),
        scenario_(scenario),
        ledgered_(ledgered),
        changes_(archive.changes(scenario, from, std::min(until, ledgered.until))) {
    starts_.push_back(from);
    starts_.insert(starts_.end(), changes_.begin(), changes_.end());
    chronicles_.resize(starts_.size());
  }

  std::vector<Probability> at(std::span<const Instant> dates) {
    std::vector<Probability> found;
    found.reserve(dates.size());
    for (std::size_t first = 0; first < dates.size();) {
      const std::size_t epoch = epoch_of(dates[first]);
      std::size_t end = first + 1;
      while (end < dates.size() && epoch_of(dates[end]) == epoch) ++end;
      const auto some = dates.subspan(first, end - first);
      const belief::Chronicle& chronicle = chronicle_of(epoch);
      const std::vector<LogOdds> closings = belief::history_as_known_then(chronicle, some);
      for (std::size_t i = 0; i < some.size(); ++i) {
        found.push_back(asks_of_horizon(epoch)
                            ? belief::at_horizon(chronicle.question, some[i], closings[i])
                            : Probability::from(closings[i]));
      }
      first = end;
    }
    return found;
  }

  /// Where it may jump or bend.
  std::vector<Instant> breaks() {
    std::set<Instant> found(changes_.begin(), changes_.end());
    for (std::size_t epoch = 0; epoch < starts_.size(); ++epoch) note(chronicle_of(epoch), found);
    return {found.begin(), found.end()};
  }

 private:
  std::size_t epoch_of(Instant date) const {
    const auto next = std::upper_bound(starts_.begin() + 1, starts_.end(), date);
    return static_cast<std::size_t>(next - starts_.begin()) - 1;
  }
  const belief::Chronicle& chronicle_of(std::size_t epoch) {
    if (!chronicles_[epoch]) {
      chronicles_[epoch] =
          archive_.chronicle(scenario_, std::min(starts_[epoch], ledgered_.until), ledgered_);
    }
    return *chronicles_[epoch];
  }
  bool asks_of_horizon(std::size_t epoch) {
    const Scenario& scenario =
        archive_.scenario_at(scenario_, std::min(starts_[epoch], ledgered_.until));
    return scenario.horizon && asks_of(scenario) == Asks::kState;
  }
  static void note(const belief::Chronicle& chronicle, std::set<Instant>& found) {
    const belief::Question& question = chronicle.question;
    const auto known = [&](const std::vector<belief::Known>& all) {
      for (const belief::Known& one : all) {
        found.insert(one.from);
        if (one.until != kForever) found.insert(one.until);
      }
    };
    known(chronicle.of_bearing);
    known(chronicle.of_denials);
    for (const belief::Observation& item : question.bearing) found.insert(item.occurred);
    for (const belief::Denial& denial : question.denials) found.insert(denial.occurred);
    const auto stream_breaks = [&](const belief::Stream& stream,
                                   const std::vector<belief::Known>& of_stream) {
      known(of_stream);
      std::vector<Instant> watched{question.opened};
      for (const belief::Observation& item : stream.said) {
        watched.push_back(item.occurred);
        if (item.total) watched.push_back(item.total->until);
      }
      for (const belief::Steps* steps : {&stream.coverage, &stream.season}) {
        for (const belief::Step& step : *steps) watched.push_back(step.from);
      }
      watched.insert(watched.end(), stream.occasions.begin(), stream.occasions.end());
      const int shares = stream.lag > Days(0) ? kQuarters : 0;
      for (const Instant instant : watched) {
        for (int share = 0; share <= shares; ++share) {
          found.insert(instant + std::chrono::ceil<std::chrono::seconds>(
                                     stream.lag * (static_cast<double>(share) / kQuarters)));
        }
      }
    };
    for (std::size_t j = 0; j < question.streams.size(); ++j) {
      stream_breaks(question.streams[j], chronicle.of_streams[j]);
    }
    if (!question.count) return;
    for (std::size_t j = 0; j < question.count->streams.size(); ++j) {
      stream_breaks(question.count->streams[j].stream, chronicle.of_counted[j]);
    }
    const belief::CountPeriods periods =
        belief::count_periods(question.count->history_from, question.count->from,
                              question.count->to, question.count->from);
    for (const belief::CountSpan& span : periods.spans) found.insert(span.from);
  }

  Archive& archive_;
  std::string scenario_;
  Ledgered ledgered_;
  std::vector<Instant> changes_;
  std::vector<Instant> starts_;
  std::vector<std::optional<belief::Chronicle>> chronicles_;
};

// --- Its rivals ---------------------------------------------------------------------------------

Steps always(Instant from, Probability probability) { return {{{from, probability}}}; }

/// The prior left alone fades towards the base rate; at the horizon it is one figure, always.
Course prior_alone(const Scenario& scenario, Instant from) {
  belief::Question question = question_of(scenario, {}, {}, {});
  const bool at_horizon = scenario.horizon && asks_of(scenario) == Asks::kState;
  if (at_horizon || std::isinf(scenario.persistence.count())) {
    const Probability prior =
        at_horizon ? belief::at_horizon(question, scenario.opened, scenario.prior.log_odds())
                   : scenario.prior;
    return always(from, prior);
  }
  score::Curve curve;
  curve.at = [question = std::move(question)](std::span<const Instant> dates) {
    std::vector<Probability> found;
    for (const LogOdds odds : belief::history(question, dates, kForever)) {
      found.push_back(Probability::from(odds));
    }
    return found;
  };
  return curve;
}

/// What named forecasters said of it, as far as it is in the ledger; of several for one time the
/// last stands.
std::map<std::string, std::pair<Steps, int>> named_courses(const std::vector<Forecast>& forecasts,
                                                           const Ledgered& ledgered, bool settled) {
  std::vector<const Forecast*> all;
  for (const Forecast& one : forecasts) {
    // What is sealed shows through no mean and no bound either.
    if (ledgered.has(one.recorded, one.entry) && is_shown(one, settled)) all.push_back(&one);
  }
  std::stable_sort(all.begin(), all.end(), [](const Forecast* a, const Forecast* b) {
    return a->at < b->at;  // they come in the order of recording
  });
  std::map<std::string, std::pair<Steps, int>> courses;
  for (const Forecast* one : all) {
    auto& [steps, late] = courses[one->by];
    steps.entries.push_back({one->at, one->probability});
    if (one->recorded - one->at > kAtOnce) ++late;
  }
  return courses;
}

// --- One scenario -------------------------------------------------------------------------------

struct Asked {
  score::Question question;
  std::vector<ForecasterName> names;
  std::vector<int> late;
};

class Scoring {
 public:
  Scoring(Archive& archive, const ScoreChoices& choices) : archive_(archive), choices_(choices) {
    for (Forecast& one : archive.snapshot.forecasts({})) {
      forecasts_[one.scenario].push_back(std::move(one));
    }
  }

  Asked ask(const CountedScenario& of, Instant close, bool settled, ScenarioScore& told) {
    const Instant from = of.from;
    const Scenario& scenario = archive_.scenario_at(of.id, std::min(from, of.ledgered.until));
    Asked asked;
    asked.question.counted_from = from;
    asked.question.close = close;
    asked.question.spot = choices_.spot;
    if (const auto spot = choices_.spots.find(of.id); spot != choices_.spots.end()) {
      asked.question.spot = spot->second;
    }
    const auto add = [&](ForecasterName name, Course course, int late = 0) {
      const bool is_peer = choices_.peers_are_all || name.kind == ForecasterKind::kNamed;
      asked.question.forecasters.push_back({std::move(course), is_peer});
      asked.names.push_back(std::move(name));
      asked.late.push_back(late);
    };
    add({ForecasterKind::kProgram, {}}, program_course(archive_, of.id, of.ledgered, from, close));
    add({ForecasterKind::kEven, {}}, always(from, Probability(0.5)));
    if (!scenario.criterion) {  // a count is declared neither
      add({ForecasterKind::kBaseRate, {}}, always(from, base_rate_of(scenario)));
      add({ForecasterKind::kPrior, {}}, prior_alone(scenario, from));
    }
    if (scenario.publisher_probability) {
      add({ForecasterKind::kPublisher, {}}, always(from, *scenario.publisher_probability));
    } else if (const auto word = estimative_word(scenario.wording)) {
      told.publisher_word = word->phrase;
      add({ForecasterKind::kPublisher, {}}, always(from, word->probability));
    }
    if (const auto judged = judged_rival(scenario, of.ledgered, from)) {
      add({ForecasterKind::kJudged, {}},
          program_course(archive_, *judged, of.ledgered, from, close));
    }
    for (auto& [name, course] : named_courses(forecasts_[of.id], of.ledgered, settled)) {
      add({ForecasterKind::kNamed, name}, std::move(course.first), course.second);
    }
    return asked;
  }

 private:
  /// The judged sibling of a countable forecast, where it was there when counting begins.
  std::optional<std::string> judged_rival(const Scenario& counted, const Ledgered& ledgered,
                                          Instant from) {
    for (const std::string& id : judged_siblings(archive_, counted, ledgered.until)) {
      const ScenarioFile& told = archive_.scenario(id);
      const bool was_loaded = told.revisions.front().recorded <= from;
      if (ledgered.as_recorded && !was_loaded) continue;
      if (archive_.scenario_at(id, ledgered.until).opened <= from) return id;
    }
    return std::nullopt;
  }

  Archive& archive_;
  const ScoreChoices& choices_;
  std::map<std::string, std::vector<Forecast>> forecasts_;
};

// --- All of them --------------------------------------------------------------------------------

void add_share(std::vector<score::Share>& shares, const std::string& of) {
  const auto found = std::find_if(shares.begin(), shares.end(),
                                  [&](const score::Share& share) { return share.of == of; });
  if (found == shares.end()) {
    shares.push_back({of, 1});
  } else {
    ++found->scenarios;
  }
}

void sort_shares(std::vector<score::Share>& shares) {
  std::stable_sort(shares.begin(), shares.end(), [](const score::Share& a, const score::Share& b) {
    return a.scenarios > b.scenarios;
  });
}

struct Unsettled {
  std::vector<ForecasterName> names;
  score::EitherWay scores;
};

void summarize(score::Scorecard& card, const std::vector<Unsettled>& unsettled) {
  std::set<ForecasterName> names;
  for (const ScenarioScore& one : card.scenarios) {
    for (const ForecasterScore& by : one.forecasters) names.insert(by.by);
  }
  for (const ForecasterName& name : names) {
    score::ForecasterSummary& summary = card.summary.emplace_back();
    summary.by = name;
    std::vector<score::Score> scores;
    for (const ScenarioScore& one : card.scenarios) {
      if (const score::Score* score = one.of(name)) scores.push_back(*score);
    }
    summary.means = score::means(scores);
    std::vector<score::UnsettledScore> others;
    for (const Unsettled& one : unsettled) {
      const auto at = std::find(one.names.begin(), one.names.end(), name) - one.names.begin();
      if (at == std::ssize(one.names)) continue;
      others.push_back({one.scores.if_yes[static_cast<std::size_t>(at)],
                        one.scores.if_no[static_cast<std::size_t>(at)]});
    }
    if (!others.empty()) summary.bounds = score::bounds(scores, others);
    for (const ForecasterName& other : names) {
      if (other == name) continue;
      std::vector<score::ScorePair> pairs;
      for (const ScenarioScore& one : card.scenarios) {
        const score::Score* ours = one.of(name);
        const score::Score* theirs = one.of(other);
        if (ours == nullptr || theirs == nullptr) continue;
        pairs.push_back({one.cluster, *ours, *theirs});
      }
      summary.skill.emplace(other, score::skills(pairs));
    }
  }
}

}  // namespace

score::Curve program_course(Archive& archive, std::string_view scenario, const Ledgered& ledgered,
                            Instant from, Instant until) {
  const auto believed = std::make_shared<Believed>(archive, scenario, ledgered, from, until);
  score::Curve curve;
  curve.at = [believed](std::span<const Instant> dates) { return believed->at(dates); };
  for (const Instant instant : believed->breaks()) {
    if (from < instant && instant < until) curve.breaks.push_back(instant);
  }
  return curve;
}

score::Scorecard scorecard(Archive& archive, std::span<const std::string> scenarios,
                           Instant known_at, const ScoreChoices& choices) {
  score::Scorecard card;
  card.known_at = known_at;
  card.hindsight = choices.hindsight;
  card.peers_are_all = choices.peers_are_all;
  Scoring scoring(archive, choices);
  std::vector<Unsettled> unsettled;
  std::vector<Window> windows;
  for (CountedScenario& one : Counting(archive, known_at, choices).scenarios(scenarios)) {
    ++card.tally.opened;
    if (archive.retired(one.id, known_at)) ++card.tally.retired;
    if (one.ended <= known_at) ++card.tally.matured;
    if (!one.is_scored()) {
      if (one.resolution && one.resolution->outcome == Outcome::kOpen) ++card.tally.open;
      if (one.resolution && one.resolution->outcome == Outcome::kVoid) ++card.tally.voided;
      if (one.resolution) continue;
      const Instant close = std::min(one.ended, known_at);
      if (close <= one.from) continue;
      ScenarioScore ignored;
      Asked asked = scoring.ask(one, close, /*settled=*/false, ignored);
      unsettled.push_back({std::move(asked.names), score::scores_either_way(asked.question)});
      continue;
    }
    ++card.tally.settled;
    ScenarioScore& told = card.scenarios.emplace_back();
    told.scenario = one.id;
    told.title = one.scenario->title;
    told.publication = one.scenario->publication;
    told.role = one.scenario->role;
    told.resolution = *one.resolution;
    told.counted_from = one.from;
    told.closes = one.closes();
    if (told.came_true()) ++card.tally.came_true;
    if (!told.is_counted()) ++card.tally.not_counted;
    Asked asked = scoring.ask(one, told.closes, /*settled=*/true, told);
    const std::vector<score::Score> scores = score::scores(asked.question, told.came_true());
    for (std::size_t i = 0; i < scores.size(); ++i) {
      told.forecasters.push_back({std::move(asked.names[i]), scores[i], asked.late[i]});
    }
    windows.push_back({one.scenario, told.closes});
    add_share(card.publications, one.scenario->publication);
    add_share(card.roles, std::string(to_string(one.scenario->role)));
  }
  const std::vector<std::size_t> clusters = clusters_of(windows);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    card.scenarios[i].cluster = clusters[i];
    add_share(card.clusters, card.scenarios[clusters[i]].scenario);
  }
  for (auto* shares : {&card.publications, &card.roles, &card.clusters}) sort_shares(*shares);
  std::stable_sort(card.scenarios.begin(), card.scenarios.end(),
                   [](const ScenarioScore& a, const ScenarioScore& b) {
                     return a.resolution.on < b.resolution.on;
                   });
  summarize(card, unsettled);
  return card;
}

score::CalibrationCard calibration_card(Archive& archive, std::span<const std::string> scenarios,
                                        Instant known_at, Days lead, bool hindsight) {
  score::CalibrationCard card;
  card.known_at = known_at;
  card.hindsight = hindsight;
  card.lead = lead;
  CountingChoices choices;
  choices.hindsight = hindsight;
  for (const CountedScenario& one : Counting(archive, known_at, choices).scenarios(scenarios)) {
    if (!one.is_scored()) continue;
    const std::optional<Instant>& horizon = one.scenario->horizon;
    if (!horizon || *horizon > known_at) {
      ++card.not_due;
      continue;
    }
    const Instant at = *horizon - std::chrono::round<std::chrono::seconds>(lead);
    if (at < one.from) {
      ++card.opened_later;
      continue;
    }
    if (at >= one.resolution->on) {
      ++card.settled_before;
      continue;
    }
    const score::Curve course =
        program_course(archive, one.id, one.ledgered, at, at + std::chrono::seconds(1));
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(*horizon));
    card.forecasts.push_back(
        {one.id,
         one.scenario->publication,
         one.scenario->role,
         static_cast<int>(day.year()),
         {course.at(std::array{at}).front(), one.resolution->outcome == Outcome::kYes}});
  }
  std::vector<score::ForecastOutcome> pairs;
  std::map<std::pair<std::string, std::string>, std::vector<score::ForecastOutcome>> groups;
  for (const score::LeadForecast& one : card.forecasts) {
    pairs.push_back(one.pair);
    groups[{"year", std::to_string(one.year)}].push_back(one.pair);
    groups[{"role", std::string(to_string(one.role))}].push_back(one.pair);
    if (!one.publication.empty()) groups[{"publication", one.publication}].push_back(one.pair);
  }
  card.calibration = score::calibration_with_band(pairs);
  for (const auto& [of, some] : groups) {
    if (some.size() < score::CalibrationCard::kEnough || some.size() == pairs.size()) continue;
    card.groups.push_back({of.first, of.second, score::calibration(some)});
  }
  return card;
}

score::CalibrationCard calibration_card(std::vector<score::ForecastOutcome> pairs) {
  score::CalibrationCard card;
  card.from_file = true;
  card.calibration = score::calibration_with_band(pairs);
  return card;
}

std::optional<score::TrackRecord> track_record(Archive& archive, Instant known_at) {
  const std::vector<Resolution> resolutions = archive.snapshot.resolutions({});
  const bool any = std::any_of(resolutions.begin(), resolutions.end(), [&](const Resolution& one) {
    return archive.resolution(one.scenario, known_at).has_value();
  });
  if (!any) return std::nullopt;
  score::TrackRecord record;
  record.scores = scorecard(archive, {}, known_at, {});
  if (record.scores.scenarios.size() >= score::TrackRecord::kEnoughToCalibrate) {
    score::CalibrationCard card =
        calibration_card(archive, {}, known_at, score::CalibrationCard::kLead, false);
    if (card.forecasts.size() >= score::TrackRecord::kEnoughToCalibrate) {
      record.calibration = std::move(card.calibration);
    }
  }
  return record;
}

}  // namespace signpost::assess
