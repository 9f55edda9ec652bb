// Each definitions/NAME.toml holds mistakes, and NAME.expected what is said of them, to the letter.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/intake/definitions_reader.h"

namespace fs = std::filesystem;
using signpost::Definitions;
using signpost::Diagnostic;
using signpost::Error;
using signpost::intake::read_definitions;

namespace {

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string said_of(const std::vector<fs::path>& files) {
  std::string said;
  for (const Diagnostic& diagnostic : read_definitions(files, {}).diagnostics) {
    said += render(diagnostic);
  }
  return said;
}

/// Goes to the folder of the inputs, so that messages name files without their folder.
class InFolder {
 public:
  explicit InFolder(const fs::path& folder) : before_(fs::current_path()) {
    fs::current_path(folder);
  }
  ~InFolder() { fs::current_path(before_); }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

 private:
  fs::path before_;
};

}  // namespace

TEST_CASE("every mistake of a definitions file is said as expected") {
  const InFolder here(fs::path(SIGNPOST_TESTS_DIR) / "errors/definitions");
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(".")) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path().filename());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 60);
  for (const fs::path& file : files) {
    const fs::path expected = fs::path(file).replace_extension(".expected");
    CAPTURE(file.string());
    REQUIRE(fs::exists(expected));
    CHECK(said_of({file}) == content(expected));
  }
}

TEST_CASE("files are judged together and reported one after the other") {
  const InFolder here(fs::path(SIGNPOST_TESTS_DIR) / "errors/definitions");
  const std::string said = said_of({"references.toml", "baseline.toml"});
  CHECK(said == content("references.expected") + content("baseline.expected"));
}

TEST_CASE("an id is refused in a second file with the place of the first") {
  const InFolder here(fs::path(SIGNPOST_TESTS_DIR) / "errors/definitions");
  const std::string said = said_of({"doubt-single.toml", "doubt-titles.toml"});
  CHECK(said.find("doubt-titles.toml:2:6: error: the indicator \"attacks\" is already defined at "
                  "doubt-single.toml:1\n"
                  "    2 | id = \"attacks\"\n"
                  "      |      ^^^^^^^^^\n") != std::string::npos);
}

TEST_CASE("a scenario that a stored alert would no longer hear is refused") {
  const InFolder here(fs::path(SIGNPOST_TESTS_DIR) / "errors/definitions");
  Definitions known;
  known.alerts.resize(1);
  known.alerts[0].id = "stored";
  known.alerts[0].scenario = "more-attacks";
  known.alerts[0].condition.kind = signpost::Condition::Kind::kSeen;
  known.alerts[0].condition.indicator = "clashes";
  std::string said;
  for (const Diagnostic& diagnostic :
       read_definitions(std::vector<fs::path>{"doubt-titles.toml"}, known).diagnostics) {
    if (diagnostic.severity == Diagnostic::Severity::kError) said += render(diagnostic);
  }
  CHECK(said ==
        "doubt-titles.toml:11:6: error: the stored alert \"stored\" watches \"clashes\", and "
        "\"more-attacks\" neither expects it any more nor has an assumption that it breaks\n"
        "   11 | id = \"more-attacks\"\n"
        "      |      ^^^^^^^^^^^^^^\n"
        "      = hint: load the alert anew with the scenario\n");
}

TEST_CASE("a file that is missing, a folder or 2 GB large is refused at once") {
  const fs::path folder =
      fs::temp_directory_path() / ("signpost-errors-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const fs::path large = folder / "large.toml";
  std::ofstream(large).close();
  fs::resize_file(large, std::uintmax_t{2} << 30U);  // sparse: it takes no room on the disk
  const auto begin = std::chrono::steady_clock::now();
  const auto refused = [](const fs::path& file) -> std::string {
    try {
      read_definitions(std::vector<fs::path>{file}, {});
    } catch (const Error& error) {
      CHECK(error.kind() == signpost::ErrorKind::kInvalid);
      return error.message().english() + "|" + error.hint().english();
    }
    return "read";
  };
  CHECK(refused(large) ==
        "cannot read " + large.string() + ": it is larger than 64 MB|split it into several files");
  CHECK(refused(folder) == "cannot read " + folder.string() + ": it is a folder|");
  CHECK(refused(folder / "none.toml") ==
        "cannot read " + (folder / "none.toml").string() + ": No such file or directory|");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
  fs::remove_all(folder);
}
