#include "engine/store/redaction.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/definition_rows.h"
#include "engine/store/entry.h"
#include "engine/store/identity.h"
#include "engine/store/item_rows.h"
#include "engine/store/pseudonym.h"
#include "engine/store/recording.h"
#include "engine/store/source_names.h"
#include "engine/store/stored_record.h"

namespace signpost::store {
namespace {

/// What scoring takes from source and origin, from an instant of known_at on.
struct Taken {
  Instant known_from;
  bool registered = false;
  std::optional<char> reliability;
  std::string origin;

  [[nodiscard]] bool same_but_for_time(const Taken& other) const {
    return registered == other.registered && reliability == other.reliability &&
           origin == other.origin;
  }
};

/// Over all of known_at: the sources as they stood between any two revisions of any of them.
std::vector<Taken> taken_from(const Item& item, const std::vector<Revision<Source>>& sources,
                              const Pseudonyms& pseudonyms) {
  std::set<Instant> changes{kBeginning};
  for (const Revision<Source>& revision : sources) changes.insert(revision.known.from);
  std::vector<Taken> taken;
  for (const Instant from : changes) {
    const SourceNames names(sources, from);
    const Source* registered = names.find(item.source);
    Taken now{from, registered != nullptr, {}, pseudonyms.of_origin(origin_of(item, registered))};
    if (registered != nullptr) now.reliability = registered->reliability;
    if (taken.empty() || !taken.back().same_but_for_time(now)) taken.push_back(std::move(now));
  }
  return taken;
}

/// The keys of an item's events, and of those that it denies, folded, with their blind forms.
std::map<std::string, std::string> keys_of(const std::vector<ItemVersion>& versions,
                                           const Pseudonyms& pseudonyms) {
  std::map<std::string, std::string> keys;
  for (const ItemVersion& version : versions) {
    for (const std::string* key : {&version.content.event, &version.content.denies}) {
      if (!key->empty() && !is_blind(*key)) {
        keys.emplace(folded(*key), pseudonyms.of_event(folded(*key)));
      }
    }
  }
  return keys;
}

/// What takes a text's place in notices and answers.
constexpr std::string_view kInstead = "(redacted)";

/// As it stands inside a JSON text.
std::string in_json(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\':
        escaped += '\\';
        escaped += c;
        break;
      case '\n':
        escaped += "\\n";
        break;
      case '\t':
        escaped += "\\t";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

/// What is looked for in notices, and in what notifiers answered: the longest first, so that of one
/// that holds another nothing is left. A text of a letter or two would be found everywhere and
/// tells nobody anything.
std::vector<std::string> texts_of(const std::vector<ItemVersion>& versions) {
  constexpr std::size_t kTelling = 4;                  // bytes
  std::set<std::string> texts{std::string(kInstead)};  // in which nothing more is looked for
  for (const ItemVersion& version : versions) {
    const Item& item = version.content;
    for (const std::string* text :
         {&item.text, &item.translation, &item.url, &item.note, &item.event, &item.denies}) {
      if (text->size() < kTelling) continue;
      texts.insert(*text);
      texts.insert(in_json(*text));
    }
  }
  std::vector<std::string> longest_first(texts.begin(), texts.end());
  std::stable_sort(longest_first.begin(), longest_first.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return longest_first;
}

/// Takes keys and texts out of the records that hold them, inside the redaction's open entry.
class Traces {
 public:
  Traces(Connection& connection, std::map<std::string, std::string> keys,
         std::vector<std::string> texts)
      : connection_(connection), keys_(std::move(keys)), texts_(std::move(texts)) {}

  void take_out() {
    blind();
    blank();
  }

  /// Is any of them still there, whatever was said of the updates?
  [[nodiscard]] bool left() {
    bool left = false;
    const auto look = [&](const std::string& sql, const auto& is_one) {
      for (const Found& found : rows_of(sql)) left = left || is_one(found.text);
    };
    if (!keys_.empty()) {
      const auto is_key = [&](const std::string& text) { return keys_.contains(folded(text)); };
      for (const char* column : {"item_version.event", "item_version.denies",
                                 "assessment_event.event", "assessment_not_counted.event"}) {
        const std::string table(column, std::string_view(column).find('.'));
        look(fmt::format("SELECT {0}, 0, 0, 0, 0 FROM {1} WHERE {0} IS NOT NULL", column, table),
             is_key);
      }
    }
    const auto holds_text = [&](std::string text) { return take_out(text); };
    look("SELECT text, 0, 0, 0, 0 FROM notice WHERE text IS NOT NULL", holds_text);
    look("SELECT detail, 0, 0, 0, 0 FROM attempt_end WHERE detail IS NOT NULL", holds_text);
    return left;
  }

  /// Notes how each record that was changed stands now.
  void note(ItemId item, Entry& entry) {
    for (const RecordKind& kind : record_kinds()) {
      for (const auto& [table, of_entry, of_row] : touched_) {
        if (table != kind.table) continue;
        Query record =
            connection_.query(query_of_records(kind, "entry = ? AND row = ?"), of_entry, of_row);
        if (!record.next()) continue;
        const auto stands =
            digest_as_it_stands(connection_, kind, record, [](const Phrase& problem) {
              throw Error(ErrorKind::kStore, problem,
                          {"store.something-wrong.hint", {{"do", Phrase("action.verify")}}});
            });
        Record note;
        note.head = {&kRedactedRecord,
                     {number(of_entry), number(of_row), number(item), blob(*stands)}};
        entry.add(note);
      }
    }
  }

 private:
  /// A row that may hold a trace, with its key and the record under which it stands.
  struct Found {
    std::string text;
    std::int64_t first, second;
    std::int64_t entry, row;
  };

  std::vector<Found> rows_of(const std::string& sql) {
    std::vector<Found> rows;
    Query query = connection_.query(sql);
    while (query.next()) {
      rows.push_back({query.string(0), query.integer(1), query.integer(2), query.integer(3),
                      query.integer(4)});
    }
    return rows;
  }

  /// The key's blind form takes its place. Keys are compared folded, which SQL cannot.
  void blind() {
    const auto in = [&](const Table& record, const std::string& rows, const std::string& update) {
      for (Found& found : rows_of(rows)) {
        const auto key = keys_.find(folded(found.text));
        if (key == keys_.end()) continue;
        connection_.query(update, key->second, found.first, found.second).run();
        touched_.insert({&record, found.entry, found.row});
      }
    };
    for (const char* column : {"event", "denies"}) {
      in(kItemVersion,
         fmt::format("SELECT {0}, item, version, entry, row FROM item_version "
                     "WHERE {0} IS NOT NULL",
                     column),
         fmt::format("UPDATE item_version SET {} = ? WHERE item = ? AND version = ?", column));
    }
    for (const char* part : {"assessment_event", "assessment_not_counted"}) {
      in(kAssessment,
         fmt::format("SELECT p.event, p.assessment, p.position, a.entry, a.row FROM {} p "
                     "JOIN assessment a USING (assessment) WHERE p.event IS NOT NULL",
                     part),
         fmt::format("UPDATE {} SET event = ? WHERE assessment = ? AND position = ?", part));
    }
  }

  void blank() {
    const auto in = [&](const Table& record, const std::string& column) {
      for (Found& found :
           rows_of(fmt::format("SELECT {0}, 0, 0, entry, row FROM {1} WHERE {0} IS NOT NULL",
                               column, record.name))) {
        if (!take_out(found.text)) continue;
        connection_
            .query(fmt::format("UPDATE {} SET {} = ? WHERE entry = ? AND row = ?", record.name,
                               column),
                   found.text, found.entry, found.row)
            .run();
        touched_.insert({&record, found.entry, found.row});
      }
    };
    in(kNotice, "text");
    in(kAttemptEnd, "detail");
  }

  /// Takes the texts out of one; false where none is in it.
  [[nodiscard]] bool take_out(std::string& from) const {
    constexpr char kHole = '\0';  // so that nothing is found in what takes a text's place
    bool any = false;
    for (const std::string& text : texts_) {
      for (std::size_t at = from.find(text); at != std::string::npos; at = from.find(text, at)) {
        from.replace(at, text.size(), 1, kHole);
        any = any || text != kInstead;
      }
    }
    for (std::size_t at = from.find(kHole); at != std::string::npos; at = from.find(kHole, at)) {
      from.replace(at, 1, kInstead);
    }
    return any;
  }

  Connection& connection_;
  std::map<std::string, std::string> keys_;  // folded, with their blind forms
  std::vector<std::string> texts_;           // longest first
  std::set<std::tuple<const Table*, std::int64_t, std::int64_t>> touched_;  // by entry and row
};

/// Nothing of what was blanked may be left where it stood: what SQLite did is read, and not what it
/// was told to do, for a trigger of somebody else's may have kept it from it.
void read_back(Connection& connection, ItemId id, Traces& traces) {
  bool left = traces.left();
  Query rows = connection.query(
      "SELECT coalesce(t.id, t.folded_id, t.text, t.url, t.place, t.note, t.by, t.salt, v.source, "
      "v.origin) IS NOT NULL FROM item_text t JOIN item_version v USING (item, version) "
      "WHERE item = ?",
      id);
  while (rows.next()) left = left || rows.flag(0);
  if (!left) return;
  throw Error(ErrorKind::kStore, {"store.not-blanked", {{"item", std::to_string(id)}}},
              {"store.not-blanked.hint", {{"do", Phrase("action.verify")}}});
}

/// The log beside the file, which is cut to nothing: until that is flushed a power cut would bring
/// back what stood in it. Why it could not be; empty where it was, or where there is none.
Phrase flush_log(const Connection& connection) {
  const Descriptor log(::open((connection.path().string() + "-wal").c_str(), O_RDONLY | O_CLOEXEC));
  const bool flushed = log.number() < 0 || ::fsync(log.number()) == 0;
  return flushed ? Phrase() : Phrase::verbatim(std::strerror(errno));
}

}  // namespace

void redact_item(Connection& connection, ItemId id, std::string_view because, const Clock& clock) {
  require_item(connection, id);
  ItemReader reader(connection, id);
  if (reader.redaction(id)) return;
  const std::vector<ItemVersion> versions = reader.versions(id);
  const std::vector<Revision<Source>> sources = sources_in(connection);
  const Pseudonyms pseudonyms(connection);
  Identities identities(connection, pseudonyms);

  // What the rows below refer to.
  std::vector<Digest> hidden;
  std::vector<std::vector<Taken>> taken;
  std::set<Digest> ids;
  for (const ItemVersion& version : versions) {
    Query salt = connection.query("SELECT salt FROM item_text WHERE item = ? AND version = ?", id,
                                  version.version);
    salt.next();
    hidden.push_back(private_digest(version.content, salt.bytes(0)));
    taken.push_back(taken_from(version.content, sources, pseudonyms));
    if (!version.content.id.empty()) {
      for (const Digest& pseudonym : identities.pseudonyms_of(version.content))
        ids.insert(pseudonym);
    }
  }
  const std::map<std::string, std::string> keys = keys_of(versions, pseudonyms);

  Record record;
  record.head = {&kRedaction, {number(id), said(because)}};
  for (std::size_t i = 0; i < versions.size(); ++i) {
    record.parts.push_back(
        {&kRedactedVersion, {number(id), number(versions[i].version), blob(hidden[i])}});
  }
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (const Taken& one : taken[i]) {
      const Value letter =
          one.reliability ? Value(std::string_view(&*one.reliability, 1)) : Value();
      record.parts.push_back({&kRedactedSource,
                              {number(id), number(versions[i].version), at(one.known_from),
                               flag(one.registered), letter, said(one.origin)}});
    }
  }
  for (const Digest& pseudonym : ids) {
    record.parts.push_back({&kRedactedId, {number(id), blob(pseudonym)}});
  }
  // As they are read again: in the order of their blind forms, not of the keys.
  std::set<std::string> blinds;
  for (const auto& [key, blind] : keys) blinds.insert(blind);
  for (const std::string& blind : blinds) {
    record.parts.push_back({&kRedactedEvent, {number(id), said(blind)}});
  }

  Entry entry(connection, "redact", clock);
  entry.add(record);
  connection.query("UPDATE item_version SET source = NULL, origin = NULL WHERE item = ?", id).run();
  connection
      .query(
          "UPDATE item_text SET id = NULL, folded_id = NULL, text = NULL, url = NULL, "
          "place = NULL, note = NULL, by = NULL, salt = NULL, translation = NULL WHERE item = ?",
          id)
      .run();
  Traces traces(connection, keys, texts_of(versions));
  traces.take_out();
  read_back(connection, id, traces);
  traces.note(id, entry);
  entry.seal();
}

Phrase wipe(Connection& connection) {
  const Phrase in_use = "store.in-use";
  try {
    connection.run("VACUUM");
    Query emptied = connection.query("PRAGMA wal_checkpoint(TRUNCATE)");
    return emptied.next() && emptied.integer(0) == 0 ? flush_log(connection) : in_use;
  } catch (const Refused& refused) {
    return refused.why() == Refusal::kBusy ? in_use : Phrase::verbatim(refused.what());
  }
}

}  // namespace signpost::store
