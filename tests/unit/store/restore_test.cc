// `restore`: a backup in the place of a store, what stood there beside it, and how much of that is
// not in the backup.
#include "engine/store/restore.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>

#include "engine/base/sha256.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

namespace fs = std::filesystem;

/// `count` items more, each an entry.
void record(const World& world, int count) {
  static int number = 0;
  const Clock clock = clock_at("2022-03-01");
  for (int i = 0; i < count; ++i) {
    world.open().record(item(fmt::format("seen {}", ++number), clock), clock);
  }
}

std::size_t items_in(const fs::path& store) {
  return Store::open(store, Store::Access::kRead).snapshot()->items().size();
}

TEST_CASE("a store that is newer than the backup is kept beside it, and what it has more is told") {
  const World world;
  record(world, 2);
  const fs::path backup = world.folder / "copy.db";
  world.open().backup(backup);
  record(world, 3);
  const Restored restored = restore(world.path, backup);
  CHECK(restored.beyond == 3);
  CHECK_FALSE(restored.log_kept.has_value());  // it was closed, so that it has none
  REQUIRE(restored.kept);
  CHECK(items_in(*restored.kept) == 5);
  CHECK(items_in(world.path) == 2);
  CHECK(world.verify().head == restored.verified.head);
}

TEST_CASE("a store that is what the backup is, or older, has nothing more") {
  const World world;
  const fs::path early = world.folder / "early.db";
  const fs::path late = world.folder / "late.db";
  world.open().backup(early);
  record(world, 2);
  world.open().backup(late);
  CHECK(restore(world.path, late).beyond == 0);
  CHECK(restore(world.path, early).beyond == 2);
  CHECK(restore(world.path, late).beyond == 0);
  CHECK(items_in(world.path) == 2);
}

TEST_CASE("what was recorded differently since the backup is all told, and another store whole") {
  const World world;
  record(world, 1);
  const fs::path backup = world.folder / "copy.db";
  world.open().backup(backup);
  record(world, 1);
  const fs::path other_way = world.folder / "other-way.db";
  world.open().backup(other_way);
  CHECK(restore(world.path, backup).beyond == 1);
  record(world, 2);
  // As long as the backup or longer, and another history from the second item on.
  const Clock later = clock_at("2022-03-05");
  Store::open(other_way, Store::Access::kWrite).record(item("seen otherwise", later), later);
  CHECK(restore(world.path, other_way).beyond == 2);
  const World other;
  record(other, 4);
  const auto all = other.verify().entries;
  CHECK(restore(other.path, backup).beyond == all);
}

TEST_CASE("a store that cannot be read says nothing of what it has more, and its log is kept") {
  const World world;
  const fs::path backup = world.folder / "copy.db";
  world.open().backup(backup);
  std::ofstream(world.path, std::ios::binary | std::ios::trunc) << "not a database any more";
  std::ofstream(world.path.string() + "-wal", std::ios::binary) << "nor is this a log";
  const Restored restored = restore(world.path, backup);
  CHECK_FALSE(restored.beyond);
  CHECK(restored.log_kept.has_value());
  REQUIRE(restored.kept);
  CHECK(bytes_of(*restored.kept) == "not a database any more");
  CHECK(bytes_of(restored.kept->string() + "-wal") == "nor is this a log");
  CHECK(world.verify().ok);
}

TEST_CASE("what stands in the log of a store that a program left is counted, and the log kept") {
  const World world;
  const fs::path backup = world.folder / "copy.db";
  world.open().backup(backup);
  const fs::path left = world.folder / "left.db";
  {
    const Store open = world.open();
    record(world, 2);
    fs::copy_file(world.path, left);
    fs::copy_file(world.path.string() + "-wal", left.string() + "-wal");
  }
  const auto log = bytes_of(left.string() + "-wal");
  REQUIRE_FALSE(log.empty());
  const Restored restored = restore(left, backup);
  CHECK(restored.beyond == 2);
  CHECK(restored.log_kept.has_value());
  CHECK(bytes_of(restored.kept->string() + "-wal") == log);
  CHECK(items_in(*restored.kept) == 2);
}

/// A store with two entries in its log, which no program has open.
fs::path left_with_log(const World& world) {
  fs::path left = world.folder / "left.db";
  const Store open = world.open();
  record(world, 2);
  fs::copy_file(world.path, left);
  fs::copy_file(world.path.string() + "-wal", left.string() + "-wal");
  return left;
}

TEST_CASE("a log without its store is played into no other, and is kept by restore") {
  const World world;
  const fs::path backup = world.folder / "copy.db";
  world.open().backup(backup);
  const fs::path left = left_with_log(world);
  const std::string log = left.string() + "-wal";
  const auto bytes = bytes_of(log);
  fs::remove(left);
  const std::string beside = fmt::format(
      "\"{}\" is the log of a file that stood here: it would be played into a new one | "
      "move it away first, and keep it: it may hold what was recorded last",
      log);
  CHECK(error_of([&] { Store::create(left, clock_at("2022-03-01")); }) == beside);
  CHECK(error_of([&] { world.open().backup(left); }) == beside);
  CHECK(error_of([&] { Store::open(left, Store::Access::kRead); }) ==
        fmt::format("there is no store at \"{}\", only its log, \"{}\" | put the store back beside "
                    "it; or `signpost restore FILE` puts a backup in its place and keeps the log",
                    left.string(), log));
  CHECK_FALSE(fs::exists(left));
  const Restored restored = restore(left, backup);
  CHECK_FALSE(restored.kept.has_value());
  REQUIRE(restored.log_kept.has_value());
  CHECK(bytes_of(*restored.log_kept) == bytes);
  CHECK(items_in(left) == 0);
}

TEST_CASE("a restoring that was broken off anywhere is gone on with, and tells as much") {
  // With a second name, before its log went; after that; renamed, where there are no second names.
  for (const int broken_off : {0, 1, 2}) {
    CAPTURE(broken_off);
    const World world;
    const fs::path backup = world.folder / "copy.db";
    world.open().backup(backup);
    const fs::path left = left_with_log(world);
    const fs::path kept = left.string() + ".damaged-1";
    if (broken_off < 2) fs::create_hard_link(left, kept);
    if (broken_off == 1) fs::rename(left.string() + "-wal", kept.string() + "-wal");
    if (broken_off == 2) fs::rename(left, kept);
    const Restored restored = restore(left, backup);
    CHECK(restored.kept == kept);
    CHECK(restored.log_kept == kept.string() + "-wal");
    CHECK(restored.beyond == 2);
    CHECK(items_in(kept) == 2);
    CHECK(items_in(left) == 0);
    CHECK_FALSE(fs::exists(left.string() + ".damaged-2"));
  }
}

TEST_CASE("a backup of any older version is put in place brought up to date, and stays as it is") {
  for (int version = 1; version <= 7; ++version) {
    CAPTURE(version);
    const OldStore old(version);
    const auto bytes = bytes_of(old.path);
    const World world;
    const std::int64_t all = world.verify().entries;
    const Restored restored = restore(world.path, old.path);
    CHECK(restored.verified.ok);
    CHECK(to_hex(restored.verified.head) == head_of(version));
    CHECK(restored.beyond == all);
    CHECK(world.verify().head == restored.verified.head);
    CHECK(first_cell(world.path, "PRAGMA user_version") == std::to_string(schema_version()));
    CHECK(bytes_of(old.path) == bytes);
    // Of the copy that an upgrade makes nothing is left: the backup is that.
    for (const auto& entry : fs::directory_iterator(world.folder.path())) {
      CHECK(entry.path().string().find("before-upgrade") == std::string::npos);
    }
    // An older store that stands in the place is read as it is.
    const OldStore place(version);
    CHECK(restore(place.path, world.path).beyond == 0);
  }
}

}  // namespace
}  // namespace signpost::store::testing
