#include "engine/assess/ledger_names.h"

#include <fmt/format.h>

#include "engine/assess/count_names.h"
#include "engine/belief/believe.h"

namespace signpost::assess {
namespace {

ScenarioState state_of(const NamedQuestion& named, Instant as_of) {
  const Scenario& scenario = named.scenario;
  if (as_of < scenario.opened) return ScenarioState::kNotYetOpen;
  if (named.resolution && named.resolution->on <= as_of) return ScenarioState::kResolved;
  if (scenario.horizon && as_of > *scenario.horizon) return ScenarioState::kPastHorizon;
  return ScenarioState::kOpen;
}

}  // namespace

Ledger named_ledger(const NamedQuestion& named, const belief::Account& account,
                    const Moment& moment) {
  Ledger ledger;
  ledger.probability = Probability::from(account.closing);
  ledger.opening = account.opening;
  ledger.judgement = account.judgement;
  ledger.closing = account.closing;
  for (const belief::EventEntry& entry : account.events) {
    LedgerEvent event;
    event.kind = entry.kind;
    event.event = named.key_name(entry.event);
    event.indicator = named.indicator_name(entry.stream);
    event.occurred = entry.occurred;
    if (entry.total) {
      event.until = entry.total->until;
      event.published = entry.total->count;
    }
    event.counted = entry.counted;
    event.items = entry.items;
    event.denied_by = entry.denied_by;
    event.rest = entry.rest;
    event.origins = entry.origins;
    event.credibility = entry.credibility;
    event.ratio = entry.ratio;
    event.arrived = entry.arrived;
    event.today = entry.today;
    event.without = Probability::from(entry.closing_without);
    ledger.evidence.push_back(std::move(event));
  }
  // Silence in the scenario's own order, which its author chose.
  for (const Expectation& expectation : named.scenario.expects) {
    for (std::size_t i = 0; i < named.indicators.size(); ++i) {
      if (named.indicators[i]->id != expectation.indicator) continue;
      ledger.silence.push_back({expectation.indicator, account.silence[i].today,
                                account.silence[i].watched, account.silence[i].occasions});
    }
  }
  for (const belief::NotCountedEntry& entry : account.not_counted) {
    NotCounted not_counted;
    not_counted.items = entry.items;
    not_counted.event = named.key_name(entry.event);
    not_counted.indicator = named.indicator_name(entry.stream);
    not_counted.reason = entry.reason;
    if (entry.reason == NotCountedReason::kAfterHorizon &&
        named.question.horizon != named.scenario.horizon) {
      not_counted.reason = NotCountedReason::kAfterResolution;
    }
    not_counted.counted_under = named.indicator_name(entry.counted_under);
    not_counted.would_be = entry.would_be;
    not_counted.occurred = entry.occurred;
    if (entry.total) {
      not_counted.until = entry.total->until;
      not_counted.published = entry.total->count;
    }
    not_counted.origins = entry.origins;
    not_counted.credibility = entry.credibility;
    not_counted.ratio = entry.ratio;
    ledger.not_counted.push_back(std::move(not_counted));
  }
  for (const belief::Account::Disagreeing& total : account.disagreeing) {
    const std::string key = named.key_name(total.event);
    ledger.disagreeing_totals.push_back(key.empty() ? fmt::format("#{}", total.item) : key);
  }
  for (const belief::MisfitEntry& entry : account.misfits) {
    const auto stream = static_cast<std::size_t>(entry.stream);
    const belief::Stream& about = named.question.streams[stream];
    Misfit misfit{named.indicators[stream]->id, entry.gone_dark, entry.observed, about.if_true,
                  about.if_false};
    if (about.at_set_times()) {
      misfit.if_true = Rate(about.seen_if_true.value());
      misfit.if_false = Rate(about.seen_if_false.value());
    }
    ledger.misfits.push_back(std::move(misfit));
  }
  if (account.count) ledger.count = ledger_count(named, *account.count, moment);
  return ledger;
}

Probability at_horizon(const Scenario& scenario, Instant as_of, LogOdds now) {
  return belief::at_horizon(question_of(scenario, {}, {}, {}), as_of, now);
}

Assessment assessment_of(const NamedQuestion& named, const Moment& moment,
                         std::optional<LogOdds> closing) {
  Assessment assessment;
  assessment.scenario = named.scenario.id;
  assessment.moment = moment;
  assessment.revision = named.revision;
  assessment.state = state_of(named, moment.as_of);
  if (named.question.count) assessment.count = count_standing(named, moment);
  if (!closing) {
    assessment.no_history = true;
    assessment.ledger.emplace();
    return assessment;
  }
  assessment.log_odds = *closing;
  assessment.probability = Probability::from(*closing);
  if (named.scenario.horizon) {
    // Of one that is settled: as it was forecast when its clock stopped.
    const Instant until = named.question.horizon.value_or(moment.as_of);
    assessment.at_horizon = at_horizon(named.scenario, std::min(moment.as_of, until), *closing);
  }
  return assessment;
}

Assessment assessment_of(const NamedQuestion& named, const Moment& moment,
                         const belief::Account& account) {
  Assessment assessment = assessment_of(named, moment, std::optional(account.closing));
  assessment.ledger = named_ledger(named, account, moment);
  for (const LedgerEvent& event : assessment.ledger->evidence) {
    if (event.kind != EventKind::kHappening || event.credibility.value() < kCameTrue) continue;
    assessment.came_true = {event.occurred, event.occurred_as, event.items};
  }
  return assessment;
}

}  // namespace signpost::assess
