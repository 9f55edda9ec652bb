// One visit to the desk's clock: all that is due is done, whoever waits for news is told, and the
// heartbeat says that somebody came by.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/intake/settings.h"
#include "engine/model/saved.h"
#include "engine/report/speech.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::service {

/// What one visit did.
struct Tally {
  int slots = 0;
  int skipped = 0;
  int changes = 0;
  int assessments = 0;
  int judged_again = 0;  // alerts, under a new model
  int delivered = 0;
  int failed = 0;
  std::vector<Phrase> problems;
  std::vector<std::string> news;  // what was raised and cleared, ready
};

/// For the log, or for whoever looks on.
enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError };
using Say = std::function<void(Level, const Phrase&)>;
/// What is to be known before a visit begins, and what to do about it (or nothing).
using Announce = std::function<void(const Phrase& what, const Phrase& hint)>;

class Runner {
 public:
  /// The site and the store must outlive it.
  Runner(const Site& site, store::Store& store, report::Language language, Announce announce);

  /// Does all that is due by the clock, and adds up in `tally` what was done, also where it fails
  /// on the way. `end` is asked between two things.
  void do_what_is_due(const Say& say, const std::function<bool()>& end, Tally& tally);
  /// Tells people what waits for them, and adds up. `end` is asked between two notices and a few
  /// times a second while one is handed over.
  void tell_people(const Say& say, const std::function<bool()>& end, Tally& tally);
  /// Says by the heartbeat that somebody came by, and when there will be something to do again.
  void leave(const Say& say, Tally& tally);
  /// When there will be something to do again, if nobody changes anything.
  [[nodiscard]] std::optional<Instant> wake() const { return wake_; }

 private:
  void tell_ahead(const Clock& clock);
  void tell(const Round& round, const Clock& clock, Tally& tally, const Say& say);
  [[nodiscard]] std::optional<Instant> next_wake(Instant now) const;

  const Site& site_;
  store::Store& store_;
  report::Language language_;
  Announce announce_;
  intake::Settings settings_;
  std::optional<Instant> wake_;
  bool heart_fails_ = false;
  Phrase told_ahead_;
};

}  // namespace signpost::service
