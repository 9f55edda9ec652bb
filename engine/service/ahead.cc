#include "engine/service/ahead.h"

#include "engine/report/speech.h"

namespace signpost::service {

namespace {

Instant meant(const Clock& clock, const store::Snapshot& snapshot) {
  return snapshot.is_rehearsal() ? clock.now : clock.machine.value_or(clock.now);
}

std::vector<std::string> parts_of(const store::AheadOfClock& ahead, const report::Speech& speech) {
  std::vector<std::string> parts;
  const auto add = [&](std::int64_t count, std::string_view key) {
    if (count > 0) parts.push_back(speech.say(key, {{"n", count}}));
  };
  add(ahead.entries, "ahead.entries");
  add(ahead.slots, "ahead.slots");
  add(ahead.judgements, "ahead.judgements");
  return parts;
}

}  // namespace

store::AheadOfClock ahead_of_clock(const Clock& clock, const store::Snapshot& snapshot) {
  return snapshot.ahead_of(meant(clock, snapshot));
}

store::AheadOfClock later_than_clock(const Clock& clock, const store::Snapshot& snapshot) {
  return snapshot.ahead_of(meant(clock, snapshot) - store::kClocksDiffer);
}

std::string voided_in_words(const store::AheadOfClock& ahead, const report::Speech& speech) {
  const store::AheadOfClock voided{.slots = ahead.slots, .judgements = ahead.judgements};
  return speech.list(parts_of(voided, speech));
}

std::string ahead_in_words(const store::AheadOfClock& ahead) {
  const report::Speech speech(report::Language::kEnglish);
  return speech.say("ahead.all", {{"what", speech.list(parts_of(ahead, speech))},
                                  {"moment", speech.moment(ahead.latest)}});
}

std::string hint_for_ahead(bool rehearsal) {
  const report::Speech speech(report::Language::kEnglish);
  return rehearsal ? speech.say("ahead.hint-rehearsal",
                                {{"option", std::string("--now")},
                                 {"command", std::string("`signpost mend-clock --because TEXT`")}})
                   : speech.say("ahead.hint",
                                {{"command", std::string("`signpost mend-clock --because TEXT`")}});
}

}  // namespace signpost::service
