// SPDX-License-Identifier: MIT
// A page of something longer: asked for, and what of it came. XEP-0059: Result Set Management 1.0.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xml/element.h"

namespace xmpp {

// Which page: the first where neither end is given.
struct PageWish {
  uint32_t max = 50;
  std::optional<std::string> after;   // behind that item
  std::optional<std::string> before;  // in front of that item; empty: the last page
};
xml::Element make_result_set(const PageWish& wish);

// What the other side says of a page.
struct Page {
  std::string first, last;        // ids of the items at its ends; empty: the page is
  std::optional<uint32_t> index;  // of the first one in the whole
  std::optional<uint32_t> count;  // of the whole
  bool operator==(const Page&) const = default;
};
// Absent when nothing is said of pages: then everything there is came.
std::optional<Page> find_page(const std::vector<xml::Element>& elements);

}  // namespace xmpp
