#include "engine/model/evidence.h"

#include <array>

#include "engine/base/numbers.h"
#include "engine/base/text.h"

namespace signpost {
namespace {

struct RatioWord {
  std::string_view word;
  double ratio;
};
constexpr std::array<RatioWord, 8> kRatioWords = {{{"decisive-for", 30.0},
                                                   {"strongly-for", 10.0},
                                                   {"for", 3.0},
                                                   {"slightly-for", 1.5},
                                                   {"slightly-against", 1.0 / 1.5},
                                                   {"against", 1.0 / 3.0},
                                                   {"strongly-against", 1.0 / 10.0},
                                                   {"decisive-against", 1.0 / 30.0}}};

}  // namespace

Parsed<Bearing> parse_bearing(std::string_view scenario, std::string_view ratio) {
  const std::string plain = folded(ratio);
  for (const RatioWord& known : kRatioWords) {
    if (plain == known.word) {
      return Bearing{std::string(scenario), known.ratio, std::string(known.word)};
    }
  }
  if (const auto number = parse_number(plain); number && *number > 0) {
    return Bearing{std::string(scenario), *number, {}};
  }
  if (const auto comma = decimal_comma(ratio)) return *comma;
  return Problem{{"model.not-a-ratio", {{"text", ratio}}}, "model.not-a-ratio.hint"};
}

Grade effective_grade(const Item& item, const Sighting* sighting, const Source* registered) {
  Grade grade = sighting != nullptr && sighting->grade ? *sighting->grade : item.grade;
  if (!grade.reliability && registered != nullptr) grade.reliability = registered->reliability;
  return grade;
}

std::optional<Probability> judge(const Item& item, const Sighting* sighting,
                                 const Source* registered, const GradeTable& table) {
  const bool own_grade = sighting != nullptr && sighting->grade.has_value();
  if (!own_grade && item.credibility) return item.credibility;
  return credibility(effective_grade(item, sighting, registered), table);
}

Bilingual texts_of(const Item& item) {
  Bilingual texts = Bilingual(item.text);
  (texts.en.empty() ? texts.en : texts.ar) = item.translation;
  return texts;
}

}  // namespace signpost
