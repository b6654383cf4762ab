// SPDX-License-Identifier: MIT
// See result_set.h.
#include "xmpp/result_set.h"

#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace xmpp {
namespace {

// Absent for what is no number of its range.
std::optional<uint32_t> parse_number(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  uint32_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint32_t>(c - '0');
  }
  return value;
}

xml::Element text_element(std::string_view name, std::string_view text) {
  xml::Element out(ns::rsm, name);
  if (!text.empty()) out.add_text(text);
  return out;
}

}  // namespace

xml::Element make_result_set(const PageWish& wish) {
  xml::Element set(ns::rsm, "set");
  set.add(text_element("max", std::to_string(wish.max)));
  // An empty <before/> asks for the last page (section 2.5).
  if (wish.before) set.add(text_element("before", *wish.before));
  if (wish.after) set.add(text_element("after", *wish.after));
  return set;
}

std::optional<Page> find_page(const std::vector<xml::Element>& elements) {
  const xml::Element* set = find(elements, {ns::rsm, "set"});
  if (set == nullptr) return std::nullopt;
  Page out;
  if (const xml::Element* first = set->child({ns::rsm, "first"})) {
    out.first = first->text();
    out.index = parse_number(first->attribute_or_empty("index"));
  }
  if (const xml::Element* last = set->child({ns::rsm, "last"})) out.last = last->text();
  if (const xml::Element* count = set->child({ns::rsm, "count"})) {
    out.count = parse_number(count->text());
  }
  return out;
}

}  // namespace xmpp
