#include "engine/base/file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "engine/base/error.h"
#include "tests/unit/base/folder.h"

namespace fs = std::filesystem;
using signpost::Error;
using signpost::testing::Folder;

namespace {

std::string message_of(const fs::path& path, std::size_t limit) {
  try {
    signpost::read_file(path, limit);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("each way in which a file cannot be read says why") {
  const Folder folder;
  const std::string name = (folder.path() / "x").string();
  CHECK(message_of(name, 10) == "cannot read " + name + ": No such file or directory");
  fs::create_directory(name);
  CHECK(message_of(name, 10) == "cannot read " + name + ": it is a folder");
  const fs::path large = folder.path() / "large";
  std::ofstream(large) << "12345678901";
  CHECK(message_of(large, 10) == "cannot read " + large.string() + ": it is larger than 10 bytes");
}

TEST_CASE("a folder stands for its files with the extension, by name") {
  const Folder folder;
  for (const char* name : {"b.toml", "a.toml", "c.txt"}) std::ofstream(folder.path() / name) << "x";
  const auto files = signpost::expand_paths({folder.path().string(), "other.txt"}, ".toml");
  REQUIRE(files.size() == 3);
  CHECK(files[0].filename() == "a.toml");
  CHECK(files[1].filename() == "b.toml");
  CHECK(files[2] == "other.txt");
  CHECK_THROWS_AS(signpost::expand_paths({folder.path().string()}, ".jsonl"), Error);
}
