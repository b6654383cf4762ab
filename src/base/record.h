// SPDX-License-Identifier: MIT
// Records as they are kept: fields in a fixed order, with a format number in front and a checksum behind, so that what is
// truncated, damaged or of another version is refused as a whole and never half-read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

class RecordWriter {
 public:
  // `format` names kind and version of the record.
  explicit RecordWriter(std::string_view format) { text(format); }
  ~RecordWriter();  // overwrites what was not taken: records may hold secrets

  RecordWriter& number(uint64_t value);
  RecordWriter& text(std::string_view bytes);
  RecordWriter& flag(bool value) { return number(value ? 1 : 0); }
  // The finished record.
  std::string take();

 private:
  std::string bytes_;
};

// Once anything was missing or out of range, everything that follows reads as empty and is_good() is false.
class RecordReader {
 public:
  RecordReader(std::string_view record, std::string_view format);

  uint64_t number();
  // At most `most`, else the record is bad: for enumerations and counts.
  uint64_t number_up_to(uint64_t most);
  std::string_view text();  // valid as long as the record
  bool flag() { return number_up_to(1) == 1; }
  // A count of things that follow, each of at least one byte.
  size_t count() { return static_cast<size_t>(number_up_to(rest_.size())); }
  void spoil() { is_good_ = false; }
  bool is_good() const { return is_good_; }
  // Whether anything follows: fields that records of older versions do not have.
  bool has_more() const { return is_good_ && !rest_.empty(); }
  // Everything was read, and nothing was wrong.
  bool is_finished() const { return is_good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_good_ = false;
};

}  // namespace base
