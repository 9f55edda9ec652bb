#include "engine/base/system_reason.h"

#include <cerrno>
#include <cstring>

namespace signpost {

Phrase reason_in_words(int reason) {
  switch (reason) {
    case EACCES:
      return "base.reason.no-permission";
    case EDQUOT:
      return "base.reason.quota-used-up";
    case EEXIST:
      return "base.reason.exists";
    case EFBIG:
      return "base.reason.too-large";
    case EIO:
      return "base.reason.broken";
    case EISDIR:
      return "base.reason.is-a-folder";
    case ELOOP:
      return "base.reason.links-in-a-ring";
    case EMFILE:
      return "base.reason.too-many-files";
    case ENAMETOOLONG:
      return "base.reason.name-too-long";
    case ENFILE:
      return "base.reason.too-many-files-of-all";
    case ENOENT:
      return "base.reason.not-there";
    case ENOEXEC:
      return "base.reason.no-program";
    case ENOMEM:
      return "base.reason.no-memory";
    case ENOSPC:
      return "base.reason.no-room";
    case ENOTDIR:
      return "base.reason.no-folder";
    case EPERM:
      return "base.reason.not-allowed";
    case EROFS:
      return "base.reason.read-only";
    default:
      // NOLINTNEXTLINE(concurrency-mt-unsafe): its words are copied at once
      return Phrase::verbatim(std::strerror(reason));
  }
}

}  // namespace signpost
