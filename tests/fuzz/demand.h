// What fuzzers hold the program to: where it does not hold, the input is a find.
#pragma once

#include <cstdlib>

namespace signpost::fuzz {

inline void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace signpost::fuzz
