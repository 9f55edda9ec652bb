// Writing one entry of the journal.
//
// The chain: each entry's digest is SHA-256 over the chain of the entry before (absent for the
// first), the entry's number, when it was recorded, whether under --now, its kind, how many records
// it holds and the digest over their digests in the order of their rows. Whoever has noted a head
// can so be shown that nothing up to it was changed, and a record can be checked without the
// others.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/base/sha256.h"
#include "engine/store/connection.h"
#include "engine/store/journal.h"
#include "engine/store/record.h"
#include "engine/time/clock.h"

namespace signpost::store {

/// The chain at `entry` (whose own `chain` is not looked at), after `previous`.
Digest chain_of(const std::optional<Digest>& previous, const JournalEntry& entry,
                const Digest& rows_digest);

/// The number of the last entry; 0 where there is none.
std::int64_t last_entry(Connection& connection);

/// One entry being written: begun, filled, sealed, inside the caller's WriteTransaction. It is
/// recorded when it is begun: with the store's lock held, so that nothing committed later was
/// recorded earlier.
class Entry {
 public:
  /// Whether a wrong clock is refused (wrong_clock.h), or said to have been wrong.
  enum class Clocks : std::uint8_t { kRight, kMending };

  Entry(Connection& connection, std::string_view kind, const Clock& clock,
        Clocks clocks = Clocks::kRight);

  /// Stores a record as the next row of the entry. `extra` are columns that its digest does not
  /// cover by themselves.
  void add(const Record& record, std::span<const Extra> extra = {});
  /// Completes the entry; no row can be added after.
  void seal();

  [[nodiscard]] Instant recorded() const { return entry_.recorded; }

 private:
  Connection& connection_;
  JournalEntry entry_;
  FieldHasher rows_;
};

}  // namespace signpost::store
