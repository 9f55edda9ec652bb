// How the forecasts fared: scores beside those of rivals.
#pragma once

#include <string>

#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/score/scorecard.h"

namespace signpost::report {

/// How many were opened, came due, were settled, left open and void; each forecaster's mean scores,
/// and how much of its loss the program spared; each scenario with its outcome and its Brier scores.
Page scorecard_page(const score::Scorecard& card, const Speech& speech);
/// Its two halves: all but the scenarios, and these alone.
Page scorecard_summary_page(const score::Scorecard& card, const Speech& speech);
Page scores_of_each_page(const score::Scorecard& card, const Speech& speech);

/// signpost.score/1: {"known_at","hindsight","peers","scenarios":[{"scenario","outcome","on",
/// "counted_from","closes","cluster","publisher_word","forecasters":[{"by","brier","log","baseline",
/// "peer","coverage","spot_baseline","spot_peer","spot","entered_late"}]}],"summary":{"opened",
/// "matured","settled","came_true","open","void","retired","not_counted","forecasters":[{"by","n",
/// "brier","log","baseline","peer","coverage","spot_baseline","spot_peer","bounds":{"all_yes",
/// "all_no","best","worst"},"skill":{BY:{"brier","log","n","clusters","interval":[low, high]}}}],
/// "publications","roles","clusters"}}. Without a counted forecast brier and log are null, the rest
/// 0; bounds are of Brier scores.
std::string scorecard_json(const score::Scorecard& card);

/// "Signpost", "even odds", "the prior left alone", or the name; ready to print.
std::string forecaster_in_words(const score::ForecasterName& by, const Speech& speech);

/// "14 opened, 12 due, 9 settled (4 came true), 2 left open, 1 void."
std::string tally_in_words(const score::Tally& tally, const Speech& speech);

/// One line each: the running score against each rival, for the head of a report; none where
/// nothing is settled.
std::vector<std::string> running_score_in_words(const score::Scorecard& card, const Speech& speech);

}  // namespace signpost::report
