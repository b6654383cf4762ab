// SPDX-License-Identifier: MIT
// What a message says to a person: in which language, with which subject, and that it cannot be read.
#include "xmpp/message_words.h"

#include "support/catch.h"
#include "xmpp/ns.h"

using xml::Element;
namespace ns = xmpp::ns;

namespace {

Element body(std::string_view text, std::string_view language = "") {
  Element element(ns::client, "body");
  if (!language.empty()) element.set_lang(language);
  return element.add_text(text);
}
Element subject(std::string_view text) { return Element(ns::client, "subject").add_text(text); }

std::string text_of(const std::vector<Element>& payloads, std::string_view language = "en") {
  const auto words = xmpp::words_of(payloads, language);
  return words ? words->text : "(nothing)";
}

}  // namespace

TEST_CASE("of two languages the page's is shown, else the first", "[xmpp][words]") {
  const std::vector<Element> both = {body("hallo", "de"), body("hello", "en")};
  CHECK(text_of(both, "en") == "hello");
  CHECK(text_of(both, "en-GB") == "hello");
  CHECK(text_of(both, "DE") == "hallo");
  CHECK(text_of(both, "fr") == "hallo");
  CHECK(text_of(both, "") == "hallo");
  CHECK(text_of({body("salut", "fr"), body("ahoj")}, "de") == "ahoj");
  CHECK(text_of({body("ahoj"), body("hello", "en")}, "en") == "hello");
}

TEST_CASE("a message with only a subject is shown", "[xmpp][words]") {
  CHECK(text_of({subject("Maintenance at noon")}) == "Maintenance at noon");
  CHECK(text_of({subject("News"), body("It rains.")}) == "News\nIt rains.");
  CHECK(text_of({subject("the same"), body("the same")}) == "the same");
  CHECK(text_of({subject("")}) == "(nothing)");
  CHECK(text_of({Element(ns::client, "thread").add_text("t1")}) == "(nothing)");
}

TEST_CASE("an encrypted message without other words says so", "[xmpp][words]") {
  const auto encryption = [](std::vector<Element> payloads) {
    const auto words = xmpp::words_of(payloads, "en");
    return words ? words->encryption : "(nothing)";
  };
  Element hint(ns::explicit_encryption, "encryption");
  hint.set("namespace", "urn:example:secret");
  CHECK(encryption({hint}) == "urn:example:secret");
  hint.set("name", "Secret");
  CHECK(encryption({hint}) == "Secret");
  CHECK(encryption({hint, body("This cannot be read.")}).empty());
  for (const std::string_view omemo : {ns::omemo, ns::omemo_legacy}) {
    Element encrypted(omemo, "encrypted");
    encrypted.add(Element(omemo, "header"));
    // Without a payload it only moves keys.
    CHECK(encryption({encrypted, hint}) == "(nothing)");
    encrypted.add(Element(omemo, "payload"));
    CHECK(encryption({hint, encrypted}) == "OMEMO");
  }
  CHECK(encryption({Element(ns::openpgp_legacy, "x")}) == "OpenPGP");
  CHECK(encryption({Element(ns::openpgp, "openpgp")}) == "OpenPGP");
}

TEST_CASE("in a room a subject is no part of what somebody says", "[xmpp]") {
  const std::vector<Element> payloads{Element(ns::client, "subject").add_text("Aside"),
                                      body("psst")};
  CHECK(xmpp::words_of(payloads, "en")->text == "Aside\npsst");
  CHECK(xmpp::words_of(payloads, "en", true)->text == "psst");
}
