// Words of probability: ICD 203, by their keys.
#pragma once

#include <string_view>

#include "engine/model/quantities.h"

namespace signpost {

/// One word of a scale. `key` is stable (JSON); what is printed is in the glossary of report/.
struct ProbabilityWord {
  std::string_view scale;  // "icd203"
  std::string_view key;    // "very-unlikely"
};

/// The ICD 203 word of a probability; bands include their lower edge: [0.20, 0.45) is "unlikely".
/// Below 1 % and above 99 % the outermost words stand.
const ProbabilityWord& icd203_word(Probability probability);

}  // namespace signpost
