// What of the store's versions was in force at a known_at: coverage, seasons, sources by name.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/belief/question.h"
#include "engine/store/store.h"

namespace signpost::assess {

/// The revision that stands at known_at; the first where none stands yet. Never on an empty list.
template <class T>
const store::Revision<T>& standing_at(const std::vector<store::Revision<T>>& revisions,
                                      Instant known_at) {
  const store::Revision<T>* found = &revisions.front();
  for (const store::Revision<T>& revision : revisions) {
    if (revision.known.holds(known_at)) found = &revision;
  }
  return *found;
}

/// The coverage of an indicator over time, totals left out: what `watched` says, over it the spans
/// of the definition, over those what `cover` declared by known_at; each later one wins in its
/// span.
belief::Steps coverage_of(const Indicator& indicator,
                          std::span<const store::CoverDeclaration> covers, Instant known_at);

/// The factor of all seasons over time, multiplied.
belief::Steps season_of(const Indicator& indicator);

/// The value of a step function at an instant.
double value_at(const belief::Steps& steps, Instant instant);

/// Registered sources by id, title and alias, spelling folded.
class SourceNames {
 public:
  SourceNames(const std::vector<store::Revision<Source>>& revisions, Instant known_at);
  SourceNames(SourceNames&&) = default;
  SourceNames& operator=(SourceNames&&) = default;
  SourceNames(const SourceNames&) = delete;  // its names point into itself
  SourceNames& operator=(const SourceNames&) = delete;
  ~SourceNames() = default;
  /// The source registered under that name; null where none is.
  [[nodiscard]] const Source* find(std::string_view written) const;

 private:
  std::map<std::string, Source, std::less<>> by_id_;
  std::map<std::string, const Source*, std::less<>> by_name_;
};

/// Whose claim the item is: what it says, else its registered source's origin, else its source, by
/// name. Empty: nobody's but its own.
std::string origin_of(const Item& item, const Source* registered);

}  // namespace signpost::assess
