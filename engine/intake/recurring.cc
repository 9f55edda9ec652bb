#include "engine/intake/recurring.h"

#include <algorithm>
#include <utility>

#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::intake {
namespace {

void read_every(Table& table, Recurring& recurring) {
  const auto every = table.some_line("every", Need::kRequired);
  if (!every) return;
  recurring.every = *every;
  const Parsed<std::string> rule = parse_every(*every);
  if (rule) {
    recurring.rule = *rule;
    if (const auto skipped = skipped_by(*rule)) {
      table.warning("every", skipped->message, skipped->hint);
    }
  } else {
    table.wrong("every", rule.problem());
  }
}

/// Of Etc/GMT+3 nearly everybody thinks that it is three hours ahead.
void warn_of_reversed_sign(Table& table, std::string_view name) {
  constexpr std::string_view kEtc = "Etc/GMT";
  if (!name.starts_with(kEtc) || name.size() < kEtc.size() + 2) return;
  const bool behind = name[kEtc.size()] == '+';
  table.warning("timezone",
                {behind ? "intake.behind-gmt" : "intake.ahead-of-gmt",
                 {{"zone", name}, {"hours", name.substr(kEtc.size() + 1)}}},
                behind ? "intake.behind-gmt.hint" : "intake.ahead-of-gmt.hint");
}

std::optional<Zone> read_zone(Table& table) {
  constexpr const char* kHint = "intake.timezone.hint";
  if (!table.has("timezone")) {
    table.error("timezone", {"intake.no-key", {{"table", table.name()}, {"key", "timezone"}}},
                kHint);
  }
  const auto name = table.some_line("timezone", Need::kOptional);
  if (!name) return std::nullopt;
  const Parsed<Zone> zone = Zone::named(*name);
  if (zone) {
    warn_of_reversed_sign(table, *name);
    return *zone;
  }
  const Problem& problem = zone.problem();
  table.error("timezone", problem.message, problem.hint.empty() ? kHint : problem.hint);
  return std::nullopt;
}

/// A time of whole days is meant where the rule's clock hangs; an instant is itself.
Instant in_zone(Instant instant, const WrittenTime& written, const std::optional<Zone>& zone) {
  if (written.precision == Precision::kSecond || !zone) return instant;
  return std::clamp(zone->instant(WallTime(instant.time_since_epoch())), kBeginning, kForever);
}

}  // namespace

Recurring read_recurring(Table& table, std::string_view from_key) {
  Recurring recurring;
  read_every(table, recurring);
  const std::optional<Zone> zone = read_zone(table);
  recurring.timezone = zone ? zone->name() : "";
  const auto from = table.time(from_key, Need::kRequired);
  const auto until = table.time("until");
  if (from) {
    recurring.from = in_zone(from->first, *from, zone);
    table.doubt(from_key, from->first);
  }
  if (until) {
    recurring.until = in_zone(until->last, *until, zone);
    table.doubt("until", until->last);
  }
  const bool is_span = !from || !until || recurring.from < *recurring.until;
  if (!is_span) table.not_after("until", from_key);
  recurring.good =
      is_span && !recurring.rule.empty() && zone && from && until.has_value() == table.has("until");
  return recurring;
}

}  // namespace signpost::intake
