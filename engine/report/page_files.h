// The files of templates/ and vendor/ that HTML and Markdown reports are made with.
#pragma once

#include <span>

#include "engine/base/embedded.h"

namespace signpost::report {

std::span<const Embedded> page_files();

}  // namespace signpost::report
