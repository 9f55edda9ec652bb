// The store: one SQLite file that keeps definitions, evidence and coverage, append-only, with a
// chained journal of every change.
//
// Strategy for programs that share a store:
//  1. Every change is one transaction begun with BEGIN IMMEDIATE and one entry in the journal.
//  2. WAL and synchronous=FULL: what was reported done survives a crash; nothing is kept by half.
//  3. Readers take a Snapshot, one read transaction: a command computes from one state.
//  4. A writer waits up to ten seconds for another; then it says who must finish first.
//  5. Nothing derived is the truth here: belief is computed from what is read, always.
//
// Where to read on: schema/ has the tables (0004_model_2.sql most of them as they are now),
// record.h what a digest is taken of, entry.h how the chain is made, verify.cc how it is checked,
// and chain.md all of that for whoever writes a verifier of their own;
// words.h how words are read; redaction.h how an item is blanked; upgrade.h what becomes of an
// older store, restore.h of a damaged one; round.h what the desk's clock leaves behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/sha256.h"
#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/model/outcome.h"
#include "engine/model/saved.h"
#include "engine/store/journal.h"
#include "engine/store/snapshot.h"
#include "engine/time/clock.h"

namespace signpost::store {

/// What one `load` changed.
struct Loaded {
  struct DefinitionChange {
    std::string kind;  // "publication", "source", "grade", "indicator", "scenario", "schedule" …
    std::string id;    // of a grade its text
    int revision = 1;
  };
  std::vector<DefinitionChange> changes;  // new and revised, in the order of the definitions
  int unchanged = 0;
};

/// What became of one item that was added.
enum class Fate : std::uint8_t { kAdded, kAmended, kUnchanged };
struct Added {
  ItemId item = 0;
  Fate fate = Fate::kAdded;
  bool retracted = false;  // the item was retracted before, and stays so
  bool stored = false;     // a version of it, be it one that only agrees with a person's amendment
};

/// How one item is recorded by hand.
struct RecordOptions {
  bool again = false;                   // also where the same was recorded within a day
  std::optional<ItemId> event_of = {};  // tied to that item at once
};

class Store {
 public:
  enum class Access : std::uint8_t { kRead, kWrite };

  /// Makes a new store; Error{kStore} if something stands there already.
  static void create(const std::filesystem::path& path, const Clock& clock);
  /// Opens; upgrades an older store, which is copied beside itself before; refuses a newer one and
  /// what is not a store.
  static Store open(const std::filesystem::path& path, Access access);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// The copy that was made of an older store before it was upgraded, where opening it here did
  /// that: to be told to whoever opened it. It holds all that the store then held, redacted later
  /// or not.
  [[nodiscard]] const std::optional<std::filesystem::path>& copy_before_upgrade() const;

  /// Was it made under --now? Then nothing in it is meant (wrong_clock.h).
  [[nodiscard]] bool is_rehearsal() const;

  /// Has another file taken the name of the one that was opened, or is there none any more? What
  /// is written would be lost.
  [[nodiscard]] bool was_replaced() const;
  /// Error{kStore} where it was.
  void refuse_replaced() const;

  /// May outlive the store, and sees nothing of what is changed after it was taken.
  [[nodiscard]] std::unique_ptr<Snapshot> snapshot() const;

  // Changes. Each is whole or not at all; Error leaves the store as it was. A clock that ticks is
  // read again once the store is the caller's to change: an entry is recorded then, and an item is
  // known from then where nobody said since when.

  /// Stores what differs from the latest revision, be it new or once there before. kInvalid where
  /// something refers to what is defined neither here nor in the store.
  Loaded load(const Definitions& definitions, const Clock& clock, bool dry_run = false);

  /// One item. Where one with the same feed, source and id at its source exists, it is a new
  /// version of that; nothing is stored where the content is what was last recorded or imported, or
  /// what stands. (Times that were cut at the clock because they lay in that day, month or year are
  /// the same as any of it; an `available` that nobody gave does not matter.) An item that was
  /// retracted stays retracted: a new version of it is kept but is not in force. A redacted item
  /// stays as it is. kInvalid: an unknown indicator or scenario, or `available` later than the
  /// clock; or, without `again`, every field says what an item without an id said that was recorded
  /// within the last 24 hours (as a report of `event_of`, where that is given) and stands.
  Added record(const Item& item, const Clock& clock, const RecordOptions& options = {});
  /// The item with the keys of its event as they are stored (tying.h), for comparing.
  [[nodiscard]] Item with_stored_keys(Item item) const;
  /// What `record` would refuse for that last reason, asked beforehand: kInvalid.
  void refuse_repetition(const Item& item, const Clock& clock);
  /// Gives items, and all that stand under a key of one of them, a common event key: the blind one
  /// of an event with a redacted item, else that of the first of them, in the order of their
  /// numbers, that has one, else a new one. kNotFound: no such item. kConflict: a retracted one, a
  /// redacted one without a key, a denial, two blind keys, or fewer than two items. Returns those
  /// whose key changed.
  std::vector<ItemId> tie(const std::vector<ItemId>& items, const Clock& clock);
  /// Each item has the key again that it had before it was last tied, and so have those that had
  /// that key with it and came along. kNotFound: no such item. kConflict: it was not tied, or
  /// its key was changed since. Returns those whose key changed.
  std::vector<ItemId> untie(const std::vector<ItemId>& items, const Clock& clock);
  /// A new version of an item; `changed` is the whole item as it shall be. With `restore` an item
  /// that is retracted stands again from then on. Nothing is stored where nothing changed.
  /// kNotFound: no such item. kConflict: it was redacted, it is retracted and not to be restored
  /// (or the other way round), or another item has that feed, source and id.
  void amend(ItemId id, const Item& changed, const Clock& clock, bool restore = false);
  /// kNotFound: no such item. kConflict: it is retracted already.
  void retract(ItemId id, std::string_view because, const Clock& clock);
  /// Blanks an item in all its versions, and writes the file anew so that nothing of it is left
  /// there. An item that is redacted already: only the latter. kNotFound: no such item. kStore
  /// where the item is redacted but the file could not be written anew (another program still reads
  /// the old state, the disk is full): the message says so, and redacting once more makes up for
  /// it.
  void redact(ItemId id, std::string_view because, const Clock& clock);
  /// The clock was ahead and is right now (wrong_clock.h). kRefused where nothing lies ahead of it.
  void mend_clock(std::string_view because, const Clock& clock);
  /// Takes a declaration of coverage back, from now on. kNotFound: there is none with that
  /// number. kConflict: it is withdrawn already.
  void withdraw_cover(std::int64_t number, std::string_view because, const Clock& clock);
  /// Gives a scenario up, or takes it up again. kInvalid: there is none. kConflict: it is so
  /// already.
  void retire(const std::string& scenario, bool retired, std::string_view because,
              const Clock& clock);
  void cover(const std::string& indicator, const CoverageSpan& span, const Clock& clock);
  /// Settles a scenario, or takes its settlement back (no outcome). The one recorded last stands;
  /// nothing is stored, and false returned, where that one says the same. kInvalid: there is no such
  /// scenario or item; `on` is before the scenario opened or later than the clock, or `available` is
  /// later than the clock or before `on`. kConflict: there is nothing to take back.
  bool resolve(const Resolution& resolution, const Clock& clock);
  /// What others forecast, in one entry; those that are there already are left out. How many are
  /// new. kInvalid: there is no such scenario.
  int forecast(std::span<const Forecast> forecasts, const Clock& clock);
  /// Unseals what a forecaster has sealed of a scenario; how many. kInvalid: no such scenario.
  int unseal(std::string_view scenario, std::string_view by, const Clock& clock);
  /// What became of an item's claim; false where that is what was last said. kInvalid: there is no
  /// such item. kConflict: there is no verdict to take back.
  bool judge(const ItemVerdict& verdict, const Clock& clock);

  /// Many items in one transaction and one entry. Nothing is stored until `commit`; without it all
  /// is rolled back. Where nothing changed there is no entry. `add` is as `record`; after an Error
  /// from it the import may go on.
  class Import {
   public:
    virtual ~Import() = default;
    virtual Added add(const Item& item) = 0;
    /// The item with this id at its source, in any feed, those of this import too; nothing if none
    /// or several.
    [[nodiscard]] virtual std::optional<ItemId> find_item(std::string_view id_at_source) = 0;
    /// As `resolve`, `forecast` and `judge`; false where it is there already.
    virtual bool add(const Resolution& resolution) = 0;
    virtual bool add(const Forecast& forecast) = 0;
    virtual bool add(const ItemVerdict& verdict) = 0;
    virtual void commit() = 0;
  };
  [[nodiscard]] std::unique_ptr<Import> import(const Clock& clock);

  /// Stores what an occasion leaves behind, and gives its assessments and notices their numbers.
  /// False, and nothing is stored, where the store's last entry is no longer `seen`: what was
  /// computed may have been overtaken, and is to be computed anew. (So a slot, or a change, is done
  /// once however many programs are at it, and every assessment knows all that was recorded before
  /// it was stored.) std::logic_error: the slot or the change was done already.
  bool save(Round& round, std::int64_t seen, const Clock& clock);

  /// Claims a try to hand a notice to a notifier: false where another program was faster, or some
  /// try has delivered it. Whether an earlier try is still under way is for the caller to judge.
  bool begin_attempt(const Attempt& attempt, const Clock& clock);
  void end_attempt(const Attempt& attempt, const Clock& clock);

  /// As `verify`, but only of the last `entries` entries of the journal: quick.
  [[nodiscard]] Verification verify_last(std::int64_t entries) const;
  /// Recomputes the chain and every digest; `head` is one kept elsewhere, which must be in the
  /// chain.
  [[nodiscard]] Verification verify(const std::optional<Digest>& head) const;
  /// A consistent copy while others write; refuses to overwrite.
  void backup(const std::filesystem::path& target) const;

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace signpost::store
