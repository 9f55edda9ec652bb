#include "engine/assess/movement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace signpost::assess {
namespace {

constexpr double kRounding = 1e-14;  // of the sizes that are summed

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

/// Whole per cent, as P is printed.
int percent(Probability p) { return static_cast<int>(std::lround(p.value() * 100)); }

/// Gives each part the points that P moves when it is added, in the order of kinds and dates;
/// rounded so that they sum to the change of the whole per cent (by the largest remainders).
void tell_in_points(Movement& moved, LogOdds before) {
  std::vector<Movement::Part*> order;
  for (Movement::Part& part : moved.parts) order.push_back(&part);
  const auto date = [](const Movement::Part* part) {
    return part->event ? part->event->occurred : kBeginning;
  };
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
    return a->kind != b->kind ? a->kind < b->kind : date(a) < date(b);
  });
  struct Rest {
    double remainder;
    Movement::Part* part;
  };
  std::vector<Rest> rests;
  LogOdds here = before;
  int left = percent(moved.after) - percent(moved.before);
  for (Movement::Part* part : order) {
    const double from = Probability::from(here).value();
    here += part->change;
    const double points = 100 * (Probability::from(here).value() - from);
    part->points = static_cast<int>(std::floor(points));
    left -= part->points;
    rests.push_back({points - part->points, part});
  }
  std::stable_sort(rests.begin(), rests.end(),
                   [](const Rest& a, const Rest& b) { return a.remainder > b.remainder; });
  for (std::size_t i = 0; !rests.empty() && left > 0; i = (i + 1) % rests.size(), --left) {
    ++rests[i].part->points;
  }
  for (std::size_t i = rests.size(); !rests.empty() && left < 0; ++left) {
    i = i == 0 ? rests.size() - 1 : i - 1;
    --rests[i].part->points;
  }
}

/// Whether nothing of an event changed but who denies it.
bool only_denied(const LedgerEvent& before, const LedgerEvent& after) {
  return before.denied_by != after.denied_by && before.items == after.items &&
         before.rest == after.rest && before.counted == after.counted;
}

}  // namespace

Movement movement(const Steps& steps, const std::function<bool(ItemId)>& stands) {
  using Kind = Movement::Kind;
  const Assessment& before = steps.before;
  const Assessment& after = steps.after();
  Movement moved;
  moved.from = before.moment;
  moved.to = after.moment;
  moved.before = before.probability;
  moved.after = after.probability;
  moved.change = after.log_odds - before.log_odds;
  LogOdds rest = moved.change;
  double sizes = std::fabs(after.log_odds.nats()) + std::fabs(before.log_odds.nats());
  const auto add = [&](Movement::Part part) {
    if (part.change == LogOdds()) return;
    rest += -part.change;
    sizes += std::fabs(part.change.nats());
    moved.parts.push_back(std::move(part));
  };
  const auto of_event = [&](Kind kind, const LedgerEvent& event, LogOdds change) {
    add({kind, event, {}, {}, change, 0});
  };
  add({steps.other_model ? Kind::kModel : Kind::kBackdated,
       {},
       {},
       {},
       steps.remodeled.log_odds - before.log_odds,
       0});
  add({Kind::kGrades, {}, {}, {}, steps.regraded.log_odds - steps.remodeled.log_odds, 0});
  add({Kind::kDefinitions, {}, {}, {}, steps.redefined.log_odds - steps.regraded.log_odds, 0});
  LogOdds covered = steps.uncovered.log_odds;
  for (const Steps::Covered& each : steps.covered) {
    add({Kind::kCoverage, {}, each.indicator, each.because, each.then.log_odds - covered, 0});
    covered = each.then.log_odds;
  }

  const Ledger& earlier = *steps.redefined.ledger;
  const Ledger& later = *steps.uncovered.ledger;
  Unpaired unpaired(earlier.evidence);
  std::map<const LedgerEvent*, const LedgerEvent*> was;
  for (const LedgerEvent& event : later.evidence) was[&event] = unpaired.take_same_key(event);
  for (const LedgerEvent& event : later.evidence) {
    if (was[&event] == nullptr) was[&event] = unpaired.take_sharing_item(event);
    const LedgerEvent* then = was[&event];
    if (then == nullptr) {
      of_event(Kind::kNew, event, event.today);
    } else if (event.kind == EventKind::kHappening) {
      // What it adds to all else changes with all else: its report is news only once.
      if (then->credibility != event.credibility) {
        of_event(only_denied(*then, event) ? Kind::kDenied : Kind::kAmended, event,
                 event.today - then->today);
      }
    } else if (then->arrived != event.arrived) {
      of_event(only_denied(*then, event) ? Kind::kDenied : Kind::kAmended, event,
               event.today - then->today);
    }
  }
  for (const LedgerEvent& event : earlier.evidence) {
    if (!unpaired.has(event)) continue;
    const bool kept = std::any_of(event.items.begin(), event.items.end(), stands);
    of_event(kept ? Kind::kNotCounted : Kind::kRetracted, event, -event.today);
  }
  for (const auto& [indicator, silence] : steps.new_silence) {
    add({Kind::kSilence, {}, indicator, {}, silence, 0});
  }
  // What sums miss by is no fading.
  if (std::fabs(rest.nats()) > kRounding * sizes) {
    add({later.count ? Kind::kCount : Kind::kFading, {}, {}, {}, LogOdds(rest), 0});
  }
  tell_in_points(moved, before.log_odds);
  std::stable_sort(moved.parts.begin(), moved.parts.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.change.nats()) > std::fabs(b.change.nats());
  });
  return moved;
}

}  // namespace signpost::assess
