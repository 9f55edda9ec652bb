// Items ↔ rows.
//
// The private part of a version (its source and origin in item_version, and all of item_text) goes
// into the version's digest by a digest of its own: SHA-256 over a random salt of 16 bytes and
// source, origin, id, text, url, place, note, by. A redaction blanks these and the salt and keeps
// that digest: the version's digest can still be recomputed, and nobody can find the text by trying
// texts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/evidence.h"
#include "engine/store/connection.h"
#include "engine/store/definition_rows.h"
#include "engine/store/record.h"
#include "engine/store/snapshot.h"

namespace signpost::store {

/// What is stored of a version besides the item itself.
struct VersionPlace {
  ItemId item = 0;
  int version = 1;
  bool by_hand = false;
  bool withheld = false;  // came from its feed after the item was retracted: never in force
};

// A grade's two columns, a letter and a digit, each NULL where it was not given.

Value letter(const Grade& grade);
Value digit(const Grade& grade);
Grade grade_at(const Query& query, int column);

Digest private_digest(const Item& item, std::string_view salt);

/// The record of a version; refers to the texts of the item, which must outlive it.
Record record_of(const Item& item, const VersionPlace& place, const Digest& hidden,
                 const NumberOf& indicator, const NumberOf& scenario);

/// What item_text holds beside an id: its folded form where that is another, else nothing.
std::string folded_if_other(std::string_view id);

/// The row of item_text.
void insert_text(Connection& connection, const VersionPlace& place, const Item& item,
                 std::string_view salt);

/// Reads versions of items. Holds, for one state of the store, what decides when each was in force
/// (later versions and retractions), and what was redacted: read once, since both are few beside
/// the items.
class ItemReader {
 public:
  explicit ItemReader(Connection& connection);
  /// Of one item only: cheap.
  ItemReader(Connection& connection, ItemId only);

  std::vector<ItemVersion> of_indicator(std::string_view id, bool with_text);
  std::vector<ItemVersion> bearing_on(std::string_view scenario, bool with_text);
  /// Those that deny an event.
  std::vector<ItemVersion> denying(bool with_text);
  std::vector<ItemVersion> all();
  /// As Snapshot::each_told.
  void each_told(const std::function<void(const Snapshot::Told&)>& take);
  /// As Snapshot::items_near.
  std::vector<ItemVersion> near(const Item& item);
  /// All versions of one item, with text.
  std::vector<ItemVersion> versions(ItemId item);

  struct Withdrawal {
    Instant recorded;
    std::string because;
  };
  /// The retraction that holds today; nothing where there is none or an amendment by hand followed.
  std::optional<Withdrawal> retraction(ItemId item);
  std::optional<Withdrawal> redaction(ItemId item);

 private:
  struct LaterVersion {
    int version;
    bool withheld;
    Instant recorded;
  };
  struct Retraction {
    int version;  // withdraws this one and all before
    Instant recorded;
  };

  void read_fates(Query later, Query retracted, Query redacted, Query pseudonymous);
  std::vector<ItemVersion> read(Query& query, bool with_text, bool one_sighting);
  /// When an entry counts as recorded, and what its clock said.
  struct EntryTime {
    Instant recorded;
    Instant stamped;
    bool imports;
  };
  const EntryTime& time_of(std::int64_t entry);
  KnownSpan known(const ItemVersion& version) const;
  const std::string& indicator_id(std::int64_t number);
  const std::string& scenario_id(std::int64_t number);

  Connection& connection_;
  std::map<ItemId, std::vector<LaterVersion>> later_versions_;
  std::map<ItemId, std::vector<Retraction>> retractions_;
  std::map<ItemId, Instant> redactions_;
  std::map<std::pair<ItemId, int>, std::vector<PseudonymousSource>> pseudonymous_;
  std::vector<std::string> indicator_ids_;  // by number
  std::vector<std::string> scenario_ids_;
  std::pair<std::int64_t, EntryTime> last_entry_{0, {}};
};

}  // namespace signpost::store
