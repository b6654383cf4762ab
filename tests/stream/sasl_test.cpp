// SPDX-License-Identifier: MIT
// Choosing a mechanism, data of SASL elements, conditions of failures.
#include "stream/sasl.h"

#include "support/catch.h"

using stream::choose_mechanism;
using stream::Failure;
using stream::Mechanism;

TEST_CASE("trap 27: our order decides, not the server's", "[stream][sasl]") {
  CHECK(choose_mechanism({"SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"}, {}) ==
        Mechanism::ScramSha512);
  CHECK(choose_mechanism({"OAUTHBEARER", "SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"}, {}) ==
        Mechanism::ScramSha256);
  CHECK(choose_mechanism({"DIGEST-MD5", "X-OAUTH2", "SCRAM-SHA-1"}, {}) == Mechanism::ScramSha1);
}

TEST_CASE("trap 27: channel binding is never chosen", "[stream][sasl]") {
  CHECK(choose_mechanism({"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1"}, {}) == Mechanism::ScramSha1);
  CHECK_FALSE(choose_mechanism({"SCRAM-SHA-1-PLUS", "HT-SHA-256-ENDP"}, {}));
}

TEST_CASE("PLAIN needs the deployer's leave", "[stream][sasl]") {
  CHECK_FALSE(choose_mechanism({"PLAIN"}, {}));
  CHECK(choose_mechanism({"PLAIN"}, {.allow_plain = true}) == Mechanism::Plain);
  CHECK(choose_mechanism({"PLAIN", "SCRAM-SHA-1"}, {.allow_plain = true}) == Mechanism::ScramSha1);
}

TEST_CASE("trap 27: SCRAM once means PLAIN never again", "[stream][sasl]") {
  CHECK_FALSE(choose_mechanism({"PLAIN"}, {.allow_plain = true, .scram_seen = true}));
}

TEST_CASE("mechanism names are matched exactly", "[stream][sasl]") {
  CHECK_FALSE(choose_mechanism({"scram-sha-1", " SCRAM-SHA-1", "SCRAM-SHA-1 ", ""}, {}));
  for (auto mechanism : {Mechanism::ScramSha512, Mechanism::ScramSha256, Mechanism::ScramSha1}) {
    CHECK(stream::is_scram(mechanism));
    CHECK(choose_mechanism({std::string(stream::name_of(mechanism))}, {}) == mechanism);
  }
  CHECK_FALSE(stream::is_scram(Mechanism::Plain));
  CHECK(stream::hash_of(Mechanism::ScramSha1) == base::HashAlgorithm::Sha1);
  CHECK(stream::hash_of(Mechanism::ScramSha256) == base::HashAlgorithm::Sha256);
  CHECK(stream::hash_of(Mechanism::ScramSha512) == base::HashAlgorithm::Sha512);
}

TEST_CASE("the message of PLAIN holds name and password, prepared", "[stream][sasl]") {
  CHECK(stream::plain_message("juliet", base::Secret("pencil")) ==
        std::string("\0juliet\0pencil", 14));
  CHECK(stream::plain_message("juliet", base::Secret("\xEF\xBC\x92")) == std::string("\0juliet\0"
                                                                                     "2",
                                                                                     9));
}

TEST_CASE("data of SASL elements are base64, and '=' is no data", "[stream][sasl]") {
  CHECK(stream::encode_sasl_data("") == "=");
  CHECK(stream::encode_sasl_data("n,,") == "biws");
  CHECK(stream::decode_sasl_data("=") == "");
  CHECK(stream::decode_sasl_data("") == "");
  CHECK(stream::decode_sasl_data("\n  biws \t") == "n,,");
  CHECK_FALSE(stream::decode_sasl_data("bi ws"));
  CHECK_FALSE(stream::decode_sasl_data("biw"));
}

TEST_CASE("conditions of failures become something a user can act on", "[stream][sasl]") {
  const std::pair<const char*, Failure> table[] = {
      {"not-authorized", Failure::WrongPassword},
      {"credentials-expired", Failure::WrongPassword},
      {"invalid-authzid", Failure::WrongPassword},
      {"account-disabled", Failure::AccountDisabled},
      {"temporary-auth-failure", Failure::TemporaryAuthFailure},
      {"encryption-required", Failure::NoMechanism},
      {"invalid-mechanism", Failure::NoMechanism},
      {"mechanism-too-weak", Failure::NoMechanism},
      {"aborted", Failure::LoginProtocol},
      {"incorrect-encoding", Failure::LoginProtocol},
      {"malformed-request", Failure::LoginProtocol},
      {"something-new", Failure::LoginProtocol}};
  for (auto [condition, failure] : table) {
    INFO(condition);
    CHECK(stream::failure_of_condition(condition) == failure);
  }
}

TEST_CASE("what we hold decides what can be chosen", "[stream][sasl]") {
  const std::vector<std::string> all = {"ANONYMOUS",     "PLAIN",    "SCRAM-SHA-1", "SCRAM-SHA-256",
                                        "SCRAM-SHA-512", "EXTERNAL", "OAUTHBEARER"};
  const stream::MechanismPolicy nothing{.has_password = false};
  CHECK_FALSE(choose_mechanism(all, nothing));
  auto policy = nothing;
  SECTION("a portal's token goes before everything else") {
    policy = {.allow_plain = true, .has_bearer = true, .has_certificate = true};
    CHECK(choose_mechanism(all, policy) == Mechanism::OAuthBearer);
  }
  SECTION("a certificate goes before a password") {
    policy = {.has_certificate = true};
    CHECK(choose_mechanism(all, policy) == Mechanism::External);
  }
  SECTION("keys fit one mechanism alone") {
    policy.keys = Mechanism::ScramSha256;
    CHECK(choose_mechanism(all, policy) == Mechanism::ScramSha256);
    CHECK_FALSE(choose_mechanism({"SCRAM-SHA-1", "SCRAM-SHA-512"}, policy));
  }
  SECTION("PLAIN shows a password, so there must be one") {
    policy.allow_plain = true;
    CHECK_FALSE(choose_mechanism(all, policy));
  }
  SECTION("who wants to be nobody is") {
    policy.is_anonymous = true;
    CHECK(choose_mechanism(all, policy) == Mechanism::Anonymous);
  }
}

TEST_CASE("each mechanism has the name of its registration", "[stream][sasl]") {
  CHECK(stream::name_of(Mechanism::OAuthBearer) == "OAUTHBEARER");
  CHECK(stream::name_of(Mechanism::External) == "EXTERNAL");
  CHECK(stream::name_of(Mechanism::Anonymous) == "ANONYMOUS");
  CHECK(stream::name_of(Mechanism::Plain) == "PLAIN");
  CHECK(stream::name_of(Mechanism::HtSha256None) == "HT-SHA-256-NONE");
}

TEST_CASE("the message of OAUTHBEARER follows the example of RFC 7628", "[stream][sasl]") {
  // Section 4.1, without its host and port, which are optional.
  CHECK(stream::bearer_message("user@example.com",
                               base::Secret("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==")) ==
        "n,a=user@example.com,\x01"
        "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01");
  CHECK(stream::bearer_message("a=b,c@example.com", base::Secret("t")) ==
        "n,a=a=3Db=2Cc@example.com,\x01"
        "auth=Bearer t\x01\x01");
}
