#include "engine/cli/not_counted.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/base/text.h"
#include "engine/report/figures.h"
#include "engine/report/line.h"

namespace signpost::cli {
namespace {

std::string reason_in_words(const NotCounted& entry, ItemId item, const Scenario& scenario,
                            const report::Terminal& terminal) {
  switch (entry.reason) {
    case NotCountedReason::kCannotBeJudged:
      return fmt::format(
          "it cannot be judged: not graded, and from no registered source{}; `signpost amend {} "
          "--grade …` judges it",
          report::hundredths(entry.would_be) == 0
              ? std::string()
              : fmt::format(" (at C3 it would be worth {} dB)",
                            report::decibans(entry.would_be, terminal)),
          item);
    case NotCountedReason::kBeforeOpening:
      return fmt::format("it is from before the scenario opened ({}): the prior holds it",
                         to_short_date(scenario.opened));
    case NotCountedReason::kAfterHorizon:
      return fmt::format("it is from after the horizon ({}): the clock has stopped",
                         scenario.horizon ? to_short_date(*scenario.horizon) : "none");
    case NotCountedReason::kCountedElsewhere:
      return entry.counted_under.empty()
                 ? std::string("its event counts where it bears on the scenario directly")
                 : fmt::format("its event weighs more under {} and counts there",
                               entry.counted_under);
    case NotCountedReason::kNothingLeft:
      return "narrower totals and single events have told all that it tells";
    case NotCountedReason::kNoneSeen:
      return "a count of 0 is no event: it says that someone looked, which silence counts";
    case NotCountedReason::kHadHappened:
      return fmt::format(
          "what the scenario asks about is dated before it opened ({}): is this the "
          "right forecast?",
          to_short_date(scenario.opened));
    case NotCountedReason::kNarrowerKind:
      return "all of it counts as a narrower kind of the same";
    case NotCountedReason::kTakenBack:
      return "its own source denies it";
    case NotCountedReason::kDeniesNothing:
      return "it denies what nobody has told here; see whether the event's key is spelt as in the "
             "items";
    case NotCountedReason::kNoOccasion:
      return "it is dated before the first of the indicator's set times";
  }
  return {};
}

}  // namespace

std::vector<Idle> where_it_counts_nothing(const store::Store& store, const Session& session,
                                          ItemId item, std::span<const std::string> scenarios) {
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::map<std::string, Scenario> definitions;
  for (Scenario& scenario : snapshot->definitions(kForever).scenarios) {
    const std::string id = scenario.id;
    definitions.emplace(id, std::move(scenario));
  }
  std::vector<Idle> idle;
  for (const std::string& scenario : scenarios) {
    const Assessment assessment =
        assess::Case(archive, scenario, {.as_of = session.clock.now, .known_at = session.clock.now})
            .assessment();
    if (!assessment.ledger) continue;
    for (const NotCounted& entry : assessment.ledger->not_counted) {
      if (std::find(entry.items.begin(), entry.items.end(), item) == entry.items.end()) continue;
      idle.push_back(
          {.scenario = scenario,
           .indicator = entry.indicator,
           .reason = entry.reason,
           .why = reason_in_words(entry, item, definitions[scenario], session.terminal)});
    }
  }
  return idle;
}

void print_idle(const Session& session, std::span<const Idle> idle) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> scenarios;
  for (const Idle& entry : idle) {
    if (!scenarios.contains(entry.why)) order.push_back(entry.why);
    std::string place = entry.scenario;
    if (!entry.indicator.empty()) place += " (" + entry.indicator + ")";
    scenarios[entry.why].push_back(std::move(place));
  }
  for (const std::string& why : order) {
    std::string places;
    for (const std::string& place : scenarios[why]) places += (places.empty() ? "" : ", ") + place;
    session.out << report::paragraph(
        session.terminal, printable(fmt::format("Counts nothing for {}: {}.", places, why)), 2);
  }
}

void write_idle(report::JsonWriter& json, std::span<const Idle> idle) {
  json.key("not_counted").begin_array();
  for (const Idle& entry : idle) {
    json.begin_object().member("scenario", entry.scenario).key("indicator");
    if (entry.indicator.empty()) {
      json.null();
    } else {
      json.value(entry.indicator);
    }
    json.member("reason", in_prose(entry.reason))
        .member("code", to_string(entry.reason))
        .end_object();
  }
  json.end_array();
}

}  // namespace signpost::cli
