#include "engine/model/words.h"

#include <array>

namespace signpost {
namespace {

struct Band {
  double from;  // included
  ProbabilityWord word;
};

// ICD 203 (2015), first set of terms; the Arabic is ours (see the glossary: never a bare «محتمل»).
constexpr std::array<Band, 7> kIcd203 = {{
    {0.00, {"icd203", "almost-no-chance", "almost no chance", "شبه معدوم"}},
    {0.05, {"icd203", "very-unlikely", "very unlikely", "مستبعَد"}},
    {0.20, {"icd203", "unlikely", "unlikely", "غير مرجَّح"}},
    {0.45, {"icd203", "roughly-even-chance", "roughly even chance", "متكافئ تقريباً"}},
    {0.55, {"icd203", "likely", "likely", "مرجَّح"}},
    {0.80, {"icd203", "very-likely", "very likely", "مرجَّح جداً"}},
    {0.95, {"icd203", "almost-certain", "almost certain", "شبه مؤكَّد"}},
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
