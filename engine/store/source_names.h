// Names as written → registered sources, and whose claim an item is.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/store/snapshot.h"

namespace signpost::store {

/// The sources as they stand at a known_at, by id, title and alias, spelling folded.
class SourceNames {
 public:
  SourceNames(const std::vector<Revision<Source>>& revisions, Instant known_at);
  /// As they are given.
  explicit SourceNames(const std::vector<Source>& sources);
  SourceNames(SourceNames&&) = default;
  SourceNames& operator=(SourceNames&&) = default;
  SourceNames(const SourceNames&) = delete;  // its names point into itself
  SourceNames& operator=(const SourceNames&) = delete;
  ~SourceNames() = default;
  /// The source registered under that name; null where none is.
  [[nodiscard]] const Source* find(std::string_view written) const;

 private:
  void index();

  std::map<std::string, Source, std::less<>> by_id_;
  std::map<std::string, const Source*, std::less<>> by_name_;
};

/// Whose claim the item is: what it says, else its registered source's origin, else its source, by
/// name; folded. Empty: nobody's but its own.
std::string origin_of(const Item& item, const Source* registered);

/// Who speaks, however the name is written: the id of the source that is registered under it, else
/// the name itself, folded.
std::string source_key(std::string_view written, const Source* registered);

}  // namespace signpost::store
