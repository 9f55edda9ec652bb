#include "engine/belief/clusters.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/belief/duplicate_filter.h"
#include "engine/belief/kinds.h"

namespace signpost::belief {
namespace {

class Clusters {
 public:
  Clusters(const Question& question, std::span<const TimedObservation> observations)
      : question_(question),
        observations_(observations),
        next_(observations.size()),
        in_one_(observations.size(), false) {
    std::iota(next_.begin(), next_.end(), std::uint32_t{0});
  }

  std::vector<std::vector<std::uint32_t>> form() {
    join_keys();
    join_items();
    for (std::uint32_t first = 0; first < size();) {
      std::uint32_t last = first;
      while (last < size() && observations_[last].said.stream == observations_[first].said.stream &&
             is_denial(last) == is_denial(first)) {
        ++last;
      }
      const int j = observations_[first].said.stream;
      if (j != kUnforeseen && observations_[first].said.item != nullptr) {
        const Stream& stream = question_.streams[static_cast<std::size_t>(j)];
        if (stream.at_set_times()) {
          join_all(first, last);
        } else if (stream.once) {
          join_milestone(first, last);
        } else {
          join_totals(first, last);
        }
        if (kinds_.is_wider(j)) {
          std::fill(in_one_.begin() + first, in_one_.begin() + last, true);
        }
      }
      first = last;
    }
    return collect();
  }

 private:
  using Named =
      std::pair<std::int64_t, std::uint32_t>;  // a key, or an item's number; and the observation

  [[nodiscard]] std::uint32_t size() const {
    return static_cast<std::uint32_t>(observations_.size());
  }
  [[nodiscard]] bool is_denial(std::uint32_t i) const {
    return observations_[i].said.denial != nullptr;
  }
  [[nodiscard]] const Observation& item(std::uint32_t i) const {
    return *observations_[i].said.item;
  }
  [[nodiscard]] bool saw_none(std::uint32_t i) const {
    return item(i).total && item(i).total->count == 0;
  }

  std::uint32_t root(std::uint32_t i) {
    while (next_[i] != i) {
      next_[i] = next_[next_[i]];
      i = next_[i];
    }
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    in_one_[a] = in_one_[b] = true;
    next_[root(b)] = root(a);
  }
  void join_same(std::vector<Named>& named) {
    std::sort(named.begin(), named.end());
    for (std::size_t k = 1; k < named.size(); ++k) {
      if (named[k].first == named[k - 1].first) join(named[k - 1].second, named[k].second);
    }
  }

  void join_keys() {
    std::vector<Named> named;
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (is_denial(i)) {
        named.emplace_back(observations_[i].said.denial->event, i);
      } else if (item(i).event != kOwn && !saw_none(i)) {
        named.emplace_back(item(i).event, i);
      }
    }
    join_same(named);
  }

  void join_items() {
    DuplicateFilter duplicates(size());
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (!is_denial(i)) duplicates.add(item(i).item);
    }
    if (!duplicates.any()) return;
    std::vector<Named> named;
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (!is_denial(i) && duplicates.perhaps(item(i).item)) named.emplace_back(item(i).item, i);
    }
    join_same(named);
  }

  void join_all(std::uint32_t first, std::uint32_t last) {
    in_one_[first] = true;
    for (std::uint32_t i = first + 1; i < last; ++i) join(first, i);
  }

  void join_milestone(std::uint32_t first, std::uint32_t last) {
    std::optional<std::uint32_t> milestone;
    for (std::uint32_t i = first; i < last; ++i) {
      in_one_[i] = true;
      if (saw_none(i)) continue;
      if (milestone) join(*milestone, i);
      milestone = i;
    }
    join_totals(first, last);
  }

  /// Totals whose spans meet, and what lies in them; but a milestone's totals see nothing.
  void join_totals(std::uint32_t first, std::uint32_t last) {
    const bool once =
        question_.streams[static_cast<std::size_t>(observations_[first].said.stream)].once;
    std::vector<std::uint32_t> totals;
    for (std::uint32_t i = first; i < last; ++i) {
      if (item(i).total && (!once || saw_none(i))) totals.push_back(i);
    }
    if (totals.empty()) return;
    std::sort(totals.begin(), totals.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(item(a).occurred, a) < std::pair(item(b).occurred, b);
    });
    struct Stretch {
      Instant from;
      Instant until;
      std::uint32_t total;
    };
    std::vector<Stretch> stretches;
    for (const std::uint32_t i : totals) {
      in_one_[i] = true;
      const Instant until = std::max(item(i).total->until, item(i).occurred);
      if (stretches.empty() || stretches.back().until < item(i).occurred) {
        stretches.push_back({item(i).occurred, until, i});
      } else {
        stretches.back().until = std::max(stretches.back().until, until);
        join(stretches.back().total, i);
      }
    }
    for (std::uint32_t i = first; i < last && !once; ++i) {
      const auto after = std::partition_point(
          stretches.begin(), stretches.end(),
          [&](const Stretch& stretch) { return stretch.from <= item(i).occurred; });
      if (after == stretches.begin() || item(i).occurred > std::prev(after)->until) continue;
      if (std::prev(after)->total != i) join(std::prev(after)->total, i);
    }
  }

  std::vector<std::vector<std::uint32_t>> collect() {
    std::vector<std::vector<std::uint32_t>> clusters;
    std::vector<std::int32_t> of_root(observations_.size(), -1);
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (!in_one_[i]) continue;
      std::int32_t& cluster = of_root[root(i)];
      if (cluster < 0) {
        cluster = static_cast<std::int32_t>(clusters.size());
        clusters.emplace_back();
      }
      clusters[static_cast<std::size_t>(cluster)].push_back(i);
    }
    return clusters;
  }

  const Question& question_;
  Kinds kinds_{question_};
  std::span<const TimedObservation> observations_;
  std::vector<std::uint32_t> next_;  // towards its cluster's root
  std::vector<bool> in_one_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> clusters(const Question& question,
                                                 std::span<const TimedObservation> observations) {
  return Clusters(question, observations).form();
}

}  // namespace signpost::belief
