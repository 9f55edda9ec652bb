#include "engine/store/source_names.h"

#include "engine/base/text.h"

namespace signpost::store {

SourceNames::SourceNames(const std::vector<Revision<Source>>& revisions, Instant known_at) {
  // Of each source one revision: the one that stands, or the first.
  for (const Revision<Source>& revision : revisions) {
    if (revision.known.holds(known_at)) {
      by_id_.insert_or_assign(revision.content.id, revision.content);
    } else {
      by_id_.try_emplace(revision.content.id, revision.content);
    }
  }
  index();
}

SourceNames::SourceNames(const std::vector<Source>& sources) {
  for (const Source& source : sources) by_id_.try_emplace(source.id, source);
  index();
}

void SourceNames::index() {
  // An id goes before any title or alias, so that no alias can take another source's id.
  for (const auto& [id, source] : by_id_) by_name_.try_emplace(folded(id), &source);
  for (const auto& [id, source] : by_id_) {
    for (const std::string* name : {&source.title.en, &source.title.ar}) {
      if (!name->empty()) by_name_.try_emplace(folded(*name), &source);
    }
    for (const std::string& alias : source.aliases) by_name_.try_emplace(folded(alias), &source);
  }
}

const Source* SourceNames::find(std::string_view written) const {
  if (written.empty()) return nullptr;
  const auto found = by_name_.find(folded(written));
  return found == by_name_.end() ? nullptr : found->second;
}

std::string source_key(std::string_view written, const Source* registered) {
  return registered != nullptr ? registered->id : folded(written);
}

std::string origin_of(const Item& item, const Source* registered) {
  if (!item.origin.empty()) return folded(item.origin);
  if (registered != nullptr) {
    return folded(registered->origin.empty() ? registered->id : registered->origin);
  }
  return folded(item.source);
}

}  // namespace signpost::store
