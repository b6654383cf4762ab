// SPDX-License-Identifier: MIT
// What follows when a connection ends.
#include "stream/recovery.h"

#include "support/catch.h"
#include "support/fixed_random.h"

using namespace std::chrono_literals;
using stream::Failure;
using stream::Problem;
using stream::Recovery;
using xmpp::StreamCondition;

TEST_CASE("before the first session every failure is final", "[stream][recovery]") {
  Recovery recovery;
  CHECK_FALSE(recovery.should_retry({.failure = Failure::Unreachable}, 0s));
  CHECK_FALSE(recovery.should_retry({.failure = Failure::ConnectionLost}, 0s));
}

TEST_CASE("after a session what may pass by itself is tried again", "[stream][recovery]") {
  for (Failure failure : {Failure::ConnectionLost, Failure::Unreachable, Failure::Timeout,
                          Failure::NoXmpp, Failure::TemporaryAuthFailure, Failure::UnknownHost,
                          Failure::BindRefused, Failure::StreamError, Failure::Redirected}) {
    Recovery recovery;
    recovery.bound();
    INFO(static_cast<int>(failure));
    CHECK(recovery.should_retry({.failure = failure}, 60s));
  }
}

TEST_CASE("what would end the same way again is not tried again", "[stream][recovery]") {
  for (Failure failure : {Failure::BadAddress, Failure::InsecureUrl, Failure::NoMechanism,
                          Failure::WrongPassword, Failure::AccountDisabled, Failure::ServerUnproven,
                          Failure::LoginProtocol, Failure::ForeignIdentity, Failure::Replaced}) {
    Recovery recovery;
    recovery.bound();
    INFO(static_cast<int>(failure));
    CHECK_FALSE(recovery.should_retry({.failure = failure}, 60s));
  }
}

TEST_CASE("after poison there are at most two more attempts", "[stream][recovery]") {
  const Problem poison[] = {
      {.failure = Failure::BadXml},
      {.failure = Failure::StreamError, .condition = StreamCondition::PolicyViolation},
      {.failure = Failure::StreamError, .condition = StreamCondition::NotWellFormed}};
  for (const Problem& why : poison) {
    Recovery recovery;
    recovery.bound();
    CHECK(recovery.should_retry(why, 1s));
    CHECK(recovery.should_retry(why, 1s));
    CHECK_FALSE(recovery.should_retry(why, 1s));
  }
}

TEST_CASE("poison long ago is forgotten", "[stream][recovery]") {
  Recovery recovery;
  recovery.bound();
  for (int i = 0; i < 10; ++i) {
    CHECK(recovery.should_retry({.failure = Failure::BadXml}, 5min));
  }
  CHECK(recovery.should_retry({.failure = Failure::BadXml}, 4min));
  CHECK_FALSE(recovery.should_retry({.failure = Failure::BadXml}, 4min));
}

TEST_CASE("a server that stops is no poison", "[stream][recovery]") {
  Recovery recovery;
  recovery.bound();
  for (int i = 0; i < 10; ++i) {
    CHECK(recovery.should_retry(
        {.failure = Failure::StreamError, .condition = StreamCondition::SystemShutdown}, 0s));
  }
}

TEST_CASE("only a session that lasted starts the waiting over", "[stream][recovery]") {
  support::FixedRandom random;
  auto longest_of = [&](base::Duration lasted) {
    base::Duration longest{};
    for (int run = 0; run < 50; ++run) {
      Recovery recovery;
      recovery.bound();
      base::Duration last{};
      for (int i = 0; i < 5; ++i) {
        REQUIRE(recovery.should_retry({.failure = Failure::ConnectionLost}, lasted));
        last = recovery.next_delay(random);
      }
      longest = std::max(longest, last);
    }
    return longest;
  };
  CHECK(longest_of(9s) > 8s);
  CHECK(longest_of(10s) <= 1s);
}

TEST_CASE("stream errors become something a user can act on", "[stream][recovery]") {
  auto failure = [](StreamCondition condition, bool was_bound = true) {
    return stream::problem_of({.condition = condition, .text = "t"}, was_bound).failure;
  };
  CHECK(failure(StreamCondition::HostUnknown) == Failure::UnknownHost);
  CHECK(failure(StreamCondition::HostGone) == Failure::UnknownHost);
  CHECK(failure(StreamCondition::ImproperAddressing) == Failure::UnknownHost);
  CHECK(failure(StreamCondition::Conflict) == Failure::Replaced);
  CHECK(failure(StreamCondition::NotAuthorized) == Failure::AccountDisabled);
  CHECK(failure(StreamCondition::NotAuthorized, false) == Failure::WrongPassword);
  CHECK(failure(StreamCondition::SeeOtherHost) == Failure::Redirected);
  CHECK(failure(StreamCondition::Reset) == Failure::StreamError);
  stream::Problem problem =
      stream::problem_of({.condition = StreamCondition::SeeOtherHost, .other = "b.example"}, true);
  CHECK(problem.text == "b.example");
  CHECK(problem.condition == StreamCondition::SeeOtherHost);
  CHECK(stream::problem_of({.condition = StreamCondition::Reset, .text = "t"}, true).text == "t");
}
