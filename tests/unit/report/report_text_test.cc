#include "engine/report/report_text.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <sstream>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "engine/report/page_text.h"
#include "tests/unit/report/safe.h"
#include "tests/unit/report/sample_report.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

constexpr std::array kLanguages = {Language::kEnglish, Language::kArabic};

/// Without isolates, and on one line: where a line breaks does not matter.
std::string words_of(const std::string& text) {
  std::istringstream words(without_isolates(text));
  std::string all;
  for (std::string word; words >> word;) all += word + ' ';
  return all;
}

std::string shown(const Report& report, std::size_t width = 140) {
  return words_of(page_text(report_page(report), world::pipe(width)));
}

bool contains(const std::string& text, const std::string& part) {
  const std::string words = words_of(part);
  return text.find(words.substr(0, words.size() - 1)) != std::string::npos;
}

}  // namespace

TEST_CASE("a report shows the headline of every scenario, in both languages") {
  for (const Language language : kLanguages) {
    const Report report = sample_report(language);
    for (const std::size_t width : {60U, 80U, 140U}) {
      const std::string text = shown(report, width);
      for (const ScenarioReport& told : report.scenarios) {
        for (const std::string* part :
             {&told.title, &told.forecast, &told.probability.text, &told.word, &told.interval,
              &told.confidence, &told.prior.text, &told.base_rate.text, &told.fragility,
              &told.state, &told.cannot_tell, &told.resolves_yes, &told.resolves_open,
              &told.log_odds.text, &told.id}) {
          CHECK_MESSAGE(contains(text, *part), *part);
        }
      }
      REQUIRE_FALSE((report.moved.empty() || report.due.empty() || report.foot.empty()));
      for (const std::string& moved : report.moved) CHECK(contains(text, moved));
      for (const std::string& due : report.due) CHECK(contains(text, due));
      for (const std::string& foot : report.foot) CHECK(contains(text, foot));
      CHECK(contains(text, report.reading));
      CHECK(contains(text, report.withheld));
    }
  }
}

TEST_CASE("a report shows every figure of what moved, what to watch and what counts") {
  for (const Language language : kLanguages) {
    const Report report = sample_report(language);
    const std::string text = shown(report);
    for (const ScenarioReport& told : report.scenarios) {
      if (told.movement) {
        CHECK(contains(text, told.movement->points.text));
        for (const MovementRow& row : told.movement->rows) {
          CHECK(contains(text, row.points.text));
          CHECK(contains(text, row.change.text));
        }
      }
      REQUIRE_FALSE(told.ledger.empty());
      for (const LedgerRow& row : told.ledger) {
        CHECK(contains(text, row.label));
        CHECK(contains(text, row.today.text));
        if (row.without) CHECK(contains(text, row.without->text));
      }
      for (const WatchRow& row : told.watch) {
        for (const Figure* figure :
             {&row.bits, &row.bits_if_covered, &row.if_seen, &row.if_silent}) {
          CHECK(contains(text, figure->text));
        }
      }
    }
  }
}

TEST_CASE("a report begins with what matters: at a glance, moved, due, then each scenario") {
  const Report report = sample_report(Language::kEnglish);
  const std::string text = page_text(report_page(report), world::pipe(100));
  std::size_t at = 0;
  for (const std::string_view part :
       {"Where the forecasts stand\n", "As of 30 Jun 2022", "\nAt a glance\n",
        "\nWhat moved and why, since 1 Jun 2022\n", "\nDue for resolution\n",
        "\nEffect: More, and larger", "  What it hinges on\n", "  What moved and why", "today, dB",
        "  Not counted\n", "  Indicators\n", "  What to watch for\n", "  Assumptions\n",
        "  Resolution criteria\n", "\nConclusion: A further", "\nHypothesis: Families",
        "\nHow to read this\n"}) {
    const std::size_t found = text.find(part, at);
    REQUIRE_MESSAGE(found != std::string::npos, part);
    at = found;
  }
}

TEST_CASE("confidence stands in a paragraph of its own") {
  const std::string text =
      page_text(report_page(sample_report(Language::kEnglish)), world::pipe(80));
  CHECK(text.find("\n  Confidence in this judgement is moderate: 2 independent origins.\n") !=
        std::string::npos);
}

TEST_CASE("the printed account adds up, however many events are summed") {
  for (const int events : {0, 1, 12, 13, 60}) {
    Report report = sample_report(Language::kEnglish);
    report.scenarios.resize(1);
    std::vector<LedgerRow>& ledger = report.scenarios.front().ledger;
    const LedgerRow event = ledger[2];
    ledger.resize(1);
    std::int64_t sum = hundredths(LogOdds::from_decibans(ledger.front().today.value));
    const Terminal terminal = world::ascii(80);
    for (int n = 1; n <= events; ++n) {
      LedgerRow row = event;
      row.today.value = 7.777 / n - 0.3;
      row.today.text = decibans(LogOdds::from_decibans(row.today.value));
      sum += hundredths(LogOdds::from_decibans(row.today.value));
      ledger.push_back(row);
    }
    LedgerRow closing = ledger.front();
    closing.kind = LedgerRow::Kind::kClosing;
    closing.label = "closing balance";
    closing.today.text = decibans(sum);
    ledger.push_back(closing);

    std::istringstream lines(page_text(report_page(report), terminal));
    std::string line;
    while (std::getline(lines, line) && line.find("today, dB") == std::string::npos) continue;
    std::int64_t printed = 0;
    std::size_t count = 0;
    while (std::getline(lines, line) && line.find("closing balance") == std::string::npos) {
      printed += std::llround(100 * std::stod(line.substr(58, 10)));
      ++count;
    }
    CHECK(printed == sum);
    CHECK(count == 1 + static_cast<std::size_t>(std::min(events, 12) + (events > 12 ? 1 : 0)));
  }
}

TEST_CASE("no line of a report is wider than the terminal, in either language") {
  for (const Language language : kLanguages) {
    const Report report = sample_report(language);
    for (std::size_t width = 60; width <= 140; ++width) {
      for (const Terminal& terminal :
           {world::pipe(width), world::coloured(width), world::ascii(width)}) {
        CHECK(what_is_wrong(page_text(report_page(report), terminal), terminal) == "");
      }
    }
  }
}

TEST_CASE("hostile text is harmless at every width") {
  const Report report = hostile_report();
  for (std::size_t width = 60; width <= 140; ++width) {
    for (const Terminal& terminal :
         {world::pipe(width), world::coloured(width), world::ascii(width)}) {
      CHECK(what_is_wrong(page_text(report_page(report), terminal), terminal) == "");
    }
  }
}

TEST_CASE("a report is safe whatever stands in its texts") {
  constexpr std::array<std::string_view, 14> kPieces = {"هجوم",
                                                        "attack on the prison",
                                                        "\u2068",
                                                        "\u2069",
                                                        "\u2068\u2069",
                                                        " ",
                                                        "\u202E",
                                                        "中文",
                                                        "\x1b[31m",
                                                        "\n",
                                                        "\xFF",
                                                        "e\u0301",
                                                        "−12",
                                                        "هههههههههههههههههههه"
                                                        "هههههههههههههههههههه"
                                                        "هههههههههههههههههههه"};
  CHECK(rc::check([&] {
    Report report = sample_report(Language::kArabic);
    report.scenarios.resize(1);
    each_text(report, [&](std::string& text) {
      text.clear();
      for (int left = *rc::gen::inRange(0, 6); left > 0; --left) {
        text += kPieces.at(*rc::gen::inRange<std::size_t>(0, kPieces.size()));
        if (*rc::gen::arbitrary<bool>()) text += ' ';
      }
    });
    const Terminal terminal{.width = *rc::gen::inRange<std::size_t>(60, 141),
                            .is_terminal = *rc::gen::arbitrary<bool>(),
                            .color = *rc::gen::arbitrary<bool>(),
                            .unicode = *rc::gen::arbitrary<bool>()};
    const std::string wrong = what_is_wrong(page_text(report_page(report), terminal), terminal);
    if (!wrong.empty()) RC_FAIL(wrong);
  }));
}

TEST_CASE("outside Arabic is set apart on a terminal, line by line, and nowhere else") {
  Report report = sample_report(Language::kEnglish);
  std::string title;
  for (int n = 0; n < 40; ++n) title += "هجوم ";
  report.scenarios.front().title = "\u2068" + title + "\u2069";
  const Terminal terminal = world::coloured(60);
  const std::string text = page_text(report_page(report), terminal);
  CHECK(what_is_wrong(text, terminal) == "");
  CHECK(text.find("\u2068هجوم هجوم") != std::string::npos);
  CHECK(text.find("هجوم هجوم\u2069\x1b[0m\n") != std::string::npos);
  for (const Terminal& other : {world::pipe(60), world::ascii(60)}) {
    CHECK(page_text(report_page(report), other).find("\u2068") == std::string::npos);
  }
  CHECK(
      page_text(report_page(sample_report(Language::kEnglish)), world::pipe(80)) ==
      without_isolates(page_text(report_page(sample_report(Language::kEnglish)), world::pipe(80))));
}

TEST_CASE("a terminal that knows only ASCII gets no typographic sign") {
  const std::string text =
      page_text(report_page(sample_report(Language::kEnglish)), world::ascii(80));
  for (const std::string_view sign : {"−", "–", "×", "÷", "≈", "…", "·"}) {
    CHECK_MESSAGE(text.find(sign) == std::string::npos, sign);
  }
  CHECK(text.find("-4.77") != std::string::npos);
}
