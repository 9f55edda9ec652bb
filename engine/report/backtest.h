// What alerts would have done: when each would have been raised and cleared, and how far ahead.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/model/backtest.h"
#include "engine/model/definitions.h"
#include "engine/report/alerts.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

struct BacktestLine {
  AlertNames names;
  Backtest backtest;
};

/// `known_at` nothing: each date with what was known then.
Page backtest_page(std::span<const BacktestLine> lines, const std::optional<Instant>& known_at,
                   const Speech& speech);

/// signpost.backtest/1: {"format","known_at","alerts":[{"id","title","scenario","when","dates",
/// "first","last","spells":[{"raised","cleared"}],"share_raised","settled","outcome","days_ahead",
/// "nearest":{…},"story":[{"as_of","probability","word","extreme","holds","in_a_row","state","reason"}]}]};
/// `known_at` is an instant or "as-of", `nearest` as an entry of `story`, or null.
std::string backtest_json(std::span<const BacktestLine> lines,
                          const std::optional<Instant>& known_at);

}  // namespace signpost::report
