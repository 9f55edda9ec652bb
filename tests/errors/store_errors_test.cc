// Every message of the store once, whole, with its hint. Root ignores permissions, so what depends
// on them runs as another user.
#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "engine/base/error.h"
#include "tests/english.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;

/// What `work` says (error_of) in a process of its own: one that permissions bind, where `bound`.
template <class Work>
std::string elsewhere(const Work& work, bool bound) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    std::string said = "the user could not be changed";
    if (!bound || geteuid() != 0 || (setgid(kNobody) == 0 && setuid(kNobody) == 0)) {
      said = error_of(work);
    }
    const bool told = write(ends[1], said.data(), said.size()) >= 0;
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  std::string said;
  char buffer[4096];
  for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;) {
    said.append(buffer, static_cast<std::size_t>(got));
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return said;
}
template <class Work>
std::string as_nobody(const Work& work) {
  return elsewhere(work, true);
}

std::string error_of_open(const fs::path& path, Store::Access access = Store::Access::kRead) {
  return error_of([&] { Store::open(path, access); });
}

std::string in_quotes(const fs::path& path) { return '"' + path.string() + '"'; }

const std::string kNameAStore = "name the store with --store FILE or SIGNPOST_STORE";
const std::string kOwnFolder =
    "copy it to a folder of your own, or name another store with --store FILE";

TEST_CASE("a store that is not there") {
  const Folder folder;
  for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
    CHECK(error_of_open(folder / "signpost.db", access) ==
          "there is no store at " + in_quotes(folder / "signpost.db") +
              " | make one with `signpost init`, or name another with --store FILE");
  }
  CHECK_FALSE(fs::exists(folder / "signpost.db"));
}

TEST_CASE("a path that would move the cursor is made harmless in the message") {
  const Folder folder;
  CHECK(error_of_open(folder / "a\x1b[2Jb\u202e.db") ==
        "there is no store at \"" + folder.path().string() +
            "/a\uFFFD[2Jb\uFFFD.db\" | make one with `signpost init`, or name another with "
            "--store FILE");
}

TEST_CASE("a folder in place of a store") {
  const Folder folder;
  CHECK(error_of_open(folder.path()) ==
        in_quotes(folder.path()) + " is a folder, not a store | " + kNameAStore);
}

TEST_CASE("a file that is not SQLite") {
  const Folder folder;
  std::ofstream(folder / "notes.txt") << std::string(2000, 'n');
  for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
    CHECK(error_of_open(folder / "notes.txt", access) ==
          in_quotes(folder / "notes.txt") +
              " is not a Signpost store: it is not an SQLite file | " + kNameAStore);
  }
  CHECK(bytes_of(folder / "notes.txt") == std::string(2000, 'n'));
}

TEST_CASE("an empty file and a database of another program") {
  const Folder folder;
  std::ofstream(folder / "empty.db") << "";
  CHECK(run_sql(folder / "empty.db", "SELECT 1").empty());
  std::ofstream(folder / "other.db") << "";
  CHECK(run_sql(folder / "other.db", "CREATE TABLE t (x); PRAGMA application_id = 7").empty());
  for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
    CHECK(
        error_of_open(folder / "empty.db", access) ==
        in_quotes(folder / "empty.db") +
            " is no store: it is an empty file | remove it and make a store with `signpost init`; "
            "where it was one, `signpost restore FILE` puts a copy that `signpost backup` made in "
            "its place");
    CHECK(error_of_open(folder / "other.db", access) ==
          in_quotes(folder / "other.db") +
              " is not a Signpost store but an SQLite file of another program | " + kNameAStore);
  }
  CHECK(fs::file_size(folder / "empty.db") == 0);
}

TEST_CASE("a store from a newer version, and one that is not whole") {
  const World world;
  run_sql(world.path, "PRAGMA user_version = 9");
  for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
    CHECK(
        error_of_open(world.path, access) ==
        in_quotes(world.path) +
            " was written by a newer Signpost (store version 9; this one knows up to 8) | use the "
            "newer program");
  }
  run_sql(world.path, "PRAGMA user_version = 0");
  CHECK(
      error_of_open(world.path) ==
      in_quotes(world.path) +
          " is not a whole store | `signpost restore FILE` puts a copy that `signpost backup` made "
          "in its place");
}

TEST_CASE("making a store where something stands, or where there is no folder") {
  const World world;
  const std::string before = bytes_of(world.path);
  CHECK(error_of([&] { Store::create(world.path, clock_at("2022-03-01")); }) ==
        in_quotes(world.path) + " is there already | choose another name; nothing is overwritten");
  CHECK(bytes_of(world.path) == before);
  fs::create_symlink("nowhere", world.folder / "link.db");
  CHECK(error_of([&] { Store::create(world.folder / "link.db", clock_at("2022-03-01")); }) ==
        in_quotes(world.folder / "link.db") +
            " is there already | choose another name; nothing is overwritten");
  CHECK(error_of([&] { Store::create(world.folder / "no/desk.db", clock_at("2022-03-01")); }) ==
        "there is no folder " + in_quotes(world.folder / "no") + " | make the folder first");
}

TEST_CASE("making a store in a read-only folder") {
  const Folder folder;
  fs::permissions(folder.path(), fs::perms(0555));
  CHECK(as_nobody([&] { Store::create(folder / "desk.db", clock_at("2022-03-01")); }) ==
        in_quotes(folder / "desk.db") +
            " cannot be made: Permission denied | choose a folder that you can write to");
  fs::permissions(folder.path(), fs::perms(0755));
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a store that may not be read") {
  const World world;
  fs::permissions(world.folder.path(), fs::perms(0755));
  fs::permissions(world.path, fs::perms(0000));
  CHECK(as_nobody([&] { Store::open(world.path, Store::Access::kRead); }) ==
        in_quotes(world.path) +
            " cannot be read: Permission denied | ask its owner to let you read it");
  fs::permissions(world.path, fs::perms(0644));
}

TEST_CASE("a store in a read-only folder can be read and not changed") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  world.open().record(item("seen", clock), clock);
  fs::permissions(world.path, fs::perms(0444));
  fs::permissions(world.folder.path(), fs::perms(0555));
  CHECK(as_nobody([&] {
          const Store store = Store::open(world.path, Store::Access::kRead);
          const auto first = store.snapshot();
          const auto second = store.snapshot();
          if (first->items().size() != 1 || second->items().size() != 1) {
            throw Error(ErrorKind::kNo, Phrase::verbatim("the item is not there"));
          }
          if (!store.verify(std::nullopt).ok)
            throw Error(ErrorKind::kNo, Phrase::verbatim("not whole"));
        }) == "nothing was thrown");
  CHECK(as_nobody([&] { Store::open(world.path, Store::Access::kWrite); }) ==
        in_quotes(world.path) + " cannot be changed: it is read-only, or its folder is | " +
            kOwnFolder);
  // The file may be written, the folder not: SQLite cannot make its log.
  fs::permissions(world.path, fs::perms(0666));
  CHECK(as_nobody([&] {
          static_cast<void>(Store::open(world.path, Store::Access::kRead).snapshot()->items());
        }) == "nothing was thrown");
  CHECK(as_nobody([&] { Store::open(world.path, Store::Access::kWrite); }) ==
        in_quotes(world.path) + " cannot be changed: it is read-only, or its folder is | " +
            kOwnFolder);
  fs::permissions(world.folder.path(), fs::perms(0755));
}

TEST_CASE("a store beside which SQLite cannot make its files") {
  const World world;
  fs::create_directory(world.path.string() + "-wal");
  CHECK(error_of_open(world.path, Store::Access::kWrite) ==
        in_quotes(world.path) +
            " cannot be opened: SQLite must be able to make files beside it | " + kOwnFolder);
}

TEST_CASE("a store in a read-only folder whose latest changes are still in its log") {
  const World world;
  const Folder other;
  const Clock clock = clock_at("2022-03-01");
  {
    Store store = world.open();
    store.record(item("seen", clock), clock);
    fs::copy_file(world.path, other / "desk.db");
    fs::copy_file(world.path.string() + "-wal", other / "desk.db-wal");
  }
  fs::permissions(other / "desk.db", fs::perms(0444));
  fs::permissions(other / "desk.db-wal", fs::perms(0444));
  fs::permissions(other.path(), fs::perms(0555));
  CHECK(as_nobody([&] { Store::open(other / "desk.db", Store::Access::kRead); }) ==
        in_quotes(other / "desk.db") +
            " stands in a read-only folder, and its latest changes are still in \"desk.db-wal\" | "
            "copy both files to a folder of your own and read them there");
  fs::permissions(other.path(), fs::perms(0755));
}

TEST_CASE("a store that another program has been writing to for ten seconds") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store writer = world.open();
  const auto import = writer.import(clock);
  import->add(item("seen", clock));
  const auto begun = std::chrono::steady_clock::now();
  CHECK(error_of([&] { world.open().record(item("other", clock), clock); }) ==
        "another program has been writing to " + in_quotes(world.path) +
            " for ten seconds | let it finish, then do it again");
  CHECK(std::chrono::steady_clock::now() - begun > std::chrono::seconds(9));
  import->commit();
  CHECK(world.snapshot()->items().size() == 1);
}

TEST_CASE("a writer waits for another that finishes in time") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store writer = world.open();
  auto import = writer.import(clock);
  import->add(item("one", clock));
  const std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    import->commit();
    import.reset();
  });
  world.open().record(item("two", clock), clock);
  CHECK(world.snapshot()->items().size() == 2);
}

TEST_CASE("a redaction while another program reads the old state") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store store = world.open();
  store.record(item("The-witness-speaks", clock), clock);
  auto reader = Store::open(world.path, Store::Access::kRead).snapshot();
  CHECK(reader->items().size() == 1);
  CHECK(
      error_of([&] { store.redact(1, "", clock); }) ==
      "item 1 is redacted, but its old text is still in the files of " + in_quotes(world.path) +
          ": another program is using the store | see to that, then `signpost redact 1` once more");
  CHECK(store.snapshot()->item(1)->redacted.has_value());
  reader.reset();
  store.redact(1, "", clock);
  CHECK(
      (bytes_of(world.path) + bytes_of(world.path.string() + "-wal")).find("The-witness-speaks") ==
      std::string::npos);
  CHECK(world.verify().ok);
}

TEST_CASE("a store with a broken page") {
  const World world;
  run_sql(world.path, "PRAGMA wal_checkpoint(TRUNCATE)");
  const auto root = std::stoll(first_cell(
      world.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'scenario_revision'"));
  {
    std::fstream file(world.path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((root - 1) * 4096);
    file << std::string(4096, '\x5a');
  }
  const Store store = Store::open(world.path, Store::Access::kRead);
  CHECK(error_of([&] { static_cast<void>(store.snapshot()->scenario_ids()); }) ==
        in_quotes(world.path) +
            " is damaged: database disk image is malformed | `signpost verify` says where; "
            "`signpost restore FILE` puts a copy that `signpost backup` made in its place");
}

TEST_CASE("a change that the tables refuse") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store store = world.open();
  Item impossible = item("seen", clock);
  impossible.bears = {{"plan", -1, ""}};
  const std::string refused = in_quotes(world.path) +
                              " refused the change: CHECK constraint failed: ratio > 0 | `signpost "
                              "verify` says whether the store is whole";
  CHECK(error_of([&] { store.record(impossible, clock); }) == refused);
  CHECK(store.snapshot()->items().empty());
  const auto import = store.import(clock);
  import->add(item("one", clock));
  CHECK(error_of([&] { import->add(impossible); }) == refused);
  const std::string broken = "nothing was imported into " + in_quotes(world.path) +
                             ": an item before this one could not be stored | ";
  CHECK(error_of([&] { import->add(item("two", clock)); }) == broken);
  CHECK(error_of([&] { import->commit(); }) == broken);
  CHECK(store.snapshot()->items().empty());
}

TEST_CASE("a store that was opened for reading only") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  CHECK(error_of([&] {
          Store::open(world.path, Store::Access::kRead).record(item("seen", clock), clock);
        }) == in_quotes(world.path) + " was opened for reading only | ");
}

/// Far more than fits on the small disks below.
void import_much(const fs::path& path) {
  const Clock clock = clock_at("2022-03-01");
  Store store = Store::open(path, Store::Access::kWrite);
  const auto import = store.import(clock);
  for (int i = 0; i < 4000; ++i) import->add(item(std::string(1000, 'x'), clock));
  import->commit();
}

/// A disk of its own, with so many KB; only where the test may mount one.
class SmallDisk {
 public:
  SmallDisk(fs::path at, const std::string& size) : at_(std::move(at)) {
    fs::create_directory(at_);
    mounted_ = mount("tmpfs", at_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) umount(at_.c_str());
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  /// Not a byte is left; what the file holds is lost with `remove`.
  void fill() const {
    std::ofstream filler(at_ / "filler", std::ios::binary);
    filler << std::string(std::size_t{4} << 20U, 'f') << std::flush;
  }

 private:
  fs::path at_;
  bool mounted_ = false;
};

TEST_CASE("a disk that is full") {
  const Folder folder;
  const fs::path disk = folder / "disk";
  const SmallDisk small(disk, "1536k");
  if (!small.mounted()) {
    MESSAGE("nothing may be mounted here: left to the test of a limit on the size of files");
    return;
  }
  const Clock clock = clock_at("2022-03-01");
  const auto full = [](const std::string& what) {
    return "the disk is full: " + what + " | free some space, then do it again";
  };
  const std::string nothing_changed =
      "the disk is full: " + in_quotes(disk / "desk.db") +
      " cannot be changed | nothing of this change is stored; free some space, then do it again";
  const auto open = [&](Store::Access access) { return Store::open(disk / "desk.db", access); };
  Store::create(disk / "desk.db", clock);
  open(Store::Access::kWrite).load(definitions(), clock);
  CHECK(error_of([&] { import_much(disk / "desk.db"); }) == nothing_changed);
  CHECK(open(Store::Access::kRead).snapshot()->items().empty());
  CHECK(open(Store::Access::kRead).verify(std::nullopt).ok);
  CHECK(open(Store::Access::kRead).verify(std::nullopt).entries == 2);
  {
    // A store that is in use when the disk fills up can be used again when it no longer is.
    Store store = open(Store::Access::kWrite);
    store.record(item("before", clock), clock);
    small.fill();
    std::string said;
    while (said.empty()) {
      const std::string now =
          error_of([&] { store.record(item(std::string(5000, 'x'), clock), clock); });
      if (now != "nothing was thrown") said = now;
    }
    CHECK(said == nothing_changed);
    fs::remove(disk / "filler");
    store.record(item("after", clock), clock);
    CHECK(store.verify(std::nullopt).ok);
  }
  small.fill();
  CHECK(error_of([&] { open(Store::Access::kWrite).record(item("x", clock), clock); }) ==
        nothing_changed);
  CHECK(error_of([&] { Store::create(disk / "second.db", clock); }) ==
        full(in_quotes(disk / "second.db") + " was not made"));
  CHECK(error_of([&] { open(Store::Access::kRead).backup(disk / "copy.db"); }) ==
        full(in_quotes(disk / "copy.db") + " was not made"));
  CHECK(open(Store::Access::kRead).snapshot()->scenario_ids().size() == 2);  // it can still be read
  CHECK_FALSE(fs::exists(disk / "second.db"));
  CHECK_FALSE(fs::exists(disk / "copy.db"));
  fs::remove(disk / "filler");
  open(Store::Access::kWrite).record(item("x", clock), clock);
  CHECK(open(Store::Access::kRead).verify(std::nullopt).ok);
}

TEST_CASE("an older store that cannot be copied is not upgraded") {
  const OldStore old(3);
  const std::string before = bytes_of(old.path);
  const auto opened = [&](Store::Access access) {
    return as_nobody([&] { Store::open(old.path, access); });
  };
  const std::string may_not = in_quotes(old.path) +
                              " was made by an older Signpost and cannot be upgraded: it is "
                              "read-only, or its folder is | " +
                              kOwnFolder;
  for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
    // The file may not be written, the folder not, or neither.
    for (const auto& [file, folder] : {std::pair(0444, 0777), {0666, 0555}, {0444, 0555}}) {
      fs::permissions(old.path, fs::perms(file));
      fs::permissions(old.folder.path(), fs::perms(folder));
      CHECK(opened(access) == may_not);
    }
  }
  fs::permissions(old.folder.path(), fs::perms(0755));
  CHECK(bytes_of(old.path) == before);
  CHECK_FALSE(fs::exists(old.copy()));
}

TEST_CASE("an older store is upgraded whole or not at all, however little room there is") {
  const Folder folder;
  std::set<std::string> said;
  for (int kilobytes = 600; kilobytes <= 6000; kilobytes += kilobytes < 1600 ? 100 : 400) {
    CAPTURE(kilobytes);
    const fs::path disk = folder / ("disk-" + std::to_string(kilobytes));
    const SmallDisk small(disk, std::to_string(kilobytes) + "k");
    if (!small.mounted()) {
      MESSAGE("nothing may be mounted here");
      return;
    }
    const OldStore old(3);
    const fs::path path = disk / "desk.db";
    fs::copy_file(old.path, path);
    const std::string before = bytes_of(path);
    const std::string message = error_of_open(path);
    said.insert(message);
    if (message == "nothing was thrown") {
      CHECK(Store::open(path, Store::Access::kRead).verify(std::nullopt).ok);
      CHECK(first_cell(path.string() + ".before-upgrade-1", "PRAGMA user_version") == "3");
      continue;
    }
    CHECK(bytes_of(path) == before);
    std::set<std::string> files;
    for (const auto& file : fs::directory_iterator(disk)) files.insert(file.path().filename());
    for (const char* beside : {"desk.db-wal", "desk.db-shm", "desk.db-journal"}) {
      files.erase(beside);
    }
    CHECK(files == std::set<std::string>{"desk.db"});
  }
  const fs::path any = folder / "disk-600/desk.db";
  CHECK(said.contains(in_quotes(any) +
                      " was made by an older Signpost and is copied before it is upgraded, but the "
                      "disk is full: " +
                      in_quotes(any.string() + ".before-upgrade-1") +
                      " was not made | free some space, then do it again"));
  CHECK(said.contains("nothing was thrown"));
}

TEST_CASE("a disk that fails while it is written to") {
  const World world;
  // A limit on the size of files: SQLite sees a write that fails for no reason that it knows.
  CHECK(elsewhere(
            [&] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{rlim_t{1} << 20U, rlim_t{1} << 20U};
              setrlimit(RLIMIT_FSIZE, &limit);
              import_much(world.path);
            },
            false) == in_quotes(world.path) +
                          " cannot be read or written: disk I/O error | nothing of this change is "
                          "stored; see whether the disk is whole and still there");
  CHECK(world.snapshot()->items().empty());
  CHECK(world.verify().ok);
}

}  // namespace
}  // namespace signpost::store::testing
