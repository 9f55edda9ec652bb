#include "engine/assess/counting.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "engine/belief/believe.h"

namespace signpost::assess {
namespace {

/// Which belong together, as they are joined two by two.
class Clusters {
 public:
  explicit Clusters(std::size_t size) : leader_(size) {
    std::iota(leader_.begin(), leader_.end(), std::size_t{0});
  }
  void join(std::size_t a, std::size_t b) {
    const auto [first, second] = std::minmax({leader(a), leader(b)});
    leader_[second] = first;
  }
  std::size_t leader(std::size_t of) {
    while (leader_[of] != of) of = leader_[of] = leader_[leader_[of]];
    return of;
  }

 private:
  std::vector<std::size_t> leader_;
};

/// From when on a countable forecast has a history, and so a probability; `until`: not before then.
Instant first_with_history(Archive& archive, const std::string& id, const Ledgered& ledgered,
                           Instant from, Instant until) {
  if (from >= until) return from;
  const belief::Chronicle chronicle =
      archive.chronicle(id, std::min(from, ledgered.until), ledgered);
  const auto has_history = [&](Instant at) {
    return belief::standing(belief::known_of(chronicle, at), {at, at}).has_value();
  };
  if (has_history(from)) return from;
  // It comes with what is told, and stays.
  std::set<Instant> told;
  for (const std::vector<belief::Known>& stream : chronicle.of_counted) {
    for (const belief::Known& known : stream) {
      if (from < known.from && known.from < until) told.insert(known.from);
    }
  }
  const std::vector<Instant> dates(told.begin(), told.end());
  const auto first = std::partition_point(dates.begin(), dates.end(),
                                          [&](Instant at) { return !has_history(at); });
  return first == dates.end() ? until : *first;
}

std::vector<std::string> each_once(const Archive& archive, std::span<const std::string> named) {
  if (named.empty()) return archive.snapshot.scenario_ids();
  std::vector<std::string> all;
  for (const std::string& id : named) {
    if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  }
  return all;
}

}  // namespace

Counting::Counting(Archive& archive, Instant known_at, const CountingChoices& choices)
    : archive_(archive), known_at_(known_at), choices_(choices) {
  for (const Resolution& one : archive.snapshot.resolutions({})) {
    if (!one.outcome) continue;
    const Entered entered(one.recorded, one.entry);
    const auto [first, is_new] = first_settled_.emplace(one.scenario, entered);
    if (!is_new) first->second = std::min(first->second, entered);
  }
}

std::vector<CountedScenario> Counting::scenarios(std::span<const std::string> named) {
  std::vector<CountedScenario> found;
  for (const std::string& id : each_once(archive_, named)) {
    Ledgered ledgered{.as_recorded = !choices_.hindsight, .until = known_at_};
    const auto first = first_settled_.find(id);
    if (first != first_settled_.end() && first->second.first <= known_at_) {
      std::tie(ledgered.until, ledgered.entry) = first->second;
    }
    // What is loaded later changes no score.
    const Scenario& scenario = archive_.scenario_at(id, ledgered.until);
    if (!choices_.publication.empty() && scenario.publication != choices_.publication) continue;
    if (choices_.role && scenario.role != *choices_.role) continue;
    const Instant loaded = archive_.scenario(id).revisions.front().recorded;
    if (loaded > known_at_ || scenario.opened > known_at_) continue;
    std::optional<Resolution> resolution = archive_.resolution(id, known_at_);
    const Instant ended = resolution ? resolution->on : scenario.horizon.value_or(kForever);
    const bool in_span =
        (!choices_.from || ended >= *choices_.from) && (!choices_.to || ended <= *choices_.to);
    if (!in_span) continue;
    Instant begins = choices_.hindsight ? scenario.opened : std::max(scenario.opened, loaded);
    if (scenario.criterion) {
      begins = first_with_history(archive_, id, ledgered, begins, std::min(ended, known_at_));
    }
    found.push_back({id, &scenario, std::move(resolution), ended, begins, ledgered});
  }
  return found;
}

std::vector<std::size_t> clusters_of(const std::vector<Window>& windows) {
  Clusters clusters(windows.size());
  std::map<std::string, std::size_t> parts;
  std::map<std::string, std::vector<std::size_t>> watched;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Scenario& scenario = *windows[i].scenario;
    if (!scenario.part_of.empty()) {
      const auto [part, is_new] = parts.emplace(scenario.part_of, i);
      if (!is_new) clusters.join(part->second, i);
    }
    for (const Expectation& expectation : scenario.expects) {
      watched[expectation.indicator].push_back(i);
    }
    if (!scenario.criterion) continue;
    for (const std::string& counted : scenario.criterion->indicators) {
      watched[counted].push_back(i);
    }
  }
  for (auto& [indicator, all] : watched) {
    std::sort(all.begin(), all.end(), [&](std::size_t a, std::size_t b) {
      return windows[a].scenario->opened < windows[b].scenario->opened;
    });
    std::size_t last = all.front();  // of those so far, the one whose window ends last
    for (const std::size_t i : std::span(all).subspan(1)) {
      if (windows[i].scenario->opened < windows[last].until) clusters.join(last, i);
      if (windows[i].until > windows[last].until) last = i;
    }
  }
  std::vector<std::size_t> found(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) found[i] = clusters.leader(i);
  return found;
}

}  // namespace signpost::assess
