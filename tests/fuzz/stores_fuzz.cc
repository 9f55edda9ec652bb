// A damaged store: opening it, verifying it, reading all that it holds and asking where its
// scenarios stand never crashes, hangs or ends in another exception than Error. An input is one of
//
//   SQLite format 3…   a whole file
//   SQL …              statements that are run, one after another, on a good store whose triggers
//                      are dropped and whose foreign keys are off; what SQLite refuses is left out
//   anything else      changes to the bytes of a good store: three bytes say where (big-endian,
//                      modulo the size), one how many (1 … 16), then those that stand there from
//                      then on; one that says 0xff as how many cuts the file off there
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "engine/assess/archive.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/report/status.h"
#include "engine/store/store.h"
#include "tests/english.h"
#include "tests/fuzz/demand.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/store/world.h"

using namespace signpost;
using namespace signpost::store;
using fuzz::demand;

namespace {

constexpr std::string_view kMagic = "SQLite format 3";
constexpr std::string_view kSql = "SQL ";
constexpr int kQuestions = 13;

Moment moment() { return {testing::instant("2022-06-30"), testing::instant("2022-06-30")}; }

/// A good store of a few pages with some of everything, made once.
class Bench {
 public:
  Bench() {
    const std::filesystem::path path = folder_ / "good.db";
    Store::create(path, testing::clock_at("2022-01-31"));
    Store store = Store::open(path, Store::Access::kWrite);
    store.load(testing::definitions_with_all(), testing::clock_at("2022-02-01"));
    const Clock clock = testing::clock_at("2022-03-01");
    const ItemId first = store.record(testing::item("A raid", "a-1", clock), clock).item;
    const ItemId second = store.record(testing::item("Another raid", "a-2", clock), clock).item;
    store.tie({first, second}, clock);
    store.record(testing::item("A third", clock), clock);
    store.amend(first, testing::item("A raid, amended", "a-1", clock), clock);
    store.retract(second, "it was another place", clock);
    store.cover("attacks",
                {testing::instant("2022-02-10"), testing::instant("2022-02-20"), 0.5, {}}, clock);
    store.redact(second, "asked for", clock);
    Round round = testing::round_of_monday("2022-03-07");
    testing::save(store, round, testing::clock_at("2022-03-07"));
    store.backup(folder_ / "bytes.db");
    bytes_ = testing::bytes_of(folder_ / "bytes.db");
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "damaged" / "desk.db"; }
  /// An empty folder again, then the file.
  void put(std::string_view bytes) const {
    std::filesystem::remove_all(path().parent_path());
    std::filesystem::create_directory(path().parent_path());
    std::ofstream out(path(), std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    demand(out.flush().good());
  }

 private:
  testing::Folder folder_;
  std::string bytes_;
};

const Bench& bench() {
  static const Bench kBench;
  return kBench;
}

std::string with_changes(std::string bytes, std::string_view changes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(changes[i]); };
  while (changes.size() >= 4 && !bytes.empty()) {
    const std::size_t at =
        ((std::size_t{byte(0)} << 16U) | (std::size_t{byte(1)} << 8U) | byte(2)) % bytes.size();
    if (byte(3) == 0xff) {
      bytes.resize(at);
      changes.remove_prefix(4);
      continue;
    }
    const std::size_t count = 1 + byte(3) % 16;
    changes.remove_prefix(4);
    for (std::size_t i = 0; i < count && at + i < bytes.size() && !changes.empty(); ++i) {
      bytes[at + i] = changes.front();
      changes.remove_prefix(1);
    }
  }
  return bytes;
}

int too_long(void* steps) { return ++*static_cast<int*>(steps) > 1000 ? 1 : 0; }

/// Nothing outside the file is in reach, and what runs too long is broken off.
int allow(void* /*unused*/, int action, const char* name, const char* value, const char*,
          const char*) {
  if (action == SQLITE_ATTACH || action == SQLITE_DETACH) return SQLITE_DENY;
  if (action == SQLITE_PRAGMA && value != nullptr) {
    for (const std::string_view fine : {"user_version", "application_id", "writable_schema"}) {
      if (fine == name) return SQLITE_OK;
    }
    return SQLITE_DENY;
  }
  return SQLITE_OK;
}

/// Runs what SQLite takes of it, up to the first statement that it cannot read.
void run(const std::string& sql) {
  sqlite3* database = nullptr;
  demand(sqlite3_open(bench().path().c_str(), &database) == SQLITE_OK);
  sqlite3_exec(database, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF", nullptr, nullptr,
               nullptr);
  sqlite3_exec(database,
               "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger';"
               "PRAGMA writable_schema = RESET",
               nullptr, nullptr, nullptr);
  int steps = 0;
  sqlite3_progress_handler(database, 1000, too_long, &steps);
  sqlite3_set_authorizer(database, allow, nullptr);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 1 << 20);
  const char* rest = sql.c_str();
  while (*rest != '\0') {
    sqlite3_stmt* statement = nullptr;
    const char* const before = rest;
    if (sqlite3_prepare_v2(database, rest, -1, &statement, &rest) != SQLITE_OK) break;
    while (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
    }
    sqlite3_finalize(statement);
    if (rest == before) break;
  }
  sqlite3_close_v2(database);
}

/// What may come of a damaged store, besides an answer.
template <class Work>
bool ends_well(const Work& work) {
  try {
    work();
    return true;
  } catch (const Error& error) {
    demand(!error.message().empty() && !first_bad_utf8(printable(error.message().english())));
    return false;
  }
}

/// Asks all that is asked of a store; how many questions were answered.
int read_all(const Snapshot& snapshot) {
  const Instant now = moment().known_at;
  int answers = 0;
  answers += ends_well([&] { static_cast<void>(snapshot.definitions(now)); });
  answers += ends_well([&] {
    for (const ItemVersion& version : snapshot.items()) {
      ends_well([&] { static_cast<void>(snapshot.item(version.item)); });
    }
  });
  answers += ends_well([&] { static_cast<void>(snapshot.covers({})); });
  answers += ends_well([&] { static_cast<void>(snapshot.journal()); });
  answers += ends_well([&] { static_cast<void>(snapshot.ahead_of(now)); });
  answers += ends_well([&] { static_cast<void>(snapshot.schedules()); });
  answers += ends_well([&] { static_cast<void>(snapshot.alerts()); });
  answers += ends_well([&] { static_cast<void>(snapshot.slots({})); });
  answers += ends_well([&] { static_cast<void>(snapshot.assessments({}, true)); });
  answers += ends_well([&] { static_cast<void>(snapshot.evaluations("rising", false)); });
  answers += ends_well([&] { static_cast<void>(snapshot.changes_after(0)); });
  answers += ends_well([&] { static_cast<void>(snapshot.deliveries(false, {})); });
  answers += ends_well([&] {
    const Standings standings = assess::testing::standings(snapshot, moment());
    demand(!report::status_json(standings).empty());
  });
  return answers;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.starts_with(kMagic)) {
    bench().put(input);
  } else if (input.starts_with(kSql)) {
    bench().put(bench().bytes());
    run(std::string(input.substr(kSql.size())));
  } else {
    bench().put(with_changes(bench().bytes(), input));
  }
  const bool good = input.empty();  // then nothing is damaged, and all goes well
  const bool well = ends_well([&] {
    const Store store = Store::open(bench().path(), Store::Access::kRead);
    ends_well([&] {
      const Verification whole = store.verify(std::nullopt);
      demand(whole.ok == whole.problems.empty() && (whole.ok || !good));
      for (const std::string& problem : english(whole.problems)) {
        demand(!problem.empty() && !first_bad_utf8(printable(problem)));
      }
    });
    ends_well([&] { static_cast<void>(store.verify_last(3)); });
    const int answers = read_all(*store.snapshot());
    demand(!good || answers == kQuestions);
  });
  demand(well || !good);
  return 0;
}
