// What is kept of an assessment, and what alerts are judged by at it.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "engine/assess/alert_machine.h"
#include "engine/assess/desk.h"
#include "engine/assess/files.h"
#include "engine/assess/movement.h"
#include "engine/assess/naming.h"
#include "engine/assess/view.h"
#include "engine/belief/believe.h"
#include "engine/belief/uncertainty.h"
#include "engine/model/words.h"

namespace signpost::assess {
namespace {

using Kind = Condition::Kind;

constexpr double kSeenAtLeast = 0.5;  // credibility from which a sighting is one

/// Origins that are tried: those of the events that matter most.
constexpr std::size_t kOriginsTried = 30;

/// Whose claim an item is: an origin, or the item itself.
struct Claimant {
  belief::Key origin = belief::kOwn;
  ItemId item = 0;  // where the origin is nobody's
  friend auto operator<=>(const Claimant&, const Claimant&) = default;
};

Claimant claimant_of(const belief::Testimony& item) {
  return {item.origin, item.origin == belief::kOwn ? item.item : 0};
}

std::set<Claimant> claimants(const belief::Question& question, const Ledger& ledger) {
  std::map<ItemId, Claimant> by_item;
  for (const belief::Stream& stream : question.streams) {
    for (const belief::Testimony& item : stream.said) by_item.emplace(item.item, claimant_of(item));
  }
  for (const belief::Testimony& item : question.bearing) {
    by_item.emplace(item.item, claimant_of(item));
  }
  std::set<Claimant> found;
  for (const LedgerEvent& event : ledger.evidence) {
    for (const ItemId item : event.items) {
      const auto claim = by_item.find(item);
      if (claim != by_item.end() && found.size() < kOriginsTried) found.insert(claim->second);
    }
  }
  return found;
}

belief::Question without(belief::Question question, const Claimant& claimant) {
  const auto strike = [&](std::vector<belief::Testimony>& said) {
    std::erase_if(said,
                  [&](const belief::Testimony& item) { return claimant_of(item) == claimant; });
  };
  for (belief::Stream& stream : question.streams) strike(stream.said);
  strike(question.bearing);
  return question;
}

/// The probability without the `struck` origins that do most for it to be high (or low), taken away
/// one after the other.
Probability without_origins(belief::Question question, const Moment& moment, const Ledger& ledger,
                            int struck, bool high) {
  std::set<Claimant> left = claimants(question, ledger);
  LogOdds reached = belief::log_odds(question, moment);
  for (int i = 0; i < struck && !left.empty(); ++i) {
    std::optional<std::pair<LogOdds, Claimant>> strongest;
    for (const Claimant& claimant : left) {
      const LogOdds odds = belief::log_odds(without(question, claimant), moment);
      if (!strongest || (high ? odds < strongest->first : odds > strongest->first)) {
        strongest = {odds, claimant};
      }
    }
    reached = strongest->first;
    question = without(std::move(question), strongest->second);
    left.erase(strongest->second);
  }
  return Probability::from(reached);
}

/// How long each stream was watched up to an instant, with what is known at the moment.
std::vector<Days> watched_until(const belief::Question& question, Instant until,
                                const Moment& moment) {
  std::vector<Days> watched;
  for (const auto& silence : belief::account(question, {until, moment.known_at}).silence) {
    watched.push_back(silence.watched);
  }
  return watched;
}

/// How long a scenario was watched since an alert was raised: its indicators, each by how much a
/// day of its silence tells (|a − b|/φ), so that watching what tells nothing counts for nothing. Of
/// kSeen that indicator alone, since its last sighting if that is later.
Days watched_since(const NamedQuestion& named, const Condition& condition, Instant raised,
                   std::optional<Instant> last_seen, const Moment& moment) {
  const bool one = condition.kind == Kind::kSeen;
  const Instant since = one ? std::max(raised, last_seen.value_or(raised)) : raised;
  const std::vector<Days> before = watched_until(named.question, since, moment);
  const std::vector<Days> now = watched_until(named.question, moment.as_of, moment);
  Days watched{0};
  double telling = 0;
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    const belief::Stream& stream = named.question.streams[j];
    const double tells =
        one ? (named.indicators[j]->id == condition.indicator ? 1.0 : 0.0)
            : std::fabs(stream.if_true.per_day() - stream.if_false.per_day()) / stream.dispersion;
    watched += tells * std::max(now[j] - before[j], Days(0));
    telling += tells;
  }
  return telling > 0 ? watched / telling : Days(0);
}

/// An item that stands, and when it first came in: amending it does not make it news.
struct Came {
  const store::ItemVersion* version;
  Instant at;
};

std::vector<Came> came_in(const std::vector<store::ItemVersion>& versions, const Moment& moment) {
  std::map<ItemId, Instant> first;
  for (const store::ItemVersion& version : versions) {
    const auto [place, is_new] = first.emplace(version.item, version.known.from);
    if (!is_new) place->second = std::min(place->second, version.known.from);
  }
  std::vector<Came> came;
  for (const store::ItemVersion& version : versions) {
    const Instant at = first.at(version.item);
    if (version.known.holds(moment.known_at) && at <= moment.as_of) came.push_back({&version, at});
  }
  return came;
}

}  // namespace

SavedAssessment Desk::to_keep(std::string_view scenario, const Moment& moment) const {
  const NamedQuestion named = files_->ask(scenario, moment.known_at);
  SavedAssessment kept;
  kept.assessment = assessment_of(named, moment, belief::account(named.question, moment));
  const std::array<Instant, 1> date{moment.as_of};
  kept.interval =
      belief::intervals(named.question, named.uncertainty(), date, moment.known_at).front();
  return kept;
}

Movement Desk::between(const Assessment& before, const Assessment& after) const {
  const std::string& id = before.scenario;
  const Instant known_at = before.moment.known_at;
  // The earlier one under the later definitions; where evidence came in since that says it was
  // available before, what was kept cannot be computed again and stands for itself.
  Assessment redefined = before;
  if (glance(id, before.moment).log_odds == before.log_odds) {
    const NamedQuestion named = files_->ask(id, {known_at, after.moment.known_at});
    redefined = assessment_of(named, before.moment, belief::account(named.question, before.moment));
  }
  return movement(before, redefined, after, [&](ItemId item_id) {
    const std::optional<ItemLine> found = item(item_id, after.moment);
    return found && found->known_then;
  });
}

const Scenario& Desk::scenario(std::string_view id, Instant known_at) const {
  return standing_at(files_->scenario(id).revisions, known_at).content;
}

const Indicator* Desk::indicator(const std::string& id, Instant known_at) const {
  const std::vector<store::Revision<Indicator>>& revisions = files_->indicator(id).revisions;
  return revisions.empty() ? nullptr : &standing_at(revisions, known_at).content;
}

AlertReading Desk::reading(const Alert& alert, std::span<const AlertEvaluation> story,
                           const Assessment& assessment, bool on_change) const {
  const Condition& condition = alert.condition;
  const Moment& moment = assessment.moment;
  const std::optional<AlertEvaluation> last =
      story.empty() ? std::nullopt : std::optional(story.back());
  const Scenario& scenario = this->scenario(assessment.scenario, moment.known_at);
  const auto ask = [&] { return files_->ask(assessment.scenario, moment.known_at); };
  AlertReading reading;
  reading.as_of = moment.as_of;
  reading.on_change = on_change;
  reading.probability = assessment.probability;
  reading.word = icd203_word(assessment.probability).key;

  if (condition.kind == Kind::kRises || condition.kind == Kind::kFalls) {
    const Instant begin = moment.as_of - std::chrono::round<std::chrono::seconds>(condition.within);
    Probability extreme = scenario.prior;
    if (begin > scenario.opened) {
      // As believed then; in hindsight with the same knowledge.
      const Instant known_at = moment.as_known_then ? begin : moment.known_at;
      extreme = glance(assessment.scenario, {begin, known_at, moment.as_known_then}).probability;
    }
    for (auto before = story.rbegin(); before != story.rend(); ++before) {
      if (before->reading.as_of < begin) break;
      const Probability then = before->reading.probability;
      extreme = condition.kind == Kind::kRises ? std::min(extreme, then) : std::max(extreme, then);
    }
    reading.extreme = extreme;
  }
  if (condition.kind == Kind::kSeen) {
    reading.last = last_learnt(condition.indicator, scenario, moment);
  }
  if (condition.kind == Kind::kNoEvidence) reading.last = last_told(scenario, moment);

  if (may_clear(alert, last, reading)) {
    const NamedQuestion named = ask();
    reading.unfaded =
        Probability::from(belief::log_odds_unfaded(named.question, moment, *last->raised));
    if (condition.kind != Kind::kAtLeast && condition.kind != Kind::kAtMost) {
      reading.watched = watched_since(named, condition, *last->raised, reading.last, moment);
    }
  }
  if (alert.origins > 1 && condition_holds(alert, last, reading)) {
    const NamedQuestion named = ask();
    const Ledger ledger = assessment.ledger
                              ? *assessment.ledger
                              : named_ledger(named, belief::account(named.question, moment));
    const bool high = condition.kind == Kind::kAtLeast || condition.kind == Kind::kRises;
    reading.without_origins =
        without_origins(named.question, moment, ledger, alert.origins - 1, high);
  }
  return reading;
}

std::optional<Instant> Desk::last_learnt(const std::string& indicator, const Scenario& scenario,
                                         const Moment& moment) const {
  const Instant end = scenario.horizon ? std::min(moment.as_of, *scenario.horizon) : moment.as_of;
  std::optional<Instant> last;
  for (const Came& came : came_in(files_->indicator(indicator).versions, moment)) {
    const Item& item = came.version->content;
    const bool in_time = item.occurred >= scenario.opened && item.occurred <= end;
    const bool is_event = !item.total || item.total->count > 0;
    if (!in_time || !is_event) continue;
    const auto worth = judge(item, sighting_of(item, indicator),
                             files_->registered(*came.version, moment.known_at));
    if (worth && worth->value() >= kSeenAtLeast) last = std::max(last.value_or(came.at), came.at);
  }
  return last;
}

Instant Desk::last_told(const Scenario& scenario, const Moment& moment) const {
  Instant last = scenario.opened;
  const auto look = [&](const std::vector<store::ItemVersion>& versions,
                        const std::string& indicator) {
    for (const Came& came : came_in(versions, moment)) {
      const Item& item = came.version->content;
      const Sighting* sighting = indicator.empty() ? nullptr : sighting_of(item, indicator);
      if (judge(item, sighting, files_->registered(*came.version, moment.known_at))) {
        last = std::max(last, came.at);
      }
    }
  };
  for (const Expectation& expectation : scenario.expects) {
    look(files_->indicator(expectation.indicator).versions, expectation.indicator);
  }
  look(files_->scenario(scenario.id).bearing, {});
  return last;
}

}  // namespace signpost::assess
