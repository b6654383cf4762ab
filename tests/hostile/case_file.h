// SPDX-License-Identifier: MIT
// Reads the "key: value" files of the corpus. Generous on purpose: other corpora of the same form must run unchanged.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hostile {

class CaseFile {
 public:
  // Lines "key: value"; '#' begins a comment line. Keys in any case; one space after the colon belongs to the form,
  // further ones to the value. A key that comes twice keeps its first value.
  static CaseFile parse(std::string_view text);

  bool has(const std::string& key) const { return values_.count(key) > 0; }
  std::string get(const std::string& key) const;      // empty when absent
  std::string trimmed(const std::string& key) const;  // without white space around it

 private:
  std::map<std::string, std::string> values_;
};

std::optional<std::string> read_file(const std::string& path);
std::vector<std::string> files_in(const std::string& folder, std::string_view ending);  // sorted
std::vector<std::string> split(std::string_view text, char separator);
std::string trim(std::string_view text);
// "a.b/01-name.xml" → "01-name"
std::string stem_of(const std::string& path);

}  // namespace hostile
