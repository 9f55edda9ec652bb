// The question that belief is put of a scenario, and the names that its numbers stand for.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/belief/question.h"
#include "engine/belief/uncertainty.h"
#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/model/outcome.h"

namespace signpost::assess {

/// A question with the names that its numbers stand for; they live in the archive.
struct NamedQuestion {
  const Scenario& scenario;
  int revision = 1;
  belief::Question question;
  std::vector<const Indicator*> indicators;      // as question.streams
  std::vector<const Expectation*> expectations;  // as question.streams
  std::vector<const Indicator*> counted = {};    // as question.count->streams
  std::span<const std::string> keys;             // the names of interned keys
  std::optional<Resolution> resolution = {};     // as known then; the question's clock heeds it

  [[nodiscard]] std::string indicator_name(int stream) const;  // empty: unforeseen
  [[nodiscard]] std::string key_name(belief::Key key) const;   // empty: its own
  /// How far the definitions say that their numbers may be off.
  [[nodiscard]] belief::Uncertainty uncertainty() const;
};

/// Finds the definition of an indicator by its id; null where there is none.
using FindIndicator = std::function<const Indicator*(const std::string&)>;

/// What a question takes from definitions alone: nothing said, coverage as declared there.
/// `indicators` are those of the expectations, in the same order, which must be that of their ids.
/// `find` finds the others, through which one may be of a wider one that is expected.
belief::Question question_of(const Scenario& scenario,
                             std::span<const Expectation* const> expectations,
                             std::span<const Indicator* const> indicators,
                             const FindIndicator& find);

/// The count part of a question, from definitions alone. `counted` are the criterion's indicators
/// and those that may be kinds of them, in the order of their ids.
belief::CountedQuestion counted_question_of(const Criterion& criterion,
                                            std::span<const Indicator* const> counted,
                                            const FindIndicator& find);

/// Whether an indicator is counted: by the criterion's word, or as a kind of one that is. `stream` is
/// a place in `question.streams`.
bool is_counted(const belief::CountedQuestion& question, std::size_t stream);

/// The same as it is hoped to go: indicators that only totals or feeds cover are covered by them,
/// at the credibility of B2 by the table, wherever the definition declares nothing.
belief::Question hoped_for(const Scenario& scenario,
                           std::span<const Expectation* const> expectations,
                           std::span<const Indicator* const> indicators, const FindIndicator& find,
                           const GradeTable& table = {});

/// The expectations in the order of their indicators' ids, as questions have them.
std::vector<const Expectation*> in_order(const std::vector<Expectation>& expectations);

const Sighting* sighting_of(const Item& item, std::string_view indicator);
const Bearing* bearing_on(const Item& item, std::string_view scenario);

}  // namespace signpost::assess
