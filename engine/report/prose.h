// A page of the manual, read: the part of Markdown in which pages are written, as a value, and how
// it is set on a terminal and for man(1).
//
//   # Title              the first line; ## and ### stand below it
//   words                a paragraph, up to the next empty line
//   * item   1. item     goes on in lines that are indented
//   ```                  as it stands, up to the next such line
//   | head | head |      a table: its heads, a line of dashes, its rows; \| is a bar
//   <!-- … -->           is not shown
//
// In words: `typed`, **strong** or *strong*, [words](address). An address of another page of the
// manual (store.md, ../store/store.ar.md) becomes its name. There are no lists in lists, nor fences
// in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/language.h"
#include "engine/report/page.h"

namespace signpost::report {

struct Prose {
  struct Run {
    enum class Kind : std::uint8_t { kPlain, kTyped, kStrong, kLink };
    Kind kind = Kind::kPlain;
    std::string words;
    std::string target = {};  // of a link elsewhere
    std::string manual = {};  // of a link to another page, its name
  };
  using Runs = std::vector<Run>;

  struct Heading {
    int level = 1;
    Runs runs;
  };
  struct Paragraph {
    Runs runs;
  };
  struct Item {
    std::string mark;  // •, or the number with its point
    Runs runs;
  };
  struct Typed {
    std::string lines;  // each with its newline
  };
  struct Rows {
    std::vector<Runs> heads;
    std::vector<std::vector<Runs>> rows;  // each as long as the heads
  };
  using Block = std::variant<Heading, Paragraph, Item, Typed, Rows>;

  std::vector<Block> blocks;
};

/// What is no part of it stands as words; nothing is an error.
Prose read_prose(std::string_view markdown);

/// The words of the first heading.
std::string title_of(const Prose& prose);

/// As an answer, to be set like any. A table of names and what they mean keeps its columns; a wider
/// one becomes a paragraph a cell.
Page page_of(const Prose& prose, Language language);

/// In the language of man(7), without its title: from the first block after that.
std::string man_of(const Prose& prose);

/// Words for a line of man(7), so that they come out as they are.
std::string man_escaped(std::string_view words);

}  // namespace signpost::report
