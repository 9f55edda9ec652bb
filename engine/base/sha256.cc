#include "engine/base/sha256.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <bit>
#include <stdexcept>

#include "engine/base/error.h"

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

// The fields are gathered and hashed in one go: EVP costs more to call than to run.
struct FieldHasher::Context {
  std::string fields;
};

FieldHasher::FieldHasher() : context_(std::make_unique<Context>()) {}
FieldHasher::~FieldHasher() = default;

FieldHasher& FieldHasher::add(std::string_view bytes) {
  context_->fields += 't';
  append_number(context_->fields, bytes.size());
  context_->fields += bytes;
  return *this;
}

FieldHasher& FieldHasher::add(std::int64_t number) {
  context_->fields += 'i';
  append_number(context_->fields, static_cast<std::uint64_t>(number));
  return *this;
}

FieldHasher& FieldHasher::add(double number) {
  context_->fields += 'd';
  append_number(context_->fields, std::bit_cast<std::uint64_t>(number));
  return *this;
}

FieldHasher& FieldHasher::add(const Digest& digest) {
  context_->fields += 'h';
  context_->fields.append(digest.begin(), digest.end());
  return *this;
}

FieldHasher& FieldHasher::add_absent() {
  context_->fields += '-';
  return *this;
}

Digest FieldHasher::finish() {
  const Digest digest = sha256(context_->fields);
  context_->fields.clear();
  return digest;
}

Digest sha256(std::string_view bytes) {
  static const EVP_MD* const kAlgorithm = EVP_sha256();
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Digest digest{};
  unsigned size = 0;
  if (context == nullptr || EVP_DigestInit_ex(context.get(), kAlgorithm, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) {
    throw std::runtime_error("OpenSSL cannot compute SHA-256");  // a broken installation: a bug
  }
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

Digest digest_from_hex(std::string_view hex) {
  Digest digest{};
  bool good = hex.size() == digest.size() * 2;
  for (std::size_t i = 0; good && i < digest.size(); ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    good = high >= 0 && low >= 0;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  if (!good) {
    throw Error(ErrorKind::kUsage, "a digest is 64 hexadecimal digits",
                "copy the head that verify printed");
  }
  return digest;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("OpenSSL has no random bytes");
  }
  return bytes;
}

}  // namespace signpost
