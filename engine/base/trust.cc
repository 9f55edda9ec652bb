#include "engine/base/trust.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>
#include <vector>

#include "engine/base/text.h"

namespace signpost {
namespace {

namespace fs = std::filesystem;

std::string in_quotes(const fs::path& path) { return printable(path.string()); }

std::optional<Distrust> distrust_of(const fs::path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;  // whoever reads it says why
  const bool is_folder = S_ISDIR(about.st_mode);
  if (about.st_uid != ::geteuid() && about.st_uid != 0) {
    return Distrust{fmt::format("{} belongs to another user", in_quotes(path)),
                    is_folder ? "move the settings to a folder of your own"
                              : fmt::format("make a copy of your own, or `chown {} {}`",
                                            ::geteuid(), in_quotes(path))};
  }
  if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Distrust{fmt::format("others may write {}", in_quotes(path)),
                    is_folder ? fmt::format("`chmod go-w {}`, or move the settings to a folder of "
                                            "your own",
                                            in_quotes(path))
                              : fmt::format("`chmod go-w {}`", in_quotes(path))};
  }
  return std::nullopt;
}

fs::path folder_of(const fs::path& path) { return fs::absolute(path).parent_path(); }

}  // namespace

std::optional<Distrust> distrust(const fs::path& file) {
  std::error_code unknown;
  const fs::path target = fs::canonical(file, unknown);
  std::vector<fs::path> all{file, folder_of(file)};
  if (!unknown) all.insert(all.end(), {target, folder_of(target)});
  for (const fs::path& path : all) {
    if (auto found = distrust_of(path)) return found;
  }
  return std::nullopt;
}

bool is_shared_folder(const fs::path& path) {
  struct stat about {};
  return ::stat(folder_of(path).c_str(), &about) == 0 && (about.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

}  // namespace signpost
