#include "engine/assess/movement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace signpost::assess {
namespace {

/// The events of a ledger, each to be paired once.
class Unpaired {
 public:
  explicit Unpaired(const std::vector<LedgerEvent>& events) {
    for (const LedgerEvent& event : events) {
      left_.emplace(&event, true);
      if (!event.event.empty()) by_key_.emplace(std::pair(event.indicator, event.event), &event);
      for (const ItemId item : event.items) by_item_.emplace(item, &event);
    }
  }

  const LedgerEvent* take_same_key(const LedgerEvent& other) {
    const auto found = by_key_.find({other.indicator, other.event});
    return found == by_key_.end() ? nullptr : take(found->second);
  }

  const LedgerEvent* take_sharing_item(const LedgerEvent& other) {
    for (const ItemId item : other.items) {
      const auto [first, last] = by_item_.equal_range(item);
      for (auto found = first; found != last; ++found) {
        if (const LedgerEvent* event = take(found->second)) return event;
      }
    }
    return nullptr;
  }

  [[nodiscard]] bool has(const LedgerEvent& event) const { return left_.at(&event); }

 private:
  const LedgerEvent* take(const LedgerEvent* event) {
    return std::exchange(left_.at(event), false) ? event : nullptr;
  }

  std::map<const LedgerEvent*, bool> left_;
  std::map<std::pair<std::string, std::string>, const LedgerEvent*> by_key_;
  std::multimap<ItemId, const LedgerEvent*> by_item_;
};

LogOdds silence_of(const Ledger& ledger, const std::string& indicator) {
  LogOdds sum;
  for (const SilenceAccount& account : ledger.silence) {
    if (account.indicator == indicator) sum += account.today;
  }
  return sum;
}

}  // namespace

Movement movement(const Assessment& before, const Assessment& redefined, const Assessment& after,
                  const std::function<bool(ItemId)>& stands) {
  using Kind = Movement::Kind;
  Movement moved;
  moved.from = before.moment;
  moved.to = after.moment;
  moved.before = before.probability;
  moved.after = after.probability;
  moved.change = after.log_odds - before.log_odds;
  LogOdds rest = moved.change;
  const auto add = [&](Kind kind, const LedgerEvent* event, const std::string& indicator,
                       LogOdds change) {
    if (change == LogOdds()) return;
    moved.parts.push_back(
        {kind, event != nullptr ? std::optional(*event) : std::nullopt, indicator, change});
    if (kind != Kind::kFading) rest += -change;
  };
  add(Kind::kDefinitions, nullptr, {}, redefined.log_odds - before.log_odds);

  const Ledger& earlier = *redefined.ledger;
  const Ledger& later = *after.ledger;
  Unpaired unpaired(earlier.evidence);
  std::map<const LedgerEvent*, const LedgerEvent*> was;
  for (const LedgerEvent& event : later.evidence) was[&event] = unpaired.take_same_key(event);
  for (const LedgerEvent& event : later.evidence) {
    if (was[&event] == nullptr) was[&event] = unpaired.take_sharing_item(event);
    const LedgerEvent* then = was[&event];
    if (then == nullptr) {
      add(Kind::kNew, &event, {}, event.today);
    } else if (then->arrived != event.arrived) {
      add(Kind::kAmended, &event, {}, event.today - then->today);
    }
  }
  for (const LedgerEvent& event : earlier.evidence) {
    if (!unpaired.has(event)) continue;
    const bool kept = std::any_of(event.items.begin(), event.items.end(), stands);
    add(kept ? Kind::kNotCounted : Kind::kRetracted, &event, {}, -event.today);
  }
  for (const SilenceAccount& account : later.silence) {
    add(Kind::kSilence, nullptr, account.indicator,
        account.today - silence_of(earlier, account.indicator));
  }
  add(Kind::kFading, nullptr, {}, rest);
  std::stable_sort(moved.parts.begin(), moved.parts.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.change.nats()) > std::fabs(b.change.nats());
  });
  return moved;
}

}  // namespace signpost::assess
