// Single bytes of a store flipped, as a bad disk or memory flips them: of the header, of pages'
// headers, cell pointers, records, indexes, of the schema's text, of what is free. Whatever is
// flipped, a command says that the store is damaged, or answers as before, or `verify` names it;
// none crashes, hangs or answers otherwise over a store that verifies.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/cli/environment.h"
#include "engine/cli/program.h"
#include "engine/store/store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kSeed = 20220128;
constexpr std::size_t kHeader = 100;  // of the file
constexpr std::size_t kPage = 4096;
#ifdef __SANITIZE_ADDRESS__
constexpr int kOfEachClass = 4;  // each takes ten times as long
#else
constexpr int kOfEachClass = 16;
#endif

/// What a command says: its exit code, stdout, stderr.
struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

/// An answer; or a name that is not there any more, or a store that is damaged. Never a bug's end.
bool is_plain_end(int code) { return code == 0 || code == 2 || code == 4; }

/// A small store with some of everything, with nothing in its log.
class Flipped {
 public:
  Flipped() {
    fill(world_);
    {
      Store store = world_.open();
      const Clock clock = clock_at("2022-03-08");
      for (int i = 0; i < 12; ++i) {
        Item more = item(fmt::format("report {} of {}", i, std::string(20, 'x')),
                         fmt::format("B{}", i), clock);
        more.event = i % 3 == 0 ? "raid-2" : "";
        store.record(more, clock);
      }
      // On pages of their own, some of which are free afterwards.
      store.record(item(std::string(9000, 'y'), "C1", clock), clock);
    }
    REQUIRE(run_sql(world_.path,
                    "CREATE TABLE gone (x); WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT "
                    "i + 1 FROM n WHERE i < 40) INSERT INTO gone SELECT zeroblob(900) FROM n; "
                    "DROP TABLE gone; PRAGMA wal_checkpoint(TRUNCATE)")
                .empty());
    bytes_ = bytes_of(world_.path);
    file_ = ::open(world_.path.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(file_ >= 0);
    REQUIRE_FALSE(tells_of_damage());
    for (const auto& command : kCommands) {
      before_.push_back(said(command));
      INFO(before_.back().err);
      REQUIRE(before_.back().code == 0);
      REQUIRE(before_.back().out.size() > 500);
    }
    restore();
  }
  ~Flipped() { ::close(file_); }
  Flipped(const Flipped&) = delete;
  Flipped& operator=(const Flipped&) = delete;

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

  /// Changes the file by SQL behind the store's back, asks, puts it back.
  void tamper(const std::string& sql) {
    CAPTURE(sql);
    testing::tamper(world_.path, sql);
    REQUIRE(run_sql(world_.path, "PRAGMA wal_checkpoint(TRUNCATE)").empty());
    for (std::size_t i = 0; i < kCommands.size(); ++i) {
      const Said after = said(kCommands[i]);
      CAPTURE(after.err);
      CHECK(is_plain_end(after.code));
      ++outcomes_[after.code != 0               ? "refused by a command"
                  : after.out == before_[i].out ? "as before"
                                                : "told by verify"];
    }
    CHECK(tells_of_damage());
    restore();
  }

  /// Flips, asks, puts the byte back.
  void flip(std::size_t at, unsigned char mask) {
    const auto changed = static_cast<char>(static_cast<unsigned char>(bytes_[at]) ^ mask);
    REQUIRE(::pwrite(file_, &changed, 1, static_cast<off_t>(at)) == 1);
    ++flips_;
    CAPTURE(at);
    CAPTURE(static_cast<int>(mask));
    CAPTURE(at % kPage);
    // All that the store holds, and now and then, or where that is otherwise, what is made of it.
    std::vector<Said> after{said(kCommands.front())};
    const auto is_as_before = [&](std::size_t i) { return after[i].out == before_[i].out; };
    if (!is_as_before(0) || flips_ % 4 == 0) {
      for (std::size_t i = 1; i < kCommands.size(); ++i) after.push_back(said(kCommands[i]));
    }
    bool refused = false;
    bool same = true;
    for (std::size_t i = 0; i < after.size(); ++i) {
      CAPTURE(after[i].err);
      CHECK(is_plain_end(after[i].code));
      refused = refused || after[i].code != 0;
      if (after[i].code == 0) same = same && is_as_before(i);
    }
    ++outcomes_[refused ? "refused by a command" : same ? "as before" : "told by verify"];
    if (!same || flips_ % 4 == 1) {
      // Where a command answers otherwise, verify must tell; and it ends whatever is asked of it.
      CHECK((tells_of_damage() || same));
    }
    restore();
  }
  [[nodiscard]] const std::map<std::string, int>& outcomes() const { return outcomes_; }
  [[nodiscard]] const fs::path& path() const { return world_.path; }

 private:
  static inline const std::vector<std::vector<std::string>> kCommands = {
      {"export"},
      {"status", "--json", "--as-of", "2022-06-01"},
      {"explain", "growth", "--json", "--as-of", "2022-06-01"},
      {"evidence", "--json"}};

  /// Does verify name a problem, or say that the store cannot be read?
  [[nodiscard]] bool tells_of_damage() const {
    try {
      return !Store::open(world_.path, Store::Access::kRead).verify(std::nullopt).ok;
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kStore);
      return true;
    }
  }

  [[nodiscard]] Said said(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--store", world_.path.string()});
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const cli::Environment environment{.in = in,
                                       .out = out,
                                       .err = err,
                                       .in_is_terminal = false,
                                       .out_is_terminal = false,
                                       .err_is_terminal = false,
                                       .columns = 80,
                                       .variables = {{"NO_COLOR", "1"}},
                                       .now = instant("2022-06-30"),
                                       .program = "/usr/bin/signpost"};
    const int code = cli::run(arguments, environment);
    return {.code = code, .out = out.str(), .err = err.str()};
  }

  /// As it was, whatever a command did to it.
  void restore() {
    for (const char* beside : {"-wal", "-shm", "-journal"}) {
      fs::remove(world_.path.string() + beside);
    }
    const std::string now = bytes_of(world_.path);
    if (now.size() != bytes_.size())
      REQUIRE(::ftruncate(file_, static_cast<off_t>(bytes_.size())) == 0);
    for (std::size_t page = 0; page < bytes_.size(); page += kPage) {
      if (now.compare(page, kPage, bytes_, page, kPage) == 0) continue;
      REQUIRE(::pwrite(file_, bytes_.data() + page, kPage, static_cast<off_t>(page)) == kPage);
    }
  }

  World world_;
  std::string bytes_;
  int file_ = -1;
  std::vector<Said> before_;
  int flips_ = 0;
  std::map<std::string, int> outcomes_;
};

/// The parts of a page of a b-tree, by SQLite's file format: an offset in its header, its cell
/// pointers, what is free in between, its cells.
std::map<std::string, std::pair<std::size_t, std::size_t>> parts_of(std::string_view page,
                                                                    std::size_t header) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(page[at]); };
  const auto two = [&](std::size_t at) { return byte(at) * std::size_t{256} + byte(at + 1); };
  const bool leaf = byte(header) == 10 || byte(header) == 13;
  const std::size_t pointers = header + (leaf ? 8 : 12);
  const std::size_t free = pointers + 2 * two(header + 3);
  const std::size_t cells = std::max(free, two(header + 5));
  return {{"header", {header, pointers}},
          {"pointers", {pointers, free}},
          {"gap", {free, cells}},
          {"cells", {cells, page.size()}}};
}

TEST_CASE("no flipped byte changes an answer unseen") {
  Flipped flipped;
  const std::string& bytes = flipped.bytes();
  REQUIRE(bytes.size() % kPage == 0);
  const auto first = parts_of(std::string_view(bytes).substr(0, kPage), kHeader);

  // Every byte of the file's header, of the first page's own, its pointers and its cells.
  for (std::size_t at = 0; at < first.at("gap").first; ++at) {
    for (const int mask : {0x01, 0x84}) flipped.flip(at, static_cast<unsigned char>(mask));
  }
  for (std::size_t at = first.at("cells").first; at < kPage; ++at) flipped.flip(at, 0x11);

  // Of all other pages some bytes of each class: by kind of page and part of it.
  std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> classes;
  for (std::size_t page = kPage; page < bytes.size(); page += kPage) {
    const int kind = static_cast<unsigned char>(bytes[page]);
    if (kind != 2 && kind != 5 && kind != 10 && kind != 13) {  // the free list and long texts
      classes["no tree"].emplace_back(page, page + kPage);
      continue;
    }
    for (const auto& [part, span] : parts_of(std::string_view(bytes).substr(page, kPage), 0)) {
      if (span.first == span.second) continue;
      classes[fmt::format("{} of {}", part, kind)].emplace_back(page + span.first,
                                                                page + span.second);
    }
  }
  REQUIRE(classes.size() >= 9);
  std::mt19937 random(kSeed);
  for (const auto& one : classes) {
    const std::string& name = one.first;
    const auto& spans = one.second;
    CAPTURE(name);
    const int flips = name.starts_with("cells") ? 5 * kOfEachClass : kOfEachClass;
    for (int i = 0; i < flips; ++i) {
      const auto& [begin, end] = spans[random() % spans.size()];
      flipped.flip(begin + random() % (end - begin),
                   static_cast<unsigned char>(1U << (random() % 8)));
    }
  }
  // Each way that it may end was seen.
  CHECK(flipped.outcomes().size() == 3);
  for (const auto& [outcome, count] : flipped.outcomes()) MESSAGE(outcome, ": ", count);
}

TEST_CASE("no row that is gone makes a command crash, and verify tells of it") {
  Flipped flipped;
  std::vector<std::string> tables;
  std::istringstream names(
      first_cell(flipped.path(),
                 "SELECT group_concat(name, char(10)) FROM sqlite_schema "
                 "WHERE type = 'table' AND name NOT LIKE 'assessment!_%' ESCAPE '!'"));
  for (std::string name; std::getline(names, name);) tables.push_back(name);
  REQUIRE(tables.size() > 40);
  for (const std::string& table : tables) {
    const std::string key = first_cell(
        flipped.path(), "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('" +
                            table + "') WHERE pk > 0");
    const std::string one = key.substr(0, key.find(','));
    flipped.tamper(
        fmt::format("DELETE FROM {0} WHERE {1} = (SELECT min({1}) FROM {0})", table, one));
    flipped.tamper("DELETE FROM " + table);
  }
  CHECK(flipped.outcomes().size() == 3);
  for (const auto& [outcome, count] : flipped.outcomes()) MESSAGE(outcome, ": ", count);
}

}  // namespace
}  // namespace signpost::store::testing
