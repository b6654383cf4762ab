// SPDX-License-Identifier: MIT
// See mam_query.h.
#include "xmpp/mam_query.h"

#include <algorithm>

#include "xmpp/data_form.h"
#include "xmpp/delay.h"
#include "xmpp/ns.h"
#include "xmpp/result_set.h"

namespace xmpp {

xml::Element make_archive_query(const ArchiveQuery& query) {
  xml::Element out(ns::mam, "query");
  out.set("queryid", query.id);
  DataForm filter = make_submission(ns::mam);
  if (query.with) filter.set("with", {query.with->text()});
  if (query.start) filter.set("start", {base::format_datetime(*query.start)});
  if (query.with || query.start) out.add(to_element(filter));
  PageWish page{.max = static_cast<uint32_t>(query.max), .before = query.before};
  if (!query.after.empty()) page.after = query.after;
  out.add(make_result_set(page));
  return out;
}

ArchiveResult parse_archive_result(const xml::Element& result, base::Wall now) {
  const xml::Element& forwarded = result.children().front();
  ArchiveResult out;
  out.id = std::string(result.attribute_or_empty("id"));
  out.stamp = now;
  for (const Delay& delay : parse_delays(forwarded.children())) {
    out.stamp = std::min(out.stamp, delay.stamp);
  }
  if (const xml::Element* inner = forwarded.child({ns::client, "message"})) {
    std::optional<base::Result<Stanza>> stanza = parse_stanza(*inner);
    if (stanza && *stanza) out.message = std::get<Message>(std::move(**stanza));
  }
  return out;
}

bool is_last_page(const xml::Element& fin) {
  // Both spellings of true are in use.
  const std::string_view complete = fin.attribute_or_empty("complete");
  return complete == "true" || complete == "1";
}

}  // namespace xmpp
