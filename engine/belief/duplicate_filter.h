// Which items stand in more than one place, quickly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/evidence.h"

namespace signpost::belief {

/// Items added twice, if only perhaps: item numbers are dense, so their last bits nearly tell
/// them apart.
class DuplicateFilter {
 public:
  explicit DuplicateFilter(std::size_t items) {
    std::size_t size = 64;
    while (size < items) size *= 2;
    times_.resize(size);
  }
  void add(ItemId item) {
    std::uint8_t& times = times_[place(item)];
    any_ |= times != 0;
    times = static_cast<std::uint8_t>(times + (times < 2));
  }
  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] bool perhaps(ItemId item) const { return times_[place(item)] == 2; }

 private:
  [[nodiscard]] std::size_t place(ItemId item) const {
    return static_cast<std::size_t>(item) & (times_.size() - 1);
  }

  std::vector<std::uint8_t> times_;
  bool any_ = false;
};

}  // namespace signpost::belief
