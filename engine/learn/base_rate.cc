#include "engine/learn/base_rate.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/belief/distributions.h"
#include "engine/belief/sampling.h"

namespace signpost::learn {
namespace {

constexpr double kLow = 0.05;
constexpr double kHigh = 0.95;
constexpr double kWidest = 1024;  // what is off by more is not known at all

/// The factor within which of its mean a gamma-distributed number lies nine times in ten, at most
/// kWidest.
double within_of(double shape) {
  const auto inside = [&](double factor) {
    return belief::gamma_below(shape * factor, shape, 1) -
           belief::gamma_below(shape / factor, shape, 1);
  };
  double low = 1;
  double high = 2;
  while (high < kWidest && inside(high) < kHigh - kLow) high *= 2;
  if (high >= kWidest) return kWidest;
  for (int turn = 0; turn < 60; ++turn) {
    const double middle = low + (high - low) / 2;
    (inside(middle) < kHigh - kLow ? low : high) = middle;
  }
  return high;
}

/// Windows of one kind.
struct Kind {
  std::size_t windows = 0;
  double counted = 0;
  double days = 0;
};

std::optional<ConditionalRate> rate_of(const Kind& kind, double dispersion) {
  if (kind.windows == 0) return std::nullopt;
  const double shape = (kind.counted + 0.5) / dispersion;
  const double days = kind.days / dispersion;
  ConditionalRate rate;
  rate.windows = kind.windows;
  rate.counted = kind.counted;
  rate.mean = Rate(shape / days);
  rate.low = Rate(belief::gamma_quantile(kLow, shape, days));
  rate.high = Rate(belief::gamma_quantile(kHigh, shape, days));
  rate.within_mean = within_of(shape);
  const double mean = shape / days;
  const double of_window =
      (dispersion - 1) * mean / (kind.days / static_cast<double>(kind.windows));
  rate.within = within_of(mean * mean / (mean / days + of_window));
  return rate;
}

}  // namespace

std::vector<PastWindow> apart(std::span<const PastWindow> windows) {
  std::vector<PastWindow> latest(windows.begin(), windows.end());
  std::stable_sort(latest.begin(), latest.end(),
                   [](const PastWindow& a, const PastWindow& b) { return a.from > b.from; });
  std::vector<PastWindow> taken;
  for (const PastWindow& window : latest) {
    if (taken.empty() || window.until <= taken.back().from) taken.push_back(window);
  }
  std::reverse(taken.begin(), taken.end());
  return taken;
}

std::optional<LearntBaseRate> learnt_base_rate(std::span<const PastWindow> windows,
                                               std::optional<Probability> declared) {
  LearntBaseRate learnt;
  for (const PastWindow& window : apart(windows)) {
    ++learnt.windows;
    learnt.met += window.met ? 1 : 0;
  }
  if (!declared && learnt.windows == 0) return std::nullopt;
  const double yes = declared ? kDeclaredWindows * declared->value() : 0.5;
  const double no = declared ? kDeclaredWindows - yes : 0.5;
  assert(yes > 0 && no > 0);
  const double met = yes + static_cast<double>(learnt.met);
  const double not_met = no + static_cast<double>(learnt.windows - learnt.met);
  learnt.mean = Probability(met / (met + not_met));
  learnt.low = Probability(belief::beta_quantile(kLow, met, not_met));
  learnt.high = Probability(belief::beta_quantile(kHigh, met, not_met));
  if (learnt.windows == 0) learnt.mean = *declared;
  learnt.few = learnt.windows < kFewWindows;
  return learnt;
}

ConditionalRates conditional_rates(std::span<const WindowCount> windows) {
  Kind kinds[2];  // not met, met
  for (const WindowCount& window : windows) {
    if (!(window.exposure.count() > 0)) continue;
    Kind& kind = kinds[window.met ? 1 : 0];
    ++kind.windows;
    kind.counted += window.counted;
    kind.days += window.exposure.count();
  }
  double pearson = 0;
  for (const WindowCount& window : windows) {
    if (!(window.exposure.count() > 0)) continue;
    const Kind& kind = kinds[window.met ? 1 : 0];
    const double mean = kind.counted / kind.days * window.exposure.count();
    if (mean > 0) pearson += (window.counted - mean) * (window.counted - mean) / mean;
  }
  ConditionalRates rates;
  std::size_t freedom = 0;
  for (const Kind& kind : kinds) freedom += kind.counted > 0 ? kind.windows - 1 : 0;
  double reckoned = 1;
  if (freedom > 0) {
    const auto degrees = static_cast<double>(freedom);
    rates.dispersion = std::max(1.0, pearson / degrees);
    const double wider = belief::t_quantile(kHigh, degrees) / belief::normal_quantile(kHigh);
    reckoned += (rates.dispersion - 1) * wider * wider;
  }
  rates.if_not = rate_of(kinds[0], reckoned);
  rates.if_met = rate_of(kinds[1], reckoned);
  return rates;
}

std::optional<Spells> spells(std::span<const Stretch> stretches) {
  Spells found;
  std::vector<double> ended;
  for (std::size_t i = 0; i < stretches.size();) {
    if (!stretches[i].under_way) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    Days length{0};
    for (; i < stretches.size() && stretches[i].under_way; ++i) length += stretches[i].length;
    found.total += length;
    found.longest = std::max(found.longest, length);
    // Of the first one the beginning was not seen, so that it is cut off, too; but its end was.
    if (begin == 0) ++found.open;
    if (i == stretches.size()) {
      if (begin > 0) ++found.open;
    } else {
      ++found.ended;
      if (begin > 0) ended.push_back(length.count());
    }
  }
  if (found.ended + found.open == 0) return std::nullopt;
  if (!ended.empty()) {
    std::sort(ended.begin(), ended.end());
    const std::size_t half = ended.size() / 2;
    found.median = Days(ended.size() % 2 == 1 ? ended[half] : (ended[half - 1] + ended[half]) / 2);
  }
  if (found.ended > 0) {
    const auto ends = static_cast<double>(found.ended);
    found.mean = found.total / ends;
    found.low = Days(found.total.count() / belief::gamma_quantile(kHigh, ends, 1));
    found.high = Days(found.total.count() / belief::gamma_quantile(kLow, ends, 1));
  }
  return found;
}

}  // namespace signpost::learn
