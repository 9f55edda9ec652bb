// What earned the settled forecasts their scores.
#include "engine/assess/credits.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/assess/scorecard.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;

namespace {

score::CreditCard credits_of(const FakeSnapshot& snapshot,
                             const assess::CountingChoices& choices = {}) {
  assess::Archive archive(snapshot);
  return assess::credit_card(archive, {}, day(1000), choices);
}

FakeSnapshot settled() {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 12);
  snapshot.version(snapshot.add(30, "plots", 0.8, 30)).content.source = "The Wire";
  snapshot.version(snapshot.add(60, "raids", 0.7, 70)).content.grade = *parse_grade("B2");
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  return snapshot;
}

const score::CreditLine& line_of(const std::vector<score::CreditLine>& lines, const char* of) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const score::CreditLine& line) { return line.of == of; });
  REQUIRE(found != lines.end());
  return *found;
}

TEST_CASE("credits lead from the prior left alone to the last figure that is scored") {
  const FakeSnapshot snapshot = settled();
  const score::CreditCard card = credits_of(snapshot);
  REQUIRE(card.scenarios.size() == 1);
  const score::ScenarioCredit& one = card.scenarios[0];
  CHECK(std::fabs(one.prior + one.of_evidence() + one.of_silence() + one.fading - one.close) <
        1e-12);
  assess::Archive archive(snapshot);
  const score::Scorecard scores = assess::scorecard(archive, {}, day(1000), {});
  const auto last = [&](score::ForecasterKind kind) {
    return std::log2(scores.scenarios[0].of({kind, {}})->spot->value());
  };
  CHECK(std::fabs(one.close - last(score::ForecasterKind::kProgram)) < 1e-12);
  CHECK(std::fabs(one.prior - last(score::ForecasterKind::kPrior)) < 1e-12);
  CHECK(one.events.size() == 3);
  CHECK(std::fabs(one.fading) < 1e-10);  // of a figure at the horizon
}

TEST_CASE("each indicator, source, grade and kind has its own part") {
  const score::CreditCard card = credits_of(settled());
  const score::CreditLine& raids = line_of(card.indicators, "raids");
  CHECK(raids.events == 2);
  CHECK(raids.pointed_right == 2);
  CHECK(raids.silence < 0);
  CHECK(raids.worth() == score::Worth::kTooFew);
  const score::ScenarioCredit& one = card.scenarios[0];
  double all = 0;
  for (const score::CreditLine& line : card.indicators) all += line.bits();
  CHECK(std::fabs(all - one.of_evidence() - one.of_silence()) < 1e-12);
  CHECK(line_of(card.sources, "the wire").events == 1);
  CHECK(line_of(card.sources, "").events == 2);
  CHECK(line_of(card.grades, "outright").events == 3);
  CHECK(line_of(card.kinds, "report").events == 3);
  CHECK(std::fabs(line_of(card.kinds, "silence").silence - one.of_silence()) < 1e-12);
}

TEST_CASE("what is not settled yes or no, or was before it counted, earns nothing") {
  FakeSnapshot open;
  open.add(10, "raids", 0.9, 12);
  open.settle("rise", Outcome::kOpen, 100, 110);
  CHECK(credits_of(open).scenarios.empty());
  FakeSnapshot late;
  late.loaded(120);
  late.settle("rise", Outcome::kYes, 100, 130);
  CHECK(credits_of(late).scenarios.empty());
  CHECK(credits_of(late).not_counted == 1);
  assess::CountingChoices hindsight;
  hindsight.hindsight = true;
  CHECK(credits_of(late, hindsight).scenarios.size() == 1);
}

TEST_CASE("an item that was recorded after the close earns nothing, but in hindsight") {
  FakeSnapshot snapshot = settled();
  snapshot.version(1).recorded = day(105);  // says it was known on day 12
  CHECK(line_of(credits_of(snapshot).indicators, "raids").events == 1);
  assess::CountingChoices hindsight;
  hindsight.hindsight = true;
  CHECK(line_of(credits_of(snapshot, hindsight).indicators, "raids").events == 2);
}

TEST_CASE("an event that another origin denies is told beside its teller") {
  FakeSnapshot snapshot;
  const ItemId raid = snapshot.add(10, "raids", 0.9, 12);
  snapshot.version(raid).content.event = "north";
  snapshot.version(raid).content.source = "The Wire";
  const ItemId denial = snapshot.deny(12, "north", 0.6, 13);
  snapshot.version(denial).content.source = "The Ministry";
  snapshot.settle("rise", Outcome::kNo, 100, 110);
  const score::CreditCard card = credits_of(snapshot);
  CHECK(line_of(card.sources, "the wire").denied == 1);
  CHECK(line_of(card.sources, "the wire").pointed_right == 0);
}

}  // namespace
