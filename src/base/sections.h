// SPDX-License-Identifier: MIT
// A record into which several owners write, each its own section under a name with a version ("rooms 1"): who does not find
// his, or cannot read it, loses that one only. See record.h.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/record.h"

namespace base {

class SectionsWriter {
 public:
  explicit SectionsWriter(std::string_view format) : out_(format) {}
  // What `write` writes into a record of that name.
  template <class Write>
  void add(std::string_view name, Write write) {
    RecordWriter section(name);
    write(section);
    add_record(name, section.take());
  }
  std::string take() { return out_.take(); }

 private:
  void add_record(std::string_view name, std::string record);

  RecordWriter out_;
};

// Of a record that lives longer.
class Sections {
 public:
  Sections(std::string_view record, std::string_view format);
  // The record as a whole is one of that format, and not damaged.
  bool is_good() const { return is_good_; }
  // Reads a section; a bad reader when there is none.
  RecordReader section(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> all_;
  bool is_good_ = false;
};

}  // namespace base
