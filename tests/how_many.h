// How much of what is tried very often a test tries.
#pragma once

namespace signpost::testing {

/// Whether all of it is tried. Under sanitizers it is not (tests/CMakeLists.txt sets
/// SIGNPOST_TRY_FEWER): there each try takes many times as long, and what they look for shows in
/// the first worlds as well as in the last. A law that only many worlds show is then not checked;
/// tests/run.sh without a sanitizer does.
#ifdef SIGNPOST_TRY_FEWER
inline constexpr bool kTriesAll = false;
#else
inline constexpr bool kTriesAll = true;
#endif

/// Of so many worlds, rounds or inputs that are drawn alike, all or a tenth.
template <class N>
constexpr N how_many(N all) {
  return kTriesAll ? all : (all + 9) / 10;
}

}  // namespace signpost::testing
