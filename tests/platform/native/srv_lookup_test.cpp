// SPDX-License-Identifier: MIT
// Tests of src/platform/native/srv_lookup.cpp against a nameserver in the same thread.
#include "platform/native/srv_lookup.h"

#include "support/catch.h"
#include "support/certificates.h"
#include "support/event_loop.h"
#include "support/nameserver.h"

using platform::Nameserver;
using platform::SrvLookup;
using platform::SrvRecord;

namespace {

const std::string name = "_xmpp-client._tcp.a.example";

struct World {
  boost::asio::io_context io;
  support::LoopbackNameserver server{io};
  SrvLookup lookup{io};
  std::optional<std::vector<SrvRecord>> records;
  int calls = 0;

  World() { server.records[name] = {{1, 2, 5222, "x.a.example"}}; }
  void ask(std::vector<Nameserver> servers) {
    lookup.ask(std::move(servers), name, [this](auto found) {
      records = std::move(found);
      ++calls;
    });
  }
  bool answered() {
    return support::run_until(io, [&] { return calls > 0; });
  }
};

}  // namespace

TEST_CASE("SRV records are asked for by UDP", "[platform][dns]") {
  World w;
  w.ask({w.server.endpoint()});
  CHECK(w.calls == 0);  // never from inside ask()
  REQUIRE(w.answered());
  CHECK(w.records == std::vector<SrvRecord>{{1, 2, 5222, "x.a.example"}});
  CHECK(w.server.asked == std::vector<std::string>{name});
  CHECK(w.server.asked_by_tcp == 0);
}

TEST_CASE("an answer that does not fit a datagram comes by TCP", "[platform][dns]") {
  World w;
  w.server.cuts_datagrams = true;
  w.ask({w.server.endpoint()});
  REQUIRE(w.answered());
  CHECK(w.records == std::vector<SrvRecord>{{1, 2, 5222, "x.a.example"}});
  CHECK(w.server.asked_by_tcp == 1);
}

TEST_CASE("a datagram that answers something else is passed over", "[platform][dns]") {
  World w;
  w.server.lies_first = true;
  w.ask({w.server.endpoint()});
  REQUIRE(w.answered());
  CHECK(w.records == std::vector<SrvRecord>{{1, 2, 5222, "x.a.example"}});
}

TEST_CASE("a nameserver that is not there is passed over, none is no answer", "[platform][dns]") {
  World w;
  Nameserver nobody;
  {
    boost::asio::ip::udp::socket gone(w.io, {boost::asio::ip::address_v4::loopback(), 0});
    nobody = gone.local_endpoint();
  }
  w.ask({nobody, w.server.endpoint()});
  REQUIRE(w.answered());
  CHECK(w.records);
  World alone;
  alone.ask({nobody});
  REQUIRE(alone.answered());
  CHECK_FALSE(alone.records);
  World none;
  none.ask({});
  REQUIRE(none.answered());
  CHECK_FALSE(none.records);
}

TEST_CASE("a silent nameserver is asked twice, and then given up", "[platform][dns]") {
  World w;
  w.server.is_silent = true;
  w.ask({w.server.endpoint()});
  REQUIRE(w.answered());
  CHECK_FALSE(w.records);
  CHECK(w.server.asked.size() == 2);
}

TEST_CASE("a lookup that is cancelled calls nobody back, and holds nothing", "[platform][dns]") {
  World w;
  w.server.is_silent = true;
  w.ask({w.server.endpoint()});
  REQUIRE(support::run_until(w.io, [&] { return !w.server.asked.empty(); }));
  w.lookup.cancel();
  w.ask({w.server.endpoint()});
  w.server.is_silent = false;
  REQUIRE(w.answered());
  CHECK(w.calls == 1);
}

TEST_CASE("the system's nameservers are read from resolv.conf", "[platform][dns]") {
  const support::TempFolder folder;
  const std::string file = folder.write(
      "resolv.conf",
      "# comment\nsearch example\nnameserver 192.0.2.1\n nameserver   2001:db8::1 \nnameserver "
      "words\nnameserver 192.0.2.2\nnameserver 192.0.2.3\noptions edns0\n");
  const std::vector<Nameserver> servers = platform::system_nameservers(file);
  REQUIRE(servers.size() == 3);
  CHECK(servers[0].address().to_string() == "192.0.2.1");
  CHECK(servers[1].address().to_string() == "2001:db8::1");
  CHECK(servers[2].address().to_string() == "192.0.2.2");
  CHECK(servers[0].port() == 53);
  CHECK(platform::system_nameservers("/nowhere/at/all").empty());
}

TEST_CASE("a nameserver is named by its address", "[platform][dns]") {
  CHECK(platform::parse_nameserver("192.0.2.1")->port() == 53);
  CHECK(platform::parse_nameserver("127.0.0.1:5353")->port() == 5353);
  CHECK(platform::parse_nameserver("[::1]:5353")->address().is_v6());
  CHECK_FALSE(platform::parse_nameserver("dns.example"));
  CHECK_FALSE(platform::parse_nameserver(""));
  CHECK_FALSE(platform::parse_nameserver("127.0.0.1:0"));
}
