// A file that was put into the program at build (engine/embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace signpost {

struct Embedded {
  std::string_view name;  // without its folder
  std::string_view text;  // as in the file; a zero stands behind its end
};

}  // namespace signpost
