// Each settings/NAME.toml holds mistakes, and NAME.expected what is said of them, to the letter.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/intake/settings.h"

namespace fs = std::filesystem;
using signpost::Diagnostic;
using signpost::intake::read_settings;

namespace {

const fs::path kFolder = fs::path(SIGNPOST_TESTS_DIR) / "errors/settings";

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string said_of(const fs::path& file) {
  std::string said;
  for (Diagnostic diagnostic : read_settings(file).diagnostics) {
    diagnostic.file = file.filename();
    said += render(diagnostic);
  }
  return said;
}

}  // namespace

TEST_CASE("every mistake of a settings file is said as expected") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 5);
  for (const fs::path& file : files) {
    const fs::path expected = fs::path(file).replace_extension(".expected");
    CAPTURE(file.string());
    REQUIRE(fs::exists(expected));
    CHECK(said_of(file) == content(expected));
  }
}
