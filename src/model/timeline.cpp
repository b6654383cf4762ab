// SPDX-License-Identifier: MIT
// See timeline.h.
#include "model/timeline.h"

#include <algorithm>
#include <iterator>

namespace model {
namespace {

bool is_above(const Message& a, const Message& b) {
  return a.place != b.place ? a.place < b.place : a.turn < b.turn;
}

// FNV-1a, 64 bit. Nobody gains by making two messages of his look the same.
uint64_t mix(uint64_t hash, std::string_view bytes) {
  for (char c : bytes) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3u;
  return (hash ^ 0xFF) * 0x100000001B3u;
}

}  // namespace

uint64_t fingerprint_of(const Message& message, bool is_groupchat) {
  const uint64_t begin = 0xCBF29CE484222325u;
  const xmpp::Jid author = is_groupchat ? message.from : message.from.bare();
  return mix(mix(mix(begin, author.text()), message.id), message.body);
}

std::optional<size_t> Timeline::index_of(MessageKey key) const {
  if (!has_ascending_keys_) {
    if (indices_.size() != messages_.size()) {
      indices_.clear();
      for (size_t i = 0; i < messages_.size(); ++i) indices_.emplace(messages_[i].key, i);
    }
    const auto known = indices_.find(key);
    return known == indices_.end() ? std::nullopt : std::optional(known->second);
  }
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

Message* Timeline::find_archived(const std::string& archive_id) {
  const auto key = archive_ids_.find(archive_id);
  return key == archive_ids_.end() ? nullptr : at(key->second);
}

Message* Timeline::find_same(uint64_t fingerprint) {
  const auto key = fingerprints_.find(fingerprint);
  return key == fingerprints_.end() ? nullptr : at(key->second);
}

void Timeline::archived_as(Message& message, std::string archive_id) {
  archive_ids_.emplace(archive_id, message.key);
  message.archive_id = std::move(archive_id);
}

void Timeline::known_as(Message& message, uint64_t fingerprint) {
  fingerprints_[fingerprint] = message.key;
  message.fingerprint = fingerprint;
}

Message* Timeline::at(MessageKey key) { return &messages_[*index_of(key)]; }

Message* Timeline::at(const Message& message) { return &messages_[&message - messages_.data()]; }

void Timeline::remember(const Message& message) {
  has_own_ = has_own_ || message.is_own;
  if (message.is_own && !message.id.empty()) own_ids_.emplace(message.id, message.key);
  if (!message.archive_id.empty()) archive_ids_.emplace(message.archive_id, message.key);
  if (message.fingerprint != 0) fingerprints_[message.fingerprint] = message.key;
  if (!message.id.empty()) named_.emplace(std::hash<std::string>()(message.id), message.key);
}

Message& Timeline::append(Message message) {
  if (message.place < message.sent) message.place = message.sent;
  if (message.turn == 0) message.turn = message.key;
  if (!messages_.empty()) {
    message.place = std::max(message.place, messages_.back().place);
    has_ascending_keys_ = has_ascending_keys_ && messages_.back().key < message.key;
  }
  remember(message);
  if (!indices_.empty()) indices_.emplace(message.key, messages_.size());
  messages_.push_back(std::move(message));
  return messages_.back();
}

Message Timeline::take(MessageKey key) {
  const auto row = messages_.begin() + static_cast<std::ptrdiff_t>(*index_of(key));
  Message out = std::move(*row);
  messages_.erase(row);
  indices_.clear();
  return out;
}

void Timeline::lower(MessageKey key, MessageKey turn) {
  const auto row = messages_.begin() + static_cast<std::ptrdiff_t>(*index_of(key));
  std::rotate(row, row + 1, messages_.end());
  if (size() > 1)
    messages_.back().place = std::max(messages_.back().place, messages_[size() - 2].place);
  messages_.back().turn = turn;
  indices_.clear();
  has_ascending_keys_ = false;
}

void Timeline::merge(std::vector<Message> late) {
  if (late.empty()) return;
  std::stable_sort(late.begin(), late.end(), is_above);
  for (const Message& message : late) remember(message);
  std::vector<Message> all;
  all.reserve(messages_.size() + late.size());
  std::merge(std::make_move_iterator(messages_.begin()), std::make_move_iterator(messages_.end()),
             std::make_move_iterator(late.begin()), std::make_move_iterator(late.end()),
             std::back_inserter(all), is_above);
  messages_ = std::move(all);
  indices_.clear();
  has_ascending_keys_ =
      std::is_sorted(messages_.begin(), messages_.end(),
                     [](const Message& a, const Message& b) { return a.key < b.key; });
}

}  // namespace model
