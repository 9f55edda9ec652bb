// What is kept of an assessment, and what alerts are judged by at it.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "engine/assess/alert_machine.h"
#include "engine/assess/archive.h"
#include "engine/assess/desk.h"
#include "engine/assess/in_force.h"
#include "engine/assess/ledger_names.h"
#include "engine/assess/movement.h"
#include "engine/belief/believe.h"
#include "engine/belief/uncertainty.h"
#include "engine/model/words.h"

namespace signpost::assess {
namespace {

using Kind = Condition::Kind;

constexpr double kSeenAtLeast = 0.5;  // credibility from which a sighting is one

void add(FieldHasher& hasher, const std::vector<ItemId>& items) {
  hasher.add(static_cast<std::int64_t>(items.size()));
  for (const ItemId item : items) hasher.add(item);
}

void add(FieldHasher& hasher, const std::optional<Instant>& instant) {
  if (instant) {
    hasher.add(static_cast<std::int64_t>(instant->time_since_epoch().count()));
  } else {
    hasher.add_absent();
  }
}

void add(FieldHasher& hasher, const std::optional<double>& number) {
  if (number) {
    hasher.add(*number);
  } else {
    hasher.add_absent();
  }
}

/// Of all that a ledger says, in its own order. Events go by their items: their keys are left out,
/// as they may be redacted.
Digest digest_of(const Ledger& ledger) {
  FieldHasher hasher;
  hasher.add(ledger.opening.nats()).add(ledger.judgement.nats()).add(ledger.closing.nats());
  hasher.add(static_cast<std::int64_t>(ledger.evidence.size()));
  for (const LedgerEvent& event : ledger.evidence) {
    hasher.add(static_cast<std::int64_t>(event.kind)).add(event.indicator);
    add(hasher, std::optional(event.occurred));
    add(hasher, event.until);
    hasher.add(event.published).add(event.counted);
    add(hasher, event.items);
    add(hasher, event.denied_by);
    hasher.add(static_cast<std::int64_t>(event.origins));
    hasher.add(event.credibility.value()).add(event.rest);
    add(hasher, event.ratio);
    hasher.add(event.arrived.nats()).add(event.today.nats()).add(event.without.value());
  }
  hasher.add(static_cast<std::int64_t>(ledger.silence.size()));
  for (const SilenceAccount& silence : ledger.silence) {
    hasher.add(silence.indicator).add(silence.today.nats());
    hasher.add(silence.watched.count()).add(silence.occasions);
  }
  hasher.add(static_cast<std::int64_t>(ledger.not_counted.size()));
  for (const NotCounted& entry : ledger.not_counted) {
    add(hasher, entry.items);
    hasher.add(entry.indicator).add(static_cast<std::int64_t>(entry.reason));
    hasher.add(entry.counted_under).add(entry.would_be.nats());
  }
  hasher.add(static_cast<std::int64_t>(ledger.misfits.size()));
  for (const Misfit& misfit : ledger.misfits) {
    hasher.add(misfit.indicator).add(static_cast<std::int64_t>(misfit.gone_dark));
    hasher.add(misfit.observed.per_day());
  }
  return hasher.finish();
}

/// Origins that are tried: those that tell the events that matter most, or deny them.
constexpr std::size_t kOriginsTried = 30;

/// Whose claim an item is: an origin, or the item itself.
struct Claimant {
  belief::Key origin = belief::kOwn;
  ItemId item = 0;  // where the origin is nobody's
  friend auto operator<=>(const Claimant&, const Claimant&) = default;
};

template <class Said>  // an observation or a denial
Claimant claimant_of(const Said& item) {
  return {item.origin, item.origin == belief::kOwn ? item.item : 0};
}

std::set<Claimant> claimants(const belief::Question& question, const Ledger& ledger) {
  std::map<ItemId, Claimant> by_item;
  for (const belief::Stream& stream : question.streams) {
    for (const belief::Observation& item : stream.said)
      by_item.emplace(item.item, claimant_of(item));
  }
  for (const belief::Observation& item : question.bearing) {
    by_item.emplace(item.item, claimant_of(item));
  }
  for (const belief::Denial& denial : question.denials) {
    by_item.emplace(denial.item, claimant_of(denial));
  }
  std::set<Claimant> found;
  for (const LedgerEvent& event : ledger.evidence) {
    for (const auto* items : {&event.items, &event.denied_by}) {
      for (const ItemId item : *items) {
        const auto claim = by_item.find(item);
        if (claim != by_item.end() && found.size() < kOriginsTried) found.insert(claim->second);
      }
    }
  }
  return found;
}

belief::Question without(belief::Question question, const Claimant& claimant) {
  const auto strike = [&](auto& said) {
    std::erase_if(said, [&](const auto& item) { return claimant_of(item) == claimant; });
  };
  for (belief::Stream& stream : question.streams) strike(stream.said);
  strike(question.bearing);
  strike(question.denials);
  return question;
}

/// Belief without the `struck` origins that do most for it to be high (or low), taken away
/// one after the other.
LogOdds without_origins(belief::Question question, const Moment& moment, const Ledger& ledger,
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
  return reached;
}

/// How long each stream was watched up to an instant, with what is known at the moment. Set times
/// are taken as the stretch before them.
std::vector<Days> watched_until(const belief::Question& question, Instant until,
                                const Moment& moment) {
  std::vector<Days> watched;
  const belief::Account account = belief::account(question, {until, moment.known_at});
  for (std::size_t j = 0; j < account.silence.size(); ++j) {
    const std::vector<Instant>& times = question.streams[j].occasions;
    const Days apart = times.size() > 1 ? Days(times.back() - times.front()) /
                                              static_cast<double>(times.size() - 1)
                                        : Days(1);
    watched.push_back(account.silence[j].watched + account.silence[j].occasions * apart);
  }
  return watched;
}

/// How much a day of a stream's silence tells.
double telling_of(const belief::Stream& stream) {
  if (stream.at_set_times()) {
    return std::fabs(stream.seen_if_true.value() - stream.seen_if_false.value()) / kDaysPerMonth;
  }
  return std::fabs(stream.if_true.per_day() - stream.if_false.per_day()) / stream.dispersion;
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
        one ? (named.indicators[j]->id == condition.indicator ? 1.0 : 0.0) : telling_of(stream);
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

KeptLedger kept_of(const Ledger& ledger) {
  KeptLedger kept;
  kept.opening = ledger.opening;
  kept.judgement = ledger.judgement;
  kept.closing = ledger.closing;
  std::map<std::string, KeptSums> sums;
  for (const LedgerEvent& event : ledger.evidence) sums[event.indicator].evidence += event.today;
  for (const SilenceAccount& silence : ledger.silence) {
    sums[silence.indicator].silence += silence.today;
  }
  for (auto& [indicator, account] : sums) {
    if (account.evidence == LogOdds() && account.silence == LogOdds()) continue;
    account.indicator = indicator;
    kept.accounts.push_back(account);
  }
  for (const LedgerEvent& event : ledger.evidence) {
    if (kept.entries.size() == KeptLedger::kMostEntries) break;
    kept.entries.push_back({event.items.empty() ? 0 : event.items.front(), event.indicator,
                            event.arrived, event.today, event.without});
  }
  kept.events = static_cast<std::int64_t>(ledger.evidence.size());
  kept.digest = digest_of(ledger);
  return kept;
}

SavedAssessment Desk::to_keep(std::string_view scenario, const Moment& moment) const {
  const NamedQuestion named = archive_->ask(scenario, moment.known_at);
  SavedAssessment kept;
  kept.assessment = assessment_of(named, moment, belief::account(named.question, moment));
  kept.kept = kept_of(*kept.assessment.ledger);
  const std::array<Instant, 1> date{moment.as_of};
  kept.interval =
      belief::intervals(named.question, named.uncertainty(), date, moment.known_at).front();
  return kept;
}

Assessment Desk::again(const SavedAssessment& saved) const {
  return assess(saved.assessment.scenario, saved.assessment.moment);
}

bool Desk::is_as_kept(const SavedAssessment& saved, const Assessment& again) const {
  if (saved.assessment.model != kModelNumber) return false;
  return saved.kept ? kept_of(*again.ledger).digest == saved.kept->digest
                    : again.log_odds == saved.assessment.log_odds;
}

Movement Desk::between(const SavedAssessment& before, const SavedAssessment& after) const {
  const Assessment& earlier = before.assessment;
  const Assessment& later = after.assessment;
  if (later.model != kModelNumber && later.model == earlier.model && earlier.ledger &&
      later.ledger) {
    // Both of an older model: told apart by what was kept.
    Steps steps;
    steps.before = steps.remodeled = steps.redefined = earlier;
    steps.uncovered = later;
    for (const SilenceAccount& silence : later.ledger->silence) {
      steps.new_silence[silence.indicator] += silence.today;
    }
    for (const SilenceAccount& silence : earlier.ledger->silence) {
      steps.new_silence[silence.indicator] += -silence.today;
    }
    return movement(steps, stands_at(later.moment));
  }
  return moved(earlier, again(before), again(after));
}

std::function<bool(ItemId)> Desk::stands_at(const Moment& moment) const {
  return [this, moment](ItemId item_id) {
    const std::optional<ItemLine> found = item(item_id, moment);
    return found && found->known_then;
  };
}

Movement Desk::moved(const Assessment& before, const Assessment& remodeled,
                     const Assessment& after) const {
  const std::string& id = before.scenario;
  const Moment& then = before.moment;
  const Instant then_known = then.known_at;
  const Instant now_known = after.moment.known_at;
  const auto assessed = [&](const NamedQuestion& asked, const Moment& moment) {
    return assessment_of(asked, moment, belief::account(asked.question, moment));
  };
  Steps steps;
  steps.before = before;
  steps.other_model = before.model != kModelNumber;
  steps.remodeled = remodeled;
  steps.redefined = assessed(archive_->ask(id, {then_known, now_known, then_known}), then);
  NamedQuestion named = archive_->ask(id, {now_known, now_known, then_known});
  steps.uncovered = assessed(named, after.moment);
  const std::vector<LogOdds> silence =
      belief::silence_since(named.question, after.moment, then.as_of);
  for (std::size_t j = 0; j < silence.size(); ++j) {
    if (silence[j] != LogOdds()) steps.new_silence.emplace(named.indicators[j]->id, silence[j]);
  }
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    const std::vector<CoverDeclaration>& covers =
        archive_->indicator(named.indicators[j]->id).covers;
    std::string because;
    bool declared = false;
    for (const CoverDeclaration& cover : covers) {
      if (cover.stands_at(then_known) == cover.stands_at(now_known)) continue;
      declared = true;
      because = cover.stands_at(now_known) ? cover.span.because : cover.withdrawn_because;
    }
    if (!declared) continue;
    named.question.streams[j].coverage = coverage_of(*named.indicators[j], covers, now_known);
    steps.covered.push_back({named.indicators[j]->id, because, assessed(named, after.moment)});
  }
  return movement(steps, stands_at(after.moment));
}

std::vector<MovedByModel> Desk::moved_by_model() const {
  std::vector<MovedByModel> moved;
  for (const std::string& id : archive_->snapshot.active_scenario_ids(kForever)) {
    store::AssessmentFilter filter;
    filter.scenario = id;
    const std::vector<SavedAssessment> kept = archive_->snapshot.assessments(filter, false);
    if (kept.empty() || kept.back().assessment.model == kModelNumber) continue;
    const Assessment& last = kept.back().assessment;
    moved.push_back({id, last.moment, last.probability, glance(id, last.moment).probability});
  }
  return moved;
}

const Scenario& Desk::scenario(std::string_view id, Instant known_at) const {
  return standing_at(archive_->scenario(id).revisions, known_at).content;
}

const Indicator* Desk::indicator(const std::string& id, Instant known_at) const {
  const std::vector<store::Revision<Indicator>>& revisions = archive_->indicator(id).revisions;
  return revisions.empty() ? nullptr : &standing_at(revisions, known_at).content;
}

AlertReading Desk::reading(const Alert& alert, std::span<const AlertEvaluation> story,
                           const Assessment& assessment, bool on_change) const {
  const Condition& condition = alert.condition;
  const Moment& moment = assessment.moment;
  const std::optional<AlertEvaluation> last =
      story.empty() ? std::nullopt : std::optional(story.back());
  const Scenario& scenario = this->scenario(assessment.scenario, moment.known_at);
  const auto ask = [&] { return archive_->ask(assessment.scenario, moment.known_at); };
  AlertReading reading;
  reading.as_of = moment.as_of;
  reading.on_change = on_change;
  const auto figure = [&](LogOdds now) {
    return condition.at_horizon ? at_horizon(scenario, moment.as_of, now) : Probability::from(now);
  };
  reading.probability = figure(assessment.log_odds);
  reading.word = icd203_word(reading.probability).key;

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
    reading.unfaded = figure(belief::log_odds_unfaded(named.question, moment, *last->raised));
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
        figure(without_origins(named.question, moment, ledger, alert.origins - 1, high));
  }
  return reading;
}

std::optional<Instant> Desk::last_learnt(const std::string& indicator, const Scenario& scenario,
                                         const Moment& moment) const {
  const Instant end = scenario.horizon ? std::min(moment.as_of, *scenario.horizon) : moment.as_of;
  std::optional<Instant> last;
  for (const Came& came : came_in(archive_->indicator(indicator).versions, moment)) {
    const Item& item = came.version->content;
    const bool in_time = item.occurred >= scenario.opened && item.occurred <= end;
    const bool is_event = !item.total || item.total->count > 0;
    if (!in_time || !is_event) continue;
    const auto worth = judge(item, sighting_of(item, indicator),
                             archive_->registered(*came.version, moment.known_at));
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
      if (judge(item, sighting, archive_->registered(*came.version, moment.known_at))) {
        last = std::max(last, came.at);
      }
    }
  };
  for (const Expectation& expectation : scenario.expects) {
    look(archive_->indicator(expectation.indicator).versions, expectation.indicator);
  }
  look(archive_->scenario(scenario.id).bearing, {});
  return last;
}

}  // namespace signpost::assess
