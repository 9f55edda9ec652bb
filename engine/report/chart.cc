#include "engine/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>
#include <vector>

#include "engine/report/escape.h"
#include "engine/report/json_writer.h"

namespace signpost::report {
namespace {

using std::chrono::year_month_day;

// In the user units of the SVG, which the page scales.
constexpr double kWidth = 720;
constexpr double kHeight = 250;
constexpr double kLeft = 48;
constexpr double kRight = 16;
constexpr double kTop = 12;
constexpr double kBottom = 42;

struct Tick {
  Instant at;
  std::string first;   // month, or day and month
  std::string second;  // year
};

struct Level {
  double probability;
  std::string label;
};

std::array<Level, 5> levels(const Speech& speech) {
  const auto label = [&](std::int64_t percent) {
    return speech.say("percent", {{"n", speech.number(percent)}});
  };
  return {{{0, label(0)}, {0.25, label(25)}, {0.5, label(50)}, {0.75, label(75)}, {1, label(100)}}};
}

/// The first and the last instant that the chart shows: at least a day.
std::pair<Instant, Instant> span_of(const Chart& chart) {
  Instant first = chart.points.front().as_of;
  Instant last = chart.points.back().as_of;
  for (const ChartMark& mark : chart.marks) {
    first = std::min(first, mark.at);
    last = std::max(last, mark.at);
  }
  if (chart.believed) {
    first = std::min(first, chart.believed->at);
    last = std::max(last, chart.believed->at);
  }
  return {first, std::max(last, first + std::chrono::days(1))};
}

std::string year_of(const Speech& speech, year_month_day day) {
  std::string year;  // digit by digit, for 2022 is not 2,022
  for (const char digit : std::to_string(static_cast<int>(day.year()))) {
    year += speech.number(digit - '0');
  }
  return year;
}

/// «كانون الثاني/يناير» takes a line for each of its names.
Tick month_tick(const Speech& speech, year_month_day day) {
  const std::string name =
      speech.say("month." + std::to_string(static_cast<unsigned>(day.month())));
  const std::size_t slash = name.find('/');
  Tick tick{.at = std::chrono::sys_days(day), .first = name.substr(0, slash), .second = {}};
  if (slash != std::string::npos) tick.second = name.substr(slash + 1) + ' ';
  tick.second += year_of(speech, day);
  return tick;
}

/// At most six ticks, at whole days, months or years.
std::vector<Tick> ticks(const Chart& chart, const Speech& speech) {
  const auto [first, last] = span_of(chart);
  const double days = Days(last - first).count();
  constexpr double kMost = 6;
  std::vector<Tick> found;
  if (days <= 60) {
    const auto step = std::chrono::days(std::max(1, static_cast<int>(std::ceil(days / 4))));
    for (auto day = std::chrono::ceil<std::chrono::days>(first); day <= last; day += step) {
      found.push_back({.at = day, .first = speech.day(day), .second = {}});
    }
    return found;
  }
  int step = 1;  // months
  for (const int months : {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000}) {
    step = months;
    if (days / kDaysPerMonth / months <= kMost) break;
  }
  const year_month_day start(std::chrono::floor<std::chrono::days>(first));
  // Months since the year 0, a whole number of steps.
  int month = static_cast<int>(start.year()) * 12 + static_cast<int>(unsigned(start.month())) - 1;
  month -= month % step;
  for (;; month += step) {
    const auto day = std::chrono::year(month / 12) /
                     std::chrono::month(static_cast<unsigned>(month % 12 + 1)) / 1;
    const Instant at = std::chrono::sys_days(day);
    if (at > last) return found;
    if (at < first) continue;
    found.push_back(step < 12 ? month_tick(speech, day)
                              : Tick{.at = at, .first = year_of(speech, day), .second = {}});
  }
}

double y_of(double probability) { return kTop + (1 - probability) * (kHeight - kTop - kBottom); }

/// Where an instant stands between the left and the right edge.
class TimeAxis {
 public:
  explicit TimeAxis(const Chart& chart) : span_(span_of(chart)) {}
  [[nodiscard]] double x(Instant at) const {
    const double share = Days(at - span_.first) / Days(span_.second - span_.first);
    return kLeft + share * (kWidth - kLeft - kRight);
  }

 private:
  std::pair<Instant, Instant> span_;
};

std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y, anchor,
                     html_plain(text));
}

std::string axes(const Chart& chart, const Speech& speech, const TimeAxis& axis) {
  std::string svg = R"(<g class="grid">)";
  for (const Level& level : levels(speech)) {
    const double y = y_of(level.probability);
    svg += fmt::format(R"(<path d="M{:.1f} {:.1f}H{:.1f}"/>)", kLeft, y, kWidth - kRight);
    svg += text_at(kLeft - 8, y + 4, "end", level.label);
  }
  for (const Tick& tick : ticks(chart, speech)) {
    const double x = axis.x(tick.at);
    const double y = kHeight - kBottom;
    svg += fmt::format(R"(<path d="M{:.1f} {:.1f}v5"/>)", x, y);
    const std::string_view anchor = x > kWidth - 60 ? "end" : x < kLeft + 30 ? "start" : "middle";
    svg += text_at(x, y + 19, anchor, tick.first);
    if (!tick.second.empty()) svg += text_at(x, y + 34, anchor, tick.second);
  }
  return svg + "</g>";
}

std::string band(const Chart& chart, const TimeAxis& axis) {
  std::string path;
  for (const BandPoint& point : chart.points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', axis.x(point.as_of),
                        y_of(point.interval.high.value()));
  }
  for (auto point = chart.points.rbegin(); point != chart.points.rend(); ++point) {
    path += fmt::format("L{:.1f} {:.1f}", axis.x(point->as_of), y_of(point->interval.low.value()));
  }
  return fmt::format(R"(<path class="band" d="{}Z"/>)", path);
}

std::string line(const Chart& chart, const TimeAxis& axis) {
  std::string path;
  for (const BandPoint& point : chart.points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', axis.x(point.as_of),
                        y_of(point.probability.value()));
  }
  return fmt::format(R"(<path class="line" d="{}"/>)", path);
}

bool speaks_for(const ChartMark& mark) { return mark.today.value >= 0; }

/// The line at an instant, as it was last drawn before.
double value_at(const Chart& chart, Instant at) {
  const auto after =
      std::upper_bound(chart.points.begin(), chart.points.end(), at,
                       [](Instant sought, const BandPoint& point) { return sought < point.as_of; });
  return (after == chart.points.begin() ? chart.points.front() : *std::prev(after))
      .probability.value();
}

/// A line through the whole height where the definition was revised; a square, tied to the line,
/// where it stood with what was known then; a disc for each event.
std::string marks(const Chart& chart, const TimeAxis& axis) {
  std::string svg;
  for (const ChartMark& mark : chart.marks) {
    if (!mark.revision) continue;
    svg +=
        fmt::format(R"(<path class="revision" d="M{:.1f} {:.1f}V{:.1f}"><title>{}</title></path>)",
                    axis.x(mark.at), kTop, kHeight - kBottom, html_plain(mark.label));
  }
  if (chart.believed) {
    const double x = axis.x(chart.believed->at);
    const double y = y_of(chart.believed->probability.value());
    svg += fmt::format(R"(<path class="apart" d="M{:.1f} {:.1f}V{:.1f}"/>)", x, y,
                       y_of(value_at(chart, chart.believed->at)));
    svg += fmt::format(R"(<rect class="then" x="{:.1f}" y="{:.1f}" width="9" height="9">)"
                       R"(<title>{}</title></rect>)",
                       x - 4.5, y - 4.5, html_plain(chart.believed->label));
  }
  for (const ChartMark& mark : chart.marks) {
    if (mark.revision) continue;
    svg += fmt::format(
        R"(<circle class="mark {}" cx="{:.1f}" cy="{:.1f}" r="4.5"><title>{}</title></circle>)",
        speaks_for(mark) ? "for" : "against", axis.x(mark.at), y_of(mark.probability),
        html_plain(mark.label));
  }
  return svg;
}

std::vector<ChartMark> by_time(std::vector<ChartMark> marks) {
  std::stable_sort(marks.begin(), marks.end(),
                   [](const ChartMark& a, const ChartMark& b) { return a.at < b.at; });
  return marks;
}

}  // namespace

std::string history_svg(const ScenarioReport& scenario, const Speech& speech,
                        std::string_view anchor) {
  const Chart& chart = scenario.chart;
  if (chart.points.empty()) return {};
  const TimeAxis axis(chart);
  return fmt::format(R"(<svg class="history" viewBox="0 0 {} {}" role="img" direction="ltr" )"
                     R"(aria-labelledby="{}-chart {}-drawn"><title id="{}-chart">{}</title>)"
                     R"(<desc id="{}-drawn">{}</desc>)",
                     kWidth, kHeight, anchor, anchor, anchor, html_plain(scenario.title), anchor,
                     html_plain(chart.summary)) +
         axes(chart, speech, axis) + band(chart, axis) + line(chart, axis) + marks(chart, axis) +
         "</svg>";
}

std::string history_json(const Chart& chart, const Speech& speech) {
  if (chart.points.empty()) return {};
  const auto seconds = [](Instant at) { return at.time_since_epoch().count(); };
  JsonWriter json(true);
  const auto column = [&](std::string_view name, auto value) {
    json.key(name).begin_array();
    for (const BandPoint& point : chart.points) json.value(value(point));
    json.end_array();
  };
  json.begin_object();
  column("t", [&](const BandPoint& point) { return seconds(point.as_of); });
  column("p", [](const BandPoint& point) { return point.probability; });
  column("low", [](const BandPoint& point) { return point.interval.low; });
  column("high", [](const BandPoint& point) { return point.interval.high; });
  json.key("said").begin_array();
  for (const BandPoint& point : chart.points) {
    json.begin_array().value(speech.percent(point.probability));
    json.value(speech.interval(point.interval)).value(speech.day(point.as_of)).end_array();
  }
  json.end_array().key("marks").begin_array();
  for (const ChartMark& mark : by_time(chart.marks)) {
    json.begin_array().value(seconds(mark.at)).value(mark.probability);
    json.value(mark.revision ? 0 : speaks_for(mark) ? 1 : -1);
    json.value(plain_text(mark.label)).end_array();
  }
  json.end_array().key("believed");
  if (chart.believed) {
    json.begin_array().value(seconds(chart.believed->at)).value(chart.believed->probability);
    json.value(plain_text(chart.believed->label));
    json.value(value_at(chart, chart.believed->at)).end_array();
  } else {
    json.null();
  }
  json.key("days").begin_array();
  for (const Tick& tick : ticks(chart, speech)) {
    json.begin_array().value(seconds(tick.at)).value(tick.first).value(tick.second).end_array();
  }
  json.end_array().key("levels").begin_array();
  for (const Level& level : levels(speech)) {
    json.begin_array().value(level.probability).value(level.label).end_array();
  }
  return json_in_script(json.end_array().end_object().take());
}

std::string range_svg(const ScenarioReport& scenario) {
  const double low = 100 * scenario.low.value;
  return fmt::format(
      R"(<svg class="range" viewBox="-3 0 106 12" aria-hidden="true">)"
      R"(<path class="track" d="M0 6H100"/><rect class="band" x="{:.1f}" y="2" width="{:.1f}" )"
      R"(height="8" rx="2"/><circle class="dot" cx="{:.1f}" cy="6" r="3"/></svg>)",
      low, std::max(0.5, 100 * scenario.high.value - low), 100 * scenario.probability.value);
}

std::string trend_svg(const Chart& chart) {
  if (chart.points.size() < 2) return {};
  const auto [first, last] = span_of(chart);
  std::string path;
  double x = 0;
  double y = 0;
  for (const BandPoint& point : chart.points) {
    x = 100 * (Days(point.as_of - first) / Days(last - first));
    y = 27 - 24 * point.probability.value();
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x, y);
  }
  return fmt::format(
      R"(<svg class="trend" viewBox="-2 0 106 30" aria-hidden="true"><path class="line" d="{}"/>)"
      R"(<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3"/></svg>)",
      path, x, y);
}

std::string trend_svg(std::span<const std::optional<Probability>> values) {
  if (values.size() < 2) return {};
  std::string path;
  std::string dot;
  bool goes_on = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) {
      const double x = 100 * static_cast<double>(i) / static_cast<double>(values.size() - 1);
      const double y = 27 - 24 * values[i]->value();
      path += fmt::format("{}{:.1f} {:.1f}", goes_on ? 'L' : 'M', x, y);
      dot = fmt::format(R"(<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3"/>)", x, y);
    }
    goes_on = values[i].has_value();
  }
  return fmt::format(
      R"(<svg class="trend" viewBox="-2 0 106 30" aria-hidden="true"><path class="line" d="{}"/>)"
      R"({}</svg>)",
      path, dot);
}

std::string share_svg(Probability share) {
  return fmt::format(
      R"(<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">)"
      R"(<path class="track" d="M0 0V10"/><rect class="for" x="0" y="1" width="{:.1f}" )"
      R"(height="8"/></svg>)",
      100 * share.value());
}

std::string reliability_svg(const score::Calibration& calibration, const Speech& speech,
                            std::string_view summary) {
  // In the user units of the SVG: a square of the probabilities, with room for the axes.
  constexpr double kSide = 320;
  constexpr double kStart = 56;
  constexpr double kAbove = 12;
  constexpr double kUnder = 52;
  const auto x = [](double forecast) { return kStart + kSide * forecast; };
  const auto y = [](double share) { return kAbove + kSide * (1 - share); };
  std::string svg = fmt::format(
      R"(<svg class="history reliability" viewBox="0 0 {} {}" role="img" direction="ltr" )"
      R"(aria-label="{}"><g class="grid">)",
      kStart + kSide + 16, kAbove + kSide + kUnder, html_plain(summary));
  for (const Level& level : levels(speech)) {
    svg += fmt::format(R"(<path d="M{:.1f} {:.1f}H{:.1f}"/><path d="M{:.1f} {:.1f}v5"/>)", x(0),
                       y(level.probability), x(1), x(level.probability), y(0));
    svg += text_at(x(0) - 8, y(level.probability) + 4, "end", level.label);
    svg += text_at(x(level.probability), y(0) + 19, "middle", level.label);
  }
  svg += text_at(x(0.5), y(0) + 42, "middle", speech.say("calibration.axis.forecast"));
  svg += fmt::format(R"svg(<text x="{0:.1f}" y="{1:.1f}" text-anchor="middle" )svg"
                     R"svg(transform="rotate(-90 {0:.1f} {1:.1f})">{2}</text></g>)svg",
                     14.0, y(0.5), html_plain(speech.say("calibration.axis.came-true")));
  std::string upper;
  std::string lower;
  for (const score::CalibrationPoint& point : calibration.points) {
    if (!point.band) continue;
    upper += fmt::format("{}{:.1f} {:.1f}", upper.empty() ? 'M' : 'L', x(point.forecast.value()),
                         y(point.band->high.value()));
  }
  for (auto point = calibration.points.rbegin(); point != calibration.points.rend(); ++point) {
    if (!point->band) continue;
    lower += fmt::format("L{:.1f} {:.1f}", x(point->forecast.value()), y(point->band->low.value()));
  }
  if (!upper.empty()) svg += fmt::format(R"(<path class="band" d="{}{}Z"/>)", upper, lower);
  svg += fmt::format(R"(<path class="perfect" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>)", x(0), y(0),
                     x(1), y(1));
  std::string path;
  std::string dots;
  std::size_t most = 1;
  for (const score::CalibrationPoint& point : calibration.points) most = std::max(most, point.n);
  for (const score::CalibrationPoint& point : calibration.points) {
    const double across = x(point.forecast.value());
    const double up = y(point.recalibrated.value());
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', across, up);
    dots += fmt::format(
        R"(<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>)",
        across, up, 3 + 5 * std::sqrt(static_cast<double>(point.n) / static_cast<double>(most)),
        html_plain(
            speech.say("calibration.dot", {{"forecast", speech.short_percent(point.forecast)},
                                           {"came_true", speech.short_percent(point.recalibrated)},
                                           {"n", static_cast<std::int64_t>(point.n)}})));
  }
  return svg + fmt::format(R"(<path class="line" d="{}"/>)", path) + dots + "</svg>";
}

std::string bar_svg(double share) {
  const double length = 50 * std::clamp(std::fabs(share), 0.0, 1.0);
  return fmt::format(
      R"(<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">)"
      R"(<path class="track" d="M50 0V10"/><rect class="{}" x="{:.1f}" y="1" width="{:.1f}" )"
      R"(height="8"/></svg>)",
      share < 0 ? "against" : "for", share < 0 ? 50 - length : 50, length);
}

}  // namespace signpost::report
