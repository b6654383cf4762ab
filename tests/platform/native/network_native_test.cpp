// SPDX-License-Identifier: MIT
// Tests of src/platform/native/network_native.cpp. The kernel's messages come through a socket of the test's own: nobody's
// network is switched off.
#include "platform/native/network_native.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "support/catch.h"
#include "support/event_loop.h"

namespace {

struct World {
  boost::asio::io_context io;
  int ends[2] = {-1, -1};
  platform::Addresses addresses{"192.0.2.1"};
  std::string heard;
  std::optional<platform::NetworkWatch> watch;

  World() {
    REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
    watch.emplace(
        io, ends[0], [this] { return addresses; },
        [this](const base::Input& input) {
          if (std::get_if<base::NetworkOnline>(&input)) heard += "on ";
          if (std::get_if<base::NetworkOffline>(&input)) heard += "off ";
        });
  }
  ~World() { close(ends[1]); }
  // The kernel says that something changed, several times.
  void change(platform::Addresses to) {
    addresses = std::move(to);
    for (int i = 0; i < 3; ++i) REQUIRE(write(ends[1], "changed", 7) == 7);
    support::settle(io);
  }
};

}  // namespace

TEST_CASE("network that comes, changes and goes is reported, each once", "[platform][network]") {
  World w;
  support::settle(w.io);
  CHECK(w.heard.empty());
  w.change({"192.0.2.1"});  // a lease was renewed: nothing is different
  CHECK(w.heard.empty());
  w.change({});
  CHECK(w.heard == "off ");
  w.change({});
  CHECK(w.heard == "off ");
  w.change({"198.51.100.7"});
  CHECK(w.heard == "off on ");
  w.change({"203.0.113.9"});  // another Wi-Fi
  CHECK(w.heard == "off on on ");
}

TEST_CASE("a network with nothing to say costs nothing", "[platform][network]") {
  World w;
  w.change({"192.0.2.1"});
  w.io.restart();
  CHECK(w.io.poll() == 0);
}

TEST_CASE("a watch may go while it waits", "[platform][network]") {
  World w;
  REQUIRE(write(w.ends[1], "changed", 7) == 7);
  w.watch.reset();
  support::settle(w.io);
  CHECK(w.heard.empty());
}

TEST_CASE("addresses of this machine lead somewhere", "[platform][network]") {
  for (const std::string& address : platform::network_addresses()) {
    INFO(address);
    CHECK(address != "::1");
    CHECK_FALSE(address.starts_with("127."));
    CHECK_FALSE(address.starts_with("fe80:"));
    in6_addr parsed{};
    const bool is_v4 = inet_pton(AF_INET, address.c_str(), &parsed) == 1;
    CHECK((is_v4 || inet_pton(AF_INET6, address.c_str(), &parsed) == 1));
  }
}

TEST_CASE("the kernel is asked for changes of addresses", "[platform][network]") {
  const std::optional<int> changes = platform::open_address_changes();
  REQUIRE(changes);
  sockaddr_nl bound{};
  socklen_t size = sizeof bound;
  REQUIRE(getsockname(*changes, reinterpret_cast<sockaddr*>(&bound), &size) == 0);
  CHECK(bound.nl_family == AF_NETLINK);
  CHECK(bound.nl_groups != 0);
  close(*changes);
}
