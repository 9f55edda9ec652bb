#include "engine/belief/count_periods.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace signpost::belief {

std::optional<std::size_t> CountPeriods::of(Instant instant) const {
  if (spans.empty() || instant < spans.front().from || instant > spans.back().until) {
    return std::nullopt;
  }
  const auto after =
      std::upper_bound(spans.begin(), spans.end(), instant,
                       [](Instant sought, const CountSpan& span) { return sought < span.from; });
  return static_cast<std::size_t>(std::prev(after) - spans.begin());
}

CountPeriods count_periods(Instant history_from, Instant from, Instant to, Instant as_of) {
  assert(from < to);
  CountPeriods periods;
  std::vector<CountSpan>& spans = periods.spans;
  if (history_from < from) {
    const auto before = (from - history_from + kCountPeriod - std::chrono::seconds(1)) /
                        kCountPeriod;  // begun ones count
    for (auto k = before; k > 0; --k) {
      const Instant start = from - k * kCountPeriod;
      spans.push_back({std::max(start, history_from), start + kCountPeriod, {}});
    }
  }
  periods.window = spans.size();
  for (Instant start = from; start < to; start += kCountPeriod) {
    spans.push_back({start, std::min(start + kCountPeriod, to), {}});
  }
  for (CountSpan& span : spans) {
    span.known_until = std::clamp(as_of, span.from, span.until);
    if (span.until <= as_of) ++periods.running;
  }
  return periods;
}

}  // namespace signpost::belief
