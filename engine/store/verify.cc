#include "engine/store/verify.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

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

namespace signpost::store {
namespace {

/// Of the query of records: entry, row and digest come first, then the table's columns.
constexpr int kFirst = 3;

/// A record as found: where it says that it stands, and the digest stored with it.
struct Found {
  std::int64_t entry;
  std::int64_t row;
  Digest digest;
  std::string name;  // "item_version (item 5, version 1)"
};

int columns_of(const Table& table) {
  const std::string_view columns = table.columns;
  return static_cast<int>(std::count(columns.begin(), columns.end(), ',')) + 1;
}

/// "item_version (item 5, version 1)", from the first columns of the row at which `row` stands.
std::string name_of(std::string_view table, const Query& row, int first, int keys) {
  std::vector<std::string> words;
  for (int column = first; column < first + keys; ++column) {
    words.push_back(fmt::format("{} {}", row.name(column), row.text(column)));
  }
  return fmt::format("{} ({})", table, fmt::join(words, ", "));
}

void add_row(FieldHasher& hasher, const Table& table, const Query& query, int first) {
  Row row{&table, {}};
  const int columns = columns_of(table);
  row.values.reserve(static_cast<std::size_t>(columns));
  for (int column = first; column < first + columns; ++column) {
    row.values.push_back(value_of(query, column));
  }
  add(hasher, row);
}

class Check {
 public:
  explicit Check(Connection& connection) : connection_(connection), whole_(true), first_(1) {}
  /// Of the entries from `first` on only.
  Check(Connection& connection, std::int64_t first)
      : connection_(connection), whole_(false), first_(first) {}

  Verification run(const std::optional<Digest>& head) {
    // Each part may find the file too damaged to go on; the others still say what they can.
    if (whole_) attempt("the file", [&] { check_file(); });
    attempt("the schema", [&] { append(schema_problems(connection_)); });
    if (whole_) attempt("the references", [&] { check_references(); });
    attempt("the records", [&] {
      for (const RecordKind& kind : record_kinds()) check_records(kind);
    });
    attempt("the journal", [&] { check_journal(head); });
    result_.ok = result_.problems.empty();
    return std::move(result_);
  }

 private:
  template <class Part>
  void attempt(std::string_view what, const Part& part) {
    try {
      part();
    } catch (const SQLite::Exception& refused) {
      problem("The check of {} could not be finished: {}.", what, refused.what());
    }
  }
  template <class... Arguments>
  void problem(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    result_.problems.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
  }
  void append(std::vector<std::string> problems) {
    std::move(problems.begin(), problems.end(), std::back_inserter(result_.problems));
  }

  void check_file() {
    Query query = connection_.query("PRAGMA integrity_check");
    while (query.next()) {
      if (query.text(0) != "ok") problem("The file is damaged: {}.", query.text(0));
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
      problem("{} has {} {} to rows of {} that are not there.", tables.first, rows,
              rows == 1 ? "reference" : "references", tables.second);
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
      problem("{} was added: there is no such row in {}.",
              name_of(part.name, query, 0, std::min(3, query.columns())), head.name);
    }
  }

  void check_identities(const Table& identity, const Table& revisions) {
    Query query = connection_.query(fmt::format(
        "SELECT number, id FROM {0} WHERE NOT EXISTS (SELECT 1 FROM {1} WHERE {1}.{0} = number)",
        identity.name, revisions.name));
    while (query.next()) {
      problem("{} was added: no revision defines it.", name_of(identity.name, query, 0, 2));
    }
  }

  /// Recomputes the digest of each record of a kind.
  void check_records(const RecordKind& kind) {
    const Table& table = *kind.table;
    const bool item = std::string_view(table.name) == kItemVersion.name;
    const std::string all = fmt::format("SELECT entry, row, digest, {}{} FROM {}", table.columns,
                                        item ? ", source, origin" : "", table.name);
    Query heads = first_ == 1 ? connection_.query(all)
                              : connection_.query(fmt::format("{} WHERE entry >= ?", all), first_);
    std::vector<std::string> under;
    for (const Table* part : kind.parts) under.emplace_back(part->name);
    if (kind.identity != nullptr) under.insert(under.begin(), kind.identity->name);
    if (item) under.emplace_back("item_text");
    while (heads.next()) {
      Found found{heads.integer(0), heads.integer(1), heads.digest(2),
                  table.keys > 0 ? name_of(table.name, heads, kFirst, table.keys)
                                 : name_of(table.name, heads, 0, 2)};
      FieldHasher hasher;
      hasher.add(found.entry).add(found.row);
      add_row(hasher, table, heads, kFirst);
      if (kind.identity != nullptr) {
        Query identity = connection_.query(fmt::format("SELECT {} FROM {} WHERE number = ?",
                                                       kind.identity->columns, kind.identity->name),
                                           heads.integer(kFirst));
        if (identity.next()) add_row(hasher, *kind.identity, identity, 0);
      }
      for (const Table* part : kind.parts) add_parts(hasher, *part, table, heads, kFirst);
      bool judged = false;
      if (item) {
        const auto hidden = hidden_digest(heads, kFirst, columns_of(table), found.name);
        if (hidden) {
          hasher.add(*hidden);
        } else {
          judged = true;
        }
      }
      if (!judged && hasher.finish() != found.digest) {
        problem(
            "{} is not what entry {} recorded: it{} was changed, or rows there dropped or added.",
            found.name, found.entry,
            under.empty() ? ""
                          : fmt::format(", or what belongs to it in {},", fmt::join(under, ", ")));
      }
      found_.push_back(std::move(found));
    }
  }

  void add_parts(FieldHasher& hasher, const Table& part, const Table& head, const Query& heads,
                 int first) {
    const std::string_view columns = head.columns;
    const std::size_t comma = columns.find(',');
    const std::string_view first_key = columns.substr(0, comma);
    const std::string_view second_key =
        columns.substr(comma + 2, columns.find(',', comma + 1) - comma - 2);
    std::string order = "1";
    for (int column = 2; column <= std::min(4, columns_of(part)); ++column) {
      order += fmt::format(", {}", column);
    }
    const std::string where = part.keys == 2
                                  ? fmt::format("{} = ? AND {} = ?", first_key, second_key)
                                  : fmt::format("{} = ?", first_key);
    Query rows = connection_.query(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {}",
                                               part.columns, part.name, where, order));
    for (int key = 0; key < part.keys; ++key) rows.bind(key + 1, heads.integer(first + key));
    while (rows.next()) add_row(hasher, part, rows, 0);
  }

  /// The digest of the private part of the version at which `heads` stands: recomputed, or as kept
  /// by its redaction. Nothing where a problem has been told instead.
  std::optional<Digest> hidden_digest(const Query& heads, int first, int columns,
                                      const std::string& name) {
    const std::int64_t item = heads.integer(first);
    const std::int64_t version = heads.integer(first + 1);
    Item content;
    content.source = heads.string(first + columns);
    content.origin = heads.string(first + columns + 1);
    Query text = connection_.query(
        "SELECT id, text, url, place, note, by, salt FROM item_text WHERE item = ? AND version = ?",
        item, version);
    if (!text.next()) {
      problem("item_text (item {}, version {}) is missing.", item, version);
      return std::nullopt;
    }
    std::size_t column = 0;
    for (std::string* field :
         {&content.id, &content.text, &content.url, &content.place, &content.note, &content.by}) {
      *field = text.string(static_cast<int>(column++));
    }
    Query redacted = connection_.query(
        "SELECT private_digest FROM redacted_version WHERE item = ? AND version = ?", item,
        version);
    if (redacted.next()) {
      if (content.source.size() + content.origin.size() + content.id.size() + content.text.size() +
              content.url.size() + content.place.size() + content.note.size() + content.by.size() >
          0) {
        problem("{} is redacted, but not all of its private part is blank.", name);
      }
      return redacted.digest(0);
    }
    if (text.is_null(6)) {
      problem("item_text (item {}, version {}) was blanked without a redaction.", item, version);
      return std::nullopt;
    }
    return private_digest(content, text.bytes(6));
  }

  void check_journal(const std::optional<Digest>& head) {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::pair(a.entry, a.row) < std::pair(b.entry, b.row);
    });
    auto next = found_.begin();
    const auto stray = [&](std::int64_t before) {
      for (; next != found_.end() && next->entry < before; ++next) {
        problem("{} was added: it names entry {}, which is not in the journal.", next->name,
                next->entry);
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
        problem("journal (entry {}) is missing.", gone);
      }
      result_.entries = entry.entry;
      stray(entry.entry);
      const auto begin = next;
      while (next != found_.end() && next->entry == entry.entry) ++next;
      if (query.is_null(4)) {
        problem("seal (entry {}) is missing: the entry was never completed, or its seal dropped.",
                entry.entry);
        continue;
      }
      if (check_rows(entry, begin, next)) {
        FieldHasher rows;
        for (auto row = begin; row != next; ++row) rows.add(row->digest);
        if (rows.finish() != query.digest(5)) {
          problem("seal (entry {}): the digests of its rows are not those that were sealed.",
                  entry.entry);
        }
      }
      if (chain_of(previous, entry, query.digest(5)) != entry.chain) {
        problem(
            "journal (entry {}): the chain breaks here: the entry, or the chain before it, was "
            "changed.",
            entry.entry);
      }
      previous = entry.chain;
      result_.head = entry.chain;
      if (head && *head == entry.chain) result_.head_stood_at = entry.entry;
      if (entry.rehearsed) result_.rehearsed.push_back(entry);
    }
    stray(std::numeric_limits<std::int64_t>::max());
    if (result_.entries == 0)
      problem("journal is empty: not even the making of the store is there.");
    if (head && !result_.head_stood_at) {
      problem(
          "The head {} is not in the chain: entries were cut off or rewritten since it was noted.",
          to_hex(*head));
    }
  }

  /// Are the rows of an entry 1, 2 … as many as it says?
  bool check_rows(const JournalEntry& entry, std::vector<Found>::const_iterator begin,
                  std::vector<Found>::const_iterator end) {
    bool whole = true;
    std::int64_t expected = 1;
    for (auto row = begin; row != end; ++row) {
      for (; expected < row->row && expected <= entry.rows; ++expected) {
        problem("Row {} of entry {} was dropped: no table has it.", expected, entry.entry);
        whole = false;
      }
      if (row->row > entry.rows) {
        problem("{} was added: entry {} has only {} {}.", row->name, entry.entry, entry.rows,
                entry.rows == 1 ? "row" : "rows");
        whole = false;
      } else if (row->row < expected) {
        problem("{} was added: row {} of entry {} is another.", row->name, row->row, entry.entry);
        whole = false;
      }
      expected = std::max(expected, row->row + 1);
    }
    for (; expected <= entry.rows; ++expected) {
      problem("Row {} of entry {} was dropped: no table has it.", expected, entry.entry);
      whole = false;
    }
    return whole;
  }

  Connection& connection_;
  bool whole_;
  std::int64_t first_;
  Verification result_;
  std::vector<Found> found_;
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
