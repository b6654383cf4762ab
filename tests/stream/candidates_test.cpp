// SPDX-License-Identifier: MIT
// Which address is tried when.
#include "stream/candidates.h"

#include "support/catch.h"

using stream::Candidates;
using stream::Failure;

namespace {

const std::vector<std::string> two = {"wss://a.example/ws", "https://a.example/bosh"};

Candidates made(const std::string& preferred = "") {
  Candidates out;
  out.set(two, preferred, false, false);
  return out;
}

}  // namespace

TEST_CASE("addresses are tried in the deployer's order, each once a round",
          "[stream][candidates]") {
  Candidates candidates = made();
  CHECK(candidates.current() == two[0]);
  REQUIRE(candidates.advance());
  CHECK(candidates.current() == two[1]);
  CHECK_FALSE(candidates.advance());
  candidates.rewind();
  CHECK(candidates.current() == two[0]);
}

TEST_CASE("what worked last time comes first", "[stream][candidates]") {
  CHECK(made(two[1]).current() == two[1]);
  CHECK(made("wss://elsewhere.example/").current() == two[0]);
  Candidates candidates = made();
  REQUIRE(candidates.advance());
  candidates.worked();
  CHECK(candidates.current() == two[1]);
  REQUIRE(candidates.advance());
  CHECK(candidates.current() == two[0]);
}

TEST_CASE("trap 12: what would be readable on its way needs the deployer's leave",
          "[stream][candidates]") {
  Candidates candidates;
  candidates.set({"ws://a.example/", "http://a.example/"}, "", false, false);
  CHECK(candidates.empty());
  CHECK(candidates.refusal() == Failure::InsecureUrl);
  candidates.set({"ws://a.example/"}, "", true, false);
  CHECK(candidates.current() == "ws://a.example/");
  candidates.set({"nonsense"}, "", true, false);
  CHECK(candidates.refusal() == Failure::Unreachable);
}

TEST_CASE("TCP is for those who have it", "[stream][candidates]") {
  Candidates candidates;
  candidates.set({"xmpps://a.example"}, "", false, false);
  CHECK(candidates.empty());
  candidates.set({"xmpps://a.example"}, "", false, true);
  CHECK_FALSE(candidates.empty());
}

TEST_CASE("trap 9: a redirect is followed only to what the deployer allows",
          "[stream][candidates]") {
  const std::vector<std::string> allowed = {"wss://b.example/ws", "ws://127.0.0.1/ws"};
  SECTION("a whole address") {
    Candidates candidates = made();
    REQUIRE(candidates.redirect("wss://b.example/ws", allowed));
    CHECK(candidates.current() == "wss://b.example/ws");
  }
  SECTION("a host, as see-other-host names it") {
    Candidates candidates = made();
    REQUIRE(candidates.redirect("b.example", allowed));
    CHECK(candidates.current() == "wss://b.example/ws");
  }
  SECTION("nowhere else, and never to less protection") {
    for (const char* target : {"", "wss://evil.example/ws", "wss://b.example/other", "evil.example",
                               "ws://127.0.0.1/ws", "127.0.0.1"}) {
      CAPTURE(target);
      Candidates candidates = made();
      CHECK_FALSE(candidates.redirect(target, allowed));
      CHECK(candidates.current() == two[0]);
    }
  }
  SECTION("three times, not four") {
    Candidates candidates = made();
    for (int i = 0; i < stream::max_redirects; ++i) {
      CHECK(candidates.redirect("wss://b.example/ws", allowed));
    }
    CHECK_FALSE(candidates.redirect("wss://b.example/ws", allowed));
  }
}
