// SPDX-License-Identifier: MIT
// A question to an archive and what ends its answer. XEP-0313 1.1.3 section 4, XEP-0059 1.0.0.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "xml/element.h"
#include "xmpp/jid.h"
#include "xmpp/stanza.h"

namespace xmpp {

inline constexpr size_t page_size = 50;  // more Prosody does not give

struct ArchiveQuery {
  std::string id;                     // the results carry it
  size_t max = 0;                     // results of a page
  std::string after;                  // behind that result; empty: from the beginning
  std::optional<std::string> before;  // the page that ends above that result; empty: the last one
  std::optional<Jid> with;            // only what was exchanged with them
  std::optional<base::Wall> start;    // not older
};
xml::Element make_archive_query(const ArchiveQuery& query);

struct ArchiveResult {
  std::string id;
  base::Wall stamp;
  std::optional<Message> message;  // absent: the archive keeps only its place
};
// Of a <result/> that holds exactly a <forwarded/>. Only the archive's own stamp counts, and none is in the future: it would
// stand below every later one for ever.
ArchiveResult parse_archive_result(const xml::Element& result, base::Wall now);

// Whether the page that ends with this <fin/> is the last one.
bool is_last_page(const xml::Element& fin);

}  // namespace xmpp
