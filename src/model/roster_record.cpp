// SPDX-License-Identifier: MIT
// See roster_record.h.
#include "model/roster_record.h"

#include "model/message_record.h"

namespace model {
namespace {

constexpr std::string_view page_format = "roster page 1";

}  // namespace

unsigned roster_page(const xmpp::Jid& jid) {
  unsigned sum = 0;
  for (const char c : jid.text()) sum += static_cast<uint8_t>(c);
  return sum % roster_pages;
}

void write_roster_item(base::RecordWriter& out, const xmpp::RosterItem& item) {
  out.text(item.jid.text()).text(item.name);
  write_enum(out, item.subscription);
  out.flag(item.is_pending).number(item.groups.size());
  for (const std::string& group : item.groups) out.text(group);
}

xmpp::RosterItem read_roster_item(base::RecordReader& in) {
  xmpp::RosterItem out;
  out.jid = read_jid(in);
  out.name = std::string(in.text());
  out.subscription = read_enum(in, xmpp::Subscription::Both);
  out.is_pending = in.flag();
  const size_t groups = in.count();
  for (size_t i = 0; i < groups && in.is_good(); ++i) out.groups.emplace_back(in.text());
  if (out.jid.empty() || !out.jid.is_bare()) in.spoil();
  return out;
}

std::map<unsigned, std::string> write_roster_pages(const Roster& roster,
                                                   const std::set<unsigned>& pages) {
  std::map<unsigned, base::RecordWriter> written;
  for (const auto& [jid, contact] : roster.contacts) {
    const unsigned page = roster_page(jid);
    if (pages.count(page) == 0) continue;
    write_roster_item(written.try_emplace(page, page_format).first->second, contact.item);
  }
  std::map<unsigned, std::string> out;
  for (const unsigned page : pages) {
    const auto found = written.find(page);
    out[page] = found == written.end() ? std::string() : found->second.take();
  }
  return out;
}

std::set<unsigned> all_roster_pages() {
  std::set<unsigned> out;
  for (unsigned page = 0; page < roster_pages; ++page) out.insert(page);
  return out;
}

std::optional<std::vector<xmpp::RosterItem>> read_roster_page(std::string_view value) {
  base::RecordReader in(value, page_format);
  std::vector<xmpp::RosterItem> out;
  while (in.has_more()) out.push_back(read_roster_item(in));
  if (!in.is_finished()) return std::nullopt;
  return out;
}

}  // namespace model
