// Words of probability: ICD 203, by their keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/bilingual.h"
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

/// How likely a publication's own wording makes it.
struct EstimativeWord {
  std::string phrase;  // of the table, in the wording's language
  Probability probability;
};

/// The first phrase of a table of words of estimative probability that stands in a wording, of
/// either language; nothing where none does. The table is a convention, not a measurement: readers
/// differ by twenty points and more on one word.
/// Source  Kent, Words of estimative probability (1964), for the groups of words and their figures;
///         Mosteller & Youtz, Quantifying probabilistic expressions (1990), for `may` and
///         `unlikely`; the Arabic follows the English by meaning. «محتمل» says both "possible" and
///         "likely", and is left out.
std::optional<EstimativeWord> estimative_word(const Bilingual& wording);

}  // namespace signpost
