// SPDX-License-Identifier: MIT
// Which address comes next. See candidates.h.
#include "stream/candidates.h"

#include <algorithm>

namespace stream {

void Candidates::set(const std::vector<std::string>& endpoints, const std::string& preferred,
                     bool allow_insecure, bool has_tcp) {
  urls_.clear();
  rewind();
  refusal_ = Failure::Unreachable;
  for (const std::string& url : endpoints) {
    const Endpoint endpoint = classify_endpoint(url);
    if (endpoint.kind == EndpointKind::Invalid) continue;
    if (endpoint.transport == Transport::Tcp && !has_tcp) continue;
    if (endpoint.kind == EndpointKind::Insecure && !allow_insecure) {
      refusal_ = Failure::InsecureUrl;
      continue;
    }
    urls_.push_back(url);
  }
  auto found = std::find(urls_.begin(), urls_.end(), preferred);
  if (found != urls_.end()) std::rotate(urls_.begin(), found, found + 1);
}

void Candidates::rewind() {
  at_ = tried_ = 0;
  redirects_ = 0;
}

bool Candidates::advance() {
  if (++tried_ >= urls_.size()) return false;
  at_ = tried_;
  return true;
}

void Candidates::worked() {
  std::rotate(urls_.begin(), urls_.begin() + static_cast<std::ptrdiff_t>(at_),
              urls_.begin() + static_cast<std::ptrdiff_t>(at_) + 1);
  rewind();
}

bool Candidates::redirect(const std::string& target, const std::vector<std::string>& allowed) {
  if (target.empty() || urls_.empty() || ++redirects_ > max_redirects) return false;
  const bool is_url = target.find("://") != std::string::npos;
  const EndpointKind present = endpoint().kind;
  for (const std::string& url : allowed) {
    const Endpoint candidate = classify_endpoint(url);
    if (candidate.kind == EndpointKind::Invalid) continue;
    if (is_url ? url != target : authority_of(url) != target) continue;
    // Never from an encrypted connection to one that is not.
    if (candidate.kind != EndpointKind::Secure && candidate.kind != present) continue;
    urls_[at_] = url;
    return true;
  }
  return false;
}

}  // namespace stream
