#ifndef SIGNPOST_TESTS_UNIT_ASSESS_ASKED_H_
#define SIGNPOST_TESTS_UNIT_ASSESS_ASKED_H_

#include <string_view>
#include <utility>

#include "engine/assess/case.h"
#include "engine/assess/saved.h"
#include "engine/assess/standing.h"

namespace signpost::assess::testing {

/// What a snapshot answers to one question, of which nothing is kept for the next.
template <class Answer>
auto ask(const store::Snapshot& snapshot, Answer answer) {
  Archive archive(snapshot);
  return answer(archive);
}

inline Assessment assessed(const store::Snapshot& snapshot, std::string_view scenario,
                           const Moment& moment) {
  return ask(snapshot,
             [&](Archive& archive) { return Case(archive, scenario, moment).assessment(); });
}

inline Assessment glance(const store::Snapshot& snapshot, std::string_view scenario,
                         const Moment& moment) {
  return ask(snapshot, [&](Archive& archive) { return Case(archive, scenario, moment).glance(); });
}

inline SavedAssessment kept(const store::Snapshot& snapshot, std::string_view scenario,
                            const Moment& moment) {
  return ask(snapshot, [&](Archive& archive) { return to_keep(Case(archive, scenario, moment)); });
}

/// Of all scenarios.
inline Standings standings(const store::Snapshot& snapshot, const Moment& moment) {
  return ask(snapshot, [&](Archive& archive) { return assess::standings(archive, {}, moment); });
}

}  // namespace signpost::assess::testing

#endif  // SIGNPOST_TESTS_UNIT_ASSESS_ASKED_H_
