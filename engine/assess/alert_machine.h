// How alerts are judged. Pure: what an assessment says and what was judged before go in, the
// judgement comes out.
//
// Hysteresis: an alert is raised where its condition holds (`for` assessments in a row), and clears
// only beyond `clear`, not before `hold` has passed, and only by what was learnt since it was
// raised:
//
//   probability >= / <=   it would be beyond `clear` also if belief had not faded since
//   rises / falls         the same, measured from where it rose from; or it still is where it rose
//                         to, and was watched for the whole window
//   word changes          the word is back, not by fading alone; or the new one has stood for seven
//                         watched days: from then on it is the word at rest
//   indicator seen        it was watched for the whole window since, and not seen; or the sighting
//                         was withdrawn
//   no evidence           something was told
//
// So a feed that has gone dark never clears an alert: belief fades without it, and nothing is
// watched. A changed definition keeps the state and begins to count anew.
#pragma once

#include <optional>

#include "engine/model/alert.h"

namespace signpost::assess {

/// Is it judged by earlier judgements than the last?
bool looks_back(const Alert& alert);

/// Does the condition hold? (`origins` apart.) `last` is the judgement before, if any.
bool condition_holds(const Alert& alert, const std::optional<AlertEvaluation>& last,
                     const AlertReading& reading);

/// Is it raised, and would clear if it was evidence or watched silence that moved it? Only then
/// must the reading say `unfaded` and `watched`.
bool may_clear(const Alert& alert, const std::optional<AlertEvaluation>& last,
               const AlertReading& reading);

/// The judgement. `revision` is of the alert's definition. The assessment's number is the caller's.
AlertEvaluation judged(const Alert& alert, int revision, const std::optional<AlertEvaluation>& last,
                       const AlertReading& reading);

/// Judges the moment of `last` again under a new model, as it then stands: the condition decides
/// the state, not a row of assessments, and nobody is told. What was raised stays so until it is
/// beyond what clears it.
AlertEvaluation judged_again(const Alert& alert, int revision, const AlertEvaluation& last,
                             const AlertReading& reading);

/// Its scenario is settled: the alert is at an end, whatever it read. Nothing where that was said
/// already.
std::optional<AlertEvaluation> ended(const Alert& alert, int revision, const AlertEvaluation& last,
                                     const AlertReading& reading);

/// Is an assessment at `as_of` the next to be judged after `last`? Earlier ones are kept and not
/// judged. At one instant there may be several changes, and then one assessment by the clock.
bool comes_after(const std::optional<AlertEvaluation>& last, Instant as_of);

}  // namespace signpost::assess
