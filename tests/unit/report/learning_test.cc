#include "engine/report/learning.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "engine/report/page_text.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using learn::History;

namespace {

constexpr Instant kNow = std::chrono::sys_days(std::chrono::June / 30 / 2022);

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

learn::IndicatorLesson lesson() {
  learn::IndicatorLesson lesson;
  lesson.indicator.id = "raids";
  lesson.known_at = kNow;
  lesson.history = History::kCounted;
  lesson.from = kNow - std::chrono::days(1096);
  lesson.until = kNow;
  lesson.counted = 648;
  lesson.exposure = Days(990);
  learn::LearntRate& rate = lesson.rate.emplace();
  rate.months = 36;
  rate.level = Rate(0.6);
  rate.level_low = Rate(0.5);
  rate.level_high = Rate(0.7);
  rate.year = {12, Rate(0.55), Rate(0.3), Rate(1), 1.83, 0.05, {13, 12}};
  rate.half_year = {6, Rate(0.6), Rate(0.4), Rate(0.9), 1.5, 0.05, {19, 18}};
  lesson.dispersions = {{learn::Span::kMonth, {Rate(0.6), 3.14, 0.1, 36}}};
  return lesson;
}

/// Each opening quote is closed on its line, or stands three times.
bool is_closed(std::string_view lines) {
  std::size_t quotes = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at] == '\\')
      ++at;
    else if (lines[at] == '"')
      ++quotes;
  }
  return quotes % 2 == 0;
}

}  // namespace

TEST_CASE("what an indicator teaches is pasted with its reasons in both languages") {
  const std::string lines = report::lines_to_paste(lesson());
  CHECK(lines.starts_with("baseline = \"16.7 per month\"\nbaseline_because.en = "));
  CHECK(has(lines, "\nbaseline_because.ar = "));
  CHECK(has(lines, "\ndispersion = 3.14\n"));
  CHECK(has(lines, "12 of 13 times"));
  CHECK_FALSE(has(lines, "\nlag"));  // no report told a delay
  CHECK_FALSE(has(lines, "\u2068"));
  CHECK(is_closed(lines));
}

TEST_CASE("no line to paste is wider than 80 columns") {
  const std::string lines = report::lines_to_paste(lesson());
  for (std::string_view rest = lines; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    CAPTURE(line);
    CHECK(display_width(line) <= 80);
  }
}

TEST_CASE("nothing is pasted that history does not teach") {
  learn::IndicatorLesson nothing = lesson();
  nothing.rate.reset();
  nothing.dispersions.clear();
  for (const History history : {History::kShort, History::kNothingCounted, History::kNobodyWatched,
                                History::kNone, History::kMilestone, History::kSetTimes}) {
    nothing.history = history;
    CHECK(report::lines_to_paste(nothing).empty());
    for (const Language language : {Language::kEnglish, Language::kArabic}) {
      const report::Page page = report::learning_page(nothing, report::Speech(language));
      CHECK(report::page_text(page, report::Terminal()).size() > 40);
    }
  }
  CHECK(report::lines_to_paste(learn::GradeLesson()).empty());
  CHECK(report::lines_to_paste(learn::ScenarioLesson()).empty());
}

TEST_CASE("what comes from outside cannot leave its quotes in a line to paste") {
  learn::ScenarioLesson scenario;
  scenario.scenario.id = "rise";
  scenario.known_at = kNow;
  scenario.judged_by = "many\"\n[[source]]\nid = \"x\u202e";
  scenario.window = Days(365);
  scenario.windows = {{kNow - std::chrono::days(365), kNow, true}};
  scenario.base_rate =
      learn::LearntBaseRate{Probability(0.4), Probability(0.2), Probability(0.6), 1, 1, true};
  learn::ExpectationLesson& one = scenario.expectations.emplace_back();
  one.declared.indicator = "evil\"\\\n]]\u2067\x1b";
  one.declared.if_true.rate = Rate(2);
  one.declared.if_false.rate = Rate(1);
  one.of = lesson();
  one.given.if_met = learn::ConditionalRate{Rate(2), Rate(1), Rate(3), 1.5, 1.8, 2, 40};
  one.given.if_not = learn::ConditionalRate{Rate(1), Rate(0.5), Rate(2), 1.5, 2.0, 3, 40};
  const std::string lines = report::lines_to_paste(scenario);
  CHECK(has(lines, "base_rate = 0.4\n"));
  CHECK(has(lines, R"(  indicator = "evil\"\\\n]]\u2067\u001b")"));
  CHECK(has(lines,
            "  if_true = \"60.9 per month\"\n  if_false = \"30.4 per month\"\n  within = 2\n"));
  CHECK_FALSE(has(lines, "\n[[source]]"));
  CHECK_FALSE(has(lines, "\u202e"));
  CHECK_FALSE(has(lines, "\x1b"));
  CHECK(is_closed(lines));
}

TEST_CASE("a season is pasted a line a month, where it shows and none is declared") {
  learn::IndicatorLesson seasonal = lesson();
  learn::Season& season = seasonal.rate->season.emplace();
  season.factors.fill(0.9);
  season.factors[6] = 2.1;
  CHECK(report::lines_to_paste(seasonal) == report::lines_to_paste(lesson()));
  season.shows = true;
  const std::string lines = report::lines_to_paste(seasonal);
  CHECK(has(lines, "55 months"));  // from June 2019 to the end of 2023
  CHECK(has(lines, "\nseason = [\n  { from = 2019-06-01, to = 2019-06-30, factor = 0.9, "));
  CHECK(has(lines, "from = 2020-02-01, to = 2020-02-29, factor = 0.9, "));
  CHECK(
      lines.ends_with("  { from = 2023-12-01, to = 2023-12-31, factor = 0.9, because = "
                      "\"learn: 2019–2022\" },\n]\n"));
  std::size_t julys = 0;
  for (std::size_t at = 0; (at = lines.find("factor = 2.1,", at)) != std::string::npos; ++at)
    ++julys;
  CHECK(julys == 5);
  seasonal.beside_season = 1.5;
  CHECK(has(report::lines_to_paste(seasonal), "beside the season below"));
  CHECK(has(report::lines_to_paste(seasonal), "\ndispersion = 1.5\n"));
  seasonal.beside_season.reset();
  seasonal.indicator.seasons.emplace_back();
  CHECK(report::lines_to_paste(seasonal) == report::lines_to_paste(lesson()));
  const report::Page page = report::learning_page(seasonal, report::Speech(Language::kEnglish));
  CHECK(has(report::page_text(page, report::Terminal()), "A season shows beside the declared"));
}

TEST_CASE("a countable forecast's dispersion is pasted into the criterion that stands there") {
  learn::ScenarioLesson scenario;
  scenario.scenario.asks = Asks::kCount;
  scenario.counts = learn::CriterionLesson{kNow - std::chrono::days(1096), kNow, 648, 2.338, false};
  const std::string lines = report::lines_to_paste(scenario);
  CHECK(has(lines, "3 years to 30 Jun 2022, 648 counted"));
  CHECK(lines.ends_with("\n  dispersion = 2.34\n"));
  CHECK_FALSE(has(lines, "\n  [scenario.criterion]"));  // a table cannot stand twice
  const auto said = [&](Language language) {
    return report::page_text(report::learning_page(scenario, report::Speech(language)),
                             report::Terminal());
  };
  CHECK(has(said(Language::kEnglish), "2.3 times the variance of chance"));
  CHECK_FALSE(has(said(Language::kEnglish), "It has a season"));
  scenario.counts->season_shows = true;
  CHECK(has(said(Language::kEnglish), "It has a season: declare that too"));
  CHECK(has(said(Language::kArabic), "وله موسم"));
}

TEST_CASE("rates at the level of today say so") {
  learn::ScenarioLesson scenario;
  scenario.judged_by = "many";
  scenario.at_todays_level = true;
  learn::ExpectationLesson& one = scenario.expectations.emplace_back();
  one.declared.indicator = "raids";
  one.declared.if_true.rate = Rate(2);
  one.declared.if_false.rate = Rate(1);
  one.of = lesson();
  one.given.if_met = learn::ConditionalRate{Rate(2), Rate(1), Rate(3), 1.5, 1.8, 2, 40};
  one.given.if_not = learn::ConditionalRate{Rate(1), Rate(0.5), Rate(2), 1.5, 2.0, 3, 40};
  CHECK(has(report::lines_to_paste(scenario), "level of today"));
  CHECK(has(report::lines_to_paste(scenario), "بمستوى اليوم"));
  const report::Page page = report::learning_page(scenario, report::Speech(Language::kEnglish));
  CHECK(has(report::page_text(page, report::Terminal()), "Both at the level of today"));
  scenario.at_todays_level = false;
  CHECK_FALSE(has(report::lines_to_paste(scenario), "level of today"));
}

TEST_CASE("without a judge the declared ratio is kept about the level seen") {
  learn::ScenarioLesson scenario;
  scenario.scenario.prior = Probability(0.5);
  learn::ExpectationLesson& one = scenario.expectations.emplace_back();
  one.declared.indicator = "raids";
  one.declared.if_true.rate = Rate(9);
  one.declared.if_false.rate = Rate(3);
  one.of = lesson();
  const std::string lines = report::lines_to_paste(scenario);
  // 16.7 a month is the mean of 8.37 and three times that.
  CHECK(has(lines, "if_true = \"25.1 per month\"\n  if_false = \"8.37 per month\""));
  CHECK(has(lines, "within = 1.9\n"));
  one.declared.happening = true;
  CHECK(report::lines_to_paste(scenario).empty());
}

TEST_CASE("a letter or digit that no verdict touched is not pasted") {
  learn::GradeLesson grades;
  grades.known_at = kNow;
  grades.learnt.verdicts = 3;
  grades.learnt.table.reliability[1] = 5.1234;
  grades.learnt.of_letter[1] = 3;
  grades.learnt.reliability[1] = {2, 9};
  grades.true_of_letter[1] = 3;
  const std::string lines = report::lines_to_paste(grades);
  CHECK(lines.starts_with("[[grade]]\nletter = \"B\"\nodds = 5.12\nbecause.en = "));
  CHECK_FALSE(has(lines, "digit"));
  CHECK(lines.find("[[grade]]", 1) == std::string::npos);
}
