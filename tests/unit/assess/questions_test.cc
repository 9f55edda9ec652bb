// What the desk makes of definitions and items: kinds, usual grades, set times, happenings, denials
// and the keys of events.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/assess/archive.h"
#include "engine/assess/dossier.h"
#include "engine/assess/explanation.h"
#include "engine/assess/history.h"
#include "engine/assess/in_force.h"
#include "engine/assess/indicator_lines.h"
#include "engine/assess/touched.h"
#include "engine/belief/steps.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;
using std::chrono::hours;

namespace {

constexpr Days kForeverLong{std::numeric_limits<double>::infinity()};

Moment at(int number) { return {day(number), day(number)}; }

Assessment assess_rise(const FakeSnapshot& snapshot, int number) {
  return assess::testing::assessed(snapshot, "rise", at(number));
}

double odds(const FakeSnapshot& snapshot, int number) {
  return assess::testing::glance(snapshot, "rise", at(number)).log_odds.nats();
}

/// "rise" asks whether something will have happened, and "plots" is its answer.
FakeSnapshot answered_by_plots() {
  FakeSnapshot snapshot;
  snapshot.rise().asks = Asks::kByHorizon;
  snapshot.rise().persistence = kForeverLong;
  snapshot.rise().base_rate.reset();
  snapshot.about("plots").once = true;
  Expectation& answer = snapshot.rise().expects[1];
  answer.happening = true;
  answer.if_true.rate = Rate(-std::log(0.1) / 365);
  answer.if_false = {};
  return snapshot;
}

/// "plots" can be seen at set times only.
FakeSnapshot at_set_times(const Occasions& occasions) {
  FakeSnapshot snapshot;
  snapshot.about("plots").occasions = occasions;
  Expectation& each = snapshot.rise().expects[1];
  each.if_true = {"70% each time", Rate(0), Probability(0.7)};
  each.if_false = {"20% each time", Rate(0), Probability(0.2)};
  return snapshot;
}

}  // namespace

TEST_CASE("an indicator listens as far as its usual reports are worth") {
  FakeSnapshot snapshot;
  const auto silence = [&] {
    return assess_rise(snapshot, 10).ledger->silence.at(0).watched.count();
  };
  CHECK(silence() == doctest::Approx(10 * 28.0 / 31));
  snapshot.about("raids").usual_grade = Grade{'C', std::uint8_t{3}};
  CHECK(silence() == doctest::Approx(10 * 0.6));
  snapshot.about("raids").coverage = {{day(0), day(5), 1, {}}};
  CHECK(silence() == doctest::Approx(5 + 5 * 0.6));
}

TEST_CASE("an indicator is of the nearest one expected, through those that are not") {
  FakeSnapshot snapshot;
  Indicator between;
  between.id = "armed-acts";
  between.of = "raids";
  snapshot.define(between);
  snapshot.about("plots").of = "armed-acts";
  Indicator other = between;
  other.id = "thefts";
  other.of = "crimes";  // not defined yet
  snapshot.define(other);
  snapshot.rise().expects.push_back(FakeSnapshot::expectation("thefts", 0.3, 0.2));
  assess::Archive archive(snapshot);
  const assess::NamedQuestion named = archive.ask("rise", day(10));
  REQUIRE(named.indicators.size() == 3);  // plots, raids, thefts
  CHECK(named.question.streams[0].of == 1);
  CHECK(named.question.streams[1].of == belief::kNoWider);
  CHECK(named.question.streams[2].of == belief::kNoWider);
  // A plot that is told as a raid too counts once, as what it is, and the raid keeps nothing.
  const ItemId both = snapshot.add(5, "plots", 0.9, 5);
  snapshot.version(both).content.sightings.push_back({"raids", {}});
  const Assessment assessed = assess_rise(snapshot, 10);
  REQUIRE(assessed.ledger->evidence.size() == 1);
  CHECK(assessed.ledger->evidence[0].indicator == "plots");
  REQUIRE(assessed.ledger->not_counted.size() == 1);
  CHECK(assessed.ledger->not_counted[0].reason == NotCountedReason::kNarrowerKind);
}

TEST_CASE("set times are told one by one, up to the horizon and one at least") {
  Occasions occasions;
  occasions.dates = {day(30), day(60), day(400)};
  const FakeSnapshot snapshot = at_set_times(occasions);
  CHECK(assess::occasions_of(snapshot.indicator("plots")[0].content, day(365)) ==
        std::vector<Instant>{day(30), day(60)});
  CHECK(assess::occasions_of(snapshot.indicator("plots")[0].content, day(10)) ==
        std::vector<Instant>{day(30)});
}

TEST_CASE("set times may follow a rule in a time zone of their own") {
  Occasions occasions;
  occasions.every = "month on the 5th at 10:00";
  occasions.rule = "FREQ=MONTHLY;BYMONTHDAY=5;BYHOUR=10;BYMINUTE=0;BYSECOND=0";
  occasions.timezone = "Asia/Damascus";
  occasions.from = day(0);
  const auto fifth = [](int month, int hour) {
    return Instant(std::chrono::sys_days(std::chrono::year(2022) /
                                         std::chrono::month(static_cast<unsigned>(month)) / 5)) +
           hours(hour);
  };
  const FakeSnapshot snapshot = at_set_times(occasions);
  // Summer time begins on 25 March.
  CHECK(assess::occasions_of(snapshot.indicator("plots")[0].content, day(95)) ==
        std::vector<Instant>{fifth(2, 8), fifth(3, 8), fifth(4, 7)});
  const Assessment assessed = assess_rise(snapshot, 95);
  CHECK(assessed.ledger->silence.at(1).occasions == doctest::Approx(3 * 28.0 / 31));
  CHECK(assessed.ledger->silence.at(1).watched.count() == 0);
}

TEST_CASE("an occasion's ratio is that of its two chances, and its evidence counts at its time") {
  Occasions occasions;
  occasions.dates = {day(30), day(60)};
  FakeSnapshot snapshot = at_set_times(occasions);
  snapshot.add(33, "plots", 0.9, 33);
  snapshot.add(5, "plots", 0.9, 33);
  const Assessment assessed = assess_rise(snapshot, 40);
  REQUIRE(assessed.ledger->evidence.size() == 1);
  const LedgerEvent& event = assessed.ledger->evidence[0];
  CHECK(event.kind == EventKind::kOccasion);
  REQUIRE(event.ratio.has_value());
  CHECK(*event.ratio == doctest::Approx(3.5));
  CHECK(event.items == std::vector<ItemId>{1});
  // On 28 January + 5 days there had been no occasion yet.
  REQUIRE(assessed.ledger->not_counted.size() == 1);
  CHECK(assessed.ledger->not_counted[0].reason == NotCountedReason::kNoOccasion);
  CHECK(assess::testing::ask(
            snapshot,
            [&](assess::Archive& archive) { return assess::indicator_lines(archive, at(40), {}); })
            .at(1)
            .moves.at(0)
            .ratio == doctest::Approx(3.5));
}

TEST_CASE("a happening is the answer: it has no ratio, came true from 0.95 on and stays so") {
  FakeSnapshot snapshot = answered_by_plots();
  CHECK_FALSE(assess_rise(snapshot, 40).came_true.has_value());
  const ItemId first = snapshot.add(20, "plots", 0.9, 21);
  {
    const Standing standing = assess::testing::standings(snapshot, at(40)).scenarios.front();
    CHECK_FALSE(standing.assessment.came_true.has_value());
    REQUIRE(standing.happened.has_value());
    CHECK_FALSE(standing.happened->came_true());
    CHECK(standing.happened->credibility.value() == doctest::Approx(0.9));
    CHECK(standing.assessment.probability.value() >= 0.9);
  }
  const ItemId second = snapshot.add(20, "plots", 0.95, 22);
  for (const ItemId id : {first, second}) snapshot.version(id).content.event = "the plot";
  const Standing standing = assess::testing::standings(snapshot, at(40)).scenarios.front();
  REQUIRE(standing.assessment.came_true.has_value());
  CHECK(standing.assessment.came_true->items == std::vector<ItemId>{1, 2});
  CHECK(standing.assessment.came_true->occurred == day(20));
  REQUIRE(standing.happened.has_value());
  CHECK(standing.happened->items.front().item == second);  // the most credible first
  const LedgerEvent& event = standing.assessment.ledger->evidence.front();
  CHECK(event.kind == EventKind::kHappening);
  CHECK_FALSE(event.ratio.has_value());
  CHECK(event.today.nats() ==
        doctest::Approx(
            (standing.assessment.probability.log_odds() - event.without.log_odds()).nats()));
  // What has happened stays happened, however long the raids are not seen.
  CHECK(assess_rise(snapshot, 360).probability.value() >= 0.995);
}

TEST_CASE("one that had happened before the opening is told, and counts nothing") {
  FakeSnapshot snapshot = answered_by_plots();
  const double before = odds(snapshot, 40);
  snapshot.add(-3, "plots", 0.95, 1);
  const Assessment assessed = assess_rise(snapshot, 40);
  CHECK(assessed.log_odds.nats() == before);
  CHECK_FALSE(assessed.came_true.has_value());
  REQUIRE(assessed.ledger->not_counted.size() == 1);
  CHECK(assessed.ledger->not_counted[0].reason == NotCountedReason::kHadHappened);
}

TEST_CASE("a denial weakens its event, is named beside it, and touches nothing else") {
  FakeSnapshot snapshot;
  for (const char* event : {"one", "two"}) {
    snapshot.version(snapshot.add(10, "raids", 0.9, 10)).content.event = event;
  }
  const Assessment before = assess_rise(snapshot, 20);
  const LogOdds unaware = assess::testing::glance(snapshot, "rise", {day(20), day(11)}).log_odds;
  const ItemId denial = snapshot.deny(12, "one", 0.8, 12);
  const Assessment after = assess_rise(snapshot, 20);
  CHECK(after.log_odds < before.log_odds);
  REQUIRE(after.ledger->evidence.size() == 2);
  for (const LedgerEvent& event : after.ledger->evidence) {
    const bool denied = event.event == "one";
    CHECK(event.denied_by == (denied ? std::vector<ItemId>{denial} : std::vector<ItemId>{}));
    const double left = 0.9 * 0.2 / (1 - 0.9 * 0.8);
    CHECK(event.credibility.value() == doctest::Approx(denied ? left : 0.9));
  }
  // Before it was known it changed nothing.
  CHECK(assess::testing::glance(snapshot, "rise", {day(20), day(11)}).log_odds == unaware);
}

TEST_CASE("who denies what they told takes it back; what nobody told cannot be denied") {
  FakeSnapshot snapshot;
  snapshot.add(5, "raids", 0.9, 5);
  const double before = odds(snapshot, 20);
  store::ItemVersion& told = snapshot.version(snapshot.add(10, "raids", 0.9, 10));
  told.content.event = "one";
  told.content.source = "a driver";
  snapshot.version(snapshot.deny(12, "one", 0.3, 12)).content.source = "A Driver";
  CHECK(odds(snapshot, 20) == before);
  const Assessment taken_back = assess_rise(snapshot, 20);
  REQUIRE(taken_back.ledger->not_counted.size() == 2);  // what was told, and its denial
  REQUIRE_FALSE(taken_back.ledger->not_counted.empty());
  for (const NotCounted& entry : taken_back.ledger->not_counted) {
    CHECK(entry.reason == NotCountedReason::kTakenBack);
  }
  const ItemId idle = snapshot.deny(13, "nothing", 0.9, 13);
  CHECK(odds(snapshot, 20) == before);
  // It stands in no account: nothing here is about it.
  const Assessment assessed = assess_rise(snapshot, 20);
  for (const NotCounted& entry : assessed.ledger->not_counted) {
    CHECK(entry.items != std::vector<ItemId>{idle});
  }
}

TEST_CASE("a denial touches every scenario in which its event stands, and no other") {
  FakeSnapshot snapshot;
  Scenario other = snapshot.rise();
  other.id = "fall";
  other.expects = {FakeSnapshot::expectation("collapse", 0.2, 0.1)};
  snapshot.define(other);
  snapshot.version(snapshot.add(10, "raids", 0.9, 10)).content.event = "Raid 7";
  const ItemId id = snapshot.add(11, "raids", 0.9, 11);
  snapshot.version(id).content.sightings.clear();
  snapshot.version(id).content.event = "the speech";
  snapshot.version(id).content.bears = {{"fall", 3, "for"}};
  const auto touched = [&](const char* event) {
    Item denial;
    denial.denies = event;
    return assess::testing::ask(
        snapshot, [&](assess::Archive& archive) { return assess::touched_by(archive, denial); });
  };
  CHECK(touched("raid 7") == std::vector<std::string>{"rise"});
  CHECK(touched("The Speech") == std::vector<std::string>{"fall"});
  CHECK(touched("nothing").empty());
  CHECK(touched("").empty());
}

TEST_CASE("event keys are one key however they are spelt") {
  // "café raid" composed and decomposed, with a no-break space; and an Arabic name with and without
  // hamza, marks and tatweel.
  for (const auto& names :
       {std::pair("caf\u00E9 raid", "Cafe\u0301 raid"),
        std::pair("caf\u00E9 raid", "caf\u00E9\u00A0raid"),
        std::pair("raid  on  al-Hasakah", " raid on al-hasakah "),
        std::pair("هجوم الأحد", "هجوم الاحد"), std::pair("غويران", "غُويـران")}) {
    const char* const one = names.first;
    const char* const other = names.second;
    CAPTURE(one);
    CAPTURE(other);
    FakeSnapshot snapshot;
    snapshot.version(snapshot.add(10, "raids", 0.7, 10)).content.event = one;
    snapshot.version(snapshot.add(10, "raids", 0.8, 11)).content.event = other;
    const Assessment assessed = assess_rise(snapshot, 20);
    REQUIRE(assessed.ledger->evidence.size() == 1);
    CHECK(assessed.ledger->evidence[0].items == std::vector<ItemId>{1, 2});
    CHECK(assessed.ledger->evidence[0].event == one);  // as it was first spelt
    snapshot.deny(12, one, 0.5, 12);
    CHECK(assess_rise(snapshot, 20).ledger->evidence[0].denied_by == std::vector<ItemId>{3});
  }
}

TEST_CASE("no order of entry and no redaction changes a bit of belief") {
  struct Told {
    int occurred;
    const char* indicator;
    double credibility;
    const char* event;
    const char* source;
  };
  // Many at one instant, so that the order of their sums is that of the keys.
  const std::vector<Told> told = {
      {10, "raids", 0.71, "alpha", "one"},   {10, "raids", 0.83, "beta", "two"},
      {10, "raids", 0.57, "gamma", "one"},   {10, "raids", 0.91, "delta", "three"},
      {10, "plots", 0.77, "epsilon", "two"}, {10, "raids", 0.66, "alpha", "three"},
      {10, "raids", 0.59, "zeta", "four"}};
  const auto entered = [&](bool backwards) {
    FakeSnapshot snapshot;
    for (std::size_t i = 0; i < told.size(); ++i) {
      const Told& one = told[backwards ? told.size() - 1 - i : i];
      store::ItemVersion& version =
          snapshot.version(snapshot.add(one.occurred, one.indicator, one.credibility, 10));
      version.content.event = one.event;
      version.content.source = one.source;
    }
    snapshot.version(snapshot.deny(11, "beta", 0.4, 11)).content.source = "four";
    return snapshot;
  };
  FakeSnapshot plain = entered(false);
  CHECK(odds(entered(true), 30) == odds(plain, 30));
  FakeSnapshot redacted = entered(false);
  for (const ItemId id : {1, 4, 8}) {
    store::ItemVersion& gone = redacted.version(id);
    gone.redacted = true;
    gone.pseudonymous = {
        {{kBeginning, kForever}, std::nullopt, redacted.pseudonym(gone.content.source)}};
    gone.content.source.clear();
    gone.content.text.clear();
  }
  CHECK(odds(redacted, 30) == odds(plain, 30));
}

TEST_CASE("a scenario stands above what it implies, or does not") {
  FakeSnapshot snapshot;
  Scenario wider = snapshot.rise();
  wider.id = "wider";
  wider.prior = Probability(0.3);
  snapshot.define(wider);
  snapshot.rise().implies = {"wider", "not-loaded-yet"};
  const auto above = [&] {
    return assess::testing::standings(snapshot, at(10)).scenarios.at(0).above;
  };
  REQUIRE(above().size() == 1);
  CHECK(above()[0].id == "wider");
  snapshot.rise().prior = Probability(0.2);
  CHECK(above().empty());
}

TEST_CASE("what a definition says of days before it was loaded is marked as hindsight") {
  FakeSnapshot snapshot;
  snapshot.scenario_revision().recorded = day(100);
  const auto defined = [&](int known_at) {
    return assess::testing::standings(snapshot, {day(30), day(known_at)})
        .scenarios.at(0)
        .defined_on;
  };
  CHECK(defined(99) == day(100));
  CHECK_FALSE(defined(100).has_value());
}

TEST_CASE(
    "what was first stated and what it was revised to are told apart from slips at the start") {
  FakeSnapshot snapshot;
  const auto revise = [&](int number, int known, double prior, double rate) {
    store::Revision<Scenario> revision = snapshot.scenario_revision();
    revision.revision = number;
    revision.known.from = day(known);
    revision.content.prior = Probability(prior);
    revision.content.expects[0].if_true.rate = Rate(rate);
    snapshot.revise(revision);
  };
  const auto standing = [&](int known) {
    return assess::testing::standings(snapshot, {day(30), day(known)}).scenarios.at(0);
  };
  CHECK(standing(50).revised.empty());
  revise(2, 40, 0.6, 0.2);
  CHECK(standing(39).revised.empty());
  const std::vector<Standing::Revised> once = standing(50).revised;
  REQUIRE(once.size() == 2);
  CHECK(once[0].prior.value() == 0.4);
  CHECK(once[1].prior.value() == 0.6);
  CHECK(once[1].on == day(40));
  CHECK_FALSE(standing(50).rates_revised);
  revise(3, 60, 0.6, 0.3);
  CHECK(standing(70).revised.size() == 2);
  CHECK(standing(70).rates_revised);
}

TEST_CASE("items that came later and do not say when they were known are counted, once each") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const ItemId late = snapshot.add(11, "raids", 0.9, 40);
  snapshot.version(late).recorded = day(40);
  snapshot.version(late).content.sightings.push_back({"plots", {}});
  const ItemId given = snapshot.add(12, "raids", 0.9, 15);
  snapshot.version(given).recorded = day(40);
  snapshot.version(given).content.available_given = true;
  const auto not_available = [&](int as_of, int known_at) {
    const Moment moment{day(as_of), day(known_at), true};
    const int status = assess::testing::standings(snapshot, moment).not_available;
    CHECK(assess::testing::ask(snapshot, [&](assess::Archive& archive) {
            return assess::explanation(assess::Case(archive, "rise", moment));
          }).not_available == status);
    CHECK(assess::testing::ask(snapshot, [&](assess::Archive& archive) {
            return assess::dossiers(archive, {}, moment, day(0), day(50));
          }).not_available == status);
    return status;
  };
  CHECK(not_available(30, 30) == 1);
  CHECK(not_available(10, 30) == 0);  // it had not occurred
  CHECK(not_available(30, 40) == 0);
}

TEST_CASE("over many dates an item counts that was not available at one of them") {
  FakeSnapshot snapshot;
  for (const auto& [occurred, recorded] : {std::pair(10, 12), {20, 20}, {25, 60}, {39, 41}}) {
    const ItemId item = snapshot.add(occurred, "raids", 0.9, recorded);
    snapshot.version(item).recorded = day(recorded);
  }
  const auto at_once = [&](Instant date, std::optional<Instant> known_at) {
    return assess::testing::standings(snapshot, {date, known_at.value_or(date), true})
        .not_available;
  };
  assess::Archive archive(snapshot);
  const std::vector<Instant> all{day(11), day(15), day(20), day(30), day(40), day(50)};
  CHECK(assess::not_available(archive, "rise", all, {}) == 3);
  CHECK(assess::not_available(archive, "rise", all, {day(40)}) == 2);
  CHECK(assess::not_available(archive, "rise", all, {day(60)}) == 0);
  CHECK(assess::not_available(archive, "rise", {}, {}) == 0);
  for (const Instant date : all) {
    const std::vector<Instant> only{date};
    CHECK(assess::not_available(archive, "rise", only, {}) == at_once(date, {}));
    CHECK(assess::not_available(archive, "rise", only, {day(40)}) == at_once(date, day(40)));
  }
}

TEST_CASE("a state's place at its horizon is where it will come back to") {
  FakeSnapshot snapshot;
  for (int i = 1; i < 9; ++i) snapshot.add(i, "raids", 0.9, i);
  const Assessment now = assess::testing::glance(snapshot, "rise", at(10));
  REQUIRE(now.at_horizon.has_value());
  const double p = now.probability.value();
  CHECK(now.at_horizon->value() == doctest::Approx(0.3 + (p - 0.3) * std::exp(-355.0 / 180)));
  snapshot.rise().horizon.reset();
  CHECK_FALSE(assess::testing::glance(snapshot, "rise", at(10)).at_horizon.has_value());
}

TEST_CASE("what a grade is worth is read by the table that stood then") {
  FakeSnapshot snapshot;
  const ItemId told = snapshot.add(5, "raids", 0.9, 5);
  snapshot.version(told).content.credibility.reset();
  snapshot.version(told).content.grade = *parse_grade("C3");
  snapshot.about("raids").usual_grade = *parse_grade("C3");
  const double before = odds(snapshot, 20);
  snapshot.grade("C", 9, 10);
  CHECK(odds(snapshot, 9) == odds(FakeSnapshot(snapshot), 9));
  CHECK(odds(snapshot, 20) != before);
  assess::Archive archive(snapshot);
  CHECK(archive.item(told, day(9))->credibility->value() == doctest::Approx(0.6));
  CHECK(archive.item(told, day(10))->credibility->value() == doctest::Approx(0.9));
  CHECK(archive.table_at(day(9)) == GradeTable{});
  const belief::Question question = archive.ask("rise", day(20)).question;
  CHECK(belief::value_at(question.streams[1].coverage, day(20)) == doctest::Approx(0.9));
  CHECK(archive.changes("rise", day(9), day(20)) == std::vector<Instant>{day(10)});
}

TEST_CASE("a change of the table is told apart in what moved") {
  FakeSnapshot snapshot;
  const ItemId told = snapshot.add(5, "raids", 0.9, 5);
  snapshot.version(told).content.credibility.reset();
  snapshot.version(told).content.grade = *parse_grade("C3");
  snapshot.grade("C", 9, 15);
  assess::Archive archive(snapshot);
  const Dossier moved = assess::dossier(assess::Case(archive, "rise", at(20)), day(10));
  REQUIRE(moved.movement);
  const auto is_of = [](Movement::Kind kind) {
    return [kind](const Movement::Part& part) { return part.kind == kind; };
  };
  const auto& parts = moved.movement->parts;
  const auto graded = std::find_if(parts.begin(), parts.end(), is_of(Movement::Kind::kGrades));
  REQUIRE(graded != parts.end());
  CHECK(graded->change > LogOdds());  // what was seen is believed more
  CHECK(std::none_of(parts.begin(), parts.end(), is_of(Movement::Kind::kDefinitions)));
  LogOdds sum;
  for (const Movement::Part& part : parts) sum += part.change;
  CHECK(sum.nats() == doctest::Approx(moved.movement->change.nats()).epsilon(1e-9));
}
