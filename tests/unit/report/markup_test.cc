#include "engine/report/markup.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/report/escape.h"
#include "engine/report/remarks.h"
#include "tests/english.h"
#include "tests/unit/report/sample_report.h"

namespace signpost::report {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

std::vector<std::string> mistakes(const std::string& text) {
  return english(template_mistakes({"desk.mustache", text}));
}

std::string set_by(const std::string& text, const Report& report) {
  return html(report, Template{"desk.mustache", text});
}

TEST_CASE("the page says in both languages what the report says") {
  for (const Language language : {Language::kEnglish, Language::kArabic}) {
    const Report report = sample_report(language);
    const std::string page = html(report);
    const std::string text = markdown(report);
    REQUIRE_FALSE((report.scenarios.empty() || report.foot.empty() || report.due.empty()));
    for (const ScenarioReport& scenario : report.scenarios) {
      for (const std::string& said :
           {scenario.title, scenario.probability.text, scenario.word, scenario.interval,
            scenario.confidence, scenario.fragility, scenario.horizon, scenario.resolves_yes}) {
        CHECK(has(page, html_content(said)));
        CHECK(has(text, markdown_text(said)));
      }
      CHECK(has(page, html_content(scenario.at_horizon)));
      CHECK(has(text, markdown_text(scenario.at_horizon)));
      CHECK(has(page, html_content(as_sentence(scenario.happened))));
      CHECK(has(text, markdown_text(as_sentence(scenario.happened))));
      for (const std::string& remark : scenario.remarks) {
        CHECK(has(page, html_content(remark)));
        CHECK(has(text, markdown_text(remark)));
      }
      for (const LedgerRow& row : scenario.ledger) {
        CHECK(has(page, html_content(row.label)));
        CHECK(has(text, markdown_text(row.label)));
        CHECK(has(text, markdown_text(row.today.text)));
      }
      for (const WatchRow& row : scenario.watch) CHECK(has(page, html_content(row.if_seen.text)));
      for (const AssumptionText& row : scenario.assumptions) {
        CHECK(has(page, html_content(row.doubt)));
        CHECK(has(text, markdown_text(row.doubt)));
      }
    }
    for (const std::string& line : report.foot) CHECK(has(page, html_content(line)));
    for (const std::string& line : report.due) CHECK(has(text, markdown_text(line)));
    CHECK(has(page, language == Language::kArabic ? "<html lang=\"ar\" dir=\"rtl\">"
                                                  : "<html lang=\"en\" dir=\"ltr\">"));
    CHECK(has(page, "<bdi"));
    CHECK(!has(text, "\u2068"));
  }
}

TEST_CASE("the page needs nothing from anywhere and may run nothing but its own script") {
  const std::string page = html(sample_report(Language::kEnglish));
  CHECK(has(page, "content=\"default-src 'none'; style-src 'sha256-"));
  CHECK(has(page, "; script-src 'sha256-"));
  CHECK(!has(page, "unsafe"));
  CHECK(count(page, "<script>") == 1);
  CHECK(count(page, "<style>") == 1);
  CHECK(!has(page, " style=\""));
  CHECK(!has(page, " src="));
  CHECK(!has(page, "<link"));
  CHECK(!has(page, "url("));
}

TEST_CASE("a report full of ill will makes no element, link or attribute") {
  const Report report = hostile_report();
  const std::string page = html(report);
  CHECK(count(page, "<script>") == 1);
  CHECK(!has(page, "<img"));
  CHECK(!has(page, "href=\"javascript"));
  CHECK(!has(page, "\u202E"));
  CHECK(!has(page, "\x1B"));
  CHECK(!has(page, "\u200F"));
  CHECK(count(page, "<article") == report.scenarios.size());
  CHECK(count(page, "<bdi") == count(page, "</bdi>"));

  const std::string text = markdown(report);
  CHECK(!has(text, "<script"));
  CHECK(!has(text, "<img"));
  CHECK(!has(text, "\u202E"));
  for (std::size_t at = text.find("](javascript"); at != std::string::npos;
       at = text.find("](javascript", at + 1)) {
    CHECK(text[at - 1] == '\\');
  }
}

TEST_CASE("every line of a table in Markdown has as many cells as its head, whatever they hold") {
  for (const Report& report :
       {sample_report(Language::kEnglish), sample_report(Language::kArabic), hostile_report()}) {
    std::size_t cells = 0;
    std::size_t tables = 0;
    const std::string text = markdown(report);
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = std::string_view(text).substr(at, end - at);
      at = end + 1;
      if (!line.starts_with("| ")) {
        if (!line.starts_with("|:--")) cells = 0;
        continue;
      }
      const std::size_t bars = count(line, "|") - count(line, "\\|");
      if (cells == 0) ++tables;
      CHECK((cells == 0 || bars == cells));
      cells = bars;
    }
    CHECK(tables >= 5);
    CHECK(!has(text, "\n\n\n"));
  }
}

TEST_CASE("many events are folded away, and all of them are there") {
  Report report = sample_report(Language::kEnglish);
  report.scenarios.resize(1);
  ScenarioReport& scenario = report.scenarios.front();
  CHECK(!has(html(report),
             "class=\"ledger stacks\" dir=\"ltr\">\n<thead><tr><th scope=\"col\">Event</th>"
             "<th scope=\"col\" class=\"number\">Folded"));
  const auto first =
      std::find_if(scenario.ledger.begin(), scenario.ledger.end(),
                   [](const LedgerRow& row) { return row.kind == LedgerRow::Kind::kEvent; });
  REQUIRE(first != scenario.ledger.end());
  const LedgerRow event = *first;
  scenario.ledger.insert(first, 40, event);
  const std::string page = html(report);
  CHECK(count(page, "<tr class=\"event\">") ==
        static_cast<std::size_t>(std::count_if(
            scenario.ledger.begin(), scenario.ledger.end(),
            [](const LedgerRow& row) { return row.kind == LedgerRow::Kind::kEvent; })));
  const std::size_t folded = page.find("<summary>Further events (");
  REQUIRE(folded != std::string::npos);
  CHECK(count(page.substr(0, folded), "<tr class=\"event\">") == 12);
  CHECK(page.find("<tr class=\"closing\">") > page.find("</details>", folded));
}

TEST_CASE("in pages, the overview links to a page a scenario, whatever its id") {
  Report report = sample_report(Language::kEnglish);
  report.scenarios[0].id = "index";
  report.scenarios[1].id = "../../etc/passwd";
  report.scenarios[2].id = "<b>";
  const std::vector<ReportFile> pages = html_pages(report);
  REQUIRE(pages.size() == 4);
  CHECK(pages[0].file == "index.html");
  for (std::size_t at = 1; at < pages.size(); ++at) {
    CHECK(has(pages[0].text, "href=\"" + pages[at].file + "\""));
    CHECK(has(pages[at].text, "href=\"index.html\""));
    CHECK(pages[at].file.find_first_of("/<>\\") == std::string::npos);
    CHECK(count(pages[at].text, "<article") == 1);
    for (std::size_t other = 0; other < at; ++other) CHECK(pages[at].file != pages[other].file);
  }
  CHECK(count(pages[0].text, "<article") == 0);
  CHECK(!has(pages[0].text, "<script>"));
}

TEST_CASE("how the forecasts fared is a page of its own, to which the overview leads") {
  Report report = sample_report(Language::kEnglish);
  CHECK(!has(html(report), "track-record\""));
  report.fared = {"14 opened."};
  report.track_record = {Page(Language::kEnglish), {}, {}, {}, Page(Language::kEnglish)};
  report.track_record->summary.heading("How they fared");
  report.track_record->each.heading("Each");
  const std::vector<ReportFile> pages = html_pages(report);
  REQUIRE(pages.size() == report.scenarios.size() + 2);
  CHECK(pages.back().file == "track-record.html");
  CHECK(has(pages.back().text, "<h2>How they fared</h2>"));
  CHECK(has(pages.back().text, "<h3>Each</h3>"));
  CHECK(has(pages.front().text, "href=\"track-record.html\""));
  CHECK(!has(pages[1].text, "How they fared"));
  const std::string whole = html(report);
  CHECK(has(whole, "href=\"#track-record\""));
  CHECK(count(whole, "<h2>How they fared</h2>") == 1);
  // A template that knows nothing of it makes no page of it.
  CHECK(html_pages(report, Template{"t", "{{title}}"}).size() == report.scenarios.size() + 1);
}

TEST_CASE("a desk's template is set with the names of the report, and its own style is allowed") {
  const Report report = sample_report(Language::kArabic);
  CHECK(set_by("{{#scenarios}}[{{id}} {{label.probability}} {{probability}}]{{/scenarios}}", report)
            .starts_with("[" + report.scenarios[0].id + " الاحتمال "));
  // echo -n 'p{color:red}' | openssl dgst -sha256 -binary | base64
  const std::string own = "<style>p{color:red}</style>{{{policy}}}";
  CHECK(has(set_by(own, report), "'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='"));
  CHECK(!has(set_by("<script>{{title}}</script>{{{policy}}}", report), "unsafe"));
  CHECK(markdown(report, Template{"t", "{{title}}\n\n\n\n{{language}}\n"}) ==
        markdown_text(report.title) + "\n\nar\n");
}

TEST_CASE("the built-in templates have no mistakes") {
  CHECK(mistakes(std::string(built_in_template("html"))).empty());
  CHECK(mistakes(std::string(built_in_template("markdown"))).empty());
  CHECK_THROWS_AS(built_in_template("pdf"), Error);
}

TEST_CASE("a name that is none is told with its line and what was meant") {
  using Told = std::vector<std::string>;
  CHECK(mistakes("{{title}}\n\n{{titel}}") ==
        Told{"line 3: {{titel}} is no name here; did you mean {{title}}?"});
  CHECK(mistakes("{{#scenarois}}{{anything}}{{/scenarois}}") ==
        Told{"line 1: {{#scenarois}} is no name here; did you mean {{#scenarios}}?"});
  CHECK(mistakes("{{label.priro}}") ==
        Told{"line 1: {{label.priro}} is no name here; did you mean {{label.prior}}?"});
  CHECK(mistakes("{{probability}}").size() == 1);
  CHECK(mistakes("{{#scenarios}}{{probability}}{{title}}{{reading}}{{/scenarios}}").empty());
  CHECK(mistakes("{{#moved}}{{.}}{{/moved}}{{.}}").size() == 1);
}

TEST_CASE("sections that do not match are told with both lines") {
  using Told = std::vector<std::string>;
  CHECK(mistakes("{{#scenarios}}\n{{#chart}}\n{{/scenarios}}") ==
        Told{"line 3: {{/scenarios}} stands where {{/chart}} should, opened in line 2"});
  CHECK(mistakes("\n{{#overview}}") == Told{"line 2: {{#overview}} has no {{/overview}}"});
  CHECK(mistakes("{{/overview}}") ==
        Told{"line 1: {{/overview}} closes nothing: no {{#overview}} is open"});
  CHECK(mistakes("{{title") == Told{"line 1: this {{ has no }}"});
}

TEST_CASE("markup and text are not taken for each other") {
  using Told = std::vector<std::string>;
  CHECK(mistakes("{{{title}}}") ==
        Told{"line 1: {{{title}}} would put text in as markup; write {{title}}"});
  CHECK(mistakes("{{&title}}").size() == 1);
  CHECK(mistakes("{{style}}") == Told{"line 1: {{style}} is markup; write {{{style}}}"});
  CHECK(mistakes("{{overview}}") ==
        Told{"line 1: {{overview}} is no text; write {{#overview}} … {{/overview}}"});
  CHECK(mistakes("{{scenarios}}").size() == 1);
  CHECK(mistakes("{{> partial}}") == Told{"line 1: partials are not possible here"});
  CHECK(mistakes("{{=<% %>=}}").size() == 1);
  CHECK(mistakes("{{! a {{ remark }}").empty());
}

TEST_CASE("a template with mistakes is refused, all of them in the message") {
  try {
    html(sample_report(Language::kEnglish), Template{"desk.html", "{{titel}}\n{{readin}}"});
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kInvalid);
    CHECK(error.message() ==
          "the template desk.html has mistakes:\n"
          " line 1: {{titel}} is no name here; did you mean {{title}}?\n"
          " line 2: {{readin}} is no name here; did you mean {{reading}}?");
  }
}

TEST_CASE("twice as many scenarios take about twice as long") {
  Report report = sample_report(Language::kEnglish);
  const auto pages_of = [&](std::size_t scenarios) {
    Report many = report;
    many.scenarios.assign(scenarios, report.scenarios.front());
    double best = 1e9;
    for (int turn = 0; turn < 3; ++turn) {
      const auto start = std::chrono::steady_clock::now();
      CHECK(html_pages(many).size() == scenarios + 1);
      best = std::min(
          best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
  };
  const double few = pages_of(50);
  CHECK(pages_of(400) < 8 * 3 * few);  // quadratic: 64 times
}

}  // namespace
}  // namespace signpost::report
