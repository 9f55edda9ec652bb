#include "engine/assess/saved.h"

#include <array>
#include <map>
#include <string>

#include "engine/belief/uncertainty.h"

namespace signpost::assess {
namespace {

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
  if (ledger.count) {
    hasher.add(static_cast<std::int64_t>(ledger.count->decided));
    hasher.add(static_cast<std::int64_t>(ledger.count->periods.size()));
    for (const LedgerPeriod& period : ledger.count->periods) {
      add(hasher, std::optional(period.from));
      add(hasher, std::optional(period.until));
      hasher.add(period.counted).add(period.foretold).add(period.low).add(period.high);
      hasher.add(period.at_start.nats()).add(period.brought.nats());
    }
  }
  return hasher.finish();
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
  if (ledger.count) sums[ledger.count->indicators.front()].evidence += ledger.count->brought();
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

SavedAssessment to_keep(const Case& of) {
  SavedAssessment kept;
  static_cast<void>(of.probability());  // Error{kNo} where there is none
  kept.assessment = of.assessment();
  kept.kept = kept_of(*kept.assessment.ledger);
  const std::array<Instant, 1> date{of.moment().as_of};
  kept.interval =
      belief::intervals(of.question(), of.named().uncertainty(), date, of.moment().known_at)
          .front();
  return kept;
}

bool is_as_kept(const SavedAssessment& saved, const Case& again) {
  if (saved.assessment.model != kModelNumber) return false;
  return saved.kept ? kept_of(again.ledger()).digest == saved.kept->digest
                    : again.log_odds() == saved.assessment.log_odds;
}

std::vector<MovedByModel> moved_by_model(Archive& archive) {
  std::vector<MovedByModel> moved;
  for (const std::string& id : archive.snapshot.active_scenario_ids(kForever)) {
    store::AssessmentFilter filter;
    filter.scenario = id;
    const std::vector<SavedAssessment> kept = archive.snapshot.assessments(filter, false);
    if (kept.empty() || kept.back().assessment.model == kModelNumber) continue;
    const Assessment& last = kept.back().assessment;
    const Case again(archive, id, last.moment);
    if (!again.has_probability()) continue;
    moved.push_back({id, last.moment, last.probability, again.probability()});
  }
  return moved;
}

}  // namespace signpost::assess
