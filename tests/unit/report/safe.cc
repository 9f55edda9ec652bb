#include "tests/unit/report/safe.h"

#include <array>
#include <sstream>
#include <string_view>

#include "engine/base/text.h"

namespace signpost::report {
namespace {

constexpr std::string_view kIsolate = "\u2068";
constexpr std::string_view kWhole = "\u2067";  // of a page of Arabic
constexpr std::string_view kPop = "\u2069";

std::string without(std::string text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
  return text;
}

}  // namespace

std::string bare(const std::string& printed) {
  std::string text = printed;
  for (const std::string_view colour :
       {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[36m"}) {
    text = without(text, colour);
  }
  return without(without(without(text, kWhole), kIsolate), kPop);
}

std::string what_is_wrong(const std::string& printed, const Terminal& terminal) {
  if (printed.empty() || printed.back() != '\n') return "it does not end in a newline";
  if (first_bad_utf8(printed)) return "it is not UTF-8";
  if (!terminal.color && printed.find('\x1b') != std::string::npos) return "it is coloured";
  if (!terminal.is_terminal &&
      (printed.find(kIsolate) != std::string::npos || printed.find(kWhole) != std::string::npos)) {
    return "it holds isolates";
  }
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    std::ptrdiff_t open = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line.compare(at, kIsolate.size(), kIsolate) == 0) ++open;
      if (line.compare(at, kWhole.size(), kWhole) == 0) ++open;
      if (line.compare(at, kPop.size(), kPop) == 0 && --open < 0) return "a stray pop: " + line;
    }
    if (open != 0) return "an isolate is left open: " + line;
    const std::string shown = bare(line);
    if (printable(shown) != shown) return "it holds a control: " + line;
    if (display_width(shown) > terminal.width + terminal.margin) return "it is too wide: " + line;
    if (!shown.empty() && shown.back() == ' ') return "spaces at the end: " + line;
  }
  return {};
}

}  // namespace signpost::report
