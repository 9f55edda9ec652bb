// Kept assessments: their list, and two of them side by side.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/dossier.h"
#include "engine/model/saved.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// A kept assessment with its scenario's title.
struct KeptLine {
  SavedAssessment kept;
  Bilingual title;
};

/// Two of one scenario, and the change between them, split exactly.
struct KeptChange {
  KeptLine before;
  KeptLine after;
  Movement movement;
  std::map<std::string, Bilingual> indicators;  // titles of those that the movement names
};

/// A line each: number, day, probability, interval, why it was made, title; the title of a single
/// scenario stands above.
Page kept_page(const std::vector<KeptLine>& kept, const Speech& speech);
/// signpost.assessments/1
std::string kept_json(const std::vector<KeptLine>& kept);

/// What each came to, and below it what moved, in a column that adds up.
Page kept_change_page(const KeptChange& change, const Speech& speech);
/// signpost.assessment-diff/1
std::string kept_change_json(const KeptChange& change);

}  // namespace signpost::report
