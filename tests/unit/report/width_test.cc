// No line is ever wider than the terminal, and nothing from outside reaches it raw: whatever
// titles, texts and names hold, at every width from 60 to 140.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/evidence.h"
#include "engine/report/explain.h"
#include "engine/report/history.h"
#include "engine/report/indicators.h"
#include "engine/report/status.h"
#include "tests/unit/report/safe.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

constexpr std::array<std::string_view, 22> kPieces = {
    "attack",
    "on the prison of al-Sina'a in Ghwayran",
    "هجوم",
    "قال المرصد السوري لحقوق الإنسان إنّ",
    "مُـــسَـــلَّـــحُـــونَ",
    "\x1b[31m",
    "\x1b]8;;http://evil\x1b\\",
    "\xC2\x9B"
    "2J",
    "\u202E",
    "\u2066",
    "\u2069",
    "\u200F",
    "\n",
    "\t",
    "e\u0301\u0301\u0301\u0301",
    "👩‍👩‍👧‍👦",
    "中文全角",
    "https://example.org/a/very/long/address/that/no/line/can/hold/without/being/broken/somewhere",
    "   ",
    "\xFF\xC3",
    "\u0301",
    "",
};

std::string outside_text() {
  const auto picks = *rc::gen::container<std::vector<std::size_t>>(
      rc::gen::inRange<std::size_t>(0, kPieces.size()));
  std::string text;
  for (const std::size_t pick : picks) {
    text += kPieces.at(pick);
    if (pick % 3 != 0) text += ' ';
  }
  return text;
}

Terminal some_terminal() {
  return {.width = *rc::gen::inRange<std::size_t>(60, 141),
          .is_terminal = *rc::gen::arbitrary<bool>(),
          .color = *rc::gen::arbitrary<bool>(),
          .unicode = *rc::gen::arbitrary<bool>()};
}

Language some_language() {
  return *rc::gen::arbitrary<bool>() ? Language::kArabic : Language::kEnglish;
}

void spoil(Item& item) {
  item.text = outside_text();
  item.source = outside_text();
  item.event = outside_text();
  item.place = outside_text();
  item.note = outside_text();
  item.url = outside_text();
  item.id = outside_text();
  for (Sighting& sighting : item.sightings) sighting.indicator = outside_text();
}

void spoil(Standing& standing) {
  Scenario& scenario = standing.scenario;
  scenario.id = outside_text();
  scenario.title = {outside_text(), outside_text()};
  scenario.forecast = {outside_text(), outside_text()};
  scenario.publication = outside_text();
  if (*rc::gen::arbitrary<bool>()) scenario.part_of = outside_text();
  for (Assumption& assumption : scenario.assumes) assumption.text.en = outside_text();
  for (AssumptionInDoubt& doubt : standing.in_doubt) doubt.assumption.text.ar = outside_text();
  if (standing.latest) spoil(standing.latest->content);
}

void spoil(std::map<std::string, Indicator>& indicators) {
  for (auto& [id, indicator] : indicators) indicator.title = {outside_text(), outside_text()};
}

void expect_safe(const std::string& printed, const Terminal& terminal) {
  const std::string wrong = what_is_wrong(printed, terminal);
  if (!wrong.empty()) RC_FAIL(wrong + "\nat " + std::to_string(terminal.width) + " columns");
}

}  // namespace

TEST_CASE("what is printed as it stands is safe at every width") {
  for (std::size_t width = 60; width <= 140; ++width) {
    for (const Terminal& terminal :
         {world::pipe(width), world::coloured(width), world::ascii(width)}) {
      const Instant now = world::now();
      CHECK(what_is_wrong(status_text(world::in_hindsight(), {.now = now}, terminal), terminal) ==
            "");
      CHECK(what_is_wrong(explain_text(world::explanation(), {.all = true, .now = now}, terminal),
                          terminal) == "");
      CHECK(what_is_wrong(history_text(world::history(), {.now = now}, terminal), terminal) == "");
      CHECK(what_is_wrong(indicators_text(world::board(), {.now = now}, terminal), terminal) == "");
      CHECK(what_is_wrong(evidence_text(world::evidence(), {.now = now}, terminal), terminal) ==
            "");
      CHECK(what_is_wrong(item_text(world::story(), {.now = now}, terminal), terminal) == "");
    }
  }
}

TEST_CASE("status is safe whatever outside text it shows") {
  CHECK(rc::check([] {
    Standings standings = world::standings();
    for (Standing& standing : standings.scenarios) spoil(standing);
    spoil(standings.indicators);
    const Terminal terminal = some_terminal();
    expect_safe(status_text(standings, {.ids = *rc::gen::arbitrary<bool>(), .now = world::now()},
                            terminal, some_language()),
                terminal);
  }));
}

TEST_CASE("explain is safe whatever outside text it shows") {
  CHECK(rc::check([] {
    Explanation explanation = world::explanation();
    spoil(explanation.standing);
    spoil(explanation.indicators);
    for (auto& [id, line] : explanation.items) spoil(line.content);
    explanation.standing.assessment.ledger->disagreeing_totals = {outside_text()};
    explanation.standing.assessment.ledger->not_counted.back().counted_under = outside_text();
    explanation.advice = {{"list.one", {{"text", outside_text()}}}};
    const Terminal terminal = some_terminal();
    expect_safe(explain_text(explanation, {.all = *rc::gen::arbitrary<bool>(), .now = world::now()},
                             terminal, some_language()),
                terminal);
  }));
}

TEST_CASE("history, indicators and evidence are safe whatever outside text they show") {
  CHECK(rc::check([] {
    const Terminal terminal = some_terminal();
    History history = world::history();
    history.scenario.id = outside_text();
    history.scenario.title = {outside_text(), outside_text()};
    expect_safe(history_text(history, {.now = world::now()}, terminal, some_language()), terminal);
    Board board = world::board();
    for (IndicatorLine& line : board.lines) {
      line.indicator.id = outside_text();
      line.indicator.title = {outside_text(), outside_text()};
      for (IndicatorLine::Moves& move : line.moves) move.scenario = outside_text();
    }
    expect_safe(indicators_text(board, {.now = world::now()}, terminal, some_language()), terminal);
    EvidenceList evidence = world::evidence();
    for (ListedItem& item : evidence.items) spoil(item.line.content);
    expect_safe(evidence_text(evidence, {.now = world::now()}, terminal), terminal);
    ItemStory story = world::story();
    for (StoryVersion& version : story.versions) spoil(version.line.content);
    story.retracted_because = outside_text();
    story.moves = {outside_text(), outside_text()};
    expect_safe(item_text(story, {.now = world::now()}, terminal), terminal);
  }));
}
