// Explain: the account of one scenario, as a statement that adds up on the page, or as JSON.
#pragma once

#include <string>

#include "engine/model/standing.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

struct ExplainChoices {
  bool all = false;  // every event and every item not counted, not only the first
  Instant now;       // the clock
};

/// A statement of account in decibans, two decimals: opening balance, judgement, events (strongest
/// first), silences, closing balance. The printed column adds up to the last decimal: each line is
/// rounded by itself, and where the sum of the rounded lines misses the rounded closing balance, a
/// line of its own says by how much. Below it what was not counted and why, rates that do not fit,
/// assumptions, advice.
Page explain_page(const Explanation& explanation, const ExplainChoices& choices,
                  const Speech& speech);

/// signpost.explain/1 (DESIGN.md §5). Rates are per day; `items` are the numbers that `evidence
/// show` takes. An event without a key, and a milestone without a single one, has `event` null.
std::string explain_json(const Explanation& explanation);

}  // namespace signpost::report
