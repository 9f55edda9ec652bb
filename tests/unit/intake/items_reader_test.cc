#include "engine/intake/items_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/intake/temporary_file.h"

using namespace signpost;

namespace {

Definitions known() {
  Definitions d;
  for (const char* id : {"attacks", "talks", "treaty"}) {
    d.indicators.push_back({});
    d.indicators.back().id = id;
  }
  d.indicators.back().once = true;
  d.indicators.push_back({});
  d.indicators.back().id = "report";
  d.indicators.back().occasions = Occasions{.dates = {parse_time("2022-03-05")->first},
                                            .every = {},
                                            .rule = {},
                                            .timezone = {},
                                            .from = {},
                                            .until = {}};
  d.scenarios.push_back({});
  d.scenarios.back().id = "operations";
  return d;
}

Instant at(const char* text) { return parse_time(text)->first; }
const Instant kNow = at("2022-06-30T12:00:00Z");

struct Read {
  std::vector<Item> items;
  std::vector<std::uint32_t> lines;
  std::vector<std::string> said;
};

Read read(std::string_view content) {
  const TemporaryFile file(content);
  const Definitions definitions = known();
  Read result;
  intake::read_items(
      file.path(), {definitions, {kNow}},
      [&](Item&& item, std::uint32_t line) {
        result.items.push_back(std::move(item));
        result.lines.push_back(line);
      },
      [&](Diagnostic&& diagnostic) { result.said.push_back(diagnostic.message.english()); });
  return result;
}

/// The one item of a line of JSON that is `{"indicators": ["attacks"], …}`.
Item one(const std::string& members) {
  Read r = read("{\"indicators\": [\"attacks\"], " + members + "}");
  CAPTURE(members);
  for (const std::string& said : r.said) CAPTURE(said);
  REQUIRE(r.said.empty());
  REQUIRE(r.items.size() == 1);
  return r.items[0];
}

}  // namespace

TEST_CASE("every field of a line of JSON is read") {
  Read r = read(
      R"({"id": "A01", "text": "هجوم\nعلى السجن", "occurred": "2022-03-01", "until": "2022-03-31",)"
      R"( "count": 54, "indicators": ["attacks", {"id": "talks", "grade": "A1"}],)"
      R"( "bears": [{"scenario": "operations", "ratio": "strongly-for"}], "source": "SOHR",)"
      R"( "grade": "b-2", "credibility": 0.7, "origin": "sohr", "event": "raid-1",)"
      R"( "url": "https://example.org/a", "place": "الحسكة", "lang": "ar", "available": "2022-04-10",)"
      R"( "by": "RS", "note": "a note", "share": false})");
  REQUIRE(r.items.size() == 1);
  Item expected;
  expected.id = "A01";
  expected.text = "هجوم\nعلى السجن";
  expected.occurred = at("2022-03-01T00:00:00Z");
  expected.occurred_as = Precision::kDay;
  expected.total = Total{at("2022-03-31T23:59:59Z"), 54};
  expected.available = at("2022-04-10T23:59:59Z");
  expected.available_given = true;
  expected.sightings = {{"attacks", std::nullopt}, {"talks", Grade{'A', 1}}};
  expected.bears = {{"operations", 10.0, "strongly-for"}};
  expected.source = "SOHR";
  expected.grade = Grade{'B', 2};
  expected.credibility = Probability(0.7);
  expected.origin = "sohr";
  expected.event = "raid-1";
  expected.url = "https://example.org/a";
  expected.place = "الحسكة";
  expected.lang = "ar";
  expected.by = "RS";
  expected.note = "a note";
  expected.share = false;
  CHECK(r.items[0] == expected);
}

TEST_CASE("a CSV row says the same as a line of JSON") {
  const Read json = read(
      R"({"id": "7", "text": "one, \"two\"\nthree", "occurred": "2022-03-01", "until": "2022-03-31",)"
      R"( "count": 54, "indicators": ["attacks", "talks"],)"
      R"( "bears": [{"scenario": "operations", "ratio": 3}], "grade": "B2", "credibility": 0.7,)"
      R"( "available": "2022-04-10", "share": false})");
  const Read csv = read(
      "Share,ID,Text,Occurred,Until,Count,Indicators,Bears,Grade,Credibility,Available\r\n"
      "no,7,\"one, \"\"two\"\"\r\nthree\",2022-03-01,2022-03-31,54,attacks; talks,operations=3,B2,"
      "0.7,2022-04-10\r\n");
  const Read excel = read(
      "sep=;\nshare;id;text;occurred;until;count;indicators;bears;grade;credibility;available\n"
      "0;7;\"one, \"\"two\"\"\nthree\";2022-03-01;2022-03-31;٥٤,0;\"attacks;talks\";operations = 3;"
      "B2;0,7;2022-04-10\n");
  CHECK(json.said.empty());
  CHECK(csv.said.empty());
  CHECK(excel.said.empty());
  REQUIRE(json.items.size() == 1);
  CHECK(csv.items == json.items);
  CHECK(excel.items == json.items);
}

TEST_CASE("what is left out, null or empty has its default") {
  const Item bare = one(R"("occurred": "2022-03-01")");
  CHECK(bare.feed == "signpost");
  CHECK(bare.available == kNow);
  CHECK_FALSE(bare.available_given);
  CHECK(bare.share);
  CHECK(bare.grade == Grade{});
  CHECK_FALSE(bare.credibility);
  CHECK_FALSE(bare.total);
  CHECK(one(R"("occurred": "2022-03-01", "text": null, "grade": "", "event": "", "available": "",)"
            R"( "until": null, "count": null, "credibility": null, "share": null, "bears": [])") ==
        bare);
}

TEST_CASE("a lone occurred is noon, a middle, or the second that was written") {
  CHECK(one(R"("occurred": "2022-03-01")").occurred == at("2022-03-01T12:00:00Z"));
  CHECK(one(R"("occurred": "2022-03-01")").occurred_as == Precision::kDay);
  CHECK(one(R"("occurred": "2022-03")").occurred_as == Precision::kMonth);
  CHECK(to_date(one(R"("occurred": "2022-02")").occurred) == "2022-02-15");
  CHECK(one(R"("occurred": 2021)").occurred_as == Precision::kYear);
  CHECK(one(R"("occurred": "2022-03-01T19:30+03:00")").occurred == at("2022-03-01T16:30:00Z"));
  CHECK(one(R"("occurred": "2022-03-01T19:30Z")").occurred_as == Precision::kSecond);
}

TEST_CASE("what was written for today, this month or this year is not in the future") {
  CHECK(one(R"("occurred": "2022-06-30")").occurred == kNow);
  CHECK(one(R"("occurred": "2022-06")").occurred <= kNow);
  CHECK(one(R"("occurred": "2022")").occurred <= kNow);
  CHECK(one(R"("occurred": "2022-06-30T12:00:00Z")").occurred == kNow);
  CHECK(one(R"("occurred": "2022-06-30", "available": "2022-06-30")").available == kNow);
}

TEST_CASE("a total begins with the start of what was written and ends with its end") {
  const Item month = one(R"("occurred": "2022-03", "until": "2022-03", "count": 3)");
  CHECK(month.occurred == at("2022-03-01T00:00:00Z"));
  CHECK(month.occurred_as == Precision::kDay);
  CHECK(month.total->until == at("2022-03-31T23:59:59Z"));
  const Item day = one(R"("occurred": "2022-03-01", "until": "2022-03-01", "count": 3)");
  CHECK(day.occurred == at("2022-03-01T00:00:00Z"));
  CHECK(day.total->until == at("2022-03-01T23:59:59Z"));
  const Item today = one(R"("occurred": "2022-06-30", "until": "2022-06-30", "count": 0)");
  CHECK(today.total->until == kNow);
  CHECK(today.total->count == 0);
  CHECK(one(R"("occurred": "2022-03-01", "until": "2022-03-02", "count": 54.0)").total->count ==
        54);
}

TEST_CASE("a milestone may be looked for and not seen") {
  const Read r = read(
      R"({"indicators": ["treaty"], "occurred": "2022-03-01", "until": "2022-03-31", "count": 0})");
  CHECK(r.said.empty());
  CHECK(r.items.size() == 1);
}

TEST_CASE("what is seen at set times may be looked for and not seen, and takes no other count") {
  const std::string row = R"({"indicators": ["report"], "occurred": "2022-03-01", )";
  CHECK(read(row + R"("until": "2022-03-31", "count": 0})").items.size() == 1);
  CHECK(read(row + R"("until": "2022-03-31", "count": 1})").said ==
        std::vector<std::string>{"\"report\" is seen at set times: it takes no count but 0"});
}

TEST_CASE("an item may deny an event and be evidence of nothing else") {
  const Read json =
      read(R"({"denies": "raid-1", "occurred": "2022-03-01", "source": "SOHR", "grade": "B2"})");
  CHECK(json.said.empty());
  REQUIRE(json.items.size() == 1);
  CHECK(json.items[0].denies == "raid-1");
  CHECK(json.items[0].grade == Grade{'B', 2});
  CHECK(json.items[0].sightings.empty());
  CHECK(json.items[0].event.empty());
  const Read csv = read("occurred,Denies,source,grade\n2022-03-01, raid-1 ,SOHR,B2\n");
  CHECK(csv.said.empty());
  CHECK(csv.items == json.items);
  CHECK(read(R"({"denies": 17, "occurred": "2022-03-01"})").items.at(0).denies == "17");
}

TEST_CASE("an identifier may be a number, and keeps its digits") {
  CHECK(one(R"("occurred": "2022-03-01", "id": 9007199254740993)").id == "9007199254740993");
  CHECK(one(R"("occurred": "2022-03-01", "grade": 3)").grade == Grade{std::nullopt, 3});
}

TEST_CASE("spaces around identifiers and names do not count") {
  CHECK(one(R"("occurred": " 2022-03-01 ", "event": " raid-1 ", "source": "SOHR ")").event ==
        "raid-1");
}

TEST_CASE("a single indicator need not be put in a list") {
  const Read r = read(R"({"indicators": "attacks", "occurred": "2022-03-01"})");
  REQUIRE(r.items.size() == 1);
  CHECK(r.items[0].sightings == std::vector<Sighting>{{"attacks", std::nullopt}});
}

TEST_CASE("semicolons alone name no indicator") {
  const Read r = read("occurred,indicators,bears\n2022-03-01,;,\" ; \"\n");
  CHECK(r.items.empty());
  CHECK(r.said == std::vector<std::string>{"the item names no indicator and bears on no scenario"});
}

TEST_CASE("an item may bear on a scenario and be a sighting of nothing") {
  const Read r =
      read(R"({"bears": [{"scenario": "operations", "ratio": 0.25}], "occurred": "2022-03-01"})");
  REQUIRE(r.items.size() == 1);
  CHECK(r.items[0].bears == std::vector<Bearing>{{"operations", 0.25, ""}});
}

TEST_CASE("blank lines and empty rows are passed over, and lines are counted on") {
  const Read json = read(
      "\n  \n{\"indicators\": [\"attacks\"], \"occurred\": \"2022-03-01\"}\r\n\n"
      "{\"indicators\": [\"attacks\"], \"occurred\": \"2022-03-02\"}");
  CHECK(json.lines == std::vector<std::uint32_t>{3, 5});
  const Read csv =
      read("\n,,\noccurred,indicators,\n\n2022-03-01,attacks,\n,,\n2022-03-02,attacks\n");
  CHECK(csv.said.empty());
  CHECK(csv.lines == std::vector<std::uint32_t>{5, 7});
}

TEST_CASE("a file of nothing has no items and no mistakes") {
  for (const char* content : {"", "\n\n", "\xEF\xBB\xBF"}) {
    const Read r = read(content);
    CHECK(r.items.empty());
    CHECK(r.said.empty());
  }
}

TEST_CASE("a bad row is told and the rows around it are read") {
  const std::string good = "{\"indicators\": [\"attacks\"], \"occurred\": \"2022-03-01\"}\n";
  const Read r = read(good + "{\"indicators\": [\"attacks\"]}\n" + good + "nonsense\n" + good);
  CHECK(r.lines == std::vector<std::uint32_t>{1, 3, 5});
  CHECK(r.said.size() == 2);
}

TEST_CASE("a guard against spreadsheets in a cell stays as it is") {
  const Read r = read("occurred,indicators,text\n2022-03-01,attacks,'=1+1\n");
  REQUIRE(r.items.size() == 1);
  CHECK(r.items[0].text == "'=1+1");
}

TEST_CASE("the feed of the context is the feed of every item") {
  const TemporaryFile file(R"({"indicators": ["attacks"], "occurred": "2022-03-01"})");
  const Definitions definitions = known();
  std::string feed;
  intake::read_items(
      file.path(), {definitions, {kNow}, "acled"},
      [&](Item&& item, std::uint32_t) { feed = item.feed; }, [](Diagnostic&&) {});
  CHECK(feed == "acled");
}

TEST_CASE("a hundred thousand rows are read in order") {
  std::string table = "occurred,indicators,id\n";
  for (int i = 0; i < 100'000; ++i) table += "2022-03-01,attacks," + std::to_string(i) + "\n";
  const Read r = read(table);
  REQUIRE(r.items.size() == 100'000);
  CHECK(r.items[99'999].id == "99999");
  CHECK(r.lines[99'999] == 100'001);
}
