// One row of items as written, before any rule is applied: JSON and CSV look alike from here on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/intake/source_text.h"

namespace signpost::intake {

/// A value of a row: a cell's text, or a JSON value.
struct Written {
  enum class Kind : std::uint8_t {
    kAbsent,  // not there, null, or an empty cell
    kCell,    // untyped text: a CSV cell, or a field of `record`
    kText,    // a JSON string
    kNumber,  // a JSON number, as it is written
    kFlag,    // true or false, as it is written
    kList,
    kObject,
  };
  Kind kind = Kind::kAbsent;
  bool in_table = false;  // of a cell: a spreadsheet wrote it, and may have a decimal comma
  std::string text;
  Stretch place;
  std::vector<Written> members;     // of a list, or the values of an object
  std::vector<std::string> keys;    // of an object, beside `members`
  std::vector<Stretch> key_places;  // of an object, beside `members`

  [[nodiscard]] bool is_absent() const { return kind == Kind::kAbsent; }
};

/// The fields that an item has in every format (DESIGN.md §5).
enum class Field : std::uint8_t {
  kId,
  kOccurred,
  kUntil,
  kCount,
  kIndicators,
  kBears,
  kText,
  kSource,
  kGrade,
  kCredibility,
  kOrigin,
  kEvent,
  kUrl,
  kPlace,
  kLang,
  kAvailable,
  kBy,
  kNote,
  kShare,
  kDenies,
  kTextEn,
  kTextAr,
};
inline constexpr std::size_t kFieldCount = 22;

/// The names of the fields, in their order.
const std::vector<std::string>& field_names();
/// The field with a name; `any_case` for the headers of spreadsheets.
std::optional<Field> field_named(std::string_view name, bool any_case);

/// A row: a value for each field, and where the row begins.
struct Row {
  std::array<Written, kFieldCount> values;
  Stretch place;
  bool incomplete = false;  // something in it went to no field: what is missing may be that

  [[nodiscard]] Written& operator[](Field field) { return values[static_cast<std::size_t>(field)]; }
  [[nodiscard]] const Written& operator[](Field field) const {
    return values[static_cast<std::size_t>(field)];
  }
  void clear();
};

/// Takes one mistake.
using Complain = std::function<void(Stretch place, Phrase message, Phrase hint)>;

}  // namespace signpost::intake
