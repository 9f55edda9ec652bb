#include "engine/store/redaction.h"

#include <SQLiteCpp/Exception.h>

#include <set>
#include <string>
#include <vector>

#include "engine/store/definition_rows.h"
#include "engine/store/disguise.h"
#include "engine/store/entry.h"
#include "engine/store/item_rows.h"
#include "engine/store/recording.h"
#include "engine/store/source_names.h"

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
                              const Disguises& disguises) {
  std::set<Instant> changes{kBeginning};
  for (const Revision<Source>& revision : sources) changes.insert(revision.known.from);
  std::vector<Taken> taken;
  for (const Instant from : changes) {
    const SourceNames names(sources, from);
    const Source* registered = names.find(item.source);
    Taken now{from, registered != nullptr, {}, disguises.of_origin(origin_of(item, registered))};
    if (registered != nullptr) now.reliability = registered->reliability;
    if (taken.empty() || !taken.back().same_but_for_time(now)) taken.push_back(std::move(now));
  }
  return taken;
}

}  // namespace

void redact_item(Connection& connection, ItemId id, std::string_view because, const Clock& clock) {
  require_item(connection, id);
  ItemReader reader(connection, id);
  if (reader.redaction(id)) return;
  const std::vector<ItemVersion> versions = reader.versions(id);
  const std::vector<Revision<Source>> sources = sources_in(connection);
  const Disguises disguises(connection);

  // What the rows below refer to.
  std::vector<Digest> hidden;
  std::vector<std::vector<Taken>> taken;
  std::set<Digest> ids;
  for (const ItemVersion& version : versions) {
    Query salt = connection.query("SELECT salt FROM item_text WHERE item = ? AND version = ?", id,
                                  version.version);
    salt.next();
    hidden.push_back(private_digest(version.content, salt.bytes(0)));
    taken.push_back(taken_from(version.content, sources, disguises));
    if (!version.content.id.empty()) ids.insert(disguises.of_id(version.content));
  }

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
  for (const Digest& disguise : ids) {
    record.parts.push_back({&kRedactedId, {number(id), blob(disguise)}});
  }

  Entry entry(connection, "redact", clock);
  entry.add(record);
  connection.query("UPDATE item_version SET source = NULL, origin = NULL WHERE item = ?", id).run();
  connection
      .query(
          "UPDATE item_text SET id = NULL, text = NULL, url = NULL, place = NULL, note = NULL, "
          "by = NULL, salt = NULL WHERE item = ?",
          id)
      .run();
  entry.seal();
}

std::string wipe(Connection& connection) {
  const std::string in_use = "another program is using the store";
  try {
    connection.run("VACUUM");
    Query emptied = connection.query("PRAGMA wal_checkpoint(TRUNCATE)");
    return emptied.next() && emptied.integer(0) == 0 ? "" : in_use;
  } catch (const SQLite::Exception& refused) {
    const int code = refused.getErrorCode() & 0xFF;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED ? in_use : refused.what();
  }
}

}  // namespace signpost::store
