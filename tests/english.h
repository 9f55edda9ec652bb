// Phrases as tests compare them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace signpost {

inline std::vector<std::string> english(const std::vector<Phrase>& phrases) {
  std::vector<std::string> all;
  all.reserve(phrases.size());
  for (const Phrase& phrase : phrases) all.push_back(printable(phrase.english()));
  return all;
}

/// What an error says, and what to do about it.
inline std::string told(const Error& error) {
  return printable(error.message().english()) + " | " + printable(error.hint().english());
}

inline std::string in_quotes(const std::filesystem::path& path) {
  return '"' + path.string() + '"';
}

}  // namespace signpost
