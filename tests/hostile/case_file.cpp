// SPDX-License-Identifier: MIT
// Files of the corpus. See case_file.h.
#include "hostile/case_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace hostile {

std::string trim(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  size_t begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(space) - begin + 1));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (;;) {
    size_t at = text.find(separator);
    out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

CaseFile CaseFile::parse(std::string_view text) {
  CaseFile out;
  for (std::string line : split(text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    size_t colon = line.find(':');
    if (line.empty() || line[0] == '#') continue;
    if (colon == std::string::npos) {
      out.strays_.push_back(line);
      continue;
    }
    std::string key = trim(std::string_view(line).substr(0, colon));
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    std::string value = line.substr(colon + 1);
    if (!value.empty() && value[0] == ' ') value.erase(0, 1);
    const bool is_remark = key == "spec" || key == "ref" || key == "note";
    const bool is_first = out.values_.emplace(key, std::move(value)).second;
    if (!is_first && !is_remark) out.twice_.push_back(std::move(key));
  }
  return out;
}

std::string CaseFile::get(const std::string& key) const {
  auto found = values_.find(key);
  return found == values_.end() ? std::string() : found->second;
}

std::string CaseFile::trimmed(const std::string& key) const { return trim(get(key)); }

std::string CaseFile::not_understood(std::initializer_list<std::string_view> known) const {
  if (!strays_.empty()) return "the line '" + strays_.front() + "' is no \"key: value\"";
  if (!twice_.empty()) return "the key '" + twice_.front() + "' comes twice";
  for (const auto& [key, value] : values_) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return "the key '" + key + "' is not understood";
    }
  }
  return "";
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<std::string> files_in(const std::string& folder, std::string_view ending) {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    std::string path = entry.path().string();
    bool fits = path.size() > ending.size() &&
                std::string_view(path).substr(path.size() - ending.size()) == ending;
    if (fits && entry.is_regular_file(error)) out.push_back(path);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> alternatives(std::string text) {
  constexpr std::string_view either = "-or-";
  std::vector<std::string> out;
  for (;;) {
    const size_t at = text.find(either);
    out.push_back(text.substr(0, at));
    if (at == std::string::npos) return out;
    text.erase(0, at + either.size());
  }
}

std::string stem_of(const std::string& path) { return std::filesystem::path(path).stem().string(); }

}  // namespace hostile
