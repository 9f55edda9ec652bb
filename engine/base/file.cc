#include "engine/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/shortage.h"
#include "engine/base/text.h"

namespace signpost {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, std::string_view reason, std::string hint = {}) {
  throw Error(ErrorKind::kBadInput,
              fmt::format("cannot read {}: {}", printable(path.string()), reason), std::move(hint));
}

[[noreturn]] void fail_to_read(const fs::path& path, int reason) {
  throw Error(kind_of(reason),
              fmt::format("cannot read {}: {}", printable(path.string()), std::strerror(reason)),
              hint_for(reason));
}

constexpr std::size_t kKilobyte = 1024;
constexpr std::size_t kMegabyte = 1024 * kKilobyte;

}  // namespace

std::string read_file(const fs::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) fail_to_read(path, errno);
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) fail_to_read(path, errno);
  if (S_ISDIR(about.st_mode)) fail(path, "it is a folder");
  const auto too_large = [&] {
    const std::string most = limit >= kMegabyte   ? fmt::format("{} MB", limit / kMegabyte)
                             : limit >= kKilobyte ? fmt::format("{} KB", limit / kKilobyte)
                                                  : fmt::format("{} bytes", limit);
    fail(path, "it is larger than " + most, "split it into several files");
  };
  if (static_cast<std::size_t>(about.st_size) > limit) too_large();
  std::string content;
  content.reserve(static_cast<std::size_t>(about.st_size));
  char part[1U << 16U];
  while (true) {
    const ssize_t count = ::read(file.number(), part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_to_read(path, errno);
    if (count == 0) return content;
    content.append(part, static_cast<std::size_t>(count));
    if (content.size() > limit) too_large();  // a pipe or a growing file tells no size
  }
}

std::vector<fs::path> expand_paths(const std::vector<std::string>& paths,
                                   std::string_view extension) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    std::error_code trouble;
    if (!fs::is_directory(path, trouble)) {
      files.emplace_back(path);
      continue;
    }
    const std::size_t before = files.size();
    for (const auto& entry : fs::directory_iterator(path, trouble)) {
      if (entry.path().extension() == extension && !entry.is_directory(trouble)) {
        files.push_back(entry.path());
      }
    }
    if (trouble) fail_to_read(path, trouble.value());
    if (files.size() == before) {
      fail(path, fmt::format("the folder holds no {} file", extension));
    }
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
  }
  return files;
}

}  // namespace signpost
