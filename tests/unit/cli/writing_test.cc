// The commands that write, whole and in-process.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <vector>

#include "engine/base/sha256.h"
#include "engine/store/store.h"
#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The lines of `status --json` that give a scenario's probability.
std::vector<std::string> probabilities(const std::string& status) {
  std::vector<std::string> found;
  std::istringstream lines(status);
  for (std::string line; std::getline(lines, line);) {
    if (has(line, "\"probability\"")) found.push_back(line);
  }
  return found;
}

TEST_CASE("a countable forecast and a desk's own grades are exported as they were written") {
  Prompt prompt;
  prompt.now = meant_as_start(*parse_time("2022-01-28"));
  const std::string indicators =
      "[[indicator]]\nid = \"attacks\"\ntitle.en = \"Attacks\"\ndispersion = 3\n"
      "[[indicator]]\nid = \"raids\"\ntitle.en = \"Raids\"\n";
  const std::string counted = indicators + R"(
[[grade]]
letter = "B"
odds = 5.5
because = "verdicts of two years"
[[grade]]
letter = "B"
digit = 2
credibility = 0.86
because.en = "ours"
because.ar = "رأينا"
[[grade]]
digit = 5
credibility = 0.07
because = "ours"
[[grade]]
digit = 1
credibility = 0.999
because = "ours"
[[scenario]]
id = "more"
title.en = "More"
asks = "count"
opened = 2022-01-28
  [scenario.criterion]
  indicators = ["attacks", "raids"]
  from = 2022-02-01
  to = 2022-12-31
  factor = 1.25
  against = { from = 2020-02-01, to = 2020-12-31 }
  history_from = 2019-01-01
  drift = 0.2
  dispersion = 1.5
[[scenario]]
id = "enough"
title.en = "Enough"
asks = "count"
opened = 2022-01-28
horizon = 2023-01-28
  [scenario.criterion]
  indicators = ["attacks"]
  at_least = 360
  history_from = 2019-01-01
)";
  REQUIRE(prompt({"init"}).code == 0);
  const auto loaded = prompt({"load", prompt.write("desk.toml", counted)});
  CAPTURE(loaded.err);
  REQUIRE(loaded.code == 0);
  CHECK(has(loaded.out, "grade        B2  new\n"));
  const auto exported = prompt({"export"});
  REQUIRE(exported.code == 0);
  // An object of JSON is an inline table of TOML but for its colons.
  std::string again;
  for (const char* kind : {"grade", "scenario"}) {
    again += fmt::format("{} = [", kind);
    std::istringstream lines(exported.out);
    const std::string begin = fmt::format("{{\"kind\": \"{}\"", kind);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(begin)) continue;
      const std::string name = "\"definition\": ";
      line = line.substr(line.find(name) + name.size());
      line.back() = ',';  // the brace that closes the line
      for (std::size_t at = 0; (at = line.find("\": ", at)) != std::string::npos;) {
        line.replace(at, 3, "\" = ");
      }
      again += line;
    }
    again += "]\n";
  }
  again += indicators;
  CAPTURE(again);
  const auto same = prompt({"load", prompt.write("again.toml", again)});
  CAPTURE(same.err);
  CHECK(has(same.out, "0 new, 0 revised, 8 unchanged\n"));
}

TEST_CASE("record says what the item did to each scenario") {
  Prompt prompt;
  prompt.open_desk();
  const auto said = prompt({"record", "A bomb at the gate", "--indicator", "attacks", "--occurred",
                            "2022-06-29", "--grade", "B2"});
  CHECK(said.err.empty());
  CHECK(said.code == 0);
  CHECK(has(said.out, "Recorded as item 1.\n"));
  CHECK(has(said.out, "  A campaign of attacks"));
  CHECK(has(said.out, "  Daily life recovers"));
  CHECK(has(said.out, " → "));
}

TEST_CASE("record in JSON gives id, before and after of each scenario") {
  Prompt prompt;
  prompt.open_desk();
  const auto said =
      prompt({"--json", "record", "A bomb", "--indicator", "attacks", "--grade", "B2"});
  CHECK(said.code == 0);
  CHECK(said.out.starts_with(
      "{\n  \"format\": \"signpost.record/1\",\n  \"id\": 1,\n  \"scenarios\": [\n"));
  CHECK(has(said.out, "\"id\": \"campaign\",\n      \"before\": 0."));
}

TEST_CASE("record says where an item counts nothing and why") {
  Prompt prompt;
  prompt.columns = "400";
  prompt.open_desk();
  CHECK(has(
      prompt({"record", "x", "--indicator", "attacks", "--occurred", "2021-06-01", "--grade", "B2"})
          .out,
      "it is from before the scenario opened (28 Jan"));
  CHECK(has(prompt({"record", "x", "--indicator", "attacks"}).out, "it cannot be judged"));
  prompt.now = meant_as_start(*parse_time("2023-03-01"));
  CHECK(has(
      prompt({"record", "x", "--indicator", "attacks", "--occurred", "2023-02-01", "--grade", "B2"})
          .out,
      "it is from after the horizon (28 Jan 2023)"));
}

TEST_CASE("record takes the source's letter where a grade is only a digit") {
  Prompt prompt;
  prompt.open_desk();
  const auto digit = prompt({"record", "x", "--indicator", "attacks", "--source", "Monitor daily",
                             "--grade", "2", "--json"});
  Prompt other;
  other.open_desk();
  const auto whole = other({"record", "x", "--indicator", "attacks", "--grade", "B2", "--json"});
  CHECK(digit.code == 0);
  CHECK(digit.out == whole.out);
}

TEST_CASE("record reads a text from stdin and keeps a file's digest") {
  Prompt prompt;
  prompt.open_desk();
  const std::string page = prompt.write("page.html", "abc");
  CHECK(prompt({"record", "-", "--indicator", "attacks", "--grade", "B2", "--keep", page},
               "first line\nsecond line\n")
            .code == 0);
  const std::string all = prompt({"export"}).out;
  CHECK(has(all, R"("text": "first line\nsecond line")"));
  CHECK(has(all, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  const auto missing = prompt({"record", "x", "--indicator", "attacks", "--keep", "nowhere.html"});
  CHECK(missing.code == 3);
}

TEST_CASE("record without a terminal names what is missing") {
  Prompt prompt;
  prompt.open_desk();
  CHECK(prompt({"record"}).code == 2);
  CHECK(
      prompt({"record", "x"}).err ==
      "signpost: error: record needs --indicator ID or --bears SCENARIO=RATIO\n"
      "hint: `signpost indicators` lists the indicators; --denies KEY is for an event that did not "
      "happen\n");
  CHECK(prompt({"record", "x", "--indicator", "atacks"}).code == 3);
  CHECK(prompt({"record", "x", "--indicator", "attacks", "--grade", "Z9"}).code == 3);
  CHECK(has(prompt({"evidence", "list"}).out, "A bomb") == false);
}

TEST_CASE("on a terminal record asks for what is missing and explains itself") {
  Prompt prompt;
  prompt.open_desk();
  prompt.asks = true;
  const auto said = prompt({"record"},
                           "A bomb at the gate\n"  // what happened
                           "?\n"                   // explain the indicators
                           "7\n"                   // there is no such number
                           "late\n"                // search
                           "1, recovery=for\n"     // an indicator and a bearing
                           "?\n2022-13-45\n\n"     // explain, a mistake, then today
                           "?\nmonitor\n"
                           "?\nZ9\nB2\n");
  CHECK(said.code == 0);
  CHECK(has(said.out, "Recorded as item 1."));
  CHECK(has(said.err, "     1  Attacks in the north-east  attacks\n"));
  CHECK(has(said.err, "there is no indicator \"7\""));
  CHECK(has(said.err, "     2  Markets open late          calm-markets\n"));
  CHECK(has(said.err, "decisive-for 30"));
  CHECK(has(said.err, "B  usually reliable"));
  CHECK(has(said.err, "monitor  The Monitor"));
  const std::string all = prompt({"export"}).out;
  CHECK(has(all,
            R"("indicators": ["attacks"], "bears": [{"scenario": "recovery", "ratio": "for"}])"));
  CHECK(has(all, R"("source": "monitor", "grade": "B2")"));
}

TEST_CASE("on a terminal record judges what was given before it asks for the rest") {
  Prompt prompt;
  prompt.open_desk();
  prompt.asks = true;
  const auto wrong = [&](const std::string& option, const std::string& value) {
    const auto said = prompt({"record", "A blast", option, value}, "1\n\n\n\n");
    CHECK(said.code == 3);
    CHECK(said.err.find("When did it happen?") == std::string::npos);
    CHECK(said.err.find("Who says so?") == std::string::npos);
    return said.err;
  };
  CHECK(wrong("--indicator", "atacks") ==
        "signpost: error: there is no indicator \"atacks\"\nhint: did you mean \"attacks\"?\n");
  CHECK(wrong("--indicator", "weather") ==
        "signpost: error: there is no indicator \"weather\"\n"
        "hint: `signpost indicators` lists them\n");
  CHECK(wrong("--bears", "nothing=for") ==
        "signpost: error: there is no scenario \"nothing\"\n"
        "hint: `signpost status` lists the scenarios\n");
  CHECK(wrong("--occurred", "yesterday").starts_with("signpost: error: occurred: "));
  CHECK(wrong("--grade", "Z9").find("\"Z9\" is not a grade") != std::string::npos);
  CHECK(wrong("--count", "3").find("until") != std::string::npos);
  CHECK(prompt({"record", "A blast", "--event-of", "7"}, "1\n").code == 2);
}

TEST_CASE("answers that end early record nothing") {
  Prompt prompt;
  prompt.open_desk();
  prompt.asks = true;
  const auto said = prompt({"record"}, "A bomb at the gate\n1\n");
  CHECK(said.code == 1);
  CHECK(has(said.err, "signpost: error: nothing is recorded: the answers end here\n"));
  CHECK(has(prompt({"verify", "--json"}).out, "\"entries\": 2"));
}

TEST_CASE("record opens the editor for a text of several lines") {
  Prompt prompt;
  prompt.open_desk();
  prompt.asks = true;
  const std::string script = prompt.write(
      "editor.sh", "#!/bin/sh\nprintf 'What I saw,\\n# not this\\nand where.\\n' > \"$2\"\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  prompt.variables = {{"EDITOR", "false"}, {"VISUAL", script + " --wait"}};
  CHECK(prompt({"record", "--indicator", "attacks"}, "\n\n\n").code == 0);
  CHECK(has(prompt({"export"}).out, R"("text": "What I saw,\nand where.")"));

  prompt.variables = {{"EDITOR", "true"}};  // leaves the file as it was: comments only
  const auto empty = prompt({"record", "--indicator", "attacks"});
  CHECK(empty.code == 1);
  CHECK(has(empty.err, "nothing is recorded: the text is empty"));
  prompt.variables = {{"EDITOR", "/nowhere/vi"}};
  const auto none = prompt({"record", "--indicator", "attacks"});
  CHECK(none.code == 2);
  CHECK(has(none.err, "the editor \"/nowhere/vi\" cannot be started"));
}

TEST_CASE("a text written in the editor outlives a mistake after it") {
  Prompt prompt;
  prompt.open_desk();
  prompt.asks = true;
  const std::string script = prompt.write("editor.sh", "#!/bin/sh\necho 'What I saw' > \"$1\"\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  prompt.variables = {{"EDITOR", script}};
  const auto said = prompt({"record", "--indicator", "attacks"}, "");
  CHECK(said.code == 1);
  const std::string left = "Your text is left in ";
  const std::size_t at = said.err.find(left);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + left.size();
  const std::filesystem::path file = said.err.substr(begin, said.err.find('\n', begin) - begin);
  CHECK(std::filesystem::file_size(file) == 11);
  std::filesystem::remove(file);
}

TEST_CASE("amend replaces the fields that are named and clears those that are empty") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "A bomb", "--indicator", "attacks", "--grade", "E5", "--note", "check",
          "--place", "Hasakah", "--id", "m-1"});
  const auto said = prompt({"amend", "m-1", "--grade", "B1", "--note="});
  CHECK(said.err.empty());
  CHECK(has(said.out, "Item 1 is amended; its earlier versions stay.\n"));
  CHECK(has(said.out, " → "));
  const std::string all = prompt({"export"}).out;
  CHECK(has(all, R"("version": 2, "stands": true)"));
  const std::string second = all.substr(all.find("\"version\": 2"));
  CHECK(has(second, R"("grade": "B1")"));
  CHECK(has(second, R"("place": "Hasakah")"));
  CHECK(!has(second.substr(0, second.find('\n')), "note"));
  CHECK(prompt({"amend", "#1", "--grade", "B1"}).out ==
        "Item 1 says this already: nothing is changed.\n");
  CHECK(prompt({"amend", "1"}).code == 2);
  CHECK(prompt({"amend", "2", "--grade", "B1"})
            .err.starts_with("signpost: error: there is no item \"2\"\n"));
}

TEST_CASE("retract takes an item's weight away and says so") {
  Prompt prompt;
  prompt.open_desk();
  const auto before = prompt({"status", "--json"});
  prompt({"record", "A bomb", "--indicator", "attacks", "--grade", "B2"});
  prompt.now += std::chrono::seconds(1);
  const auto said = prompt({"retract", "1", "--because", "withdrawn by the source"});
  CHECK(said.code == 0);
  CHECK(has(said.out, "Item 1 is withdrawn: A bomb\n"));
  CHECK(has(said.out, " → "));
  CHECK(prompt({"retract", "1", "--because", "again"}).code == 2);
}

TEST_CASE("redact asks on a terminal and elsewhere wants a yes") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "Names a witness", "--indicator", "attacks", "--grade", "B2"});
  const auto refused = prompt({"redact", "1", "--because", "at risk"});
  CHECK(refused.code == 2);
  prompt.asks = true;
  CHECK(prompt({"redact", "1", "--because", "at risk"}, "no\n").code == 1);
  CHECK(has(prompt({"export"}).out, "Names a witness"));
  CHECK(prompt({"redact", "1", "--because", "at risk"}, "yes\n").code == 0);
  CHECK(!has(prompt({"export"}).out, "Names a witness"));
  CHECK(prompt({"verify"}).code == 0);
}

TEST_CASE("cover declares coverage and says what moved") {
  Prompt prompt;
  prompt.open_desk();
  const auto said = prompt({"cover", "attacks", "--from", "2022-02-01", "--to", "2022-05-31",
                            "--level", "50%", "--because", "monitors cut off"});
  CHECK(said.code == 0);
  CHECK(has(said.out, "Coverage of attacks is 0.5 from 2022-02-01 to 2022-05-31.\n"));
  CHECK(has(said.out, "A campaign of attacks"));
  CHECK(prompt({"cover", "atacks", "--from", "2022", "--level", "1", "--because", "x"}).err ==
        "signpost: error: there is no indicator \"atacks\"\nhint: did you mean attacks?\n");
  CHECK(prompt({"cover", "attacks", "--from", "2022", "--level", "1.5", "--because", "x"}).code ==
        2);
  CHECK(prompt({"cover", "attacks", "--from", "2022-03-01", "--to", "2022-02-01", "--level", "1",
                "--because", "x"})
            .code == 2);
}

TEST_CASE("import stores nothing unless every file is good, or it is told to keep going") {
  Prompt prompt;
  prompt.open_desk();
  const std::string good = prompt.write(
      "good.csv",
      "occurred,indicators,text,grade\n2022-03-01,attacks,one,B2\n2022-03-02,attacks,two,B2\n");
  const std::string bad = prompt.write(
      "bad.csv",
      "occurred,indicators,text,grade\n2022-03-03,attacks,three,B2\n2022-03-04,atacks,four,Z9\n");
  const auto nothing = prompt({"import", good, bad});
  CHECK(nothing.code == 3);
  CHECK(has(nothing.err, "bad.csv:3:"));
  CHECK(has(nothing.err, "signpost: error: 1 row rejected, 3 good; nothing is stored\n"));
  CHECK(has(prompt({"verify", "--json"}).out, "\"entries\": 2"));
  const auto rest = prompt({"import", good, bad, "--keep-going", "--json"});
  CHECK(rest.code == 3);
  CHECK(has(rest.out, "\"added\": 3"));
  CHECK(has(rest.out, "\"line\": 3,"));
  CHECK(has(rest.out, "\"by_indicator\": {\n    \"attacks\": 3\n  }"));
  CHECK(has(rest.err, "signpost: error: 1 row rejected; all others are stored\n"));
}

TEST_CASE("a dry run of import and of load stores nothing") {
  Prompt prompt;
  prompt.open_desk();
  const std::string good =
      prompt.write("good.csv", "occurred,indicators,text,grade\n2022-03-01,attacks,one,B2\n");
  CHECK(has(prompt({"import", good, "--dry-run"}).out,
            "1 added, 0 amended, 0 unchanged, 0 rejected\n"));
  std::string changed = kDeskDefinitions;
  changed.replace(changed.find("prior = 0.3"), 11, "prior = 0.4");
  prompt.write("desk.toml", changed);
  const auto dry = prompt({"load", prompt.path("desk.toml"), "--dry-run"});
  CHECK(has(dry.out, "scenario     campaign  revision 2\n             prior 0.3 → 0.4"));
  CHECK(has(dry.out, "0 new, 1 revised, 5 unchanged\n"));
  CHECK(has(prompt({"verify", "--json"}).out, "\"entries\": 2"));
  CHECK(prompt({"load", prompt.path("desk.toml")}).code == 0);
  CHECK(has(prompt({"verify", "--json"}).out, "\"entries\": 3"));
}

TEST_CASE("importing twice adds nothing and a changed row is an amendment") {
  Prompt prompt;
  prompt.open_desk();
  const std::string file = prompt.write("m.csv",
                                        "id,occurred,indicators,text,grade\na,2022-03-01,attacks,"
                                        "one,B2\nb,2022-03-02,attacks,two,B2\n");
  CHECK(has(prompt({"import", file}).out, "2 added, 0 amended, 0 unchanged"));
  CHECK(has(prompt({"import", file}).out, "0 added, 0 amended, 2 unchanged"));
  prompt.write("m.csv", "id,occurred,indicators,text,grade\na,2022-03-01,attacks,one,B1\n");
  CHECK(has(prompt({"import", file}).out, "0 added, 1 amended, 0 unchanged"));
}

TEST_CASE("import warns where items are worth less, or more, than the coverage that counts") {
  const auto warnings = [](const std::string& grade, int items) {
    Prompt prompt;
    prompt.open_desk();
    std::string rows = "id,occurred,indicators,text,grade\n";
    for (int i = 1; i <= items; ++i) {
      rows += fmt::format("i{},2022-03-0{},attacks,one,{}\n", i, i, grade);
    }
    const auto said = prompt({"import", prompt.write("m.csv", rows)});
    CHECK(said.code == 0);
    return said.err;
  };
  CHECK(has(warnings("D4", 5), "do not weigh alike: attacks (0.22)"));
  CHECK(has(warnings("A1", 5), "do not weigh alike: attacks (0.99)"));
  CHECK(warnings("B2", 5).empty());
  CHECK(warnings("D4", 4).empty());  // too few to show what reports are usually worth
}

TEST_CASE("an export is imported into another store whole, and twice adds nothing") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "By hand, with \"quotes\"", "--indicator", "attacks", "--grade", "B2",
          "--bears", "recovery=against"});
  prompt({"record", "With an id", "--indicator", "attacks", "--id", "m-1", "--feed", "monitor",
          "--occurred", "2022-02", "--grade", "B3"});
  prompt({"record", "A total", "--indicator", "attacks", "--occurred", "2022-03-01", "--until",
          "2022-03-31", "--count", "7", "--grade", "B2"});
  prompt({"record", "Withdrawn", "--indicator", "attacks", "--grade", "A1"});
  prompt({"retract", "4", "--because", "false"});
  prompt({"amend", "m-1", "--grade", "B1"});
  const std::string file = prompt.path("all.jsonl");
  REQUIRE(prompt({"export", "--output", file}).code == 0);
  const auto own = prompt({"import", file});
  CHECK(own.code == 3);
  CHECK(has(own.err, "is an export of this very store"));

  Prompt other;
  other.open_desk();
  const auto said = other({"import", file});
  INFO(said.err);
  CHECK(said.code == 0);
  CHECK(has(said.out, "3 added, 0 amended, 0 unchanged, 0 rejected\n"));
  CHECK(has(other({"import", file}).out, "0 added, 0 amended, 3 unchanged, 0 rejected\n"));
  const std::vector<std::string> then = probabilities(prompt({"status", "--json"}).out);
  CHECK(then.size() == 2);
  CHECK(probabilities(other({"status", "--json"}).out) == then);
}

TEST_CASE("an import says what of an export it leaves out") {
  Prompt prompt;
  prompt.open_desk();
  for (const char* text : {"Stays", "Names a witness", "False"}) {
    prompt({"record", text, "--indicator", "attacks", "--grade", "B2"});
  }
  prompt({"amend", "2", "--grade", "B1"});
  REQUIRE(prompt({"redact", "2", "--because", "a witness", "--yes"}).code == 0);
  prompt({"retract", "3", "--because", "false"});
  for (const char* level : {"0.5", "0.6"}) {
    prompt({"cover", "attacks", "--from", "2022-02-01", "--to", "2022-02-28", "--level", level,
            "--because", "cut off"});
  }
  REQUIRE(prompt({"assess", "campaign", "recovery"}).code == 0);
  const std::string file = prompt.path("all.jsonl");
  REQUIRE(prompt({"export", "--output", file}).code == 0);
  Prompt other;
  other.open_desk();
  const auto said = other({"import", file});
  CHECK(said.code == 0);
  CHECK(has(said.out, "1 added, 0 amended, 0 unchanged, 0 rejected\n"));
  CHECK(has(said.err,
            "signpost: warning: left out 1 redacted item: without its text and source an item "
            "cannot be judged anew\n"
            "signpost: warning: left out 2 declarations of coverage: an import brings items only\n"
            "hint: declare it here too, with `signpost cover`\n"
            "signpost: warning: left out 2 kept assessments, and what alerts told of them: they "
            "stay with the desk that made them\n"
            "hint: `signpost backup` copies a store whole\n"));
}

TEST_CASE("an export gives every bit of a kept assessment and its ledger back") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "One", "--indicator", "attacks", "--grade", "B2", "--event", "e-1"});
  prompt({"record", "Two", "--bears", "campaign=3", "--grade", "C3"});
  prompt({"record", "A rumour", "--indicator", "attacks", "--grade", "F6"});
  REQUIRE(prompt({"assess", "campaign"}).code == 0);
  const std::string all = prompt({"export"}).out;

  const store::Store store =
      store::Store::open(prompt.path("signpost.db"), store::Store::Access::kRead);
  const auto kept = store.snapshot()->assessments({}, /*with_ledger=*/true);
  REQUIRE(kept.size() == 1);
  const auto holds = [&](const std::string& name, double number) {
    const std::string member = fmt::format("\"{}\": {:.17g}", name, number);
    CAPTURE(member);
    CHECK(has(all, member));
  };
  const Assessment& one = kept.front().assessment;
  const KeptLedger& ledger = kept.front().kept.value();
  holds("log_odds", one.log_odds.nats());
  holds("probability_at_horizon", one.at_horizon.value().value());
  holds("low", kept.front().interval.value().low.value());
  holds("opening", ledger.opening.nats());
  holds("judgement", ledger.judgement.nats());
  holds("closing", ledger.closing.nats());
  REQUIRE(ledger.accounts.size() == 2);
  for (const KeptSums& account : ledger.accounts) {
    holds("evidence", account.evidence.nats());
    holds("silence", account.silence.nats());
  }
  REQUIRE(ledger.entries.size() == 2);
  for (const KeptEntry& entry : ledger.entries) {
    holds("arrived", entry.arrived.nats());
    holds("today", entry.today.nats());
    holds("probability_without", entry.without.value());
  }
  CHECK(has(all, "\"model\": 2"));
  CHECK(has(all, "\"digest\": \"" + to_hex(ledger.digest) + "\""));
}

TEST_CASE("an export tells what was judged of a redacted item, and nothing that it said") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "Names a witness", "--indicator", "attacks", "--source", "A. Witness",
          "--grade", "B2"});
  REQUIRE(prompt({"assess", "campaign"}).code == 0);
  REQUIRE(prompt({"redact", "1", "--because", "at risk", "--yes"}).code == 0);
  const std::string all = prompt({"export"}).out;
  CHECK(has(all, R"("entries": [{"item": 1, "indicator": "attacks", "arrived": )"));
  CHECK(!has(all, "itness"));
}

TEST_CASE("a denial says what it does to every scenario in which its event stands") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "An attack", "--indicator", "attacks", "--grade", "B2", "--event", "Raid 7",
          "--source", "one"});
  const auto said = prompt(
      {"record", "There was none", "--denies", "raid 7", "--grade", "B2", "--source", "two"});
  INFO(said.err);
  CHECK(said.code == 0);
  CHECK(has(said.out, "Recorded as item 2."));
  CHECK(has(said.out, "A campaign of attacks"));
  CHECK(has(prompt({"explain", "campaign"}).out, "denied by 1 item #2"));
  const std::string explained = prompt({"explain", "campaign", "--json"}).out;
  CHECK(has(explained, "\"denied_by\": [\n        2\n      ]"));
  const auto nobody = prompt({"record", "No", "--denies", "raid 8", "--grade", "B2"});
  CHECK(nobody.code == 0);
  CHECK(!has(nobody.out, "A campaign of attacks"));
  // Without a sighting there is nothing else that it could say.
  const auto both = prompt({"record", "No", "--denies", "raid 7", "--indicator", "attacks"});
  CHECK(both.code != 0);
}

TEST_CASE("an export holds a denial, and gives it to another store") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "An attack", "--indicator", "attacks", "--grade", "B2", "--event", "raid",
          "--source", "one"});
  prompt({"record", "None", "--denies", "raid", "--grade", "C2", "--source", "two"});
  for (const bool csv : {false, true}) {
    CAPTURE(csv);
    const std::string file = prompt.path(csv ? "all.csv" : "all.jsonl");
    REQUIRE(
        (csv ? prompt({"export", "--csv", "--output", file}) : prompt({"export", "--output", file}))
            .code == 0);
    Prompt other;
    other.open_desk();
    const auto said = other({"import", file});
    INFO(said.err);
    CHECK(has(said.out, "2 added"));
    CHECK(probabilities(other({"status", "--json"}).out) ==
          probabilities(prompt({"status", "--json"}).out));
  }
}

TEST_CASE("the export as CSV defuses formulas and can be imported again") {
  Prompt prompt;
  prompt.open_desk();
  prompt({"record", "=HYPERLINK(\"http://evil\",\"x\")", "--indicator", "attacks", "--grade", "B2",
          "--note", "+1", "--id", "a", "--occurred", "2022-02-01"});
  const std::string csv = prompt({"export", "--csv"}).out;
  CHECK(csv.starts_with("\xEF\xBB\xBFid,occurred,until,count,indicators,"));
  CHECK(has(csv, "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\""));
  CHECK(has(csv, ",'+1,yes,\r\n"));
  Prompt other;
  other.open_desk();
  const auto said = other({"import", other.write("all.csv", csv)});
  INFO(said.err);
  CHECK(has(said.out, "1 added"));
}

TEST_CASE("verify answers no where the store was changed behind its back") {
  Prompt prompt;
  prompt.open_desk();
  CHECK(has(prompt({"verify"}).out, "2 entries"));
  const auto head = prompt({"verify", "--head", std::string(64, 'a')});
  CHECK(head.code == 1);
  CHECK(prompt({"verify", "--head", "xyz"}).code == 2);
}

TEST_CASE("backup makes a store and overwrites nothing") {
  Prompt prompt;
  prompt.open_desk();
  const std::string copy = prompt.path("copy.db");
  CHECK(prompt({"backup", copy}).code == 0);
  CHECK(prompt({"verify", "--store", copy}).code == 0);
  CHECK(prompt({"backup", copy}).code == 4);
}

TEST_CASE("check counts errors and warnings and answers no only to errors") {
  Prompt prompt;
  const std::string good = prompt.write("desk.toml", kDeskDefinitions);
  const auto fine = prompt({"check", good});
  CHECK(fine.code == 0);
  CHECK(has(fine.out, " in 1 file\n"));
  std::string broken = kDeskDefinitions;
  broken.replace(broken.find("prior = 0.3"), 11, "prior = 1.3");
  const auto said = prompt({"check", prompt.write("broken.toml", broken)});
  CHECK(said.code == 1);
  CHECK(has(said.out, "broken.toml:"));
  CHECK(has(said.out, "1 error, "));
  const auto json = prompt({"check", prompt.path("broken.toml"), "--json"});
  CHECK(json.code == 1);
  CHECK(has(json.out, "\"errors\": 1,"));
  prompt({"init"});
  const auto load = prompt({"load", prompt.path("broken.toml")});
  CHECK(load.code == 3);
  CHECK(has(load.err, "nothing is loaded"));
  CHECK(prompt({"check", prompt.path("nowhere.toml")}).code == 3);
}

TEST_CASE("check knows what the store defines") {
  Prompt prompt;
  prompt.open_desk();
  std::string only = kDeskDefinitions;
  only = only.substr(only.find("[[scenario]]"));
  const std::string file = prompt.write("only.toml", only);
  CHECK(prompt({"check", file}).code == 0);
  CHECK(prompt({"check", file, "--store", prompt.path("none.db")}).code == 1);
}

TEST_CASE("completion knows every command and every option") {
  Prompt prompt;
  prompt.open_desk();
  for (const char* shell : {"bash", "zsh"}) {
    const auto said = prompt({"completion", shell});
    CHECK(said.code == 0);
    for (const char* word : {"record", "history", "backup", "--because", "--known-at", "--store"}) {
      CAPTURE(word);
      CHECK(has(said.out, word));
    }
  }
  CHECK(prompt({"completion", "ids", "scenarios"}).out == "campaign\nrecovery\n");
  CHECK(prompt({"completion", "ids", "indicators"}).out == "attacks\ncalm-markets\n");
  CHECK(prompt({"completion", "fish"}).code == 2);
}

}  // namespace
}  // namespace signpost::testing
