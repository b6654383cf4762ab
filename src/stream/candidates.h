// SPDX-License-Identifier: MIT
// The addresses to try, one after the other: the one that worked last time first, then as the deployer ordered them
// (WebSocket, then BOSH). A redirect replaces them only by an address the deployer allows, and never by a weaker one.
// RFC 7395 3.6.1, RFC 6120 4.9.3.19, protocol trap A 9.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stream/endpoint.h"
#include "stream/status.h"

namespace stream {

inline constexpr int max_redirects = 3;

class Candidates {
 public:
  // Unusable addresses are left out. `preferred` counts only if it is one of them.
  void set(const std::vector<std::string>& endpoints, const std::string& preferred,
           bool allow_insecure, bool has_tcp);
  bool empty() const { return urls_.empty(); }
  // Why set() left nothing.
  Failure refusal() const { return refusal_; }
  // A new round of attempts begins with the one that worked last.
  void rewind();
  const std::string& current() const { return urls_[at_]; }
  Endpoint endpoint() const { return classify_endpoint(current()); }
  // The next one of this round; false when all were tried.
  bool advance();
  void worked();
  // Makes it the current one, if `allowed` has it: the whole address, or, where the server named a host only
  // (see-other-host), an address of that host. False: it must not be followed.
  bool redirect(const std::string& target, const std::vector<std::string>& allowed);

 private:
  std::vector<std::string> urls_;
  size_t at_ = 0;
  size_t tried_ = 0;
  int redirects_ = 0;
  Failure refusal_ = Failure::None;
};

}  // namespace stream
