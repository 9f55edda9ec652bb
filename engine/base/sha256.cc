#include "engine/base/sha256.h"

#include <nettle/sha2.h>
#include <sys/random.h>

#include <bit>
#include <cerrno>
#include <system_error>
#include <utility>

namespace signpost {
namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  for (unsigned shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>((number >> shift) & 0xFFU);
  }
}

int nibble(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

FieldHasher& FieldHasher::add(std::string_view bytes) {
  fields_ += 't';
  append_number(fields_, bytes.size());
  fields_ += bytes;
  return *this;
}

FieldHasher& FieldHasher::add(std::int64_t number) {
  fields_ += 'i';
  append_number(fields_, static_cast<std::uint64_t>(number));
  return *this;
}

FieldHasher& FieldHasher::add(double number) {
  fields_ += 'd';
  append_number(fields_, std::bit_cast<std::uint64_t>(number));
  return *this;
}

FieldHasher& FieldHasher::add(const Digest& digest) {
  fields_ += 'h';
  fields_.append(digest.begin(), digest.end());
  return *this;
}

FieldHasher& FieldHasher::add_absent() {
  fields_ += '-';
  return *this;
}

Digest FieldHasher::finish() { return sha256(std::exchange(fields_, {})); }

// Nettle's needs no memory of its own: where it is refused, a hash is still made.
Digest sha256(std::string_view bytes) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  Digest digest{};
  sha256_digest(&context, digest.size(), digest.data());
  return digest;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0xFU];
  }
  return hex;
}

Parsed<Digest> digest_from_hex(std::string_view hex) {
  Digest digest{};
  bool good = hex.size() == digest.size() * 2;
  for (std::size_t i = 0; good && i < digest.size(); ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    good = high >= 0 && low >= 0;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  if (!good) return Problem{"base.not-a-digest", {}};
  return digest;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (getentropy(bytes.data(), count) != 0) {
    throw std::system_error(errno, std::generic_category(), "the system has no random bytes");
  }
  return bytes;
}

}  // namespace signpost
