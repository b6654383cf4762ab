// SPDX-License-Identifier: MIT
// Linux. See network_native.h.
#include "platform/native/network_native.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace platform {
namespace {

std::string text_of(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  } else if (address.sa_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    if (!IN6_IS_ADDR_LINKLOCAL(&v6.sin6_addr)) {
      inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    }
  }
  return text;
}

}  // namespace

Addresses network_addresses() {
  Addresses out;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return out;
  for (const ifaddrs* each = all; each != nullptr; each = each->ifa_next) {
    const bool is_up = (each->ifa_flags & IFF_UP) != 0 && (each->ifa_flags & IFF_RUNNING) != 0;
    const bool leads_out = (each->ifa_flags & IFF_LOOPBACK) == 0;
    if (each->ifa_addr == nullptr || !is_up || !leads_out) continue;
    std::string text = text_of(*each->ifa_addr);
    if (!text.empty()) out.insert(std::move(text));
  }
  freeifaddrs(all);
  return out;
}

std::optional<int> open_address_changes() {
  const int changes = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (changes < 0) return std::nullopt;
  sockaddr_nl groups = {};
  groups.nl_family = AF_NETLINK;
  groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
  if (bind(changes, reinterpret_cast<const sockaddr*>(&groups), sizeof groups) == 0) return changes;
  close(changes);
  return std::nullopt;
}

NetworkWatch::NetworkWatch(boost::asio::io_context& io, int changes,
                           std::function<Addresses()> look,
                           std::function<void(const base::Input&)> report)
    : changes_(io, changes),
      look_(std::move(look)),
      report_(std::move(report)),
      addresses_(look_()) {
  wait();
}

void NetworkWatch::wait() {
  changes_.async_wait(
      boost::asio::posix::stream_descriptor::wait_read,
      [this](const boost::system::error_code& error) {
        if (error) return;
        // What they say does not matter: they may be lost when there are many, and what is now counts. Each is taken
        // off, else the wait would end at once.
        char message[4096];
        while (recv(changes_.native_handle(), message, sizeof message, MSG_DONTWAIT) > 0) {
        }
        wait();
        Addresses now = look_();
        if (now == addresses_) return;
        addresses_ = std::move(now);
        if (addresses_.empty()) {
          report_(base::NetworkOffline{});
        } else {
          report_(base::NetworkOnline{});
        }
      });
}

}  // namespace platform
