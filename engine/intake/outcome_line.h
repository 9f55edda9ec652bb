// The lines of an export that tell how it came out, and what others had forecast: `import` reads
// them beside its items, and they may be written by hand.
//
//   {"kind": "resolution", "scenario": "road-war", "outcome": "yes", "on": "2023-01-28",
//    "because": "…" or {"en": "…", "ar": "…"}, "items": ["sohr-2022-10", 12],
//    "available": "2023-02-01"}            outcome "withdrawn": the one before it no longer stands
//   {"kind": "forecast", "scenario": "road-war", "by": "ICG", "at": "2022-06-01",
//    "probability": 0.4, "because": …}     probability null: withdrawn; "sealed": true or, as an
//                                          export has what is sealed, its bytes in hexadecimal
//   {"kind": "verdict", "item": "sohr-2022-10", "verdict": "false", "because": …}
//
// An item is named by its id at its source, or (a number) by its number in this store.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/outcome.h"

namespace signpost::intake {

struct Stretch;  // source_text.h, which is not installed

/// As written: the items are named, not yet found.
struct OutcomeLine {
  std::variant<Resolution, Forecast, ItemVerdict> told;
  /// An item by its number in this store, or (0) by its id at its source.
  struct ItemName {
    ItemId number = 0;
    std::string id;
  };
  std::vector<ItemName> items;  // of a verdict one
  bool exported = false;        // it comes out of a store: of its items some may have stayed there
};

/// Whether a line tells one of these, as its beginning says.
bool is_outcome_line(std::string_view line);
/// What it tells; nothing where there are mistakes, which `complain` gets: of keys that are not
/// known each, with its place, else the first. `number` is the line's; `now`: times that are cut at
/// the clock.
std::optional<OutcomeLine> read_outcome_line(
    std::string_view line, std::uint32_t number, Instant now,
    const std::function<void(Stretch, Phrase, Phrase)>& complain);

/// What an export writes of a forecast that is sealed, in place of its figure and its reason.
std::string sealed_bytes(const Forecast& forecast);

}  // namespace signpost::intake
