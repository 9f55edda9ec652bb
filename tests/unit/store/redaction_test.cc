// Redaction: the text is gone from the file, what was scored stays, the chain verifies.
#include <doctest/doctest.h>

#include "engine/store/source_names.h"
#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

Item dangerous(const Clock& clock) {
  Item item = testing::item("The-witness-speaks of what he saw", "WITNESS-ID-7", clock);
  item.source = "Brave-Local-Reporter";
  item.url = "https://example.org/brave-address";
  item.place = "Hidden-Village";
  item.note = "note-of-the-analyst-about-him";
  item.by = "by-the-analyst";
  item.event = "raid-1";
  item.grade = {std::nullopt, 3};
  return item;
}

const char* const kSecrets[] = {"The-witness-speaks",
                                "WITNESS-ID-7",
                                "Brave-Local-Reporter",
                                "brave-address",
                                "Hidden-Village",
                                "note-of-the-analyst-about-him",
                                "by-the-analyst",
                                "second-version-of-the-text",
                                "raid-1"};

TEST_CASE("a redacted item keeps what was scored and loses the rest, in all versions") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(dangerous(clock), clock);
  Item second = dangerous(clock);
  second.text = "second-version-of-the-text";
  store.amend(1, second, clock_at("2022-03-02"));
  store.redact(1, "he is at risk", clock_at("2022-03-03"));
  const auto history = *store.snapshot()->item(1);
  CHECK(history.redacted == instant("2022-03-03"));
  CHECK(history.redacted_because == "he is at risk");
  REQUIRE(history.versions.size() == 2);
  for (const ItemVersion& version : history.versions) {
    CHECK(version.redacted);
    Item expected = dangerous(clock);
    expected.text = expected.id = expected.source = expected.url = "";
    expected.place = expected.note = expected.by = "";
    expected.event = store.snapshot()->blind_key("raid-1");
    CHECK(version.content == expected);
  }
  const Verification verified = world.verify();
  CHECK(english(verified.problems) == std::vector<std::string>{});
}

TEST_CASE("nothing of what was blanked is left in the file or its log") {
  const World world;
  {
    Store store = world.open();
    const Clock clock = clock_at("2022-03-01");
    // Around it enough items for pages to be split, and their stale halves to be left behind.
    const auto fill = [&](int from, const Clock& then) {
      const auto import = store.import(then);
      for (int i = from; i < from + 200; ++i) {
        import->add(item(std::string(static_cast<std::size_t>(37 * i % 900), 'x'),
                         std::to_string(i), clock));
      }
      import->commit();
    };
    fill(0, clock);
    store.record(dangerous(clock), clock);
    fill(200, clock);
    Item second = dangerous(clock);
    second.text = "second-version-of-the-text" + std::string(6000, 'y');  // on overflow pages
    store.amend(201, second, clock_at("2022-03-02"));
    fill(400, clock_at("2022-03-02"));
    std::string before = bytes_of(world.path) + bytes_of(world.path.string() + "-wal");
    for (const char* secret : kSecrets) REQUIRE(before.find(secret) != std::string::npos);

    store.redact(201, "he is at risk", clock_at("2022-03-03"));
    const std::string after = bytes_of(world.path) + bytes_of(world.path.string() + "-wal");
    for (const char* secret : kSecrets) {
      CAPTURE(secret);
      CHECK(after.find(secret) == std::string::npos);
    }
    CHECK(store.snapshot()->items().size() == 602);
  }
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("the letter and the origin of a registered source stay as they were at every known_at") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", clock), clock);
  Definitions next = definitions();
  next.sources[0].reliability = 'D';
  store.load(next, clock_at("2022-04-01"));
  next.sources[0].origin = "a-wire";
  store.load(next, clock_at("2022-05-01"));
  store.redact(1, "", clock_at("2022-06-01"));

  const auto snapshot = store.snapshot();
  const ItemVersion version = snapshot->items_of_indicator("attacks", false).at(0);
  CHECK(version.content.source.empty());
  REQUIRE(version.pseudonymous.size() == 3);
  for (const char* known_at : {"2021-01-01", "2022-03-31", "2022-04-01", "2022-05-02"}) {
    CAPTURE(known_at);
    const SourceNames names(snapshot->sources(), instant(known_at));
    const Source* registered = names.find("SOHR");
    REQUIRE(registered != nullptr);
    const PseudonymousSource* pseudonymous = version.pseudonymous_at(instant(known_at));
    REQUIRE(pseudonymous != nullptr);
    REQUIRE(pseudonymous->registered.has_value());
    CHECK(pseudonymous->registered->reliability == registered->reliability);
    CHECK(pseudonymous->origin == snapshot->pseudonym(origin_of(item("seen", clock), registered)));
  }
}

TEST_CASE("the origin of a source that is not registered stays that of its other items") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(dangerous(clock), clock);
  Item same_source = dangerous(clock);
  same_source.id = "another";
  store.record(same_source, clock);
  Item no_source = item("seen", clock);
  no_source.source = "";
  store.record(no_source, clock);
  Item named_origin = item("seen", clock);
  named_origin.origin = "The Wire";
  store.record(named_origin, clock);
  for (const ItemId id : {1, 3, 4}) store.redact(id, "", clock_at("2022-03-02"));

  const auto snapshot = store.snapshot();
  const auto pseudonymous = [&](ItemId id) {
    return *snapshot->item(id)->versions[0].pseudonymous_at(instant("2022-03-02"));
  };
  const Item other = snapshot->item(2)->versions[0].content;
  CHECK(pseudonymous(1).origin == snapshot->pseudonym(origin_of(other, nullptr)));
  CHECK_FALSE(pseudonymous(1).registered.has_value());
  CHECK(pseudonymous(1).origin.size() == 17);
  CHECK(pseudonymous(3).origin.empty());
  CHECK(pseudonymous(4).origin == snapshot->pseudonym("the wire"));
  CHECK(snapshot->item(4)->versions[0].content.origin.empty());
  CHECK(snapshot->item(2)->versions[0].pseudonymous_at(instant("2022-03-02")) == nullptr);
  CHECK(snapshot->pseudonym("sohr") != snapshot->pseudonym("a-wire"));
}

TEST_CASE("two stores disguise the same name differently") {
  const World one;
  const World other;
  CHECK(one.snapshot()->pseudonym("sohr") != other.snapshot()->pseudonym("sohr"));
}

TEST_CASE("a redacted item does not come back with its feed") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(dangerous(clock), clock);
  store.redact(1, "", clock_at("2022-03-02"));
  const Added again = store.record(dangerous(clock), clock_at("2022-03-03"));
  CHECK(again.fate == Fate::kUnchanged);
  CHECK(again.item == 1);
  Item changed = dangerous(clock);
  changed.text = "more of it";
  CHECK(store.record(changed, clock_at("2022-03-03")).fate == Fate::kUnchanged);
  CHECK(store.snapshot()->items().size() == 1);
  CHECK_FALSE(store.snapshot()->find_item("WITNESS-ID-7").has_value());
}

TEST_CASE("a redacted item can be retracted but not amended") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(dangerous(clock), clock);
  store.redact(1, "", clock_at("2022-03-02"));
  CHECK(
      error_of([&] { store.amend(1, item("x", clock), clock_at("2022-03-03")); }) ==
      "item 1 was redacted on 2022-03-02 and cannot be amended | `signpost retract 1`, and record "
      "another item");
  store.retract(1, "", clock_at("2022-03-03"));
  CHECK(store.snapshot()->item(1)->versions[0].known.until == instant("2022-03-03"));
  CHECK(world.verify().ok);
}

TEST_CASE("a redacted item that had many keys and ids leaves a chain that holds") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  Item changed = dangerous(clock);
  store.record(changed, clock);
  for (int day = 2; day <= 9; ++day) {
    changed.event = "raid-" + std::to_string(day);
    changed.id = "ID-" + std::to_string(day);
    store.amend(1, changed, clock_at("2022-03-0" + std::to_string(day)));
  }
  store.redact(1, "", clock_at("2022-03-10"));
  CHECK(first_cell(world.path, "SELECT count(*) FROM redacted_event") == "9");
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("redacting twice makes no second entry") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(dangerous(clock), clock);
  store.redact(1, "", clock_at("2022-03-02"));
  store.redact(1, "", clock_at("2022-03-03"));
  CHECK(store.snapshot()->journal().size() == 4);
  CHECK(store.snapshot()->item(1)->redacted == instant("2022-03-02"));
}

/// A world with a notice that was told, and answered in these words; item 1 and 2 are recorded.
struct ToldWorld : ClockWorld {
  ToldWorld(const std::string& text, const std::string& answer, const Item& first,
            const Item& second) {
    Store store = open();
    const Clock monday = clock_at("2022-03-07T03:00Z");
    store.record(first, clock_at("2022-03-01"));
    store.record(second, clock_at("2022-03-01"));
    Round round = round_of_monday("2022-03-07");
    round.notices[0].text = text;
    save(store, round, monday);
    const Attempt attempt{
        .notice = 1, .notifier = "mail", .begun = monday.now, .ended = {}, .detail = answer};
    store.begin_attempt(attempt, monday);
    store.end_attempt(attempt, monday);
  }
  /// What the notice says, and the answer.
  [[nodiscard]] std::string told() const {
    return first_cell(path, "SELECT text FROM notice") + " | " +
           first_cell(path, "SELECT detail FROM attempt_end");
  }
};

TEST_CASE("texts of a redacted item go out of notices and answers, the longest first") {
  const Clock clock = clock_at("2022-03-01");
  Item one = item("the courier \"saw\" it\nfrom the roof", "A1", clock);
  one.note = "the courier";
  one.url = "https://a.example/courier";
  one.event = "raid";
  const Item other = item("redacted", "A2", clock);
  const ToldWorld world(
      "{\"because\": \"the courier \\\"saw\\\" it\\nfrom the roof, says the courier\"}",
      "the courier \"saw\" it\nfrom the roof; https://a.example/courier; a raid (redacted)", one,
      other);
  const std::string blanked =
      "{\"because\": \"(redacted), says (redacted)\"} | "
      "(redacted); (redacted); a (redacted) (redacted)";
  Store store = world.open();
  store.redact(1, "", clock_at("2022-03-08"));
  CHECK(world.told() == blanked);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
  // What took a text's place is no text of another's.
  store.redact(2, "", clock_at("2022-03-09"));
  CHECK(world.told() == blanked);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("what a redaction was kept from blanking is seen, and nothing is changed then") {
  const Clock clock = clock_at("2022-03-01");
  Item one = item("the courier saw it", "A1", clock);
  one.event = "raid";
  const Item tied = [&] {
    Item other = item("another report", "A2", clock);
    other.event = "Raid";
    return other;
  }();
  for (const char* kept : {"item_text", "item_version", "notice", "attempt_end"}) {
    CAPTURE(kept);
    const ToldWorld world("the courier saw it", "of the raid", one, tied);
    Store store = world.open();
    REQUIRE(run_sql(world.path, std::string("CREATE TRIGGER aa BEFORE UPDATE ON ") + kept +
                                    " BEGIN SELECT raise(IGNORE); END")
                .empty());
    const Digest head = world.verify().head;
    CHECK(error_of([&] { store.redact(1, "", clock_at("2022-03-08")); }) ==
          "item 1 could not be blanked: its text still stands; nothing was changed | `signpost "
          "verify` says what is wrong with the store");
    CHECK(world.verify().head == head);
    CHECK(store.snapshot()->item(1)->versions[0].content.text == "the courier saw it");
    CHECK(world.told() == "the courier saw it | of the raid");
    CHECK(english(world.verify().problems) ==
          std::vector<std::string>{"The trigger aa is not of the schema."});
    // Without it the redaction goes through.
    REQUIRE(run_sql(world.path, "DROP TRIGGER aa").empty());
    store.redact(1, "", clock_at("2022-03-08"));
    CHECK(world.told() == "(redacted) | of the (redacted)");
    CHECK(english(world.verify().problems) == std::vector<std::string>{});
  }
}

}  // namespace
}  // namespace signpost::store::testing
