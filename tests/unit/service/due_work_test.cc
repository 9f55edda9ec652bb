// The desk's rounds on real stores: what is made up late is what punctual running would have given,
// each thing is done once, and alerts are judged in the order of time.
#include "engine/service/due_work.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "engine/base/file.h"
#include "engine/intake/definitions_reader.h"
#include "engine/intake/items_reader.h"
#include "tests/english.h"
#include "tests/unit/store/world.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using service::DueWork;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using store::Store;
using store::testing::clock_at;
using store::testing::instant;

namespace {

using Lines = std::vector<std::string>;

Notifier notifier(const char* id, std::vector<std::string> alerts = {}) {
  Notifier one;
  one.id = id;
  one.file = "alerts.jsonl";
  one.alerts = std::move(alerts);
  return one;
}

/// A store in a folder of its own.
struct World {
  explicit World(const Definitions& definitions, Instant since = instant("2022-01-28")) {
    Store::create(path, {since});
    store.emplace(Store::open(path, Store::Access::kWrite));
    store->load(definitions, {since});
  }
  /// Does all that is due by a clock; gives what was done.
  std::vector<Round> run(Instant now, const std::vector<Notifier>& notifiers = {}) {
    std::vector<Round> done;
    DueWork due(*store, site, {now}, notifiers);
    while (std::optional<Round> round = due.next()) done.push_back(std::move(*round));
    CHECK(due.slots_due() == 0);
    CHECK(due.changes_due() == 0);
    return done;
  }
  [[nodiscard]] Lines kept() const;

  store::testing::Folder folder;
  std::filesystem::path path = folder / "desk.db";
  std::optional<Store> store;
  service::Site site{path, {}};
};

/// A notice says when it was told.
std::string without_time(std::string text) {
  const std::string key = "\"evaluated_at\": \"";
  const std::size_t at = text.find(key);
  return at == std::string::npos ? text : text.erase(at, key.size() + 21);
}

/// All that rounds left behind, every number to its last bit: not when it was stored.
Lines World::kept() const {
  Lines lines;
  SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
  for (const char* table : {"assessment", "assessment_event", "assessment_silence",
                            "assessment_not_counted", "assessment_misfit", "assessment_disagreeing",
                            "slot", "answered", "alert_evaluation", "notice", "notice_to"}) {
    SQLite::Statement rows(database, fmt::format("SELECT * FROM {} ORDER BY 1, 2", table));
    while (rows.executeStep()) {
      std::string line = table;
      for (int i = 0; i < rows.getColumnCount(); ++i) {
        const SQLite::Column cell = rows.getColumn(i);
        const std::set<std::string> elsewhere{"change", "entry", "row", "digest"};
        if (elsewhere.contains(cell.getName())) continue;
        line += cell.isFloat() ? fmt::format("|{:a}", cell.getDouble())
                               : "|" + without_time(cell.getString());
      }
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

std::size_t count(const Lines& lines, std::string_view table) {
  return static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(),
      [&](const std::string& line) { return line.substr(0, line.find('|')) == table; }));
}

/// The first line that is not in both; doctest's own output of so many would help nobody.
std::string difference(const Lines& a, const Lines& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string left = i < a.size() ? a[i] : "(nothing)";
    const std::string right = i < b.size() ? b[i] : "(nothing)";
    if (left != right) return fmt::format("{}\n{}", left, right);
  }
  return {};
}

/// The forecasts that come with the program, their schedules and alerts.
Definitions jusoor() {
  return intake::read_definitions(expand_paths({SIGNPOST_SCENARIOS_DIR}, ".toml"), {}).definitions;
}

Schedule daily(std::vector<std::string> scenarios, std::string_view start) {
  Schedule schedule;
  schedule.id = "daily";
  schedule.every = "day at 06:00";
  schedule.rule = "FREQ=DAILY;BYHOUR=6;BYMINUTE=0;BYSECOND=0";
  schedule.timezone = "UTC";
  schedule.start = instant(start);
  schedule.scenarios = std::move(scenarios);
  return schedule;
}

/// Something that a person does at a time.
struct Act {
  Instant when;
  std::function<void(Store& store, const Clock& clock)> what;
};

/// Every item is recorded when it was available; some are amended, and some withdrawn, weeks after.
std::vector<Act> acts_until(Instant end, const Definitions& definitions) {
  std::vector<Item> items;
  const intake::ItemContext context{definitions, clock_at("2026-12-31")};
  for (const auto& file : expand_paths({SIGNPOST_SCENARIOS_DIR}, ".jsonl")) {
    intake::read_items(
        file, context, [&](Item&& item, std::uint32_t) { items.push_back(std::move(item)); },
        [](Diagnostic&& diagnostic) { FAIL(render(diagnostic)); });
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.available < b.available; });
  std::vector<Act> acts;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    const Instant when = std::max(item.available, instant("2022-01-28")) + seconds(i);
    const auto id = static_cast<ItemId>(i + 1);
    acts.push_back({when, [=](Store& store, const Clock& clock) {
                      Item now = item;
                      now.available = clock.now;
                      store.record(now, clock);
                    }});
    if (i % 7 == 3) {
      acts.push_back({when + days(17) + hours(5), [=](Store& store, const Clock& clock) {
                        store.retract(id, "it was wrong", clock);
                      }});
    }
    if (i % 5 == 2) {
      acts.push_back({when + days(9), [=](Store& store, const Clock& clock) {
                        Item changed = item;
                        changed.note += " Looked at again.";
                        changed.grade = Grade{'C', 3};
                        store.amend(id, changed, clock);
                      }});
    }
  }
  std::erase_if(acts, [&](const Act& act) { return act.when >= end; });
  std::stable_sort(acts.begin(), acts.end(),
                   [](const Act& a, const Act& b) { return a.when < b.when; });
  return acts;
}

/// What comes of rounds made punctually, and of rounds made once at the end, must be the same.
void check_catching_up(const Definitions& definitions, Instant end, std::size_t least_slots,
                       std::size_t least_notices) {
  const std::vector<Notifier> notifiers{notifier("desk"), notifier("one", {"leader-killed"})};
  World punctual(definitions);
  World late(definitions);
  const std::vector<Act> acts = acts_until(end, definitions);
  const assess::Timetable timetable(punctual.store->snapshot()->schedules(), {});
  std::set<Instant> slots;
  for (const std::string& id : timetable.ids()) {
    for (const assess::DueSlot& slot : timetable.between(id, kBeginning, end - seconds(1))) {
      slots.insert(slot.key.due);
    }
  }
  auto slot = slots.begin();
  for (const Act& act : acts) {
    for (; slot != slots.end() && *slot < act.when; ++slot) {
      punctual.run(*slot + seconds(1), notifiers);
    }
    act.what(*punctual.store, {act.when});
    punctual.run(act.when, notifiers);
    act.what(*late.store, {act.when});
  }
  for (; slot != slots.end(); ++slot) punctual.run(*slot + seconds(1), notifiers);
  late.run(end, notifiers);

  const Lines kept = punctual.kept();
  CHECK(difference(kept, late.kept()) == "");
  CHECK(count(kept, "slot") >= least_slots);
  CHECK(count(kept, "answered") > 10);
  CHECK(count(kept, "notice") >= least_notices);
  CHECK(count(kept, "alert_evaluation") > count(kept, "slot"));
  CHECK(english(late.store->verify(std::nullopt).problems) == Lines{});
  CHECK(punctual.run(end, notifiers).empty());
}

/// The world of the store's tests, its growth assessed daily by "daily" from 1 March on.
Definitions daily_growth() {
  Definitions all = store::testing::definitions();
  all.schedules = {daily({"growth"}, "2022-03-01")};
  return all;
}

/// An alert on growth that holds whatever is believed, unless `level` says otherwise.
Alert alert(const char* id, int in_a_row, double level = 0.999) {
  Alert one;
  one.id = id;
  one.scenario = "growth";
  one.when = fmt::format("probability <= {}", level);
  one.condition = {Condition::Kind::kAtMost, false, level, Days(30), ""};
  one.in_a_row = in_a_row;
  return one;
}

Instant six(int march) { return instant("2022-03-01T06:00Z") + days(march - 1); }

std::string slots_of(const std::vector<Round>& rounds) {
  Lines found;
  for (const Round& round : rounds) {
    for (const SlotKey& key : round.skipped) found.push_back("skipped " + to_date(key.due));
    if (round.slot) found.push_back(to_rfc3339(round.slot->key.due));
  }
  return fmt::format("{}", fmt::join(found, ", "));
}

/// How an alert was judged: its reasons, one after the other.
std::string reasons(const World& place, const char* alert) {
  Lines found;
  for (const AlertEvaluation& one : place.store->snapshot()->evaluations(alert, false)) {
    found.emplace_back(to_string(one.reason));
  }
  return fmt::format("{}", fmt::join(found, ", "));
}

}  // namespace

TEST_CASE("three months made up at once are bit for bit what punctual running would have given") {
  Definitions definitions = jusoor();
  definitions.schedules.push_back(daily({"*"}, "2022-01-28"));
  for (Schedule& schedule : definitions.schedules) schedule.missed = Missed::kEach;
  check_catching_up(definitions, instant("2022-04-28T12:00Z"), 90 + 13 + 3, 1);
}

TEST_CASE(
    "a whole year of weekly slots made up at once is what punctual running would have given") {
  Definitions definitions = jusoor();
  std::erase_if(definitions.schedules, [](const Schedule& one) { return one.id != "weekly"; });
  definitions.schedules.front().missed = Missed::kEach;
  check_catching_up(definitions, instant("2023-01-01"), 48, 3);
}

TEST_CASE("several programs that make rounds on one store do each slot once between them") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 2)};
  const Instant now = six(31) + hours(1);
  World alone(definitions);
  World taking_turns(definitions);
  World at_once(definitions);
  for (World* place : {&alone, &taking_turns, &at_once}) {
    const Clock clock = clock_at("2022-03-15T12:00Z");
    place->store->record(store::testing::item("an attack", clock), clock);
  }
  CHECK(alone.run(now).size() == 31 + 1);

  DueWork one(*taking_turns.store, taking_turns.site, {now}, {});
  Store second = Store::open(taking_turns.path, Store::Access::kWrite);
  DueWork other(second, taking_turns.site, {now}, {});
  CHECK(one.slots_due() == 31);
  CHECK(other.changes_due() == 1);
  int done = 0;
  for (bool any = true; any;) {
    any = false;
    for (DueWork* due : {&one, &other}) {
      if (!due->next()) continue;
      any = true;
      ++done;
    }
  }
  CHECK(done == 31 + 1);
  CHECK(difference(alone.kept(), taking_turns.kept()) == "");

  const auto run_all = [&] {
    Store store = Store::open(at_once.path, Store::Access::kWrite);
    DueWork due(store, at_once.site, {now}, {});
    while (due.next()) {
    }
  };
  std::thread third(run_all);
  run_all();
  third.join();
  CHECK(difference(alone.kept(), at_once.kept()) == "");
  CHECK(english(at_once.store->verify(std::nullopt).problems) == Lines{});
}

TEST_CASE("a slot is due once its second is over") {
  World place(daily_growth());
  CHECK(place.run(six(1) - hours(3)).empty());
  CHECK(place.run(six(1)).empty());
  const std::vector<Round> done = place.run(six(1) + seconds(1));
  REQUIRE(done.size() == 1);
  REQUIRE(done[0].assessments.size() == 1);
  const SavedAssessment& saved = done[0].assessments[0];
  CHECK(saved.assessment.moment.as_of == six(1));
  CHECK(saved.assessment.moment.known_at == six(1));
  CHECK(saved.assessment.moment.as_known_then);
  CHECK(saved.interval.has_value());
  CHECK(saved.assessment.ledger.has_value());
  CHECK(place.store->snapshot()->assessments({}, false)[0].recorded == six(1) + seconds(1));
}

TEST_CASE("what is recorded in the second of a slot is known to it, and later things are not") {
  World place(daily_growth());
  const auto believed_after = [&](Instant recorded, int march) {
    const Clock clock{recorded};
    Item item = store::testing::item("an attack", clock);
    item.occurred = six(march) - hours(2);
    place.store->record(item, clock);
    return place.run(six(march) + seconds(2)).at(0).assessments.at(0).assessment;
  };
  CHECK(believed_after(six(1), 1).ledger->evidence.size() == 1);
  CHECK(believed_after(six(2) + seconds(1), 2).ledger->evidence.size() == 1);
  CHECK(place.run(six(3) + seconds(1)).at(0).assessments.at(0).assessment.ledger->evidence.size() ==
        2);
}

TEST_CASE("a clock that is set back does nothing twice") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 1)};
  World place(definitions);
  CHECK(place.run(six(5) + hours(1)).size() == 5);
  const Lines kept = place.kept();
  CHECK(place.run(six(3) + hours(1)).empty());
  CHECK(place.run(six(4) + hours(2)).empty());
  CHECK(place.run(six(5) + hours(2)).empty());
  CHECK(place.kept() == kept);
  CHECK(slots_of(place.run(six(6) + hours(1))) == "2022-03-06T06:00:00Z");
}

TEST_CASE("a changed schedule never fires for the past") {
  Definitions definitions = daily_growth();
  World place(definitions);
  place.run(six(2) + hours(1));
  // At three instead of six: at noon of the 4th, when two slots at six are due.
  definitions.schedules[0].rule = "FREQ=DAILY;BYHOUR=3;BYMINUTE=0;BYSECOND=0";
  place.store->load(definitions, clock_at("2022-03-04T12:00Z"));
  CHECK(slots_of(place.run(instant("2022-03-04T12:00:01Z"))) ==
        "2022-03-03T06:00:00Z, 2022-03-04T06:00:00Z");
  CHECK(place.run(instant("2022-03-05T03:00Z")).empty());
  CHECK(slots_of(place.run(instant("2022-03-05T03:00:01Z"))) == "2022-03-05T03:00:00Z");
}

TEST_CASE("an alert that looks back only since a revision is judged alike, in time or late") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 1)};
  definitions.alerts[0].condition = {Condition::Kind::kAtLeast, false, 0.999, Days(30), ""};
  World punctual(definitions);
  World late(definitions);
  definitions.alerts[0].condition = {Condition::Kind::kRises, false, 0.1, Days(20), ""};
  for (int march = 1; march <= 25; ++march) {
    const Clock clock{six(march) - hours(2)};
    for (World* place : {&punctual, &late}) {
      for (int i = 0; march == 13 && i < 4; ++i) {
        Item item = store::testing::item("attack " + std::to_string(i), clock);
        item.occurred = clock.now - hours(1);
        place->store->record(item, clock);
      }
      if (march == 14) place->store->load(definitions, clock);
    }
    punctual.run(six(march) + hours(1));
  }
  late.run(six(25) + hours(1));
  CHECK(difference(punctual.kept(), late.kept()).empty());
  // The low of the slot before they came in, when the rule was another.
  const auto story = late.store->snapshot()->evaluations("always", false);
  REQUIRE(story.size() > 18);
  CHECK(story[17].revision == 2);
  CHECK(story[17].reading.extreme == story[11].reading.probability);
  CHECK(story[17].reading.extreme < story[16].reading.probability);
}

TEST_CASE("of several changes in one second each is judged") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 1)};
  World place(definitions);
  place.run(six(1) + hours(1));
  const Clock clock{six(1) + hours(2)};
  std::vector<Probability> judged;
  for (int i = 0; i < 3; ++i) {
    place.store->record(store::testing::item("attack " + std::to_string(i), clock), clock);
    for (const Round& round : place.run(clock.now)) {
      for (const AlertEvaluation& one : round.evaluations)
        judged.push_back(one.reading.probability);
    }
  }
  REQUIRE(judged.size() == 3);
  CHECK(judged[0] < judged[1]);
  CHECK(judged[1] < judged[2]);
}

TEST_CASE("of what was missed a schedule may want only the latest, or none") {
  for (const Missed missed : {Missed::kLatest, Missed::kSkip}) {
    CAPTURE(to_string(missed));
    Definitions definitions = daily_growth();
    definitions.schedules[0].missed = missed;
    World place(definitions);
    const std::string last =
        missed == Missed::kLatest ? "2022-03-03T06:00:00Z" : "skipped 2022-03-03";
    CHECK(slots_of(place.run(six(3) + hours(5))) ==
          "skipped 2022-03-01, skipped 2022-03-02, " + last);
    CHECK(place.store->snapshot()->slots({}).size() == 3);
    CHECK(slots_of(place.run(six(4) + hours(1))) == "2022-03-04T06:00:00Z");
  }
}

TEST_CASE("an alert that asks for two in a row counts slots, not changes") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("once", 1), alert("twice", 2)};
  World place(definitions);
  for (const char* when : {"2022-03-01T01:00Z", "2022-03-01T02:00Z", "2022-03-01T03:00Z"}) {
    const Clock clock = clock_at(when);
    place.store->record(store::testing::item(when, clock), clock);
    place.run(clock.now);
  }
  CHECK(reasons(place, "once") == "raised, holds, holds");
  CHECK(reasons(place, "twice") == "on_change, on_change, on_change");
  place.run(six(1) + seconds(1));
  const Clock clock = clock_at("2022-03-01T09:00Z");
  place.store->record(store::testing::item("one more", clock), clock);
  place.run(clock.now);
  place.run(six(2) + seconds(1));
  place.run(six(3) + seconds(1));
  CHECK(reasons(place, "twice") ==
        "on_change, on_change, on_change, not_often, on_change, raised, holds");
}

TEST_CASE("notices are for those notifiers that are configured and want the alert") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("first", 1), alert("second", 1)};
  World place(definitions);
  place.run(six(1) + seconds(1), {notifier("all"), notifier("choosy", {"second"})});
  const std::vector<Delivery> told = place.store->snapshot()->deliveries(false, {});
  REQUIRE(told.size() == 2);
  CHECK(told[0].notice.alert == "first");
  CHECK(told[0].notice.raised);
  CHECK(told[0].notice.as_of == six(1));
  CHECK(told[0].notice.notifiers == Lines{"all"});
  CHECK(told[0].notice.text.starts_with("{\"format\": \"signpost.notice/1\""));
  CHECK(told[0].notice.text.find("\"first\"") != std::string::npos);
  CHECK(told[1].notice.notifiers == Lines{"all", "choosy"});
}

TEST_CASE("an alert is told when it clears, to those that are configured then") {
  Definitions definitions = store::testing::definitions();
  definitions.schedules = {daily({"plan"}, "2022-03-01")};
  Alert low = alert("low", 1, 0.15);
  low.scenario = "plan";
  low.clear = 0.2;
  definitions.alerts = {low};
  World place(definitions);
  place.run(six(1) + seconds(1), {notifier("old")});
  const Clock clock = clock_at("2022-03-01T12:00Z");
  Item proof = store::testing::item("they said so", clock);
  proof.sightings.clear();
  proof.bears = {{"plan", 10, "strongly-for"}};
  place.store->record(proof, clock);
  place.run(clock.now, {notifier("new")});
  CHECK(reasons(place, "low") == "raised, cleared");
  const std::vector<Delivery> told = place.store->snapshot()->deliveries(false, {});
  REQUIRE(told.size() == 2);
  CHECK(told[0].notice.notifiers == Lines{"old"});
  CHECK_FALSE(told[1].notice.raised);
  CHECK(told[1].notice.notifiers == Lines{"new"});
}

Resolution settled(std::string_view on) {
  Resolution resolution;
  resolution.scenario = "growth";
  resolution.outcome = Outcome::kYes;
  resolution.on = instant(on);
  resolution.because = "the monitor's count";
  return resolution;
}

TEST_CASE("once a scenario is settled its alerts end, that is told once, and slots leave it out") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("raised", 1), alert("quiet", 1, 0.0001)};
  World place(definitions);
  place.run(six(1) + seconds(1), {notifier("desk")});
  const Clock clock = clock_at("2022-03-01T12:00Z");
  place.store->resolve(settled("2022-03-01T12:00Z"), clock);
  place.run(clock.now, {notifier("desk")});
  CHECK(reasons(place, "raised") == "raised, resolved");
  CHECK(reasons(place, "quiet").ends_with("resolved"));
  const AlertEvaluation ended = place.store->snapshot()->evaluations("raised", true).at(0);
  CHECK(ended.state == AlertState::kCleared);
  const std::vector<Delivery> told = place.store->snapshot()->deliveries(false, {});
  REQUIRE(!told.empty());
  const auto of_raised = [](const Delivery& one) {
    return one.notice.alert == "raised" && !one.notice.raised;
  };
  CHECK(std::count_if(told.begin(), told.end(), of_raised) == 1);
  const std::size_t notices = told.size();
  const std::size_t kept = place.store->snapshot()->assessments({}, false).size();
  place.run(six(3) + seconds(1), {notifier("desk")});
  CHECK(place.store->snapshot()->assessments({}, false).size() == kept);
  CHECK(place.store->snapshot()->deliveries(false, {}).size() == notices);
  // Taken back, it is assessed and its alerts are judged again.
  Resolution back = settled("2022-03-01T12:00Z");
  back.outcome.reset();
  place.store->resolve(back, clock_at("2022-03-03T12:00Z"));
  place.run(six(4) + seconds(1), {notifier("desk")});
  CHECK(place.store->snapshot()->assessments({}, false).size() > kept);
  CHECK(reasons(place, "raised").find("resolved, raised") != std::string::npos);
}

TEST_CASE("an alert is not judged by what was changed before it was defined") {
  Definitions definitions = daily_growth();
  definitions.schedules.clear();
  World place(definitions);
  const auto record = [&](const char* when) {
    const Clock clock = clock_at(when);
    place.store->record(store::testing::item(when, clock), clock);
  };
  record("2022-03-01");
  definitions.alerts = {alert("always", 1)};
  place.store->load(definitions, clock_at("2022-03-02"));
  CHECK(place.run(instant("2022-03-02T01:00Z")).empty());
  record("2022-03-03");
  CHECK(place.run(instant("2022-03-03T01:00Z")).size() == 1);
  CHECK(place.store->snapshot()->evaluations("always", false).at(0).reading.as_of ==
        instant("2022-03-03"));
}

TEST_CASE("who asks for an assessment now has alerts judged by it, unless something is due") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 1)};
  World place(definitions);
  const auto ask = [&](Instant now, Instant as_of) {
    DueWork due(*place.store, place.site, {now}, {});
    return due.asked(Lines{"growth"}, {as_of, as_of, as_of == now}).evaluations.size();
  };
  const Instant before = instant("2022-02-20");
  CHECK(ask(before, before - days(3)) == 0);
  CHECK(ask(before, before) == 1);
  CHECK(ask(six(1) + seconds(1), six(1) + seconds(1)) == 0);
  place.run(six(1) + hours(1));
  CHECK(ask(six(1) + hours(1), six(1) + hours(1)) == 1);
  CHECK(place.store->snapshot()->assessments({}, false).size() == 5);
}

TEST_CASE("under a new model each alert is judged again once, and nobody is told of it") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 1), alert("never", 1, 0.0001)};
  const std::vector<Notifier> notifiers{notifier("desk")};
  const auto raised_under_model_1 = [&](World& place) {
    CHECK(place.run(six(2) + hours(1), notifiers).size() == 2);
    store::testing::tamper(place.path, "UPDATE assessment SET model = 1");
  };
  World place(definitions);
  raised_under_model_1(place);
  DueWork one(*place.store, place.site, {six(2) + hours(2)}, notifiers);
  Store second = Store::open(place.path, Store::Access::kWrite);
  DueWork other(second, place.site, {six(2) + hours(2)}, notifiers);
  CHECK(other.slots_due() == 0);
  // Until it is done, who asks has no alert judged.
  const std::optional<Round> again = one.next();
  REQUIRE(again.has_value());
  CHECK(again->occasion == Occasion::kModel);
  CHECK(again->evaluations.size() == 2);
  CHECK(again->notices.empty());
  REQUIRE_FALSE(again->assessments.empty());
  for (const SavedAssessment& saved : again->assessments) {
    CHECK(saved.assessment.moment.as_of == six(2));
    CHECK(saved.assessment.moment.known_at == six(2));
    CHECK(saved.assessment.model == kModelNumber);
  }
  CHECK_FALSE(other.next().has_value());
  CHECK_FALSE(one.next().has_value());
  CHECK(reasons(place, "always") == "raised, holds, model");
  CHECK(reasons(place, "never") == "quiet, quiet, model");
  CHECK(place.store->snapshot()->deliveries(false, {}).size() == 1);  // of the first day
  // What is due goes on from there.
  CHECK(place.run(six(3) + hours(1), notifiers).size() == 1);
  CHECK(reasons(place, "always") == "raised, holds, model, holds");
  CHECK(place.store->snapshot()->deliveries(false, {}).size() == 1);
}

TEST_CASE("who asks has no alert judged while some wait for the new model") {
  Definitions definitions = daily_growth();
  definitions.alerts = {alert("always", 1)};
  World place(definitions);
  place.run(six(1) + hours(1));
  store::testing::tamper(place.path, "UPDATE assessment SET model = 1");
  const Instant now = six(1) + hours(2);
  const auto ask = [&] {
    DueWork due(*place.store, place.site, {now}, {});
    return due.asked(Lines{"growth"}, {now, now, true}).evaluations.size();
  };
  CHECK(ask() == 0);
  CHECK(place.run(now).size() == 1);
  CHECK(ask() == 1);
}

TEST_CASE("a report of a slot tells what moved since the slot before") {
  Definitions definitions = daily_growth();
  definitions.schedules[0].report = ScheduledReport{"json", "en", "{date}.json"};
  World place(definitions);
  const std::filesystem::path taken = place.folder / "2022-03-03.json";
  std::ofstream(taken) << "somebody's own";
  place.run(six(3) + hours(2));
  const auto since = [&](const char* file) {
    const std::string text = read_file(place.folder / file, 1'000'000);
    const std::string key = "\"since\": \"";
    const std::size_t at = text.find(key);
    REQUIRE(at != std::string::npos);
    return text.substr(at + key.size(), 20);
  };
  CHECK(since("2022-03-01.json") == "2022-03-01T00:00:00Z");
  CHECK(since("2022-03-02.json") == "2022-03-01T06:00:00Z");
  const std::vector<Slot> slots = place.store->snapshot()->slots("daily");
  REQUIRE(slots.size() == 3);
  CHECK(slots[1].report == "2022-03-02.json");
  CHECK(slots[1].problem == "");
  CHECK(slots[2].report == "");
  CHECK(slots[2].problem.ends_with("2022-03-03.json is there already, and is no scheduled report"));
  CHECK(read_file(taken, 100) == "somebody's own");
}
