// The journal as it is read: its entries, and what `verify` found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/base/sha256.h"
#include "engine/time/instant.h"

namespace signpost::store {

/// One change. `chain` is the digest over this entry, all that it holds and all entries before it.
struct JournalEntry {
  std::int64_t entry = 0;
  Instant recorded;
  bool rehearsed = false;  // made under --now
  /// init load record import amend retract redact cover; assess slot change; attempt attempted
  std::string kind;
  std::int64_t rows = 0;
  Digest chain{};
};

struct Verification {
  bool ok = true;
  std::int64_t entries = 0;
  Digest head{};                 // the chain of the last entry
  std::vector<Phrase> problems;  // plain sentences that name table and row; empty if ok
  std::vector<JournalEntry> rehearsed;
  /// Where the head that was asked for stands in the chain: all entries up to this one are as they
  /// were when that head was noted.
  std::optional<std::int64_t> head_stood_at;
};

}  // namespace signpost::store
