#include "engine/intake/row.h"

#include <algorithm>

namespace signpost::intake {

const std::vector<std::string>& field_names() {
  static const std::vector<std::string> kNames = {
      "id",    "occurred",    "until",  "count",  "indicators", "bears",  "text", "source",
      "grade", "credibility", "origin", "event",  "url",        "place",  "lang", "available",
      "by",    "note",        "share",  "denies", "text_en",    "text_ar"};
  return kNames;
}

std::optional<Field> field_named(std::string_view name, bool any_case) {
  const auto same = [&](char a, char b) {
    return a == b || (any_case && a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
  };
  const std::vector<std::string>& names = field_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::equal(name.begin(), name.end(), names[i].begin(), names[i].end(), same)) {
      return static_cast<Field>(i);
    }
  }
  return std::nullopt;
}

void Row::clear() {
  incomplete = false;
  for (Written& value : values) {
    value.kind = Written::Kind::kAbsent;
    value.text.clear();
    value.members.clear();
    value.keys.clear();
    value.key_places.clear();
  }
}

}  // namespace signpost::intake
