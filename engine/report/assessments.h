// Kept assessments: their list, and two of them side by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/dossier.h"
#include "engine/model/saved.h"
#include "engine/report/speech.h"
#include "engine/report/terminal.h"

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
};

/// A line each: number, day, probability, interval, word, why it was made, title.
std::string kept_text(const std::vector<KeptLine>& kept, const Speech& speech,
                      const Terminal& terminal);
/// signpost.assessments/1
std::string kept_json(const std::vector<KeptLine>& kept);

std::string kept_change_text(const KeptChange& change, const Speech& speech,
                             const Terminal& terminal);
/// signpost.assessment-diff/1
std::string kept_change_json(const KeptChange& change);

}  // namespace signpost::report
