#include "engine/intake/alert_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "engine/intake/condition.h"

namespace signpost::intake {
namespace {

using Kind = Condition::Kind;

constexpr int kMostTimes = 1000;
constexpr double kLongestHold = 100 * kDaysPerYear;

bool is_threshold(const Condition& condition) {
  return condition.kind == Kind::kAtLeast || condition.kind == Kind::kAtMost;
}

bool is_of_probability(const Condition& condition) {
  return is_threshold(condition) || condition.kind == Kind::kRises ||
         condition.kind == Kind::kFalls;
}

/// `clear` and `origins` are for conditions on a probability, and `clear` lies on their far side.
void check_against_condition(const Alert& alert, const Table& table) {
  if (!is_of_probability(alert.condition)) {
    if (table.has("clear")) {
      table.error("clear",
                  fmt::format("\"{}\" takes no clear: what clears it is fixed", alert.when),
                  "leave the line out");
    }
    if (table.has("origins")) {
      table.error("origins", fmt::format("\"{}\" takes no origins", alert.when),
                  "only a condition on the probability can be judged without an origin");
    }
    return;
  }
  if (!alert.clear) return;
  const bool at_most = alert.condition.kind == Kind::kAtMost;
  const double beyond = *alert.clear - alert.condition.level;
  if (at_most ? beyond < 0 : beyond > 0) {
    table.error("clear",
                fmt::format("clear {} is {} what raises it, \"{}\"", table.written("clear"),
                            at_most ? "below" : "above", alert.when),
                "between the two an alert stays as it is");
  }
}

/// A value at which an alert may well be cleared: ten points beyond its level, or half way to the
/// end.
double suggested_clear(const Condition& condition) {
  constexpr double kBeyond = 0.1;
  return condition.kind == Kind::kAtLeast
             ? std::max(condition.level - kBeyond, condition.level / 2)
             : std::min(condition.level + kBeyond, (1 + condition.level) / 2);
}

/// Where a scenario with a horizon would stand then if nothing were heard: the prior, fading to the
/// base rate.
double foretold(const Scenario& scenario) {
  const double base_rate = base_rate_of(scenario).value();
  const Days open = *scenario.horizon - scenario.opened;
  return base_rate +
         (scenario.prior.value() - base_rate) * std::exp(-(open / scenario.persistence));
}

void doubt(const AlertDraft& draft, const Scenario* scenario) {
  const Alert& alert = draft.alert;
  const Table& table = draft.table;
  if (alert.because.empty() && !alert.id.empty()) {
    table.warning("id", fmt::format("\"{}\" has no because", alert.id),
                  "say why: what is to be done when it is raised");
  }
  if (!is_threshold(alert.condition)) return;
  if (!table.has("clear")) {
    table.warning("when", "without clear, one reading on the other side clears it",
                  fmt::format("write clear = {:.3g}: between the two it stays as it is",
                              suggested_clear(alert.condition)));
  }
  if (scenario == nullptr || (alert.condition.at_horizon && !scenario->horizon)) return;
  const bool at_horizon = alert.condition.at_horizon;
  const double reading = at_horizon ? foretold(*scenario) : scenario->prior.value();
  const double level = alert.condition.level;
  if (alert.condition.kind == Kind::kAtLeast ? reading >= level : reading <= level) {
    table.warning("when",
                  fmt::format("{} of \"{}\", {:.3g}, passes it: it will be raised before there is "
                              "any evidence",
                              at_horizon ? "what the prior comes to at the horizon" : "the prior",
                              scenario->id, reading));
  }
}

}  // namespace

bool listens_to(const Scenario& scenario, const std::string& indicator) {
  return std::any_of(scenario.expects.begin(), scenario.expects.end(),
                     [&](const Expectation& e) { return e.indicator == indicator; }) ||
         std::any_of(scenario.assumes.begin(), scenario.assumes.end(), [&](const Assumption& a) {
           return std::find(a.broken_by.begin(), a.broken_by.end(), indicator) != a.broken_by.end();
         });
}

AlertDraft read_alert(Table table) {
  AlertDraft draft{{}, std::move(table)};
  Alert& a = draft.alert;
  Table& t = draft.table;
  a.id = t.id("id");
  a.title = t.bilingual("title");
  a.scenario = t.id("scenario");
  if (const auto when = t.some_line("when", Need::kRequired)) {
    a.when = *when;
    const Parsed<Condition> condition = parse_condition(a.when);
    draft.complete = static_cast<bool>(condition);
    if (condition) {
      a.condition = *condition;
    } else {
      t.error("when", "when: " + condition.problem().message, condition.problem().hint);
    }
  }
  a.in_a_row =
      t.whole("for", 1, kMostTimes, "2: only at the second assessment in a row").value_or(1);
  a.clear = t.number(
      "clear", [](double x) { return x > 0 && x < 1; }, "(0, 1)", "write 60 % as 0.6");
  a.hold = t.duration("hold").value_or(Days(0));
  if (a.hold.count() > kLongestHold) t.error("hold", "hold is longer than 100 years");
  a.origins = t.whole("origins", 1, kMostTimes, "2: only if it would hold without any one origin")
                  .value_or(1);
  a.because = t.prose("because");
  t.refuse_other_keys();
  if (draft.complete) check_against_condition(a, t);
  return draft;
}

void judge(const AlertDraft& draft, const References& references) {
  const Alert& alert = draft.alert;
  const Scenario* scenario = references.scenario(draft.table, "scenario", alert.scenario);
  if (!draft.complete) return;
  if (alert.condition.at_horizon && scenario != nullptr && !scenario->horizon) {
    draft.table.error(
        "when", fmt::format("\"{}\" has no horizon", scenario->id),
        fmt::format("give it one, or write \"probability {} {:.3g}\"",
                    alert.condition.kind == Kind::kAtLeast ? ">=" : "<=", alert.condition.level));
  }
  if (alert.condition.kind == Kind::kSeen) {
    const Indicator* indicator =
        references.indicator(draft.table, "when", alert.condition.indicator);
    if (indicator != nullptr && scenario != nullptr && !listens_to(*scenario, indicator->id)) {
      draft.table.error("when",
                        fmt::format("\"{}\" neither expects \"{}\" nor has an assumption that it "
                                    "breaks",
                                    scenario->id, indicator->id),
                        "add it to the scenario, or watch another of its indicators");
    }
  }
  doubt(draft, scenario);
}

}  // namespace signpost::intake
