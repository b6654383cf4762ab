// SPDX-License-Identifier: MIT
// See mam_query.h.
#include "xmpp/mam_query.h"

#include "xmpp/ns.h"

namespace xmpp {

namespace {

xml::Element make_field(std::string_view name, std::string_view value, std::string_view type) {
  xml::Element field(ns::data_forms, "field");
  field.set("var", name);
  if (!type.empty()) field.set("type", type);
  field.add(xml::Element(ns::data_forms, "value").add_text(value));
  return field;
}

}  // namespace

xml::Element make_archive_query(const ArchiveQuery& query) {
  xml::Element out(ns::mam, "query");
  out.set("queryid", query.id);
  if (query.start) {
    xml::Element form(ns::data_forms, "x");
    form.set("type", "submit");
    form.add(make_field("FORM_TYPE", ns::mam, "hidden"));
    form.add(make_field("start", base::format_datetime(*query.start), ""));
    out.add(std::move(form));
  }
  xml::Element set(ns::rsm, "set");
  set.add(xml::Element(ns::rsm, "max").add_text(std::to_string(query.max)));
  // An empty <before/> asks for the last page (XEP-0059 2.5).
  if (query.is_newest) set.add(xml::Element(ns::rsm, "before"));
  if (!query.after.empty()) set.add(xml::Element(ns::rsm, "after").add_text(query.after));
  out.add(std::move(set));
  return out;
}

bool is_last_page(const xml::Element& fin) {
  // Both spellings of true are in use.
  const std::string_view complete = fin.attribute_or_empty("complete");
  return complete == "true" || complete == "1";
}

}  // namespace xmpp
