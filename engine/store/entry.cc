#include "engine/store/entry.h"

#include <vector>

#include "engine/store/wrong_clock.h"

namespace signpost::store {

Digest chain_of(const std::optional<Digest>& previous, const JournalEntry& entry,
                const Digest& rows_digest) {
  FieldHasher hasher;
  if (previous) {
    hasher.add(*previous);
  } else {
    hasher.add_absent();
  }
  return hasher.add(entry.entry)
      .add(seconds(entry.recorded))
      .add(std::int64_t{entry.rehearsed ? 1 : 0})
      .add(entry.kind)
      .add(entry.rows)
      .add(rows_digest)
      .finish();
}

std::int64_t last_entry(Connection& connection) {
  Query last = connection.query("SELECT coalesce(max(entry), 0) FROM journal");
  last.next();
  return last.integer(0);
}

Entry::Entry(Connection& connection, std::string_view kind, const Clock& clock, Clocks clocks)
    : connection_(connection) {
  if (clocks == Clocks::kRight) refuse_wrong_clock(connection, clock.after_waiting());
  entry_.entry = last_entry(connection) + 1;
  entry_.recorded = clock.after_waiting().now;
  entry_.rehearsed = clock.rehearsed;
  entry_.kind = kind;
  connection
      .query("INSERT INTO journal (entry, recorded, rehearsed, kind) VALUES (?, ?, ?, ?)",
             entry_.entry, entry_.recorded, entry_.rehearsed, entry_.kind)
      .run();
}

void Entry::add(const Record& record, std::span<const Extra> extra) {
  const std::int64_t row = ++entry_.rows;
  const Digest digest = digest_of(record, entry_.entry, row);
  rows_.add(digest);
  if (record.identity && record.new_identity) insert(connection_, *record.identity);
  std::vector<Extra> columns{{"entry", entry_.entry}, {"row", row}, {"digest", blob(digest)}};
  columns.insert(columns.end(), extra.begin(), extra.end());
  insert(connection_, record.head, columns);
  for (const Row& part : record.parts) insert(connection_, part);
}

void Entry::seal() {
  const Digest rows_digest = rows_.finish();
  std::optional<Digest> previous;
  Query before = connection_.query("SELECT chain FROM seal WHERE entry = ?", entry_.entry - 1);
  if (before.next()) previous = before.digest(0);
  const Digest chain = chain_of(previous, entry_, rows_digest);
  connection_
      .query("INSERT INTO seal (entry, rows, rows_digest, chain) VALUES (?, ?, ?, ?)", entry_.entry,
             entry_.rows, blob(rows_digest), blob(chain))
      .run();
}

}  // namespace signpost::store
