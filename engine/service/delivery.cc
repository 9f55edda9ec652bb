#include "engine/service/delivery.h"

#include <algorithm>

namespace signpost::service {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestWait = std::chrono::hours(6);
constexpr seconds kTakenForDead = std::chrono::seconds(10);

seconds wait_after(const Notifier& notifier, int failures) {
  seconds wait = notifier.retry;
  for (int i = 1; i < failures && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

const Notifier* named(std::span<const Notifier> notifiers, const std::string& id) {
  const auto found = std::find_if(notifiers.begin(), notifiers.end(),
                                  [&](const Notifier& one) { return one.id == id; });
  return found == notifiers.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Waiting> outbox(std::span<const Delivery> deliveries,
                            std::span<const Notifier> notifiers) {
  std::vector<Waiting> waiting;
  for (const Delivery& delivery : deliveries) {
    for (const std::string& id : delivery.notice.notifiers) {
      Waiting entry;
      entry.notice = delivery.notice;
      entry.notifier = id;
      const Attempt* last = nullptr;
      bool delivered = false;
      for (const Attempt& attempt : delivery.attempts) {
        if (attempt.notifier != id) continue;
        ++entry.attempts;
        last = &attempt;
        delivered |= attempt.delivered;
      }
      if (delivered) continue;
      if (const Notifier* notifier = named(notifiers, id)) {
        entry.due = delivery.notice.recorded;
        if (last != nullptr) {
          entry.due = last->ended ? *last->ended + wait_after(*notifier, entry.attempts)
                                  : last->begun + notifier->timeout + kTakenForDead;
          entry.last_detail = last->detail;
        }
      }
      waiting.push_back(std::move(entry));
    }
  }
  return waiting;
}

std::vector<Try> deliver(store::Store& store, std::span<const Notifier> notifiers,
                         const Clock& clock, const Tell& tell, const std::function<bool()>& end) {
  std::vector<Try> tries;
  if (notifiers.empty()) return tries;
  for (const Waiting& entry : outbox(store.snapshot()->deliveries(true, {}), notifiers)) {
    if (end()) break;
    if (!entry.due || *entry.due > clock.after_waiting().now) continue;
    const Notifier& notifier = *named(notifiers, entry.notifier);
    Attempt attempt{.notice = entry.notice.number,
                    .notifier = entry.notifier,
                    .number = entry.attempts + 1,
                    .begun = clock.after_waiting().now,
                    .ended = std::nullopt,
                    .delivered = false,
                    .detail = {}};
    if (!store.begin_attempt(attempt, clock)) continue;
    Told told = tell(notifier, entry.notice.text);
    attempt.delivered = told.delivered;
    attempt.detail = told.detail.english();
    store.end_attempt(attempt, clock);
    tries.push_back({entry.notice, entry.notifier, attempt.number, std::move(told)});
  }
  return tries;
}

}  // namespace signpost::service
