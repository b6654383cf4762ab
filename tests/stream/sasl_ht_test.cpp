// SPDX-License-Identifier: MIT
// HT-SHA-256-NONE. Expected values computed with Python's hmac and hashlib.
#include "stream/sasl_ht.h"

#include "base/bytes.h"
#include "support/catch.h"

TEST_CASE("the initial response proves the token", "[stream][ht]") {
  CHECK(base::encode_base64(
            stream::ht_initial_response("juliet", base::Secret("secret-token:fast-abc"))) ==
        "anVsaWV0ADGkD5XiIlia+4wowhIRlBPJnxUw7RFFjyzNFBmI7nCe");
}

TEST_CASE("trap 34: only the right responder proves the server", "[stream][ht]") {
  base::Secret token("secret-token:fast-abc");
  std::string right = *base::decode_base64("kP0GDjSVGqRF4nKLtIi3QlXFuDVf6mGFRvdYjlQnogQ=");
  CHECK(stream::ht_responder_is_valid(right, token));
  CHECK_FALSE(stream::ht_responder_is_valid("", token));
  CHECK_FALSE(stream::ht_responder_is_valid(right.substr(0, 31), token));
  CHECK_FALSE(stream::ht_responder_is_valid(right + "x", token));
  right[0] = static_cast<char>(right[0] ^ 1);
  CHECK_FALSE(stream::ht_responder_is_valid(right, token));
  // Our own proof sent back is none of the server's.
  CHECK_FALSE(
      stream::ht_responder_is_valid(stream::ht_initial_response("juliet", token).substr(7), token));
}
