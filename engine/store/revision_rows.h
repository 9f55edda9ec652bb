// What all kinds of definitions share in reading and writing their revisions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/definitions.h"
#include "engine/store/connection.h"
#include "engine/store/definition_rows.h"
#include "engine/store/record.h"
#include "engine/store/snapshot.h"

namespace signpost::store {

/// A revision as it is read, before it is known when it stands.
template <class T>
struct Read {
  std::int64_t number;
  Revision<T> revision;
};

/// Of the row at which `query` stands, whose first columns are number, revision and when it was
/// recorded.
template <class T>
Read<T> revision_at(const Query& query, T content) {
  return {query.integer(0), {std::move(content), query.number(1), {}, query.instant(2)}};
}

/// The row under a revision: finds the revision for each of its rows. Both are read in the order of
/// number and revision, so one pass does.
template <class T>
class Parents {
 public:
  explicit Parents(std::vector<Read<T>>& read) : next_(read.begin()), end_(read.end()) {}
  /// Of the row at which `parts` stands, whose first columns are number and revision; null where it
  /// is of no revision that was read.
  T* of(const Query& parts) {
    const std::pair key(parts.integer(0), parts.number(1));
    while (next_ != end_ && std::pair(next_->number, next_->revision.revision) < key) ++next_;
    if (next_ == end_ || std::pair(next_->number, next_->revision.revision) != key) return nullptr;
    return &next_->revision.content;
  }

 private:
  typename std::vector<Read<T>>::iterator next_;
  typename std::vector<Read<T>>::iterator end_;
};

inline Instant first_stands_from(const Revision<Scenario>& first) { return first.content.opened; }
/// What a grade is worth to the desk was not so before: past days stay by the table that stood then.
inline Instant first_stands_from(const Revision<GradeWorth>& first) { return first.recorded; }
template <class T>
Instant first_stands_from(const Revision<T>&) {
  return kBeginning;
}

/// A revision stands from its instant until any later revision does: the program's clock may have
/// been set back between two loads, and then the later one covers the earlier one wholly.
template <class T>
std::vector<Revision<T>> when_they_stand(std::vector<Read<T>> read) {
  for (Read<T>& one : read) {
    Revision<T>& revision = one.revision;
    revision.known.from = revision.revision == 1 ? first_stands_from(revision) : revision.recorded;
  }
  Instant until = kForever;
  std::int64_t number = 0;
  for (auto one = read.rbegin(); one != read.rend(); ++one) {
    if (one->number != number) until = kForever;
    number = one->number;
    one->revision.known.until = until;
    until = std::min(until, one->revision.known.from);
  }
  std::vector<Revision<T>> revisions;
  revisions.reserve(read.size());
  for (Read<T>& one : read) revisions.push_back(std::move(one.revision));
  return revisions;
}

inline std::optional<Instant> instant_or_none(const Query& query, int column) {
  if (query.is_null(column)) return std::nullopt;
  return query.instant(column);
}

inline std::optional<double> real_or_none(const Query& query, int column) {
  if (query.is_null(column)) return std::nullopt;
  return query.real(column);
}

inline Row identity(const Table& ids, RowKey place, std::string_view id) {
  return {&ids, {number(place.number), id}};
}

}  // namespace signpost::store
