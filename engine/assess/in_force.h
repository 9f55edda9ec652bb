// What of the store's versions was in force at a known_at: revisions, coverage, seasons.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/base/error.h"
#include "engine/belief/question.h"
#include "engine/model/outcome.h"
#include "engine/model/standing.h"
#include "engine/store/store.h"

namespace signpost::assess {

/// The revision that stands at known_at; the first where none stands yet. Error{kStore} where there
/// is none at all, which is so in a damaged store only.
template <class T>
const store::Revision<T>& standing_at(const std::vector<store::Revision<T>>& revisions,
                                      Instant known_at) {
  if (revisions.empty()) {
    throw Error(ErrorKind::kStore, "assess.no-revision",
                {"assess.no-revision.hint",
                 {{"do", Phrase("action.verify")}, {"do_restore", Phrase("action.restore")}}});
  }
  const store::Revision<T>* found = &revisions.front();
  for (const store::Revision<T>& revision : revisions) {
    if (revision.known.holds(known_at)) found = &revision;
  }
  return *found;
}

/// Whether a scenario is given up at known_at: since when, and why.
std::optional<Retired> retired_at(std::span<const store::Retirement> retirements,
                                  std::string_view scenario, Instant known_at);

/// How a scenario was settled as far as is known then: of what was known, the last. Nothing where it
/// was not, or that was taken back.
std::optional<Resolution> resolved_at(std::span<const Resolution> resolutions,
                                      std::string_view scenario, Instant known_at);

/// How many scenarios are given up then.
int retired_count(const store::Snapshot& snapshot, Instant known_at);

/// The coverage of an indicator over time, totals left out: what `watched` says, over it the spans
/// of the definition, over those what `cover` declared by known_at; each later one wins in its
/// span. `table`: what grades are worth.
belief::Steps coverage_of(const Indicator& indicator, std::span<const CoverDeclaration> covers,
                          Instant known_at, const GradeTable& table = {});

/// When a history is taken as known: at one instant, or (nothing) each point at its own.
struct KnownAt {
  std::optional<Instant> instant;
};

/// Whether an item had occurred by one of some dates (ascending), was recorded later than that was
/// known, and does not say when it could be known: a replay leaves it out.
bool is_not_available(const store::ItemVersion& version, std::span<const Instant> as_of,
                      const KnownAt& known_at);
inline bool is_not_available(const store::ItemVersion& version, const Moment& moment) {
  return is_not_available(version, {&moment.as_of, 1}, {moment.known_at});
}

/// The set times of an indicator, ascending, up to `until`; empty where it has none.
/// Error{kInvalid} where this machine does not know the zone in which it tells them.
std::vector<Instant> occasions_of(const Indicator& indicator, Instant until);

/// What coverage is of an indicator that somebody always watches, where no span says otherwise: the
/// credibility of its usual grade.
double usual_coverage(const Indicator& indicator, const GradeTable& table = {});

/// The factor of all seasons over time, multiplied.
belief::Steps season_of(const Indicator& indicator);

}  // namespace signpost::assess
