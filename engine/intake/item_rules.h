// The rules that every item obeys, whatever format it comes in (DESIGN.md §2, §3, §5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/intake/items_reader.h"
#include "engine/intake/row.h"

namespace signpost::intake {

/// Turns rows into items. Holds what rows may refer to, indexed; make one for a whole file.
///
/// An item needs `occurred` and at least one of `indicators` and `bears`, or `denies` in their
/// place. It need not have a text: a table of monthly counts has none, and its indicator says what
/// was counted.
class ItemRules {
 public:
  explicit ItemRules(const ItemContext& context);
  ItemRules(const ItemRules&) = delete;
  ItemRules& operator=(const ItemRules&) = delete;

  /// The item, or nothing: then at least one complaint was made. Takes texts out of the row.
  /// `base`: the item that the row amends; what the row does not name stays as it is there.
  std::optional<Item> judge(Row& row, const Complain& complain, const Item* base = nullptr) const;

 private:
  friend class RowJudge;
  ItemContext context_;
  std::unordered_map<std::string_view, const Indicator*> indicators_;
  std::unordered_set<std::string_view> scenarios_;
  std::vector<std::string> indicator_ids_;
  std::vector<std::string> scenario_ids_;
};

}  // namespace signpost::intake
