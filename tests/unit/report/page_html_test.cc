#include "engine/report/page_html.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/base/wording.h"

using namespace signpost;          // NOLINT(google-build-using-namespace)
using namespace signpost::report;  // NOLINT(google-build-using-namespace)

namespace {

bool holds(const std::string& html, std::string_view part) {
  return html.find(part) != std::string::npos;
}

TEST_CASE("a page in a browser: headings, prose, a table with its heads beside each cell") {
  Page page(Language::kEnglish);
  page.heading("Scores");
  page.paragraph("As known today.", Style::kDim);
  page.heading("Each");
  Table& table = page.table({{.head = "Who"}, {.head = "n", .width = 4, .end = true}});
  table.heads().cell(0, "Who").cell(1, "n");
  table.row().cell(0, "even odds").cell(1, "3", Style::kBold);
  CHECK(page_html(page) ==
        "<h2>Scores</h2>\n"
        "<p class=\"note\">As known today.</p>\n"
        "<h3>Each</h3>\n"
        "<table class=\"stacks\" dir=\"ltr\"><thead><tr><th scope=\"col\">Who</th>"
        "<th scope=\"col\" class=\"number\">n</th></tr></thead><tbody><tr>"
        "<th scope=\"row\">even odds</th>"
        "<td class=\"number\" data-label=\"n\"><span class=\"strong\">3</span></td></tr></tbody>"
        "</table>\n");
}

TEST_CASE("an Arabic page runs from the right, below the headings of the document that it is in") {
  Page page(Language::kArabic);
  page.heading("التقييم");
  page.table({{.head = "عدد"}}).row().cell(0, "3");
  const std::string html = page_html(page, 3);
  CHECK(holds(html, "<h3>التقييم</h3>"));
  CHECK(holds(html, "dir=\"rtl\""));
}

TEST_CASE("whatever words hold stays text, and what comes from outside is set apart") {
  Page page(Language::kEnglish);
  page.paragraph(quoted("<script>alert(1)</script>"));
  Table& table = page.table({{.head = "\"><b>"}, {.head = "\"><b>"}});
  table.row().cell(0, quoted("<i>")).cell(1, "x\u202ey");
  const std::string html = page_html(page);
  CHECK(holds(html, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"));
  CHECK(holds(html, "data-label=\"&quot;&gt;&lt;b&gt;\""));
  CHECK_FALSE(holds(html, "<script>"));
  CHECK_FALSE(holds(html, "\u202e"));
}

TEST_CASE("a column that takes no room on a terminal takes none in a browser") {
  Page page(Language::kEnglish);
  Table& table = page.table({{.head = "a"}, {.head = "b", .none = true}, {.head = "c"}});
  table.row().cell({.column = 0, .words = {{"whole"}}, .span = kToTheEnd});
  table.row().cell(0, "one").cell(2, "two");
  const std::string html = page_html(page);
  CHECK(holds(html, "<th scope=\"row\" colspan=\"2\">whole</th></tr>"));
  CHECK(holds(html, "<th scope=\"row\">one</th><td data-label=\"c\">two</td></tr>"));
}

TEST_CASE("a bar and a course are drawn") {
  Page page(Language::kEnglish);
  Table& table = page.table({{.head = "bar"}, {.head = "course"}});
  table.row()
      .cell({.column = 0,
             .words = {{{},
                        Style::kAccent,
                        Graph{.kind = Graph::Kind::kBar, .values = {Probability(0.25)}}}}})
      .cell({.column = 1,
             .words = {{{},
                        Style::kPlain,
                        Graph{.kind = Graph::Kind::kCourse,
                              .values = {Probability(0.5), std::nullopt, Probability(1)}}}}});
  const std::string html = page_html(page);
  CHECK(holds(html, "width=\"25.0\""));
  CHECK(holds(html, "M0.0 15.0M100.0 3.0"));
}

}  // namespace
