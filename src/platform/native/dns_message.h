// SPDX-License-Identifier: MIT
// The DNS messages that say where a domain's XMPP servers are, and in which order to try them. RFC 1035 section 4, RFC
// 2782, RFC 6120 3.2.1, XEP-0368.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace platform {

struct SrvRecord {
  uint16_t priority = 0, weight = 0, port = 0;
  std::string target;      // without the dot at the end; empty: the service is decidedly not there
  bool is_direct = false;  // of _xmpps-client: TLS from the first byte
  bool operator==(const SrvRecord&) const = default;
};

// A question for the SRV records of a name; empty when it cannot be a name.
std::string make_srv_question(uint16_t id, std::string_view name);

struct SrvAnswer {
  bool is_truncated = false;  // the whole of it comes over TCP
  std::vector<SrvRecord> records;
};
// Absent when it is no answer to that question.
std::optional<SrvAnswer> read_srv_answer(std::string_view message, uint16_t id,
                                         std::string_view name);

// Lower priorities first; among equals by lot, in proportion to their weights.
std::vector<SrvRecord> order_srv(std::vector<SrvRecord> records, base::Random& random);

}  // namespace platform
