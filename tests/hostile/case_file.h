// SPDX-License-Identifier: MIT
// Reads the "key: value" files of the corpus. Other corpora of the same form must run unchanged, and what is not
// understood must be said: a check that is left out in silence looks like one that passed.
#pragma once

#include <initializer_list>
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
  // A sentence about the first line that is no "key: value", comes twice (remarks may), or whose key is none of these;
  // empty when all is known.
  std::string not_understood(std::initializer_list<std::string_view> known) const;

 private:
  std::map<std::string, std::string> values_;
  std::vector<std::string> strays_;  // lines that are none
  std::vector<std::string> twice_;   // keys
};

std::optional<std::string> read_file(const std::string& path);
std::vector<std::string> files_in(const std::string& folder, std::string_view ending);  // sorted
std::vector<std::string> split(std::string_view text, char separator);
// At "-or-": "accept-or-stream-error" is met by either.
std::vector<std::string> alternatives(std::string text);
std::string trim(std::string_view text);
// "a.b/01-name.xml" → "01-name"
std::string stem_of(const std::string& path);

}  // namespace hostile
