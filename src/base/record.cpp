// SPDX-License-Identifier: MIT
// Varints, lengths and a CRC-32. See record.h.
#include "base/record.h"

#include <array>
#include <utility>

#include "base/secret.h"

namespace base {
namespace {

constexpr std::array<uint32_t, 256> make_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0xEDB88320u : 0u);
    table[i] = value;
  }
  return table;
}
constexpr std::array<uint32_t, 256> table = make_table();

uint32_t checksum(std::string_view bytes) {
  uint32_t value = 0xFFFFFFFFu;
  for (char c : bytes) value = (value >> 8) ^ table[(value ^ static_cast<uint8_t>(c)) & 0xFF];
  return ~value;
}

constexpr size_t checksum_size = 4;

}  // namespace

RecordWriter::~RecordWriter() { wipe(bytes_); }

RecordWriter& RecordWriter::number(uint64_t value) {
  while (value >= 0x80) {
    bytes_ += static_cast<char>((value & 0x7F) | 0x80);
    value >>= 7;
  }
  bytes_ += static_cast<char>(value);
  return *this;
}

RecordWriter& RecordWriter::text(std::string_view bytes) {
  number(bytes.size());
  bytes_ += bytes;
  return *this;
}

std::string RecordWriter::take() {
  const uint32_t sum = checksum(bytes_);
  for (size_t i = 0; i < checksum_size; ++i) bytes_ += static_cast<char>((sum >> (8 * i)) & 0xFF);
  return std::exchange(bytes_, {});
}

RecordReader::RecordReader(std::string_view record, std::string_view format) {
  if (record.size() < checksum_size) return;
  rest_ = record.substr(0, record.size() - checksum_size);
  uint32_t sum = 0;
  for (size_t i = 0; i < checksum_size; ++i) {
    sum |= static_cast<uint32_t>(static_cast<uint8_t>(record[rest_.size() + i])) << (8 * i);
  }
  is_good_ = sum == checksum(rest_);
  if (text() != format) is_good_ = false;
}

uint64_t RecordReader::number() {
  uint64_t value = 0;
  for (unsigned shift = 0; is_good_ && shift < 64; shift += 7) {
    if (rest_.empty()) break;
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) break;
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  is_good_ = false;
  return 0;
}

uint64_t RecordReader::number_up_to(uint64_t most) {
  const uint64_t value = number();
  if (value <= most) return value;
  is_good_ = false;
  return 0;
}

std::string_view RecordReader::text() {
  const uint64_t size = number();
  if (!is_good_ || size > rest_.size()) {
    is_good_ = false;
    return {};
  }
  std::string_view out = rest_.substr(0, static_cast<size_t>(size));
  rest_.remove_prefix(static_cast<size_t>(size));
  return out;
}

}  // namespace base
