#include "engine/report/prose.h"

#include <doctest/doctest.h>

#include "engine/report/page_text.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

std::string set(std::string_view markdown, std::size_t width = 60) {
  return page_text(page_of(read_prose(markdown), Language::kEnglish), world::pipe(width));
}

}  // namespace

TEST_CASE("a page of the manual is set as it reads: headings, paragraphs, items") {
  CHECK(
      set("# The **model**\n\nOne line\nand the next.\n\n## Silence\nIt counts\n\n* one that goes\n"
          "  on\n* two\n\n1. first\n") ==
      "The model\n\nOne line and the next.\n\nSilence\nIt counts\n\n• one that goes on\n• two\n"
      "1. first\n");
}

TEST_CASE("an item goes on under its words, not under its mark") {
  CHECK(set("* " + std::string(30, 'a') + " " + std::string(30, 'b') + "\n") ==
        "• " + std::string(30, 'a') + "\n  " + std::string(30, 'b') + "\n");
}

TEST_CASE("what is typed stands as it is, however wide") {
  const std::string wide = "$ signpost " + std::string(100, 'x') + "   y\n\n  z\n";
  CHECK(set("```toml\n" + wide + "```\nafter\n") == wide + "\nafter\n");
  CHECK(set("use `signpost  verify`, `a`\n") == "use `signpost verify`, `a`\n");
}

TEST_CASE("a table of names keeps its columns, a wider one becomes a paragraph a cell") {
  CHECK(set("| key | meaning |\n|---|---|\n| `id` | its name |\n| `of` | a \\| b |\n") ==
        "`id`  its name\n`of`  a | b\n");
  CHECK(
      set("| what | was | limit |\n|---|---|---|\n| filter | 11 ns | 20 |\n| import | 2 s | |\n") ==
      "filter\n    was: 11 ns\n    limit: 20\nimport\n    was: 2 s\n");
  const std::string wide(30, 'n');
  CHECK(set("| key | meaning |\n|---|---|\n| " + wide + " | that |\n") == wide + "\n    that\n");
}

TEST_CASE("a link to another page says how to read it, one elsewhere where that is") {
  CHECK(set("[the store](../store/store.md)\n") == "the store (`signpost help store`)\n");
  CHECK(set("[المخزن](../store/store.ar.md)\n") == "المخزن (`signpost help store`)\n");
  CHECK(set("[Mustache](https://mustache.github.io)\n") ==
        "Mustache (`https://mustache.github.io`)\n");
  CHECK(set("a list [1, 2] and (3)\n") == "a list [1, 2] and (3)\n");
}

TEST_CASE("remarks are not shown, and marks that are not closed are words") {
  CHECK(set("<!-- file: a.toml -->\none ** two ` three\n") == "one ** two ` three\n");
  CHECK(set("").empty());
}

TEST_CASE("a page is set for man(1), with nothing in it that troff takes for its own") {
  CHECK(man_of(read_prose("# Title\n\nIt's `a-b`.\n\n## Part\n* one\n\n```\n.x \\n\n```\n"
                          "| a | b |\n|---|---|\n| `k` | v |\n")) ==
        ".PP\nIt\\(aqs \\fBa\\-b\\fR.\n.SH Part\n.IP • 4\none\n.PP\n.EX\n\\&.x \\en\n.EE\n"
        ".TP\n\\fBk\\fR\nv\n");
  CHECK(man_of(read_prose("see [the store](store.md)\n")) ==
        ".PP\nsee the store (\\fBsignpost\\-store\\fR(7))\n");
  CHECK(title_of(read_prose("<!-- a -->\n# The `chain`\n")) == "The `chain`");
}
