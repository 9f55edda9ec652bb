// The house keeps its order: a folder includes only what stands before it, and a heavy library is
// known to one folder only.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path kEngine = fs::path(SIGNPOST_TESTS_DIR).parent_path() / "engine";

/// What each folder may include, besides itself.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"base", {}},
    {"time", {"base"}},
    {"model", {"base", "time"}},
    {"belief", {"base", "time", "model"}},
    {"score", {"base", "time", "model"}},
    {"learn", {"base", "time", "model", "belief", "score"}},
    {"intake", {"base", "time", "model"}},
    {"store", {"base", "time", "model"}},
    {"assess", {"base", "time", "model", "belief", "score", "learn", "store"}},
    {"report", {"base", "time", "model", "score", "learn"}},
    {"service",
     {"base", "time", "model", "belief", "score", "learn", "intake", "store", "assess", "report"}},
    {"cli",
     {"base", "time", "model", "belief", "score", "learn", "intake", "store", "assess", "report",
      "service"}},
};

/// Which one folder may include a library, told by how its headers begin.
const std::map<std::string, std::string> kLibraryOf = {
    {"toml++/", "intake"},  {"nlohmann/", "intake"}, {"sqlite3.h", "store"}, {"CLI/", "cli"},
    {"spdlog/", "service"}, {"nettle/", "base"},     {"unicode/", "base"},   {"boost/", "belief"},
    {"kainjow/", "report"}, {"date/", "time"},       {"libical/", "time"},
};

struct Include {
  fs::path file;
  std::string folder;  // of the file
  std::string target;
};

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<fs::path> sources() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kEngine)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".h" || extension == ".cc") files.push_back(entry.path());
  }
  return files;
}

/// What an #include line names; empty for any other line.
std::string included_by(const std::string& line) {
  const std::size_t at = line.find_first_not_of(" #");
  if (!line.starts_with('#') || at == std::string::npos || line.find("include", at) != at)
    return {};
  const std::size_t open = line.find_first_of("<\"", at);
  const std::size_t close = open == std::string::npos ? open : line.find_first_of(">\"", open + 1);
  return close == std::string::npos ? std::string() : line.substr(open + 1, close - open - 1);
}

std::vector<Include> includes() {
  std::vector<Include> found;
  for (const fs::path& file : sources()) {
    for (const std::string& line : lines_of(file)) {
      const std::string target = included_by(line);
      if (!target.empty()) found.push_back({file, *fs::relative(file, kEngine).begin(), target});
    }
  }
  return found;
}

}  // namespace

TEST_CASE("a folder includes only what stands before it") {
  const std::vector<Include> all = includes();
  REQUIRE(all.size() > 100);
  for (const Include& include : all) {
    if (!include.target.starts_with("engine/")) continue;
    const std::string rest = include.target.substr(std::string("engine/").size());
    const std::string target = rest.substr(0, rest.find('/'));
    REQUIRE_MESSAGE(kMayInclude.contains(include.folder), include.file);
    const bool allowed =
        target == include.folder || kMayInclude.at(include.folder).contains(target);
    CHECK_MESSAGE(allowed, include.file, " includes ", include.target);
  }
}

TEST_CASE("a heavy library is included from one folder only") {
  const std::vector<Include> all = includes();
  REQUIRE(all.size() > 100);
  for (const Include& include : all) {
    for (const auto& [header, folder] : kLibraryOf) {
      const bool elsewhere = include.target.starts_with(header) && include.folder != folder;
      CHECK_MESSAGE(!elsewhere, include.file, " includes ", include.target);
    }
  }
}

TEST_CASE("the database is seen by one file") {
  const std::map<std::string, std::string> file_of{{"sqlite3.h", "database.cc"}};
  std::map<std::string, int> found;
  for (const Include& include : includes()) {
    const auto only = file_of.find(include.target);
    if (only == file_of.end()) continue;
    ++found[include.target];
    CHECK_MESSAGE(include.file.filename() == only->second, include.file);
  }
  CHECK(found.size() == file_of.size());
}

/// The headers that engine/CMakeLists.txt lists as public.
std::set<std::string> public_headers() {
  std::set<std::string> headers;
  bool inside = false;
  for (const std::string& line : lines_of(kEngine / "CMakeLists.txt")) {
    inside = inside || line.starts_with("set(SIGNPOST_PUBLIC_HEADERS");
    if (!inside) continue;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (word.find(".h") != std::string::npos) headers.insert(word.substr(0, word.find(".h") + 2));
    }
    if (line.find(')') != std::string::npos) break;
  }
  return headers;
}

TEST_CASE("a public header includes public headers and the standard library's only") {
  const std::set<std::string> headers = public_headers();
  REQUIRE(headers.size() > 40);
  for (const std::string& header : headers) {
    const std::vector<std::string> lines = lines_of(kEngine / header);
    REQUIRE_MESSAGE(!lines.empty(), header);
    for (const std::string& line : lines) {
      const std::string target = included_by(line);
      if (target.empty()) continue;
      const bool ours = target.starts_with("engine/");
      const bool is_public = ours && headers.contains(target.substr(std::string("engine/").size()));
      const bool standard = !ours && target.find_first_of("./") == std::string::npos;
      CHECK_MESSAGE((is_public || standard), header, " includes ", target);
    }
  }
}

TEST_CASE("every header says what it is for and is included once") {
  const std::vector<fs::path> all = sources();
  REQUIRE(all.size() > 100);
  for (const fs::path& file : all) {
    if (file.extension() != ".h") continue;
    const std::vector<std::string> lines = lines_of(file);
    REQUIRE_MESSAGE(lines.size() > 2, file);
    CHECK_MESSAGE(lines.front().starts_with("// "), file);
    CHECK_MESSAGE(std::find(lines.begin(), lines.end(), "#pragma once") != lines.end(), file);
  }
}
