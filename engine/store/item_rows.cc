#include "engine/store/item_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/store/ranges.h"
#include "engine/store/words.h"

namespace signpost::store {
namespace {

std::optional<char> letter_at(const Query& query, int column) {
  const std::string_view text = query.text(column);
  if (text.empty()) return std::nullopt;
  return text.front();
}

// The columns that `read` expects, in its order; then the sighting's, then those of item_text.
constexpr std::string_view kVersionColumns =
    "v.item, v.version, v.entry, v.by_hand, v.withheld, v.occurred, v.occurred_as, v.until, "
    "v.count, v.available, v.available_given, v.reliability, v.digit, v.credibility, v.event, "
    "v.share, v.sightings, v.bearings, v.source, v.origin, v.feed, v.lang, v.kept_sha256, "
    "v.denies";
constexpr std::string_view kSightingColumns = "s.indicator, s.graded, s.reliability, s.digit";
constexpr std::string_view kNoSighting = "NULL, NULL, NULL, NULL";
constexpr std::string_view kTextColumns =
    "t.id, t.text, t.url, t.place, t.note, t.by, t.translation";
/// No record: its rows are hashed into their versions'.
constexpr Table kItemText{
    "item_text", "item, version, id, folded_id, text, url, place, note, by, salt, translation", 2,
    1};

constexpr int kSightingColumn = 24;
constexpr int kTextColumn = 28;

// What read_fates expects.
constexpr std::string_view kLater =
    "SELECT v.item, v.version, v.withheld, entry_time.recorded FROM item_version v "
    "JOIN entry_time USING (entry) WHERE v.version > 1";
constexpr std::string_view kRetracted =
    "SELECT r.item, r.version, entry_time.recorded FROM retraction r JOIN entry_time USING (entry)";
constexpr std::string_view kRedacted =
    "SELECT r.item, entry_time.recorded FROM redaction r JOIN entry_time USING (entry)";
constexpr std::string_view kPseudonymous =
    "SELECT item, version, known_from, registered, reliability, origin FROM redacted_source";

std::vector<std::string> by_number(Connection& connection, std::string_view sql) {
  std::vector<std::string> ids;
  Query query = connection.query(sql);
  while (query.next()) {
    const auto number = static_cast<std::size_t>(query.integer(0));
    if (ids.size() <= number) ids.resize(number + 1);
    ids[number] = query.string(1);
  }
  return ids;
}

const std::string& named(const Connection& connection, const std::vector<std::string>& ids,
                         std::int64_t number) {
  const auto index = static_cast<std::size_t>(number);
  if (index >= ids.size()) {
    throw_as_error(connection.path(), Refusal::kCorrupt, "store.item-names-nothing");
  }
  return ids[index];
}

/// What the clock that was ahead let in, or cut at itself, and is later than the item now counts as
/// recorded, is of then at the latest: nobody tells what is to come.
void cut_at_mended_clock(Item& item, Instant recorded) {
  item.available = std::min(item.available, recorded);
  item.occurred = std::min(item.occurred, recorded);
  if (!item.total) return;
  Instant& until = item.total->until;
  until = std::min(until, recorded);
  if (until <= item.occurred) item.occurred = until - std::chrono::seconds(1);
}

}  // namespace

std::string folded_if_other(std::string_view id) {
  std::string form = folded(id);
  return form == id ? std::string() : form;
}

Value letter(const Grade& grade) {
  return grade.reliability ? Value(std::string_view(&*grade.reliability, 1)) : Value();
}

Value digit(const Grade& grade) { return grade.credibility ? number(*grade.credibility) : Value(); }

Grade grade_at(const Query& query, int column) {
  Grade grade;
  grade.reliability = letter_at(query, column);
  if (!query.is_null(column + 1)) {
    // What is out of range stays so: ranges.h judges it.
    grade.credibility = static_cast<std::uint8_t>(std::clamp(query.number(column + 1), 0, 255));
  }
  return grade;
}

Digest private_digest(const Item& item, std::string_view salt) {
  FieldHasher hasher;
  hasher.add(salt);
  for (const std::string* text : {&item.source, &item.origin, &item.id, &item.text, &item.url,
                                  &item.place, &item.note, &item.by}) {
    add(hasher, said(*text));
  }
  // A later column: nothing of it is hashed where it is not there.
  if (!item.translation.empty()) hasher.add("translation").add(item.translation);
  return hasher.finish();
}

Record record_of(const Item& item, const VersionPlace& place, const Digest& hidden,
                 const NumberOf& indicator, const NumberOf& scenario) {
  Record record;
  const Value number_value = number(place.item);
  const Value version = number(place.version);
  record.head = {&kItemVersion,
                 {number_value,
                  version,
                  at(item.occurred),
                  to_string(item.occurred_as),
                  item.total ? at(item.total->until) : Value(),
                  item.total ? number(item.total->count) : Value(),
                  at(item.available),
                  flag(item.available_given),
                  letter(item.grade),
                  digit(item.grade),
                  item.credibility ? real(item.credibility->value()) : Value(),
                  said(item.event),
                  flag(item.share),
                  number(static_cast<std::int64_t>(item.sightings.size())),
                  number(static_cast<std::int64_t>(item.bears.size())),
                  flag(place.by_hand),
                  flag(place.withheld),
                  said(item.feed),
                  said(item.lang),
                  said(item.kept_sha256),
                  said(item.denies)}};
  record.hidden = hidden;
  std::int64_t position = 0;
  for (const Sighting& sighting : item.sightings) {
    record.parts.push_back(
        {&kSighting,
         {number_value, version, number(++position), number(indicator(sighting.indicator)),
          flag(sighting.grade.has_value()), sighting.grade ? letter(*sighting.grade) : Value(),
          sighting.grade ? digit(*sighting.grade) : Value()}});
  }
  position = 0;
  for (const Bearing& bearing : item.bears) {
    record.parts.push_back(
        {&kBearing,
         {number_value, version, number(++position), number(scenario(bearing.scenario)),
          real(bearing.ratio), said(bearing.word)}});
  }
  return record;
}

void insert_text(Connection& connection, const VersionPlace& place, const Item& item,
                 std::string_view salt) {
  const std::string folded_id = folded_if_other(item.id);
  insert(connection, {&kItemText,
                      {number(place.item), number(place.version), said(item.id), said(folded_id),
                       said(item.text), said(item.url), said(item.place), said(item.note),
                       said(item.by), Blob{salt}, said(item.translation)}});
}

ItemReader::ItemReader(Connection& connection) : connection_(connection) {
  read_fates(connection.query(fmt::format("{} ORDER BY v.item, v.version", kLater)),
             connection.query(kRetracted), connection.query(kRedacted),
             connection.query(fmt::format("{} ORDER BY item, version, known_from", kPseudonymous)));
}

ItemReader::ItemReader(Connection& connection, ItemId only) : connection_(connection) {
  read_fates(
      connection.query(fmt::format("{} AND v.item = ? ORDER BY v.version", kLater), only),
      connection.query(fmt::format("{} WHERE r.item = ?", kRetracted), only),
      connection.query(fmt::format("{} WHERE r.item = ?", kRedacted), only),
      connection.query(fmt::format("{} WHERE item = ? ORDER BY version, known_from", kPseudonymous),
                       only));
}

void ItemReader::read_fates(Query later, Query retracted, Query redacted, Query pseudonymous) {
  while (later.next()) {
    later_versions_[later.integer(0)].push_back({later.number(1), later.flag(2), later.instant(3)});
  }
  while (retracted.next()) {
    retractions_[retracted.integer(0)].push_back({retracted.number(1), retracted.instant(2)});
  }
  while (redacted.next()) redactions_.emplace(redacted.integer(0), redacted.instant(1));
  while (pseudonymous.next()) {
    auto& stretches = pseudonymous_[{pseudonymous.integer(0), pseudonymous.number(1)}];
    PseudonymousSource stretch;
    stretch.known.from = pseudonymous.instant(2);
    if (pseudonymous.flag(3)) {
      stretch.registered.emplace();
      stretch.registered->reliability = letter_at(pseudonymous, 4);
    }
    stretch.origin = pseudonymous.string(5);
    if (!stretches.empty()) stretches.back().known.until = stretch.known.from;
    stretches.push_back(std::move(stretch));
  }
}

std::vector<ItemVersion> ItemReader::of_indicator(std::string_view id, bool with_text) {
  const auto number = number_of(connection_, kIndicator, id);
  if (!number) return {};
  Query query =
      connection_.query(with_text ? fmt::format("SELECT {}, {}, {} FROM sighting s "
                                                "CROSS JOIN item_version v USING (item, version) "
                                                "CROSS JOIN item_text t USING (item, version) "
                                                "WHERE s.indicator = ? ORDER BY s.item, s.version",
                                                kVersionColumns, kSightingColumns, kTextColumns)
                                  : fmt::format("SELECT {}, {} FROM sighting s "
                                                "CROSS JOIN item_version v USING (item, version) "
                                                "WHERE s.indicator = ? ORDER BY s.item, s.version",
                                                kVersionColumns, kSightingColumns),
                        *number);
  return read(query, with_text, true);
}

std::vector<ItemVersion> ItemReader::bearing_on(std::string_view scenario, bool with_text) {
  const auto number = number_of(connection_, kScenario, scenario);
  if (!number) return {};
  Query query =
      connection_.query(with_text ? fmt::format("SELECT {}, {}, {} FROM bearing b "
                                                "CROSS JOIN item_version v USING (item, version) "
                                                "CROSS JOIN item_text t USING (item, version) "
                                                "WHERE b.scenario = ? ORDER BY b.item, b.version",
                                                kVersionColumns, kNoSighting, kTextColumns)
                                  : fmt::format("SELECT {}, {} FROM bearing b "
                                                "CROSS JOIN item_version v USING (item, version) "
                                                "WHERE b.scenario = ? ORDER BY b.item, b.version",
                                                kVersionColumns, kNoSighting),
                        *number);
  return read(query, with_text, false);
}

std::vector<ItemVersion> ItemReader::denying(bool with_text) {
  // The condition is the index's, word for word, and the join keeps its order: so few rows are
  // read.
  constexpr std::string_view kFrom = "FROM item_version v INDEXED BY item_that_denies";
  constexpr std::string_view kWhere = "WHERE v.denies IS NOT NULL ORDER BY v.item, v.version";
  Query query = connection_.query(
      with_text
          ? fmt::format("SELECT {}, {}, {} {} CROSS JOIN item_text t USING (item, version) {}",
                        kVersionColumns, kNoSighting, kTextColumns, kFrom, kWhere)
          : fmt::format("SELECT {}, {} {} {}", kVersionColumns, kNoSighting, kFrom, kWhere));
  return read(query, with_text, false);
}

std::vector<ItemVersion> ItemReader::all() {
  Query query = connection_.query(
      fmt::format("SELECT {}, {}, {} FROM item_version v JOIN item_text t USING (item, version) "
                  "ORDER BY v.item, v.version",
                  kVersionColumns, kNoSighting, kTextColumns));
  return read(query, true, false);
}

void ItemReader::each_told(const std::function<void(const Snapshot::Told&)>& take) {
  const auto read_under = [&](const char* part, const char* definition, const char* mark) {
    Query query = connection_.query(fmt::format(
        "SELECT v.item, '{2}' || d.id, v.occurred, t.text, t.url, v.entry FROM item_version v "
        "CROSS JOIN item_text t USING (item, version) "
        "CROSS JOIN {0} p USING (item, version) "
        "CROSS JOIN {1} d ON d.number = p.{1} "
        "WHERE NOT v.withheld AND coalesce(t.text, t.url) IS NOT NULL",
        part, definition, mark));
    while (query.next()) {
      const EntryTime& time = time_of(query.integer(5));
      Instant occurred = query.instant(2);
      if (time.recorded != time.stamped) occurred = std::min(occurred, time.recorded);
      take({query.integer(0), query.string(1), occurred, query.text(3), query.text(4)});
    }
  };
  read_under("sighting", "indicator", "i");
  read_under("bearing", "scenario", "s");
}

std::vector<ItemVersion> ItemReader::near(const Item& item) {
  constexpr std::chrono::days kFar{400};
  const Instant from = item.occurred - kFar;
  const Instant to = (item.total ? item.total->until : item.occurred) + kFar;
  std::map<std::pair<ItemId, int>, ItemVersion> found;
  // What was stamped by a clock that was ahead counts as earlier than its row says.
  const auto read_under = [&](const char* part, const char* column, std::int64_t number) {
    Query query = connection_.query(
        fmt::format("SELECT {}, {}, {} FROM {} p CROSS JOIN item_version v USING (item, version) "
                    "CROSS JOIN item_text t USING (item, version) WHERE p.{} = ?1 "
                    "AND (v.occurred <= ?3 OR v.entry < (SELECT max(entry) FROM clock_mend)) "
                    "AND coalesce(v.until, v.occurred) >= ?2",
                    kVersionColumns, kNoSighting, kTextColumns, part, column),
        number, from, to);
    for (ItemVersion& version : read(query, true, false)) {
      if (version.known.until == kForever && !version.withheld) {
        found.insert_or_assign({version.item, version.version}, std::move(version));
      }
    }
  };
  for (const Sighting& sighting : item.sightings) {
    const auto number = number_of(connection_, kIndicator, sighting.indicator);
    if (number) read_under("sighting", "indicator", *number);
  }
  for (const Bearing& bearing : item.bears) {
    const auto number = number_of(connection_, kScenario, bearing.scenario);
    if (number) read_under("bearing", "scenario", *number);
  }
  std::vector<ItemVersion> versions;
  versions.reserve(found.size());
  for (auto& [place, version] : found) versions.push_back(std::move(version));
  return versions;
}

std::vector<ItemVersion> ItemReader::versions(ItemId item) {
  Query query = connection_.query(
      fmt::format("SELECT {}, {}, {} FROM item_version v JOIN item_text t USING (item, version) "
                  "WHERE v.item = ? ORDER BY v.version",
                  kVersionColumns, kNoSighting, kTextColumns),
      item);
  return read(query, true, false);
}

/// `one_sighting`: the query gives a sighting with each version, which is all there is to read of
/// the sightings of nearly every item.
std::vector<ItemVersion> ItemReader::read(Query& query, bool with_text, bool one_sighting) {
  std::vector<ItemVersion> versions;
  while (query.next()) {
    const ItemId number = query.integer(0);
    const int version_number = query.number(1);
    // An item that names an indicator twice comes twice.
    if (!versions.empty() && versions.back().item == number &&
        versions.back().version == version_number) {
      continue;
    }
    ItemVersion& version = versions.emplace_back();
    version.item = number;
    version.version = version_number;
    version.entry = query.integer(2);
    const EntryTime& time = time_of(version.entry);
    version.recorded = time.recorded;
    version.imported = time.imports;
    version.by_hand = query.flag(3);
    version.withheld = query.flag(4);
    Item& item = version.content;
    item.occurred = query.instant(5);
    item.occurred_as =
        word_at<Precision>(query, 6, {connection_, kItemVersion, number, version_number});
    if (!query.is_null(7)) item.total = Total{query.instant(7), query.integer(8)};
    item.available = query.instant(9);
    item.available_given = query.flag(10);
    if (time.recorded != time.stamped) cut_at_mended_clock(item, time.recorded);
    item.grade = grade_at(query, 11);
    item.credibility = probability_or_none(query, 13, "store.number.the-credibility",
                                           {connection_, kItemVersion, number, version_number});
    item.event = query.string(14);
    item.share = query.flag(15);
    const std::int64_t sightings = query.integer(16);
    const std::int64_t bearings = query.integer(17);
    item.source = query.string(18);
    item.origin = query.string(19);
    item.feed = query.string(20);
    item.lang = query.string(21);
    item.kept_sha256 = query.string(22);
    item.denies = query.string(23);
    if (one_sighting && sightings == 1) {
      Sighting& sighting = item.sightings.emplace_back();
      sighting.indicator = indicator_id(query.integer(kSightingColumn));
      if (query.flag(kSightingColumn + 1)) sighting.grade = grade_at(query, kSightingColumn + 2);
    } else if (sightings > 0) {
      Query all = connection_.query(
          "SELECT indicator, graded, reliability, digit FROM sighting "
          "WHERE item = ? AND version = ? ORDER BY position",
          number, version_number);
      while (all.next()) {
        Sighting& sighting = item.sightings.emplace_back();
        sighting.indicator = indicator_id(all.integer(0));
        if (all.flag(1)) sighting.grade = grade_at(all, 2);
      }
    }
    if (bearings > 0) {
      Query all = connection_.query(
          "SELECT scenario, ratio, word FROM bearing WHERE item = ? AND version = ? "
          "ORDER BY position",
          number, version_number);
      while (all.next()) {
        item.bears.push_back({scenario_id(all.integer(0)), all.real(1), all.string(2)});
      }
    }
    require_in_range(item, {connection_, kItemVersion, number, version_number});
    if (with_text) {
      item.id = query.string(kTextColumn);
      item.text = query.string(kTextColumn + 1);
      item.url = query.string(kTextColumn + 2);
      item.place = query.string(kTextColumn + 3);
      item.note = query.string(kTextColumn + 4);
      item.by = query.string(kTextColumn + 5);
      item.translation = query.string(kTextColumn + 6);
    }
    version.known = known(version);
    if (!redactions_.empty() && redactions_.contains(number)) {
      version.redacted = true;
      const auto stretches = pseudonymous_.find({number, version_number});
      if (stretches != pseudonymous_.end()) version.pseudonymous = stretches->second;
    }
  }
  return versions;
}

const ItemReader::EntryTime& ItemReader::time_of(std::int64_t entry) {
  if (last_entry_.first != entry) {
    Query query = connection_.query(
        "SELECT t.recorded, t.stamped, journal.kind = 'import' FROM entry_time t "
        "JOIN journal USING (entry) WHERE entry = ?",
        entry);
    last_entry_ = {entry, query.next()
                              ? EntryTime{query.instant(0), query.instant(1), query.flag(2)}
                              : EntryTime{}};
  }
  return last_entry_.second;
}

/// In force from when it was known, until any later version is or a retraction takes it back.
KnownSpan ItemReader::known(const ItemVersion& version) const {
  KnownSpan span{version.version == 1 ? version.content.available : version.recorded};
  if (version.withheld) return {span.from, span.from};
  if (!later_versions_.empty()) {
    if (const auto later = later_versions_.find(version.item); later != later_versions_.end()) {
      for (const LaterVersion& one : later->second) {
        if (one.version > version.version && !one.withheld) {
          span.until = std::min(span.until, one.recorded);
        }
      }
    }
  }
  if (!retractions_.empty()) {
    if (const auto found = retractions_.find(version.item); found != retractions_.end()) {
      for (const Retraction& one : found->second) {
        if (one.version >= version.version) span.until = std::min(span.until, one.recorded);
      }
    }
  }
  return span;
}

std::optional<ItemReader::Withdrawal> ItemReader::retraction(ItemId item) {
  // The last one, unless an amendment by hand has made the item stand again.
  Query query = connection_.query(
      "SELECT entry_time.recorded, r.because FROM retraction r JOIN entry_time USING (entry) "
      "WHERE r.item = ?1 AND r.version >= (SELECT max(version) FROM item_version "
      "WHERE item = ?1 AND NOT withheld) ORDER BY r.version DESC",
      item);
  if (!query.next()) return std::nullopt;
  return Withdrawal{query.instant(0), query.string(1)};
}

std::optional<ItemReader::Withdrawal> ItemReader::redaction(ItemId item) {
  Query query = connection_.query(
      "SELECT entry_time.recorded, r.because FROM redaction r JOIN entry_time USING (entry) "
      "WHERE r.item = ?",
      item);
  if (!query.next()) return std::nullopt;
  return Withdrawal{query.instant(0), query.string(1)};
}

const std::string& ItemReader::indicator_id(std::int64_t number) {
  if (indicator_ids_.empty()) {
    indicator_ids_ = by_number(connection_, "SELECT number, id FROM indicator");
  }
  return named(connection_, indicator_ids_, number);
}

const std::string& ItemReader::scenario_id(std::int64_t number) {
  if (scenario_ids_.empty()) {
    scenario_ids_ = by_number(connection_, "SELECT number, id FROM scenario");
  }
  return named(connection_, scenario_ids_, number);
}

}  // namespace signpost::store
