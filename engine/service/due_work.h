// The desk's rounds: all that is due, done in the order of time, each thing once.
//
//   Timetable ─ slots due ──┐
//                           ├─► assess as of then, known then ─► judge alerts ─► Round ─► store
//   journal ─ changes ──────┘
//
// A change of the evidence is answered at its own time too: the scenarios that it touches and that
// an alert watches are assessed as of then. Both kinds are done in one order, so alerts are judged
// in the order of time whoever is late: to make up for three missed months gives bit for bit what
// punctual running would have given. (But for evidence that came in meanwhile and says that it was
// available before: it counts from then on, as in every replay. And an alert that was loaded
// meanwhile is judged at the slots made up, as its first revision stands from the start of time.)
//
// What is computed is stored only if nothing was written to the store meanwhile (Store::save); else
// it is computed anew. So two programs that make rounds do everything once between them, and an
// assessment as of T knows all that was recorded up to T.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/assess/timetable.h"
#include "engine/model/notifier.h"
#include "engine/service/site.h"
#include "engine/store/store.h"
#include "engine/time/clock.h"

namespace signpost::service {

class DueWork {
 public:
  /// The store and the site must outlive it. `notifiers` are those that are told from now on.
  DueWork(store::Store& store, const Site& site, const Clock& clock,
          std::vector<Notifier> notifiers);
  ~DueWork();

  /// Does the earliest thing that is due by the clock; nothing when nothing is. First of all, where
  /// the program reckons by another model than the alerts were judged by, their last moments are
  /// judged again (a round of kModel, which tells nobody).
  std::optional<Round> next();
  /// How much `next` would do: slots, and changes that an alert waits for.
  [[nodiscard]] std::size_t slots_due();
  [[nodiscard]] std::size_t changes_due();
  /// Since when the oldest slot is due; nothing where none is.
  [[nodiscard]] std::optional<Instant> oldest_due();
  /// Since when the oldest change waits to be judged; nothing where none does.
  [[nodiscard]] std::optional<Instant> oldest_change_due();
  /// Assesses at a moment and keeps it. Alerts are judged where it is now as known now, and nothing
  /// is due.
  Round asked(std::span<const std::string> scenarios, const Moment& moment);

 private:
  /// All that is read from one state of the store.
  struct View;
  View& view();
  /// Stores; false where the store has moved on, and what is known of it is forgotten.
  bool save(Round& round);
  void judge_alerts(Round& round);
  Round make_up(const assess::DueSlot& slot);
  /// The last moment of each alert that was last judged under another model, judged again.
  std::optional<Round> under_new_model();

  store::Store& store_;
  const Site& site_;
  Clock clock_;
  std::vector<Notifier> notifiers_;
  std::unique_ptr<View> view_;
};

}  // namespace signpost::service
