#include "engine/report/page_text.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/base/wording.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

std::string set(const Page& page, const Terminal& terminal = world::pipe(60)) {
  return page_text(page, terminal);
}

}  // namespace

TEST_CASE("a paragraph is broken at spaces, and cut at its last line and only there") {
  Page page(Language::kEnglish);
  const std::string words = "word word word word word word word word word word word word word word";
  page.paragraph(words, Style::kPlain, 2, 1);
  page.paragraph(words, Style::kPlain, 2, 5);
  page.paragraph("");
  CHECK(set(page) ==
        "  word word word word word word word word word word word wo…\n"
        "  word word word word word word word word word word word\n  word word word\n");
}

TEST_CASE("cells stand in their columns: figures at the end, the widest takes what is left") {
  Page page(Language::kEnglish);
  Table& table =
      page.table({{.width = 4, .end = true}, {.gap = 1}, {.width = 6, .gap = 2, .end = true}});
  table.row().cell(0, "#1").cell(1, "one").cell(2, "+1.00");
  table.row().cell(0, "#12").cell(1, std::string(60, 'x')).cell(2, "−10.00");
  CHECK(set(page) == "  #1 one" + std::string(47, ' ') + "+1.00\n" + " #12 " +
                         std::string(46, 'x') + "…  −10.00\n");
}

TEST_CASE("a cell goes on below, and what branches goes on beside it") {
  Page page(Language::kEnglish);
  Table& table = page.table({{.width = 1}, {.width = 10, .gap = 1}, {.gap = 1}});
  table.row()
      .cell({.column = 0, .words = {{"├"}}, .under = {{"│"}}})
      .cell({.column = 1, .words = {{"one two three four"}}, .lines = 2})
      .cell(2, "figure")
      .cell({.column = 1, .words = {{"below"}}, .line = kBelow});
  CHECK(set(page) == "├ one two    figure\n│ three four\n│ below\n");
}

TEST_CASE("quoted Arabic is isolated on a terminal and nowhere else, and takes no more room") {
  Page page(Language::kEnglish);
  page.paragraph(quoted("هجوم"), Style::kDim);
  CHECK(set(page) == "هجوم\n");
  CHECK(set(page, world::coloured(60)) == "\x1b[2m\u2068هجوم\u2069\x1b[0m\n");
}

TEST_CASE("in ASCII signs are spelt") {
  Page page(Language::kEnglish);
  page.paragraph("a · b – “c” → ≈ −1…");
  CHECK(set(page, world::ascii(60)) == "a, b - \"c\" -> ~ -1...\n");
}

TEST_CASE("a table as a list has a field a line") {
  Page page(Language::kEnglish);
  Table& table = page.table({{.head = "Title"}, {.head = "P", .width = 5, .gap = 1, .end = true}});
  table.row().cell(0, "one").cell(1, "5 %");
  table.row().cell(0, "two").cell(1, "6 %");
  Terminal terminal = world::pipe(60);
  terminal.list = true;
  CHECK(set(page, terminal) == "Title: one\nP: 5 %\n\nTitle: two\nP: 6 %\n");
}
