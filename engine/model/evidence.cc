#include "engine/model/evidence.h"

#include <fmt/format.h>

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
  return Problem{
      fmt::format("\"{}\" is not a ratio", ratio),
      "write how many times likelier it is to be seen if the scenario is under way (3, "
      "0.2), or decisive-for, strongly-for, for, slightly-for, or the same with -against"};
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

}  // namespace signpost
