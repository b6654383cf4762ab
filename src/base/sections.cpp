// SPDX-License-Identifier: MIT
// See sections.h.
#include "base/sections.h"

#include "base/secret.h"

namespace base {

void SectionsWriter::add_record(std::string_view name, std::string record) {
  out_.text(name).text(record);
  wipe(record);  // it may hold keys
}

Sections::Sections(std::string_view record, std::string_view format) {
  RecordReader in(record, format);
  while (in.has_more()) {
    const std::string_view name = in.text();
    all_.emplace_back(name, in.text());
  }
  is_good_ = in.is_finished();
  if (!is_good_) all_.clear();
}

RecordReader Sections::section(std::string_view name) const {
  for (const auto& [known, record] : all_) {
    if (known == name) return {record, name};
  }
  return {{}, name};
}

}  // namespace base
