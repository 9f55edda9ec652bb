#include "engine/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/shortage.h"
#include "engine/base/system_reason.h"

namespace signpost {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, ErrorKind kind, const Phrase& why, Phrase hint = {}) {
  throw Error(kind, {"base.cannot-read", {{"file", path.string()}, {"why", why}}}, std::move(hint));
}

[[noreturn]] void fail(const fs::path& path, int reason) {
  fail(path, kind_of(reason), reason_in_words(reason), hint_for(reason));
}

constexpr std::size_t kKilobyte = 1024;
constexpr std::size_t kMegabyte = 1024 * kKilobyte;

Phrase larger_than(std::size_t limit) {
  const auto phrase = [](const char* key, std::size_t size) {
    return Phrase(key, {{"size", std::to_string(size)}});
  };
  if (limit >= kMegabyte) return phrase("base.larger-than-mb", limit / kMegabyte);
  if (limit >= kKilobyte) return phrase("base.larger-than-kb", limit / kKilobyte);
  return phrase("base.larger-than-bytes", limit);
}

}  // namespace

std::string read_file(const fs::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) fail(path, errno);
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) fail(path, errno);
  if (S_ISDIR(about.st_mode)) fail(path, ErrorKind::kInvalid, "base.is-a-folder");
  const auto too_large = [&] {
    fail(path, ErrorKind::kInvalid, larger_than(limit), "base.too-large.hint");
  };
  if (static_cast<std::size_t>(about.st_size) > limit) too_large();
  std::string content;
  content.reserve(static_cast<std::size_t>(about.st_size));
  char part[1U << 16U];
  while (true) {
    const ssize_t count = ::read(file.number(), part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, errno);
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
    if (trouble) fail(path, trouble.value());
    if (files.size() == before) {
      fail(path, ErrorKind::kInvalid, {"base.no-such-files", {{"extension", extension}}});
    }
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
  }
  return files;
}

}  // namespace signpost
