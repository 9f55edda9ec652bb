#include "engine/report/escape.h"

#include <doctest/doctest.h>

namespace signpost::report {
namespace {

TEST_CASE("in HTML nothing is a tag or an attribute, and what is set apart stands in bdi") {
  CHECK(html_content("a < b & \"c\" > 'd'") == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  CHECK(html_content("of \u2068المرصد\u2069, twice") == "of <bdi>المرصد</bdi>, twice");
  CHECK(html_content("\u2068<b>\u2069") == "<bdi>&lt;b&gt;</bdi>");
  CHECK(html_content("\u2068\u22124\u2069, \u2068+1\u2069") ==
        "<bdi>&lrm;\u22124</bdi>, <bdi>&lrm;+1</bdi>");
  CHECK(html_plain("of \u2068<المرصد>\u2069") == "of \u2068&lt;المرصد&gt;\u2069");
}

TEST_CASE("isolates without a partner are closed or left out") {
  CHECK(html_content("a\u2069b") == "ab");
  CHECK(html_content("\u2068a\u2068b") == "<bdi>a<bdi>b</bdi></bdi>");
  CHECK(plain_text("\u2069\u2068a") == "\u2068a\u2069");
}

TEST_CASE("controls, and what turns the reading direction, become visible") {
  const std::string seen = "a\uFFFDb";
  for (const std::string control :
       {"\u202E", "\u200F", "\u061C", "\u2066", "\x07", "\x1B", "\u0085"}) {
    CHECK(html_content("a" + control + "b") == seen);
    CHECK(html_plain("a" + control + "b") == seen);
    CHECK(plain_text("a" + control + "b") == seen);
    CHECK(markdown_text("a" + control + "b") == seen);
  }
}

TEST_CASE("in Markdown no character means anything, wherever it stands") {
  CHECK(markdown_text("# heading") == "\\# heading");
  CHECK(markdown_text("- list") == "\\- list");
  CHECK(markdown_text("+ list") == "\\+ list");
  CHECK(markdown_text("+1") == "+1");
  CHECK(markdown_text("---") == "\\---");
  CHECK(markdown_text("-") == "\\-");
  CHECK(markdown_text(":-:") == "\\:-:");
  CHECK(markdown_text("=== ") == "\\=== ");
  CHECK(markdown_text("12. list") == "12\\. list");
  CHECK(markdown_text("3) list") == "3\\) list");
  CHECK(markdown_text("2022 was") == "2022 was");
  CHECK(markdown_text("1.5 points") == "1.5 points");
  CHECK(markdown_text("    code") == "code");
  CHECK(markdown_text("> quote") == "&gt; quote");
  CHECK(markdown_text("a | b") == "a \\| b");
  CHECK(markdown_text("`code` *em* _em_ ~~no~~") == "\\`code\\` \\*em\\* \\_em\\_ \\~\\~no\\~\\~");
  CHECK(markdown_text("](javascript:alert(1))") == "\\](javascript:alert(1))");
  CHECK(markdown_text("![x](y)") == "!\\[x\\](y)");
  CHECK(markdown_text("<script>") == "&lt;script&gt;");
  CHECK(markdown_text("&lt;script&gt;") == "&amp;lt;script&amp;gt;");
  CHECK(markdown_text("https://x.org www.x.org a@b.c") == "https\\://x.org www\\.x.org a\\@b.c");
  CHECK(markdown_text("end \\") == "end \\\\");
}

TEST_CASE("in Markdown a text is one line and has no isolates") {
  CHECK(markdown_text("one\n\n# two") == "one \\# two");
  CHECK(markdown_text("\u2068one\u2069\ntwo") == "one two");
}

TEST_CASE("JSON in a script cannot end it") {
  CHECK(json_in_script(R"(["</script>&"])") == R"(["\u003c/script\u003e\u0026"])");
}

TEST_CASE("only addresses of the web are addresses, and nothing in them ends a link") {
  CHECK(web_address("https://example.org/a?b=c&d=%20#e") == "https://example.org/a?b=c&d=%20#e");
  CHECK(web_address("javascript:alert(1)").empty());
  CHECK(web_address(" https://example.org").empty());
  CHECK(web_address("data:text/html,x").empty());
  CHECK(web_address("https://x/)\"<'>\n ") == "https://x/%29%22%3C%27%3E%0A%20");
  CHECK(web_address("https://x/ا") == "https://x/%D8%A7");
}

}  // namespace
}  // namespace signpost::report
