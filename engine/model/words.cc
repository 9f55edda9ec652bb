#include "engine/model/words.h"

#include <array>

namespace signpost {
namespace {

struct Band {
  double from;  // included
  ProbabilityWord word;
};

// ICD 203 (2015), first set of terms.
constexpr std::array<Band, 7> kIcd203 = {{
    {0.00, {"icd203", "almost-no-chance"}},
    {0.05, {"icd203", "very-unlikely"}},
    {0.20, {"icd203", "unlikely"}},
    {0.45, {"icd203", "roughly-even-chance"}},
    {0.55, {"icd203", "likely"}},
    {0.80, {"icd203", "very-likely"}},
    {0.95, {"icd203", "almost-certain"}},
}};

// A probability of 0.45 that went through log-odds and back may be a bit less than 0.45.
constexpr double kRounding = 1e-12;

}  // namespace

const ProbabilityWord& icd203_word(Probability probability) {
  const Band* found = kIcd203.data();
  for (const Band& band : kIcd203) {
    if (probability.value() + kRounding >= band.from) found = &band;
  }
  return found->word;
}

}  // namespace signpost
