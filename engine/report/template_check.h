// What is wrong with a template, told with its line. (The renderer knows no lines, and leaves out
// in silence whatever name it does not know.)
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/phrase.h"

namespace signpost::report {

/// What a name stands for, and the names that can be used inside it.
struct Shape {
  enum class Kind : std::uint8_t { kText, kMarkup, kFlag, kList, kObject };
  Kind kind = Kind::kObject;
  std::map<std::string, Shape, std::less<>> inner;  // of a list of texts: "."
};

/// A sentence each, in the order of the lines; `root` holds the names at the top.
std::vector<Phrase> mistakes_in(std::string_view text, const Shape& root);

}  // namespace signpost::report
