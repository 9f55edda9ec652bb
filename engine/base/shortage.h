// What a machine can run out of: where it has, no file that somebody named is wrong, and the error
// says so. Reasons are errno's.
#pragma once

#include "engine/base/error.h"

namespace signpost {

/// Room on the disk, or one's share of it.
bool is_disk_full(int reason);
/// Files that this program, or all on the machine, may have open at a time.
bool is_out_of_files(int reason);

/// kStore where the machine is to blame (the two above, memory, a disk that cannot be read), else
/// kInvalid: what was named is wrong.
ErrorKind kind_of(int reason);
/// What to do about it; empty where that depends on the file.
Phrase hint_for(int reason);

/// Can this program open so many files more? For libraries that do not pass a reason on.
bool can_open(int files);

/// What can be done where it cannot.
inline constexpr const char* kRaiseLimit = "base.raise-limit";

}  // namespace signpost
