#include "engine/belief/fading.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>

namespace signpost::belief {
namespace {

constexpr double kThreePoints = 0.77459666924148337704;  // √(3/5), Gauss's outer nodes

/// up·(eˣ−1) + down·(1−e⁻ˣ), to full relative accuracy; infinite where eˣ is.
double pull(double up, double down, double x) {
  const double grown = std::expm1(std::fabs(x));
  if (std::isinf(grown)) return std::copysign(grown, x);
  const double shrunk = grown / (1 + grown);
  return x >= 0 ? up * grown + down * shrunk : -(up * shrunk + down * grown);
}

/// k(x) = g(x)/x.
double rate_at(const Chain& chain, double x) {
  return x == 0 ? chain.starts + chain.stops : pull(chain.starts, chain.stops, x) / x;
}

/// k'(x). Its power series is Σ n(λ + (−1)ⁿμ)x^(n−1)/(n+1)!.
double slope_of_rate(const Chain& chain, double x) {
  if (std::fabs(x) < 1) {
    double sum = 0;
    double power = 0.5;  // x^(n−1)/(n+1)!
    for (int n = 1; n < 20; ++n) {
      sum += n * power * (n % 2 == 0 ? chain.starts + chain.stops : chain.starts - chain.stops);
      power *= x / (n + 2);
    }
    return sum;
  }
  const double slope = chain.starts * std::exp(x) + chain.stops * std::exp(-x);  // g'
  return (slope - rate_at(chain, x)) / x;
}

/// (1 − e⁻ᶻ)/z.
double mean_decay(double z) { return z == 0 ? 1 : -std::expm1(-z) / z; }

}  // namespace

FadingLaw::FadingLaw(const Chain& chain, double net, double gross)
    : chain_(chain), motion_(Motion::of(chain, net)), net_(net), gross_(gross) {
  if (chain.forever()) return;
  if (net != 0) settled_ = std::log(motion_.up / chain.starts);
  rate_there_ = rate_at(chain, settled_);
  // g(x) + δ = 0 has, besides x*, the root ln(μ/Λ) + iπ.
  pole_ = std::log(chain.stops / motion_.up) - settled_;
}

FadingLaw::Way FadingLaw::way_of(double y, double days) const {
  // y obeys y' = −Λ(e^y−1) − M(1−e^−y), so that with z = e^|y| − 1 and p the share of Λ (of M for
  // y < 0) in h, z becomes E·z/(1 + p·z·(1−E)).
  const double exponent = -motion_.rate * days;
  if (y == 0) return {0, -exponent};
  const double gone = -std::expm1(exponent);
  const double share = (y > 0 ? motion_.up : motion_.down) / motion_.rate;
  const double inverse = 1 / std::expm1(std::fabs(y));  // 1/z, 0 where z is infinite
  const double slowed = inverse + share * gone;
  if (exponent < -600) return {0, -exponent + std::log(std::fabs(y) * slowed)};
  const double end = std::log1p(std::exp(exponent) / slowed);
  if (!(end < std::fabs(y))) return {y, 0};
  return {std::copysign(end, y), std::log(std::fabs(y) / end)};
}

template <class Function>
double FadingLaw::integrate(Function f, double from, double to) const {
  double sum = 0;
  const double direction = to > from ? 1 : -1;
  for (double a = from; a != to;) {
    // The integrand varies on the scale of π near its poles and where x changes sign, and on the
    // scale of the distance to them elsewhere.
    const double distance = std::min({std::fabs(a), std::fabs(a - pole_), std::fabs(a + settled_)});
    const double width = std::max(1.5, distance / 2);
    double b = a + direction * width;
    if (direction * (to - b) < 0.1 * width) b = to;
    if (std::fabs(b - a) < 0.1) {
      const double middle = (a + b) / 2;
      const double half = (b - a) / 2;
      sum +=
          half / 9 *
          (5 * (f(middle - half * kThreePoints) + f(middle + half * kThreePoints)) + 8 * f(middle));
    } else {
      sum += direction * boost::math::quadrature::gauss<double, 10>::integrate(f, std::min(a, b),
                                                                               std::max(a, b));
    }
    a = b;
  }
  return sum;
}

Fading FadingLaw::across(double before, double after, double days) const {
  if (chain_.forever()) return {1, days};
  const double y0 = before - settled_;
  const Way way = way_of(y0, days);
  const double limit = rate_there_ / motion_.rate;  // G
  if (gross_ == 0) return {std::exp(-way.log_ratio), 0};

  const auto integrand = [&](double y) {
    const double x = settled_ + y;
    const double g = pull(chain_.starts, chain_.stops, x);
    if (std::isinf(g)) return 1 / x - limit / y;
    const double speed = std::fabs(y) < 1 ? pull(motion_.up, motion_.down, y) : g + net_;
    const double rate = x == 0 ? chain_.starts + chain_.stops : g / x;
    return rate / speed - limit / y;
  };
  double faded = limit * way.log_ratio;
  if (net_ != 0) faded += integrate(integrand, way.end, y0);
  const double fade = std::exp(-faded);
  if (std::fabs(net_) > 1e-3 * gross_) return {fade, (before * fade - after) / net_};
  return {fade, reach_of_cancelling_drains(y0, way, fade)};
}

double FadingLaw::reach_of_cancelling_drains(double y0, const Way& way, double fade) const {
  // With x* = −δ/k* the balance R = (x₀F − x₁)/δ becomes
  //   R = [ 1 − F − y₁·S·(1 − e^−z)/z ] / k*,   z = δS/k*,   S = ∫ (k − k*)/(g+δ) dy/y.
  const double limit = slope_of_rate(chain_, settled_) / motion_.rate;
  const auto integrand = [&](double y) {
    const double x = settled_ + y;
    const double g = pull(chain_.starts, chain_.stops, x);
    if (std::isinf(g)) return 1 / (x * y) - limit / y;
    const double speed = std::fabs(y) < 1 ? pull(motion_.up, motion_.down, y) : g + net_;
    return ((rate_at(chain_, x) - rate_there_) / speed - limit) / y;
  };
  const double s = limit * way.log_ratio + integrate(integrand, way.end, y0);
  const double correction = way.end == 0 ? 0 : way.end * s * mean_decay(net_ * s / rate_there_);
  return (1 - fade - correction) / rate_there_;
}

}  // namespace signpost::belief
