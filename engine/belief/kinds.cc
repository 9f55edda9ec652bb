#include "engine/belief/kinds.h"

namespace signpost::belief {

Kinds::Kinds(const Question& question) : question_(question), parts_(question.streams.size()) {
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    const int wider = question.streams[j].of;
    if (wider == kNoWider) continue;
    any_ = true;
    parts_[static_cast<std::size_t>(wider)].push_back(static_cast<int>(j));
  }
  order_.reserve(question.streams.size());
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    if (question.streams[j].of != kNoWider) continue;
    // A tree from its root down, then the other way round.
    std::vector<int> down{static_cast<int>(j)};
    for (std::size_t k = 0; k < down.size(); ++k) {
      const std::vector<int>& below = parts(down[k]);
      down.insert(down.end(), below.begin(), below.end());
    }
    order_.insert(order_.end(), down.rbegin(), down.rend());
  }
}

std::vector<int> Kinds::narrower(int stream) const {
  std::vector<int> all = parts(stream);
  for (std::size_t k = 0; k < all.size(); ++k) {
    const std::vector<int>& below = parts(all[k]);
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

bool Kinds::is_of(int narrow, int wide) const {
  if (narrow == kUnforeseen || wide == kUnforeseen) return false;
  for (int j = question_.streams[static_cast<std::size_t>(narrow)].of; j != kNoWider;
       j = question_.streams[static_cast<std::size_t>(j)].of) {
    if (j == wide) return true;
  }
  return false;
}

NetRates net_rates(const Question& question, int stream, std::span<const ToldAs> told) {
  const Stream& wide = question.streams[static_cast<std::size_t>(stream)];
  NetRates net{wide.if_true.per_day(), wide.if_false.per_day()};
  for (const auto& [narrower, share] : told) {
    const Stream& part = question.streams[static_cast<std::size_t>(narrower)];
    net.if_true -= share * part.if_true.per_day();
    net.if_false -= share * part.if_false.per_day();
  }
  return net;
}

NetRates net_rates(const Question& question, const Kinds& kinds, int stream) {
  std::vector<ToldAs> all;
  for (const int narrower : kinds.parts(stream)) all.push_back({narrower, 1});
  return net_rates(question, stream, all);
}

}  // namespace signpost::belief
