// A TOML file, guarded at the door and parsed; its syntax errors in plain words.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <memory>

#include "engine/intake/source_text.h"

namespace signpost::intake {

/// How deep brackets, and the parts of a dotted key, may nest. Definitions need 4.
inline constexpr int kMaxNesting = 16;

/// A file's text, its tables if it could be parsed, and what was found in it so far. What hands out
/// pointers into it needs it to stay where it is, so it is neither copied nor moved.
struct TomlDocument {
  TomlDocument(std::string name, std::string content)
      : source(std::move(name), std::move(content)), findings(source) {}
  TomlDocument(const TomlDocument&) = delete;
  TomlDocument& operator=(const TomlDocument&) = delete;

  SourceText source;
  Findings findings;
  toml::table root;
  bool parsed = false;  // false: broken syntax, of which the first mistake stands in `findings`
};

/// Parses a text. Before the library sees it, it is checked to be UTF-8 without NUL bytes, of sane
/// depth: the library recurses, and destroys what it built by recursion. Never throws.
std::unique_ptr<TomlDocument> parse_toml(std::string name, std::string content);

/// Reads and parses a file. Error{kInvalid} where it cannot be read or is larger than
/// kMaxDefinitionsBytes.
std::unique_ptr<TomlDocument> read_toml(const std::filesystem::path& file);

}  // namespace signpost::intake
