// SPDX-License-Identifier: MIT
// Answers of a nameserver, written by hand. RFC 1035 section 4, RFC 2782.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "platform/native/dns_message.h"

namespace support {

inline std::string dns_number(unsigned number) {
  return {static_cast<char>(number >> 8 & 0xFF), static_cast<char>(number & 0xFF)};
}

inline std::string dns_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    out += static_cast<char>(label.size());
    out += label;
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  return out + '\0';
}

struct DnsFlags {
  bool is_truncated = false;
};

// To a question as it came.
inline std::string dns_answer(std::string_view question,
                              const std::vector<platform::SrvRecord>& records,
                              DnsFlags flags = {}) {
  std::string out(question.substr(0, 2));
  out += dns_number(flags.is_truncated ? 0x8380 : 0x8180);
  out += dns_number(1) + dns_number(static_cast<unsigned>(records.size()));
  out.append(4, '\0');
  out += question.substr(12);
  for (const platform::SrvRecord& record : records) {
    const std::string target = dns_name(record.target);
    out += dns_number(0xC00C);  // the name of the question
    out += dns_number(33) + dns_number(1) + dns_number(0) + dns_number(60);
    out += dns_number(static_cast<unsigned>(6 + target.size()));
    out += dns_number(record.priority) + dns_number(record.weight) + dns_number(record.port);
    out += target;
  }
  return out;
}

// The name a question asks for.
inline std::string dns_question_name(std::string_view question) {
  std::string out;
  for (size_t at = 12; at < question.size() && question[at] != 0;) {
    const size_t size = static_cast<uint8_t>(question[at]);
    if (!out.empty()) out += '.';
    out += question.substr(at + 1, size);
    at += size + 1;
  }
  return out;
}

}  // namespace support
