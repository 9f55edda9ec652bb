// The desk's clock in the store: what is kept comes back, is kept once, and nothing of it changes.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

using Ids = std::vector<std::string>;
using Problems = std::vector<std::string>;

const Clock kMonday = clock_at("2022-03-07T03:00Z");

TEST_CASE("schedules and alerts come back as they were loaded, in their order") {
  const ClockWorld world;
  const Definitions back = world.snapshot()->definitions(instant("2022-06-01"));
  CHECK(back.schedules == definitions_with_clock().schedules);
  CHECK(back.alerts == definitions_with_clock().alerts);
  const Loaded again = world.open().load(definitions_with_clock(), clock_at("2022-03-01"));
  CHECK(again.changes.empty());
  CHECK(again.unchanged == 11);
}

TEST_CASE("the first revision of a schedule or alert stands from the start of time") {
  const ClockWorld world;
  Store store = world.open();
  Definitions next = definitions_with_clock();
  next.schedules[0].scenarios.pop_back();
  next.schedules[0].report.reset();
  next.alerts[0].clear.reset();
  const Loaded loaded = store.load(next, clock_at("2022-04-01"));
  REQUIRE(loaded.changes.size() == 2);
  CHECK(loaded.changes[0].kind == "schedule");
  CHECK(loaded.changes[1].kind == "alert");
  CHECK(loaded.changes[1].revision == 2);
  const auto snapshot = store.snapshot();
  const auto schedules = snapshot->schedules();
  REQUIRE(schedules.size() == 3);
  CHECK(schedules[0].known == KnownSpan{kBeginning, instant("2022-04-01")});
  CHECK(schedules[1].known == KnownSpan{instant("2022-04-01"), kForever});
  CHECK(schedules[1].content == next.schedules[0]);
  CHECK(schedules[2].content.id == "plain");
  CHECK(snapshot->alerts()[1].content == next.alerts[0]);
  CHECK(snapshot->definitions(instant("2022-03-31")).alerts == definitions_with_clock().alerts);
  CHECK(snapshot->first_entry_of_alert("rising") == 3);
  CHECK(snapshot->first_entry_of_alert("falling") == 0);
  CHECK(english(world.verify().problems) == Problems{});
}

TEST_CASE("a schedule or alert that names what is not defined is refused") {
  const ClockWorld world;
  const auto refused = [&](const auto& change) {
    Definitions next = definitions_with_clock();
    change(next);
    return error_of([&] { world.open().load(next, clock_at("2022-04-01")); });
  };
  CHECK(refused([](Definitions& next) { next.schedules[1].scenarios = {"growht"}; }) ==
        "schedule \"plain\" names the scenario \"growht\", which is not defined | did you mean "
        "\"growth\"?");
  CHECK(refused([](Definitions& next) { next.alerts[0].scenario = "plam"; }) ==
        "alert \"rising\" names the scenario \"plam\", which is not defined | did you mean "
        "\"plan\"?");
  CHECK(refused([](Definitions& next) { next.alerts[1].condition.indicator = "attack"; }) ==
        "alert \"seen\" names the indicator \"attack\", which is not defined | did you mean "
        "\"attacks\"?");
}

TEST_CASE("every kind of condition and every policy comes back") {
  const World world;
  Definitions next = definitions();
  using Kind = Condition::Kind;
  for (const Kind kind : {Kind::kAtLeast, Kind::kAtMost, Kind::kRises, Kind::kFalls,
                          Kind::kWordChanges, Kind::kSeen, Kind::kNoEvidence}) {
    Alert alert;
    alert.id = to_string(kind);
    alert.scenario = "plan";
    alert.condition.kind = kind;
    next.alerts.push_back(alert);
  }
  for (const Missed missed : {Missed::kEach, Missed::kLatest, Missed::kSkip}) {
    Schedule schedule;
    schedule.id = to_string(missed);
    schedule.missed = missed;
    next.schedules.push_back(schedule);
  }
  world.open().load(next, clock_at("2022-03-01"));
  CHECK(world.snapshot()->definitions(instant("2022-06-01")).alerts == next.alerts);
  CHECK(world.snapshot()->definitions(instant("2022-06-01")).schedules == next.schedules);
}

TEST_CASE("a round comes back bit for bit, with the numbers that it was given") {
  const ClockWorld world;
  Store store = world.open();
  Round first = round_of_monday("2022-03-07");
  REQUIRE(save(store, first, kMonday));
  Round round = round_of_monday("2022-03-21");
  REQUIRE(save(store, round, clock_at("2022-03-21T03:00Z")));
  CHECK(round.assessments[0].number == 3);
  CHECK(round.assessments[1].number == 4);
  CHECK(round.evaluations[0].assessment == 4);
  CHECK(round.evaluations[1].assessment == 3);
  CHECK(round.notices[0].number == 2);
  CHECK(round.notices[0].recorded == instant("2022-03-21T03:00Z"));
  CHECK(round.slot->assessments == 2);
  CHECK(round.slot->recorded == instant("2022-03-21T03:00Z"));

  const auto snapshot = store.snapshot();
  const auto saved = snapshot->assessments({}, true);
  REQUIRE(saved.size() == 4);
  for (const int i : {0, 1}) {
    const auto at = static_cast<std::size_t>(i);
    CHECK(told(saved[at]) == told(first.assessments[at]));
    CHECK(told(saved[at + 2]) == told(round.assessments[at]));
  }
  CHECK(told(saved[0]).find("entry 3 'attacks'") != std::string::npos);
  CHECK(saved[0].assessment.model == kModelNumber);
  for (const char* alert : {"rising", "seen"}) {
    const auto story = snapshot->evaluations(alert, false);
    REQUIRE(story.size() == 2);
    const std::size_t place = std::string_view(alert) == "seen" ? 0 : 1;
    CHECK(told(story[0]) == told(first.evaluations[place]));
    CHECK(told(story[1]) == told(round.evaluations[place]));
    const auto last = snapshot->evaluations(alert, true);
    REQUIRE(last.size() == 1);
    CHECK(told(last[0]) == told(story[1]));
  }
  CHECK(snapshot->evaluations("falling", false).empty());

  const auto slots = snapshot->slots({});
  REQUIRE(slots.size() == 4);
  CHECK(slots[0].key == first.skipped[0]);
  CHECK(slots[0].skipped);
  CHECK(slots[1].key == first.slot->key);
  CHECK_FALSE(slots[1].skipped);
  CHECK(slots[1].recorded == kMonday.now);
  CHECK(slots[1].assessments == 2);
  CHECK(slots[1].report == "weekly/2022-03-07.html");
  CHECK(slots[1].problem == "one picture is missing");
  CHECK(snapshot->slots("plain").empty());
  CHECK(snapshot->slots("weekly").size() == 4);
  CHECK(english(world.verify().problems) == Problems{});
}

TEST_CASE("every state, reason and occasion comes back") {
  const ClockWorld world;
  Store store = world.open();
  Round round;
  for (const auto state : {ScenarioState::kOpen, ScenarioState::kNotYetOpen,
                           ScenarioState::kPastHorizon, ScenarioState::kResolved}) {
    SavedAssessment saved;
    saved.assessment.scenario = "plan";
    saved.assessment.state = state;
    round.assessments.push_back(saved);
  }
  round.assessments[1].occasion = Occasion::kSlot;
  round.assessments[2].occasion = Occasion::kChange;
  for (int reason = 0; reason <= static_cast<int>(AlertReason::kModel); ++reason) {
    AlertEvaluation one;
    one.alert = "seen";
    one.state = static_cast<AlertState>(reason % 4);
    one.reason = static_cast<AlertReason>(reason);
    round.evaluations.push_back(one);
  }
  REQUIRE(save(store, round, kMonday));
  const auto saved = store.snapshot()->assessments({}, true);
  const auto story = store.snapshot()->evaluations("seen", false);
  REQUIRE(saved.size() == 4);
  REQUIRE(story.size() == round.evaluations.size());
  for (std::size_t i = 0; i < 4; ++i) CHECK(told(saved[i]) == told(round.assessments[i]));
  for (std::size_t i = 0; i < story.size(); ++i) {
    CHECK(told(story[i]) == told(round.evaluations[i]));
  }
}

TEST_CASE("assessments are found by number, scenario and time, with or without ledgers") {
  const ClockWorld world;
  Store store = world.open();
  for (const char* monday : {"2022-03-07", "2022-03-21", "2022-04-04"}) {
    Round round = round_of_monday(monday);
    REQUIRE(save(store, round, clock_at(monday)));
  }
  const auto snapshot = store.snapshot();
  const auto numbers = [&](const AssessmentFilter& filter) {
    std::vector<std::int64_t> found;
    for (const auto& saved : snapshot->assessments(filter, false)) {
      CHECK_FALSE(saved.assessment.ledger.has_value());
      CHECK_FALSE(saved.kept.has_value());
      found.push_back(saved.number);
    }
    return found;
  };
  using Numbers = std::vector<std::int64_t>;
  CHECK(numbers({}) == Numbers{1, 2, 3, 4, 5, 6});
  CHECK(numbers({.number = 5, .scenario = {}, .from = {}, .to = {}}) == Numbers{5});
  CHECK(numbers({.number = 5, .scenario = "plan", .from = {}, .to = {}}) == Numbers{});
  CHECK(numbers({.number = {}, .scenario = "plan", .from = {}, .to = {}}) == Numbers{2, 4, 6});
  CHECK(numbers({.number = {},
                 .scenario = "growth",
                 .from = instant("2022-03-21T03:00Z"),
                 .to = instant("2022-04-04T03:00Z")}) == Numbers{3, 5});
  CHECK(numbers({.number = {}, .scenario = {}, .from = {}, .to = kMonday.now}) == Numbers{1, 2});
}

TEST_CASE("a round is stored only on what was seen, and else left as it is") {
  const ClockWorld world;
  Store store = world.open();
  const std::int64_t seen = store.snapshot()->head();
  world.open().record(item("meanwhile", kMonday), kMonday);
  Round round = round_of_monday("2022-03-07");
  CHECK_FALSE(store.save(round, seen, kMonday));
  CHECK(round.assessments[0].number == 0);
  CHECK(round.evaluations[0].assessment == 1);
  CHECK(store.snapshot()->head() == seen + 1);
  CHECK(store.snapshot()->assessments({}, false).empty());
  CHECK(store.save(round, seen + 1, kMonday));
  CHECK(store.snapshot()->head() == seen + 2);
}

TEST_CASE("a slot is done once, and so is the answer to a change") {
  const ClockWorld world;
  Store store = world.open();
  Round slot = round_of_monday("2022-03-07");
  REQUIRE(save(store, slot, kMonday));
  Round again = round_of_monday("2022-03-07");
  CHECK_THROWS_AS(save(store, again, kMonday), std::logic_error);
  CHECK(again.assessments[0].number == 0);
  Round skipping;
  skipping.occasion = Occasion::kSlot;
  skipping.skipped = {slot.slot->key};
  CHECK_THROWS_AS(save(store, skipping, kMonday), std::logic_error);

  store.record(item("seen", kMonday), kMonday);
  Round answer;
  answer.occasion = Occasion::kChange;
  answer.change = store.snapshot()->head();
  CHECK(store.snapshot()->last_change_answered() == 0);
  REQUIRE(save(store, answer, kMonday));
  CHECK(store.snapshot()->last_change_answered() == answer.change);
  CHECK_THROWS_AS(save(store, answer, kMonday), std::logic_error);

  CHECK(store.snapshot()->assessments({}, false).size() == 2);
  Ids kinds;
  for (const JournalEntry& entry : store.snapshot()->journal()) kinds.push_back(entry.kind);
  CHECK(kinds == Ids{"init", "load", "load", "slot", "record", "change"});
  CHECK(store.snapshot()->journal()[3].rows == 7);
  CHECK(english(world.verify().problems) == Problems{});
}

TEST_CASE("a round may leave out slots and nothing else") {
  const ClockWorld world;
  Store store = world.open();
  Round round;
  round.occasion = Occasion::kSlot;
  round.skipped = {{"weekly", instant("2022-02-07T03:00Z")}, {"plain", instant("2022-02-06")}};
  REQUIRE(save(store, round, kMonday));
  const auto slots = store.snapshot()->slots({});
  REQUIRE(slots.size() == 2);
  CHECK(slots[0].key.schedule == "plain");
  CHECK((slots[0].skipped && slots[1].skipped));
}

TEST_CASE("a round that cannot be stored whole leaves nothing behind") {
  const ClockWorld world;
  Store store = world.open();
  const Digest head = world.verify().head;
  Round round = round_of_monday("2022-03-07");
  round.notices[0].alert = "rasing";
  CHECK(error_of([&] { save(store, round, kMonday); }) ==
        "the round names the alert \"rasing\", which is not defined | did you mean \"rising\"?");
  round = round_of_monday("2022-03-07");
  round.assessments[1].assessment.log_odds = LogOdds(std::nan(""));
  CHECK(error_of([&] { save(store, round, kMonday); }) != "nothing was thrown");
  CHECK(world.verify().head == head);
}

TEST_CASE("what was tampered with in a round is found, whatever it is") {
  const char* const changes[] = {
      "UPDATE schedule_revision SET missed = 'skip' WHERE schedule = 1",
      "UPDATE schedule_scenario SET scenario = 'plan' WHERE position = 3",
      "DELETE FROM schedule_scenario WHERE position = 3",
      "UPDATE schedule SET id = 'monthly' WHERE number = 1",
      "UPDATE alert_revision SET level = 0.16 WHERE alert = 1",
      "UPDATE alert SET id = 'falling' WHERE number = 1",
      "UPDATE assessment SET probability = 0.3 WHERE assessment = 1",
      "UPDATE assessment SET as_of = as_of + 1 WHERE assessment = 2",
      "UPDATE assessment SET model = 1 WHERE assessment = 1",
      "UPDATE assessment SET model = NULL WHERE assessment = 1",
      "UPDATE assessment SET at_horizon = 0.22 WHERE assessment = 1",
      "UPDATE assessment SET at_horizon = 0.21 WHERE assessment = 2",
      "UPDATE assessment SET came_true = NULL, came_true_as = NULL WHERE assessment = 1",
      "UPDATE assessment SET came_true_items = '3 17' WHERE assessment = 1",
      "UPDATE assessment SET ledger_events = 55 WHERE assessment = 1",
      "UPDATE assessment SET ledger_digest = zeroblob(32) WHERE assessment = 1",
      "UPDATE assessment_account SET silence = 0.4 WHERE position = 2",
      "UPDATE assessment_account SET indicator = NULL WHERE position = 2",
      "DELETE FROM assessment_account WHERE position = 3",
      "UPDATE assessment_entry SET today = 2e-300 WHERE position = 1",
      "UPDATE assessment_entry SET event = 4 WHERE position = 1",
      "DELETE FROM assessment_entry WHERE position = 2",
      "UPDATE slot SET skipped = 1, assessments = 0 WHERE NOT skipped",
      "DELETE FROM slot WHERE skipped",
      "UPDATE slot SET due = due + 1 WHERE skipped",
      "UPDATE answered SET change = 3",
      "UPDATE alert_evaluation SET state = 'cleared' WHERE alert = 1",
      "DELETE FROM alert_evaluation WHERE alert = 2",
      "UPDATE notice SET text = '{}'",
      "UPDATE notice_to SET notifier = 'post' WHERE position = 2",
      "DELETE FROM notice_to WHERE position = 2",
      "UPDATE attempt SET begun = begun + 1",
      "UPDATE attempt_end SET delivered = 1",
      "UPDATE attempt_end SET detail = NULL",
      "DELETE FROM attempt_end",
  };
  for (const char* change : changes) {
    CAPTURE(change);
    const ClockWorld world;
    {
      Store store = world.open();
      Round round = round_of_monday("2022-03-07");
      save(store, round, kMonday);
      Round answer;
      answer.occasion = Occasion::kChange;
      answer.change = 4;
      save(store, answer, kMonday);
      const Attempt attempt{
          .notice = 1, .notifier = "mail", .begun = kMonday.now, .ended = {}, .detail = "no"};
      store.begin_attempt(attempt, kMonday);
      store.end_attempt(attempt, kMonday);
    }
    REQUIRE(english(world.verify().problems) == Problems{});
    tamper(world.path, change);
    const Problems problems = english(world.verify().problems);
    CHECK_FALSE(problems.empty());
    const Store store = Store::open(world.path, Store::Access::kRead);
    CHECK_FALSE(store.verify_last(5).ok);
  }
}

TEST_CASE("the last entries alone are verified, and no others") {
  const ClockWorld world;
  {
    Store store = world.open();
    for (const char* monday : {"2022-03-07", "2022-03-21", "2022-04-04"}) {
      Round round = round_of_monday(monday);
      save(store, round, clock_at(monday));
    }
  }
  const Store store = Store::open(world.path, Store::Access::kRead);
  for (const int entries : {0, 1, 3, 6, 100}) {
    CAPTURE(entries);
    const Verification verified = store.verify_last(entries);
    CHECK(english(verified.problems) == Problems{});
    CHECK(verified.entries == 6);
    CHECK(verified.head == store.verify(std::nullopt).head);
  }
  tamper(world.path, "UPDATE assessment SET probability = 0.3 WHERE assessment = 3");
  CHECK(store.verify_last(1).ok);
  CHECK_FALSE(store.verify_last(2).ok);
  tamper(world.path, "UPDATE seal SET chain = zeroblob(32) WHERE entry = 5");
  CHECK_FALSE(store.verify_last(1).ok);
  CHECK(run_sql(world.path, "DROP TRIGGER slot_no_delete").empty());
  CHECK(english(store.verify_last(0).problems) ==
        Problems{"The trigger slot_no_delete is missing."});
}

TEST_CASE("a try is claimed by one, once, and none is once one has delivered") {
  const ClockWorld world;
  Store store = world.open();
  Store other = world.open();
  Round round = round_of_monday("2022-03-07");
  save(store, round, kMonday);
  const auto attempt = [](int number, std::string_view begun, const char* notifier = "mail") {
    return Attempt{.notice = 1,
                   .notifier = notifier,
                   .number = number,
                   .begun = instant(begun),
                   .ended = {},
                   .detail = {}};
  };
  const Clock clock = clock_at("2022-03-07T03:01Z");
  const Attempt first = attempt(1, "2022-03-07T03:01Z");
  CHECK(store.begin_attempt(first, clock));
  CHECK_FALSE(other.begin_attempt(first, clock));
  CHECK(other.begin_attempt(attempt(1, "2022-03-07T03:01Z", "desk"), clock));
  CHECK_THROWS_AS(store.end_attempt(attempt(2, "2022-03-07T03:01Z"), clock), std::logic_error);

  Attempt failed = first;
  failed.detail = "no route\nto host";
  store.end_attempt(failed, clock_at("2022-03-07T03:02Z"));
  CHECK_THROWS_AS(store.end_attempt(failed, clock), std::logic_error);
  CHECK_FALSE(store.begin_attempt(first, clock));
  // The second never ends: when it is taken for dead is not for the store to say.
  CHECK(store.begin_attempt(attempt(2, "2022-03-07T04:00Z"), clock_at("2022-03-07T04:00Z")));
  const Attempt third = attempt(3, "2022-03-07T06:00Z");
  CHECK_FALSE(other.begin_attempt(attempt(2, "2022-03-07T06:00Z"), clock_at("2022-03-07T06:00Z")));
  CHECK(other.begin_attempt(third, clock_at("2022-03-07T06:00Z")));
  Attempt delivered = third;
  delivered.delivered = true;
  delivered.ended = instant("2022-03-07T06:00:05Z");
  other.end_attempt(delivered, clock_at("2022-03-07T06:00:06Z"));
  CHECK_FALSE(store.begin_attempt(attempt(4, "2022-03-09"), clock_at("2022-03-09")));

  const auto deliveries = store.snapshot()->deliveries(true, "rising");
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].notice.number == 1);
  CHECK(deliveries[0].notice.raised);
  CHECK(deliveries[0].notice.as_of == kMonday.now);
  CHECK(deliveries[0].notice.notifiers == Ids{"mail", "desk"});
  CHECK(deliveries[0].notice.text == R"({"alert":"rising"})");
  const auto& attempts = deliveries[0].attempts;
  REQUIRE(attempts.size() == 4);
  CHECK(attempts[0].notifier == "desk");
  CHECK_FALSE(attempts[0].ended.has_value());
  CHECK(attempts[1].number == 1);
  CHECK(attempts[1].begun == first.begun);
  CHECK(attempts[1].ended == instant("2022-03-07T03:02Z"));
  CHECK(attempts[1].detail == "no route\nto host");
  CHECK_FALSE(attempts[2].ended.has_value());
  CHECK(attempts[3].delivered);
  CHECK(attempts[3].ended == instant("2022-03-07T06:00:05Z"));

  store.end_attempt(attempt(1, "2022-03-07T03:01Z", "desk"), clock_at("2022-03-07T06:01Z"));
  CHECK(store.snapshot()->deliveries(true, {}).size() == 1);
  Attempt done = attempt(2, "2022-03-09", "desk");
  REQUIRE(store.begin_attempt(done, clock_at("2022-03-09")));
  done.delivered = true;
  store.end_attempt(done, clock_at("2022-03-09"));
  CHECK(store.snapshot()->deliveries(true, {}).empty());
  CHECK(store.snapshot()->deliveries(false, {}).size() == 1);
  CHECK(store.snapshot()->deliveries(false, "seen").empty());
  CHECK(english(world.verify().problems) == Problems{});
}

TEST_CASE("what a notifier said is stored as a text of at most 2,000 characters") {
  const ClockWorld world;
  Store store = world.open();
  Round round = round_of_monday("2022-03-07");
  save(store, round, kMonday);
  int number = 0;
  const auto stored = [&](const std::string& detail) {
    const Attempt attempt{.notice = 1,
                          .notifier = "mail",
                          .number = ++number,
                          .begun = kMonday.now,
                          .ended = {},
                          .detail = detail};
    REQUIRE(store.begin_attempt(attempt, kMonday));
    store.end_attempt(attempt, kMonday);
    return store.snapshot()->deliveries(false, {})[0].attempts.back().detail;
  };
  const auto times = [](std::size_t count, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  CHECK(stored("") == "");
  CHECK(stored("لا طريق\n") == "لا طريق\n");
  CHECK(stored(std::string("a\0b\xff\xc3", 5)) == "a b\uFFFD\uFFFD");
  CHECK(stored(times(3000, "ب")) == times(2000, "ب"));
  CHECK(stored("x" + times(3000, "😀")) == "x" + times(1999, "😀"));
  CHECK(stored(times(9000, "\x80")) == times(2000, "\uFFFD"));
}

TEST_CASE("changes tell which indicators and scenarios they touched") {
  const ClockWorld world;
  Store store = world.open();
  const auto clock = [](int day) { return clock_at(fmt::format("2022-03-{:02}", day)); };
  store.record(item("one", "A1", clock(1)), clock(1));  // entry 4
  Item bearing = item("two", "A2", clock(2));
  bearing.sightings.clear();
  bearing.bears = {{"plan", 3, "for"}, {"growth", 2, ""}};
  store.record(bearing, clock(2));  // 5
  Item moved = item("one", "A1", clock(3));
  moved.sightings = {{"cells-raided", std::nullopt}};
  store.amend(1, moved, clock(3));                                    // 6: before and after
  store.retract(1, "wrong", clock(4));                                // 7: all its versions
  store.cover("attacks", {kBeginning, kForever, 0.5, ""}, clock(5));  // 8: no change of evidence
  store.redact(2, "a witness", clock(6));                             // 9: nor is this
  {
    const auto import = store.import(clock(7));  // 10: one new item, and one that was retracted
    import->add(item("three", "A3", clock(7)));
    Item again = item("one more", "A1", clock(7));
    again.bears = {{"plan", 3, "for"}};
    import->add(again);
    import->commit();
  }
  {
    const auto import = store.import(clock(8));  // 11: of what is retracted only
    import->add(item("one again", "A1", clock(8)));
    import->commit();
  }
  const auto told_of = [](const EvidenceChange& change) {
    return fmt::format("{} {} [{}] [{}]", change.entry, to_date(change.recorded),
                       fmt::join(change.indicators, " "), fmt::join(change.scenarios, " "));
  };
  Ids found;
  for (const EvidenceChange& change : store.snapshot()->changes_after(3)) {
    found.push_back(told_of(change));
  }
  CHECK(found == Ids{"4 2022-03-01 [attacks] []", "5 2022-03-02 [] [growth plan]",
                     "6 2022-03-03 [attacks cells-raided] []",
                     "7 2022-03-04 [attacks cells-raided] []", "10 2022-03-07 [attacks] []",
                     "11 2022-03-08 [] []"});
  CHECK(store.snapshot()->changes_after(6).size() == 3);
  CHECK(store.snapshot()->changes_after(11).empty());
}

/// The system's clock, read an hour ago.
Clock an_hour_ago() {
  Clock clock;
  clock.now = system_now() - std::chrono::hours(1);
  clock.ticking = true;
  return clock;
}

TEST_CASE("what had to wait for its turn is recorded, and available, when that came") {
  const World world;
  Store store = world.open();
  const Clock clock = an_hour_ago();
  const Instant before = system_now();
  store.record(item("by hand", clock), clock);
  {
    const auto import = store.import(clock);
    import->add(item("imported", clock));
    import->commit();
  }
  Definitions next = definitions();
  next.scenarios[0].prior = Probability(0.5);
  store.load(next, clock);
  store.cover("attacks", {kBeginning, kForever, 0.5, ""}, clock);
  store.retract(1, "wrong", clock);
  const Instant after = system_now();
  const auto journal = store.snapshot()->journal();
  REQUIRE(journal.size() == 7);
  for (std::size_t entry = 2; entry < journal.size(); ++entry) {
    CHECK(journal[entry].recorded >= before);
    CHECK(journal[entry].recorded <= after);
    CHECK_FALSE(journal[entry].rehearsed);
  }
  {
    // Read even earlier than the clock that it is recorded with.
    Item earlier = item("asked for a while", clock);
    earlier.available -= std::chrono::minutes(5);
    store.record(earlier, clock);
  }
  const std::vector<ItemVersion> items = store.snapshot()->items();
  REQUIRE(items.size() >= 2);
  for (const ItemVersion& version : items) {
    CHECK(version.known.from == version.recorded);
    CHECK(version.content.available == version.recorded);
    CHECK_FALSE(version.content.available_given);
  }
  CHECK(english(world.verify().problems) == Problems{});
}

TEST_CASE("a clock that does not tick records at its own time") {
  const World world;
  Store store = world.open();
  Clock clock = an_hour_ago();
  clock.ticking = false;
  store.record(item("one", clock), clock);
  CHECK(store.snapshot()->journal().back().recorded == clock.now);
  CHECK(store.snapshot()->items()[0].known.from == clock.now);
}

TEST_CASE("`available` that was given stays, unless it was cut at the clock") {
  const World world;
  Store store = world.open();
  const Clock clock = an_hour_ago();
  Item early = item("early", clock);
  early.available = clock.now - std::chrono::hours(48);
  early.available_given = true;
  store.record(early, clock);
  Item today = item("today", clock);
  today.available_given = true;
  store.record(today, clock);
  Item later = item("later", clock);
  later.available = system_now() + std::chrono::hours(1);
  later.available_given = true;
  CHECK_THROWS_AS(store.record(later, clock), Error);
  const auto items = store.snapshot()->items();
  REQUIRE(items.size() == 2);
  CHECK(items[0].content.available == early.available);
  CHECK(items[1].content.available == items[1].recorded);
}

TEST_CASE(
    "importing twice what happened \"until now\" adds nothing, however long each import waited") {
  const World world;
  Store store = world.open();
  const auto until_now = [](const Clock& clock) {
    Item total = item("twelve so far", "T1", clock);
    total.occurred = std::chrono::floor<std::chrono::days>(clock.now);
    total.total = Total{clock.now, 12};
    return total;
  };
  const auto noon_or_now = [](const Clock& clock) {
    Item one = item("today", "T2", clock);
    one.occurred = clock.now;
    return one;
  };
  Clock clock;
  clock.now = std::chrono::floor<std::chrono::days>(system_now());
  clock.ticking = true;
  for (int i = 0; i < 2; ++i) {
    const auto import = store.import(clock);
    const Fate fate = i == 0 ? Fate::kAdded : Fate::kUnchanged;
    CHECK(import->add(until_now(clock)).fate == fate);
    CHECK(import->add(noon_or_now(clock)).fate == fate);
    import->commit();
    clock.now += std::chrono::seconds(1);
  }
  const auto items = store.snapshot()->items();
  REQUIRE(items.size() == 2);
  CHECK(items[0].content.total->until == items[0].recorded);
  CHECK(items[1].content.occurred == items[1].recorded);
}

}  // namespace
}  // namespace signpost::store::testing
