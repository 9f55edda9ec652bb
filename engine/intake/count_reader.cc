#include "engine/intake/count_reader.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "engine/intake/kinds.h"

namespace signpost::intake {
namespace {

/// A month costs some milliseconds each time that P is reckoned, and what is older says little.
constexpr Days kLongestWindow{3653};
constexpr Days kLongestHistory{10958};
/// Levels that wander less take finer grids, and do not differ from one that stands still.
constexpr double kLeastDrift = 0.01;

/// A time as the criterion has it, or as it comes from the scenario.
struct Edge {
  std::optional<Instant> at;  // nothing where it is wrong, or nowhere
  std::string key;            // its key, and what is written there
  std::string written;
};

Edge edge_of(const Table& table, std::string key, std::optional<Instant> at) {
  std::string written = table.written(key);
  return {at, std::move(key), std::move(written)};
}

/// An error at `key` of the criterion where both are good and `end` does not come after `start`.
void check_order(const Table& criterion, std::string_view key, const Edge& start, const Edge& end) {
  if (!start.at || !end.at || *start.at < *end.at) return;
  criterion.error(
      key,
      {"intake.not-after",
       {{"end", end.key}, {"ends", end.written}, {"start", start.key}, {"starts", start.written}}});
}

/// The end of what is counted before: a bare date that is the window's first day ends it where the
/// window begins, so that one date may stand for both.
std::optional<Instant> end_before(Table& against, std::optional<Instant> window_begins) {
  const auto written = against.time("to", Need::kRequired);
  if (!written) return std::nullopt;
  Instant end = meant_as_end(*written);
  against.doubt("to", end);
  const bool touches =
      window_begins && written->precision == Precision::kDay && written->first <= *window_begins;
  return touches ? std::min(end, *window_begins) : end;
}

/// With which window a factor compares: after `history`, before `begin`.
std::optional<Criterion::Window> read_against(Table& criterion, const Edge& begin,
                                              const Edge& history) {
  constexpr const char* kWritten = "against = { from = 2021-01-28, to = 2022-01-28 }";
  auto table = criterion.table("against", "against", to_write(kWritten));
  if (!table) return std::nullopt;
  const auto from = table->start("from", Need::kRequired);
  const auto to = end_before(*table, begin.at);
  table->refuse_other_keys();
  if (from && to && *from >= *to) {
    table->not_after("to", "from");
    return std::nullopt;
  }
  if (to && begin.at && *to > *begin.at) {
    table->error("to",
                 {"intake.against-in-window",
                  {{"to", table->written("to")}, {"key", begin.key}, {"begin", begin.written}}},
                 "intake.against-in-window.hint");
  }
  if (from && history.at && *from < *history.at) {
    table->error("from",
                 {"intake.against-before-history",
                  {{"from", table->written("from")}, {"history_from", history.written}}},
                 "intake.against-before-history.hint");
  }
  if (!from || !to) return std::nullopt;
  return Criterion::Window{*from, *to};
}

void check_length(Table& t, const std::string& key, const Edge& from, const Edge& to, Days longest,
                  const char* message) {
  if (from.at && to.at && Days(*to.at - *from.at) > longest) {
    t.error(key, {message, {{"from", from.written}, {"to", to.written}}});
  }
}

/// Either a number, or a multiple of what was counted before.
void read_threshold(Criterion& criterion, Table& t, const Edge& begin, const Edge& end,
                    const Edge& history) {
  criterion.at_least = t.number(
      "at_least", [](double x) { return x > 0 && x <= 1e6; }, "(0, 1000000]",
      "intake.at-least.hint");
  criterion.factor = t.number(
      "factor", [](double x) { return x > 0 && x <= 1e6; }, "(0, 1000000]",
      "intake.count-factor.hint");
  criterion.against = read_against(t, begin, history);
  if (t.has("at_least") && t.has("factor")) {
    t.error("factor", "intake.at-least-and-factor", "intake.keep-one.hint");
  } else if (!t.has("at_least") && !t.has("factor")) {
    t.error("at_least", "intake.no-threshold", to_write("at_least = 360", "factor = 1.25"));
  } else if (t.has("against") && !t.has("factor")) {
    t.error("against", "intake.against-without-factor", "intake.against-without-factor.hint");
  }
  const bool by_default = criterion.factor && !t.has("against");
  if (!by_default || !begin.at || !end.at || !history.at || *begin.at >= *end.at) return;
  if (*begin.at - *history.at < *end.at - *begin.at) {
    t.error("factor", {"intake.history-too-short-for-factor", {{"history_from", history.written}}},
            "intake.history-too-short-for-factor.hint");
  }
}

bool are_within(const Index<Indicator>& indicators, const std::string& one,
                const std::string& other) {
  return is_of(indicators, one, other) || is_of(indicators, other, one);
}

}  // namespace

const std::vector<std::string>& not_of_a_count() {
  static const std::vector<std::string> all = {"prior",     "prior_because",     "prior_within",
                                               "base_rate", "base_rate_because", "persistence",
                                               "lasts"};
  return all;
}

bool is_count(const Table& scenario) {
  const auto asks = named<Asks>(scenario.text_of("asks"));
  return asks ? *asks == Asks::kCount : scenario.has("criterion");
}

void refuse_criterion(Table& scenario) {
  if (!scenario.table("criterion", "[scenario.criterion]")) return;
  scenario.error("criterion", "intake.criterion-not-asked", "intake.criterion-not-asked.hint");
}

std::optional<Table> read_count(Scenario& scenario, Table& table, std::optional<Instant> opened) {
  scenario.persistence = Days(std::numeric_limits<double>::infinity());  // a count is a fact
  for (const std::string& key : not_of_a_count()) {
    if (!table.has(key)) continue;
    table.error(key, {"intake.not-of-a-count", {{"key", key}}}, "intake.not-of-a-count.hint");
  }
  auto read = table.table("criterion", "[scenario.criterion]", "intake.no-criterion.hint");
  if (!table.has("criterion")) {
    table.error("asks", "intake.no-criterion", "intake.no-criterion.hint");
  }
  if (!read) return std::nullopt;
  if (!table.has("asks")) {
    table.error("criterion", "intake.criterion-not-asked", "intake.criterion-not-asked.hint");
  }
  scenario.asks = Asks::kCount;
  Table& t = *read;
  Criterion criterion;
  criterion.indicators = t.lines("indicators");
  if (!t.has("indicators")) {
    t.error("indicators", "intake.nothing-counted", to_write("indicators = [\"…\"]"));
  } else if (t.is_empty_list("indicators")) {
    t.error("indicators", {"intake.names-none", {{"key", "indicators"}}});
  }
  const auto from = t.start("from");
  const auto to = t.end("to");
  const Edge opening = edge_of(table, "opened", opened);
  const Edge horizon = edge_of(table, "horizon", scenario.horizon);
  const Edge begin = t.has("from") ? edge_of(t, "from", from) : opening;
  const Edge end = t.has("to") ? edge_of(t, "to", to) : horizon;
  if (!t.has("to") && !table.has("horizon")) {
    t.error("to", "intake.count-without-end", to_write("to = 2023-01-28"));
  }
  if (!table.has("horizon")) scenario.horizon = to;
  check_order(t, t.has("to") ? "to" : "from", begin, end);
  const bool in_order = begin.at && end.at && *begin.at < *end.at;
  if (in_order && t.has("to")) check_order(t, "to", opening, end);  // over before anybody asked
  if (t.has("to") && to && horizon.at && *to > *horizon.at) {
    t.error("to", {"intake.to-after-horizon", {{"to", end.written}, {"horizon", horizon.written}}},
            "intake.to-after-horizon.hint");
  }
  const auto history_from = t.start("history_from");
  if (!t.has("history_from")) {
    t.error("history_from", "intake.no-history", to_write("history_from = 2019-01-01"));
  }
  const Edge history = edge_of(t, "history_from", history_from);
  check_order(t, "history_from", history, begin);
  check_length(t, t.has("to") ? "to" : "indicators", begin, end, kLongestWindow,
               "intake.count-window-too-long");
  check_length(t, "history_from", history, begin, kLongestHistory, "intake.count-history-too-long");
  read_threshold(criterion, t, begin, end, history);
  criterion.drift = t.number(
      "drift", [](double x) { return x >= kLeastDrift && x <= 3; }, "[0.01, 3]",
      "intake.drift.hint");
  criterion.dispersion = t.number(
      "dispersion", [](double x) { return x >= 1 && x <= 1e6; }, "[1, 1000000]",
      "intake.dispersion.hint");
  criterion.window = {begin.at.value_or(kBeginning), end.at.value_or(kForever)};
  criterion.history_from = history.at.value_or(kBeginning);
  t.refuse_other_keys();
  scenario.criterion = std::move(criterion);
  return read;
}

std::vector<CountedTwice> counted_twice(const Scenario& scenario,
                                        const Index<Indicator>& indicators) {
  std::vector<CountedTwice> all;
  if (!scenario.criterion) return all;
  const std::vector<std::string>& named = scenario.criterion->indicators;
  for (const std::string& narrower : named) {
    const auto wider = std::find_if(named.begin(), named.end(), [&](const std::string& other) {
      return is_of(indicators, narrower, other);
    });
    if (wider == named.end()) continue;
    all.push_back(
        {.counted = *wider,
         .other = narrower,
         .message = {"intake.counted-within", {{"narrower", narrower}, {"wider", *wider}}},
         .hint = "intake.counted-within.hint"});
  }
  for (std::size_t i = 0; i < scenario.expects.size(); ++i) {
    const std::string& expected = scenario.expects[i].indicator;
    const auto counted = std::find_if(named.begin(), named.end(), [&](const std::string& one) {
      return one == expected || are_within(indicators, one, expected);
    });
    if (expected.empty() || counted == named.end()) continue;
    all.push_back(
        {.counted = *counted,
         .other = expected,
         .expectation = i,
         .message = *counted == expected
                        ? Phrase("intake.expects-counted",
                                 {{"scenario", scenario.id}, {"indicator", expected}})
                        : Phrase("intake.expects-kind-of-counted", {{"scenario", scenario.id},
                                                                    {"indicator", expected},
                                                                    {"counted", *counted}}),
         .hint = "intake.expects-counted.hint"});
  }
  return all;
}

void judge_count(const Scenario& scenario, const Table& criterion, const References& references) {
  std::set<std::string> seen;
  for (const std::string& id : scenario.criterion->indicators) {
    if (!seen.insert(id).second) {
      criterion.error("indicators", {"intake.counted-twice", {{"indicator", id}}},
                      "intake.keep-one.hint");
      continue;
    }
    const Indicator* indicator = references.entry(criterion, "indicators", id);
    if (indicator == nullptr) continue;
    const Phrase why = no_stream(*indicator);
    if (why.empty()) continue;
    criterion.findings().error(criterion.position_of_entry("indicators", id),
                               {"intake.cannot-be-counted", {{"why", why}}},
                               "intake.cannot-be-counted.hint");
  }
}

}  // namespace signpost::intake
