// Telling people: which notices are to be handed to whom, and when to try again.
//
// The outbox is what the store says: a notice waits for each notifier that it was meant for until
// an attempt has delivered it. A try is claimed in the store before it is made and its end recorded
// after, so two programs do not tell the same thing at once; a program that dies in between has its
// try taken over when its time has passed. So each notice is delivered at least once, and nearly
// always exactly once.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/model/alert.h"
#include "engine/model/notifier.h"
#include "engine/store/store.h"
#include "engine/time/clock.h"

namespace signpost::service {

/// A notice that a notifier waits for.
struct Waiting {
  Notice notice;
  std::string notifier;
  int attempts = 0;            // made so far
  std::optional<Instant> due;  // when to try next; nothing: the notifier is not configured any more
  std::string last_detail;     // how the last try failed
};

/// The outbox, oldest notice first. The wait after a failure is the notifier's `retry`, doubled
/// with each further one, at most six hours; a try that did not end is taken for dead when the
/// notifier's timeout and ten seconds have passed.
std::vector<Waiting> outbox(std::span<const Delivery> deliveries,
                            std::span<const Notifier> notifiers);

/// What came of handing something to a notifier.
struct Told {
  bool delivered = false;
  Phrase detail;  // how it failed; what the command said
};
using Tell = std::function<Told(const Notifier& notifier, const std::string& text)>;

/// One try, for the record of what a round of telling did.
struct Try {
  Notice notice;
  std::string notifier;
  int number = 1;
  Told told;
};

/// Makes every try that is due by the clock, each once; `end` is asked before each.
std::vector<Try> deliver(
    store::Store& store, std::span<const Notifier> notifiers, const Clock& clock, const Tell& tell,
    const std::function<bool()>& end = [] { return false; });

}  // namespace signpost::service
