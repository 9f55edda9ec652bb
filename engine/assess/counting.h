// What of a scenario counts where it is asked how good its forecast was: since when, until when, and
// with what knowledge. Scores, calibration and credits ask the same.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/assess/archive.h"

namespace signpost::assess {

/// Which scenarios are asked for. All that is given must hold.
struct CountingChoices {
  bool hindsight = false;   // counts from the opening, with what was available
  std::string publication;  // only of this one; empty: of all
  std::optional<Role> role;
  std::optional<Instant> from;  // only those settled from then on, and until then
  std::optional<Instant> to;
};

/// A scenario that was opened by then, and how it stands.
struct CountedScenario {
  std::string id;
  const Scenario* scenario;  // as it was defined when it was first settled
  std::optional<Resolution> resolution;
  Instant ended;  // when it was settled, else its horizon, else kForever
  Instant from;   // counting begins; of a countable forecast not before there is history
  Ledgered ledgered;

  [[nodiscard]] bool is_scored() const { return resolution && resolution->is_scored(); }
  /// Counting ends here, of what is settled.
  [[nodiscard]] Instant closes() const {
    return std::min(resolution->on, scenario->horizon.value_or(kForever));
  }
};

class Counting {
 public:
  /// The archive must outlive it.
  Counting(Archive& archive, Instant known_at, const CountingChoices& choices);

  /// Those named, each once; or all, the retired too: they leave no denominator. Those that were
  /// opened and loaded by known_at.
  std::vector<CountedScenario> scenarios(std::span<const std::string> named);

 private:
  Archive& archive_;
  Instant known_at_;
  CountingChoices choices_;
  using Entered = std::pair<Instant, std::int64_t>;  // when, and as what entry of the journal
  std::map<std::string, Entered> first_settled_;
};

/// A scenario and when it stopped to be open.
struct Window {
  const Scenario* scenario;
  Instant until;
};

/// Scenarios of one `part_of`, or with overlapping windows on one indicator, may come out as they do
/// for one reason: of each the first one of its cluster, as an index.
std::vector<std::size_t> clusters_of(const std::vector<Window>& windows);

}  // namespace signpost::assess
