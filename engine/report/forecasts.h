// What others forecast, in a list.
#pragma once

#include <string>
#include <vector>

#include "engine/model/outcome.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// A forecast with its scenario's title, and whether that is settled.
struct ForecastLine {
  Forecast forecast;
  Bilingual title;
  bool settled = false;
};

/// By scenario, in the order of their times: when, who, how likely, and whether that was entered
/// more than a day later. What is sealed shows no figure.
Page forecasts_page(std::vector<ForecastLine> lines, const Speech& speech);
/// signpost.forecasts/1: {"forecasts":[{"scenario","by","at","probability","state","because",
/// "recorded","entered_later"}]}; state = stands, withdrawn or sealed (then without figure and
/// reason).
std::string forecasts_json(const std::vector<ForecastLine>& lines);

}  // namespace signpost::report
