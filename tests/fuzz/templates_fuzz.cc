// Any bytes as a desk's own template of a report: no crash, no hang; it is refused, with sentences
// that can be shown, exactly where it has mistakes, and else sets a report, as HTML and as
// Markdown.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/report/markup.h"
#include "tests/english.h"
#include "tests/fuzz/demand.h"
#include "tests/unit/report/sample_report.h"

using namespace signpost;
using fuzz::demand;

namespace {

const report::Report& sample() {
  static const report::Report kSample = [] {
    report::Report sample = report::sample_report(report::Language::kEnglish);
    sample.scenarios.resize(2);  // two are enough to set them apart, and set sooner
    return sample;
  }();
  return kSample;
}

template <class Set>
void check(const report::Template& own, bool mistaken, const Set& set) {
  bool refused = false;
  try {
    set(sample(), own);
  } catch (const Error& error) {
    demand(error.kind() == ErrorKind::kInvalid && !error.message().empty());
    demand(!first_bad_utf8(printable(error.message().english())));
    refused = true;
  }
  demand(refused == mistaken);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const report::Template own{"fuzz.mustache", {reinterpret_cast<const char*>(data), size}};
  const std::vector<std::string> mistakes = english(report::template_mistakes(own));
  for (const std::string& mistake : mistakes) {
    demand(!mistake.empty() && !first_bad_utf8(printable(mistake)));
  }
  const bool mistaken = !mistakes.empty();
  if (mistaken && size % 4 != 0) return 0;  // to look for mistakes once is enough for most
  check(own, mistaken, [](const auto& told, const auto& by) { return report::html(told, by); });
  check(own, mistaken, [](const auto& told, const auto& by) { return report::markdown(told, by); });
  check(own, mistaken,
        [](const auto& told, const auto& by) { return report::html_pages(told, by); });
  return 0;
}
