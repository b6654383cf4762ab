// SPDX-License-Identifier: MIT
// See packed_records.h.
#include "base/packed_records.h"

namespace base {
namespace {

constexpr size_t head_size = 8;

void put_size(std::string& out, size_t size) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>((size >> (8 * i)) & 0xFF);
}

size_t size_at(std::string_view bytes, size_t at) {
  size_t out = 0;
  for (int i = 0; i < 4; ++i) out |= size_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  return out;
}

}  // namespace

std::string pack_records(const std::vector<StoreRecord>& records) {
  size_t size = 0;
  for (const StoreRecord& record : records) {
    size += head_size + record.key.size() + record.value.size();
  }
  std::string out;
  out.reserve(size);
  for (const StoreRecord& record : records) {
    put_size(out, record.key.size());
    put_size(out, record.value.size());
    out += record.key;
    out += record.value;
  }
  return out;
}

std::vector<StoreRecord> unpack_records(std::string_view bytes) {
  std::vector<StoreRecord> out;
  while (bytes.size() >= head_size) {
    const size_t key = size_at(bytes, 0), value = size_at(bytes, 4);
    bytes.remove_prefix(head_size);
    if (key > bytes.size() || value > bytes.size() - key) break;
    out.push_back({std::string(bytes.substr(0, key)), std::string(bytes.substr(key, value))});
    bytes.remove_prefix(key + value);
  }
  return out;
}

}  // namespace base
