#include "engine/store/identity.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/text.h"
#include "engine/store/definition_rows.h"

namespace signpost::store {
namespace {

/// Both as they are compared.
Item folded_identity(const Item& item, std::string source) {
  Item form;
  form.feed = item.feed;
  form.source = std::move(source);
  form.id = folded(item.id);
  return form;
}

/// Every name of a source, as it is written.
std::set<std::string> names_of(const Source& source) {
  std::set<std::string> names{source.id, source.title.en, source.title.ar};
  names.insert(source.aliases.begin(), source.aliases.end());
  names.erase("");
  return names;
}

}  // namespace

Identities::Identities(Connection& connection, const Pseudonyms& pseudonyms)
    : connection_(connection),
      pseudonyms_(pseudonyms),
      names_(sources_in(connection), kForever),
      any_redacted_(connection.query("SELECT 1 FROM redaction LIMIT 1").next()) {}

const std::string& Identities::source_key(const std::string& written) {
  const auto [found, is_new] = keys_.try_emplace(written);
  if (is_new) {
    found->second = store::source_key(written, names_.find(written));
  }
  return found->second;
}

std::vector<Identities::Found> Identities::with_id(std::string_view id) {
  const std::string form = folded(id);
  std::vector<Found> found;
  Query query = connection_.query(
      "SELECT t.item, coalesce(v.feed, ''), coalesce(v.source, '') FROM item_text t "
      "JOIN item_version v USING (item, version) WHERE t.id = ?1 UNION ALL "
      "SELECT t.item, coalesce(v.feed, ''), coalesce(v.source, '') FROM item_text t "
      "JOIN item_version v USING (item, version) WHERE t.folded_id = ?1",
      form);
  while (query.next()) found.push_back({query.integer(0), query.string(1), query.string(2)});
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.item < b.item; });
  return found;
}

std::optional<ItemId> Identities::stored(const Item& item) {
  if (item.id.empty()) return std::nullopt;
  for (const Found& found : with_id(item.id)) {
    if (found.feed == item.feed && same_source(found.source, item.source)) return found.item;
  }
  return std::nullopt;
}

std::optional<ItemId> Identities::named(std::string_view id) {
  const std::vector<Found> found = with_id(id);
  std::set<std::pair<std::string, std::string>> whose;
  for (const Found& one : found) whose.emplace(one.feed, source_key(one.source));
  return whose.size() == 1 ? std::optional(found.front().item) : std::nullopt;
}

std::optional<ItemId> Identities::redacted_as(const Digest& pseudonym) {
  Query query =
      connection_.query("SELECT min(item) FROM redacted_id WHERE disguise = ?", blob(pseudonym));
  if (!query.next() || query.is_null(0)) return std::nullopt;
  return query.integer(0);
}

std::optional<ItemId> Identities::redacted(const Item& item) {
  if (!any_redacted_ || item.id.empty()) return std::nullopt;
  std::set<std::string> names{item.source};
  if (const Source* registered = names_.find(item.source)) names.merge(names_of(*registered));
  std::optional<ItemId> lowest;
  const auto consider = [&](const Item& form) {
    const auto found = redacted_as(pseudonyms_.of_id(form));
    if (found && (!lowest || *found < *lowest)) lowest = found;
  };
  Item as_written = item;
  for (const std::string& name : names) {
    consider(folded_identity(item, folded(name)));
    as_written.source = name;
    consider(as_written);
  }
  return lowest;
}

std::vector<Digest> Identities::pseudonyms_of(const Item& item) {
  std::set<std::string> sources{folded(source_key(item.source)), folded(item.source)};
  std::vector<Digest> found;
  found.reserve(sources.size());
  for (const std::string& source : sources) {
    found.push_back(pseudonyms_.of_id(folded_identity(item, source)));
  }
  return found;
}

bool Identities::is_redacted_key(const std::string& key) const {
  return any_redacted_ && is_blind(key) &&
         connection_.query("SELECT 1 FROM redacted_event WHERE blind = ? LIMIT 1", key).next();
}

std::string Identities::stored_key(const std::string& event) const {
  if (!any_redacted_ || event.empty()) return event;
  const std::string blind = pseudonyms_.of_event(folded(event));
  return connection_.query("SELECT 1 FROM redacted_event WHERE blind = ? LIMIT 1", blind).next()
             ? blind
             : event;
}

}  // namespace signpost::store
