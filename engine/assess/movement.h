// What moved, and why: the change between two assessments, split exactly.
#pragma once

#include <functional>

#include "engine/model/dossier.h"

namespace signpost::assess {

/// Account by account:
///   definitions   `redefined` − `before`: the earlier assessment under the later definitions,
///   new           what an event that is only in the later ledger is worth today,
///   retracted,    less what an event was worth that is gone: its items are withdrawn, or they
///   not counted   stand and count elsewhere or no more (`stands` tells),
///   amended       the whole difference of an event whose weight on arrival is another,
///   silence       the difference of an indicator's silence accounts,
///   fading        all else: what faded of the judgement and of the events that are in both.
/// An event is the same where it has the same key under the same indicator, else where it shares an
/// item. The parts sum to the change, to rounding.
/// All three assessments with ledgers, of one scenario; `redefined` at the moment of `before`.
Movement movement(const Assessment& before, const Assessment& redefined, const Assessment& after,
                  const std::function<bool(ItemId)>& stands);

}  // namespace signpost::assess
