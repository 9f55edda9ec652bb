#include "engine/report/count.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/report/escape.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

/// What is enough, counted one by one.
std::string enough(const CountStanding& count, const Speech& speech) {
  return speech.number(static_cast<std::int64_t>(std::ceil(count.at_least - 1e-9)));
}

// --- the chart ----------------------------------------------------------------------------------

// In the user units of the SVG, as in chart.cc.
constexpr double kWidth = 720;
constexpr double kHeight = 250;
constexpr double kLeft = 64;
constexpr double kRight = 16;
constexpr double kTop = 16;
constexpr double kBottom = 42;

/// 1, 2 or 5 times a power of ten: so that about four steps reach so far.
double step_to(double most) {
  const double rough = most / 4;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double step : {1.0, 2.0, 5.0, 10.0}) {
    if (step * power >= rough) return std::max(1.0, step * power);
  }
  return std::max(1.0, 10 * power);
}

class CountChart {
 public:
  CountChart(const CountStanding& standing, const CountForecast& forecast, const Speech& speech)
      : standing_(standing), forecast_(forecast), speech_(speech) {
    most_ = std::max(standing.at_least, standing.counted);
    for (const CountForecast::Foretold& end : forecast.fan) {
      most_ = std::max(most_, end.quantiles.back());
    }
    most_ = std::max(1.0, 1.05 * most_);
  }

  std::string drawn() const { return grid() + fan() + threshold() + course(); }

 private:
  [[nodiscard]] double x(Instant at) const {
    const double share = Days(at - standing_.from) / Days(standing_.to - standing_.from);
    return kLeft + std::clamp(share, 0.0, 1.0) * (kWidth - kLeft - kRight);
  }
  [[nodiscard]] double y(double count) const {
    return kTop + (1 - count / most_) * (kHeight - kTop - kBottom);
  }
  static std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
    return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y, anchor,
                       html_plain(text));
  }

  [[nodiscard]] std::string grid() const {
    std::string svg = R"(<g class="grid">)";
    const double step = step_to(most_);
    for (double count = 0; count <= most_; count += step) {
      svg += fmt::format(R"(<path d="M{:.1f} {:.1f}H{:.1f}"/>)", kLeft, y(count), kWidth - kRight);
      svg += text_at(kLeft - 8, y(count) + 4, "end", speech_.number(std::llround(count)));
    }
    svg += text_at(kLeft, kHeight - kBottom + 19, "start", speech_.short_day(standing_.from));
    svg += text_at(kWidth - kRight, kHeight - kBottom + 19, "end", speech_.short_day(standing_.to));
    return svg + "</g>";
  }

  /// Where the fan opens: what is counted by now.
  [[nodiscard]] CountForecast::Counted now() const {
    return forecast_.course.empty() ? CountForecast::Counted{standing_.from, 0}
                                    : forecast_.course.back();
  }

  [[nodiscard]] std::string fan() const {
    if (forecast_.fan.empty()) return {};
    const CountForecast::Counted begin = now();
    const auto between = [&](std::size_t low, std::size_t high, std::string_view name) {
      std::string path = fmt::format("M{:.1f} {:.1f}", x(begin.until), y(begin.counted));
      for (const CountForecast::Foretold& end : forecast_.fan) {
        path += fmt::format("L{:.1f} {:.1f}", x(end.until), y(end.quantiles[high]));
      }
      for (auto end = forecast_.fan.rbegin(); end != forecast_.fan.rend(); ++end) {
        path += fmt::format("L{:.1f} {:.1f}", x(end->until), y(end->quantiles[low]));
      }
      return fmt::format(R"(<path class="{}" d="{}Z"/>)", name, path);
    };
    std::string middle = fmt::format("M{:.1f} {:.1f}", x(begin.until), y(begin.counted));
    for (const CountForecast::Foretold& end : forecast_.fan) {
      middle += fmt::format("L{:.1f} {:.1f}", x(end.until), y(end.quantiles[2]));
    }
    return between(0, 4, "band") + between(1, 3, "band") +
           fmt::format(R"(<path class="apart" d="{}"/>)", middle);
  }

  [[nodiscard]] std::string threshold() const {
    const double at = y(standing_.at_least);
    return fmt::format(
        R"(<path class="revision" d="M{:.1f} {:.1f}H{:.1f}"><title>{}</title></path>)", kLeft, at,
        kWidth - kRight, html_plain(counted(standing_.at_least, speech_)));
  }

  [[nodiscard]] std::string course() const {
    std::string path = fmt::format("M{:.1f} {:.1f}", x(standing_.from), y(0));
    for (const CountForecast::Counted& point : forecast_.course) {
      path += fmt::format("L{:.1f} {:.1f}", x(point.until), y(point.counted));
    }
    return fmt::format(R"(<path class="line" d="{}"/>)", path);
  }

  const CountStanding& standing_;
  const CountForecast& forecast_;
  const Speech& speech_;
  double most_ = 1;
};

void periods_member(JsonWriter& json, const LedgerCount& count) {
  json.key("indicators").begin_array();
  for (const std::string& indicator : count.indicators) json.value(indicator);
  json.end_array().key("periods").begin_array();
  for (const LedgerPeriod& period : count.periods) {
    json.begin_object().member("from", period.from).member("until", period.until);
    json.member("counted", period.counted).member("foretold", period.foretold);
    json.key("interval").begin_array().value(period.low).value(period.high).end_array();
    json.member("at_start_db", period.at_start.decibans());
    json.member("brought_db", period.brought.decibans()).end_object();
  }
  json.end_array();
}

void forecast_member(JsonWriter& json, const CountForecast& forecast) {
  json.key("forecast").begin_object();
  json.member("history_from", forecast.history_from);
  json.member("months_of_history", forecast.months_of_history);
  json.member("few_months", forecast.few_months).member("season", forecast.season);
  json.member("level_per_day", forecast.level.per_day()).key("level_interval").begin_array();
  json.value(forecast.level_low.per_day()).value(forecast.level_high.per_day()).end_array();
  json.member("drift", forecast.drift).member("drift_declared", forecast.drift_declared);
  json.member("dispersion", forecast.dispersion);
  json.key("course").begin_array();
  for (const CountForecast::Counted& point : forecast.course) {
    json.begin_object().member("until", point.until).member("counted", point.counted).end_object();
  }
  json.end_array().key("fan").begin_array();
  for (const CountForecast::Foretold& end : forecast.fan) {
    json.begin_object().member("until", end.until).member("mean", end.mean);
    json.key("quantiles").begin_array();
    for (const double quantile : end.quantiles) json.value(quantile);
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

void beside_member(JsonWriter& json, const std::vector<JudgedBeside>& beside) {
  json.key("beside").begin_array();
  for (const JudgedBeside& one : beside) {
    json.begin_object().member("scenario", one.scenario);
    json.key("points").begin_array();
    for (const JudgedBeside::Point& point : one.points) {
      json.begin_object().member("as_of", point.as_of).member("counted", point.counted);
      json.member("judged", point.judged);
      json.member("judged_at_horizon", point.judged_at_horizon).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

std::string counted(double count, const Speech& speech) {
  const bool whole = std::fabs(count - std::round(count)) < 0.05;
  return whole ? speech.number(std::llround(count)) : speech.figure(count, 1);
}

std::string count_in_short(const CountStanding& count, const Speech& speech) {
  return speech.say("count.short", {{"counted", counted(count.counted, speech)},
                                    {"at_least", enough(count, speech)}});
}

std::vector<std::string> count_in_words(const Assessment& assessment,
                                        const std::optional<CountForecast>& forecast,
                                        const Speech& speech) {
  std::vector<std::string> said;
  if (!assessment.count) return said;
  const CountStanding& count = *assessment.count;
  if (assessment.no_history) {
    said.push_back(speech.say("count.no-history.told"));
    return said;
  }
  said.push_back(speech.say(count.reached() ? "count.reached"
                            : count.decided ? "count.missed"
                                            : "count.stands",
                            {{"counted", counted(count.counted, speech)},
                             {"at_least", enough(count, speech)},
                             {"from", speech.day(count.from)},
                             {"to", speech.day(count.to)}}));
  if (!forecast) return said;
  if (!forecast->fan.empty() && !count.decided) {
    const CountForecast::Foretold& end = forecast->fan.back();
    said.push_back(speech.say("count.foretold", {{"mean", counted(end.mean, speech)},
                                                 {"low", counted(end.quantiles.front(), speech)},
                                                 {"high", counted(end.quantiles.back(), speech)}}));
    const double missing = count.at_least - count.counted;
    const double months = std::max(1.0, end.to_come.count() / kDaysPerMonth);
    said.push_back(
        speech.say("count.needed", {{"missing", counted(std::ceil(missing - 1e-9), speech)},
                                    {"a_month", speech.figure(missing / months, 1)},
                                    {"level", speech.rate(forecast->level)}}));
  }
  said.push_back(speech.say(
      forecast->drift_declared ? "count.level-declared" : "count.level",
      {{"level", speech.rate(forecast->level)},
       {"low", speech.rate(forecast->level_low)},
       {"high", speech.rate(forecast->level_high)},
       {"n", static_cast<std::int64_t>(std::llround(forecast->months_of_history))},
       {"drift", speech.percent(Probability(std::min(1.0, std::expm1(forecast->drift))))}}));
  if (forecast->few_months) said.push_back(speech.say("count.few-months"));
  if (forecast->season) said.push_back(speech.say("count.season"));
  return said;
}

std::string pace_in_words(const CountPace& pace, const Speech& speech) {
  return speech.say("count.pace", {{"count", count_in_short(pace.standing, speech)},
                                   {"until", speech.day(pace.until)},
                                   {"needed", counted(pace.needed, speech)},
                                   {"mean", counted(pace.mean, speech)},
                                   {"low", counted(pace.low, speech)},
                                   {"high", counted(pace.high, speech)}});
}

std::string period_in_words(const LedgerPeriod& period, const Speech& speech) {
  const bool nobody_counted = period.counted == 0 && period.foretold == 0;
  if (nobody_counted) return speech.say("count.period-untold");
  return speech.say("count.period", {{"counted", counted(period.counted, speech)},
                                     {"foretold", counted(period.foretold, speech)},
                                     {"low", speech.number(period.low)},
                                     {"high", speech.number(period.high)}});
}

std::vector<BesideText> beside_in_words(const std::vector<JudgedBeside>& beside,
                                        const Speech& speech) {
  std::vector<BesideText> texts;
  for (const JudgedBeside& one : beside) {
    BesideText& text = texts.emplace_back();
    text.title = speech.text(one.title);
    if (one.resolution) text.settled = as_sentence(settled_in_words(*one.resolution, speech));
    text.asks_of_horizon = std::any_of(
        one.points.begin(), one.points.end(),
        [](const JudgedBeside::Point& point) { return point.judged_at_horizon != point.judged; });
    for (const JudgedBeside::Point& point : one.points) {
      BesideText::Row& row = text.rows.emplace_back();
      row.as_of = speech.short_day(point.as_of);
      row.counted = point.counted ? speech.percent_exact(*point.counted) : "–";
      row.judged = speech.percent_exact(point.judged);
      if (text.asks_of_horizon) row.at_horizon = speech.percent_exact(point.judged_at_horizon);
    }
  }
  return texts;
}

void add_beside_table(Page& page, const BesideText& beside, std::size_t indent,
                      const Speech& speech) {
  enum : std::size_t { kDay, kCounted, kJudged, kAtHorizon };
  const auto column = [&](const char* key, std::string BesideText::Row::*figure) {
    std::string head = speech.say(key);
    std::vector<std::string> cells = {head};
    for (const BesideText::Row& row : beside.rows) cells.push_back(row.*figure);
    return Column{.head = std::move(head), .width = widest(cells), .gap = 3, .end = true};
  };
  std::vector<Column> columns = {
      {.head = speech.say("label.as-of"), .width = indent + 12, .end = true},
      column("label.by-count", &BesideText::Row::counted),
      column("label.as-judged", &BesideText::Row::judged),
      column("label.judged-at-horizon", &BesideText::Row::at_horizon)};
  columns[kAtHorizon].none = !beside.asks_of_horizon;
  Table& table = page.table(columns);
  Row& heads = table.heads();
  for (const std::size_t at : {kCounted, kJudged, kAtHorizon}) {
    if (!columns[at].none) heads.cell(at, columns[at].head, Style::kDim);
  }
  for (const BesideText::Row& told : beside.rows) {
    Row& row = table.row();
    row.cell(kDay, told.as_of, Style::kDim)
        .cell(kCounted, told.counted, Style::kBold)
        .cell(kJudged, told.judged);
    if (beside.asks_of_horizon) row.cell(kAtHorizon, told.at_horizon);
  }
}

void count_member(JsonWriter& json, const Assessment& assessment,
                  const std::optional<CountForecast>& forecast,
                  const std::vector<JudgedBeside>& beside) {
  json.key("count");
  if (!assessment.count) {
    json.null();
    return;
  }
  const CountStanding& count = *assessment.count;
  json.begin_object().member("from", count.from).member("to", count.to);
  json.member("at_least", count.at_least).member("counted", count.counted);
  json.member("decided", count.decided).member("no_history", assessment.no_history);
  if (assessment.ledger && assessment.ledger->count) {
    periods_member(json, *assessment.ledger->count);
  }
  if (forecast) forecast_member(json, *forecast);
  if (!beside.empty()) beside_member(json, beside);
  json.end_object();
}

std::string count_svg(const CountStanding& standing, const CountForecast& forecast,
                      const Speech& speech, std::string_view title, std::string_view summary,
                      std::string_view anchor) {
  return fmt::format(R"(<svg class="history count" viewBox="0 0 {} {}" role="img" direction="ltr" )"
                     R"(aria-labelledby="{}-count {}-counted"><title id="{}-count">{}</title>)"
                     R"(<desc id="{}-counted">{}</desc>)",
                     kWidth, kHeight, anchor, anchor, anchor, html_plain(title), anchor,
                     html_plain(summary)) +
         CountChart(standing, forecast, speech).drawn() + "</svg>";
}

}  // namespace signpost::report
