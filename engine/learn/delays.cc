#include "engine/learn/delays.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace signpost::learn {
namespace {

struct Delay {
  std::chrono::seconds length{0};
  std::chrono::seconds open{0};  // from when it occurred until known_at
};

/// Counts of numbers at or below others, kept as a tree of partial sums.
class Ranks {
 public:
  explicit Ranks(std::size_t many) : sums_(many + 1, 0) {}
  void add(std::size_t rank) {
    for (std::size_t i = rank + 1; i < sums_.size(); i += i & (~i + 1)) ++sums_[i];
  }
  /// Of ranks below this.
  [[nodiscard]] std::size_t below(std::size_t rank) const {
    std::size_t sum = 0;
    for (std::size_t i = rank; i > 0; i -= i & (~i + 1)) sum += sums_[i];
    return sum;
  }

 private:
  std::vector<std::size_t> sums_;
};

}  // namespace

std::optional<Delays> delays(std::span<const Report> reports, Instant known_at) {
  std::vector<Delay> told;
  for (const Report& report : reports) {
    if (report.available > known_at) continue;
    told.push_back({std::max(report.available - report.occurred, std::chrono::seconds(0)),
                    known_at - report.occurred});
  }
  if (told.empty()) return std::nullopt;
  std::sort(told.begin(), told.end(),
            [](const Delay& a, const Delay& b) { return a.length < b.length; });
  std::vector<std::chrono::seconds> open;
  open.reserve(told.size());
  for (const Delay& delay : told) open.push_back(delay.open);
  std::sort(open.begin(), open.end());
  // From the shortest delay on: those so short, and of these what had been open so long.
  Ranks ranks(told.size());
  std::vector<std::pair<std::chrono::seconds, double>> kept;  // a delay, and 1 − n/N of it
  for (std::size_t i = 0; i < told.size();) {
    const std::chrono::seconds length = told[i].length;
    std::size_t end = i;
    for (; end < told.size() && told[end].length == length; ++end) {
      ranks.add(static_cast<std::size_t>(
          std::lower_bound(open.begin(), open.end(), told[end].open) - open.begin()));
    }
    const auto too_short =
        static_cast<std::size_t>(std::lower_bound(open.begin(), open.end(), length) - open.begin());
    const std::size_t at_risk = end - ranks.below(too_short);
    kept.emplace_back(length, 1 - static_cast<double>(end - i) / static_cast<double>(at_risk));
    i = end;
  }
  Delays found;
  found.reports = told.size();
  found.longest = told.back().length;
  std::size_t place = kept.size() - 1;
  double share = 1;  // known within the delay at `place`
  for (std::size_t q = kDelayShares.size(); q-- > 0;) {
    // Down to the shortest delay within which so large a share is known, but for rounding.
    while (place > 0 && share * kept[place].second >= kDelayShares[q] - 1e-12) {
      share *= kept[place--].second;
    }
    found.quantiles[q] = kept[place].first;
  }
  found.lag = Days(std::ceil(found.quantiles.back().count()));
  return found;
}

}  // namespace signpost::learn
