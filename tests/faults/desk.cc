#include "tests/faults/desk.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "tests/program/desk_definitions.h"

namespace signpost::testing {

namespace fs = std::filesystem;

FaultyDesk::FaultyDesk() : folder_(fs::canonical(scratch_.path()) / "desk") {
  fs::create_directory(folder_);
}

FaultyDesk::FaultyDesk(const FaultyDesk& other) : folder_(fs::canonical(scratch_.path()) / "desk") {
  fs::copy(other.folder_, folder_, fs::copy_options::recursive);
}

std::string clock_showing(Instant time) { return fmt::format("{}", (time - system_now()).count()); }

std::map<std::string, std::string> FaultyDesk::environment(const Faults& faults) const {
  std::map<std::string, std::string> all = plain_environment();
  all["LD_PRELOAD"] = SIGNPOST_FAULTS;
  all["SIGNPOST_FAULTS_FOLDER"] = folder_.string();
  all["SIGNPOST_FAULTS_CLOCK"] = clock_showing(kStart);
  for (const auto& [name, value] : faults) all["SIGNPOST_FAULTS_" + name] = value;
  return all;
}

Outcome FaultyDesk::run(std::vector<std::string> arguments, const Faults& faults) const {
  arguments.insert(arguments.begin(), SIGNPOST_PROGRAM);
  return testing::run({.command = std::move(arguments),
                       .folder = folder_,
                       .environment = environment(faults),
                       .input = {},
                       .terminal = false,
                       .kill_after = {}});
}

Outcome FaultyDesk::require(const std::vector<std::string>& arguments, const Faults& faults) const {
  Outcome outcome = run(arguments, faults);
  CAPTURE(fmt::format("{}", fmt::join(arguments, " ")));
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return outcome;
}

Calls FaultyDesk::calls_of(const std::vector<std::string>& arguments, Faults faults) const {
  const FaultyDesk copy(*this);
  faults["COUNTS"] = copy.aside("counts").string();
  copy.require(arguments, faults);
  std::ifstream in(copy.aside("counts"));
  Calls calls;
  in >> calls.disk >> calls.memory >> calls.clock;
  REQUIRE(in);
  return calls;
}

void FaultyDesk::write(const std::string& name, const std::string& content) const {
  std::ofstream(folder_ / name, std::ios::binary) << content;
}

std::string FaultyDesk::read(const std::string& name) const {
  return content_of(folder_ / name).value_or("");
}

store::Store FaultyDesk::open() const {
  return store::Store::open(folder_ / "signpost.db", store::Store::Access::kRead);
}

std::string definitions_with(const std::string& more) { return kCampaign + kCalm + more; }

std::optional<std::string> content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::string rows_named(const std::string& name, int rows) {
  std::string lines;
  for (int row = 0; row < rows; ++row) {
    lines += fmt::format(
        R"({{"id": "{}-{}", "text": "an attack", "occurred": "2022-02-0{}", "indicators": ["attacks"], "grade": "B2"}})"
        "\n",
        name, row, 1 + row % 8);
  }
  return lines;
}

int items_named(const store::Snapshot& snapshot, const std::string& name) {
  int found = 0;
  for (const store::ItemVersion& version : snapshot.items()) {
    found += version.content.id.starts_with(name + "-") ? 1 : 0;
  }
  return found;
}

}  // namespace signpost::testing
