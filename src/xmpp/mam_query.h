// SPDX-License-Identifier: MIT
// A question to an archive and what ends its answer. XEP-0313 1.1.3 section 4, XEP-0059 1.0.0.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "xml/element.h"

namespace xmpp {

struct ArchiveQuery {
  std::string id;                   // the results carry it
  size_t max = 0;                   // results of a page
  bool is_newest = false;           // the last page of the archive
  std::string after;                // behind that result; empty: from the beginning
  std::optional<base::Wall> start;  // not older
};
xml::Element make_archive_query(const ArchiveQuery& query);

// Whether the page that ends with this <fin/> is the last one.
bool is_last_page(const xml::Element& fin);

}  // namespace xmpp
