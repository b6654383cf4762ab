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

TEST_CASE("a result bears the archive's own stamp, and none is in the future", "[xmpp][mam]") {
  const auto result = [](const std::string& delays, const std::string& inner) {
    return parse_xml(
        "<result xmlns='urn:xmpp:mam:2' id='a1'><forwarded xmlns='urn:xmpp:forward:0'>" + delays +
        inner + "</forwarded></result>");
  };
  const std::string message = "<message xmlns='jabber:client' id='m'><body>x</body></message>";
  const auto delay = [](const std::string& stamp) {
    return "<delay xmlns='urn:xmpp:delay' stamp='" + stamp + "'/>";
  };
  const base::Wall now = *base::parse_datetime("2020-01-01T00:00:00Z");
  const auto taken =
      xmpp::parse_archive_result(result(delay("2010-07-10T23:08:25Z"), message), now);
  CHECK(taken.id == "a1");
  CHECK(taken.stamp == *base::parse_datetime("2010-07-10T23:08:25Z"));
  REQUIRE(taken.message.has_value());
  CHECK(taken.message->id == "m");
  CHECK(xmpp::parse_archive_result(result(delay("2030-07-10T23:08:25Z"), message), now).stamp ==
        now);
  CHECK(xmpp::parse_archive_result(result("", message), now).stamp == now);
  CHECK_FALSE(xmpp::parse_archive_result(result("", ""), now).message.has_value());
}
