#include "engine/report/forecasts.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

constexpr std::chrono::days kAtOnce{1};  // entered later than this is marked

bool is_shown(const ForecastLine& line) { return signpost::is_shown(line.forecast, line.settled); }

bool is_late(const Forecast& forecast) { return forecast.recorded - forecast.at > kAtOnce; }

}  // namespace

Page forecasts_page(std::vector<ForecastLine> lines, const Speech& speech) {
  Page page(speech.language());
  if (lines.empty()) {
    page.paragraph(speech.say("forecast.none"));
    return page;
  }
  std::stable_sort(lines.begin(), lines.end(), [](const ForecastLine& a, const ForecastLine& b) {
    return std::tie(a.forecast.scenario, a.forecast.at) <
           std::tie(b.forecast.scenario, b.forecast.at);
  });
  enum : std::size_t { kDay, kProbability, kBy };
  std::vector<std::string> days;
  std::vector<std::string> figures;
  for (const ForecastLine& line : lines) {
    const Forecast& one = line.forecast;
    days.push_back(speech.short_day(one.at));
    figures.push_back(!is_shown(line)    ? speech.say("forecast.is-sealed")
                      : !one.probability ? speech.say("forecast.is-withdrawn")
                                         : speech.percent(*one.probability));
  }
  Table* table = nullptr;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Forecast& one = lines[at].forecast;
    if (at == 0 || one.scenario != lines[at - 1].forecast.scenario) {
      if (at > 0) page.gap();
      page.heading(speech.text(lines[at].title), kAllLines);
      table = &page.table({{.head = speech.say("label.as-of"), .width = widest(days, 10), .gap = 2},
                           {.head = speech.say("label.probability"),
                            .width = widest(figures, 5),
                            .gap = 2,
                            .end = true},
                           {.head = speech.say("label.forecaster"), .gap = 2}});
    }
    Row& row = table->row();
    row.cell(kDay, days[at]).cell(kProbability, figures[at], Style::kBold);
    std::string who = quoted(one.by);
    if (is_late(one)) {
      who = speech.say("forecast.late", {{"by", who}, {"day", speech.short_day(one.recorded)}});
    }
    row.cell({.column = kBy, .words = {{std::move(who)}}, .lines = kAllLines});
    if (is_shown(lines[at]) && !one.because.empty()) {
      row.cell({.column = kBy,
                .words = {{speech.prose(one.because), Style::kDim}},
                .line = kBelow,
                .lines = kAllLines});
    }
  }
  return page;
}

std::string forecasts_json(const std::vector<ForecastLine>& lines) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.forecasts/1").key("forecasts").begin_array();
  for (const ForecastLine& line : lines) {
    const Forecast& one = line.forecast;
    const bool shown = is_shown(line);
    json.begin_object()
        .member("scenario", one.scenario)
        .member("by", one.by)
        .member("at", one.at)
        .member("probability", shown ? one.probability : std::nullopt)
        .member("state", !shown            ? "sealed"
                         : one.probability ? "stands"
                                           : "withdrawn");
    bilingual_member(json, "because", shown ? one.because : Bilingual());
    json.member("recorded", one.recorded).member("entered_later", is_late(one)).end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
