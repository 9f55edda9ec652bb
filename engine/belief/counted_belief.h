// Belief of a countable forecast: a fixed fact about which its count tells most.
//
//   ln odds = those of the count (count.h) + evidence beside it + silence beside it
//
// What stands beside the count, the question's own streams and what bears on it, is told as of a
// fixed fact with π₀ = P at the opening, which enters m = π₀·a + (1 − π₀)·b. Once the count has
// decided it is worth nothing: whether so many were counted is then seen, and no longer believed.
// P stays within the bounds of the count's (kLeastProbability), whatever is told, so one more
// counted event never lowers it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/count.h"
#include "engine/belief/question.h"
#include "engine/model/assessment.h"

namespace signpost::belief {

/// What belief of a countable forecast is made of, at a moment.
class CountedBelief {
 public:
  /// Whether P at the opening is always reckoned, or only where something stands beside the count.
  enum class Opening : std::uint8_t { kAlways, kWhereItMatters };

  /// Nothing where there is no history yet.
  static std::optional<CountedBelief> of(const Question& question, const Moment& moment,
                                         Opening opening = Opening::kWhereItMatters);
  /// At many dates, with what is known at one instant.
  static std::vector<std::optional<CountedBelief>> at(const Question& question,
                                                      std::span<const Instant> as_of,
                                                      Instant known_at,
                                                      Opening opening = Opening::kWhereItMatters);
  /// Errors  std::logic_error where there is no history yet.
  static CountedBelief needed(const Question& question, const Moment& moment,
                              Opening opening = Opening::kWhereItMatters);

  [[nodiscard]] LogOdds log_odds() const { return join(beside_); }
  /// By the count alone.
  [[nodiscard]] LogOdds count() const { return count_; }
  /// P at `opened`, known as at the moment; where there was no history then, at the first start of a
  /// period at which there is. As at the moment where that is not after `opened`, or where it was
  /// not reckoned.
  [[nodiscard]] LogOdds opening() const { return opening_; }
  [[nodiscard]] bool decided() const { return decided_; }
  /// What it comes to with so much beside the count.
  [[nodiscard]] LogOdds join(LogOdds beside) const;
  /// How much of what stands beside the count is worth something, by which each entry is
  /// multiplied: 1, less where the bounds of P leave less, 0 once the count has decided.
  [[nodiscard]] double share() const;
  /// All evidence and silence beside the count, in full.
  [[nodiscard]] LogOdds beside() const { return beside_; }
  /// The question of what stands beside the count: a fixed fact that opens at `opening`.
  static Question beside(const Question& question, LogOdds opening);

 private:
  LogOdds count_;
  LogOdds opening_;
  LogOdds beside_;
  bool decided_ = false;
};

/// The error of asking for a P where there is no history yet.
std::logic_error no_history();

/// See believe.h, of a countable forecast.
Account counted_account(const Question& question, const Moment& moment);
std::vector<LogOdds> counted_silence_since(const Question& question, const Moment& moment,
                                           Instant since);
/// Dates between which nothing was told cost one together, each other date one of its own.
std::vector<std::optional<LogOdds>> counted_standings_as_known_then(const Chronicle& chronicle,
                                                                    std::span<const Instant> as_of);
/// Dates at which what was counted by then is what is now counted of that time are answered in one
/// pass; each other date costs one of its own.
std::vector<std::optional<LogOdds>> counted_standings(const Question& question,
                                                      std::span<const Instant> as_of,
                                                      Instant known_at);

}  // namespace signpost::belief
