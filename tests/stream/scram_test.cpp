// SPDX-License-Identifier: MIT
// SCRAM with the vectors of the RFCs and every way a server's message can be wrong. tests/data/hostile/scram holds more.
#include "stream/scram.h"

#include "support/catch.h"

using stream::Scram;
using stream::ScramFailure;
using Kind = ScramFailure::Kind;

namespace {

const std::string nonce = "rOprNGfwEbeRWgbNEkqO";
const std::string server_first =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const std::string signature = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

Scram sha256(std::vector<std::string> advertised = {}) {
  return Scram(base::HashAlgorithm::Sha256, "user", base::Secret("pencil"), nonce,
               {advertised, {}});
}

// What is wrong with this first message of the server.
std::string refusal(const std::string& message, std::vector<std::string> advertised = {}) {
  Scram scram = sha256(std::move(advertised));
  auto result = scram.server_first(message);
  if (result) return "";
  CHECK(result.error().kind == Kind::Protocol);
  CHECK_FALSE(scram.advance(1'000'000));
  return result.error().detail;
}

Kind final_failure(const std::string& message) {
  Scram scram = sha256();
  REQUIRE(scram.server_first(server_first));
  REQUIRE(scram.advance(4096));
  auto result = scram.server_final(message);
  REQUIRE_FALSE(result);
  return result.error().kind;
}

std::string with_iterations(const std::string& count) {
  return server_first.substr(0, server_first.size() - 4) + count;
}

}  // namespace

TEST_CASE("SCRAM-SHA-1 follows the example of RFC 5802", "[stream][scram]") {
  Scram scram(base::HashAlgorithm::Sha1, "user", base::Secret("pencil"),
              "fyko+d2lbbFgONRv9qkxdawL");
  CHECK(scram.client_first() == "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
  REQUIRE(
      scram.server_first("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"));
  auto last = scram.advance(4096);
  REQUIRE(last);
  CHECK(*last ==
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
  CHECK(scram.server_final("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
}

TEST_CASE("SCRAM-SHA-256 follows the example of RFC 7677", "[stream][scram]") {
  Scram scram = sha256();
  CHECK(scram.client_first() == "n,,n=user,r=" + nonce);
  REQUIRE(scram.server_first(server_first));
  auto last = scram.advance(4096);
  REQUIRE(last);
  CHECK(*last ==
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  CHECK(scram.server_final(signature));
}

TEST_CASE("the derivation goes on slice by slice", "[stream][scram]") {
  Scram scram = sha256();
  CHECK_FALSE(scram.advance(1000));  // nothing to derive yet
  REQUIRE(scram.server_first(server_first));
  for (int slice = 0; slice < 4; ++slice) CHECK_FALSE(scram.advance(1000));
  CHECK(scram.advance(1000));
  CHECK_FALSE(scram.advance(1000));  // said once
}

TEST_CASE("trap 28: name and password are prepared, the name is escaped", "[stream][scram]") {
  Scram scram(base::HashAlgorithm::Sha1, "a=b,c\xC2\xAD", base::Secret("p"), "n");
  CHECK(scram.client_first() == "n,,n=a=3Db=2Cc,r=n");
  // A fullwidth password is what the server knows as an ASCII one.
  auto last = [](const char* password) {
    Scram scram(base::HashAlgorithm::Sha256, "user", base::Secret(password), nonce);
    REQUIRE(scram.server_first(server_first));
    return *scram.advance(4096);
  };
  CHECK(last("\xEF\xBD\x90\xEF\xBD\x85\xEF\xBD\x8E\xEF\xBD\x83\xEF\xBD\x89\xEF\xBD\x8C") ==
        last("pencil"));
  CHECK(last("pencil ") != last("pencil"));
}

TEST_CASE("a first message that breaks a rule ends the login before our proof", "[stream][scram]") {
  const std::string r = "r=" + nonce + "more";
  const std::string s = ",s=W22ZaJ0SNY7soEsUEjb6gQ==";
  CHECK(refusal(server_first).empty());
  for (const std::string& message : {std::string(),
                                     std::string("hello"),
                                     "r=" + nonce + s + ",i=4096",  // not extended
                                     "r=other" + s + ",i=4096",
                                     "r=x" + nonce + s + ",i=4096",
                                     "r=" + s + ",i=4096",
                                     r + " x" + s + ",i=4096",
                                     r + "\x7F" + s + ",i=4096",
                                     r + "\xC3\xA4" + s + ",i=4096",
                                     std::string("s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
                                     r + ",i=4096",
                                     r + s,
                                     r + ",i=4096" + s,
                                     "s=W22ZaJ0SNY7soEsUEjb6gQ==," + r + ",i=4096",
                                     r + ",s=,i=4096",
                                     r + ",s=W22Z=,i=4096",
                                     r + ",s=W2 Z,i=4096",
                                     "m=x," + server_first,
                                     server_first + ",m=x",
                                     server_first + ",",
                                     "," + server_first,
                                     server_first + ",,x=1",
                                     server_first + ",x",
                                     server_first + ",1=x",
                                     server_first + ",i=4096",
                                     server_first + ",s=AAAA",
                                     server_first + "," + r,
                                     server_first + std::string(",x=\0", 5)}) {
    INFO(message);
    CHECK_FALSE(refusal(message).empty());
  }
}

TEST_CASE("extensions have a letter of either case for a name", "[stream][scram]") {
  for (const char* good : {",x=1", ",X=1", ",a=1", ",Z=1"}) {
    INFO(good);
    CHECK(refusal(server_first + good).empty());
  }
  for (const char* bad : {",@=1", ",[=1", ",`=1", ",{=1", ",\xC3=1", ",=1", ",x-1"}) {
    INFO(bad);
    CHECK_FALSE(refusal(server_first + bad).empty());
  }
  const std::string r = "r=" + nonce + "more";
  CHECK_FALSE(refusal(r + ",x=1,i=4096").empty());
  CHECK_FALSE(refusal(r + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,x=4096").empty());
}

TEST_CASE("trap 28: the iteration count is bounded and never wraps", "[stream][scram]") {
  for (const char* count : {"", "0", "1", "4095", "-4096", "+4096", "04096", " 4096", "4096 ",
                            "4096abc", "0x1000", "1e6", "1000001", "4294967297", "4294971392",
                            "18446744073709555712", "99999999999999999999999"}) {
    INFO(count);
    CHECK_FALSE(refusal(with_iterations(count)).empty());
  }
  CHECK(refusal(with_iterations("4096")).empty());
  CHECK(sha256().server_first(with_iterations("1000000")));
}

TEST_CASE("an optional extension is part of what is signed", "[stream][scram]") {
  Scram scram = sha256();
  REQUIRE(scram.server_first(server_first + ",x=ignored-extension"));
  CHECK(*scram.advance(4096) ==
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=apwITfHJul4U+D0lvyc6QGWf4Nb29pcPn0AY3A9BTSE=");
  CHECK(scram.server_final("v=q+JgkesheSMKVQ9EQ+iH7S9o9ezDrXuRyZiqxmAeHnw=,y=also-ignored"));
}

TEST_CASE("trap 29: a changed list of mechanisms is noticed", "[stream][scram]") {
  const std::string h = server_first + ",h=0/NIECGLXv63MqTb7NyUI9Tqxi40YVZyx61umRrH924=";
  CHECK(refusal(h, {"SCRAM-SHA-256", "SCRAM-SHA-1"}).empty());  // sorted before hashing
  CHECK_FALSE(refusal(h, {"SCRAM-SHA-256"}).empty());
  CHECK_FALSE(refusal(h, {"SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"}).empty());
  CHECK_FALSE(refusal(server_first + ",h=", {"SCRAM-SHA-1", "SCRAM-SHA-256"}).empty());
  CHECK_FALSE(refusal(h + ",h=AAAA", {"SCRAM-SHA-1", "SCRAM-SHA-256"}).empty());
}

TEST_CASE("XEP-0474: the example with channel bindings", "[stream][scram]") {
  const std::string ours = "12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6";
  const std::string message = "r=" + ours +
                              "a09117a6-ac50-4f2f-93f1-93799c2bddf6,s=QSXCR+Q6sek8bf92,i=4096,"
                              "h=G6k/rBLDqgOhRRaCuuatSDFkJ08=";
  using Bindings = std::optional<std::vector<std::string>>;
  auto accepts = [&](const Bindings& bindings) {
    Scram scram(base::HashAlgorithm::Sha1, "user", base::Secret("pencil"), ours,
                {{"SCRAM-SHA-1-PLUS", "SCRAM-SHA-1"}, bindings});
    return bool(scram.server_first(message));
  };
  CHECK(accepts(Bindings({"tls-server-end-point", "tls-exporter"})));
  // Somebody took one away, or the whole list, or made it one that names nothing.
  CHECK_FALSE(accepts(Bindings({"tls-server-end-point"})));
  CHECK_FALSE(accepts(Bindings()));
  CHECK_FALSE(accepts(Bindings(std::vector<std::string>())));
}

TEST_CASE("keys of an earlier login save the derivation while the server keeps salt and iterations",
          "[stream][scram]") {
  Scram earlier = sha256();
  REQUIRE(earlier.server_first(server_first));
  const std::string proof = *earlier.advance(4096);
  const stream::ScramKeys keys = *earlier.keys();

  const std::string other_salt = "r=" + nonce + "more,s=QSXCR+Q6sek8bf92,i=4096";
  const std::string other_count = with_iterations("4097");
  SECTION("they fit: the proof is there at once") {
    Scram scram(base::HashAlgorithm::Sha256, "user", base::Secret(), nonce);
    scram.offer_keys(keys);
    REQUIRE(scram.server_first(server_first));
    CHECK(scram.advance(1) == proof);
    CHECK(scram.server_final(signature));
  }
  SECTION("they do not fit, and there is no password: stale, and nothing was proved") {
    for (const std::string& message : {other_salt, other_count}) {
      INFO(message);
      Scram scram(base::HashAlgorithm::Sha256, "user", base::Secret(), nonce);
      scram.offer_keys(keys);
      auto refused = scram.server_first(message);
      REQUIRE_FALSE(refused);
      CHECK(refused.error().kind == Kind::Stale);
      CHECK_FALSE(scram.advance(1'000'000));
    }
  }
  SECTION("they do not fit, and there is one: derived anew") {
    Scram scram = sha256();
    scram.offer_keys(keys);
    REQUIRE(scram.server_first(other_count));
    CHECK_FALSE(scram.advance(4096));
    REQUIRE(scram.advance(1));
    CHECK(scram.keys()->iterations == 4097);
    CHECK(scram.keys()->client_key.reveal() != keys.client_key.reveal());
  }
}

TEST_CASE("a second challenge is refused", "[stream][scram]") {
  Scram scram = sha256();
  REQUIRE(scram.server_first(server_first));
  CHECK_FALSE(scram.server_first(server_first));
}

TEST_CASE("trap 28: only the whole, right signature proves the server", "[stream][scram]") {
  for (const std::string& message :
       {std::string("v=6rriTRBi23WpRR/wtup+mA=="), std::string("v="), std::string("v=!"),
        std::string("v=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
        signature.substr(0, signature.size() - 1)}) {
    INFO(message);
    CHECK(final_failure(message) == Kind::Unproven);
  }
  for (const std::string& message :
       {std::string(), std::string("e=other-error"), "e=other-error," + signature,
        signature + ",e=other-error", signature + "," + signature, "x=1," + signature,
        signature + ",m=x", signature + ","}) {
    INFO(message);
    CHECK(final_failure(message) == Kind::Protocol);
  }
  CHECK(final_failure("e=invalid-proof") == Kind::Refused);
  CHECK(final_failure("e=unknown-user") == Kind::Refused);
}

TEST_CASE("success before our proof proves nothing", "[stream][scram]") {
  Scram scram = sha256();
  auto early = scram.server_final(signature);
  REQUIRE_FALSE(early);
  CHECK(early.error().kind == Kind::Unproven);
  REQUIRE(scram.server_first(server_first));
  scram.advance(1);
  CHECK_FALSE(scram.server_final(signature));
}
