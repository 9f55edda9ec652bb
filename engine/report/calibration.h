// Whether 70 % came true in seven of ten, as a table with bars, as CSV and as JSON.
#pragma once

#include <string>

#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/score/scorecard.h"

namespace signpost::report {

/// What was forecast, what it should have been, and whether chance explains the difference.
Page calibration_page(const score::CalibrationCard& card, const Speech& speech);
/// The same of a calibration alone, wherever it comes from.
Page calibration_page(const score::Calibration& calibration, const Speech& speech);
/// "Brier 0.12 of 40 = 0.01 for miscalibration − …"
std::string calibration_in_words(const score::Calibration& calibration, const Speech& speech);

/// signpost.calibration/1: {"known_at","hindsight","lead_days","score","mcb","dsc","unc","n",
/// "points":[{"forecast","recalibrated","n","low","high"}],"groups":[{"kind","of","score","mcb",
/// "dsc","unc","n"}],"not_due","opened_later","settled_before"}
std::string calibration_json(const score::CalibrationCard& card);
/// forecast,recalibrated,n,low,high
std::string calibration_csv(const score::CalibrationCard& card);

}  // namespace signpost::report
