// Handing a text to a notifier: a command that is run, or a file that is appended to.
//
// A command is the operator's, never the definitions' or the evidence's. It is executed without a
// shell in a process group of its own, with the text on its stdin and nothing of it on its command
// line. It may take as long as its timeout; then the group is killed. What it prints is read so
// that it does not block, and the first 2,000 bytes are kept. Where the end of the program is asked
// for meanwhile, it may take three seconds more; then the group is asked to end too, and killed a
// second later. Where the program is killed, the command is asked to end.
#pragma once

#include <functional>
#include <string>

#include "engine/base/door.h"
#include "engine/service/delivery.h"

namespace signpost::service {

/// Delivered: the command exited with 0, or the line is on disk.
/// `door` is the one through which a file is appended to; `end` is asked a few times a second.
Told tell(
    const Notifier& notifier, const std::string& text, const Door& door = Door(),
    const std::function<bool()>& end = [] { return false; });

}  // namespace signpost::service
