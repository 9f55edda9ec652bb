// Any bytes as the condition of an alert ("rises by 0.15 within 30 days"): no crash, what is
// accepted obeys the model's bounds and can be said in both languages, and a definitions file that
// says the same is read the same.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/intake/condition.h"
#include "engine/intake/definitions_reader.h"
#include "engine/model/definitions.h"
#include "engine/report/alerts.h"
#include "engine/report/speech.h"
#include "tests/fuzz/demand.h"

using namespace signpost;
using fuzz::demand;

namespace {

using Kind = Condition::Kind;

void check(const Condition& condition) {
  const bool of_probability = condition.kind <= Kind::kFalls;
  demand(std::isfinite(condition.level));
  demand(!of_probability || (condition.level > 0 && condition.level < 1));
  demand(condition.within.count() > 0 && condition.within.count() <= 100 * kDaysPerYear);
  demand((condition.kind == Kind::kSeen) != condition.indicator.empty());
  demand(!condition.at_horizon || condition.kind <= Kind::kAtMost);
}

void say(const Condition& condition) {
  for (const report::Language language : {report::Language::kEnglish, report::Language::kArabic}) {
    const report::Speech speech(language);
    const std::string said = report::condition_in_words(speech, condition, {});
    demand(!said.empty() && !first_bad_utf8(said));
  }
}

/// An alert that says the same in a definitions file has the same condition.
void check_in_definitions(std::string_view when, const Parsed<Condition>& condition) {
  const auto unwritable = [](char c) { return c == '\'' || (c >= 0 && c < ' ') || c == '\x7f'; };
  if (first_bad_utf8(when) || std::any_of(when.begin(), when.end(), unwritable)) return;
  const std::string text =
      "[[alert]]\nid = \"a\"\nscenario = \"s\"\nwhen = '" + std::string(when) + "'\n";
  Definitions known;
  known.scenarios.resize(1);
  known.scenarios[0].id = "s";
  const intake::DefinitionsRead read = intake::read_definitions_text("fuzz.toml", text, known);
  for (const Diagnostic& diagnostic : read.diagnostics) {
    demand(!first_bad_utf8(render(diagnostic)));
  }
  if (!condition) {
    demand(has_errors(read.diagnostics));
  } else if (!has_errors(read.diagnostics)) {
    demand(read.definitions.alerts.size() == 1);
    demand(read.definitions.alerts[0].condition == *condition);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view when(reinterpret_cast<const char*>(data), size);
  const Parsed<Condition> condition = intake::parse_condition(when);
  check_in_definitions(when, condition);
  if (!condition) {
    demand(!condition.problem().message.empty());
    return 0;
  }
  check(*condition);
  if (!first_bad_utf8(when)) say(*condition);
  return 0;
}
