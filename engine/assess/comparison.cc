#include "engine/assess/comparison.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/assess/in_force.h"
#include "engine/assess/ledger_names.h"
#include "engine/assess/movement.h"
#include "engine/belief/believe.h"

namespace signpost::assess {
namespace {

/// Tells whether an item stands then; must not outlive the archive.
std::function<bool(ItemId)> stands_at(Archive& archive, const Moment& moment) {
  return [&archive, moment](ItemId id) {
    const std::optional<ItemLine> found = archive.item(id, moment.known_at);
    return found && found->known_then;
  };
}

}  // namespace

Movement moved(const Assessment& before, const Assessment& remodeled, const Case& after) {
  Archive& archive = after.archive();
  const std::string& id = before.scenario;
  const Moment& then = before.moment;
  const Instant then_known = then.known_at;
  const Instant now_known = after.moment().known_at;
  const auto assessed = [&](const NamedQuestion& asked, const Moment& moment) {
    // By other definitions a countable forecast may have no history: all moves with them then.
    return belief::standing(asked.question, moment)
               ? assessment_of(asked, moment, belief::account(asked.question, moment))
               : assessment_of(asked, moment, std::nullopt);
  };
  Steps steps;
  steps.before = before;
  steps.other_model = before.model != kModelNumber;
  steps.remodeled = remodeled;
  steps.regraded = assessed(archive.ask(id, {then_known, then_known, then_known, now_known}), then);
  steps.redefined = assessed(archive.ask(id, {then_known, now_known, then_known, now_known}), then);
  NamedQuestion named = archive.ask(id, {now_known, now_known, then_known, now_known});
  steps.uncovered = assessed(named, after.moment());
  const std::vector<LogOdds> silence =
      belief::silence_since(named.question, after.moment(), then.as_of);
  for (std::size_t j = 0; j < silence.size(); ++j) {
    if (silence[j] != LogOdds()) steps.new_silence.emplace(named.indicators[j]->id, silence[j]);
  }
  const auto tell_cover = [&](const Indicator& indicator, belief::Stream& stream) {
    const std::vector<CoverDeclaration>& covers = archive.indicator(indicator.id).covers;
    std::string because;
    bool declared = false;
    for (const CoverDeclaration& cover : covers) {
      if (cover.stands_at(then_known) == cover.stands_at(now_known)) continue;
      declared = true;
      because = cover.stands_at(now_known) ? cover.span.because.any() : cover.withdrawn_because;
    }
    if (!declared) return;
    stream.coverage = coverage_of(indicator, covers, now_known, archive.table_at(now_known));
    steps.covered.push_back({indicator.id, because, assessed(named, after.moment())});
  };
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    tell_cover(*named.indicators[j], named.question.streams[j]);
  }
  for (std::size_t j = 0; j < named.counted.size(); ++j) {
    tell_cover(*named.counted[j], named.question.count->streams[j].stream);
  }
  return movement(steps, stands_at(archive, after.moment()));
}

Movement between(Archive& archive, const SavedAssessment& before, const SavedAssessment& after) {
  const Assessment& earlier = before.assessment;
  const Assessment& later = after.assessment;
  if (later.model != kModelNumber && later.model == earlier.model && earlier.ledger &&
      later.ledger) {
    // Both of an older model: told apart by what was kept.
    Steps steps;
    steps.before = steps.remodeled = steps.regraded = steps.redefined = earlier;
    steps.uncovered = later;
    for (const SilenceAccount& silence : later.ledger->silence) {
      steps.new_silence[silence.indicator] += silence.today;
    }
    for (const SilenceAccount& silence : earlier.ledger->silence) {
      steps.new_silence[silence.indicator] += -silence.today;
    }
    return movement(steps, stands_at(archive, later.moment));
  }
  return moved(earlier, Case(archive, earlier.scenario, earlier.moment).assessment(),
               Case(archive, later.scenario, later.moment));
}

}  // namespace signpost::assess
