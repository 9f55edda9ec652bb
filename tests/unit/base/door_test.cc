// The door through which files are written, and files that are there whole or not at all.
#include "engine/base/door.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/base/unnamed_file.h"
#include "tests/unit/base/folder.h"

namespace fs = std::filesystem;

namespace signpost::testing {
namespace {

std::string content(const fs::path& path) { return read_file(path, 1U << 20U); }

unsigned mode_of(const fs::path& path) {
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  return about.st_mode & 07777U;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::string refusal(const Door& door, const fs::path& path) {
  try {
    door.write(path, "new");
  } catch (const Error& error) {
    return error.what();
  }
  return "it was written";
}

TEST_CASE("what is written is there whole, and nothing is left beside it") {
  const Folder folder;
  const fs::path file = folder.path() / "a";
  Door().write(file, "one");
  CHECK(content(file) == "one");
  CHECK(mode_of(file) == 0600);
  Door().write(file, "two");
  CHECK(content(file) == "two");
  CHECK(files_in(folder.path()) == 1);
  Door().append(file, "three");
  CHECK(content(file) == "twothree");
}

TEST_CASE("a file keeps its mode, and a new one has that of its owner, or of the store's group") {
  const Folder folder;
  const fs::path file = folder.path() / "a";
  std::ofstream(file) << "old";
  for (const unsigned mode : {0600U, 0640U, 0644U, 0666U, 0755U}) {
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    Door().write(file, "new");
    CHECK(mode_of(file) == mode);
  }
  const fs::path store = folder.path() / "store.db";
  for (const auto& [of_folder, of_file] :
       {std::pair(0700U, 0600U), std::pair(0750U, 0640U), std::pair(0770U, 0640U),
        std::pair(0755U, 0640U), std::pair(0710U, 0600U)}) {
    REQUIRE(::chmod(folder.path().c_str(), of_folder) == 0);
    const fs::path made = folder.path() / fmt::format("made-{:o}", of_folder);
    Door(store).write(made, "x");
    CHECK(mode_of(made) == of_file);
    const fs::path appended = folder.path() / fmt::format("appended-{:o}", of_folder);
    Door(store).append(appended, "x");
    CHECK(mode_of(appended) == of_file);
  }
}

TEST_CASE("folders that are made let the group do what it may do in the store's folder") {
  const Folder folder;
  const fs::path store = folder.path() / "store.db";
  const mode_t mask = ::umask(077);
  for (const auto& [of_folder, of_made] :
       {std::pair(0700U, 0700U), std::pair(0750U, 0750U), std::pair(0770U, 0770U),
        std::pair(0755U, 0750U), std::pair(0710U, 0700U), std::pair(02770U, 02770U)}) {
    REQUIRE(::chmod(folder.path().c_str(), of_folder) == 0);
    const fs::path made = folder.path() / fmt::format("made-{:o}", of_folder);
    Door(store).make_folders(made / "beneath");
    CHECK(mode_of(made) == of_made);
    CHECK(mode_of(made / "beneath") == of_made);
    REQUIRE(::chmod(made.c_str(), 0755) == 0);
    Door(store).make_folders(made);  // one that is there stays as it is
    CHECK((mode_of(made) & 0777U) == 0755);
  }
  ::umask(mask);
}

TEST_CASE("what is kept is not written over, by whatever name it is called") {
  const Folder folder;
  const fs::path store = folder.path() / "desk.db";
  std::ofstream(store) << "the store";
  fs::create_directory(folder.path() / "sub");
  fs::create_symlink("desk.db", folder.path() / "link");
  fs::create_symlink(folder.path() / "link", folder.path() / "link-to-link");
  fs::create_hard_link(store, folder.path() / "hard");
  fs::create_directory_symlink(".", folder.path() / "here");
  const Door door(store, {{store, Phrase::verbatim("the store")},
                          {store.string() + "-wal", Phrase::verbatim("a part of the store")},
                          {folder.path() / "gone.toml", Phrase::verbatim("the settings")}});
  for (const char* name : {"desk.db", "./desk.db", "sub/../desk.db", "link", "link-to-link", "hard",
                           "here/desk.db", "here/here/link"}) {
    CAPTURE(name);
    CHECK(refusal(door, folder.path() / name).ends_with("is the store: it is not written over"));
    CHECK_THROWS_AS(door.append(folder.path() / name, "x"), Error);
    CHECK_THROWS_AS(door.refuse_unwritable(folder.path() / name), Error);
  }
  // What is not there yet is known by its place.
  CHECK(refusal(door, folder.path() / "here/desk.db-wal").find("a part of the store") !=
        std::string::npos);
  CHECK(refusal(door, folder.path() / "gone.toml").find("the settings") != std::string::npos);
  CHECK(content(store) == "the store");
  CHECK_FALSE(fs::exists(folder.path() / "desk.db-wal"));
  CHECK(refusal(door, folder.path() / "desk.db2") == "it was written");
}

TEST_CASE("devices, FIFOs and links are written in place") {
  const Folder folder;
  Door().write("/dev/null", "x");
  CHECK(fs::is_character_file("/dev/null"));
  const fs::path target = folder.path() / "target";
  std::ofstream(target) << "a longer text";
  fs::create_symlink("target", folder.path() / "link");
  Door().write(folder.path() / "link", "short");
  CHECK(fs::is_symlink(folder.path() / "link"));
  CHECK(content(target) == "short");
  const fs::path fifo = folder.path() / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  std::string got;
  std::thread reader([&] {
    got = [&] {
      std::ifstream in(fifo);
      return std::string(std::istreambuf_iterator<char>(in), {});
    }();
  });
  Door().write(fifo, "through the pipe");
  reader.join();
  CHECK(got == "through the pipe");
  CHECK(fs::is_fifo(fifo));
  // One that nobody reads is not waited for where something is only appended.
  CHECK_THROWS_AS(Door().append(fifo, "x"), Error);
}

TEST_CASE("each way in which a file cannot be written says why, and leaves nothing") {
  const Folder folder;
  const std::string path = folder.path().string();
  CHECK(refusal(Door(), path) == "cannot write " + path + ": Is a directory");
  CHECK(refusal(Door(), path + "/no/such") ==
        "cannot write " + path + "/no/such: No such file or directory");
  CHECK(refusal(Door(), "/dev/full") == "cannot write /dev/full: No space left on device");
  CHECK_THROWS_AS(Door().refuse_unwritable(path + "/no/such"), Error);
  CHECK_THROWS_AS(Door().refuse_unwritable(path), Error);
  CHECK_NOTHROW(Door().refuse_unwritable(path + "/new"));
  CHECK(files_in(folder.path()) == 0);
  try {
    Door().write("/dev/full", "x");
    FAIL("it was written");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kStore);
  }
}

TEST_CASE(
    "what a dead program left of a file goes with the next write, what a live one writes not") {
  const Folder folder;
  const auto left = [&](const std::string& name) {
    std::ofstream(folder.path() / name) << "half";
    return folder.path() / name;
  };
  const fs::path dead = left(".a.signpost-abcdef");
  const fs::path its_log = left(".a.signpost-abcdef-wal");
  const fs::path other = left(".b.signpost-abcdef");
  const fs::path no_ones = left(".a.signpost-abcdefgh");
  const fs::path alive = left(".a.signpost-uvwxyz");
  const int held = ::open(alive.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  Door().write(folder.path() / "a", "whole");
  CHECK_FALSE(fs::exists(dead));
  CHECK_FALSE(fs::exists(its_log));
  CHECK(fs::exists(other));
  CHECK(fs::exists(no_ones));
  CHECK(fs::exists(alive));
  ::close(held);
}

TEST_CASE("a file without a name is gone where it gets none, and takes no other's place") {
  const Folder folder;
  const fs::path file = folder.path() / "a";
  { const UnnamedFile never(file); }
  CHECK(files_in(folder.path()) == 0);
  {
    UnnamedFile first(file);
    UnnamedFile second(file);
    CHECK(first.path() != second.path());
    first.take_free_name(0640);
    CHECK(mode_of(file) == 0640);
    CHECK_THROWS_AS(second.take_free_name(0600), std::system_error);
  }
  CHECK(mode_of(file) == 0640);
  CHECK(files_in(folder.path()) == 1);
}

}  // namespace
}  // namespace signpost::testing
