#include "engine/store/tying.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <unordered_set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/disguise.h"
#include "engine/store/item_rows.h"

namespace signpost::store {
namespace {

/// A denial has the key of the event that it denies; any other item that of its own.
std::string& key_of(Item& item) { return item.denies.empty() ? item.event : item.denies; }

/// The newest version but those that came after the item was retracted.
ItemVersion newest(Connection& connection, ItemId id) {
  require_item(connection, id);
  std::vector<ItemVersion> versions = ItemReader(connection, id).versions(id);
  for (ItemVersion& version : std::views::reverse(versions)) {
    if (!version.withheld) return std::move(version);
  }
  return std::move(versions.front());
}

[[noreturn]] void refuse(ItemId id, std::string_view why, std::string hint = {}) {
  throw Error(ErrorKind::kUsage, fmt::format("item {} was {}", id, why), std::move(hint));
}

void refuse_retracted(Connection& connection, ItemId id) {
  ItemReader reader(connection, id);
  if (reader.redaction(id) || !reader.retraction(id)) return;
  refuse(id, "retracted: it tells of no event",
         fmt::format("`signpost amend {} --restore` makes it stand again", id));
}

/// One that shall be tied: its key may be another's from now on.
ItemVersion tellable(Connection& connection, ItemId id) {
  ItemVersion version = newest(connection, id);
  refuse_retracted(connection, id);
  if (!version.content.denies.empty()) {
    refuse(id, "recorded as a denial: it tells of no event of its own",
           fmt::format("`signpost amend {} --denies KEY` makes it deny another event", id));
  }
  if (version.redacted && version.content.event.empty()) {
    refuse(id, "redacted, and no event's key is left of it: nothing can be tied to it");
  }
  return version;
}

/// Those that stand under a key, redacted ones left out: they have it only where it is blind, and
/// keep it.
std::vector<ItemVersion> standing_under(Connection& connection, const std::string& key) {
  const std::string form = folded(key);
  std::set<ItemId> had;
  Query keys = connection.query(
      "SELECT item, event FROM item_version WHERE event IS NOT NULL UNION "
      "SELECT item, denies FROM item_version WHERE denies IS NOT NULL");
  while (keys.next()) {
    if (folded(keys.text(1)) == form) had.insert(keys.integer(0));
  }
  std::vector<ItemVersion> found;
  for (const ItemId id : had) {
    ItemVersion version = newest(connection, id);
    if (version.redacted || ItemReader(connection, id).retraction(id)) continue;
    if (folded(key_of(version.content)) == form) found.push_back(std::move(version));
  }
  return found;
}

std::string new_key(Connection& connection, const Identities& identities, ItemId first) {
  std::unordered_set<std::string> taken;
  Query keys = connection.query(
      "SELECT event FROM item_version WHERE event IS NOT NULL UNION "
      "SELECT denies FROM item_version WHERE denies IS NOT NULL");
  while (keys.next()) taken.insert(folded(keys.text(0)));
  std::string key = fmt::format("item-{}", first);
  // One that a redaction took out is another event's still.
  for (int number = 2; taken.contains(key) || identities.stored_key(key) != key; ++number) {
    key = fmt::format("item-{}-{}", first, number);
  }
  return key;
}

/// The key that they shall have: a blind one, which cannot be changed, else that of the first that
/// has one. Empty where none has.
std::string common_key(const std::map<ItemId, ItemVersion>& items) {
  std::string key;
  const ItemVersion* blind = nullptr;
  for (const auto& [id, version] : items) {
    const std::string& has = version.content.event;
    if (key.empty()) key = has;
    if (!is_blind(has)) continue;
    if (blind != nullptr && blind->content.event != has) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("the events of items {} and {} cannot be made one: each has a "
                              "redacted item, the key of which stays",
                              blind->item, id));
    }
    blind = &version;
  }
  return blind != nullptr ? blind->content.event : key;
}

/// What a tie did to an item: its key before, and the version that has the key since.
struct Tied {
  ItemVersion now;
  std::string before;
  std::int64_t entry = 0;
  bool holds = true;  // the key was not changed since
};

/// The last tie of an item; nothing where there is none, or the item was untied since.
std::optional<Tied> last_tie(Connection& connection, ItemId id) {
  Query last = connection.query(
      "SELECT v.version, v.entry, journal.kind = 'tie' FROM item_version v "
      "JOIN journal USING (entry) WHERE v.item = ? AND journal.kind IN ('tie', 'untie') "
      "ORDER BY v.version DESC LIMIT 1",
      id);
  if (!last.next() || !last.flag(2)) return std::nullopt;
  std::vector<ItemVersion> versions = ItemReader(connection, id).versions(id);
  const auto by_tie = static_cast<std::size_t>(last.integer(0));
  Tied tied{newest(connection, id), key_of(versions.at(by_tie - 2).content), last.integer(1)};
  tied.holds = folded(key_of(versions.at(by_tie - 1).content)) == folded(key_of(tied.now.content));
  return tied;
}

Tied to_be_untied(Connection& connection, ItemId id) {
  const ItemVersion now = newest(connection, id);
  if (now.redacted) refuse(id, "redacted: the tie to its event stays");
  refuse_retracted(connection, id);
  if (auto tied = last_tie(connection, id)) {
    if (tied->holds) return std::move(*tied);
    throw Error(ErrorKind::kUsage,
                fmt::format("the event's key of item {} was changed since it was tied", id),
                fmt::format("`signpost amend {} --event KEY` gives it another", id));
  }
  const bool was_tied = connection
                            .query(
                                "SELECT 1 FROM item_version v JOIN journal USING (entry) "
                                "WHERE v.item = ? AND journal.kind = 'tie'",
                                id)
                            .next();
  if (was_tied) {
    throw Error(ErrorKind::kUsage, fmt::format("item {} is not tied: it was untied already", id));
  }
  throw Error(
      ErrorKind::kUsage, fmt::format("item {} was not tied to any other", id),
      fmt::format("`signpost amend {} --event KEY` gives it another key, --event \"\" none", id));
}

/// Those that came under the key with this one, and were of one event with it before.
std::vector<ItemId> that_came_along(Connection& connection, const Tied& tied) {
  std::vector<ItemId> along;
  if (tied.before.empty()) return along;
  Item now = tied.now.content;
  for (const ItemVersion& version : standing_under(connection, key_of(now))) {
    const auto other = last_tie(connection, version.item);
    if (other && other->holds && other->entry == tied.entry &&
        folded(other->before) == folded(tied.before)) {
      along.push_back(version.item);
    }
  }
  return along;
}

}  // namespace

std::vector<ItemId> tie(Connection& connection, Recording& recording,
                        const std::vector<ItemId>& items) {
  const std::set<ItemId> wanted(items.begin(), items.end());
  if (wanted.size() < 2) {
    throw Error(ErrorKind::kUsage, "two items at least are tied to one event",
                "`signpost duplicates` lists what seems to be told twice");
  }
  std::map<ItemId, ItemVersion> moving;
  for (const ItemId id : wanted) moving.emplace(id, tellable(connection, id));
  std::string key = common_key(moving);
  if (key.empty()) key = new_key(connection, recording.identities(), *wanted.begin());
  std::set<std::string> left;  // keys
  for (const auto& [id, version] : moving) {
    if (!version.content.event.empty()) left.insert(folded(version.content.event));
  }
  left.erase(folded(key));
  for (const std::string& other : left) {
    for (ItemVersion& version : standing_under(connection, other)) {
      moving.emplace(version.item, std::move(version));
    }
  }
  std::vector<ItemId> changed;
  for (auto& [id, version] : moving) {
    std::string& has = key_of(version.content);
    if (folded(has) == folded(key)) continue;
    has = key;
    recording.amend(id, version.content);
    changed.push_back(id);
  }
  return changed;
}

std::vector<ItemId> untie(Connection& connection, Recording& recording,
                          const std::vector<ItemId>& items) {
  std::map<ItemId, Tied> untied;
  for (const ItemId id : items) untied.insert_or_assign(id, to_be_untied(connection, id));
  std::set<ItemId> along;
  for (const auto& [id, tied] : untied) {
    for (const ItemId other : that_came_along(connection, tied)) along.insert(other);
  }
  for (const ItemId id : along) untied.try_emplace(id, to_be_untied(connection, id));
  std::vector<ItemId> changed;
  for (auto& [id, tied] : untied) {
    key_of(tied.now.content) = tied.before;
    recording.amend(id, tied.now.content);
    changed.push_back(id);
  }
  return changed;
}

std::string standing_key(Connection& connection, ItemId item) {
  ItemVersion version = newest(connection, item);
  return key_of(version.content);
}

}  // namespace signpost::store
