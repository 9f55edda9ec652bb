// Files written through the door by several at once.
#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/door.h"
#include "engine/base/error.h"
#include "engine/base/file.h"

using namespace signpost;
namespace fs = std::filesystem;

TEST_CASE("several that write one file at once sweep nothing of each other away") {
  const fs::path folder =
      fs::temp_directory_path() / ("signpost-door-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  const fs::path file = folder / "report.csv";
  constexpr int kWriters = 4;
  constexpr int kWrites = 100;
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> writers;
    writers.reserve(kWriters);
    for (int i = 0; i < kWriters; ++i) {
      writers.emplace_back([&, i] {
        for (int j = 0; j < kWrites; ++j) {
          try {
            Door().write(file, std::string(1000, static_cast<char>('a' + i)));
          } catch (const Error&) {
            ++refused;
          }
        }
      });
    }
  }
  CHECK(refused == 0);
  const std::string content = read_file(file, 2000);
  CHECK(content == std::string(1000, content.front()));
  std::size_t left = 0;
  for (const auto& entry : fs::directory_iterator(folder)) left += entry.exists() ? 1 : 0;
  CHECK(left == 1);
  fs::remove_all(folder);
}
