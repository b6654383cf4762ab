// SPDX-License-Identifier: MIT
// See timeline.h.
#include "model/timeline.h"

#include <algorithm>

namespace model {

std::optional<size_t> Timeline::index_of(MessageKey key) const {
  const auto found = std::lower_bound(
      messages_.begin(), messages_.end(), key,
      [](const Message& message, MessageKey wanted) { return message.key < wanted; });
  if (found == messages_.end() || found->key != key) return std::nullopt;
  return static_cast<size_t>(found - messages_.begin());
}

Message* Timeline::find_own(const std::string& id) {
  const auto key = own_ids_.find(id);
  if (key == own_ids_.end()) return nullptr;
  const std::optional<size_t> index = index_of(key->second);
  return index ? &messages_[*index] : nullptr;
}

void Timeline::append(Message message) {
  has_own_ = has_own_ || message.is_own;
  if (message.is_own && !message.id.empty()) own_ids_.emplace(message.id, message.key);
  messages_.push_back(std::move(message));
}

}  // namespace model
