#include "engine/base/glossary.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace signpost {
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

void read(std::string_view text, std::vector<GlossaryEntry>& entries) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.front() != '#') entries.push_back(entry_of(line));
  }
}

std::vector<GlossaryEntry> read_all() {
  std::vector<GlossaryEntry> entries;
  for (const Embedded& file : glossary_files()) read(file.text, entries);
  return entries;
}

std::unordered_map<std::string_view, const GlossaryEntry*> by_key() {
  std::unordered_map<std::string_view, const GlossaryEntry*> index;
  for (const GlossaryEntry& entry : glossary()) {
    if (!index.emplace(entry.key, &entry).second) {
      throw std::logic_error("the glossary has twice: " + std::string(entry.key));
    }
  }
  return index;
}

}  // namespace

const std::vector<GlossaryEntry>& glossary() {
  static const std::vector<GlossaryEntry> kEntries = read_all();
  return kEntries;
}

const GlossaryEntry& glossary_entry(std::string_view key) {
  static const auto kByKey = by_key();
  const auto found = kByKey.find(key);
  if (found == kByKey.end()) throw std::logic_error("the glossary lacks " + std::string(key));
  return *found->second;
}

}  // namespace signpost
