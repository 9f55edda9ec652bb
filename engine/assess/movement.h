// What moved, and why: the change between two assessments, split exactly.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/model/dossier.h"

namespace signpost::assess {

/// The assessments between which a change is split, each with its ledger, of one scenario.
struct Steps {
  Assessment before;     // as it was, or as it was kept (of which only the log-odds are read)
  Assessment remodeled;  // its moment and revision, reckoned today under today's model
  Assessment regraded;   // the same with grades worth what they are later
  Assessment redefined;  // the same under the later definitions, too
  /// The later moment with the coverage that was declared at the earlier; then with what was
  /// declared since of one indicator more each, and its reason. The last is the later assessment.
  Assessment uncovered;
  struct Covered {
    std::string indicator;
    std::string because;
    Assessment then;
  };
  std::vector<Covered> covered;
  std::map<std::string, LogOdds> new_silence;  // in `uncovered`, by indicator: of after `before`
  bool other_model = false;  // `before` was kept under another model; else evidence came in since
                             // that says it was known before

  [[nodiscard]] const Assessment& after() const {
    return covered.empty() ? uncovered : covered.back().then;
  }
};

/// Account by account, from the earlier ledger (`redefined`) to the later (`uncovered`):
///   model         `remodeled` − `before` (or kBackdated),
///   grades        `regraded` − `remodeled`,
///   definitions   `redefined` − `regraded`,
///   coverage      what was declared since of an indicator,
///   new           what an event that is only in the later ledger is worth today,
///   retracted,    less what an event was worth that is gone: its items are withdrawn, or they
///   not counted   stand and count elsewhere or no more (`stands` tells),
///   denied        the whole difference of an event that others deny now, and else is as it was,
///   amended       the whole difference of any other event whose weight on arrival is another,
///   silence       what was not seen of an indicator since,
///   count         of a countable forecast all else: what was counted and what was not,
///   fading        all else: what faded of the judgement, of the events that are in both, and of
///                 earlier silence.
/// An event is the same where it has the same key under the same indicator, else where it shares an
/// item. The parts sum to the change, to rounding; their points to that of the whole per cent.
Movement movement(const Steps& steps, const std::function<bool(ItemId)>& stands);

}  // namespace signpost::assess
