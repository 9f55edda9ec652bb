// Whole commands in-process: what a user types, and what comes of it.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/cli/environment.h"
#include "engine/cli/program.h"
#include "tests/program/process.h"

namespace signpost::testing {

/// A desk in a folder of its own, at noon on 30 June 2022 unless the clock is set.
class Prompt {
 public:
  struct Said {
    int code = 0;
    std::string out;
    std::string err;
  };

  /// Runs `signpost ARGUMENTS`; relative paths are the scratch folder's.
  Said operator()(const std::vector<std::string>& arguments, const std::string& input = {}) const {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    cli::Environment environment{.in = in,
                                 .out = out,
                                 .err = err,
                                 .in_is_terminal = asks,
                                 .out_is_terminal = false,
                                 .err_is_terminal = asks,
                                 .columns = 80,
                                 .variables = variables,
                                 .now = now,
                                 .program = program};
    environment.variables.try_emplace("SIGNPOST_STORE", path("signpost.db"));
    environment.variables.try_emplace("NO_COLOR", "1");
    environment.variables.try_emplace("COLUMNS", columns);
    const int code = cli::run(arguments, environment);
    return {.code = code, .out = out.str(), .err = err.str()};
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (scratch_.path() / name).string();
  }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
  }
  /// Makes the store and loads the desk's definitions.
  void open_desk();

  bool asks = false;
  std::string columns = "80";
  Instant now = meant_as_start(*parse_time("2022-06-30T12:00Z"));
  std::map<std::string, std::string> variables;
  std::string program = "/usr/bin/signpost";

 private:
  ScratchFolder scratch_;
};

/// Two scenarios with an indicator that they share and one that only the second has.
extern const char* const kDeskDefinitions;

}  // namespace signpost::testing
