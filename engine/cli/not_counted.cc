#include "engine/cli/not_counted.h"

#include <algorithm>
#include <map>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/report/figures.h"

namespace signpost::cli {
namespace {

std::string reason_in_words(const NotCounted& entry, ItemId item, const Scenario& scenario,
                            const report::Speech& speech) {
  switch (entry.reason) {
    case NotCountedReason::kCannotBeJudged:
      return speech.say(report::hundredths(entry.would_be) == 0
                            ? "counts-nothing.cannot-be-judged"
                            : "counts-nothing.cannot-be-judged-worth",
                        {{"db", speech.decibans(entry.would_be)}, {"item", std::to_string(item)}});
    case NotCountedReason::kBeforeOpening:
      return speech.say("counts-nothing.before-opening", {{"day", speech.day(scenario.opened)}});
    case NotCountedReason::kAfterHorizon:
      return speech.say("counts-nothing.after-horizon",
                        {{"day", speech.day(scenario.horizon.value_or(kForever))}});
    case NotCountedReason::kAfterResolution:
      return speech.say("counts-nothing.after-resolution");
    case NotCountedReason::kCountedElsewhere:
      return entry.counted_under.empty()
                 ? speech.say("counts-nothing.bears-directly")
                 : speech.say("counts-nothing.counted-elsewhere",
                              {{"indicator", report::quoted(entry.counted_under)}});
    case NotCountedReason::kNothingLeft:
      return speech.say("counts-nothing.nothing-left");
    case NotCountedReason::kNoneSeen:
      return speech.say("counts-nothing.none-seen");
    case NotCountedReason::kHadHappened:
      return speech.say("counts-nothing.had-happened", {{"day", speech.day(scenario.opened)}});
    case NotCountedReason::kNarrowerKind:
      return speech.say("counts-nothing.narrower-kind");
    case NotCountedReason::kTakenBack:
      return speech.say("counts-nothing.taken-back");
    case NotCountedReason::kDeniesNothing:
      return speech.say("counts-nothing.denies-nothing");
    case NotCountedReason::kNoOccasion:
      return speech.say("counts-nothing.no-occasion");
  }
  return {};
}

}  // namespace

std::vector<CountsNothing> where_it_counts_nothing(const store::Store& store,
                                                   const Session& session, ItemId item,
                                                   std::span<const std::string> scenarios) {
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::map<std::string, Scenario> definitions;
  for (Scenario& scenario : snapshot->definitions(kForever).scenarios) {
    const std::string id = scenario.id;
    definitions.emplace(id, std::move(scenario));
  }
  std::vector<CountsNothing> found;
  for (const std::string& scenario : scenarios) {
    const Assessment assessment =
        assess::Case(archive, scenario, {.as_of = session.clock.now, .known_at = session.clock.now})
            .assessment();
    if (!assessment.ledger) continue;
    for (const NotCounted& entry : assessment.ledger->not_counted) {
      if (std::find(entry.items.begin(), entry.items.end(), item) == entry.items.end()) continue;
      found.push_back({.scenario = scenario,
                       .indicator = entry.indicator,
                       .reason = entry.reason,
                       .why = reason_in_words(entry, item, definitions[scenario], session.speech)});
    }
  }
  return found;
}

report::Page not_counted_page(const Session& session, std::span<const CountsNothing> not_counted) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<Phrase>> places;
  for (const CountsNothing& entry : not_counted) {
    if (!places.contains(entry.why)) order.push_back(entry.why);
    places[entry.why].push_back(
        entry.indicator.empty() ? Phrase("list.one", {{"text", entry.scenario}})
                                : Phrase("counts-nothing.place", {{"scenario", entry.scenario},
                                                                  {"indicator", entry.indicator}}));
  }
  report::Page page(session.speech.language());
  for (const std::string& why : order) {
    const std::string scenarios = session.speech.say(Phrase::series(places[why]));
    page.paragraph(session.say("counts-nothing", {{"scenarios", scenarios}, {"why", why}}),
                   report::Style::kPlain, 2);
  }
  return page;
}

void write_not_counted(report::JsonWriter& json, std::span<const CountsNothing> not_counted) {
  json.key("not_counted").begin_array();
  for (const CountsNothing& entry : not_counted) {
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
