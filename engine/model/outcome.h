// How forecasts came out, and what others had forecast: resolutions of scenarios, forecasts of
// people and houses, verdicts on items.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/bilingual.h"
#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost {

enum class Outcome : std::uint8_t {
  kYes,
  kNo,
  kOpen,  // its own criterion leaves it unsettled
  kVoid,  // the question was broken
};

/// A scenario is settled: as of `on` its clock of belief stands still.
struct Resolution {
  std::string scenario;
  std::optional<Outcome> outcome;  // nothing: the settlement before it is taken back
  Instant on{};                    // not used where it is taken back
  Bilingual because;
  std::vector<ItemId> items;         // that show it
  std::optional<Instant> available;  // where it is said since when it was known
  Instant recorded{};                // given by the store
  std::int64_t entry = 0;            // of its journal

  [[nodiscard]] Instant known_from() const { return available.value_or(recorded); }
  /// Whether it came out one way or the other, and is scored.
  [[nodiscard]] bool is_scored() const {
    return outcome == Outcome::kYes || outcome == Outcome::kNo;
  }
};

/// What somebody else forecasts of a scenario, from `at` on until their next forecast.
struct Forecast {
  std::int64_t number = 0;  // given by the store, from 1
  std::string scenario;
  std::string by;
  Instant at;
  std::optional<Probability> probability;  // nothing: withdrawn
  Bilingual because;
  bool sealed = false;              // shown nowhere until unsealed or the scenario is settled
  std::optional<Instant> unsealed;  // since when
  Instant recorded{};               // given by the store
  std::int64_t entry = 0;           // of its journal
};

/// Whether a forecast may be seen: `settled` its scenario.
[[nodiscard]] inline bool is_shown(const Forecast& forecast, bool settled) {
  return !forecast.sealed || forecast.unsealed || settled;
}

enum class Verdict : std::uint8_t { kTrue, kFalse };

/// What became of an item's claim.
struct ItemVerdict {
  ItemId item = 0;
  std::optional<Verdict> verdict;  // nothing: the one before it is taken back
  Bilingual because;
  Instant recorded{};  // given by the store
};

/// Where a scenario's clock of belief stops: at its horizon, or where it was settled if that is
/// earlier; nothing where it goes on.
std::optional<Instant> clock_end(const Scenario& scenario,
                                 const std::optional<Resolution>& resolution);

constexpr auto words_of(Outcome) {
  return words<Outcome>({{Outcome::kYes, "yes"},
                         {Outcome::kNo, "no"},
                         {Outcome::kOpen, "open"},
                         {Outcome::kVoid, "void"}});
}
constexpr auto words_of(Verdict) {
  return words<Verdict>({{Verdict::kTrue, "true"}, {Verdict::kFalse, "false"}});
}

}  // namespace signpost
