// What history teaches: of an indicator, of a scenario, of the desk's grades.
#pragma once

#include <string>

#include "engine/learn/lessons.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// The lines to paste into definitions: TOML, with the reasons in both languages. Empty where history
/// teaches nothing that a definition holds. Figures have three digits, factors are rounded up to a
/// tenth.
///   of an indicator  baseline, dispersion, lag: for its [[indicator]]
///   of a scenario    base_rate and lasts, where it has them, for its [[scenario]]; and a
///                    [[scenario.expects]] for each expectation of which rates are learnt: given met
///                    and not met where past windows tell, else the declared ratio about the level
///   of grades        a [[grade]] for each letter and digit with a verdict, or that those moved
std::string lines_to_paste(const learn::IndicatorLesson& lesson);
std::string lines_to_paste(const learn::ScenarioLesson& lesson);
std::string lines_to_paste(const learn::GradeLesson& lesson);

Page learning_page(const learn::IndicatorLesson& lesson, const Speech& speech);
Page learning_page(const learn::ScenarioLesson& lesson, const Speech& speech);
Page learning_page(const learn::GradeLesson& lesson, const Speech& speech);

/// signpost.learn/1: {"of": "indicator"|"scenario"|"grades","id","known_at",…,"lines"}. Rates are per
/// day, durations days; what is not known is null.
///   indicator  LESSON: {"history","from","until","counted","exposure_days","told_by_days","months",
///              "level":{"rate","low","high"},"year","half_year":{"rate","low","high","within",
///              "tested","held"},"drift","dispersion":{"week","month","quarter","half_year"},"season":
///              {"shows","chance","factors":[12]},"silence":{"from","until","running"},"delays":
///              {"reports","quantiles":[{"share","days"}],"longest_days","lag_days"},
///              "without_delay"}
///   scenario   {"judged_by","window_days","windows":[{"from","until","met"}],"unjudged","base_rate":
///              {"mean","low","high","windows","met","few"},"spells":{"ended","open","mean_days",
///              "low_days","high_days","longest_days"},"expectations":[{"indicator","if_true",
///              "if_false","met","not_met":{"rate","low","high","within","windows","counted"},
///              "level": LESSON}]}
///   grades     {"verdicts","without_grade","gain_nats","letters","digits":[{"grade","in_force",
///              "learnt","low","high","verdicts","true"}]}
std::string learning_json(const learn::IndicatorLesson& lesson);
std::string learning_json(const learn::ScenarioLesson& lesson);
std::string learning_json(const learn::GradeLesson& lesson);

}  // namespace signpost::report
