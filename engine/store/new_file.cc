#include "engine/store/new_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/shortage.h"
#include "engine/base/unnamed_file.h"
#include "engine/store/connection.h"

namespace signpost::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_existing(const fs::path& target) {
  throw Error(ErrorKind::kStore, {"store.stands-already", {{"file", target.string()}}},
              "store.stands-already.hint");
}

[[noreturn]] void refuse(const fs::path& target, int reason) {
  if (is_disk_full(reason)) {
    throw Error(ErrorKind::kStore, {"store.no-room", {{"file", target.string()}}},
                "store.no-room.hint");
  }
  throw Error(ErrorKind::kStore,
              {"store.not-made", {{"file", target.string()}, {"why", std::strerror(reason)}}},
              is_out_of_files(reason) ? kRaiseLimit : "store.not-made.hint");
}

}  // namespace

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

std::optional<fs::path> log_beside(const fs::path& store) {
  for (const char* ending : kLogs) {
    fs::path log = store.string() + ending;
    if (is_there(log)) return log;
  }
  return std::nullopt;
}

void make_new_file(const fs::path& target, unsigned mode,
                   const std::function<void(const fs::path& unnamed)>& make) {
  if (is_there(target)) refuse_existing(target);
  if (const auto log = log_beside(target)) {
    throw Error(ErrorKind::kStore, {"store.log-stands", {{"log", log->string()}}},
                "store.log-stands.hint");
  }
  const fs::path folder = fs::absolute(target).parent_path();
  if (std::error_code unknown; !fs::exists(folder, unknown)) {
    throw Error(ErrorKind::kStore, {"store.no-folder", {{"folder", folder.string()}}},
                "store.no-folder.hint");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) refuse(target, errno);
  try {
    UnnamedFile unnamed(target);
    make(unnamed.path());
    unnamed.take_free_name(mode);
  } catch (const Refused& refused) {
    throw_not_made(target, refused);
  } catch (const std::system_error& refused) {
    if (refused.code() == std::errc::file_exists) refuse_existing(target);
    refuse(target, refused.code().value());
  }
}

}  // namespace signpost::store
