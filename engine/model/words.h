// Words of probability: ICD 203, the number always beside the word.
#pragma once

#include <string_view>

#include "engine/model/quantities.h"

namespace signpost {

/// One word of a scale. `key` is stable (JSON); `en` and `ar` are what is printed.
struct ProbabilityWord {
  std::string_view scale;  // "icd203"
  std::string_view key;    // "very-unlikely"
  std::string_view en;
  std::string_view ar;
};

/// The ICD 203 word of a probability; bands include their lower edge: [0.20, 0.45) is "unlikely".
/// Below 1 % and above 99 % the outermost words stand.
const ProbabilityWord& icd203_word(Probability probability);

}  // namespace signpost
