// SPDX-License-Identifier: MIT
// Base64 and base16. RFC 4648 section 10 (test vectors) and section 3 (what must be refused).
#include "base/bytes.h"

#include <string>
#include <utility>

#include "support/catch.h"
#include "support/fixed_random.h"

TEST_CASE("base64 follows the vectors of RFC 4648", "[base][bytes]") {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(base::encode_base64(bytes) == text);
    CHECK(base::decode_base64(text) == bytes);
  }
}

TEST_CASE("base64 that has a second spelling is refused", "[base][bytes]") {
  const std::string bad = GENERATE(as<std::string>(), "Zg", "Zg=", "Zg===", "=",
                                   "====", "Z===", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n",
                                   "Zm9v=", "Zg==Zg==", "Zm-_", "Zm9\xC3");
  CAPTURE(bad);
  CHECK_FALSE(base::decode_base64(bad));
}

TEST_CASE("base64 brings every byte back", "[base][bytes]") {
  support::FixedRandom random;
  for (size_t size = 0; size < 300; ++size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random.next());
    REQUIRE(base::decode_base64(base::encode_base64(bytes)) == bytes);
  }
}

TEST_CASE("hexadecimal is lower case", "[base][bytes]") {
  CHECK(base::encode_hex("") == "");
  CHECK(base::encode_hex(std::string("\x00\x0F\xA5\xFF", 4)) == "000fa5ff");
}
