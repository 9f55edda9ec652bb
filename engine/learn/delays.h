// How long reports take: from what is counted to when the desk could know.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "engine/time/instant.h"

namespace signpost::learn {

/// One report.
struct Report {
  Instant occurred;
  Instant available;  // not before it
};

inline constexpr std::array<double, 5> kDelayShares{0.25, 0.5, 0.75, 0.9, 0.95};

struct Delays {
  std::size_t reports = 0;
  std::array<Days, kDelayShares.size()> quantiles{};  // so large a share is known by then
  Days longest{0};
  Days lag{0};  // what `lag` may say: the 95 % quantile, up to a whole day
};

/// The delays of reports that were available by `known_at`. What occurred lately is known only where
/// it was told fast, which would make delays seem short: so each delay is compared with those of
/// what occurred long enough ago to be known with such a delay.
///   F(d) = Π over delays x > d of (1 − n_x/N_x), N_x the reports with a delay of x or less that
///   occurred by known_at − x. Where none is cut off it is the plain share.
/// Delays longer than the whole history cannot show.
/// Nothing without a report.
/// Source  Lagakos, Barraj & De Gruttola, Nonparametric analysis of truncated survival data
///         (Biometrika 1988).
std::optional<Delays> delays(std::span<const Report> reports, Instant known_at);

}  // namespace signpost::learn
