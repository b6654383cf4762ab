// SPDX-License-Identifier: MIT
// Tests of src/platform/native/dns_message.cpp.
#include "platform/native/dns_message.h"

#include <map>

#include "support/catch.h"
#include "support/dns.h"
#include "support/fixed_random.h"

using platform::make_srv_question;
using platform::order_srv;
using platform::read_srv_answer;
using platform::SrvRecord;
using support::dns_answer;

namespace {

const std::string name = "_xmpp-client._tcp.a.example";

}  // namespace

TEST_CASE("a question is the name, the type SRV and a wish for recursion", "[platform][dns]") {
  using namespace std::string_literals;
  CHECK(make_srv_question(0x1234, "_x._tcp.a.b") ==
        "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
        "\x02_x\x04_tcp\x01"
        "a\x01"
        "b\x00\x00\x21\x00\x01"s);
  CHECK(make_srv_question(1, "").empty());
  CHECK(make_srv_question(1, "a..b").empty());
  CHECK(make_srv_question(1, std::string(64, 'a')).empty());
  CHECK_FALSE(make_srv_question(1, std::string(63, 'a')).empty());
  std::string longest = "a";
  while (longest.size() < 253) longest += ".a";
  CHECK_FALSE(make_srv_question(1, longest).empty());
  CHECK(make_srv_question(1, longest + ".a").empty());
}

TEST_CASE("records are read from an answer", "[platform][dns]") {
  const std::string question = make_srv_question(7, name);
  const auto answer = read_srv_answer(
      dns_answer(question, {{5, 10, 5222, "One.a.example"}, {6, 0, 443, ""}}), 7, name);
  REQUIRE(answer);
  CHECK_FALSE(answer->is_truncated);
  CHECK(answer->records == std::vector<SrvRecord>{{5, 10, 5222, "one.a.example"}, {6, 0, 443, ""}});
  const auto cut = read_srv_answer(dns_answer(question, {}, {.is_truncated = true}), 7, name);
  REQUIRE(cut);
  CHECK(cut->is_truncated);
}

TEST_CASE("what answers another question is no answer", "[platform][dns]") {
  const std::string question = make_srv_question(7, name);
  CHECK_FALSE(read_srv_answer(dns_answer(question, {{1, 1, 1, "x"}}), 8, name));
  CHECK_FALSE(read_srv_answer(dns_answer(make_srv_question(7, "_xmpp-client._tcp.b.example"), {}),
                              7, name));
  CHECK_FALSE(read_srv_answer(question, 7, name));  // the question itself
}

TEST_CASE("an answer cut short or broken anywhere is read without harm", "[platform][dns]") {
  const std::string whole = dns_answer(
      make_srv_question(7, name), {{5, 10, 5222, "one.a.example"}, {6, 1, 443, "two.a.example"}});
  for (size_t size = 0; size < whole.size(); ++size) {
    const auto answer = read_srv_answer(std::string_view(whole).substr(0, size), 7, name);
    CHECK((!answer || answer->records.size() < 2));
  }
  support::FixedRandom random;
  for (int i = 0; i < 20'000; ++i) {
    std::string broken = whole;
    broken[random.below(static_cast<uint32_t>(broken.size()))] = static_cast<char>(random.next());
    const auto answer = read_srv_answer(broken, 7, name);
    if (answer) CHECK(answer->records.size() <= 2);
  }
}

TEST_CASE("RFC 2782: lower priorities first, equals in proportion to their weights",
          "[platform][dns]") {
  support::FixedRandom random;
  std::map<std::string, int> first;
  for (int i = 0; i < 4000; ++i) {
    const auto order = order_srv(
        {{20, 0, 1, "late"}, {10, 30, 1, "heavy"}, {10, 10, 1, "light"}, {10, 0, 1, "none"}},
        random);
    REQUIRE(order.size() == 4);
    CHECK(order[3].target == "late");
    ++first[order[0].target];
  }
  CHECK(first["heavy"] > 2700);
  CHECK(first["heavy"] < 3200);
  CHECK(first["light"] > 800);
  CHECK(first["light"] < 1200);
  CHECK(first["none"] > 0);
  CHECK(first["none"] < 250);
}
