#include "engine/belief/totals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace signpost::belief {
namespace {

/// What is left may fall short of a whole number by rounding.
constexpr double kRounding = 1e-9;

bool taken_before(const PublishedTotal& a, const PublishedTotal& b) {
  const double width_a = a.until - a.from;
  const double width_b = b.until - b.from;
  if (width_a != width_b) return width_a < width_b;
  if (a.credibility != b.credibility) return a.credibility > b.credibility;
  if (a.from != b.from) return a.from < b.from;
  if (a.count != b.count) return a.count > b.count;
  return a.weight > b.weight;
}

/// Finds the spans that meet one. They are kept by their widths, in steps of two, and within a step
/// in the order of time, so that only those near are looked at.
class Spans {
 public:
  explicit Spans(std::span<const PublishedTotal> totals) : totals_(totals) {
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const int step = step_of(totals[i].until - totals[i].from);
      auto of_step = std::find_if(steps_.begin(), steps_.end(),
                                  [&](const Step& each) { return each.number == step; });
      if (of_step == steps_.end()) of_step = steps_.insert(steps_.end(), {step, 0, {}});
      of_step->widest = std::max(of_step->widest, totals[i].until - totals[i].from);
      of_step->by_start.push_back(i);
    }
    for (Step& step : steps_) {
      std::sort(step.by_start.begin(), step.by_start.end(),
                [&](std::size_t a, std::size_t b) { return totals[a].from < totals[b].from; });
    }
  }

  /// Calls with the index of each total whose span meets [from, until). One of no length meets
  /// what its instant lies in.
  template <class Function>
  void meeting(double from, double until, Function call) const {
    for (const Step& step : steps_) {
      auto next =
          std::partition_point(step.by_start.begin(), step.by_start.end(),
                               [&](std::size_t i) { return totals_[i].from < from - step.widest; });
      for (; next != step.by_start.end(); ++next) {
        const PublishedTotal& total = totals_[*next];
        if (total.from >= until && total.from != from) break;
        if (total.until > from || total.from == from) call(*next);
      }
    }
  }

 private:
  struct Step {
    int number = 0;
    double widest = 0;
    std::vector<std::size_t> by_start;
  };
  static int step_of(double width) { return width > 0 ? std::ilogb(width) : -1; }

  std::span<const PublishedTotal> totals_;
  std::vector<Step> steps_;
};

/// How much of each day is left to a total: steps of density.
struct Density {
  struct Stretch {
    double from;
    double until;
    double left;  // 0 … 1
  };
  std::vector<Stretch> stretches;
  double mass = 0;
};

class Sharer {
 public:
  Sharer(std::span<const PublishedTotal> totals, std::span<const Taken> taken, Worth worth)
      : totals_(totals),
        taken_(taken),
        worth_(worth),
        spans_(totals),
        order_(totals.size()),
        rank_(totals.size()),
        shares_(totals.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return taken_before(totals[a], totals[b]);
    });
    for (std::size_t k = 0; k < order_.size(); ++k) rank_[order_[k]] = k;
  }

  std::vector<Share> share() && {
    for (const std::size_t i : order_) {
      within_.clear();
      double told = static_cast<double>(totals_[i].count);
      spans_.meeting(totals_[i].from, totals_[i].until, [&](std::size_t k) {
        if (k == i) return;
        if (rank_[k] < rank_[i]) within_.push_back(k);
        if (holds_less_than(i, k)) told = std::min(told, static_cast<double>(totals_[k].count));
      });
      // So that sums do not depend on the order in which the totals were given.
      std::sort(within_.begin(), within_.end(),
                [&](std::size_t a, std::size_t b) { return rank_[a] < rank_[b]; });
      if (totals_[i].count > 0) take(i, told);
    }
    return std::move(shares_);
  }

 private:
  /// How far something takes the place of what is worth `whole`.
  [[nodiscard]] double share_of(double credibility, double whole) const {
    return worth_ == Worth::kAtFaceValue || credibility >= whole ? 1 : credibility / whole;
  }

  /// Whether total i lies inside the strictly more credible k, and so holds at most what k does.
  [[nodiscard]] bool holds_less_than(std::size_t i, std::size_t k) const {
    const PublishedTotal& inner = totals_[i];
    const PublishedTotal& outer = totals_[k];
    return outer.count > 0 && outer.credibility > inner.credibility && outer.from <= inner.from &&
           outer.until >= inner.until;
  }

  void take(std::size_t i, double told) {
    const PublishedTotal& total = totals_[i];
    Share& share = shares_[i];
    const double off = lies_in(total);
    share.left = std::max(0.0, told - off);
    share.disagrees = off > told + kRounding;
    if (!(share.left > kRounding)) {
      share.left = 0;
      return;
    }
    const auto number = static_cast<std::size_t>(std::ceil(share.left - kRounding));
    if (!(total.until > total.from)) {  // no length: all its events are at one instant
      share.parts.assign(number, total.from);
    } else {
      const Density density = left_of(total);
      if (density.mass > 0) spread(density, number, share.parts);
    }
    if (share.parts.empty()) {
      share.left = 0;
      share.disagrees = true;
    } else {
      share.each = share.left / static_cast<double>(number);
    }
  }

  /// What is already inside the total's span, as far as it is as credible.
  [[nodiscard]] double lies_in(const PublishedTotal& total) const {
    const auto before = [](const Taken& each, double at) { return each.at < at; };
    const auto first = std::lower_bound(taken_.begin(), taken_.end(), total.from, before);
    const auto last = std::lower_bound(first, taken_.end(), total.until, before);
    double sum = 0;
    for (auto each = first; each != last; ++each) {
      sum += each->weight * share_of(each->credibility, total.credibility);
    }
    for (const std::size_t k : within_) {
      const Share& narrower = shares_[k];
      const auto from = std::lower_bound(narrower.parts.begin(), narrower.parts.end(), total.from);
      const auto until = std::lower_bound(from, narrower.parts.end(), total.until);
      sum += static_cast<double>(until - from) * narrower.each * totals_[k].weight *
             share_of(totals_[k].credibility, total.credibility);
    }
    return sum;
  }

  /// The days of its span, each less what the best of the narrower totals there takes of it.
  [[nodiscard]] Density left_of(const PublishedTotal& total) const {
    struct Edge {
      double at;
      double share;
      bool begins;
    };
    std::vector<Edge> edges;
    for (const std::size_t k : within_) {
      const double share = share_of(totals_[k].credibility, total.credibility);
      edges.push_back({std::max(totals_[k].from, total.from), share, true});
      edges.push_back({std::min(totals_[k].until, total.until), share, false});
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
      return a.at != b.at ? a.at < b.at : a.begins && !b.begins;
    });
    Density density;
    std::multiset<double> here;
    double at = total.from;
    const auto close = [&](double until) {
      if (!(until > at)) return;
      const double left = here.empty() ? 1 : 1 - *here.rbegin();
      density.stretches.push_back({at, until, left});
      density.mass += left * (until - at);
      at = until;
    };
    for (const Edge& edge : edges) {
      close(edge.at);
      if (edge.begins) {
        here.insert(edge.share);
      } else {
        here.erase(here.find(edge.share));
      }
    }
    close(total.until);
    return density;
  }

  static void spread(const Density& density, std::size_t number, std::vector<double>& parts) {
    parts.reserve(number);
    auto stretch = density.stretches.begin();
    double passed = 0;  // mass before the stretch
    for (std::size_t i = 0; i < number; ++i) {
      const double quantile =
          density.mass * static_cast<double>(2 * i + 1) / static_cast<double>(2 * number);
      const auto mass = [](const Density::Stretch& each) {
        return each.left * (each.until - each.from);
      };
      // The last stretch takes all the rest, whatever rounding says.
      while (std::next(stretch) != density.stretches.end() && passed + mass(*stretch) < quantile) {
        passed += mass(*stretch);
        ++stretch;
      }
      const double along = stretch->left > 0 ? (quantile - passed) / stretch->left : 0;
      parts.push_back(std::min(stretch->from + along, stretch->until));
    }
  }

  std::span<const PublishedTotal> totals_;
  std::span<const Taken> taken_;
  Worth worth_;
  Spans spans_;
  std::vector<std::size_t> order_;
  std::vector<std::size_t> rank_;  // in `order_`
  std::vector<Share> shares_;
  std::vector<std::size_t> within_;  // of the total being taken: narrower ones that meet it
};

}  // namespace

std::vector<Share> share_out(std::span<const PublishedTotal> totals, std::span<const Taken> taken,
                             Worth worth) {
  if (totals.empty()) return {};
  return Sharer(totals, taken, worth).share();
}

std::vector<Watch> watches_of(std::span<const PublishedTotal> totals, double open, double close) {
  struct Edge {
    double at;
    double credibility;
    bool begins;
  };
  std::vector<Edge> edges;
  for (const PublishedTotal& total : totals) {
    const double from = std::max(total.from, open);
    const double until = std::min(total.until, close);
    if (!(until > from) || total.credibility == 0) continue;
    edges.push_back({from, total.credibility, true});
    edges.push_back({until, total.credibility, false});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
  std::vector<Watch> watches;
  std::multiset<double> here;
  for (std::size_t i = 0; i < edges.size();) {
    const double at = edges[i].at;
    for (; i < edges.size() && edges[i].at == at; ++i) {
      if (edges[i].begins) {
        here.insert(edges[i].credibility);
      } else {
        here.erase(here.find(edges[i].credibility));
      }
    }
    if (here.empty()) continue;
    const double best = *here.rbegin();
    const bool goes_on =
        !watches.empty() && watches.back().until == at && watches.back().credibility == best;
    if (goes_on) {
      watches.back().until = edges[i].at;
    } else {
      watches.push_back({at, edges[i].at, best});
    }
  }
  return watches;
}

}  // namespace signpost::belief
