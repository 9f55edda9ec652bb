// Credit: how much each entry of an account moved belief towards what then happened, or away.
//
// Once a scenario has come out, its forecast is worth b = log₂ of the probability that it gave to
// what happened, in bits: 0 is certainty, −1 fifty-fifty. Along the way from the prior to the close
// every change of b has one cause:
//
//   an event of evidence   b just after it less b just before
//   a gap                  b' = ∂b/∂x · x' with x' = −g(x) − Σ δ_j (fading.h): each indicator's
//                          silence has −δ_j ∫ ∂b/∂x dt, and fading what is left
//
// so that the credits of all entries add up to b at the close less b of the prior.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// Which probability is scored.
enum class Scored : std::uint8_t {
  kNow,        // that the scenario is under way
  kAtHorizon,  // that it will be at its horizon; fading moves nothing of it
};

/// Of one item of an event that counts: the most credible one of its origin.
struct ItemCredit {
  ItemId item = 0;
  double bits = 0;
};

/// Of one event, all its jumps together.
struct EventCredit {
  double bits = 0;
  /// Shared out among its origins as each takes away doubt: by −ln(1 − q).
  std::vector<ItemCredit> items;
};

/// In bits; `prior` + all credits = `close`.
struct Credit {
  double prior = 0;  // log₂ of the probability that the prior gave to what happened
  double close = 0;  // of what was believed last
  std::vector<EventCredit> events;  // as Account::events
  std::vector<double> silence;      // one a stream; at set times also of those not used
  double fading = 0;
  /// Of a countable forecast what its count brought: all but what evidence and silence beside it
  /// would have moved P from the opening on by themselves.
  double count = 0;
};

/// Of a scenario that came true (`outcome`) or did not, at the moment when it was last believed.
/// Before `opened` all is 0.
/// Needs     `account` is that of the question at the moment.
/// Accuracy  1e-9 bits an entry; the sum to rounding.
/// Cost      linear in jumps and changes, with some dozens of logistic functions a gap.
Credit credit(const Question& question, const Moment& moment, const Account& account, bool outcome,
              Scored scored);

}  // namespace signpost::belief
