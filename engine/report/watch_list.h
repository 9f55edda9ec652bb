// The watch-list: of each scenario the indicators that may tell most in the days to come.
#pragma once

#include <string>

#include "engine/model/dossier.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

struct WatchListChoices {
  bool all = false;  // every indicator, not only the first few of each scenario
};

/// A line an indicator: expected information in bits, what P becomes if it is seen tomorrow and if
/// it stays silent, its title; those that nobody covers or that have gone stale are marked.
Page watch_list_page(const WatchList& list, const WatchListChoices& choices, const Speech& speech);

/// signpost.watch-list/1: {"format","as_of","known_at","window_days","scenarios":[{"id","title",
/// "probability","indicators":[{"id","title","bits","bits_if_covered","expected","if_seen",
/// "if_silent","level","last_seen","uncovered","stale"}]}]}
std::string watch_list_json(const WatchList& list);

}  // namespace signpost::report
