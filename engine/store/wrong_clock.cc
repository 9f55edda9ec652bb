#include "engine/store/wrong_clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/base/error.h"
#include "engine/store/entry.h"

namespace signpost::store {
namespace {

/// A machine whose battery is empty says 1970 or 2000; none that is right says less than this, and
/// mending by such a clock could not be taken back.
constexpr Instant kSinceSignpost{std::chrono::sys_days(std::chrono::January / 1 / 2022)};

/// The latest time at which something counts as recorded.
std::optional<Instant> latest_entry(Connection& connection) {
  Query query = connection.query("SELECT max(recorded) FROM entry_time");
  if (!query.next() || query.is_null(0)) return std::nullopt;
  return query.instant(0);
}

}  // namespace

bool is_rehearsal(Connection& connection) {
  Query first = connection.query("SELECT rehearsed FROM journal WHERE entry = 1");
  return first.next() && first.flag(0);
}

void refuse_wrong_clock(Connection& connection, const Clock& clock) {
  if (clock.rehearsed) {
    const bool is_new = !latest_entry(connection);  // then it becomes a rehearsal
    if (is_new || !clock.machine || clock.now <= *clock.machine || is_rehearsal(connection)) return;
    throw Error(ErrorKind::kConflict,
                {"store.ahead-of-machine",
                 {{"do", Phrase("action.set-now-to", {{"time", to_rfc3339(clock.now)}})},
                  {"clock", to_rfc3339(*clock.machine)},
                  {"store", connection.path().string()}}},
                {"store.ahead-of-machine.hint", {{"do", Phrase("action.set-now")}}});
  }
  const auto latest = latest_entry(connection);
  if (!latest || clock.now >= *latest - kClocksDiffer) return;
  throw Error(ErrorKind::kStore,
              {"store.clock-behind",
               {{"clock", to_rfc3339(clock.now)},
                {"store", connection.path().string()},
                {"latest", to_rfc3339(*latest)}}},
              is_rehearsal(connection)
                  ? Phrase("store.rehearsal-behind.hint", {{"do", Phrase("action.set-now")}})
                  : Phrase("store.clock-behind.hint", {{"do", Phrase("action.mend-clock")}}));
}

AheadOfClock ahead_of(Connection& connection, Instant now) {
  const Instant from = now + kClocksDiffer;
  AheadOfClock ahead;
  const auto add = [&](std::int64_t& count, const std::string& sql) {
    Query query = connection.query(sql, from);
    query.next();
    count = query.integer(0);
    if (count > 0) ahead.latest = std::max(ahead.latest, query.instant(1));
  };
  add(ahead.entries, "SELECT count(*), max(recorded) FROM entry_time WHERE recorded > ?");
  add(ahead.slots,
      "SELECT count(*), max(due) FROM slot WHERE due > ? AND " + not_void("slot", "due"));
  add(ahead.judgements, "SELECT count(*), max(as_of) FROM alert_evaluation WHERE as_of > ? AND " +
                            not_void("alert_evaluation", "as_of"));
  return ahead;
}

void mend_clock(Connection& connection, std::string_view because, const Clock& clock) {
  const Clock now = clock.after_waiting();
  if (now.rehearsed && now.machine && !is_rehearsal(connection)) {
    const Phrase set_by("action.set-now");
    throw Error(ErrorKind::kConflict,
                {"store.mend-by-another", {{"do", set_by}, {"store", connection.path().string()}}},
                {"store.mend-by-another.hint", {{"do", set_by}}});
  }
  if (!now.rehearsed && now.now < kSinceSignpost) {
    throw Error(ErrorKind::kStore, {"store.clock-not-right", {{"clock", to_rfc3339(now.now)}}},
                "store.clock-not-right.hint");
  }
  const auto latest = latest_entry(connection);
  if (!latest || *latest <= now.now) {
    throw Error(ErrorKind::kRefused,
                {"store.nothing-to-mend",
                 {{"store", connection.path().string()}, {"clock", to_rfc3339(now.now)}}});
  }
  Record record;
  record.head = {&kClockMend, {said(because)}};
  Entry entry(connection, "mend-clock", now, Entry::Clocks::kMending);
  entry.add(record);
  entry.seal();
}

std::string not_void(std::string_view table, std::string_view dated) {
  return fmt::format(
      "NOT EXISTS (SELECT 1 FROM clock_mend m JOIN journal j USING (entry) "
      "WHERE m.entry > {0}.entry AND j.recorded < {0}.{1})",
      table, dated);
}

}  // namespace signpost::store
