// Fading: how much of what moved belief off the base rate is left after a gap.
//
// Let x = ln(v₁/v₀) − ln(π/(1−π)). In a gap with net drain δ the filter says x' = −g(x) − δ with
// g(x) = λ(eˣ−1) + μ(1−e⁻ˣ); the ledger reads g(x) as k(x)·x, a pull of every account to 0 at the
// one rate k. It needs from each gap
//
//   fade   F = exp(−∫k dt), what is left of an account's balance, and
//   reach  R = ∫ exp(−∫ₜk) dt, what a drain of 1 a day leaves in its account.
//
// In t there is a boundary layer right after strong evidence, where k falls from e^x/x to 1 within
// moments. So we integrate over y = x − x*, the distance from where x would settle: y obeys the
// same equation with Λ, M and no drain, so that y₁ is known in closed form, and
//
//   −ln F = ∫ k/(g+δ) dy  =  G·ln(y₀/y₁) + ∫ [ k/(g+δ) − G/y ] dy,   G = k(x*)/h,
//
// where the last integrand is smooth, with its nearest poles π off the real axis, however long the
// gap. Without net drain x* = 0 and F = x₁/x₀. As the balance of all accounts is x itself,
// R = (x₀F − x₁)/δ; where δ is what is left of larger drains that cancel, another form of the same
// quantity is used, which does not divide by δ.
#pragma once

#include "engine/belief/filter.h"

namespace signpost::belief {

struct Fading {
  double fade = 1;   // F
  double reach = 0;  // R, in days; 0 where nothing drains
};

/// What settles the fading of gaps while the drains last.
class FadingLaw {
 public:
  /// net = Σ δ_j, gross = Σ |δ_j|, per day.
  FadingLaw(const Chain& chain, double net, double gross);

  /// A gap in which x went from `before` to `after`. Days > 0.
  /// Accuracy  −ln F to 1e-13 relative, R to 1e-12 of its size or better, but for what the rounding
  ///           of x leaves in it; Σ δ_j·R makes the account balance in any case.
  [[nodiscard]] Fading across(double before, double after, double days) const;

  [[nodiscard]] const Motion& motion() const { return motion_; }

 private:
  /// How far apart before and after are: y₁ and ln(y₀/y₁).
  struct Way {
    double end = 0;
    double log_ratio = 0;
  };
  [[nodiscard]] Way way_of(double y, double days) const;
  [[nodiscard]] double reach_of_cancelling_drains(double y0, const Way& way, double fade) const;
  template <class Function>
  [[nodiscard]] double integrate(Function f, double from, double to) const;

  Chain chain_;
  Motion motion_;
  double net_;
  double gross_;
  double settled_ = 0;     // x*
  double rate_there_ = 0;  // k(x*)
  double pole_ = 0;        // real part of the complex poles that are not above x*, as a y
};

}  // namespace signpost::belief
