// The numbers that cross folders: probability, log-odds, rate. None is a bare double.
#pragma once

#include <cassert>
#include <cmath>
#include <compare>

#include "engine/time/instant.h"

namespace signpost {

/// Log-odds, in nats; adds. 10·log10 of the odds are decibans (dB), which is how they are printed.
class LogOdds {
 public:
  constexpr LogOdds() = default;
  explicit constexpr LogOdds(double nats) : nats_(nats) {}
  static LogOdds from_decibans(double db) { return LogOdds(db / kDecibansPerNat); }
  [[nodiscard]] constexpr double nats() const { return nats_; }
  [[nodiscard]] constexpr double decibans() const { return nats_ * kDecibansPerNat; }
  constexpr LogOdds& operator+=(LogOdds other) {
    nats_ += other.nats_;
    return *this;
  }
  friend constexpr LogOdds operator+(LogOdds a, LogOdds b) { return LogOdds(a.nats_ + b.nats_); }
  friend constexpr LogOdds operator-(LogOdds a, LogOdds b) { return LogOdds(a.nats_ - b.nats_); }
  friend constexpr LogOdds operator-(LogOdds a) { return LogOdds(-a.nats_); }
  friend constexpr auto operator<=>(LogOdds, LogOdds) = default;

  static constexpr double kDecibansPerNat = 4.342944819032518276511;  // 10 / ln 10

 private:
  double nats_ = 0.0;
};

/// A probability, checked: in [0, 1], never NaN.
class Probability {
 public:
  constexpr Probability() = default;
  explicit constexpr Probability(double value) : value_(value) {
    assert(value >= 0.0 && value <= 1.0);
  }
  /// 1/(1+e^-x), accurate in both tails.
  static Probability from(LogOdds x) {
    const double e = std::exp(-std::fabs(x.nats()));
    return Probability(x.nats() >= 0 ? 1.0 / (1.0 + e) : e / (1.0 + e));
  }
  [[nodiscard]] constexpr double value() const { return value_; }
  /// ln(p/(1−p)); ±infinity at 0 and 1.
  [[nodiscard]] LogOdds log_odds() const { return LogOdds(std::log(value_) - std::log1p(-value_)); }
  friend constexpr auto operator<=>(Probability, Probability) = default;

 private:
  double value_ = 0.5;
};

/// Events per day; finite and >= 0 (definitions accept only > 0).
class Rate {
 public:
  constexpr Rate() = default;
  explicit constexpr Rate(double per_day) : per_day_(per_day) { assert(per_day >= 0.0); }
  [[nodiscard]] constexpr double per_day() const { return per_day_; }
  [[nodiscard]] constexpr double per_month() const { return per_day_ * kDaysPerMonth; }
  friend constexpr auto operator<=>(Rate, Rate) = default;

 private:
  double per_day_ = 0.0;
};

// What must not compile: numbers of one kind taken for another.
static_assert(!std::is_convertible_v<double, Probability>);
static_assert(!std::is_convertible_v<double, LogOdds>);
static_assert(!std::is_convertible_v<double, Rate>);
static_assert(!std::is_convertible_v<Probability, LogOdds>);

}  // namespace signpost
