// Curves of which the integrals are known in closed form, or by a fine rule on each smooth piece.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "engine/score/course.h"
#include "engine/score/random.h"
#include "engine/score/scoring_rules.h"

namespace signpost::score {

inline Instant second(std::int64_t s) { return Instant(std::chrono::seconds(1'640'995'200 + s)); }

inline double seconds_of(Instant at) { return static_cast<double>((at - second(0)).count()); }

/// From a second on until the next piece: p as a function of the seconds since then.
struct SmoothPiece {
  std::int64_t from = 0;
  std::function<double(double)> p;
};

struct Piecewise {
  std::vector<SmoothPiece> pieces;

  [[nodiscard]] const SmoothPiece& at(std::int64_t s) const {
    const auto next = std::upper_bound(
        pieces.begin(), pieces.end(), s,
        [](std::int64_t instant, const SmoothPiece& piece) { return instant < piece.from; });
    return *std::prev(next);
  }

  /// The curve, with the breaks told or not.
  [[nodiscard]] Curve curve(bool told) const {
    Curve curve;
    curve.at = [pieces = *this](std::span<const Instant> instants) {
      std::vector<Probability> answers;
      for (const Instant instant : instants) {
        const auto s = static_cast<std::int64_t>(seconds_of(instant));
        const SmoothPiece& piece = pieces.at(s);
        answers.emplace_back(piece.p(static_cast<double>(s - piece.from)));
      }
      return answers;
    };
    for (const SmoothPiece& piece : pieces) {
      if (told) curve.breaks.push_back(second(piece.from));
    }
    return curve;
  }

  /// The integral of f(p) over [from, until), by Gauss rules of five.
  template <class F>
  [[nodiscard]] double integral(std::int64_t from, std::int64_t until, F f) const {
    constexpr std::array<std::pair<long double, long double>, 5> kGauss = {
        {{0.046910077030668003601L, 0.118463442528094543757L},
         {0.230765344947158454482L, 0.239314335249683234021L},
         {0.5L, 0.284444444444444444444L},
         {0.769234655052841545518L, 0.239314335249683234021L},
         {0.953089922969331996399L, 0.118463442528094543757L}}};
    constexpr int kParts = 2000;  // of the piece, which widen as it goes on
    const auto edge = [](int k) {
      const long double share = static_cast<long double>(k) / kParts;
      return share * share * share;
    };
    long double sum = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const std::int64_t begin = std::max(from, pieces[i].from);
      const std::int64_t end = i + 1 < pieces.size() ? std::min(until, pieces[i + 1].from) : until;
      if (begin >= end) continue;
      const auto length = static_cast<long double>(end - begin);
      for (int k = 0; k < kParts; ++k) {
        const long double part = length * (edge(k + 1) - edge(k));
        for (const auto& [place, weight] : kGauss) {
          const long double at =
              static_cast<long double>(begin - pieces[i].from) + length * edge(k) + part * place;
          sum += weight * part *
                 static_cast<long double>(f(Probability(pieces[i].p(static_cast<double>(at)))));
        }
      }
    }
    return static_cast<double>(sum);
  }
};

/// Back to a base rate from p: base + (p − base)·e^(−t/τ).
inline std::function<double(double)> relaxation(double base, double p, double tau) {
  return [=](double t) { return base + (p - base) * std::exp(-t / tau); };
}

/// n + 1 relaxations with n jumps between them at random places inside (0, length).
inline Piecewise relaxations(Random& random, std::size_t n, std::int64_t length, double tau) {
  std::vector<std::int64_t> starts = {0};
  while (starts.size() <= n) {
    starts.push_back(1 +
                     static_cast<std::int64_t>(random.uniform() * static_cast<double>(length - 1)));
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  }
  const double base = 0.02 + 0.5 * random.uniform();
  Piecewise made;
  for (const std::int64_t start : starts) {
    made.pieces.push_back({start, relaxation(base, 0.001 + 0.99 * random.uniform(), tau)});
  }
  return made;
}

}  // namespace signpost::score
