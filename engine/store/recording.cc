#include "engine/store/recording.h"

#include <chrono>
#include <stdexcept>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/load.h"
#include "engine/store/tying.h"
#include "engine/store/wrong_clock.h"

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

/// The key of the event that an item tells of, or of the one that it denies, as its feed gave it
/// last. Where the feed has come to say something else too and the key is what stood before, a
/// person had given that (Recording::add).
std::string key_as_fed(const std::vector<ItemVersion>& versions, std::string Item::*key,
                       Identities& identities) {
  std::string word = versions.front().content.*key;
  const ItemVersion* last_fed = &versions.front();
  for (std::size_t i = 1; i < versions.size(); ++i) {
    if (versions[i].by_hand) continue;
    const Item& fed = versions[i].content;
    Item as_before = fed;
    as_before.event = last_fed->content.event;
    as_before.denies = last_fed->content.denies;
    const bool other_news =
        !same_content(last_fed->content, last_fed->recorded, as_before, identities);
    const bool kept = other_news && folded(fed.*key) == folded(versions[i - 1].content.*key);
    if (!kept) word = fed.*key;
    last_fed = &versions[i];
  }
  return word;
}

constexpr std::size_t kSaltBytes = 16;

}  // namespace

bool same_content(const Item& stored, Instant recorded, const Item& incoming,
                  Identities& identities) {
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
  // Names that are spelt otherwise are the same names.
  if (identities.same_source(stored.source, incoming.source)) other.source = stored.source;
  for (std::string Item::*name :
       {&Item::id, &Item::origin, &Item::event, &Item::denies, &Item::place}) {
    if (folded(stored.*name) == folded(incoming.*name)) other.*name = stored.*name;
  }
  return stored == other;
}

Recording::Recording(Connection& connection, std::string_view kind, const Clock& clock)
    : connection_(connection),
      kind_(kind),
      asked_(clock.now),
      ticking_(clock.ticking),
      clock_(clock.after_waiting()),
      pseudonyms_(connection),
      identities_(connection, pseudonyms_),
      event_keys_(connection, identities_) {
  clock_.ticking = false;  // its items and its entry are of one time
  Query last = connection.query("SELECT coalesce(max(item), 0) FROM item_version");
  last.next();
  last_item_ = last.integer(0);
  const auto looked_up = [this](std::unordered_map<std::string, std::int64_t>& known,
                                const Table& ids) {
    return [this, &known, &ids](std::string_view id) {
      const auto found = known.find(std::string(id));
      if (found != known.end()) return found->second;
      const auto number = number_of(connection_, ids, id);
      if (!number) throw_unknown(connection_, ids, id, "store.by-item");
      known.emplace(std::string(id), *number);
      return *number;
    };
  };
  indicator_ = looked_up(indicators_, kIndicator);
  scenario_ = looked_up(scenarios_, kScenario);
}

Added Recording::add(const Item& read) {
  refuse_what_is_not_available_yet(read);
  Item item = read;
  event_keys_.store_in(item);
  std::optional<ItemId> known;
  if (!item.id.empty()) {
    if (const auto redacted = identities_.redacted(item)) {
      const bool retracted = ItemReader(connection_, *redacted).retraction(*redacted).has_value();
      return {*redacted, Fate::kUnchanged, retracted};
    }
    known = identities_.stored(item);
  }
  if (!known) {
    store(item, {last_item_ + 1, 1, false, false});
    ++last_item_;
    return {.item = last_item_, .fate = Fate::kAdded, .stored = true};
  }

  // What the feed said last and what stands may differ: a person may have amended the item. A feed
  // that says what it said before has nothing new to say. Where it comes to say what the person
  // said, that is kept, as what it said last: should it change its mind again, that is news. And of
  // the event it has its own word: one that it does not change leaves a person's tie as it stands.
  ItemReader reader(connection_, *known);
  const std::vector<ItemVersion> versions = reader.versions(*known);
  const bool retracted = reader.retraction(*known).has_value();
  const ItemVersion* last_of_feed = nullptr;
  for (const ItemVersion& version : versions) {
    if (!version.by_hand) last_of_feed = &version;
  }
  if (last_of_feed == nullptr) {  // an item begins with what was recorded or imported
    throw_as_error(connection_.path(), Refusal::kCorrupt,
                   {"store.no-first-version", {{"item", std::to_string(*known)}}});
  }
  const auto says_the_same = [&](const Item& said, const ItemVersion& version) {
    return same_content(said, version.recorded, item, identities_);
  };
  Item of_feed = last_of_feed->content;
  for (std::string Item::*key : {&Item::event, &Item::denies}) {
    of_feed.*key = key_as_fed(versions, key, identities_);
    const std::string form = folded(of_feed.*key);
    if (folded(read.*key) != form && folded(item.*key) != form) continue;
    item.*key = versions.back().content.*key;
    of_feed.*key = item.*key;
  }
  if (says_the_same(of_feed, *last_of_feed)) return {*known, Fate::kUnchanged, retracted};
  const bool agrees = says_the_same(versions.back().content, versions.back());
  store(item, {*known, versions.back().version + 1, false, retracted});
  return {.item = *known,
          .fate = agrees ? Fate::kUnchanged : Fate::kAmended,
          .retracted = retracted,
          .stored = true};
}

void Recording::amend(ItemId id, const Item& wanted, bool restore) {
  require_item(connection_, id);
  refuse_what_is_not_available_yet(wanted);
  Item changed = wanted;
  changed.event = identities_.stored_key(wanted.event);
  changed.denies = identities_.stored_key(wanted.denies);
  ItemReader reader(connection_, id);
  const std::string name = std::to_string(id);
  if (const auto redaction = reader.redaction(id)) {
    throw Error(
        ErrorKind::kConflict,
        {"store.amend-redacted", {{"item", name}, {"day", to_date(redaction->recorded)}}},
        {"store.amend-redacted.hint", {{"do", Phrase("action.retract-item", {{"item", name}})}}});
  }
  const std::vector<ItemVersion> versions = reader.versions(id);
  if (!changed.id.empty()) {
    // Older items may share an identity (identity.h): each can be amended, so that it is another's
    // no more.
    const auto other = identities_.stored(changed);
    if (other && *other != id && identities_.stored(versions.back().content) != other) {
      const std::string has_it = std::to_string(*other);
      throw Error(ErrorKind::kConflict, {"store.same-identity", {{"item", has_it}}},
                  {"store.same-identity.hint", {{"item", has_it}}});
    }
  }
  if (const auto retraction = reader.retraction(id)) {
    if (!restore) {
      throw Error(
          ErrorKind::kConflict,
          {"store.amend-retracted", {{"item", name}, {"day", to_date(retraction->recorded)}}},
          restore_item(id));
    }
  } else {
    if (restore) {
      throw Error(ErrorKind::kConflict, {"store.not-retracted", {{"item", name}}});
    }
    const ItemVersion* standing = nullptr;
    for (const ItemVersion& version : versions) {
      if (!version.withheld) standing = &version;
    }
    if (standing != nullptr && standing->content == changed) return;
  }
  store(changed, {id, versions.back().version + 1, true, false});
}

void Recording::replace(const ItemVersion& newest, const Item& changed) {
  const bool retracted = ItemReader(connection_, newest.item).retraction(newest.item).has_value();
  store(changed, {newest.item, newest.version + 1, true, retracted});
}

void Recording::refuse_repetition(const Item& read, std::optional<ItemId> event_of) {
  if (!read.id.empty()) return;  // then it adds nothing
  Item item = read;
  event_keys_.store_in(item);
  constexpr std::chrono::hours kRepeats{24};
  Query recorded = connection_.query(
      "SELECT v.item FROM journal JOIN entry_time USING (entry) JOIN item_version v USING (entry) "
      "WHERE journal.kind = 'record' AND entry_time.recorded > ? AND v.version = 1 "
      "ORDER BY v.item DESC",
      clock_.now - kRepeats);
  while (recorded.next()) {
    const ItemId id = recorded.integer(0);
    ItemReader reader(connection_, id);
    const std::vector<ItemVersion> versions = reader.versions(id);
    const ItemVersion& first = versions.front();
    if (!same_content(first.content, first.recorded, item, identities_)) continue;
    if (reader.retraction(id) || reader.redaction(id)) continue;
    // As another report of an event it is the same only as one that was recorded so.
    if (event_of &&
        (id == *event_of || versions.back().content.event.empty() ||
         folded(versions.back().content.event) != folded(standing_key(connection_, *event_of)))) {
      continue;
    }
    const std::string name = std::to_string(id);
    const Phrase again = "action.record-again";
    throw Error(
        ErrorKind::kInvalid,
        {"store.repetition", {{"item", name}, {"recorded", to_rfc3339(first.recorded)}}},
        event_of || !item.denies.empty()
            ? Phrase("store.repetition.hint", {{"do", again}})
            : Phrase("store.repetition-or-report.hint",
                     {{"do_again", again},
                      {"do_report", Phrase("action.name-event-of-item", {{"item", name}})}}));
  }
}

void Recording::seal() {
  if (entry_) entry_->seal();
}

void Recording::refuse_what_is_not_available_yet(const Item& item) const {
  if (item.available <= clock_.now) return;
  refuse_wrong_clock(connection_, clock_);  // then it is the clock that is not right
  throw Error(ErrorKind::kInvalid,
              {"store.not-available-yet",
               {{"available", to_string(item.available)}, {"now", to_rfc3339(clock_.now)}}},
              "store.not-available-yet.hint");
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

Phrase restore_item(ItemId id) {
  return {"store.restore-item",
          {{"do", Phrase("action.restore-item", {{"item", std::to_string(id)}})}}};
}

void require_item(Connection& connection, ItemId id) {
  if (connection.query("SELECT 1 FROM item_version WHERE item = ? LIMIT 1", id).next()) return;
  throw Error(ErrorKind::kNotFound, {"store.no-item", {{"item", std::to_string(id)}}},
              {"store.no-item.hint", {{"do", Phrase("action.list-items")}}});
}

}  // namespace signpost::store
