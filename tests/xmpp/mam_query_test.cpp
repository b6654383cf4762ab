// SPDX-License-Identifier: MIT
// Questions to archives and their ends, as XEP-0313 and XEP-0059 spell them.
#include "xmpp/mam_query.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using support::canonical_xml;
using support::parse_xml;

TEST_CASE("a question behind a result", "[xmpp][mam]") {
  CHECK(canonical_xml(xmpp::make_archive_query({.id = "q", .max = 50, .after = "a<1"})) ==
        canonical_xml("<query xmlns='urn:xmpp:mam:2' queryid='q'><set "
                      "xmlns='http://jabber.org/protocol/rsm'><max>50</max>"
                      "<after>a&lt;1</after></set></query>"));
}

TEST_CASE("a question for the newest page, and one since a time", "[xmpp][mam]") {
  CHECK(
      canonical_xml(xmpp::make_archive_query({.id = "q", .max = 1, .before = ""})) ==
      canonical_xml("<query xmlns='urn:xmpp:mam:2' queryid='q'><set "
                    "xmlns='http://jabber.org/protocol/rsm'><max>1</max><before/></set></query>"));
  CHECK(canonical_xml(xmpp::make_archive_query(
            {.id = "q", .max = 50, .start = base::Wall(base::Duration(86'400'000))})) ==
        canonical_xml("<query xmlns='urn:xmpp:mam:2' queryid='q'><x xmlns='jabber:x:data' "
                      "type='submit'><field var='FORM_TYPE' type='hidden'>"
                      "<value>urn:xmpp:mam:2</value></field><field var='start'>"
                      "<value>1970-01-02T00:00:00Z</value></field></x><set "
                      "xmlns='http://jabber.org/protocol/rsm'><max>50</max></set></query>"));
}

TEST_CASE("the end of a page says whether it is the last, in both spellings", "[xmpp][mam]") {
  for (const char* spelling : {"true", "1"}) {
    CHECK(xmpp::is_last_page(
        parse_xml(std::string("<fin xmlns='urn:xmpp:mam:2' complete='") + spelling + "'/>")));
  }
  for (const char* fin :
       {"<fin xmlns='urn:xmpp:mam:2'/>", "<fin xmlns='urn:xmpp:mam:2' complete='false'/>",
        "<fin xmlns='urn:xmpp:mam:2' complete='0'/>"}) {
    CHECK_FALSE(xmpp::is_last_page(parse_xml(fin)));
  }
}
