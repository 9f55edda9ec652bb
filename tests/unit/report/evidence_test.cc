#include "engine/report/evidence.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

ItemLine told(ItemId id, std::string_view indicator, std::string_view event,
              std::string_view origin) {
  Item item = world::item("text", "2022-04-01");
  item.sightings = {{std::string(indicator), {}}};
  item.event = event;
  ItemLine line = world::line(id, item, "B2");
  line.origin = origin;
  return line;
}

}  // namespace

TEST_CASE("items are copies where event, indicator and origin are the same, else not") {
  const auto listed =
      with_copies({told(1, "a", "e", "sohr"), told(2, "a", "e", "sohr"), told(3, "a", "e", "ap"),
                   told(4, "b", "e", "sohr"), told(5, "a", "f", "sohr"), told(6, "a", "", "sohr"),
                   told(7, "a", "", "sohr"), told(8, "a", "e", "")});
  CHECK(listed[0].copies == std::vector<ItemId>{2});
  CHECK(listed[1].copies == std::vector<ItemId>{1});
  for (std::size_t at = 2; at < listed.size(); ++at) CHECK(listed[at].copies.empty());
}

TEST_CASE("the list marks what a reader must not overlook") {
  const std::string text =
      evidence_text(world::evidence(), {.now = world::now()}, world::pipe(120));
  CHECK(contains(text, "same origin as #41"));
  CHECK(contains(text, "cannot be judged · backdated"));
  CHECK(contains(text, "not known then, version 3"));
  CHECK(contains(text, "retracted 1 Jul 2022, redacted"));
  CHECK(contains(text, "37 earlier items are not shown."));
}

TEST_CASE("an item's story shows every version and what differs") {
  const std::string text = item_text(world::story(), {.now = world::now()}, world::pipe(80));
  CHECK(contains(text, "Retracted on 1 Jul 2022 08:00 UTC"));
  CHECK(contains(text, "Version 1, recorded 5 May 2022 10:00 UTC, stood until 6 May 2022"));
  CHECK(contains(text, "53 attacks"));
  CHECK(contains(text, "54 attacks"));
  CHECK(contains(text, "source usually reliable, information probably true"));
  // What did not change stands once.
  const auto url = text.find("https://example.org/april");
  CHECK(text.find("https://example.org/april", url + 1) == std::string::npos);
}

TEST_CASE("a version that left a field empty says so where the latest fills it") {
  ItemStory story = world::story();
  story.versions.front().line.content = story.versions.back().line.content;
  const auto told = [&] {
    const std::string text = item_text(story, {.now = world::now()}, world::pipe(80));
    return text.substr(text.find("Version 1"));
  };
  CHECK(contains(told(), "as above"));
  story.versions.back().line.content.place = "Hasakah";
  CHECK(contains(told(), "place        (not said)"));
  CHECK_FALSE(contains(told(), "as above"));
  // The other way round the version has it and the latest does not.
  std::swap(story.versions.front().line.content, story.versions.back().line.content);
  CHECK(contains(told(), "place        Hasakah"));
  CHECK_FALSE(contains(told(), "not said"));
}

TEST_CASE("a redacted item shows neither text nor source nor address") {
  ItemStory story = world::story();
  for (StoryVersion& version : story.versions) {
    version.line.redacted = true;
    version.line.content.source = "a name at risk";
  }
  story.redacted = world::at("2022-07-02");
  const std::string text = item_text(story, {.now = world::now()}, world::pipe(80));
  CHECK(contains(text, "Redacted on 2 Jul 2022"));
  CHECK_FALSE(contains(text, "attacks in"));
  CHECK_FALSE(contains(text, "a name at risk"));
  CHECK_FALSE(contains(text, "example.org"));
}

TEST_CASE("evidence JSON speaks with the names of the import formats") {
  const json list = json::parse(evidence_json(world::evidence()));
  CHECK(list["format"] == "signpost.evidence/1");
  CHECK(list["hindsight"] == true);
  const json& total = list["items"][0];
  CHECK(total["item"] == 40);
  CHECK(total["count"] == 54);
  CHECK(total["until"] == "2022-04-30T23:59:59Z");
  CHECK(total["indicators"][0]["id"] == "isis-attacks-ne-syria");
  CHECK(total["judged"]["grade"] == "B2");
  CHECK(total["same_origin_as"] == json::array({41}));
  const json& hostile = list["items"][2];
  CHECK(hostile["text"] == std::string(world::kHostile));
  CHECK(hostile["judged"]["credibility"].is_null());
  CHECK(hostile["available_given"] == true);
  CHECK(list["items"][3]["bears"][0]["word"] == "strongly-for");
  CHECK(list["items"][4]["retracted"] == "2022-07-01T08:00:00Z");
}

TEST_CASE("item JSON has all versions, oldest first") {
  const json item = json::parse(item_json(world::story()));
  CHECK(item["format"] == "signpost.item/1");
  CHECK(item["item"] == 40);
  REQUIRE(item["versions"].size() == 2);
  CHECK(item["versions"][0]["count"] == 53);
  CHECK(item["versions"][0]["known_until"] == "2022-05-06T10:00:00Z");
  CHECK(item["versions"][1]["known_until"].is_null());
  CHECK(item["moves"] == json::array({"more-operations-syria", "new-phase"}));
}
