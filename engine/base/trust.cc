#include "engine/base/trust.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <system_error>
#include <vector>

namespace signpost {
namespace {

namespace fs = std::filesystem;

std::optional<Distrust> distrust_of(const fs::path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;  // whoever reads it says why
  const bool is_folder = S_ISDIR(about.st_mode);
  if (about.st_uid != ::geteuid() && about.st_uid != 0) {
    const Phrase what("base.of-another-user", {{"file", path.string()}});
    if (is_folder) return Distrust{what, "base.folder-of-another-user.hint"};
    return Distrust{what,
                    {"base.of-another-user.hint",
                     {{"user", std::to_string(::geteuid())}, {"file", path.string()}}}};
  }
  if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Distrust{{"base.others-may-write", {{"file", path.string()}}},
                    {is_folder ? "base.others-may-write-folder.hint" : "base.others-may-write.hint",
                     {{"file", path.string()}}}};
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
