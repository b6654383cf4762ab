// SPDX-License-Identifier: MIT
// What an archive keeps, as XEP-0441 spells it.
#include "xmpp/archive_preferences.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using support::canonical_xml;
using support::parse_xml;
using xmpp::ArchivePolicy;

TEST_CASE("what an archive keeps is read, and what is none is none", "[xmpp][mam]") {
  const auto policy = [](const std::string& ns, const std::string& name) {
    return xmpp::parse_archive_policy(
        parse_xml("<prefs xmlns='" + ns + "' default='" + name + "'><always/><never/></prefs>"));
  };
  CHECK(policy("urn:xmpp:mam:2", "always") == ArchivePolicy::Everything);
  CHECK(policy("urn:xmpp:mam:2", "roster") == ArchivePolicy::Contacts);
  CHECK(policy("urn:xmpp:mam:2", "never") == ArchivePolicy::Nothing);
  CHECK_FALSE(policy("urn:xmpp:mam:2", "sometimes"));
  CHECK_FALSE(policy("urn:xmpp:mam:2", ""));
  CHECK_FALSE(policy("urn:xmpp:mam:1", "always"));
  CHECK_FALSE(xmpp::parse_archive_policy(parse_xml("<fin xmlns='urn:xmpp:mam:2'/>")));
}

TEST_CASE("the lists of single addresses stay as they are", "[xmpp][mam]") {
  const std::string lists =
      "<always><jid>romeo@montague.example</jid></always>"
      "<never><jid>montague@montague.example</jid></never></prefs>";
  CHECK(canonical_xml(xmpp::with_archive_policy(
            parse_xml("<prefs xmlns='urn:xmpp:mam:2' default='never'>" + lists),
            ArchivePolicy::Contacts)) ==
        canonical_xml("<prefs xmlns='urn:xmpp:mam:2' default='roster'>" + lists));
}
