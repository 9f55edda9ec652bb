#include "engine/base/shortage.h"

#include <fcntl.h>

#include <cerrno>
#include <vector>

#include "engine/base/descriptor.h"

namespace signpost {

bool is_disk_full(int reason) { return reason == ENOSPC || reason == EDQUOT; }

bool is_out_of_files(int reason) { return reason == EMFILE || reason == ENFILE; }

ErrorKind kind_of(int reason) {
  const bool machine =
      is_disk_full(reason) || is_out_of_files(reason) || reason == ENOMEM || reason == EIO;
  return machine ? ErrorKind::kStore : ErrorKind::kInvalid;
}

Phrase hint_for(int reason) {
  if (is_disk_full(reason)) return "base.make-room";
  return is_out_of_files(reason) ? kRaiseLimit : Phrase();
}

bool can_open(int files) {
  std::vector<Descriptor> open;
  for (int i = 0; i < files; ++i) {
    open.emplace_back(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open.back().number() < 0) return !is_out_of_files(errno);
  }
  return true;
}

}  // namespace signpost
