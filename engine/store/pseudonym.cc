#include "engine/store/pseudonym.h"

#include <span>

namespace signpost::store {

namespace {
constexpr std::size_t kBytesOfPseudonym = 8;
}

bool is_blind(std::string_view key) {
  return key.size() == 1 + 2 * kBytesOfPseudonym && key.front() == '~' &&
         key.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
}

Pseudonyms::Pseudonyms(Connection& connection) {
  Query query = connection.query("SELECT secret FROM store");
  if (query.next()) secret_ = query.bytes(0);
}

std::string Pseudonyms::of_origin(std::string_view origin) const { return of("origin", origin); }

std::string Pseudonyms::of_event(std::string_view key) const {
  return is_blind(key) ? std::string(key) : of("event", key);
}

std::string Pseudonyms::of(std::string_view kind, std::string_view name) const {
  if (name.empty()) return {};
  FieldHasher hasher;
  const Digest digest = hasher.add(secret_).add(kind).add(name).finish();
  std::string pseudonym = "~";
  pseudonym += to_hex(std::span(digest).first(kBytesOfPseudonym));
  return pseudonym;
}

Digest Pseudonyms::of_id(const Item& item) const {
  FieldHasher hasher;
  return hasher.add(secret_).add("id").add(item.feed).add(item.source).add(item.id).finish();
}

}  // namespace signpost::store
