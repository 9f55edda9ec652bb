// One line of JSON → a row, each value with its place.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/intake/row.h"

namespace signpost::intake {

enum class JsonOutcome : std::uint8_t {
  kRead,      // the row is whole
  kMistaken,  // complained of, and the rest of the row can be judged: an unknown key, one given
              // twice
  kBroken,  // complained of, and the row cannot be judged: not JSON, not an object, nested too deep
};

/// Reads one JSON object from a line of UTF-8 into `row`, which is cleared first.
JsonOutcome read_json_row(std::string_view line, std::uint32_t number, Row& row,
                          const Complain& complain);

}  // namespace signpost::intake
