// Time integrals of what a curve earns.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/quantities.h"
#include "engine/score/course.h"
#include "engine/time/instant.h"

namespace signpost::score {

/// Which of the integrals are wanted: a logarithm a node is what they cost.
enum class Outcomes { kNo, kYes, kEither };

/// The curve's answer, one probability an instant.
std::vector<Probability> asked(const Curve& curve, std::span<const Instant> instants);

/// Integrals over a stretch of time, in seconds times the score, by outcome (0 no, 1 yes); those
/// not asked for are 0.
struct Integrals {
  std::array<double, 2> brier{};
  std::array<double, 2> log_probability{};
};

struct CurveIntegrals {
  std::vector<Integrals> stretches;  // one between each two edges
  std::optional<Probability> spot;
  std::size_t calls = 0;  // of the curve
  std::size_t nodes = 0;
};

/// The integrals of the curve between each two neighbours of `edges`, which ascend strictly; and
/// its probability at `spot`, which need not lie among them. The curve is taken to stand
/// everywhere.
/// Accuracy  1e-10 of the time between the first and the last edge, of curves that are analytic,
///           on a scale of an hour or more, but for jumps and kinks at whole seconds (seen: 1e-12).
///           Where breaks crowd within a few seconds it is what it is at its seconds. As p is
///           rounded, so is 1 − p: to 1e-16/(1 − p) in the logarithm for a no.
/// Cost      one call where the pieces between told breaks are smooth on the scale of their length
///           (17 nodes each); else one more a level of bisection. Every node is asked once a level.
CurveIntegrals integrals(const Curve& curve, std::span<const Instant> edges, Outcomes outcomes,
                         std::optional<Instant> spot = std::nullopt);

}  // namespace signpost::score
