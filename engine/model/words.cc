#include "engine/model/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/base/text.h"

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

/// Groups of phrases (the glossary has them) that say so much; those that hold others' come first.
struct Estimative {
  const char* phrases;
  double probability;
};
constexpr std::array<Estimative, 11> kEstimative = {{
    {"estimative.almost-certain", 0.95},
    {"estimative.almost-no-chance", 0.05},
    {"estimative.very-likely", 0.90},
    {"estimative.very-unlikely", 0.10},
    {"estimative.not-excluded", 0.30},
    {"estimative.unlikely", 0.20},
    {"estimative.even", 0.50},
    {"estimative.likely", 0.75},
    {"estimative.expected", 0.75},
    {"estimative.portends", 0.75},
    {"estimative.may", 0.40},
}};

struct EstimativePhrase {
  Language language;
  std::string folded;  // between spaces, to be found as whole words
  EstimativeWord word;
};

/// All phrases of the glossary, in the order in which they are looked for.
const std::vector<EstimativePhrase>& estimative_phrases() {
  static const std::vector<EstimativePhrase> phrases = [] {
    std::vector<EstimativePhrase> all;
    for (const Estimative& group : kEstimative) {
      for (const Language language : {Language::kEnglish, Language::kArabic}) {
        const std::string listed = Phrase(group.phrases).in(language);
        for (std::size_t at = 0; at <= listed.size();) {
          const std::size_t end = std::min(listed.find('|', at), listed.size());
          const std::string phrase = listed.substr(at, end - at);
          all.push_back(
              {language, ' ' + folded(phrase) + ' ', {phrase, Probability(group.probability)}});
          at = end + 1;
        }
      }
    }
    return all;
  }();
  return phrases;
}

}  // namespace

const ProbabilityWord& icd203_word(Probability probability) {
  const Band* found = kIcd203.data();
  for (const Band& band : kIcd203) {
    if (probability.value() + kRounding >= band.from) found = &band;
  }
  return found->word;
}

std::optional<EstimativeWord> estimative_word(const Bilingual& wording) {
  const std::string english = ' ' + folded(wording.en) + ' ';
  const std::string arabic = ' ' + folded(wording.ar) + ' ';
  for (const EstimativePhrase& one : estimative_phrases()) {
    const std::string& text = one.language == Language::kEnglish ? english : arabic;
    if (text.find(one.folded) != std::string::npos) return one.word;
  }
  return std::nullopt;
}

}  // namespace signpost
