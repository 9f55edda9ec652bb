// `backup`: a consistent copy while others write, which never overwrites.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <thread>

#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

TEST_CASE("a copy verifies with the same head and holds the same") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", "A1", clock), clock);
  store.redact(1, "", clock);
  const auto copy = world.folder / "copy.db";
  Store::open(world.path, Store::Access::kRead).backup(copy);
  const Store copied = Store::open(copy, Store::Access::kRead);
  const Verification verified = copied.verify(world.verify().head);
  CHECK(verified.ok);
  CHECK(verified.head == world.verify().head);
  CHECK(verified.head_stood_at == verified.entries);
  CHECK(copied.snapshot()->items().size() == 1);
  CHECK_FALSE(std::filesystem::exists(copy.string() + "-wal"));
}

TEST_CASE("a copy can be worked with like the store") {
  const World world;
  const auto copy = world.folder / "copy.db";
  world.open().backup(copy);
  const Clock clock = clock_at("2022-03-01");
  Store::open(copy, Store::Access::kWrite).record(item("seen", clock), clock);
  CHECK(Store::open(copy, Store::Access::kRead).verify(world.verify().head).head_stood_at == 2);
  CHECK(Store::open(copy, Store::Access::kRead).snapshot()->items().size() == 1);
}

TEST_CASE("a copy never takes the place of a file and leaves nothing of itself behind") {
  const World world;
  const auto target = world.folder / "notes.txt";
  std::ofstream(target) << "mine";
  CHECK(error_of([&] { world.open().backup(target); }) ==
        fmt::format("\"{}\" is there already | choose another name; nothing is overwritten",
                    target.string()));
  CHECK(bytes_of(target) == "mine");
  CHECK(error_of([&] { world.open().backup(world.folder / "no/such.db"); }) ==
        fmt::format("there is no folder \"{}\" | make the folder first",
                    (world.folder / "no").string()));
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(world.folder.path())) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  CHECK(files == 2);
}

TEST_CASE("copies taken while another thread writes are each a state that the store had") {
  const World world;
  const std::jthread writer([&](const std::stop_token& stop) {
    Store store = world.open();
    while (!stop.stop_requested()) {
      const Clock clock = clock_at("2022-03-01");
      const auto import = store.import(clock);
      import->add(item("first of two", clock));
      import->add(item("second of two", clock));
      import->commit();
    }
  });
  for (int i = 0; i < 5; ++i) {
    const auto copy = world.folder / ("copy" + std::to_string(i) + ".db");
    Store::open(world.path, Store::Access::kRead).backup(copy);
    const Store copied = Store::open(copy, Store::Access::kRead);
    const Verification verified = copied.verify(std::nullopt);
    CHECK(english(verified.problems) == std::vector<std::string>{});
    CHECK(copied.snapshot()->items().size() == 2 * static_cast<std::size_t>(verified.entries - 2));
    CHECK(Store::open(world.path, Store::Access::kRead).verify(verified.head).ok);
  }
}

}  // namespace
}  // namespace signpost::store::testing
