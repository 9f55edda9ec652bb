// SHA-256, for the journal's chain, for rows' digests and for kept files.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace signpost {

using Digest = std::array<std::uint8_t, 32>;

/// Hashes a sequence of fields without ambiguity: every field goes in with its length before it,
/// so ("ab","c") and ("a","bc") differ, and an absent field differs from an empty one.
class FieldHasher {
 public:
  FieldHasher& add(std::string_view bytes);
  FieldHasher& add(std::int64_t number);
  FieldHasher& add(double number);  // by its bits
  FieldHasher& add(const Digest& digest);
  FieldHasher& add_absent();
  /// The digest of all fields so far; the hasher starts anew.
  Digest finish();

 private:
  std::string fields_;  // hashed in one go
};

/// Plain SHA-256 of bytes.
Digest sha256(std::string_view bytes);

/// 64 lower-case hexadecimal digits.
std::string to_hex(std::span<const std::uint8_t> bytes);

/// The digest written by to_hex.
Parsed<Digest> digest_from_hex(std::string_view hex);

/// At most 256 bytes from the system's random source, for salts; std::system_error where it has
/// none.
std::string random_bytes(std::size_t count);

}  // namespace signpost
