// What was done to a folder, operation by operation, as the preloaded library writes it down and
// power_cut.h reads it: a header, then its name, its other name and its bytes.
#pragma once

#include <cstdint>

namespace signpost::faults {

enum class Kind : std::uint32_t {
  kCreate,      // name: a new file
  kWrite,       // inode, offset, bytes
  kTruncate,    // inode, offset: its length then
  kSync,        // inode
  kSyncFolder,  // name
  kRename,      // name, other
  kLink,        // name, other
  kRemove,      // name
  kMakeFolder,  // name
  kTold,        // something was written to stdout
};

/// Names are relative to the folder; it is "" itself.
struct Header {
  Kind kind = Kind::kTold;
  std::uint32_t name = 0;   // bytes of the name
  std::uint32_t other = 0;  // bytes of the other name
  std::uint32_t unused = 0;
  std::uint64_t inode = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // bytes that follow the names
};

}  // namespace signpost::faults
