// Dates that can hardly be meant: an item of long before anything that it bears on, a year of
// another calendar. They are warned of and stored all the same: a desk may know better.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/base/phrase.h"
#include "engine/model/definitions.h"
#include "engine/model/evidence.h"

namespace signpost::intake {

/// Before this year nothing is looked for, whatever a scenario says.
inline constexpr int kFirstLikelyYear = 1950;

/// "is the year right?", and for years from 1300 to 1500 the calendars whose year it may be.
Phrase year_hint(Instant instant);

/// May its year be one of the Hijri calendars, from 1300 to 1500?
bool may_be_hijri(Instant instant);

/// Is it before 1950? For dates of a definition.
bool is_unlikely(Instant instant);

/// For one state of the definitions.
class DateDoubts {
 public:
  explicit DateDoubts(const Definitions& definitions);

  /// "occurred 1446-09-04 is 578 years before any scenario of its opened"; nothing where all is
  /// likely: from 1950 on, and not more than five years before the first of the scenarios that it
  /// bears on opened.
  [[nodiscard]] std::optional<Phrase> doubt(const Item& item) const;

 private:
  std::map<std::string, Instant, std::less<>> first_opened_;  // by indicator
  std::map<std::string, Instant, std::less<>> opened_;        // by scenario
};

}  // namespace signpost::intake
