// The drawings of an HTML report, as inline SVG: readable without scripts, in print, and in dark
// and light, since colours are the style sheet's (report.css names the classes). Time runs from
// left to right in every language. And the same history as data, for the chart that scripts draw.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/model/quantities.h"
#include "engine/report/report.h"
#include "engine/report/speech.h"
#include "engine/score/calibration.h"

namespace signpost::report {

/// The history: the interval as a band, the probability as a line, each event that counts as a mark
/// (filled where it speaks for, hollow where it speaks against). `anchor` makes its ids unique in
/// the page. Empty where there are no points.
std::string history_svg(const ScenarioReport& scenario, const Speech& speech,
                        std::string_view anchor);

/// The history for report.js, as JSON that may stand inside <script>; empty where there are no
/// points:
///   t       seconds since 1970, one a point
///   p, low, high
///   said    one a point: its probability, interval and day as printed
///   marks   [t, p, +1 or −1, label], in the order of time
///   days    the time axis: [t, first line, second line]
///   levels  the other axis: [p, label]
std::string history_json(const Chart& chart, const Speech& speech);

/// From 0 to 100 %: the interval as a bar, the probability as a dot.
std::string range_svg(const ScenarioReport& scenario);

/// The line of the history alone, small.
std::string trend_svg(const Chart& chart);

/// The same of values alone, evenly spaced, the last one marked; where one is missing the line has a
/// gap. Empty of fewer than two.
std::string trend_svg(std::span<const std::optional<Probability>> values);

/// A share of 0 to 1, as a bar from the left.
std::string share_svg(Probability share);

/// The reliability diagram: for each value that was forecast (across) what came true of it (up), as
/// dots that grow with how often it was forecast, with the diagonal of perfect calibration and the
/// band in which calibrated forecasts would lie. `summary` says in words what it shows.
std::string reliability_svg(const score::Calibration& calibration, const Speech& speech,
                            std::string_view summary);

/// A line of the account, −1 … 1, from the middle to the right or to the left.
std::string bar_svg(double share);

}  // namespace signpost::report
