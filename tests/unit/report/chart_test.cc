#include "engine/report/chart.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "engine/report/markup.h"
#include "tests/unit/report/sample_report.h"
#include "tests/unit/report/world.h"

namespace signpost::report {
namespace {

using nlohmann::json;

std::vector<double> numbers(const std::string& text, const std::string& pattern) {
  std::vector<double> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex); at != std::sregex_iterator();
       ++at) {
    found.push_back(std::stod((*at)[1]));
  }
  return found;
}

std::string attribute(const std::string& svg, const std::string& shape, const std::string& name) {
  std::smatch found;
  const std::regex regex(shape + "[^>]*? " + name + "=\"([^\"]*)\"");
  REQUIRE(std::regex_search(svg, found, regex));
  return found[1];
}

/// A history from the first day, a point every so many days.
Chart history(std::string_view from, int points, int days) {
  Chart chart;
  const Instant first = (*parse_time(from)).first;
  for (int at = 0; at < points; ++at) {
    chart.points.push_back({.as_of = first + std::chrono::days(at * days),
                            .probability = Probability(0.5),
                            .interval = {Probability(0.4), Probability(0.6)}});
  }
  return chart;
}

TEST_CASE("the drawing has the band, the line, a mark an event, and words for who cannot see it") {
  for (const Language language : {Language::kEnglish, Language::kArabic}) {
    const ScenarioReport scenario = sample_report(language).scenarios.front();
    const std::string svg = history_svg(scenario, Speech(language), "here");
    const auto line = attribute(svg, "<path class=\"line\"", "d");
    const auto xs = numbers(line, "[ML]([0-9.]+) ");
    REQUIRE(xs.size() == scenario.chart.points.size());
    CHECK(std::is_sorted(xs.begin(), xs.end()));  // from left to right in both languages
    CHECK(numbers(attribute(svg, "<path class=\"band\"", "d"), "[ML]([0-9.]+) ").size() ==
          2 * xs.size());
    CHECK(numbers(svg, "<circle class=\"mark [a-z]+\" cx=\"([0-9.]+)\"").size() ==
          scenario.chart.marks.size() - 1);  // one of them is a revision
    CHECK(svg.find("<title id=\"here-chart\">") != std::string::npos);
    CHECK(svg.find("<desc id=\"here-drawn\">") != std::string::npos);
    CHECK(svg.find("style=") == std::string::npos);
  }
}

TEST_CASE("a probability stands at its height, certain at the top and impossible at the bottom") {
  ScenarioReport scenario;
  scenario.chart = history("2022-01-01", 3, 30);
  scenario.chart.points[0].probability = Probability(0.999999);
  scenario.chart.points[2].probability = Probability(0.000001);
  const std::string svg = history_svg(scenario, Speech(Language::kEnglish), "x");
  const auto ys = numbers(attribute(svg, "<path class=\"line\"", "d"), "[0-9] ([0-9.]+)");
  REQUIRE(ys.size() == 3);
  CHECK(ys[0] == doctest::Approx(12));
  CHECK(ys[1] == doctest::Approx((ys[0] + ys[2]) / 2));
  CHECK(ys[2] == doctest::Approx(208));
}

TEST_CASE("the time axis has a few ticks, at the starts of days, months or years") {
  const Speech speech(Language::kEnglish);
  for (const int days : {1, 6, 20, 59, 62, 150, 365, 1200, 9000, 100000}) {
    CAPTURE(days);
    const auto axis = json::parse(history_json(history("2022-01-15", 2, days), speech))["days"];
    CHECK(axis.size() >= 1);
    CHECK(axis.size() <= 7);
    for (const auto& tick : axis) CHECK(tick[0].get<std::int64_t>() % 86400 == 0);
  }
  const auto months = json::parse(history_json(history("2022-01-15", 2, 120), speech))["days"];
  REQUIRE(months.size() == 4);
  CHECK(months[0][1] == "Feb");
  CHECK(months[0][2] == "2022");
  const Speech arabic(Language::kArabic);
  const auto both = json::parse(history_json(history("2022-01-15", 2, 120), arabic))["days"];
  CHECK(both[0][1] == "شباط");
  CHECK(both[0][2] == "فبراير 2022");
}

TEST_CASE("a history of one point, or of none, is drawn as far as there is one") {
  ScenarioReport scenario;
  const Speech speech(Language::kEnglish);
  CHECK(history_svg(scenario, speech, "x").empty());
  CHECK(history_json(scenario.chart, speech).empty());
  CHECK(trend_svg(scenario.chart).empty());
  scenario.chart = history("2022-01-15", 1, 1);
  const std::string svg = history_svg(scenario, speech, "x");
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("inf") == std::string::npos);
  CHECK(json::parse(history_json(scenario.chart, speech))["t"].size() == 1);
}

TEST_CASE("the data of the live chart is the history, as printed and in the order of time") {
  const ScenarioReport scenario = sample_report(Language::kEnglish).scenarios.front();
  const Speech speech(Language::kEnglish);
  const auto data = json::parse(history_json(scenario.chart, speech));
  const auto& points = scenario.chart.points;
  REQUIRE(data["t"].size() == points.size());
  for (std::size_t at = 0; at < points.size(); ++at) {
    CHECK(data["t"][at] == points[at].as_of.time_since_epoch().count());
    CHECK(data["p"][at] == points[at].probability.value());
    CHECK(data["low"][at] == points[at].interval.low.value());
    CHECK(data["high"][at] == points[at].interval.high.value());
    CHECK(data["said"][at][0] == speech.percent(points[at].probability));
  }
  REQUIRE(data["marks"].size() == scenario.chart.marks.size());
  for (std::size_t at = 1; at < data["marks"].size(); ++at) {
    CHECK(data["marks"][at - 1][0] <= data["marks"][at][0]);
  }
}

TEST_CASE(
    "a chart shows what was believed then where it was not what the line says, and revisions") {
  ScenarioReport scenario = sample_report(Language::kEnglish).scenarios.front();
  const Speech speech(Language::kEnglish);
  const auto data = json::parse(history_json(scenario.chart, speech));
  REQUIRE(data["believed"].size() == 4);
  CHECK(data["believed"][0] == world::at("2022-06-01").time_since_epoch().count());
  CHECK(data["believed"][1] == 0.31);
  CHECK(data["believed"][2] == "On 1 Jun 2022 it was believed to be 31 %.");
  CHECK(std::count_if(data["marks"].begin(), data["marks"].end(),
                      [](const json& mark) { return mark[2] == 0; }) == 1);
  const std::string svg = history_svg(scenario, speech, "x");
  CHECK(svg.find("<rect class=\"then\"") != std::string::npos);
  CHECK(svg.find("<title>On 1 Jun 2022 it was believed to be 31 %.</title>") != std::string::npos);
  CHECK(svg.find("<title>10 May 2022: revised to 40 %</title>") != std::string::npos);
  const std::string page = html(sample_report(Language::kEnglish));
  CHECK(page.find("key mark then") != std::string::npos);
  CHECK(page.find("key mark revision") != std::string::npos);

  // A square off the ends of the line widens the chart, and stays inside it.
  scenario.chart.believed->at = scenario.chart.points.front().as_of - std::chrono::days(30);
  const std::string wide = history_svg(scenario, speech, "x");
  CHECK(std::stod(attribute(wide, "<rect class=\"then\"", "x")) == doctest::Approx(48 - 4.5));

  scenario.chart.believed.reset();
  std::erase_if(scenario.chart.marks, [](const ChartMark& mark) { return mark.revision; });
  CHECK(json::parse(history_json(scenario.chart, speech))["believed"].is_null());
  const std::string plain = history_svg(scenario, speech, "x");
  CHECK(plain.find("<rect class=\"then\"") == std::string::npos);
  CHECK(plain.find("class=\"revision\"") == std::string::npos);
}

TEST_CASE("labels full of ill will stay labels") {
  const ScenarioReport scenario = hostile_report().scenarios.front();
  const Speech speech(Language::kEnglish);
  const std::string svg = history_svg(scenario, speech, "x");
  CHECK(svg.find("<script") == std::string::npos);
  CHECK(svg.find("\u202E") == std::string::npos);
  const std::string data = history_json(scenario.chart, speech);
  CHECK(data.find('<') == std::string::npos);
  CHECK(data.find('&') == std::string::npos);
  CHECK(json::parse(data)["marks"].size() == scenario.chart.marks.size());
}

TEST_CASE("the reliability diagram has a dot a value, the diagonal and the band") {
  score::Calibration calibration;
  calibration.n = 30;
  calibration.points = {{Probability(0.25), Probability(0.5), 10,
                         score::ConsistencyBand{Probability(0.1), Probability(0.4)}},
                        {Probability(0.75), Probability(1), 20,
                         score::ConsistencyBand{Probability(0.6), Probability(0.9)}}};
  const Speech speech(Language::kEnglish);
  const std::string svg = reliability_svg(calibration, speech, "a < b");
  CHECK(svg.find("aria-label=\"a &lt; b\"") != std::string::npos);
  // A square of 320 from (56, 12): forecasts run across, what came true of them upwards.
  CHECK(numbers(svg, R"(<circle[^>]* cx="([-0-9.]+))") == std::vector<double>{136, 296});
  CHECK(numbers(svg, R"(<circle[^>]* cy="([-0-9.]+))") == std::vector<double>{172, 12});
  CHECK(svg.find("<title>forecast 25 %, came true 50 %, 10 times</title>") != std::string::npos);
  CHECK(svg.find(R"(class="perfect" d="M56.0 332.0L376.0 12.0")") != std::string::npos);
  CHECK(svg.find(R"(class="band" d="M136.0 204.0L296.0 44.0L296.0 140.0L136.0 300.0Z")") !=
        std::string::npos);
}

TEST_CASE("a course of values alone has a gap where one is missing") {
  using Values = std::vector<std::optional<Probability>>;
  CHECK(trend_svg(Values{Probability(0.5)}).empty());
  const std::string svg =
      trend_svg(Values{Probability(0), Probability(1), std::nullopt, Probability(0.5)});
  CHECK(svg.find(R"(d="M0.0 27.0L33.3 3.0M100.0 15.0")") != std::string::npos);
}

TEST_CASE("a bar goes from the middle, to the right for what speaks for, and never beyond") {
  const auto bar = [](double share) {
    const std::string svg = bar_svg(share);
    const double x = std::stod(attribute(svg, "<rect", "x"));
    return std::pair(x, x + std::stod(attribute(svg, "<rect", "width")));
  };
  CHECK(bar(0.5) == std::pair(50.0, 75.0));
  CHECK(bar(-1) == std::pair(0.0, 50.0));
  CHECK(bar(0) == std::pair(50.0, 50.0));
  CHECK(bar(7) == std::pair(50.0, 100.0));
}

}  // namespace
}  // namespace signpost::report
