// Kinds within kinds: which streams' events are also events of which others.
#pragma once

#include <compare>
#include <span>
#include <vector>

#include "engine/belief/question.h"

namespace signpost::belief {

/// The streams of a question as a forest, by Stream::of.
class Kinds {
 public:
  explicit Kinds(const Question& question);

  /// Whether any stream is of a wider one.
  [[nodiscard]] bool any() const { return any_; }
  /// The streams that are directly of this one.
  [[nodiscard]] const std::vector<int>& parts(int stream) const {
    return parts_[static_cast<std::size_t>(stream)];
  }
  [[nodiscard]] bool is_wider(int stream) const { return !parts(stream).empty(); }
  /// All that are of it, directly or not.
  [[nodiscard]] std::vector<int> narrower(int stream) const;
  /// Whether `narrow` is of `wide`, directly or not. Not of itself.
  [[nodiscard]] bool is_of(int narrow, int wide) const;
  /// All streams, each after those that are of it; else by index.
  [[nodiscard]] const std::vector<int>& narrowest_first() const { return order_; }

 private:
  const Question& question_;
  std::vector<std::vector<int>> parts_;
  std::vector<int> order_;
  bool any_ = false;
};

/// The rates of a wider stream's events, net of those told as narrower kinds: a_w − Σ ρ·a_part.
struct NetRates {
  double if_true = 0;
  double if_false = 0;
};

/// The share ρ of a wider kind's events that is told as a narrower kind where and when an event is.
struct ToldAs {
  int stream = 0;  // the narrower kind
  double share = 0;

  friend auto operator<=>(const ToldAs&, const ToldAs&) = default;
};

/// As far as they are told as such. The stream's own where none is.
NetRates net_rates(const Question& question, int stream, std::span<const ToldAs> told);
/// Where all that happens as a narrower kind is told as such (ρ = 1).
NetRates net_rates(const Question& question, const Kinds& kinds, int stream);

}  // namespace signpost::belief
