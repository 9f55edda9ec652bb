#include "engine/store/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/store/entry.h"
#include "engine/store/item_rows.h"
#include "engine/store/record.h"
#include "engine/store/schema.h"
#include "engine/store/stored_record.h"

namespace signpost::store {
namespace {

/// "seal (entry 5)"
std::string row_of(const char* table, std::int64_t entry) {
  return fmt::format("{} (entry {})", table, entry);
}

/// A record as found: where it says that it stands, and the digest stored with it.
struct Found {
  std::int64_t entry;
  std::int64_t row;
  Digest digest;
  std::string name;  // "item_version (item 5, version 1)"
};

class Check {
 public:
  explicit Check(Connection& connection) : connection_(connection), whole_(true), first_(1) {}
  /// Of the entries from `first` on only.
  Check(Connection& connection, std::int64_t first)
      : connection_(connection), whole_(false), first_(first) {}

  Verification run(const std::optional<Digest>& head) {
    // Each part may find the file too damaged to go on; the others still say what they can.
    if (whole_) attempt("store.the-file", [&] { check_file(); });
    attempt("store.the-schema", [&] { append(schema_problems(connection_)); });
    if (whole_) attempt("store.the-references", [&] { check_references(); });
    if (whole_) attempt("store.the-ids", [&] { check_folded_ids(); });
    attempt("store.the-records", [&] {
      read_redacted_records();
      for (const RecordKind& kind : record_kinds()) check_records(kind);
    });
    attempt("store.the-journal", [&] { check_journal(head); });
    result_.ok = result_.problems.empty();
    return std::move(result_);
  }

 private:
  /// `what`: a key.
  template <class Part>
  void attempt(const char* what, const Part& part) {
    try {
      part();
    } catch (const Refused& refused) {
      const Refusal why = refused.why();
      if (why == Refusal::kCannotOpen || why == Refusal::kNoMemory) throw;  // not the store's fault
      problem({"store.check-unfinished", {{"what", Phrase(what)}, {"why", refused.what()}}});
    }
  }
  void problem(Phrase said) { result_.problems.push_back(std::move(said)); }
  void append(std::vector<Phrase> problems) {
    std::move(problems.begin(), problems.end(), std::back_inserter(result_.problems));
  }

  void check_file() {
    Query query = connection_.query("PRAGMA integrity_check");
    while (query.next()) {
      if (query.text(0) != "ok") problem({"store.file-damaged", {{"why", query.text(0)}}});
    }
  }

  void check_references() {
    for (const RecordKind& kind : record_kinds()) {
      for (const Table* part : kind.parts) check_parents(*part, *kind.table);
      if (kind.identity != nullptr) check_identities(*kind.identity, *kind.table);
    }
    // What is left: references across records.
    std::map<std::pair<std::string, std::string>, int> dangling;
    Query query = connection_.query("PRAGMA foreign_key_check");
    while (query.next()) ++dangling[{query.string(0), query.string(2)}];
    for (const auto& [tables, rows] : dangling) {
      problem({"store.dangling", {{"table", tables.first}, {"n", rows}, {"other", tables.second}}});
    }
  }

  /// Rows under a record that is not there.
  void check_parents(const Table& part, const Table& head) {
    const std::string_view columns = part.columns;
    std::string same;
    std::size_t begin = 0;
    for (int key = 0; key < part.keys; ++key) {
      const std::size_t end = columns.find(',', begin);
      const std::string_view column = columns.substr(begin, end - begin);
      same += fmt::format("{}{}.{} = {}.{}", key == 0 ? "" : " AND ", head.name, column, part.name,
                          column);
      begin = end + 2;
    }
    Query query = connection_.query(
        fmt::format("SELECT {} FROM {} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE {})", part.columns,
                    part.name, head.name, same));
    while (query.next()) {
      problem({"store.row-without-record",
               {{"row", name_of_row(part.name, query, 0, std::min(3, query.columns()))},
                {"table", head.name}}});
    }
  }

  void check_identities(const Table& identity, const Table& revisions) {
    Query query = connection_.query(fmt::format(
        "SELECT number, id FROM {0} WHERE NOT EXISTS (SELECT 1 FROM {1} WHERE {1}.{0} = number)",
        identity.name, revisions.name));
    while (query.next()) {
      problem({"store.id-without-revision", {{"row", name_of_row(identity.name, query, 0, 2)}}});
    }
  }

  /// Recomputes the digest of each record of a kind, and compares it with the record's own, or with
  /// that of the last redaction that changed it.
  void check_records(const RecordKind& kind) {
    const Table& table = *kind.table;
    const bool item = std::string_view(table.name) == kItemVersion.name;
    Query heads = first_ == 1 ? connection_.query(query_of_records(kind, ""))
                              : connection_.query(query_of_records(kind, "entry >= ?"), first_);
    std::vector<std::string> under;
    for (const Table* part : kind.parts) under.emplace_back(part->name);
    if (kind.identity != nullptr) under.insert(under.begin(), kind.identity->name);
    if (item) under.emplace_back("item_text");
    while (heads.next()) {
      Found found{heads.integer(0), heads.integer(1), heads.digest(2), name_of_record(kind, heads)};
      const auto stands = digest_as_it_stands(connection_, kind, heads,
                                              [&](Phrase said) { problem(std::move(said)); });
      const auto redacted = redacted_records_.find({found.entry, found.row});
      const Digest& expected =
          redacted == redacted_records_.end() ? found.digest : redacted->second;
      if (stands && *stands != expected) {
        const std::string entry = std::to_string(found.entry);
        problem(under.empty() ? Phrase("store.row-changed", {{"row", found.name}, {"entry", entry}})
                              : Phrase("store.rows-changed", {{"row", found.name},
                                                              {"entry", entry},
                                                              {"tables", Phrase::series(under)}}));
      }
      found_.push_back(std::move(found));
    }
  }

  void read_redacted_records() {
    Query query = connection_.query(
        "SELECT of_entry, of_row, stands FROM redacted_record ORDER BY entry, row");
    while (query.next()) {
      redacted_records_.insert_or_assign({query.integer(0), query.integer(1)}, query.digest(2));
    }
  }

  /// It is not hashed: it is another form of what is.
  void check_folded_ids() {
    Query query = connection_.query("SELECT item, version, id, folded_id FROM item_text");
    while (query.next()) {
      if (query.is_null(2) && query.is_null(3)) continue;
      if (folded_if_other(query.text(2)) != query.text(3)) {
        problem({"store.other-folded-id", {{"row", name_of_row("item_text", query, 0, 2)}}});
      }
    }
  }

  void check_journal(const std::optional<Digest>& head) {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::pair(a.entry, a.row) < std::pair(b.entry, b.row);
    });
    auto next = found_.begin();
    const auto stray = [&](std::int64_t before) {
      for (; next != found_.end() && next->entry < before; ++next) {
        problem({"store.row-without-entry",
                 {{"row", next->name}, {"entry", std::to_string(next->entry)}}});
      }
    };
    std::optional<Digest> previous;
    result_.entries = first_ - 1;
    Query before = connection_.query("SELECT chain FROM seal WHERE entry = ?", first_ - 1);
    if (before.next()) result_.head = previous.emplace(before.digest(0));
    Query query = connection_.query(
        "SELECT journal.entry, recorded, rehearsed, kind, rows, rows_digest, chain "
        "FROM journal LEFT JOIN seal USING (entry) WHERE journal.entry >= ? "
        "ORDER BY journal.entry",
        first_);
    while (query.next()) {
      JournalEntry entry{query.integer(0), query.instant(1), query.flag(2),
                         query.string(3),  query.integer(4), query.digest(6)};
      for (std::int64_t gone = result_.entries + 1; gone < entry.entry; ++gone) {
        problem({"store.row-missing", {{"row", row_of("journal", gone)}}});
      }
      result_.entries = entry.entry;
      stray(entry.entry);
      const auto begin = next;
      while (next != found_.end() && next->entry == entry.entry) ++next;
      if (query.is_null(4)) {
        problem({"store.seal-missing", {{"row", row_of("seal", entry.entry)}}});
        continue;
      }
      if (check_rows(entry, begin, next)) {
        FieldHasher rows;
        for (auto row = begin; row != next; ++row) rows.add(row->digest);
        if (rows.finish() != query.digest(5)) {
          problem({"store.seal-broken", {{"row", row_of("seal", entry.entry)}}});
        }
      }
      if (chain_of(previous, entry, query.digest(5)) != entry.chain) {
        problem({"store.chain-broken", {{"row", row_of("journal", entry.entry)}}});
      }
      previous = entry.chain;
      result_.head = entry.chain;
      if (head && *head == entry.chain) result_.head_stood_at = entry.entry;
      if (entry.rehearsed) result_.rehearsed.push_back(entry);
    }
    stray(std::numeric_limits<std::int64_t>::max());
    if (result_.entries == 0) problem("store.journal-empty");
    if (head && !result_.head_stood_at) {
      problem({"store.head-not-there", {{"head", to_hex(*head)}}});
    }
  }

  /// Are the rows of an entry 1, 2 … as many as it says?
  bool check_rows(const JournalEntry& entry, std::vector<Found>::const_iterator begin,
                  std::vector<Found>::const_iterator end) {
    const std::string name = std::to_string(entry.entry);
    bool whole = true;
    const auto wrong = [&](Phrase said) {
      problem(std::move(said));
      whole = false;
    };
    std::int64_t expected = 1;
    const auto dropped_before = [&](std::int64_t number) {
      for (; expected < number && expected <= entry.rows; ++expected) {
        wrong({"store.row-dropped", {{"number", std::to_string(expected)}, {"entry", name}}});
      }
    };
    for (auto row = begin; row != end; ++row) {
      dropped_before(row->row);
      if (row->row > entry.rows) {
        wrong({"store.row-too-many", {{"row", row->name}, {"entry", name}, {"n", entry.rows}}});
      } else if (row->row < expected) {
        wrong({"store.row-twice",
               {{"row", row->name}, {"number", std::to_string(row->row)}, {"entry", name}}});
      }
      expected = std::max(expected, row->row + 1);
    }
    dropped_before(std::numeric_limits<std::int64_t>::max());
    return whole;
  }

  Connection& connection_;
  bool whole_;
  std::int64_t first_;
  Verification result_;
  std::vector<Found> found_;
  std::map<std::pair<std::int64_t, std::int64_t>, Digest> redacted_records_;  // by entry and row
};

}  // namespace

Verification verify_store(Connection& connection, const std::optional<Digest>& head) {
  const ReadTransaction one_state(connection);
  return Check(connection).run(head);
}

Verification verify_last(Connection& connection, std::int64_t entries) {
  const ReadTransaction one_state(connection);
  const std::int64_t first = last_entry(connection) - entries + 1;
  return Check(connection, std::max<std::int64_t>(first, 1)).run({});
}

}  // namespace signpost::store
