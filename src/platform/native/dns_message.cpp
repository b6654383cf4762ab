// SPDX-License-Identifier: MIT
// A question is a dozen bytes and the name; answers, which strangers write, are taken apart by the C library's parser.
// See dns_message.h.
#include "platform/native/dns_message.h"

#include <arpa/nameser.h>
#include <resolv.h>

#include <algorithm>
#include <array>

namespace platform {
namespace {

constexpr size_t most_label_bytes = 63, most_name_bytes = 253;

void append_number(std::string& out, unsigned number) {
  out += static_cast<char>(number >> 8 & 0xFF);
  out += static_cast<char>(number & 0xFF);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (out.ends_with('.')) out.pop_back();
  return out;
}

std::optional<SrvRecord> read_record(const ns_msg& message, const ns_rr& record) {
  constexpr size_t fixed = 6;
  if (ns_rr_type(record) != ns_t_srv || ns_rr_class(record) != ns_c_in) return std::nullopt;
  if (ns_rr_rdlen(record) <= fixed) return std::nullopt;
  const unsigned char* data = ns_rr_rdata(record);
  std::array<char, NS_MAXDNAME> target{};
  if (dn_expand(ns_msg_base(message), ns_msg_end(message), data + fixed, target.data(),
                static_cast<int>(target.size())) < 0) {
    return std::nullopt;
  }
  SrvRecord out{.priority = static_cast<uint16_t>(ns_get16(data)),
                .weight = static_cast<uint16_t>(ns_get16(data + 2)),
                .port = static_cast<uint16_t>(ns_get16(data + 4)),
                .target = lower(target.data())};
  if (out.port == 0 && !out.target.empty()) return std::nullopt;
  return out;
}

}  // namespace

std::string make_srv_question(uint16_t id, std::string_view name) {
  if (name.empty() || name.size() > most_name_bytes) return {};
  std::string out;
  append_number(out, id);
  append_number(out, 0x0100);  // recursion desired
  append_number(out, 1);       // one question
  out.append(6, '\0');
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    if (label.empty() || label.size() > most_label_bytes) return {};
    out += static_cast<char>(label.size());
    out += label;
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  out += '\0';
  append_number(out, ns_t_srv);
  append_number(out, ns_c_in);
  return out;
}

std::optional<SrvAnswer> read_srv_answer(std::string_view message, uint16_t id,
                                         std::string_view name) {
  ns_msg parsed;
  if (ns_initparse(reinterpret_cast<const unsigned char*>(message.data()),
                   static_cast<int>(message.size()), &parsed) != 0) {
    return std::nullopt;
  }
  if (ns_msg_id(parsed) != id || ns_msg_getflag(parsed, ns_f_qr) == 0) return std::nullopt;
  ns_rr question;
  if (ns_msg_count(parsed, ns_s_qd) != 1 || ns_parserr(&parsed, ns_s_qd, 0, &question) != 0 ||
      ns_rr_type(question) != ns_t_srv || lower(ns_rr_name(question)) != lower(name)) {
    return std::nullopt;
  }
  SrvAnswer out;
  out.is_truncated = ns_msg_getflag(parsed, ns_f_tc) != 0;
  for (int i = 0; i < ns_msg_count(parsed, ns_s_an); ++i) {
    ns_rr record;
    if (ns_parserr(&parsed, ns_s_an, i, &record) != 0) break;
    // Behind an alias the records carry its name; the certificate decides, not the name.
    if (std::optional<SrvRecord> read = read_record(parsed, record)) out.records.push_back(*read);
  }
  return out;
}

std::vector<SrvRecord> order_srv(std::vector<SrvRecord> records, base::Random& random) {
  // Those without weight first: they have a chance only where the lot falls on nothing.
  std::stable_sort(records.begin(), records.end(), [](const SrvRecord& a, const SrvRecord& b) {
    if (a.priority != b.priority) return a.priority < b.priority;
    return a.weight == 0 && b.weight != 0;
  });
  for (auto first = records.begin(); first != records.end(); ++first) {
    uint32_t total = 0;
    auto end = first;
    for (; end != records.end() && end->priority == first->priority; ++end) total += end->weight;
    const uint32_t lot = base::uniform(random, total + 1);
    uint32_t sum = 0;
    auto chosen = first;
    for (; chosen != end; ++chosen) {
      sum += chosen->weight;
      if (sum >= lot) break;
    }
    std::rotate(first, chosen, chosen + 1);
  }
  return records;
}

}  // namespace platform
