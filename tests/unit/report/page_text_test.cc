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

/// As cli makes it for Arabic, where 60 columns were asked for.
Terminal reordering() { return {.width = 59, .is_terminal = true, .margin = 1}; }

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

TEST_CASE("Arabic leaves a column free before each line on a terminal, and nowhere else") {
  Page page(Language::kArabic);
  page.heading("مآل");
  page.gap();
  page.typed("  signpost status\n\nسطر: ok\n");
  page.table({{.width = 6}, {.gap = 1}}).row().cell(0, "14%").cell(1, "حلب");
  CHECK(set(page) == "مآل\n\n  signpost status\n\nسطر: ok\n14%    حلب\n");
  CHECK(set(page, reordering()) ==
        " \u2067مآل\u2069\n\n   signpost status\n\n \u2068سطر: ok\u2069\n"
        " 14%    \u2067حلب\u2069\n");
}

TEST_CASE("a graph goes from left to right, whatever is said beside it") {
  const Graph graph{.values = {Probability(0.1), Probability(0.6)}, .columns = 2};
  Page page(Language::kArabic);
  page.table({{.head = "المسار"}})
      .row()
      .cell({.column = 0, .words = {{.words = {}, .graph = graph}, {"  "}, {"قرائن"}}});
  Terminal terminal = reordering();
  CHECK(set(page, terminal) == " ▁▅  \u2067قرائن\u2069\n");
  terminal.list = true;
  CHECK(set(page, terminal) == " \u2067المسار: \u2068▁▅\u2069 قرائن\u2069\n");
}

TEST_CASE("each line of an Arabic cell is right-to-left, whatever it begins with or holds") {
  Page page(Language::kArabic);
  Table& table = page.table({{.width = 10}, {.gap = 1}});
  table.row().cell({.column = 0, .words = {{"ISIS في حلب Al-Bab etc."}}, .lines = 3});
  table.row().cell({.column = 0, .words = {{quoted("في حلب ISIS")}}, .lines = 2});
  table.row().cell({.column = 0, .words = {{"و«" + quoted("في حلب ISIS") + "»"}}, .lines = 2});
  table.row().cell(0, quoted("Raqqa"));
  CHECK(set(page, reordering()) ==
        " \u2067ISIS في\u2069\n \u2067حلب Al-Bab\u2069\n \u2067etc.\u2069\n"
        " \u2067في حلب\u2069\n \u2067ISIS\u2069\n"
        " \u2067و«\u2068في حلب\u2069\u2069\n \u2067\u2067ISIS\u2069»\u2069\n"
        " Raqqa\n");
}

TEST_CASE("a cell of several styles that is broken keeps them") {
  Page page(Language::kEnglish);
  page.table({{.width = 9}})
      .row()
      .cell({.column = 0, .words = {{"Name", Style::kBold}, {": one two"}}, .lines = 2});
  CHECK(set(page, world::coloured(60)) == "\x1b[1mName\x1b[0m: one\ntwo\n");
}

TEST_CASE("no line is broken in a command that is typed, or before UTC") {
  Page page(Language::kEnglish);
  page.paragraph("All of the ids of all the scenarios stand in `signpost status --ids`.");
  page.paragraph("The last of them was done a little later than was due: at 08:32 UTC.");
  page.paragraph("`" + std::string(40, 'x') + " " + std::string(40, 'y') + "`");
  CHECK(set(page) ==
        "All of the ids of all the scenarios stand in\n`signpost status --ids`.\n"
        "The last of them was done a little later than was due: at\n08:32 UTC.\n`" +
            std::string(40, 'x') + "\n" + std::string(40, 'y') + "`\n");
}

TEST_CASE("in a list of fields a cell may be called otherwise than its column, or not at all") {
  Page page(Language::kEnglish);
  page.table({{.head = "Title"}})
      .row()
      .cell({.column = 0, .words = {{"one"}}})
      .cell({.column = 0, .words = {{"latest: two"}}, .line = 1, .head = std::string()})
      .cell({.column = 0, .words = {{"three"}}, .span = 2, .line = 2, .head = "Course"});
  Terminal terminal = world::pipe(60);
  terminal.list = true;
  CHECK(set(page, terminal) == "Title: one\nlatest: two\nCourse: three\n");
}

TEST_CASE("a whole is made here and nowhere else: one that comes from outside is made visible") {
  Page page(Language::kArabic);
  page.paragraph("\u2067حلب\u2069 " + quoted("\u2067x"));
  CHECK(set(page, reordering()) == " \u2067\uFFFDحلب \u2068\uFFFDx\u2069\u2069\n");
  CHECK(without_isolates("\u2067حلب\u2069") == "حلب");
}
