#include "engine/base/sha256.h"

#include <doctest/doctest.h>

#include "engine/base/error.h"

using signpost::FieldHasher;
using signpost::to_hex;

TEST_CASE("SHA-256 gives the standard's own example") {
  // FIPS 180-2, appendix B.1.
  CHECK(to_hex(signpost::sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("fields cannot run into one another") {
  FieldHasher hasher;
  const auto one = hasher.add("ab").add("c").finish();
  const auto other = hasher.add("a").add("bc").finish();
  const auto empty = hasher.add("abc").add("").finish();
  const auto absent = hasher.add("abc").add_absent().finish();
  CHECK(one != other);
  CHECK(empty != absent);
  CHECK(hasher.add(std::int64_t{1}).finish() != hasher.add(1.0).finish());
  CHECK(hasher.add("ab").add("c").finish() == one);
}

TEST_CASE("a digest is read as it is written, and nothing else is") {
  const auto digest = signpost::sha256("x");
  CHECK(*signpost::digest_from_hex(to_hex(digest)) == digest);
  CHECK_FALSE(signpost::digest_from_hex("12"));
  CHECK_FALSE(signpost::digest_from_hex(std::string(64, 'g')));
}

TEST_CASE("random bytes differ") {
  CHECK(signpost::random_bytes(16).size() == 16);
  CHECK(signpost::random_bytes(16) != signpost::random_bytes(16));
}
