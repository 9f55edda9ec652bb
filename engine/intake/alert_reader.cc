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
      table.error("clear", {"intake.takes-no-clear", {{"condition", alert.when}}},
                  "intake.leave-out.hint");
    }
    if (table.has("origins")) {
      table.error("origins", {"intake.takes-no-origins", {{"condition", alert.when}}},
                  "intake.takes-no-origins.hint");
    }
    return;
  }
  if (!alert.clear) return;
  const bool at_most = alert.condition.kind == Kind::kAtMost;
  const double beyond = *alert.clear - alert.condition.level;
  if (at_most ? beyond < 0 : beyond > 0) {
    table.error("clear",
                {at_most ? "intake.clear-below" : "intake.clear-above",
                 {{"clear", table.written("clear")}, {"condition", alert.when}}},
                "intake.clear.hint");
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
    table.warning("id", {"intake.alert-without-because", {{"alert", alert.id}}},
                  "intake.alert-without-because.hint");
  }
  if (!is_threshold(alert.condition)) return;
  if (!table.has("clear")) {
    table.warning("when", "intake.without-clear",
                  {"intake.without-clear.hint",
                   {{"clear", fmt::format("{:.3g}", suggested_clear(alert.condition))}}});
  }
  if (scenario == nullptr || (alert.condition.at_horizon && !scenario->horizon)) return;
  if (scenario->criterion) return;  // where it starts its history says
  const bool at_horizon = alert.condition.at_horizon;
  const double reading = at_horizon ? foretold(*scenario) : scenario->prior.value();
  const double level = alert.condition.level;
  if (alert.condition.kind == Kind::kAtLeast ? reading >= level : reading <= level) {
    table.warning("when",
                  {at_horizon ? "intake.prior-passes-at-horizon" : "intake.prior-passes",
                   {{"scenario", scenario->id}, {"reading", fmt::format("{:.3g}", reading)}}});
  }
}

bool names(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

bool listens_to(const Scenario& scenario, const std::string& indicator) {
  return std::any_of(scenario.expects.begin(), scenario.expects.end(),
                     [&](const Expectation& e) { return e.indicator == indicator; }) ||
         std::any_of(scenario.assumes.begin(), scenario.assumes.end(),
                     [&](const Assumption& a) { return names(a.broken_by, indicator); }) ||
         (scenario.criterion && names(scenario.criterion->indicators, indicator));
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
      t.wrong("when", condition.problem());
    }
  }
  a.in_a_row = t.whole("for", 1, kMostTimes, "intake.for.hint").value_or(1);
  a.clear = t.number(
      "clear", [](double x) { return x > 0 && x < 1; }, "(0, 1)", "intake.clear-percent.hint");
  a.hold = t.duration("hold").value_or(Days(0));
  if (a.hold.count() > kLongestHold) t.error("hold", "intake.hold-too-long");
  a.origins = t.whole("origins", 1, kMostTimes, "intake.origins.hint").value_or(1);
  a.because = t.either("because");
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
        "when", {"intake.no-horizon", {{"scenario", scenario->id}}},
        {"intake.no-horizon.hint",
         {{"example", fmt::format("\"probability {} {:.3g}\"",
                                  alert.condition.kind == Kind::kAtLeast ? ">=" : "<=",
                                  alert.condition.level)}}});
  }
  if (alert.condition.kind == Kind::kSeen) {
    const Indicator* indicator =
        references.indicator(draft.table, "when", alert.condition.indicator);
    if (indicator != nullptr && scenario != nullptr && !listens_to(*scenario, indicator->id)) {
      draft.table.error(
          "when",
          {"intake.does-not-listen", {{"scenario", scenario->id}, {"indicator", indicator->id}}},
          "intake.does-not-listen.hint");
    }
  }
  doubt(draft, scenario);
}

}  // namespace signpost::intake
