// Which item an item is when it comes again.
//
// Its identity is its feed, its source and its id at that source. The source is the one that is
// registered today under the name as written, so that "SOHR" and «المرصد» are one; a name that
// nobody registered is itself. Names and ids are compared folded (base/text.h), as are origins,
// the keys of events, and places. Where older items share an identity, because an alias that joins
// their sources was registered later or an older Signpost compared ids as they were written, the
// lowest number is it.
//
// A redacted item keeps its identity under a pseudonym. Older redactions gave pseudonyms to
// source and id as they were written; both forms are tried, under every name of the source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/sha256.h"
#include "engine/model/evidence.h"
#include "engine/store/connection.h"
#include "engine/store/pseudonym.h"
#include "engine/store/source_names.h"

namespace signpost::store {

/// For one state of the store's sources.
class Identities {
 public:
  Identities(Connection& connection, const Pseudonyms& pseudonyms);

  /// The stored item that this is; nothing where it has no id or is new.
  [[nodiscard]] std::optional<ItemId> stored(const Item& item);
  /// The item with that id, in any feed and at any source; nothing where there is none or several.
  [[nodiscard]] std::optional<ItemId> named(std::string_view id);
  /// The redacted item that this is.
  [[nodiscard]] std::optional<ItemId> redacted(const Item& item);
  /// Is it one source, by today's names?
  [[nodiscard]] bool same_source(const std::string& written, const std::string& other) {
    return written == other || source_key(written) == source_key(other);
  }
  /// What a redaction keeps of the item's identity: one for its source as registered today, one for
  /// its name as written, which may be registered otherwise one day.
  [[nodiscard]] std::vector<Digest> pseudonyms_of(const Item& item);
  /// Did a redaction put this key in the place of another?
  [[nodiscard]] bool is_redacted_key(const std::string& key) const;
  /// The key as it is stored: its blind form where a redaction took it out of the store.
  [[nodiscard]] std::string stored_key(const std::string& event) const;

 private:
  const std::string& source_key(const std::string& written);
  struct Found {
    ItemId item;
    std::string feed;
    std::string source;  // as written
  };
  /// The items with that id, in the order of their numbers.
  std::vector<Found> with_id(std::string_view id);
  [[nodiscard]] std::optional<ItemId> redacted_as(const Digest& pseudonym);

  Connection& connection_;
  const Pseudonyms& pseudonyms_;
  SourceNames names_;
  std::unordered_map<std::string, std::string> keys_;  // of sources as written
  bool any_redacted_;
};

}  // namespace signpost::store
