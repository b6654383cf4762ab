// SPDX-License-Identifier: MIT
// Hashes, HMAC and PBKDF2 over the message digests of Mbed TLS.
// FIPS 180-4, RFC 2104 section 2, RFC 8018 section 5.2.
#include "base/hash.h"

#include <mbedtls/md.h>

#include <array>

#include "base/assert.h"
#include "base/secret.h"

namespace base {
namespace {

using Digest = std::array<uint8_t, MBEDTLS_MD_MAX_SIZE>;

const mbedtls_md_info_t* info_of(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::Sha1:
      return mbedtls_md_info_from_type(MBEDTLS_MD_SHA1);
    case HashAlgorithm::Sha256:
      return mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    case HashAlgorithm::Sha512:
      return mbedtls_md_info_from_type(MBEDTLS_MD_SHA512);
  }
  ASSERT(false);
}

// The block of the compression function, which HMAC pads its key to.
size_t block_size(HashAlgorithm algorithm) { return algorithm == HashAlgorithm::Sha512 ? 128 : 64; }

const uint8_t* octets(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

std::string text_of(const Digest& digest, size_t size) {
  return std::string(reinterpret_cast<const char*>(digest.data()), size);
}

// A digest in progress. The library's calls fail only when memory is out or a hash is not built in;
// both are ours, hence ASSERT.
class Context {
 public:
  explicit Context(HashAlgorithm algorithm) {
    mbedtls_md_init(&md_);
    ASSERT(mbedtls_md_setup(&md_, info_of(algorithm), 0) == 0);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { mbedtls_md_free(&md_); }  // overwrites the state, too

  void start() { ASSERT(mbedtls_md_starts(&md_) == 0); }
  void start_from(const Context& other) { ASSERT(mbedtls_md_clone(&md_, &other.md_) == 0); }
  void update(const uint8_t* bytes, size_t size) {
    ASSERT(mbedtls_md_update(&md_, bytes, size) == 0);
  }
  void finish(Digest& out) { ASSERT(mbedtls_md_finish(&md_, out.data()) == 0); }

 private:
  mbedtls_md_context_t md_;
};

// HMAC with the padded key absorbed once: each message then costs only its own blocks and one more,
// two compressions for the digest-sized messages of PBKDF2.
class Hmac {
 public:
  Hmac(HashAlgorithm algorithm, std::string_view key)
      : size_(digest_size(algorithm)), inner_(algorithm), outer_(algorithm), work_(algorithm) {
    // Reserved at once: a buffer that grew would leave a copy of the key behind.
    std::string block;
    block.reserve(block_size(algorithm));
    if (key.size() > block_size(algorithm)) {
      std::string digest = hash(algorithm, key);
      block += digest;
      wipe(digest);
    } else {
      block += key;
    }
    block.resize(block_size(algorithm), '\0');
    for (char& c : block) c = static_cast<char>(c ^ 0x36);
    inner_.start();
    inner_.update(octets(block), block.size());
    for (char& c : block) c = static_cast<char>(c ^ 0x36 ^ 0x5C);
    outer_.start();
    outer_.update(octets(block), block.size());
    wipe(block);
  }

  void begin() { work_.start_from(inner_); }
  void update(std::string_view bytes) { work_.update(octets(bytes), bytes.size()); }
  void update(const Digest& digest) { work_.update(digest.data(), size_); }
  void finish(Digest& out) {
    work_.finish(out);
    work_.start_from(outer_);
    work_.update(out.data(), size_);
    work_.finish(out);
  }

 private:
  size_t size_;
  Context inner_, outer_, work_;
};

}  // namespace

size_t digest_size(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::Sha1:
      return 20;
    case HashAlgorithm::Sha256:
      return 32;
    case HashAlgorithm::Sha512:
      return 64;
  }
  ASSERT(false);
}

std::string hash(HashAlgorithm algorithm, std::string_view bytes) {
  Context context(algorithm);
  Digest digest{};
  context.start();
  context.update(octets(bytes), bytes.size());
  context.finish(digest);
  return text_of(digest, digest_size(algorithm));
}

std::string hmac(HashAlgorithm algorithm, std::string_view key, std::string_view bytes) {
  Hmac mac(algorithm, key);
  Digest digest{};
  mac.begin();
  mac.update(bytes);
  mac.finish(digest);
  return text_of(digest, digest_size(algorithm));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  // volatile keeps the compiler from leaving the loop at the first difference.
  volatile uint8_t difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<uint8_t>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

struct KeyDerivation::State {
  State(HashAlgorithm algorithm, std::string_view password, uint32_t iterations)
      : size(digest_size(algorithm)), mac(algorithm, password), left(iterations) {}
  ~State() {
    wipe(key);
    for (Digest* digest : {&block, &sum}) {
      volatile uint8_t* bytes = digest->data();
      for (size_t i = 0; i < digest->size(); ++i) bytes[i] = 0;
    }
  }

  size_t size;
  Hmac mac;
  Digest block{};  // U_i
  Digest sum{};    // U_1 xor … xor U_i
  uint32_t left;
  std::string key;
};

KeyDerivation::KeyDerivation(HashAlgorithm algorithm, std::string_view password,
                             std::string_view salt, uint32_t iterations)
    : state_(std::make_unique<State>(algorithm, password, iterations == 0 ? 1 : iterations)) {
  // U_1 is over the salt and the number of the block, which is always the first: SCRAM wants one
  // digest.
  state_->mac.begin();
  state_->mac.update(salt);
  state_->mac.update(std::string_view("\0\0\0\1", 4));
}
KeyDerivation::KeyDerivation(KeyDerivation&&) noexcept = default;
KeyDerivation& KeyDerivation::operator=(KeyDerivation&&) noexcept = default;
KeyDerivation::~KeyDerivation() = default;

bool KeyDerivation::advance(uint32_t steps) {
  State& s = *state_;
  for (; steps > 0 && s.left > 0; --steps, --s.left) {
    // On entry the context holds the message of this iteration, on leaving that of the next.
    s.mac.finish(s.block);
    for (size_t i = 0; i < s.size; ++i) s.sum[i] ^= s.block[i];
    s.mac.begin();
    s.mac.update(s.block);
  }
  if (s.left == 0 && s.key.empty()) s.key = text_of(s.sum, s.size);
  return s.left == 0;
}

const std::string& KeyDerivation::key() const { return state_->key; }

}  // namespace base
