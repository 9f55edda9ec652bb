// Running the built program as its users do: on pipes, on a pseudo-terminal, and until killed.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signpost::testing {

/// What to run and where. The environment is only what is given here.
struct Run {
  std::vector<std::string> command;  // the program, then its arguments
  std::filesystem::path folder;      // its working folder
  std::map<std::string, std::string> environment;
  std::string input;
  bool terminal = false;  // stdin, stdout and stderr are one pseudo-terminal of 80 columns
  std::optional<std::chrono::microseconds> kill_after;  // SIGKILL
};

/// What came of it. On a terminal all that was shown is in `out`.
struct Outcome {
  int exit_code = -1;  // -1: killed
  std::string out;
  std::string err;
};

/// Runs and waits. Throws std::runtime_error where the system refuses, or after a minute.
Outcome run(const Run& run);

/// Runs the built program by a line of the shell, in which "$@" stands for it and its arguments:
/// `ulimit -n 5; exec "$@"`. Otherwise plainly, on pipes.
Outcome run_by_shell(const std::string& line, const std::filesystem::path& folder,
                     const std::vector<std::string>& arguments);

/// What the program is run with everywhere: UTF-8, UTC, and the built signpost in the path.
std::map<std::string, std::string> plain_environment();

/// Where files are kept in memory, for what writes much and need not wait for a disk; else the
/// usual folder for temporary files.
std::filesystem::path memory_folder();

/// A folder of its own, removed with all that is in it.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::filesystem::path& in = std::filesystem::temp_directory_path());
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace signpost::testing
