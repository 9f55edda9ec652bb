#include "engine/store/tying.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/item_rows.h"
#include "engine/store/pseudonym.h"
#include "engine/store/recording.h"

namespace signpost::store {
namespace {

/// A denial has the key of the event that it denies; any other item that of its own.
std::string& key_of(Item& item) { return item.denies.empty() ? item.event : item.denies; }
std::string key_in(Item item) { return key_of(item); }

ItemVersion newest(Connection& connection, ItemId id) {
  require_item(connection, id);
  return std::move(ItemReader(connection, id).versions(id).back());
}

/// With the item filled in.
Phrase of(const char* key, ItemId item) { return {key, {{"item", std::to_string(item)}}}; }

[[noreturn]] void refuse(const char* why, ItemId id, Phrase hint = {}) {
  throw Error(ErrorKind::kConflict, of(why, id), std::move(hint));
}

void refuse_retracted(Connection& connection, ItemId id) {
  ItemReader reader(connection, id);
  if (reader.redaction(id) || !reader.retraction(id)) return;
  refuse("store.tie-retracted", id, restore_item(id));
}

/// One that shall be tied: its key may be another's from now on.
ItemVersion tellable(Connection& connection, ItemId id) {
  ItemVersion version = newest(connection, id);
  refuse_retracted(connection, id);
  if (!version.content.denies.empty()) {
    refuse("store.tie-denial", id,
           {"store.tie-denial.hint", {{"do", of("action.deny-event", id)}}});
  }
  if (version.redacted && version.content.event.empty()) {
    refuse("store.tie-redacted", id);
  }
  return version;
}

/// Every key that an item has or had, of the event that it tells of or denies.
void each_key(Connection& connection,
              const std::function<void(ItemId item, std::string_view key)>& take) {
  Query keys = connection.query(
      "SELECT item, event FROM item_version WHERE event IS NOT NULL UNION "
      "SELECT item, denies FROM item_version WHERE denies IS NOT NULL");
  while (keys.next()) take(keys.integer(0), keys.text(1));
}

/// Those that have a key, withdrawn ones too; but redacted ones, which have it only where it is
/// blind, and keep it.
std::vector<ItemVersion> that_have(Connection& connection, const std::string& key) {
  const std::string form = folded(key);
  std::set<ItemId> had;
  each_key(connection, [&](ItemId item, std::string_view has) {
    if (folded(has) == form) had.insert(item);
  });
  std::vector<ItemVersion> found;
  for (const ItemId id : had) {
    ItemVersion version = newest(connection, id);
    if (version.redacted) continue;
    if (folded(key_of(version.content)) == form) found.push_back(std::move(version));
  }
  return found;
}

std::string new_key(Connection& connection, const Identities& identities, ItemId first) {
  std::unordered_set<std::string> taken;
  each_key(connection, [&](ItemId, std::string_view has) { taken.insert(folded(has)); });
  std::string key = fmt::format("item-{}", first);
  // One that a redaction took out is another event's still.
  for (int number = 2; taken.contains(key) || identities.stored_key(key) != key; ++number) {
    key = fmt::format("item-{}-{}", first, number);
  }
  return key;
}

/// The key that they shall have: a blind one, which cannot be changed, else that of the first that
/// has one. Empty where none has.
std::string common_key(const std::map<ItemId, ItemVersion>& items, const Identities& identities) {
  std::string key;
  const ItemVersion* blind = nullptr;
  for (const auto& [id, version] : items) {
    const std::string& has = version.content.event;
    if (key.empty()) key = has;
    if (!identities.is_redacted_key(has)) continue;
    if (blind != nullptr && blind->content.event != has) {
      throw Error(ErrorKind::kConflict,
                  {"store.two-redacted",
                   {{"item", std::to_string(blind->item)}, {"other", std::to_string(id)}}});
    }
    blind = &version;
  }
  return blind != nullptr ? blind->content.event : key;
}

/// What a tie did to an item: its key before and since.
struct Tie {
  std::string before;
  std::string since;
  std::int64_t entry = 0;
};

/// The ties of an item that were not taken back, the last one last: an `untie` takes back one.
std::vector<Tie> ties_of(Connection& connection, ItemId id) {
  Query query = connection.query(
      "SELECT v.version, v.entry, journal.kind = 'tie' FROM item_version v "
      "JOIN journal USING (entry) WHERE v.item = ? AND journal.kind IN ('tie', 'untie') "
      "ORDER BY v.version",
      id);
  std::vector<Tie> ties;
  std::vector<ItemVersion> versions;
  while (query.next()) {
    if (!query.flag(2)) {
      if (!ties.empty()) ties.pop_back();
      continue;
    }
    if (versions.empty()) versions = ItemReader(connection, id).versions(id);
    const auto by_tie = static_cast<std::size_t>(query.integer(0));
    ties.push_back({key_in(versions.at(by_tie - 2).content),
                    key_in(versions.at(by_tie - 1).content), query.integer(1)});
  }
  return ties;
}

/// Is what the last tie did what stands?
bool holds(const std::vector<Tie>& ties, const ItemVersion& version) {
  return !ties.empty() && folded(ties.back().since) == folded(key_in(version.content));
}

/// An item and the tie that shall be taken back.
struct Tied {
  ItemVersion version;
  Tie tie;
};

Tied to_be_untied(Connection& connection, ItemId id) {
  ItemVersion version = newest(connection, id);
  if (version.redacted) refuse("store.untie-redacted", id);
  refuse_retracted(connection, id);
  const std::vector<Tie> ties = ties_of(connection, id);
  const std::string key = key_in(version.content);
  if (ties.empty() && !key.empty()) {
    for (const ItemVersion& other : that_have(connection, key)) {
      if (!holds(ties_of(connection, other.item), other)) continue;
      refuse("store.tied-to", id,
             {"store.tied-to.hint", {{"do", of("action.untie-item", other.item)}}});
    }
  }
  if (ties.empty()) {
    refuse("store.not-tied", id,
           {"store.not-tied.hint",
            {{"do_set", of("action.set-event", id)}, {"do_clear", Phrase("action.clear-event")}}});
  }
  if (!holds(ties, version)) {
    refuse("store.changed-since-tied", id,
           {"store.changed-since-tied.hint", {{"do", of("action.set-event", id)}}});
  }
  return {std::move(version), ties.back()};
}

/// Those that the same tie brought under the key from the one that this item had, but itself.
std::vector<Tied> that_came_along(Connection& connection, const Tied& with) {
  std::vector<Tied> along;
  if (with.tie.before.empty()) return along;
  for (ItemVersion& version : that_have(connection, key_in(with.version.content))) {
    const std::vector<Tie> ties = ties_of(connection, version.item);
    if (version.item != with.version.item && holds(ties, version) &&
        ties.back().entry == with.tie.entry &&
        folded(ties.back().before) == folded(with.tie.before)) {
      along.push_back({std::move(version), ties.back()});
    }
  }
  return along;
}

}  // namespace

std::vector<ItemId> tie(Connection& connection, Recording& recording,
                        const std::vector<ItemId>& items) {
  const std::set<ItemId> wanted(items.begin(), items.end());
  if (wanted.size() < 2) {
    throw Error(ErrorKind::kConflict, "store.tie-two",
                {"store.tie-two.hint", {{"do", Phrase("action.list-duplicates")}}});
  }
  std::map<ItemId, ItemVersion> moving;
  for (const ItemId id : wanted) moving.emplace(id, tellable(connection, id));
  std::string key = common_key(moving, recording.identities());
  if (key.empty()) key = new_key(connection, recording.identities(), *wanted.begin());
  std::set<std::string> left;  // keys, folded
  for (const auto& [id, version] : moving) {
    if (!version.content.event.empty()) left.insert(folded(version.content.event));
  }
  left.erase(folded(key));
  for (const std::string& other : left) {
    for (ItemVersion& version : that_have(connection, other)) {
      moving.emplace(version.item, std::move(version));
    }
  }
  std::vector<ItemId> changed;
  for (auto& [id, version] : moving) {
    Item tied = version.content;
    if (folded(key_of(tied)) == folded(key)) continue;
    key_of(tied) = key;
    recording.replace(version, tied);
    changed.push_back(id);
  }
  return changed;
}

std::vector<ItemId> untie(Connection& connection, Recording& recording,
                          const std::vector<ItemId>& items) {
  std::map<ItemId, Tied> untied;
  for (const ItemId id : items) {
    Tied tied = to_be_untied(connection, id);
    for (Tied& other : that_came_along(connection, tied)) {
      untied.try_emplace(other.version.item, std::move(other));
    }
    untied.try_emplace(id, std::move(tied));
  }
  std::vector<ItemId> changed;
  for (const auto& [id, tied] : untied) {
    Item before = tied.version.content;
    key_of(before) = tied.tie.before;
    recording.replace(tied.version, before);
    changed.push_back(id);
  }
  return changed;
}

std::string standing_key(Connection& connection, ItemId item) {
  return key_in(newest(connection, item).content);
}

std::string EventKeys::stored(const std::string& key) {
  if (key.empty()) return key;
  if (!moved_) {
    moved_.emplace();
    Query items = connection_.query(
        "SELECT DISTINCT v.item FROM journal JOIN item_version v USING (entry) "
        "WHERE journal.kind = 'tie'");
    std::map<std::string, std::int64_t> latest;  // the tie that moved a key
    while (items.next()) {
      const ItemVersion version = newest(connection_, items.integer(0));
      const std::vector<Tie> ties = ties_of(connection_, version.item);
      if (!holds(ties, version)) continue;
      for (const Tie& tie : ties) {
        const std::string left = folded(tie.before);
        if (left.empty() || left == folded(ties.back().since) || latest[left] > tie.entry) continue;
        latest[left] = tie.entry;
        (*moved_)[left] = ties.back().since;
      }
    }
  }
  const auto moved = moved_->find(folded(key));
  return identities_.stored_key(moved == moved_->end() ? key : moved->second);
}

void EventKeys::store_in(Item& item) {
  item.event = stored(item.event);
  item.denies = stored(item.denies);
}

}  // namespace signpost::store
