#include "engine/store/source_names.h"

#include <doctest/doctest.h>

using namespace signpost;  // NOLINT(google-build-using-namespace)

namespace {

constexpr Instant kStart = std::chrono::sys_days(std::chrono::January / 1 / 2022);

Instant day(int number) { return kStart + std::chrono::hours(24 * number); }

store::Revision<Source> revision(const char* id, char letter, Instant from, Instant until) {
  Source source;
  source.id = id;
  source.title.en = "Syrian Observatory";
  source.aliases = {"المرصد السوري"};
  source.reliability = letter;
  return {source, 1, {from, until}};
}

}  // namespace

TEST_CASE("a source is found by id, title and alias, however spelt") {
  const store::SourceNames names({revision("sohr", 'B', kBeginning, kForever)}, day(1));
  for (const char* written : {"sohr", "SOHR", "syrian observatory", "المرصد السّوري"}) {
    REQUIRE_MESSAGE(names.find(written) != nullptr, written);
  }
  CHECK(names.find("other") == nullptr);
  CHECK(names.find("") == nullptr);
}

TEST_CASE("the revision of a source that stood then is used") {
  const std::vector<store::Revision<Source>> revisions = {
      revision("sohr", 'B', kBeginning, day(10)), revision("sohr", 'C', day(10), kForever)};
  CHECK(store::SourceNames(revisions, day(9)).find("sohr")->reliability == 'B');
  CHECK(store::SourceNames(revisions, day(10)).find("sohr")->reliability == 'C');
}

TEST_CASE("an origin is said, else the registered one, else the source itself") {
  Source source;
  source.id = "rudaw";
  Item item;
  item.source = "Rudaw";
  CHECK(store::origin_of(item, nullptr) == "rudaw");
  CHECK(store::origin_of(item, &source) == "rudaw");
  source.origin = "krg";
  CHECK(store::origin_of(item, &source) == "krg");
  item.origin = "SOHR";
  CHECK(store::origin_of(item, &source) == "sohr");
  CHECK(store::origin_of(Item{}, nullptr).empty());
}
