#include "engine/store/disguise.h"

#include <span>

namespace signpost::store {

namespace {
constexpr std::size_t kBytesOfDisguise = 8;
}

bool is_blind(std::string_view key) {
  return key.size() == 1 + 2 * kBytesOfDisguise && key.front() == '~' &&
         key.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
}

Disguises::Disguises(Connection& connection) {
  Query query = connection.query("SELECT secret FROM store");
  if (query.next()) secret_ = query.bytes(0);
}

std::string Disguises::of_origin(std::string_view origin) const { return of("origin", origin); }

std::string Disguises::of_event(std::string_view key) const {
  return is_blind(key) ? std::string(key) : of("event", key);
}

std::string Disguises::of(std::string_view kind, std::string_view name) const {
  if (name.empty()) return {};
  FieldHasher hasher;
  const Digest digest = hasher.add(secret_).add(kind).add(name).finish();
  std::string disguise = "~";
  disguise += to_hex(std::span(digest).first(kBytesOfDisguise));
  return disguise;
}

Digest Disguises::of_id(const Item& item) const {
  FieldHasher hasher;
  return hasher.add(secret_).add("id").add(item.feed).add(item.source).add(item.id).finish();
}

}  // namespace signpost::store
