// A forecaster's forecast over time: in steps, as people give it, or along a curve, as a model does.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost::score {

/// From an instant on until the next entry: a probability, or none, where it was withdrawn.
struct Entry {
  Instant at;
  std::optional<Probability> probability;
};

/// Entries in the order of time; of several at one instant the last stands. None before the first.
struct Steps {
  std::vector<Entry> entries;
};

/// A forecast that moves by itself.
///   at      probabilities at instants that ascend strictly, as many as it was asked for; pure. It
///           is smooth but for jumps and kinks, and what it is at the second of a jump holds from
///           then on.
///   breaks  where it jumps or bends, in any order; those that are not told are found.
///   from, until  it stands within [from, until), as far as these are given; `at` is not asked
///           outside.
struct Curve {
  // Written out, and defined elsewhere: where g++ 12 sees a std::function in a variant being moved,
  // it warns wrongly that it is uninitialized (as in GCC bug 105562).
  Curve();
  Curve(const Curve& other);
  Curve(Curve&& other) noexcept;
  Curve& operator=(const Curve& other);
  Curve& operator=(Curve&& other) noexcept;
  ~Curve();

  std::function<std::vector<Probability>(std::span<const Instant>)> at;
  std::vector<Instant> breaks;
  std::optional<Instant> from;
  std::optional<Instant> until;
};

using Course = std::variant<Steps, Curve>;

}  // namespace signpost::score
