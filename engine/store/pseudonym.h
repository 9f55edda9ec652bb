// Names told apart and known again without saying what they are: those that a redaction hides, and
// the keys of events, by which sums are ordered.
//
// A pseudonym is SHA-256 over the store's secret, what kind of name it is, and the name. It is made
// from the name whenever the name comes up again, so that a redacted item's origin stays the same
// origin as that of other items, later ones too. Who has the store can still test whether a name
// that he guesses is meant; who has only an export or a report cannot.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/sha256.h"
#include "engine/model/evidence.h"
#include "engine/store/connection.h"

namespace signpost::store {

/// Is it a key that a redaction made blind?
bool is_blind(std::string_view key);

class Pseudonyms {
 public:
  explicit Pseudonyms(Connection& connection);
  /// Of an origin as origin_of gives it: "~" and 16 hexadecimal digits; empty for empty.
  [[nodiscard]] std::string of_origin(std::string_view origin) const;
  /// Of an event's key, folded, in the same form: its blind key. Never the same as that of an
  /// origin of the same name. Of one that a redaction made blind already: itself.
  [[nodiscard]] std::string of_event(std::string_view key) const;
  /// Of an item's feed, source and id at its source, as they stand in it.
  [[nodiscard]] Digest of_id(const Item& item) const;

 private:
  [[nodiscard]] std::string of(std::string_view kind, std::string_view name) const;

  std::string secret_;
};

}  // namespace signpost::store
