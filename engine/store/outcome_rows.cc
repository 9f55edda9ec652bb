#include "engine/store/outcome_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/definition_rows.h"
#include "engine/store/load.h"
#include "engine/store/ranges.h"
#include "engine/store/revision_rows.h"
#include "engine/store/words.h"

namespace signpost::store {
namespace {

std::int64_t scenario_number(Connection& connection, std::string_view id, const char* said_by) {
  const auto known = number_of(connection, kScenario, id);
  if (!known) throw_unknown(connection, kScenario, id, Phrase(said_by));
  return *known;
}

/// For what names an item among other things: kInvalid.
void require_named_item(Connection& connection, ItemId item) {
  Query there = connection.query("SELECT 1 FROM item_version WHERE item = ? LIMIT 1", item);
  if (there.next()) return;
  throw Error(ErrorKind::kInvalid, {"store.no-item", {{"item", std::to_string(item)}}},
              {"store.no-item.hint", {{"do", Phrase("action.list-items")}}});
}

/// The last change of a table with changes of one thing; 0 where there is none.
std::int64_t last_change(Connection& connection, const char* sql, std::int64_t of) {
  Query last = connection.query(sql, of);
  return last.next() && !last.is_null(0) ? last.integer(0) : 0;
}

/// A forecaster stands in lists and beside the program's own benchmarks.
void refuse_name(const std::string& by) {
  constexpr std::size_t kLongest = 200;  // bytes
  static constexpr std::string_view kOwn[] = {"signpost", "even",      "base-rate",
                                              "prior",    "publisher", "judged"};
  const bool is_plain = !by.empty() && by.front() != ' ' && by.back() != ' ' && printable(by) == by;
  const bool is_own = std::find(std::begin(kOwn), std::end(kOwn), by) != std::end(kOwn);
  if (is_plain && !is_own && by.size() <= kLongest) return;
  throw Error(ErrorKind::kInvalid, {"store.forecaster", {{"by", by.substr(0, kLongest)}}},
              "store.forecaster.hint");
}

void refuse_impossible_times(Connection& connection, std::int64_t scenario,
                             const Resolution& resolution, Instant now) {
  const auto refuse_available = [&] {
    throw Error(ErrorKind::kInvalid,
                {"store.settled-unknown",
                 {{"available", to_rfc3339(*resolution.available)},
                  {"on", to_rfc3339(resolution.outcome ? resolution.on : *resolution.available)},
                  {"now", to_rfc3339(now)}}},
                "store.settled-unknown.hint");
  };
  if (resolution.available && *resolution.available > now) refuse_available();
  if (!resolution.outcome) return;
  Query opened = connection.query(
      "SELECT opened FROM scenario_revision WHERE scenario = ? ORDER BY revision DESC LIMIT 1",
      scenario);
  if (opened.next() && resolution.on < opened.instant(0)) {
    throw Error(ErrorKind::kInvalid,
                {"store.settled-before-opened",
                 {{"scenario", resolution.scenario},
                  {"on", to_rfc3339(resolution.on)},
                  {"opened", to_rfc3339(opened.instant(0))}}},
                "store.settled-before-opened.hint");
  }
  if (resolution.on > now) {
    throw Error(ErrorKind::kInvalid,
                {"store.settled-later",
                 {{"scenario", resolution.scenario},
                  {"on", to_rfc3339(resolution.on)},
                  {"now", to_rfc3339(now)}}},
                "store.settled-later.hint");
  }
  if (resolution.available && *resolution.available < resolution.on) refuse_available();
}

}  // namespace

std::vector<Resolution> resolutions_in(Connection& connection, std::string_view scenario) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<ItemId>> items;
  Query of_items = connection.query(
      "SELECT i.scenario, i.change, i.item FROM resolution_item i "
      "WHERE ?1 = '' OR i.scenario = (SELECT number FROM scenario WHERE id = ?1) "
      "ORDER BY i.scenario, i.change, i.position",
      scenario);
  while (of_items.next()) {
    items[{of_items.integer(0), of_items.integer(1)}].push_back(of_items.integer(2));
  }
  std::vector<Resolution> found;
  Query query = connection.query(
      R"(SELECT r.scenario, r.change, scenario.id, r.outcome, r."on", r.available, r.because,
                r.because_ar, entry_time.recorded, r.entry
         FROM resolution r JOIN scenario ON scenario.number = r.scenario
         JOIN entry_time USING (entry)
         WHERE ?1 = '' OR scenario.id = ?1 ORDER BY r.entry, r.row)",
      scenario);
  while (query.next()) {
    Resolution& one = found.emplace_back();
    one.scenario = query.string(2);
    one.outcome = word_or_none<Outcome>(
        query, 3, {connection, kResolution, query.integer(0), query.integer(1)});
    if (!query.is_null(4)) one.on = query.instant(4);
    one.available = instant_or_none(query, 5);
    one.because = bilingual_at(query, 6, 7);
    one.recorded = query.instant(8);
    one.entry = query.integer(9);
    if (const auto told = items.find({query.integer(0), query.integer(1)}); told != items.end()) {
      one.items = std::move(told->second);
    }
  }
  return found;
}

std::vector<Forecast> forecasts_in(Connection& connection, std::string_view scenario) {
  std::vector<Forecast> found;
  Query query = connection.query(
      R"(SELECT f.forecast, scenario.id, f.by, f."at", f.probability, f.sealed, f.because,
                f.because_ar, t.recorded, u.recorded, f.entry
         FROM forecast f JOIN scenario ON scenario.number = f.scenario
         JOIN entry_time t USING (entry) LEFT JOIN unsealing ON unsealing.forecast = f.forecast
         LEFT JOIN entry_time u ON u.entry = unsealing.entry
         WHERE ?1 = '' OR scenario.id = ?1 ORDER BY f.forecast)",
      scenario);
  while (query.next()) {
    Forecast& one = found.emplace_back();
    one.number = query.integer(0);
    one.scenario = query.string(1);
    one.by = query.string(2);
    one.at = query.instant(3);
    one.probability = probability_or_none(query, 4, "store.number.forecast",
                                          {connection, kForecast, query.integer(0)});
    one.sealed = query.flag(5);
    one.because = bilingual_at(query, 6, 7);
    one.recorded = query.instant(8);
    one.unsealed = instant_or_none(query, 9);
    one.entry = query.integer(10);
  }
  return found;
}

std::vector<ItemVerdict> verdicts_in(Connection& connection) {
  std::vector<ItemVerdict> found;
  Query query = connection.query(
      "SELECT v.item, v.change, v.verdict, v.because, v.because_ar, entry_time.recorded "
      "FROM verdict v JOIN entry_time USING (entry) ORDER BY v.entry, v.row");
  while (query.next()) {
    found.push_back({query.integer(0),
                     word_or_none<Verdict>(
                         query, 2, {connection, kVerdict, query.integer(0), query.integer(1)}),
                     bilingual_at(query, 3, 4), query.instant(5)});
  }
  return found;
}

std::optional<Record> record_of(Connection& connection, const Resolution& resolution, Instant now,
                                Repeats repeats) {
  const std::int64_t scenario =
      scenario_number(connection, resolution.scenario, "store.by-resolution");
  for (const ItemId item : resolution.items) require_named_item(connection, item);
  const std::vector<Resolution> before = resolutions_in(connection, resolution.scenario);
  const auto same = [&](const Resolution& one) {
    return one.outcome == resolution.outcome && one.on == resolution.on &&
           one.because == resolution.because && one.items == resolution.items &&
           one.known_from() == resolution.available.value_or(one.known_from());
  };
  const auto first = repeats == Repeats::kAny || before.empty() ? before.begin() : before.end() - 1;
  if (std::any_of(first, before.end(), same) && (repeats == Repeats::kAny || resolution.outcome)) {
    return std::nullopt;
  }
  if (!resolution.outcome && (before.empty() || !before.back().outcome)) {
    throw Error(ErrorKind::kConflict, {"store.not-settled", {{"scenario", resolution.scenario}}});
  }
  refuse_impossible_times(connection, scenario, resolution, now);
  const std::int64_t change =
      last_change(connection, "SELECT max(change) FROM resolution WHERE scenario = ?", scenario) +
      1;
  Record record;
  record.head = {&kResolution,
                 {number(scenario), number(change),
                  resolution.outcome ? said(to_string(*resolution.outcome)) : Value(),
                  resolution.outcome ? at(resolution.on) : Value(), at(resolution.available),
                  in_either(resolution.because), also_in_arabic(resolution.because)}};
  std::int64_t position = 0;
  for (const ItemId item : resolution.items) {
    record.parts.push_back(
        {&kResolutionItem, {number(scenario), number(change), number(++position), number(item)}});
  }
  return record;
}

std::optional<Record> record_of(Connection& connection, const Forecast& forecast, Instant now,
                                Repeats repeats) {
  const std::int64_t scenario = scenario_number(connection, forecast.scenario, "store.by-forecast");
  refuse_name(forecast.by);
  {
    Query last = connection.query(
        R"(SELECT probability, sealed, because, because_ar FROM forecast
           WHERE scenario = ? AND by = ? AND "at" = ? ORDER BY forecast DESC)",
        scenario, std::string_view(forecast.by), forecast.at);
    while (last.next()) {
      const auto held = last.is_null(0) ? std::nullopt : std::optional(last.real(0));
      const auto told =
          forecast.probability ? std::optional(forecast.probability->value()) : std::nullopt;
      if (held == told && last.flag(1) == forecast.sealed &&
          bilingual_at(last, 2, 3) == forecast.because) {
        return std::nullopt;
      }
      if (repeats == Repeats::kLast) break;
    }
  }
  if (forecast.at > now) {
    throw Error(ErrorKind::kInvalid,
                {"store.forecast-later",
                 {{"by", forecast.by}, {"at", to_rfc3339(forecast.at)}, {"now", to_rfc3339(now)}}},
                "store.forecast-later.hint");
  }
  Query highest = connection.query("SELECT coalesce(max(forecast), 0) FROM forecast");
  highest.next();
  Record record;
  record.head = {&kForecast,
                 {number(highest.integer(0) + 1), number(scenario), said(forecast.by),
                  at(forecast.at), real(forecast.probability), flag(forecast.sealed),
                  in_either(forecast.because), also_in_arabic(forecast.because)}};
  return record;
}

std::optional<Record> record_of(Connection& connection, const ItemVerdict& verdict,
                                Repeats repeats) {
  require_named_item(connection, verdict.item);
  {
    Query earlier = connection.query(
        "SELECT verdict, because, because_ar FROM verdict WHERE item = ? ORDER BY change DESC",
        verdict.item);
    const std::string_view word = verdict.verdict ? to_string(*verdict.verdict) : "";
    bool stands = false;
    for (bool is_last = true; earlier.next(); is_last = false) {
      if (is_last) stands = !earlier.is_null(0);
      const bool same = earlier.text(0) == word && bilingual_at(earlier, 1, 2) == verdict.because;
      if (same && (repeats == Repeats::kAny || verdict.verdict)) return std::nullopt;
      if (repeats == Repeats::kLast) break;
    }
    if (!verdict.verdict && !stands) {
      throw Error(ErrorKind::kConflict,
                  {"store.no-verdict", {{"item", std::to_string(verdict.item)}}});
    }
  }
  const std::int64_t change =
      last_change(connection, "SELECT max(change) FROM verdict WHERE item = ?", verdict.item) + 1;
  Record record;
  record.head = {&kVerdict,
                 {number(verdict.item), number(change),
                  verdict.verdict ? said(to_string(*verdict.verdict)) : Value(),
                  in_either(verdict.because), also_in_arabic(verdict.because)}};
  return record;
}

std::vector<Record> unsealing(Connection& connection, std::string_view scenario,
                              std::string_view by) {
  (void)scenario_number(connection, scenario, "store.by-forecast");
  std::vector<Record> records;
  for (const Forecast& one : forecasts_in(connection, scenario)) {
    if (one.by != by || !one.sealed || one.unsealed) continue;
    records.emplace_back().head = {&kUnsealing, {number(one.number)}};
  }
  return records;
}

}  // namespace signpost::store
