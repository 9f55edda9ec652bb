#include "engine/report/glossary.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace signpost::report {
namespace {

GlossaryEntry entry_of(std::string_view line) {
  const std::size_t first = line.find('\t');
  const std::size_t second = line.find('\t', std::min(first, line.size() - 1) + 1);
  if (first == 0 || second == std::string_view::npos || second == first + 1 ||
      second + 1 == line.size() || line.find('\t', second + 1) != std::string_view::npos) {
    throw std::logic_error("not a line of the glossary: " + std::string(line));
  }
  return {line.substr(0, first), line.substr(first + 1, second - first - 1),
          line.substr(second + 1)};
}

std::vector<GlossaryEntry> read(std::string_view text) {
  std::vector<GlossaryEntry> entries;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.front() != '#') entries.push_back(entry_of(line));
  }
  return entries;
}

}  // namespace

const std::vector<GlossaryEntry>& glossary() {
  static const std::vector<GlossaryEntry> entries = read(glossary_files().front().text);
  return entries;
}

}  // namespace signpost::report
