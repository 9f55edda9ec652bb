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
    throw Error(ErrorKind::kUsage,
                fmt::format("--now {} is later than this machine's clock, {}, and {} is no "
                            "rehearsal",
                            to_rfc3339(clock.now), to_rfc3339(*clock.machine),
                            in_quotes(connection.path())),
                "what is written under it would lie ahead of all that follows; a store that is "
                "made under --now is a rehearsal, in which the clock may be anything");
  }
  const auto latest = latest_entry(connection);
  if (!latest || clock.now >= *latest - kClocksDiffer) return;
  throw Error(
      ErrorKind::kStore,
      fmt::format("this machine's clock says {}, but the last entry of {} was recorded at {}",
                  to_rfc3339(clock.now), in_quotes(connection.path()), to_rfc3339(*latest)),
      is_rehearsal(connection)
          ? "nothing was changed; the store is a rehearsal: go on in it with --now"
          : "nothing was changed: set the clock right; or, if it is right now and was ahead then, "
            "say so: `signpost "
            "mend-clock --because TEXT`");
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
    throw Error(
        ErrorKind::kUsage,
        fmt::format("--now is not this machine's clock, and {} is no rehearsal; nothing was "
                    "changed",
                    in_quotes(connection.path())),
        "leave --now out: what is mended is the machine's clock");
  }
  if (!now.rehearsed && now.now < kSinceSignpost) {
    throw Error(
        ErrorKind::kStore,
        fmt::format("this machine's clock says {}: it is not right either", to_rfc3339(now.now)),
        "nothing was changed: set the clock right first");
  }
  const auto latest = latest_entry(connection);
  if (!latest || *latest <= now.now) {
    throw Error(ErrorKind::kNo,
                fmt::format("nothing in {} is later than the clock, {}: there is nothing to mend",
                            in_quotes(connection.path()), to_rfc3339(now.now)));
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
