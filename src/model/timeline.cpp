// SPDX-License-Identifier: MIT
// See timeline.h.
#include "model/timeline.h"
#include "base/sort.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace model {
namespace {

bool is_above(const Message& a, const Message& b) { return spot_of(a) < spot_of(b); }

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

Timeline::Rows::const_iterator Timeline::first_at(const Spot& spot) const {
  return std::lower_bound(
      rows_.begin(), rows_.end(), spot,
      [](const Message& message, const Spot& wanted) { return spot_of(message) < wanted; });
}

std::optional<size_t> Timeline::index_of(MessageKey key) const {
  const auto spot = spots_.find(key);
  if (spot == spots_.end()) return std::nullopt;
  auto row = first_at(spot->second);
  // Two tabs may have given the same turn to two rows of the same place.
  while (row->key != key) ++row;
  return static_cast<size_t>(row - rows_.begin());
}

size_t Timeline::first_since(base::Wall time) const {
  return static_cast<size_t>(first_at({time, 0}) - rows_.begin());
}

Message* Timeline::find_own(const std::string& id) {
  const auto key = own_ids_.find(id);
  return key == own_ids_.end() ? nullptr : at(key->second);
}

Message* Timeline::find_archived(const std::string& archive_id) {
  const auto key = archive_ids_.find(archive_id);
  return key == archive_ids_.end() ? nullptr : at(key->second);
}

Message* Timeline::find_same(uint64_t fingerprint) {
  const auto key = fingerprints_.find(fingerprint);
  return key == fingerprints_.end() ? nullptr : at(key->second);
}

Message* Timeline::find_at(const Spot& spot, uint64_t fingerprint) {
  for (auto row = first_at(spot); row != rows_.end() && spot_of(*row) == spot; ++row) {
    if (row->fingerprint == fingerprint) return &rows_[static_cast<size_t>(row - rows_.begin())];
  }
  return nullptr;
}

void Timeline::archived_as(Message& message, std::string archive_id) {
  archive_ids_.emplace(archive_id, message.key);
  message.archive_id = std::move(archive_id);
}

void Timeline::known_as(Message& message, uint64_t fingerprint) {
  fingerprints_[fingerprint] = message.key;
  message.fingerprint = fingerprint;
}

Message* Timeline::at(MessageKey key) { return &rows_[*index_of(key)]; }

void Timeline::remember(const Message& message) {
  spots_[message.key] = spot_of(message);
  has_own_ = has_own_ || message.is_own;
  if (message.is_own && !message.id.empty()) own_ids_.emplace(message.id, message.key);
  if (!message.archive_id.empty()) archive_ids_.emplace(message.archive_id, message.key);
  if (!message.id.empty()) named_.emplace(std::hash<std::string>()(message.id), message.key);
  if (message.fingerprint == 0) return;
  MessageKey& newest = fingerprints_[message.fingerprint];
  const auto known = spots_.find(newest);
  if (known == spots_.end() || known->second <= spot_of(message)) newest = message.key;
}

// Its spot becomes one below that of every row.
void Timeline::settle_below(Message& message) const {
  if (rows_.empty()) return;
  const auto [place, turn] = spot_of(rows_.back());
  message.place = std::max(message.place, place);
  if (message.place == place) message.turn = std::max(message.turn, turn + 1);
}

Message& Timeline::append(Message message) {
  if (message.place < message.sent) message.place = message.sent;
  if (message.turn == 0) message.turn = message.key;
  settle_below(message);
  remember(message);
  rows_.push_back(std::move(message));
  return rows_.back();
}

Message Timeline::take(MessageKey key) {
  const auto row = rows_.begin() + static_cast<std::ptrdiff_t>(*index_of(key));
  Message out = std::move(*row);
  rows_.erase(row);
  spots_.erase(key);
  auto [named, end] = named_.equal_range(std::hash<std::string>()(out.id));
  named = std::find_if(named, end, [&](const auto& each) { return each.second == key; });
  if (named != end) named_.erase(named);
  return out;
}

void Timeline::lower(MessageKey key, MessageKey turn) {
  Message row = take(key);
  row.turn = turn;
  settle_below(row);
  remember(row);
  rows_.push_back(std::move(row));
}

void Timeline::stand_at(MessageKey key, const Spot& spot) {
  Message& row = *at(key);
  std::tie(row.place, row.turn) = spot;
  spots_[key] = spot;
}

void Timeline::merge(std::vector<Message> late) {
  if (late.empty()) return;
  base::sort(late, is_above);
  for (const Message& message : late) remember(message);
  const auto first = std::upper_bound(rows_.begin(), rows_.end(), late.front(), is_above);
  const auto end = std::upper_bound(first, rows_.end(), late.back(), is_above);
  const bool is_at_top = end - rows_.begin() < rows_.end() - first;
  const auto from = is_at_top ? rows_.begin() : first, to = is_at_top ? end : rows_.end();
  std::vector<Message> merged;
  merged.reserve(static_cast<size_t>(to - from) + late.size());
  std::merge(std::make_move_iterator(from), std::make_move_iterator(to),
             std::make_move_iterator(late.begin()), std::make_move_iterator(late.end()),
             std::back_inserter(merged), is_above);
  rows_.erase(from, to);
  if (is_at_top) {
    std::move(merged.rbegin(), merged.rend(), std::front_inserter(rows_));
  } else {
    std::move(merged.begin(), merged.end(), std::back_inserter(rows_));
  }
}

}  // namespace model
