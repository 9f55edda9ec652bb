// A report as JSON, for other programs.
//
// signpost.report/1: raw numbers with 17 digits, texts in the report's language. What is absent is
// null, a list without entries is empty. Probabilities are 0 … 1, weights decibans (`…_db`),
// instants RFC 3339, `items` the numbers that `evidence show` takes.
//
//   {"format", "language": en|ar, "as_of", "known_at", "hindsight", "not_known_then", "title",
//    "reading", "since", "publications": […], "withheld", "moved": […], "due": […], "foot": […],
//    "scenarios": [{
//     "id", "title", "role", "forecast", "translation", "publication", "wording",
//     "state": open|not_yet_open|past_horizon|resolved, "revision", "opened", "horizon",
//     "probability", "log_odds_db", "word": {"scale", "key"}, "interval": {"low", "high"},
//     "cannot_tell", "prior", "prior_because", "base_rate",
//     "confidence": {"level": low|moderate|high, "width", "origins", "without_strongest"},
//     "fragility",
//     "linchpins": {"events": {"names": […], "probability_without", "exact"}, "sources": {…}},
//     "movement": {"from", "before", "after", "change_points", "change_db", "word_changed",
//       "paragraph", "parts": [{"kind", "label", "items": […], "change_db"}]},
//     "ledger": [{"kind": opening|judgement|event|further|silence|rounding|closing, "event",
//       "indicator", "label", "under", "when", "grade", "source", "url", "note", "items": […],
//       "credibility", "arrived_db", "today_db", "probability_without"}],
//     "not_counted": [{"label", "reason", "items": […]}],
//     "indicators": [{"id", "title", "observable", "watched", "last_seen", "seen", "if_true",
//       "if_false", "ratio", "misfit", "counter", "uncovered", "stale"}],
//     "watch": [{"indicator", "title", "bits", "bits_if_covered", "if_seen", "if_silent",
//       "uncovered", "stale"}],
//     "assumptions": [{"text", "doubt"}], "covers": […], "advice": […],
//     "resolves": {"yes", "no", "open"}, "evidence_count", "evidence",
//     "history": [{"as_of", "probability", "low", "high"}],
//     "marks": [{"at", "label", "today_db", "probability"}]}]}
//
// A movement's parts sum to its `change_db`, the kinds being definitions, new, retracted,
// not_counted, amended, silence, fading. In the ledger all lines but the rounding sum to the
// closing balance; the rounding is what the lines, rounded to hundredths, miss it by.
#pragma once

#include <string>

#include "engine/report/report.h"

namespace signpost::report {

std::string report_json(const Report& report);

}  // namespace signpost::report
