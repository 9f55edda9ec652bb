#include "engine/learn/counts.h"

#include <cassert>
#include <cmath>

#include "engine/belief/count_periods.h"

namespace signpost::learn {
namespace {

constexpr std::chrono::seconds kMonth = belief::kCountPeriod;

}  // namespace

double CountSeries::counted() const {
  double sum = 0;
  for (const CountedCell& cell : cells) sum += cell.counted;
  return sum;
}

Days CountSeries::exposure() const {
  Days sum{0};
  for (const CountedCell& cell : cells) sum += cell.exposure;
  return sum;
}

CountSeries grouped(const CountSeries& series, std::chrono::seconds length) {
  assert(length.count() > 0);
  CountSeries groups;
  groups.length = length;
  if (series.cells.empty()) {
    groups.from = series.from;
    return groups;
  }
  const Instant end = series.until();
  // How many groups before the last one a cell's middle lies.
  const auto back = [&](std::size_t cell) {
    return static_cast<std::size_t>((end - series.middle_of(cell) - std::chrono::seconds(1)) /
                                    length);
  };
  const std::size_t many = back(0) + 1;
  groups.from = end - length * static_cast<std::chrono::seconds::rep>(many);
  groups.cells.resize(many);
  for (std::size_t cell = 0; cell < series.cells.size(); ++cell) {
    CountedCell& group = groups.cells[many - 1 - back(cell)];
    group.counted += series.cells[cell].counted;
    group.exposure += series.cells[cell].exposure;
  }
  return groups;
}

std::optional<QuasiPoisson> quasi_poisson(std::span<const CountedCell> cells) {
  double counted = 0;
  double days = 0;
  QuasiPoisson fit;
  for (const CountedCell& cell : cells) {
    if (!(cell.exposure.count() > 0)) continue;
    counted += cell.counted;
    days += cell.exposure.count();
    ++fit.periods;
  }
  if (fit.periods < 2 || !(counted > 0)) return std::nullopt;
  fit.rate = Rate(counted / days);
  double sum = 0;
  for (const CountedCell& cell : cells) {
    if (!(cell.exposure.count() > 0)) continue;
    const double mean = fit.rate.per_day() * cell.exposure.count();
    sum += (cell.counted - mean) * (cell.counted - mean) / mean;
  }
  fit.dispersion = sum / static_cast<double>(fit.periods - 1);
  fit.log_error = std::sqrt(fit.dispersion / counted);
  return fit;
}

std::chrono::seconds length_of(Span span) {
  switch (span) {
    case Span::kWeek:
      return std::chrono::days(7);
    case Span::kMonth:
      return kMonth;
    case Span::kQuarter:
      return 3 * kMonth;
    case Span::kHalfYear:
      return 6 * kMonth;
  }
  return kMonth;
}

std::vector<DispersionAt> dispersions(const CountSeries& series) {
  std::vector<DispersionAt> found;
  for (const Span span : kSpans) {
    if (length_of(span) < series.length) continue;
    const CountSeries groups = grouped(series, length_of(span));
    if (const auto fit = quasi_poisson(groups.cells)) found.push_back({span, *fit});
  }
  return found;
}

std::optional<Silence> longest_silence(const CountSeries& series) {
  std::optional<Silence> longest;
  std::optional<Silence> now;
  for (std::size_t i = 0; i < series.cells.size(); ++i) {
    const CountedCell& cell = series.cells[i];
    if (cell.counted > 0) {
      now.reset();
      continue;
    }
    if (!now) {
      if (!(cell.exposure.count() > 0)) continue;
      now = Silence{series.start_of(i), series.start_of(i), Days(0), false};
    }
    now->watched += cell.exposure;
    if (cell.exposure.count() > 0) now->until = series.start_of(i + 1);
    if (!longest || now->watched > longest->watched) longest = now;
  }
  if (longest) longest->running = now && now->from == longest->from;
  return longest;
}

}  // namespace signpost::learn
