#include "engine/belief/totals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signpost::belief {
namespace {

/// Numbers at places, with sums over ranges of places in logarithmic time (Fenwick 1994).
class RunningSums {
 public:
  explicit RunningSums(std::size_t places) : sums_(places + 1, 0) {}

  void add(std::size_t place, std::int64_t number) {
    for (std::size_t i = place + 1; i < sums_.size(); i += i & (~i + 1)) sums_[i] += number;
  }
  /// Over the places first, …, last.
  [[nodiscard]] std::int64_t sum(std::size_t first, std::size_t last) const {
    return before(last + 1) - before(first);
  }

 private:
  [[nodiscard]] std::int64_t before(std::size_t place) const {
    std::int64_t sum = 0;
    for (std::size_t i = place; i > 0; i -= i & (~i + 1)) sum += sums_[i];
    return sum;
  }

  std::vector<std::int64_t> sums_;
};

/// The mid-points of `number` equal parts of [0, length].
class MidPoints {
 public:
  MidPoints(double length, std::int64_t number) : length_(length), number_(number) {}

  [[nodiscard]] double at(std::int64_t i) const {
    return length_ * static_cast<double>(2 * i + 1) / static_cast<double>(2 * number_);
  }
  /// How many lie at or before x.
  [[nodiscard]] std::int64_t up_to(double x) const {
    return first_that([x](double p) { return p > x; }, x);
  }
  /// How many lie before x.
  [[nodiscard]] std::int64_t before(double x) const {
    return first_that([x](double p) { return p >= x; }, x);
  }

 private:
  template <class Condition>
  [[nodiscard]] std::int64_t first_that(Condition holds, double x) const {
    if (!(length_ > 0)) return x < 0 ? 0 : number_;
    const double guess =
        std::clamp(x / length_ * static_cast<double>(number_), 0.0, static_cast<double>(number_));
    auto i = static_cast<std::int64_t>(guess);
    while (i > 0 && holds(at(i - 1))) --i;
    while (i < number_ && !holds(at(i))) ++i;
    return i;
  }

  double length_;
  std::int64_t number_;
};

/// Time cut into cells by the ends of all spans. Cell 2i is the instant end(i), cell 2i + 1 the
/// days between end(i) and end(i + 1).
class Cells {
 public:
  explicit Cells(std::span<const PublishedTotal> totals) {
    for (const PublishedTotal& total : totals) {
      ends_.push_back(total.from);
      ends_.push_back(total.until);
    }
    std::sort(ends_.begin(), ends_.end());
    ends_.erase(std::unique(ends_.begin(), ends_.end()), ends_.end());
    free_.resize(ends_.size() + 1);
    std::iota(free_.begin(), free_.end(), std::size_t{0});
  }

  [[nodiscard]] std::size_t size() const { return 2 * ends_.size(); }
  [[nodiscard]] std::size_t index(double end) const {
    return static_cast<std::size_t>(std::lower_bound(ends_.begin(), ends_.end(), end) -
                                    ends_.begin());
  }
  [[nodiscard]] double end(std::size_t i) const { return ends_[i]; }

  /// The first gap from i on that nobody has taken.
  std::size_t next_free(std::size_t i) {
    while (free_[i] != i) {
      free_[i] = free_[free_[i]];
      i = free_[i];
    }
    return i;
  }
  void take(std::size_t i) { free_[i] = i + 1; }

 private:
  std::vector<double> ends_;
  std::vector<std::size_t> free_;
};

bool taken_before(const PublishedTotal& a, const PublishedTotal& b) {
  const double width_a = a.until - a.from;
  const double width_b = b.until - b.from;
  if (width_a != width_b) return width_a < width_b;
  if (a.from != b.from) return a.from < b.from;
  if (a.count != b.count) return a.count > b.count;
  return a.credibility > b.credibility;
}

/// One after the other, the totals of an indicator take what is left to them.
class Sharer {
 public:
  Sharer(std::span<const PublishedTotal> totals, std::span<const double> singles, double open,
         double close)
      : singles_(singles),
        open_(open),
        close_(close),
        cells_(totals),
        counted_(cells_.size()),
        instant_taken_(cells_.size() / 2, false) {}

  Share take(const PublishedTotal& total, std::vector<Watch>& watches) {
    Share share;
    const std::size_t first = cells_.index(total.from);
    const std::size_t last = cells_.index(total.until);
    const auto [from, until] =
        std::pair(std::lower_bound(singles_.begin(), singles_.end(), total.from),
                  std::upper_bound(singles_.begin(), singles_.end(), total.until));
    const std::int64_t left = total.count - (until - from) - counted_.sum(2 * first, 2 * last);

    stretches_.clear();
    double days = 0;
    for (std::size_t i = cells_.next_free(first); i < last; i = cells_.next_free(i)) {
      days += cells_.end(i + 1) - cells_.end(i);
      stretches_.push_back(i);
      watches.push_back({cells_.end(i), cells_.end(i + 1), total.credibility});
      cells_.take(i);
    }
    if (first == last && !instant_taken_[first]) {  // no length: all its events are at one instant
      instant_taken_[first] = true;
      put(total.from, 2 * first, std::max<std::int64_t>(left, 0), share);
    } else if (stretches_.empty()) {
      share.disagrees = left != 0;
    } else if (left > 0) {
      spread({days, left}, left, share);
    }
    return share;
  }

 private:
  void spread(const MidPoints& points, std::int64_t number, Share& share) {
    double passed = 0;  // of the days left, those before the stretch
    std::int64_t i = 0;
    for (const std::size_t stretch : stretches_) {
      const double start = cells_.end(stretch);
      const double end = cells_.end(stretch + 1);
      const double reached = passed + (end - start);
      // The last stretch takes all the rest, whatever rounding says.
      const bool is_last = stretch == stretches_.back();
      const std::int64_t within = is_last ? number : points.before(reached);
      const std::int64_t to_end = is_last ? number : points.up_to(reached);
      counted_.add(2 * stretch + 1, within - i);
      counted_.add(2 * stretch + 2, to_end - within);
      // Of many parts outside the scenario's time only the number is needed.
      const std::int64_t skip = points.before(passed + (open_ - start));
      const std::int64_t stop = points.up_to(passed + (close_ - start));
      for (std::int64_t part = std::max(i, skip); part < std::min(to_end, stop); ++part) {
        share.parts.push_back(std::min(start + (points.at(part) - passed), end));
      }
      i = to_end;
      passed = reached;
    }
  }

  void put(double at, std::size_t cell, std::int64_t number, Share& share) {
    counted_.add(cell, number);
    if (at >= open_ && at <= close_) share.parts.assign(static_cast<std::size_t>(number), at);
  }

  std::span<const double> singles_;
  double open_;
  double close_;
  Cells cells_;
  RunningSums counted_;  // what totals have put into each cell
  std::vector<bool> instant_taken_;
  std::vector<std::size_t> stretches_;
};

}  // namespace

Sharing share_out(std::span<const PublishedTotal> totals, std::span<const double> singles,
                  double open, double close) {
  Sharing sharing;
  sharing.shares.resize(totals.size());
  if (totals.empty()) return sharing;
  std::vector<std::size_t> order(totals.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return taken_before(totals[a], totals[b]); });
  Sharer sharer(totals, singles, open, close);
  for (const std::size_t i : order) {
    sharing.shares[i] = sharer.take(totals[i], sharing.watches);
  }
  std::sort(sharing.watches.begin(), sharing.watches.end(),
            [](const Watch& a, const Watch& b) { return a.from < b.from; });
  return sharing;
}

}  // namespace signpost::belief
