// The track record of indicators, sources, grades and kinds of evidence.
#pragma once

#include <string>

#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/score/credits.h"

namespace signpost::report {

/// What each earned over the settled scenarios, in bits, how often it pointed right and whether that
/// can be told from chance; what is dead weight by name; and how belief in each scenario came from
/// its prior to its close.
Page credits_page(const score::CreditCard& card, const Speech& speech);

/// signpost.track-record/1: {"known_at","hindsight","not_counted","indicators":[LINE],
/// "sources":[LINE],"grades":[LINE],"kinds":[LINE],"scenarios":[{"scenario","outcome","cluster",
/// "prior_bits","close_bits","evidence_bits","silence_bits","fading_bits","events":[{"event",
/// "indicator","kind","occurred","bits","items":[{"id","bits","source","grade"}]}],"silence":
/// [{"indicator","bits"}]}]}; LINE: {"of","n","clusters","events","pointed_right","bits",
/// "evidence_bits","silence_bits","bits_a_scenario","interval":[low, high] or null,"worth"}, of a
/// source also "confirmed","refuted","denied". Of each scenario prior_bits + evidence_bits +
/// silence_bits + fading_bits = close_bits.
std::string credits_json(const score::CreditCard& card);

}  // namespace signpost::report
