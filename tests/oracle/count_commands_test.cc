// The shared cases of countable forecasts once more, through the program's commands: each is written
// as a definition and as items, loaded, imported and explained, as an analyst would do it. Of the 42
// cases 40 are asked so; the other two ("numbers_only") have counts that are not whole, and nobody can
// record a part of an event.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/time/instant.h"
#include "tests/how_many.h"
#include "tests/oracle/count_cases.h"
#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

std::string at(double days) { return to_rfc3339(day(days)); }

/// Long after all cases: what was recorded then is of use only with a time of its own.
const Instant kNow = day(20'000);

json cases() {
  std::ifstream file(SIGNPOST_TESTS_DIR "/oracle/count_cases.json");
  return json::parse(file)["cases"];
}

json case_named(const std::string& beginning) {
  for (const json& from : cases()) {
    if (from["name"].get<std::string>().starts_with(beginning)) return from;
  }
  FAIL("no such case");
  return {};
}

std::string definitions_of(const json& from) {
  // Watched in full, but for what is said of it.
  std::string text =
      "[[indicator]]\nid = \"raids\"\ntitle.en = \"Raids\"\nobservable.en = \"a raid\"\n"
      "  [[indicator.coverage]]\n  level = 1\n  because = \"given\"\n";
  for (const json& span : from["coverage"]) {
    text += fmt::format("  [[indicator.coverage]]\n  from = {}\n", at(span[0]));
    if (!span[1].is_null()) text += fmt::format("  to = {}\n", at(span[1]));
    text += fmt::format("  level = {:.17g}\n  because = \"given\"\n", span[2].get<double>());
  }
  return text + fmt::format(
                    "[[scenario]]\nid = \"s\"\nrole = \"effect\"\ntitle.en = \"So many raids\"\n"
                    "asks = \"count\"\nopened = {}\nhorizon = {}\nresolves.yes = \"so many\"\n"
                    "  [scenario.criterion]\n  indicators = [\"raids\"]\n  from = {}\n  to = {}\n"
                    "  at_least = {}\n  history_from = {}\n  drift = {:.17g}\n"
                    "  dispersion = {:.17g}\n",
                    at(from.value("opened", 0.0)), at(from["to"]), at(0), at(from["to"]),
                    from["at_least"].get<int>(), at(from["history_from"]),
                    from["drift"].get<double>(), from["dispersion"].get<double>());
}

/// One total, or one of its parts. `known` is the day on which it could be known.
std::string item(const std::string& id, double occurred, double known, const json& total = {}) {
  json row = {{"id", id},
              {"text", "told"},
              {"occurred", at(occurred)},
              {"indicators", {"raids"}},
              {"grade", "B2"},
              {"available", at(known)}};
  if (!total.is_null()) row.update(total);
  return row.dump() + "\n";
}

/// A publisher's totals. Where coverage is below a total's own credibility it would be raised to that,
/// for a total watches its span: there the events are told one by one.
std::string items_of(const json& from) {
  std::string rows;
  int id = 0;
  if (nothing_before(from)) {
    rows += item("none", from["history_from"], 0, {{"until", at(0)}, {"count", 0}});
  }
  for (const json& count : from["counts"]) {
    const double start = count[0];
    const double length = count[1].get<double>() - start;
    const int n = count[2];
    if (from["coverage"].empty()) {
      rows +=
          item(fmt::format("t{}", id++), start, count[1], {{"until", at(count[1])}, {"count", n}});
      continue;
    }
    for (int i = 0; i < n; ++i) {
      const double occurred = start + length * (i + 0.5) / n;
      rows += item(fmt::format("i{}", id++), occurred, occurred);
    }
  }
  return rows;
}

struct Desk {
  explicit Desk(Instant now) {
    prompt.now = now;
    done({"init"});
  }
  void load(const std::string& definitions) const {
    done({"load", prompt.write("d.toml", definitions)});
  }
  void import(const std::string& items) const {
    if (!items.empty()) done({"import", prompt.write("e.jsonl", items)});
  }
  std::string done(const std::vector<std::string>& words) const {
    const auto said = prompt(words);
    CAPTURE(said.out);
    REQUIRE_MESSAGE(said.code == 0, said.err);
    return said.out;
  }
  json answer(std::vector<std::string> words) const {
    words.emplace_back("--json");
    return json::parse(done(words));
  }
  json explained(double as_of, double known_at) const {
    return answer({"explain", "s", "--as-of", at(as_of), "--known-at", at(known_at)});
  }
  Prompt prompt;
};

void check_account(const json& said, const json& expected) {
  const double decibans = 10 / std::log(10.0);
  CHECK(std::fabs(said["opening_db"].get<double>() - expected["opening"].get<double>() * decibans) <
        1e-4);
  CHECK(std::fabs(said["closing_db"].get<double>() - expected["closing"].get<double>() * decibans) <
        1e-4);
  const json& periods = said["count"]["periods"];
  REQUIRE(periods.size() == expected["lines"].size());
  for (std::size_t i = 0; i < periods.size(); ++i) {
    CAPTURE(i);
    const json& line = expected["lines"][i];
    CHECK(std::fabs(periods[i]["counted"].get<double>() - line["counted"].get<double>()) < 1e-9);
    CHECK(std::fabs(periods[i]["brought_db"].get<double>() -
                    line["change"].get<double>() * decibans) < 1e-4);
  }
}

/// Returns the largest difference of P. `all`: status and history are asked too, which look at the
/// year behind and so take their time.
double check_case(const json& from, bool all) {
  CAPTURE(from["name"].get<std::string>());
  const Desk desk(kNow);
  desk.load(definitions_of(from));
  desk.import(items_of(from));
  const std::string as_of = at(from["as_of"]);
  const json& expected = from["expected"];
  // All that is told by then happened by then: known now or known then is the same.
  const json explained = desk.explained(from["as_of"], from["as_of"]);
  std::vector<double> found = {explained["probability"]};
  if (all) {
    const json status = desk.answer({"status", "--as-of", as_of});
    found.push_back(status["scenarios"][0]["probability"]);
    const json history =
        desk.answer({"history", "s", "--from", as_of, "--to", as_of, "--known-at", "as-of"});
    found.push_back(history["points"][0]["probability"]);
  }
  double largest = 0;
  for (const double one : found) {
    largest = std::max(largest, std::fabs(one - expected["probability"].get<double>()));
  }
  CHECK(largest < 1e-4);
  CHECK(std::fabs(explained["count"]["counted"].get<double>() - expected["so_far"].get<double>()) <
        1e-9);
  if (!expected["account"].is_null()) check_account(explained, expected["account"]);
  return largest;
}

/// The totals of a case from one to another, known from when they are recorded.
std::string totals_of(const json& from, std::size_t begin, std::size_t end) {
  std::string rows;
  for (std::size_t i = begin; i < end; ++i) {
    const json& count = from["counts"][i];
    const json row = {{"id", fmt::format("t{}", i)},
                      {"text", "told"},
                      {"indicators", {"raids"}},
                      {"occurred", at(count[0])},
                      {"until", at(count[1])},
                      {"count", count[2]},
                      {"grade", "B2"}};
    rows += row.dump() + "\n";
  }
  return rows;
}

/// What the library gives where only so many of a case's totals are known.
double library_knows(json from, std::size_t totals) {
  json& counts = from["counts"];
  while (counts.size() > totals) counts.erase(counts.size() - 1);
  const Instant as_of = day(from["as_of"]);
  return Probability::from(belief::log_odds(put_to_belief(from), {as_of, as_of})).value();
}

/// A desk that records each total when it is over, those before the window as it begins. What is due
/// is done as it falls due, or all at the end.
json assessed(const json& from, bool punctual) {
  Desk desk(day(0));
  const std::string schedule =
      "[[schedule]]\nid = \"weekly\"\nevery = \"week on Monday at 06:00\"\ntimezone = \"UTC\"\n"
      "start = 2022-01-01\nscenarios = [\"s\"]\nmissed = \"each\"\n";
  desk.load(definitions_of(from) + schedule);
  const json& counts = from["counts"];
  const Instant end = day(120);
  Instant monday = kFrom + std::chrono::days(2) + std::chrono::hours(6);  // 3 January 2022
  std::size_t told = 0;
  for (; monday <= end; monday += std::chrono::days(7)) {
    std::size_t until = told;
    while (until < counts.size() && day(counts[until][1]) <= monday) ++until;
    // Recorded in the second of the slot: it is known to it.
    desk.prompt.now = monday;
    if (until > told) desk.import(totals_of(from, told, until));
    told = until;
    desk.prompt.now = monday + std::chrono::seconds(1);
    if (punctual) desk.done({"run"});
  }
  desk.done({"run"});
  return desk.answer({"assess", "list"});
}

}  // namespace

TEST_CASE("what is recorded later is not known before: P is the library's for what was known") {
  const json from = case_named("38: ");
  const double as_of = from["as_of"];
  const std::size_t all = from["counts"].size();
  const std::size_t first = all - 3;  // of the window's five months
  Desk desk(day(0));
  desk.load(definitions_of(from));
  desk.prompt.now = day(as_of);
  desk.import(totals_of(from, 0, first));
  desk.prompt.now = day(as_of + 100);
  desk.import(totals_of(from, first, all));
  const double before = library_knows(from, first);
  const double expected = from["expected"]["probability"];
  REQUIRE(std::fabs(before - expected) > 0.01);
  const json then = desk.answer({"explain", "s", "--as-of", at(as_of), "--known-at", "as-of"});
  CHECK(std::fabs(then["probability"].get<double>() - before) < 1e-12);
  const json history =
      desk.answer({"history", "s", "--from", at(as_of), "--to", at(as_of), "--known-at", "as-of"});
  CHECK(history["points"][0]["probability"] == then["probability"]);
  CHECK(std::fabs(desk.explained(as_of, as_of + 99)["probability"].get<double>() - before) < 1e-12);
  CHECK(std::fabs(desk.explained(as_of, as_of + 100)["probability"].get<double>() - expected) <
        1e-4);
}

TEST_CASE("a count that is assessed late, all in one go, stands as it was assessed week by week") {
  const json from = case_named("2: ");
  const json punctual = assessed(from, true);
  const json late = assessed(from, false);
  REQUIRE(punctual["assessments"].size() == late["assessments"].size());
  CHECK(late["assessments"].size() >= 15);
  std::set<double> figures;
  for (std::size_t i = 0; i < late["assessments"].size(); ++i) {
    json one = punctual["assessments"][i];
    json other = late["assessments"][i];
    for (json* each : {&one, &other}) each->erase("recorded");
    CHECK(one == other);
    figures.insert(one["probability"].get<double>());
  }
  CHECK(figures.size() >= 10);
}

TEST_CASE("the shared cases of countable forecasts come out of the commands to a ten-thousandth") {
  double largest = 0;
  int asked = 0;
  for (const json& from : cases()) {
    if (from.value("numbers_only", false)) continue;
    const bool in_full = asked++ % 4 == 0;
    if (kTriesAll || in_full) largest = std::max(largest, check_case(from, in_full));
  }
  CHECK(asked == 40);
  MESSAGE("largest difference of P: ", largest);
}

}  // namespace signpost::testing
