// Reading: everything that is read through one Snapshot is of one state of the store.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/model/outcome.h"
#include "engine/model/saved.h"
#include "engine/store/journal.h"
#include "engine/time/instant.h"

namespace signpost::store {

/// A stretch of known_at: from `from` on, and before `until`; kForever is never reached, so a
/// stretch until then holds it. Empty where `until` is not later.
struct KnownSpan {
  Instant from;
  Instant until = kForever;

  [[nodiscard]] bool holds(Instant known_at) const {
    return from <= known_at && (known_at < until || until == kForever);
  }
  friend bool operator==(const KnownSpan&, const KnownSpan&) = default;
};

/// What scoring took from the source and origin of an item before they were blanked, over a stretch
/// of known_at (a source's letter may have been revised). The first stretch begins with time, the
/// last one never ends.
struct PseudonymousSource {
  KnownSpan known;
  std::optional<Source>
      registered;      // it was a registered source: its letter, and nothing else of it
  std::string origin;  // Snapshot::pseudonym of its origin; empty: nobody's but its own
};

/// One version of an item and when it is the one that the desk knew: from when it was available
/// (a first version) or recorded (an amendment), until amended or retracted.
struct ItemVersion {
  ItemId item = 0;
  int version = 1;
  Instant recorded;
  std::int64_t entry = 0;  // of the journal, which orders what one second recorded
  KnownSpan known;
  bool redacted = false;
  bool by_hand = false;   // an amendment by a person; else as recorded or as its feed has it
  bool withheld = false;  // its feed amended it after it was retracted: kept, never in force
  bool imported = false;  // came in a file; else recorded, amended or tied by a person
  Item content;
  std::vector<PseudonymousSource>
      pseudonymous;  // of a redacted item, in the order of known_at; else empty

  /// What stands in for the source of a redacted item; null where it is not redacted.
  [[nodiscard]] const PseudonymousSource* pseudonymous_at(Instant known_at) const {
    for (const PseudonymousSource& stretch : pseudonymous) {
      if (known_at < stretch.known.until) return &stretch;
    }
    return pseudonymous.empty() ? nullptr : &pseudonymous.back();
  }
};

/// The story of an item for `evidence show`: all versions, and what was done to it.
struct ItemHistory {
  std::vector<ItemVersion> versions;
  std::optional<Instant> retracted;  // and not amended by hand since
  std::string retracted_because;
  std::optional<Instant> redacted;
  std::string redacted_because;
};

/// A definition's revision and when it stands.
template <class T>
struct Revision {
  T content;
  int revision = 1;
  KnownSpan known;
  Instant recorded{};  // when it was loaded, which of a first one may be later than it stands from
};

/// Which saved assessments are asked for. All that is given must hold.
struct AssessmentFilter {
  std::optional<std::int64_t> number;
  std::string scenario;
  std::optional<Instant> from;  // as_of, inclusive
  std::optional<Instant> to;    // as_of, inclusive
};

/// So much one machine's clock may be ahead of another's, and nothing is wrong.
inline constexpr std::chrono::minutes kClocksDiffer{5};

/// What lies ahead of a clock, and counts: a clock was wrong, then or now.
struct AheadOfClock {
  std::int64_t entries = 0;     // of the journal, recorded later
  std::int64_t slots = 0;       // due later, and done
  std::int64_t judgements = 0;  // of alerts, as of later
  Instant latest{};             // of all of these
  [[nodiscard]] bool any() const { return entries + slots + judgements > 0; }
};

/// A scenario was given up, or taken up again.
struct Retirement {
  std::string scenario;
  Instant recorded;
  bool retired = true;
  std::string because;
};

class Snapshot {
 public:
  virtual ~Snapshot() = default;

  /// One revision of each definition: the one that stands at known_at, or the first where none
  /// stands yet (a scenario's first stands from its `opened`). In the order of first definition.
  [[nodiscard]] virtual Definitions definitions(Instant known_at) const = 0;
  /// All revisions of a scenario, and of an indicator, oldest first; empty where there is none.
  [[nodiscard]] virtual std::vector<Revision<Scenario>> scenario(std::string_view id) const = 0;
  [[nodiscard]] virtual std::vector<Revision<Indicator>> indicator(std::string_view id) const = 0;
  /// All revisions of all sources, or publications, each one's together, oldest first.
  [[nodiscard]] virtual std::vector<Revision<Source>> sources() const = 0;
  [[nodiscard]] virtual std::vector<Revision<Publication>> publications() const = 0;
  /// The same of what the desk's own table says of each grade.
  [[nodiscard]] virtual std::vector<Revision<GradeWorth>> grades() const = 0;
  [[nodiscard]] virtual std::vector<std::string> scenario_ids() const = 0;
  [[nodiscard]] virtual std::vector<std::string> indicator_ids() const = 0;
  /// In the order of recording.
  [[nodiscard]] virtual std::vector<Retirement> retirements() const = 0;
  /// In the order of recording; of one scenario, or (empty) of all.
  [[nodiscard]] virtual std::vector<Resolution> resolutions(std::string_view scenario) const = 0;
  [[nodiscard]] virtual std::vector<Forecast> forecasts(std::string_view scenario) const = 0;
  /// In the order of recording.
  [[nodiscard]] virtual std::vector<ItemVerdict> verdicts() const = 0;
  /// The scenarios that were not retired at `known_at`: those that every list shows.
  [[nodiscard]] virtual std::vector<std::string> active_scenario_ids(Instant known_at) const = 0;

  /// Every version of every item under the indicator, or that bears on the scenario; in the order
  /// of item and version. Without `with_text`, `content` lacks text, url, place, note, by and id.
  [[nodiscard]] virtual std::vector<ItemVersion> items_of_indicator(std::string_view id,
                                                                    bool with_text) const = 0;
  [[nodiscard]] virtual std::vector<ItemVersion> items_bearing_on(std::string_view scenario,
                                                                  bool with_text) const = 0;
  /// Every version of every item that denies an event, under whatever indicator or scenario that
  /// stands: few beside the others.
  [[nodiscard]] virtual std::vector<ItemVersion> items_that_deny(bool with_text) const = 0;
  [[nodiscard]] virtual std::vector<ItemVersion> items() const = 0;  // with text
  /// What the items that were not retracted say, each under each of its indicators and scenarios
  /// ("i" or "s" and its id): enough to see whether a row without an id says it again. Streamed.
  struct Told {
    ItemId item = 0;
    std::string subject;
    Instant occurred;
    std::string_view text;
    std::string_view url;
  };
  virtual void each_told(const std::function<void(const Told&)>& take) const = 0;
  /// The versions that stand under an indicator (or bear on a scenario) of `item` and whose time is
  /// not far from its own: within 400 days, for some say no more than their year. With text.
  [[nodiscard]] virtual std::vector<ItemVersion> items_near(const Item& item) const = 0;
  [[nodiscard]] virtual std::optional<ItemHistory> item(ItemId id) const = 0;
  /// The highest number of an item; 0 where there is none.
  [[nodiscard]] virtual ItemId last_item() const = 0;
  /// The item with this id at its source, in any feed; nothing if none or several.
  [[nodiscard]] virtual std::optional<ItemId> find_item(std::string_view id_at_source) const = 0;
  /// Of an indicator, or (empty) of all; those that were withdrawn too.
  [[nodiscard]] virtual std::vector<CoverDeclaration> covers(std::string_view indicator) const = 0;
  [[nodiscard]] virtual std::vector<JournalEntry> journal() const = 0;

  /// What lies more than five minutes ahead of `now`.
  [[nodiscard]] virtual AheadOfClock ahead_of(Instant now) const = 0;
  /// Was the store made under --now?
  [[nodiscard]] virtual bool is_rehearsal() const = 0;

  // The desk's clock.

  /// The last entry of the journal.
  [[nodiscard]] virtual std::int64_t head() const = 0;
  /// All revisions of all schedules, and alerts, each one's together, oldest first.
  [[nodiscard]] virtual std::vector<Revision<Schedule>> schedules() const = 0;
  [[nodiscard]] virtual std::vector<Revision<Alert>> alerts() const = 0;
  /// The reports of slots as their schedules name them, of void slots too.
  [[nodiscard]] virtual std::vector<std::string> scheduled_reports() const = 0;
  /// The slots that were done or skipped, oldest first; of one schedule, or (empty) of all.
  [[nodiscard]] virtual std::vector<Slot> slots(std::string_view schedule) const = 0;
  /// Saved assessments in the order of their numbers, with or without what is kept of their
  /// ledgers.
  [[nodiscard]] virtual std::vector<SavedAssessment> assessments(const AssessmentFilter& filter,
                                                                 bool with_ledger) const = 0;
  /// All judgements of an alert in the order in which they were made, or only the last one.
  [[nodiscard]] virtual std::vector<AlertEvaluation> evaluations(std::string_view alert,
                                                                 bool last_only) const = 0;
  /// Changes of the evidence (record, import, amend, retract, resolve) after an entry of the
  /// journal, oldest first, a denial's with all that its event stands under; and the last one that
  /// a round answered (0: none).
  [[nodiscard]] virtual std::vector<EvidenceChange> changes_after(std::int64_t entry) const = 0;
  [[nodiscard]] virtual std::int64_t last_change_answered() const = 0;
  /// The entry with which an alert was first defined; 0 where it is not.
  [[nodiscard]] virtual std::int64_t first_entry_of_alert(std::string_view alert) const = 0;
  /// Notices and what was done about them, oldest first: those that some notifier still waits for,
  /// or all; of one alert, or (empty) of all.
  [[nodiscard]] virtual std::vector<Delivery> deliveries(bool undelivered_only,
                                                         std::string_view alert) const = 0;

  /// The name under which a redacted item keeps an origin: the same for the same origin (as
  /// origin_of gives it), and not to be read back without this store. Origins that are compared
  /// with a redacted item's are compared by pseudonyms; to keep every bit of a score as it was
  /// before the redaction, order them by their pseudonyms always.
  [[nodiscard]] virtual std::string pseudonym(std::string_view origin) const = 0;
  /// The blind key of an event, from its key as it is compared (folded): the same for the same key,
  /// in this store alone. Sums that run in the order of blind keys depend on no spelling, and
  /// nobody who sees them run can read a key out of it. Nothing that is redacted goes into it: a
  /// redaction keeps the keys.
  [[nodiscard]] virtual std::string blind_key(std::string_view event) const = 0;
};

}  // namespace signpost::store
