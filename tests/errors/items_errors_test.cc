// Each items/NAME.jsonl or NAME.csv holds mistakes, and NAME.expected what is said of them, to the
// letter, and how many rows were good.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/intake/definitions_reader.h"
#include "engine/intake/items_reader.h"

namespace fs = std::filesystem;
using signpost::Clock;
using signpost::Definitions;
using signpost::Diagnostic;
using signpost::Error;
using signpost::Item;

namespace {

const fs::path kFolder = fs::path(SIGNPOST_TESTS_DIR) / "errors/items";

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

const Definitions& definitions() {
  static const Definitions kDefinitions =
      signpost::intake::read_definitions_text("definitions.toml",
                                              content(kFolder / "definitions.toml"), {})
          .definitions;
  return kDefinitions;
}

Clock clock_at_noon() { return {signpost::parse_time("2022-06-30T12:00:00Z")->first}; }

std::string said_of(const fs::path& file, const std::string& shown) {
  std::string said;
  int good = 0;
  signpost::intake::read_items(
      file, {definitions(), clock_at_noon()}, [&](Item&&, std::uint32_t) { ++good; },
      [&](Diagnostic&& diagnostic) {
        diagnostic.file = shown;
        said += render(diagnostic);
      });
  return said + std::to_string(good) + " good\n";
}

/// A file that goes with the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text)
      : path_(fs::temp_directory_path() / ("signpost-items-" + std::to_string(getpid()))) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TemporaryFile() { fs::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

const std::string kMiB(std::size_t{1} << 20U, 'x');

}  // namespace

TEST_CASE("every mistake of an items file is said as expected") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".jsonl" || extension == ".csv") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 28);
  for (const fs::path& file : files) {
    const fs::path expected = fs::path(file).replace_extension(".expected");
    CAPTURE(file.string());
    REQUIRE(fs::exists(expected));
    CHECK(said_of(file, file.filename().string()) == content(expected));
  }
}

TEST_CASE("a file of 2 GB without a new line is refused without reading it") {
  const TemporaryFile file("");
  fs::resize_file(file.path(), std::uintmax_t{2} << 30U);  // sparse: it takes no room on the disk
  const auto begin = std::chrono::steady_clock::now();
  CHECK(said_of(file.path(), "large") ==
        "large:1: error: the line is longer than 1 MiB; nothing after it was read\n"
        "      = hint: is this a text file of items, JSON Lines or CSV?\n"
        "0 good\n");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
}

TEST_CASE("what follows a line of more than a MiB is not read") {
  const std::string good = "{\"occurred\": \"2022-03-01\", \"indicators\": [\"attacks\"]}\n";
  const TemporaryFile lines(good + "{\"text\": \"" + kMiB + "\"}\n" + good);
  CHECK(said_of(lines.path(), "a.jsonl") ==
        "a.jsonl:2: error: the line is longer than 1 MiB; nothing after it was read\n"
        "      = hint: one item is one line\n"
        "1 good\n");
  const TemporaryFile table(
      "occurred,indicators,text\n2022-03-01,attacks,fine\n2022-03-01,attacks," + kMiB +
      "\n2022-03-01,attacks,fine\n");
  CHECK(said_of(table.path(), "a.csv") ==
        "a.csv:3: error: the line is longer than 1 MiB; nothing after it was read\n"
        "1 good\n");
}

TEST_CASE("what follows a cell of more than a MiB is not read, and its opening quote is named") {
  std::string text = "occurred,indicators,text\n2022-03-01,attacks,\"never closed\n";
  for (int i = 0; i < 40'000; ++i) text += "2022-03-01,attacks,a raid on the road\n";
  const TemporaryFile table(text);
  CHECK(said_of(table.path(), "a.csv") ==
        "a.csv:2:20: error: the cell is longer than 1 MiB; nothing after it was read\n"
        "    2 | 2022-03-01,attacks,\"never closed\n"
        "      |                    ^\n"
        "      = hint: is the quote that opens here ever closed?\n"
        "0 good\n");
}

TEST_CASE("an items file that is missing or a folder is refused") {
  const auto refused = [](const fs::path& file) -> std::string {
    try {
      said_of(file, "x");
    } catch (const Error& error) {
      CHECK(error.kind() == signpost::ErrorKind::kInvalid);
      return error.what();
    }
    return "read";
  };
  CHECK(refused(kFolder) == "cannot read " + kFolder.string() + ": it is a folder");
  CHECK(refused(kFolder / "none.csv") ==
        "cannot read " + (kFolder / "none.csv").string() + ": No such file or directory");
}
