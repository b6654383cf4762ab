// SPDX-License-Identifier: MIT
// Pages, as XEP-0059 spells them.
#include "xmpp/result_set.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using support::canonical_xml;
using support::parse_xml;

namespace {

std::string set(const std::string& content) {
  return "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
}
std::optional<xmpp::Page> page(const std::string& content) {
  return xmpp::find_page(parse_xml("<q xmlns='urn:q'>" + content + "</q>").children());
}

}  // namespace

TEST_CASE("the first page, the next, the one before, and the last are asked for", "[xmpp][pages]") {
  const auto asked = [](const xmpp::PageWish& wish) {
    return canonical_xml(xmpp::make_result_set(wish));
  };
  CHECK(asked({.max = 10}) == canonical_xml(set("<max>10</max>")));
  CHECK(asked({.max = 10, .after = "peter@pixyland.example"}) ==
        canonical_xml(set("<max>10</max><after>peter@pixyland.example</after>")));
  CHECK(asked({.max = 10, .before = "a<1"}) ==
        canonical_xml(set("<max>10</max><before>a&lt;1</before>")));
  CHECK(asked({.max = 10, .before = ""}) == canonical_xml(set("<max>10</max><before/>")));
  CHECK(asked({.max = 0}) == canonical_xml(set("<max>0</max>")));  // only how many there are
}

TEST_CASE("a page says where it stands", "[xmpp][pages]") {
  CHECK(page(set("<first index='10'>stpeter@jabber.example</first>"
                 "<last>peterpan@neverland.example</last><count>800</count>")) ==
        xmpp::Page{.first = "stpeter@jabber.example",
                   .last = "peterpan@neverland.example",
                   .index = 10,
                   .count = 800});
  // In any order, and as little as there is.
  CHECK(page(set("<count>790</count>")) == xmpp::Page{.count = 790});
  CHECK(page(set("<last>b</last><first>a</first>")) == xmpp::Page{.first = "a", .last = "b"});
  CHECK_FALSE(page(""));
  CHECK_FALSE(page("<set xmlns='urn:evil'><count>1</count></set>"));
}

TEST_CASE("a count that is no number is none", "[xmpp][pages]") {
  for (const char* none : {"", "-1", "many", "1e9", "99999999999999999999"}) {
    CHECK_FALSE(page(set("<count>" + std::string(none) + "</count>"))->count);
    CHECK_FALSE(page(set("<first index='" + std::string(none) + "'>a</first>"))->index);
  }
}
