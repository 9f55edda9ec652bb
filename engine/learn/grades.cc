#include "engine/learn/grades.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/belief/distributions.h"
#include "engine/belief/sampling.h"

namespace signpost::learn {
namespace {

constexpr std::size_t kLetters = 5;  // A to E; F is 1
constexpr std::size_t kNumbers = 10;
constexpr std::size_t kOrders = 8;
constexpr int kDraws = 2000;
constexpr int kDrawsBefore = 200;
constexpr std::uint64_t kSeed = 20220128;

using Vector = std::array<double, kNumbers>;
using Matrix = std::array<Vector, kNumbers>;

/// Verdicts of one grade.
struct Graded {
  std::size_t letter = 5;
  std::size_t digit = 5;
  double counts[2] = {0, 0};  // false, true
};

double log1p_exp(double x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

/// Cholesky's factor of a positive definite matrix, to solve with.
class Solver {
 public:
  explicit Solver(const Matrix& matrix) {
    for (std::size_t i = 0; i < kNumbers; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = matrix[i][j];
        for (std::size_t k = 0; k < j; ++k) sum -= root_[i][k] * root_[j][k];
        root_[i][j] = i == j ? std::sqrt(sum) : sum / root_[j][j];
      }
    }
  }
  [[nodiscard]] Vector solve(Vector right) const {
    for (std::size_t i = 0; i < kNumbers; ++i) {
      for (std::size_t k = 0; k < i; ++k) right[i] -= root_[i][k] * right[k];
      right[i] /= root_[i][i];
    }
    for (std::size_t i = kNumbers; i-- > 0;) {
      for (std::size_t k = i + 1; k < kNumbers; ++k) right[i] -= root_[k][i] * right[k];
      right[i] /= root_[i][i];
    }
    return right;
  }

 private:
  Matrix root_{};
};

/// Of each pair in order the first.
constexpr std::size_t first_of(std::size_t order) {
  return order < kLetters - 1 ? order : order + 1;
}

/// The likeliest shifts of the table's logarithms.
class Regression {
 public:
  Regression(const GradeTable& table, double sd) : narrow_(std::isinf(sd) ? 0 : 1 / (sd * sd)) {
    for (std::size_t i = 0; i < kNumbers; ++i) {
      const auto& numbers = i < kLetters ? table.reliability : table.credibility;
      centre_[i] = std::log(numbers[i % kLetters]);
    }
    for (std::size_t order = 0; order < kOrders; ++order) {
      const std::size_t i = first_of(order);
      bounds_[order] = std::min(0.0, centre_[i] - centre_[i + 1]);
    }
  }

  [[nodiscard]] double log_odds(const Graded& graded, const Vector& shift) const {
    double sum = 0;
    if (graded.letter < kLetters) sum += centre_[graded.letter] + shift[graded.letter];
    if (graded.digit < kLetters) {
      sum += centre_[kLetters + graded.digit] + shift[kLetters + graded.digit];
    }
    return sum;
  }

  /// Whether a number may not be above the one before it.
  [[nodiscard]] bool ordered(std::size_t i) const { return bounds_[order_of(i - 1)] == 0; }

  /// −ln of the posterior, its gradient and second derivatives.
  struct Slope {
    double value = 0;
    Vector gradient{};
    Matrix curvature{};
  };
  [[nodiscard]] Slope slope(std::span<const Graded> all, const Vector& shift) const {
    Slope slope;
    for (std::size_t i = 0; i < kNumbers; ++i) {
      slope.value += 0.5 * narrow_ * shift[i] * shift[i];
      slope.gradient[i] = narrow_ * shift[i];
      slope.curvature[i][i] = narrow_;
    }
    for (const Graded& graded : all) {
      const double x = log_odds(graded, shift);
      const double many = graded.counts[0] + graded.counts[1];
      const double p = 1 / (1 + std::exp(-x));
      slope.value += many * log1p_exp(x) - graded.counts[1] * x;
      const double gradient = many * p - graded.counts[1];
      const double curvature = many * p * (1 - p);
      const bool has_letter = graded.letter < kLetters;
      const bool has_digit = graded.digit < kLetters;
      const std::size_t digit = kLetters + graded.digit;
      if (has_letter) {
        slope.gradient[graded.letter] += gradient;
        slope.curvature[graded.letter][graded.letter] += curvature;
      }
      if (has_digit) {
        slope.gradient[digit] += gradient;
        slope.curvature[digit][digit] += curvature;
      }
      if (has_letter && has_digit) {
        slope.curvature[graded.letter][digit] += curvature;
        slope.curvature[digit][graded.letter] += curvature;
      }
    }
    // Of what neither verdict nor prior tells anything, nothing moves.
    for (std::size_t i = 0; i < kNumbers; ++i) {
      if (slope.curvature[i][i] == 0) slope.curvature[i][i] = 1;
    }
    return slope;
  }

  /// Newton's method; each step goes to the minimum of the parabola within the order (Hildreth: by
  /// its multipliers, one at a time), or part of the way where that is too far.
  [[nodiscard]] Vector fit(std::span<const Graded> all, Vector shift = {}) const {
    constexpr int kTurns = 100;
    for (int turn = 0; turn < kTurns; ++turn) {
      const Slope here = slope(all, shift);
      const Vector step = ordered_step(here, shift);
      double largest = 0;
      double descent = 0;
      for (std::size_t i = 0; i < kNumbers; ++i) {
        largest = std::max(largest, std::fabs(step[i]));
        descent += here.gradient[i] * step[i];
      }
      double part = 1;
      Vector next = moved(shift, step, part);
      // What rounding alone makes worse is not worse.
      const double slack = 1e-13 * (1 + std::fabs(here.value));
      while (part > 1e-6 && slope(all, next).value > here.value + 1e-4 * part * descent + slack) {
        next = moved(shift, step, part /= 2);
      }
      shift = next;
      if (largest < 1e-12) break;
    }
    return shift;
  }

  /// Draws of the shifts: normal about the parabola's minimum, kept in order, one number after
  /// another given the others (Gibbs), and then what letters and digits may take from one another.
  [[nodiscard]] std::array<std::vector<double>, kNumbers> draws(std::span<const Graded> all,
                                                                const Vector& shift) const {
    const Slope here = slope(all, shift);
    const Vector back = Solver(here.curvature).solve(here.gradient);
    Vector middle{};
    for (std::size_t i = 0; i < kNumbers; ++i) middle[i] = shift[i] - back[i];
    std::array<std::vector<double>, kNumbers> drawn;
    belief::Random random(kSeed);
    Vector now = shift;
    for (int draw = -kDrawsBefore; draw < kDraws; ++draw) {
      for (std::size_t i = 0; i < kNumbers; ++i) {
        double pull = 0;
        for (std::size_t j = 0; j < kNumbers; ++j) {
          if (j != i) pull += here.curvature[i][j] * (now[j] - middle[j]);
        }
        const double sd = 1 / std::sqrt(here.curvature[i][i]);
        now[i] = between(middle[i] - pull * sd * sd, sd, least(i, now), most(i, now), random);
      }
      exchange(here.curvature, middle, now, random);
      if (draw < 0) continue;
      for (std::size_t i = 0; i < kNumbers; ++i) drawn[i].push_back(now[i]);
    }
    return drawn;
  }

 private:
  static Vector moved(Vector shift, const Vector& step, double part) {
    for (std::size_t i = 0; i < kNumbers; ++i) shift[i] += part * step[i];
    return shift;
  }

  /// How far above its bound a pair stands.
  [[nodiscard]] double room(std::size_t order, const Vector& shift) const {
    const std::size_t i = first_of(order);
    return centre_[i] + shift[i] - centre_[i + 1] - shift[i + 1] - bounds_[order];
  }

  [[nodiscard]] Vector ordered_step(const Slope& here, const Vector& shift) const {
    const Solver solver(here.curvature);
    Vector step = solver.solve(here.gradient);
    for (double& each : step) each = -each;
    std::array<Vector, kOrders> along{};  // what one unit of a pair's multiplier moves
    for (std::size_t order = 0; order < kOrders; ++order) {
      Vector pair{};
      pair[first_of(order)] = 1;
      pair[first_of(order) + 1] = -1;
      along[order] = solver.solve(pair);
    }
    std::array<double, kOrders> multipliers{};
    constexpr int kSweeps = 100'000;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      double largest = 0;
      for (std::size_t order = 0; order < kOrders; ++order) {
        const std::size_t i = first_of(order);
        const double room_after = room(order, shift) + step[i] - step[i + 1];
        const double stiff = along[order][i] - along[order][i + 1];
        const double change = std::max(-multipliers[order], -room_after / stiff);
        if (change == 0) continue;
        multipliers[order] += change;
        for (std::size_t j = 0; j < kNumbers; ++j) step[j] += change * along[order][j];
        largest = std::max(largest, std::fabs(change * stiff));
      }
      if (largest < 1e-14) break;
    }
    return step;
  }

  /// Verdicts hardly tell letters that are all better from digits that are all better, so that by
  /// one number at a time such a shift would come about slowly. It breaks no order.
  static void exchange(const Matrix& curvature, const Vector& middle, Vector& now,
                       belief::Random& random) {
    double stiff = 0;
    double pull = 0;
    for (std::size_t i = 0; i < kNumbers; ++i) {
      const double sign = i < kLetters ? 1 : -1;
      for (std::size_t j = 0; j < kNumbers; ++j) {
        stiff += sign * (j < kLetters ? 1 : -1) * curvature[i][j];
        pull += sign * curvature[i][j] * (now[j] - middle[j]);
      }
    }
    if (!(stiff > 0)) return;
    const double shift = -pull / stiff + random.normal() / std::sqrt(stiff);
    for (std::size_t i = 0; i < kNumbers; ++i) now[i] += i < kLetters ? shift : -shift;
  }

  /// The order's bounds on one number, the others given.
  [[nodiscard]] double least(std::size_t i, const Vector& now) const {
    if (i % kLetters == kLetters - 1) return -std::numeric_limits<double>::infinity();
    return now[i] - room(order_of(i), now);
  }
  [[nodiscard]] double most(std::size_t i, const Vector& now) const {
    if (i % kLetters == 0) return std::numeric_limits<double>::infinity();
    return now[i] + room(order_of(i - 1), now);
  }
  static std::size_t order_of(std::size_t i) { return i < kLetters ? i : i - 1; }

  /// A normal number that lies between two bounds.
  static double between(double mean, double sd, double low, double high, belief::Random& random) {
    const double a = (low - mean) / sd;
    const double b = (high - mean) / sd;
    // In the tail in which both lie differences of chances would cancel.
    const bool turned = a > 0;
    const double below = belief::normal_below(turned ? -b : a);
    const double above = belief::normal_below(turned ? -a : b);
    const double u = below + (above - below) * random.uniform();
    if (!(u > 0 && u < 1)) return std::clamp(mean, std::min(low, high), std::max(low, high));
    const double z = belief::normal_quantile(u);
    return std::clamp(mean + sd * (turned ? -z : z), std::min(low, high), std::max(low, high));
  }

  double narrow_;
  Vector centre_{};
  std::array<double, kOrders> bounds_{};  // by how much the table itself breaks the order, <= 0
};

std::vector<Graded> counted(std::span<const Verdict> verdicts) {
  std::array<std::array<Graded, 6>, 6> all{};
  for (const Verdict& verdict : verdicts) {
    const auto letter = static_cast<std::size_t>(verdict.grade.reliability.value_or('F') - 'A');
    const std::size_t digit = verdict.grade.credibility.value_or(6) - std::size_t{1};
    all.at(letter).at(digit).counts[verdict.true_report ? 1 : 0] += 1;
  }
  std::vector<Graded> found;
  for (std::size_t letter = 0; letter < 6; ++letter) {
    for (std::size_t digit = 0; digit < 6; ++digit) {
      Graded graded = all[letter][digit];
      graded.letter = letter;
      graded.digit = digit;
      const bool judged = letter < kLetters || digit < kLetters;
      if (judged && graded.counts[0] + graded.counts[1] > 0) found.push_back(graded);
    }
  }
  return found;
}

/// Each verdict held back in turn; those of one grade and outcome are alike.
double held_back_gain(const Regression& regression, std::vector<Graded> all, const Vector& shift) {
  double sum = 0;
  double verdicts = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (int outcome = 0; outcome < 2; ++outcome) {
      const double many = all[i].counts[outcome];
      if (many == 0) continue;
      all[i].counts[outcome] -= 1;
      const Vector without = regression.fit(all, shift);
      all[i].counts[outcome] += 1;
      const double sign = outcome == 1 ? -1 : 1;
      sum += many * (log1p_exp(sign * regression.log_odds(all[i], {})) -
                     log1p_exp(sign * regression.log_odds(all[i], without)));
      verdicts += many;
    }
  }
  return sum / verdicts;
}

}  // namespace

LearntGrades learnt_grades(std::span<const Verdict> verdicts, const GradeTable& table, double sd) {
  assert(sd > 0);
  LearntGrades learnt;
  learnt.table = table;
  const std::vector<Graded> all = counted(verdicts);
  const Regression regression(table, sd);
  for (const Graded& graded : all) {
    const auto many = static_cast<std::size_t>(graded.counts[0] + graded.counts[1]);
    learnt.of_letter[graded.letter] += many;
    learnt.of_digit[graded.digit] += many;
    learnt.verdicts += many;
  }
  const Vector shift = all.empty() ? Vector{} : regression.fit(all);
  if (!all.empty()) learnt.gain = held_back_gain(regression, all, shift);
  auto drawn = regression.draws(all, shift);
  for (std::size_t i = 0; i < kNumbers; ++i) {
    const bool letter = i < kLetters;
    double& number = (letter ? learnt.table.reliability : learnt.table.credibility)[i % kLetters];
    GradeInterval& interval = (letter ? learnt.reliability : learnt.credibility)[i % kLetters];
    const double before = number;
    if (shift[i] != 0) number *= std::exp(shift[i]);
    // Two that the order made alike are so to the bit.
    if (i % kLetters > 0 && regression.ordered(i)) number = std::min(number, (&number)[-1]);
    interval.low = std::min(number, before * std::exp(belief::quantile(drawn[i], 0.05)));
    interval.high = std::max(number, before * std::exp(belief::quantile(drawn[i], 0.95)));
  }
  learnt.reliability[kLetters] = {1, 1};
  learnt.credibility[kLetters] = {1, 1};
  return learnt;
}

}  // namespace signpost::learn
