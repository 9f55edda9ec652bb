#include "engine/store/recording.h"

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "engine/base/error.h"
#include "engine/store/load.h"

namespace signpost::store {
namespace {

/// Do both lie in the same day, month or year of UTC? Two seconds are the same within a day: what
/// was cut at the clock meant "today".
bool same_stretch(Instant a, Instant b, Precision precision) {
  const std::chrono::year_month_day first(std::chrono::floor<std::chrono::days>(a));
  const std::chrono::year_month_day second(std::chrono::floor<std::chrono::days>(b));
  if (first.year() != second.year()) return false;
  if (precision == Precision::kYear) return true;
  if (first.month() != second.month()) return false;
  return precision == Precision::kMonth || first.day() == second.day();
}

bool same_time(Instant stored, Instant recorded, Instant incoming, Precision precision) {
  return stored == incoming || (stored == recorded && same_stretch(stored, incoming, precision));
}

constexpr std::size_t kSaltBytes = 16;

}  // namespace

bool same_content(const Item& stored, Instant recorded, const Item& incoming) {
  if (stored.total.has_value() != incoming.total.has_value() ||
      !same_time(stored.occurred, recorded, incoming.occurred, stored.occurred_as)) {
    return false;
  }
  Item other = incoming;
  other.occurred = stored.occurred;
  if (stored.total) {
    if (!same_time(stored.total->until, recorded, incoming.total->until, Precision::kDay)) {
      return false;
    }
    other.total->until = stored.total->until;
  }
  if (!stored.available_given ||
      same_time(stored.available, recorded, incoming.available, Precision::kDay)) {
    other.available = stored.available;
  }
  return stored == other;
}

Recording::Recording(Connection& connection, std::string_view kind, const Clock& clock)
    : connection_(connection),
      kind_(kind),
      asked_(clock.now),
      ticking_(clock.ticking),
      clock_(clock.after_waiting()),
      disguises_(connection) {
  clock_.ticking = false;  // its items and its entry are of one time
  any_redacted_ = connection.query("SELECT 1 FROM redaction LIMIT 1").next();
  Query last = connection.query("SELECT coalesce(max(item), 0) FROM item_version");
  last.next();
  last_item_ = last.integer(0);
  const auto looked_up = [this](std::unordered_map<std::string, std::int64_t>& known,
                                const Table& ids) {
    return [this, &known, &ids](std::string_view id) {
      const auto found = known.find(std::string(id));
      if (found != known.end()) return found->second;
      const auto number = number_of(connection_, ids, id);
      if (!number) throw_unknown(connection_, ids, id, "the item");
      known.emplace(std::string(id), *number);
      return *number;
    };
  };
  indicator_ = looked_up(indicators_, kIndicator);
  scenario_ = looked_up(scenarios_, kScenario);
}

Added Recording::add(const Item& item) {
  refuse_what_is_not_available_yet(item);
  std::optional<ItemId> known;
  if (!item.id.empty()) {
    if (const auto redacted = redacted_under(item)) return {*redacted, Fate::kUnchanged, false};
    known = stored_under(item);
  }
  if (!known) {
    store(item, {last_item_ + 1, 1, false, false});
    ++last_item_;
    return {last_item_, Fate::kAdded, false};
  }

  // What the feed said last and what stands may differ: a person may have amended the item. A feed
  // that says what it said before has nothing new to say.
  ItemReader reader(connection_, *known);
  const std::vector<ItemVersion> versions = reader.versions(*known);
  const bool retracted = reader.retraction(*known).has_value();
  const ItemVersion* last_of_feed = nullptr;
  for (const ItemVersion& version : versions) {
    if (!version.by_hand) last_of_feed = &version;
  }
  for (const ItemVersion* said : {last_of_feed, &versions.back()}) {
    if (same_content(said->content, said->recorded, item)) {
      return {*known, Fate::kUnchanged, retracted};
    }
  }
  store(item, {*known, versions.back().version + 1, false, retracted});
  return {*known, Fate::kAmended, retracted};
}

void Recording::amend(ItemId id, const Item& changed) {
  require_item(connection_, id);
  refuse_what_is_not_available_yet(changed);
  ItemReader reader(connection_, id);
  if (const auto redaction = reader.redaction(id)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("item {} was redacted on {} and cannot be amended", id,
                            to_date(redaction->recorded)),
                fmt::format("`signpost retract {}`, and record another item", id));
  }
  if (!changed.id.empty()) {
    const auto other = stored_under(changed);
    if (other && *other != id) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("item {} has that feed, source and id already", *other),
                  fmt::format("amend item {} instead, or choose another id", *other));
    }
  }
  const std::vector<ItemVersion> versions = reader.versions(id);
  if (!reader.retraction(id)) {
    const ItemVersion* standing = nullptr;
    for (const ItemVersion& version : versions) {
      if (!version.withheld) standing = &version;
    }
    if (standing != nullptr && standing->content == changed) return;
  }
  store(changed, {id, versions.back().version + 1, true, false});
}

void Recording::seal() {
  if (entry_) entry_->seal();
}

void Recording::refuse_what_is_not_available_yet(const Item& item) const {
  if (item.available <= clock_.now) return;
  throw Error(ErrorKind::kBadInput,
              fmt::format("the item is available only on {}, which is later than now ({})",
                          to_string(item.available), to_rfc3339(clock_.now)),
              "`available` is when the desk could first know it; leave it out for now");
}

std::optional<ItemId> Recording::stored_under(const Item& item) {
  Query query = connection_.query(
      "SELECT t.item FROM item_text t JOIN item_version v USING (item, version) "
      "WHERE t.id = ? AND coalesce(v.feed, '') = ? AND coalesce(v.source, '') = ? LIMIT 1",
      item.id, item.feed, item.source);
  if (!query.next()) return std::nullopt;
  return query.integer(0);
}

std::optional<ItemId> Recording::redacted_under(const Item& item) {
  if (!any_redacted_) return std::nullopt;
  const Digest disguise = disguises_.of_id(item);
  Query query =
      connection_.query("SELECT item FROM redacted_id WHERE disguise = ?", blob(disguise));
  if (!query.next()) return std::nullopt;
  return query.integer(0);
}

void Recording::store(const Item& read, const VersionPlace& place) {
  // What was cut at the clock when the item was read is cut where the clock stands since the lock
  // was got: an item is available when it is recorded and not before, and a time that meant "until
  // now" still does.
  const bool from_now = ticking_ && place.version == 1 && !read.available_given;
  std::optional<Item> moved;
  if (asked_ != clock_.now || (from_now && read.available != clock_.now)) {
    moved = read;
    for (Instant* time : {&moved->occurred, &moved->available,
                          moved->total ? &moved->total->until : &moved->occurred}) {
      if (*time == asked_) *time = clock_.now;
    }
    if (from_now) moved->available = clock_.now;
  }
  const Item& item = moved ? *moved : read;
  const std::string salt = random_bytes(kSaltBytes);
  const Record record = record_of(item, place, private_digest(item, salt), indicator_, scenario_);
  const Extra hidden[] = {{"source", said(item.source)}, {"origin", said(item.origin)}};
  entry().add(record, hidden);
  insert_text(connection_, place, item, salt);
}

Entry& Recording::entry() {
  if (!entry_) entry_.emplace(connection_, kind_, clock_);
  return *entry_;
}

void require_item(Connection& connection, ItemId id) {
  if (connection.query("SELECT 1 FROM item_version WHERE item = ? LIMIT 1", id).next()) return;
  throw Error(ErrorKind::kUsage, fmt::format("there is no item {}", id),
              "`signpost evidence` lists the items");
}

}  // namespace signpost::store
