// Small worlds on which belief once went wrong, each a whole kind of fault. The inputs are in
// model/; a test says what comes of one, and why, and what of its neighbours.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

const std::filesystem::path kFolder = std::filesystem::path(SIGNPOST_TESTS_DIR) / "cases" / "model";

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), file.string());
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// With `to` for the first `from`, which must be there.
std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

/// With `to` for each `from`.
std::string all_changed(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

std::string definitions_of(const std::string& name) {
  return content_of(kFolder / name / "d.toml");
}

Lines items_of(const std::string& name) {
  std::istringstream in(content_of(kFolder / name / "e.jsonl"));
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Lines operator+(Lines lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

constexpr const char* kLongAfter = "2025-04-01T00:00Z";

/// A store with the definitions and items of a case, long after all that they speak of.
class World {
 public:
  World(const std::string& definitions, const Lines& items, const char* loaded_at = kLongAfter) {
    prompt_.columns = "400";
    set_clock(loaded_at);
    REQUIRE(prompt_({"init"}).code == 0);
    const auto loaded = prompt_({"load", prompt_.write("d.toml", definitions)});
    REQUIRE_MESSAGE(loaded.code == 0, loaded.err);
    set_clock(kLongAfter);
    if (items.empty()) return;
    std::string rows;
    for (const std::string& item : items) rows += item + "\n";
    const auto imported = prompt_({"import", prompt_.write("e.jsonl", rows)});
    REQUIRE_MESSAGE(imported.code == 0, imported.err);
  }
  explicit World(const std::string& name) : World(definitions_of(name), items_of(name)) {}

  /// What status says of a scenario at the end of a day, by what was known then.
  [[nodiscard]] json standing(const std::string& day, const std::string& scenario = "s",
                              const std::string& known_at = "as-of") const {
    const auto said =
        prompt_({"status", scenario, "--as-of", day, "--known-at", known_at, "--json"});
    REQUIRE_MESSAGE(said.code == 0, said.err);
    return json::parse(said.out);
  }
  [[nodiscard]] json of(const std::string& day, const std::string& scenario = "s") const {
    return standing(day, scenario)["scenarios"][0];
  }
  [[nodiscard]] double p(const std::string& day, const std::string& scenario = "s") const {
    return of(day, scenario)["probability"].get<double>();
  }
  [[nodiscard]] double p_at_horizon(const std::string& day) const {
    return of(day)["probability_at_horizon"].get<double>();
  }
  [[nodiscard]] int misfits(const std::string& day) const { return of(day)["misfit"].get<int>(); }
  [[nodiscard]] std::string said(Lines command, const std::string& day) const {
    return prompt_(std::move(command) + Lines{"--as-of", day, "--known-at", "as-of"}).out;
  }

 private:
  void set_clock(const char* time) { prompt_.now = meant_as_start(*parse_time(time)); }

  Prompt prompt_;
};

Prompt::Said checked(const std::string& definitions) {
  const Prompt prompt;
  return prompt({"check", prompt.write("d.toml", definitions)});
}

double log_odds(double p) { return std::log(p / (1 - p)); }

/// How far two probabilities are apart, in log-odds.
double apart(double p, double other) { return std::fabs(log_odds(p) - log_odds(other)); }

/// A lone item, known on its day.
std::string lone(const std::string& id, const std::string& day, const std::string& worth,
                 const std::string& more = R"(, "indicators": ["i0"])") {
  return fmt::format(R"({{"id": "{}", "text": "n", "occurred": "{}", "available": "{}"{}, {}}})",
                     id, day, day, more, worth);
}

std::string graded(const std::string& grade) { return fmt::format(R"("grade": "{}")", grade); }

// ----------------------------------------------------------------------- totals and what is inside

const char* const kJanuary = "2023-01-31";

/// The total of 18 with somebody who saw none beside it, worth so much.
double beside_none(const std::string& worth) {
  const std::string none =
      all_changed(items_of("m1E5")[1], graded("E5"), worth.empty() ? graded("E5") : worth);
  return World(definitions_of("m1E5"), Lines{items_of("m1E5")[0], none}).p(kJanuary);
}

TEST_CASE("beside a credible total of 18, a worthless 'none seen' changes nothing") {
  const double alone = World("m0").p(kJanuary);
  CHECK(alone == doctest::Approx(0.203790).epsilon(1e-5));
  CHECK(World("m1E5").p(kJanuary) == doctest::Approx(alone).epsilon(2e-4));
  CHECK(beside_none(R"("credibility": 0.000001)") == doctest::Approx(alone).epsilon(1e-7));
  CHECK(beside_none(graded("F6")) == alone);
}

TEST_CASE("the worse the source of a 'none seen' beside a total, the less it changes") {
  const double alone = World("m0").p(kJanuary);
  double before = 1;
  for (const char* grade : {"B2", "C2", "C3", "D4", "E5"}) {
    const double change = apart(beside_none(graded(grade)), alone);
    CHECK_MESSAGE(change < before, grade);
    before = change;
  }
  // A better one than the total's also watches more closely, and what was not seen weighs more.
  CHECK(beside_none(graded("A1")) < beside_none(graded("B2")));
}

TEST_CASE(
    "a 'none seen' as good as the total leaves its events to the day that it does not speak of") {
  // The 18 happened, and not in the first thirty days: all of them are of the last one.
  CHECK(World("m1B2").p(kJanuary) == doctest::Approx(0.251982).epsilon(1e-5));
}

TEST_CASE("a worthless 'none seen' of a time that nobody else watched says nothing either") {
  const Lines total = items_of("m0");
  const auto in_february = [](const std::string& worth) {
    return fmt::format(R"({{"id": "f", "text": "none", "available": "2023-02-28", )"
                       R"("occurred": "2023-02-01", "until": "2023-02-28", "count": 0, )"
                       R"("indicators": ["i0"], {}}})",
                       worth);
  };
  const std::string definitions = definitions_of("m0");
  const double alone = World(definitions, total).p("2023-02-28");
  CHECK(apart(World(definitions, total + Lines{in_february(R"("credibility": 0.000001)")})
                  .p("2023-02-28"),
              alone) < 1e-5);
  CHECK(World(definitions, total + Lines{in_february(graded("B2"))}).p("2023-02-28") < alone / 3);
}

TEST_CASE("24 worthless weeks of 'none seen' beside six monthly totals change nothing") {
  const Lines items = items_of("tot4");
  const Lines totals(items.begin(), items.begin() + 6);
  const std::string end = "2023-06-30";
  const double alone = World(definitions_of("tot4"), totals).p(end);
  const double beside = World("tot4").p(end);
  CHECK(beside == doctest::Approx(0.027954).epsilon(1e-4));
  CHECK(apart(beside, alone) < 0.01);
  Lines worth_nothing = items;
  for (std::string& item : worth_nothing) {
    item = all_changed(item, graded("E5"), R"("credibility": 0.000001)");
  }
  CHECK(apart(World(definitions_of("tot4"), worth_nothing).p(end), alone) < 1e-6);
}

TEST_CASE("20 rumours inside a credible total of 27 add what they are worth and no more") {
  const double alone = World(definitions_of("m420"), {items_of("m420")[0]}).p(kJanuary);
  const double with_rumours = World("m420").p(kJanuary);
  CHECK(alone == doctest::Approx(0.419727).epsilon(1e-5));
  CHECK(with_rumours == doctest::Approx(0.420449).epsilon(1e-5));
  CHECK(with_rumours > alone);  // events, if doubtful ones, of what is likelier if it is under way
  CHECK(apart(with_rumours, alone) < 0.005);
}

TEST_CASE("20 good reports inside a total of 27 are 20 of the 27") {
  Lines items = items_of("m420");
  const double alone = World(definitions_of("m420"), {items[0]}).p(kJanuary);
  for (std::string& item : items) item = all_changed(item, graded("E5"), graded("B2"));
  const double with_reports = World(definitions_of("m420"), items).p(kJanuary);
  CHECK(apart(with_reports, alone) < 0.1);  // told by day, not spread evenly
  // Beside a total that holds none of them they are 20 more.
  items[0] =
      all_changed(items[0], "\"2023-01-31\", \"count\": 27", "\"2023-01-31\", \"count\": 47");
  CHECK(World(definitions_of("m420"), items).p(kJanuary) > with_reports + 0.2);
}

// -------------------------------------------------------------------- one event under many
// indicators

const char* const kMidYear = "2023-06-30";

/// dcn36_3 with each indicator a kind of the one before it.
std::string tied() {
  std::string text = definitions_of("dcn36_3");
  text = changed(text, "id=\"i1\"", "id=\"i1\"\nof=\"i0\"");
  text = changed(text, "id=\"i2\"", "id=\"i2\"\nof=\"i1\"");
  const std::string rates = "  if_true=\"6 per month\"\n  if_false=\"4 per month\"\n";
  const std::size_t second = text.find("  indicator=\"i1\"");
  std::string rest = changed(text.substr(second), rates,
                             "  if_true=\"3 per month\"\n  if_false=\"2 per month\"\n");
  rest = changed(rest, rates, "  if_true=\"1.5 per month\"\n  if_false=\"1 per month\"\n");
  return text.substr(0, second) + rest;
}

TEST_CASE(
    "the same events under three kinds that are `of` one another are worth what they are under "
    "one") {
  const double under_one = World("dcn36_1").p(kMidYear);
  CHECK(under_one == doctest::Approx(0.510747).epsilon(1e-5));
  CHECK(World(tied(), items_of("dcn36_3")).p(kMidYear) == doctest::Approx(under_one).epsilon(0.01));
  // Told as the widest kind only they are worth the same: so is the silence of the others.
  CHECK(World(tied(), items_of("dcn36_1")).p(kMidYear) == doctest::Approx(under_one).epsilon(0.01));
}

TEST_CASE(
    "the same events under three indicators that nothing ties: silence counts three times, and the "
    "rates are flagged") {
  const World untied("dcn36_3");
  CHECK(untied.p(kMidYear) == doctest::Approx(0.020562).epsilon(1e-4));
  CHECK(untied.misfits(kMidYear) == 2);  // the two under which none of them counts
}

TEST_CASE("a kind as frequent as what it is a kind of is refused") {
  const std::string equal = changed(definitions_of("dcn36_3"), "id=\"i1\"", "id=\"i1\"\nof=\"i0\"");
  const auto said = checked(equal);
  CHECK(said.code == 1);
  CHECK(has(said.out + said.err, "\"i1\""));
}

// ------------------------------------------------------------------------------------ lag, horizon

TEST_CASE("one more attack yesterday, under a lag of 60 days, raises belief") {
  const World without("lag");
  const World with("lag2");
  CHECK(without.p(kMidYear) == doctest::Approx(0.061550).epsilon(1e-4));
  CHECK(with.p(kMidYear) == doctest::Approx(0.088829).epsilon(1e-4));
  for (const char* later : {"2023-06-29", "2023-07-10", "2023-08-15", "2023-12-31"}) {
    CHECK_MESSAGE(with.p(later) > without.p(later), later);
  }
}

TEST_CASE("one more attack raises belief under any lag, whenever it is dated") {
  for (const char* lag : {"0 days", "7 days", "60 days", "300 days"}) {
    const std::string definitions = changed(definitions_of("lag"), "60 days", lag);
    const double without = World(definitions, items_of("lag")).p(kMidYear);
    for (const char* day : {"2023-01-02", "2023-04-27", "2023-06-01", "2023-06-30"}) {
      const Lines items = items_of("lag") + Lines{lone("more", day, R"("credibility": 1.0)")};
      CHECK_MESSAGE(World(definitions, items).p(kMidYear) > without, lag << " " << day);
    }
  }
}

TEST_CASE("a state that stands at 86 % now is forecast at 21 % for its horizon, ten months off") {
  const World world("hor");
  const double now = world.p("2023-03-02");
  CHECK(now == doctest::Approx(0.855387).epsilon(1e-5));
  CHECK(world.p_at_horizon("2023-03-02") == doctest::Approx(0.210213).epsilon(1e-5));
  // P_H = base + (P - base) e^(-(H - t)/tau), tau = lasts (1 - base).
  const double tau = 3 * 30.4375 * (1 - 0.2);
  const double days = 304;  // from the end of 2 March to that of 31 December
  CHECK(world.p_at_horizon("2023-03-02") ==
        doctest::Approx(0.2 + (now - 0.2) * std::exp(-days / tau)).epsilon(1e-9));
  CHECK(has(world.said({"status"}, "2023-03-02"), "at the horizon, 31 Dec 2023: 21 %"));
  CHECK(has(world.said({"explain", "s"}, "2023-03-02"), "At the horizon, 31 Dec 2023: 21 %."));
}

TEST_CASE("at the horizon, and after it, both figures are one") {
  const World world("hor");
  CHECK(world.p_at_horizon("2023-12-31") == world.p("2023-12-31"));
  CHECK(world.p_at_horizon("2024-03-01") == world.p("2024-03-01"));
}

// ----------------------------------------------------------------------------------------
// hindsight

TEST_CASE(
    "a scenario defined a year after its horizon is marked wherever it stands as known then") {
  const World world("late");
  const std::string marked =
      "Defined on 1 Apr 2025: what is said of days before that is hindsight.";
  CHECK(has(world.said({"status"}, "2022-12-31"), marked));
  CHECK(has(world.said({"explain", "s"}, "2022-12-31"), marked));
  CHECK(world.of("2022-12-31")["defined_on"] == "2025-04-01T00:00:00Z");
}

TEST_CASE("a scenario defined as it opened is not marked") {
  const World world(definitions_of("late"), items_of("late"), "2022-01-01T00:00Z");
  CHECK(world.of("2022-12-31")["defined_on"].is_null());
  CHECK_FALSE(has(world.said({"status"}, "2022-12-31"), "hindsight"));
}

TEST_CASE(
    "a replay says how many items were recorded later and do not say when they could be known") {
  const World world("noavail");
  const std::string told = "54 items were recorded later and do not say when they could be known.";
  CHECK(world.standing(kMidYear)["not_available"] == 54);
  CHECK(has(world.said({"status"}, kMidYear), told));
  CHECK(has(world.said({"explain", "s"}, kMidYear), told));
  // With what is known today they count, and there is nothing to say.
  CHECK(world.standing(kMidYear, "s", kLongAfter)["not_available"] == 0);
  CHECK(world.standing(kMidYear, "s", kLongAfter)["scenarios"][0]["evidence_count"] == 54);
}

TEST_CASE("items that say when they could be known are in the replay") {
  Lines items = items_of("noavail");
  for (std::string& item : items) {
    const std::string day = json::parse(item)["occurred"].get<std::string>();
    item = changed(item, "\"occurred\"", fmt::format(R"("available": "{}", "occurred")", day));
  }
  const World world(definitions_of("noavail"), items);
  CHECK(world.standing(kMidYear)["not_available"] == 0);
  CHECK(world.of(kMidYear)["evidence_count"] == 54);
}

// ---------------------------------------------------------------------------- milestones, denials

TEST_CASE("a milestone with a dispersion is refused: what happens once does not come in bursts") {
  const auto said = checked(definitions_of("oncephi3"));
  CHECK(said.code == 1);
  CHECK(has(said.out + said.err, "what happens once has no dispersion"));
  std::string set_times = changed(definitions_of("oncephi3"), "once=true",
                                  "occasions={dates=[2023-03-01, 2023-06-01]}");
  set_times = changed(set_times, "90% within 365 days", "90% each time");
  set_times = changed(set_times, "2% within 365 days", "2% each time");
  CHECK(checked(set_times).code == 1);
  CHECK(checked(changed(set_times, "dispersion=3\n", "")).code == 0);
}

TEST_CASE("a certain sighting of a milestone is worth the ratio of its rates") {
  const std::string definitions = changed(definitions_of("oncephi3"), "dispersion=3\n", "");
  const std::string at_noon = changed(items_of("oncephi3")[0], R"("available": "2023-03-01")",
                                      R"("available": "2023-03-01T12:00Z")");
  const double seen = World(definitions, {at_noon}).p("2023-03-01T12:00Z");
  const double silent = World(definitions, {}).p("2023-03-01T12:00Z");
  const double ratio = std::log(1 - 0.9) / std::log(1 - 0.02);
  CHECK(log_odds(seen) - log_odds(silent) == doctest::Approx(std::log(ratio)).epsilon(1e-9));
}

const char* const kMarch = "2023-03-05";

/// The rumour of den1, and a denial of it of such a grade, by such an origin.
double denied(const std::string& grade, const std::string& origin = "o2") {
  const Lines items = {items_of("den1")[0],
                       lone("x1", "2023-03-02", graded(grade),
                            fmt::format(R"(, "denies": "e", "origin": "{}")", origin))};
  return World(definitions_of("den1"), items).p(kMarch);
}

TEST_CASE("a denial counts against what it denies, the more the better its source") {
  const double told = World(definitions_of("den1"), {items_of("den1")[0]}).p(kMarch);
  const double untold = World(definitions_of("den1"), {}).p(kMarch);
  double before = told;
  for (const char* grade : {"E5", "C3", "B2", "A1"}) {
    const double p = denied(grade);
    CHECK_MESSAGE(p < before, grade);
    before = p;
  }
  CHECK(before > untold);
  CHECK(before < untold + 0.02);
  CHECK(apart(denied("E5"), told) < 0.05);
}

TEST_CASE("an item under the event's key that does not say `denies` is one more report of it") {
  const double told = World(definitions_of("den1"), {items_of("den1")[0]}).p(kMarch);
  CHECK(World("den1").p(kMarch) > told);
  CHECK(World("den1").p(kMarch) == doctest::Approx(0.830144).epsilon(1e-5));
}

TEST_CASE("'none seen' is no denial: it watches, and deafens no milestone") {
  const double told = World(definitions_of("den2"), {items_of("den2")[0]}).p(kMarch);
  CHECK(World("den2").p(kMarch) == doctest::Approx(0.554789).epsilon(1e-5));
  CHECK(apart(World("den2").p(kMarch), told) < 0.01);
}

TEST_CASE("who denies what he told has taken it back, whatever the denial's grade") {
  const double untold = World(definitions_of("den1"), {}).p(kMarch);
  CHECK(denied("E5", "o1") == doctest::Approx(untold).epsilon(1e-9));
  CHECK(denied("A1", "o1") == doctest::Approx(untold).epsilon(1e-9));
}

TEST_CASE("a denial of what nobody told changes nothing") {
  const Lines items = {items_of("den1")[0],
                       lone("x1", "2023-03-02", graded("A1"), R"(, "denies": "another")")};
  CHECK(World(definitions_of("den1"), items).p(kMarch) ==
        World(definitions_of("den1"), {items_of("den1")[0]}).p(kMarch));
}

// ------------------------------------------------------------------------------ implied, gone dark

const char* const kAbove = "It stands higher than “wide”, without which it cannot hold.";

TEST_CASE("part of a claim likelier than the whole is pointed out where `implies` ties them") {
  const std::string definitions =
      changed(definitions_of("nest"), "id=\"narrow\"", "id=\"narrow\"\nimplies=[\"wide\"]");
  const World world(definitions, items_of("nest"));
  CHECK(world.p(kMidYear, "narrow") == doctest::Approx(0.943225).epsilon(1e-5));
  CHECK(world.p(kMidYear, "wide") == doctest::Approx(0.789784).epsilon(1e-5));
  CHECK(has(world.said({"status"}, kMidYear), kAbove));
  CHECK(world.of(kMidYear, "narrow")["above"] == json::array({"wide"}));
  // Where it stands lower there is nothing to point out.
  CHECK_FALSE(has(world.said({"status"}, "2023-01-01"), kAbove));
  CHECK(world.of("2023-01-01", "narrow")["above"].empty());
}

TEST_CASE("without `implies` nothing says that one is part of the other") {
  CHECK_FALSE(has(World("nest").said({"status"}, kMidYear), kAbove));
}

TEST_CASE("a prior above that of what is implied is pointed out by check") {
  std::string definitions =
      changed(definitions_of("nest"), "id=\"narrow\"", "id=\"narrow\"\nimplies=[\"wide\"]");
  CHECK_FALSE(has(checked(definitions).err + checked(definitions).out, "its prior"));
  definitions = changed(definitions, "prior=0.2\n", "prior=0.6\n");
  CHECK(has(checked(definitions).err + checked(definitions).out,
            "can hold only where \"wide\" does, and its prior 0.6 is above 0.45"));
}

TEST_CASE("a feed that was silent all year is flagged, and not before that is strange") {
  const World world(definitions_of("nf2"), {});
  CHECK(world.misfits("2023-06-30") == 0);  // half a year without any: one time in fifteen
  CHECK(world.misfits("2023-12-31") == 1);
  CHECK(world.p("2023-12-31") == doctest::Approx(0.125982).epsilon(1e-5));
  CHECK(has(world.said({"explain", "s"}, "2023-12-31"), "Rates that do not fit: i0"));
}

TEST_CASE("a feed that told as expected for half a year and then nothing has gone dark") {
  std::string definitions = changed(definitions_of("nf2"), "2 per month", "8 per month");
  definitions = changed(definitions, "1 per month", "4 per month");
  Lines items;
  for (int month = 1; month <= 6; ++month) {
    for (int day = 3; day <= 28; day += 5) {
      items.push_back(lone(fmt::format("x{}-{}", month, day),
                           fmt::format("2023-{:02}-{:02}", month, day), graded("B2")));
    }
  }
  const World world(definitions, items);
  CHECK(world.misfits("2023-06-30") == 0);
  CHECK(world.misfits("2023-12-31") == 1);
  CHECK(has(world.said({"explain", "s"}, "2023-12-31"), "gone dark"));
}

// ----------------------------------------------------------------------------------- spells too
// short

TEST_CASE("a spell shorter than an hour is refused, and one of two hours is reckoned at once") {
  const std::string definitions = content_of(kFolder / "lasts-hang.toml");
  const auto said = checked(definitions);
  CHECK(said.code == 1);
  CHECK(has(said.out + said.err, "lasts \"1e-12 days\" is under an hour"));
  CHECK(checked(changed(definitions, "1e-12 days", "59 minutes")).code == 1);
  // What the base rate leaves of the spell is what belief fades by.
  CHECK(checked(changed(definitions, "1e-12 days", "1 hour")).code == 1);
  std::string short_spells = changed(definitions, "1e-12 days", "2 hours");
  CHECK(checked(short_spells).code == 0);
  short_spells = changed(short_spells, "2026-03-01", "2025-03-01");
  const World world(short_spells, {});
  for (const char* command : {"status", "watch-list", "report"}) {
    CHECK_FALSE(world.said({command}, "2025-03-31").empty());
  }
}

}  // namespace
}  // namespace signpost::testing
