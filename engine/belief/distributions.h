// Quantiles and tails of the distributions in which rates, shares and tests come.
#pragma once

namespace signpost::belief {

/// Below which a gamma-distributed number lies with chance p.
/// shape, rate  > 0; p in (0, 1)
/// Accuracy     1e-12 relative (R's qgamma, tests/learn).
double gamma_quantile(double p, double shape, double rate);

/// The chance that it lies below x >= 0.
double gamma_below(double x, double shape, double rate);

/// Below which a beta-distributed number lies with chance p; yes, no > 0.
double beta_quantile(double p, double yes, double no);

/// Below which Student's t lies with chance p, ½ < p < 1; degrees of freedom > 0.
double t_quantile(double p, double degrees);

/// The chance that F with these degrees of freedom, > 0, is above x.
double f_above(double x, double numerator, double denominator);

/// The chance that a standard normal number lies below x.
double normal_below(double x);

}  // namespace signpost::belief
