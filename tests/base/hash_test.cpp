// SPDX-License-Identifier: MIT
// Hashes by the vectors of FIPS 180-4, RFC 2202, RFC 4231, RFC 6070 and RFC 7914.
#include "base/hash.h"

#include <string>
#include <utility>

#include "base/bytes.h"
#include "support/catch.h"

using base::HashAlgorithm;

namespace {

std::string derive(HashAlgorithm algorithm, std::string_view password, std::string_view salt,
                   uint32_t iterations, uint32_t slice) {
  base::KeyDerivation derivation(algorithm, password, salt, iterations);
  while (!derivation.advance(slice)) CHECK(derivation.key().empty());
  return base::encode_hex(derivation.key());
}

}  // namespace

TEST_CASE("hashes of abc are those of FIPS 180-4", "[base][hash]") {
  CHECK(base::encode_hex(base::hash(HashAlgorithm::Sha1, "abc")) ==
        "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(base::encode_hex(base::hash(HashAlgorithm::Sha256, "abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base::encode_hex(base::hash(HashAlgorithm::Sha512, "abc")) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  CHECK(base::encode_hex(base::hash(HashAlgorithm::Sha256, "")) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("digest sizes are those of the digests", "[base][hash]") {
  for (const auto algorithm : {HashAlgorithm::Sha1, HashAlgorithm::Sha256, HashAlgorithm::Sha512}) {
    CHECK(base::hash(algorithm, "x").size() == base::digest_size(algorithm));
    CHECK(base::hmac(algorithm, "k", "x").size() == base::digest_size(algorithm));
  }
}

TEST_CASE("HMAC follows RFC 2202 and RFC 4231", "[base][hash]") {
  const std::string long_key(131, '\xAA');
  const std::string long_key_text = "Test Using Larger Than Block-Size Key - Hash Key First";
  CHECK(base::encode_hex(base::hmac(HashAlgorithm::Sha1, "Jefe", "what do ya want for nothing?")) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(
      base::encode_hex(base::hmac(HashAlgorithm::Sha256, "Jefe", "what do ya want for nothing?")) ==
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(base::encode_hex(base::hmac(HashAlgorithm::Sha256, long_key, long_key_text)) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(base::encode_hex(base::hmac(HashAlgorithm::Sha512, long_key, long_key_text)) ==
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
        "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
}

TEST_CASE("key derivation follows RFC 6070 and RFC 7914", "[base][hash]") {
  CHECK(derive(HashAlgorithm::Sha1, "password", "salt", 1, 100) ==
        "0c60c80f961f0e71f3a9b524af6012062fe037a6");
  CHECK(derive(HashAlgorithm::Sha1, "password", "salt", 2, 100) ==
        "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  CHECK(derive(HashAlgorithm::Sha1, "password", "salt", 4096, 5000) ==
        "4b007901b765489abead49d926f721d065a429c1");
  CHECK(derive(HashAlgorithm::Sha256, "passwd", "salt", 1, 1) ==
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
}

TEST_CASE("slices do not change the derived key", "[base][hash]") {
  const std::string whole = derive(HashAlgorithm::Sha256, "pencil", "saltsaltsalt", 10000, 10000);
  CHECK(whole == "32a34a629bbc49c095a533f75b363c560f71c36f8ec8214f6803c87050052ce1");
  CHECK(derive(HashAlgorithm::Sha256, "pencil", "saltsaltsalt", 10000, 1) == whole);
  CHECK(derive(HashAlgorithm::Sha256, "pencil", "saltsaltsalt", 10000, 999) == whole);
  CHECK(derive(HashAlgorithm::Sha512, "pencil", "saltsaltsalt", 1000, 77) ==
        "98153dad5b8364e4cd3e8962dff3467eb5fd180af8c0d5d6a88c225cc16bcfcf"
        "b0d57f2f355777df196f5847857f3a21db325b22cab8392d09d4aaf953f3f166");
}

TEST_CASE("a key derivation can be moved and stays done", "[base][hash]") {
  base::KeyDerivation first(HashAlgorithm::Sha256, "passwd", "salt", 1);
  base::KeyDerivation second = std::move(first);
  CHECK_FALSE(second.advance(0));
  CHECK(second.advance(1));
  CHECK(second.advance(100));
  CHECK(base::encode_hex(second.key()) ==
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
}

TEST_CASE("strings are compared as a whole", "[base][hash]") {
  CHECK(base::equal_in_constant_time("", ""));
  CHECK(base::equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(base::equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(base::equal_in_constant_time("Xbc", "abc"));
  CHECK_FALSE(base::equal_in_constant_time("abc", "ab"));
}
