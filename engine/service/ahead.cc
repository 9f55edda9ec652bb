#include "engine/service/ahead.h"

#include <vector>

#include "engine/service/when.h"

namespace signpost::service {

namespace {

Instant meant(const Clock& clock, const store::Snapshot& snapshot) {
  return snapshot.is_rehearsal() ? clock.now : clock.machine.value_or(clock.now);
}

Phrase parts_of(const store::AheadOfClock& ahead) {
  std::vector<Phrase> parts;
  const auto add = [&](std::int64_t count, const char* key) {
    if (count > 0) parts.push_back({key, {{"n", count}}});
  };
  add(ahead.entries, "ahead.entries");
  add(ahead.slots, "ahead.slots");
  add(ahead.judgements, "ahead.judgements");
  return Phrase::list(parts);
}

}  // namespace

store::AheadOfClock ahead_of_clock(const Clock& clock, const store::Snapshot& snapshot) {
  return snapshot.ahead_of(meant(clock, snapshot));
}

store::AheadOfClock later_than_clock(const Clock& clock, const store::Snapshot& snapshot) {
  return snapshot.ahead_of(meant(clock, snapshot) - store::kClocksDiffer);
}

Phrase voided_in_words(const store::AheadOfClock& ahead) {
  return parts_of({.slots = ahead.slots, .judgements = ahead.judgements});
}

Phrase ahead_in_words(const store::AheadOfClock& ahead) {
  if (!ahead.any()) return {};
  return {"ahead.all", {{"what", parts_of(ahead)}, {"moment", moment_in_words(ahead.latest)}}};
}

Phrase hint_for_ahead(bool rehearsal) {
  const Phrase mend("action.mend-clock");
  if (!rehearsal) return {"ahead.hint", {{"command", mend}}};
  return {"ahead.hint-rehearsal", {{"option", Phrase("action.set-now")}, {"command", mend}}};
}

}  // namespace signpost::service
