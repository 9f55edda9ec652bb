// The two languages in which everything is said.
#pragma once

#include <cstdint>

namespace signpost {

enum class Language : std::uint8_t { kEnglish, kArabic };

/// Which digits an Arabic text is set in; English ones are always Latin.
enum class Digits : std::uint8_t { kLatin, kArabic };

}  // namespace signpost
