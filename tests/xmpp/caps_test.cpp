// SPDX-License-Identifier: MIT
// Verification strings: the examples of XEP-0115 section 5, what real servers say, and lists made to deceive.
#include "xmpp/caps.h"

#include "support/catch.h"
#include "support/xml_equal.h"
#include "xmpp/ns.h"

namespace {

using support::parse_xml;

xml::Element info(const std::string& content) {
  return parse_xml("<query xmlns='http://jabber.org/protocol/disco#info'>" + content + "</query>");
}
std::string feature(const std::string& var) { return "<feature var='" + var + "'/>"; }
std::optional<std::string> sha1(const std::string& content) {
  return xmpp::verification_string(info(content), "sha-1");
}
std::optional<xmpp::Caps> read(const std::string& attributes) {
  return xmpp::parse_caps(
      {parse_xml("<c xmlns='http://jabber.org/protocol/caps' " + attributes + "/>")});
}

const std::string exodus_features =
    feature("http://jabber.org/protocol/disco#info") + feature("http://jabber.org/protocol/muc") +
    feature("http://jabber.org/protocol/caps") + feature("http://jabber.org/protocol/disco#items");
const std::string exodus_identity = "<identity category='client' type='pc' name='Exodus 0.9.1'/>";
const std::string software_form =
    "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
    "<value>urn:xmpp:dataforms:softwareinfo</value></field>"
    "<field var='software_version'><value>0.11</value></field>"
    "<field var='ip_version' type='text-multi'><value>ipv6</value><value>ipv4</value></field>"
    "<field var='os'><value>Mac</value></field><field "
    "var='os_version'><value>10.5.1</value></field>"
    "<field var='software'><value>Psi</value></field></x>";

}  // namespace

TEST_CASE("the examples of XEP-0115 have the strings they should have", "[xmpp][caps]") {
  CHECK(sha1(exodus_identity + exodus_features) == "QgayPKawpkPSDYmwT/WM94uAlu0=");
  CHECK(sha1("<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>"
             "<identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>" +
             exodus_features + software_form) == "q07IKJEyjvHSyhy//CH0CxmKi8w=");
}

TEST_CASE("what Prosody 0.12 says of itself has the string it names", "[xmpp][caps]") {
  std::string features;
  for (const char* var :
       {"jabber:iq:private", "jabber:iq:roster", "urn:xmpp:carbons:rules:0", "urn:xmpp:carbons:2",
        "msgoffline", "urn:xmpp:time", "jabber:iq:time", "jabber:iq:version", "vcard-temp",
        "urn:xmpp:blocking", "http://jabber.org/protocol/disco#info",
        "http://jabber.org/protocol/disco#items", "urn:xmpp:ping"}) {
    features += feature(var);
  }
  CHECK(sha1("<identity type='im' category='server' name='Prosody'/>" + features) ==
        "2JbtbBJfF9LPExTuei+Ukq97Bzs=");
}

TEST_CASE("other hashes are had or not", "[xmpp][caps]") {
  const xml::Element query = info(exodus_identity + exodus_features);
  CHECK(xmpp::verification_string(query, "sha-256")->size() == 44);
  CHECK(xmpp::verification_string(query, "sha-512")->size() == 88);
  CHECK_FALSE(xmpp::verification_string(query, "md5"));
  CHECK_FALSE(xmpp::verification_string(query, ""));
}

TEST_CASE("the order is that of the parts, not of the joined text", "[xmpp][caps]") {
  const std::string short_first = "<identity category='client' type='im'/>";
  const std::string long_second = "<identity category='client' type='im-x'/>";
  CHECK(sha1(short_first + long_second + exodus_features) ==
        sha1(long_second + short_first + exodus_features));
  // By hand: "client/im//<client/im-x//<…" although '-' comes before '/'.
  CHECK(sha1(long_second + short_first + feature("a")) == "1qQH+aEkE3CZdwPezDP0095t3tI=");
}

TEST_CASE("XEP-0115 5.4: an ill-formed list proves nothing", "[xmpp][caps]") {
  const std::string good = exodus_identity + exodus_features + feature("vcard-temp");
  REQUIRE(sha1(good + software_form));
  CHECK_FALSE(sha1(good + exodus_identity));
  CHECK_FALSE(sha1(good + feature("vcard-temp")));
  CHECK_FALSE(sha1(good + software_form + software_form));
  const auto form = [&](const std::string& type, const std::string& kind = "hidden") {
    return sha1(good + "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='" + kind + "'>" +
                type + "</field><field var='a'><value>1</value></field></x>");
  };
  CHECK_FALSE(form("<value>a</value><value>b</value>"));
  CHECK(form("<value>a</value><value>a</value>") == form("<value>a</value>"));
  // Left out, and the rest goes on.
  CHECK(form("<value>a</value>", "text-single") == sha1(good));
  CHECK(form("") == sha1(good));
  CHECK(sha1(good + "<x xmlns='jabber:x:data'><field var='a'/></x><y xmlns='z'/>") == sha1(good));
}

TEST_CASE("caps poisoning: a list that passes for another proves nothing", "[xmpp][caps]") {
  const std::string honest = exodus_identity + exodus_features;
  REQUIRE(sha1(honest));
  // A feature hidden in the name of an identity.
  CHECK_FALSE(
      sha1("<identity category='client' type='pc' "
           "name='Exodus 0.9.1&lt;http://jabber.org/protocol/caps'/>" +
           feature("http://jabber.org/protocol/disco#info") +
           feature("http://jabber.org/protocol/disco#items") +
           feature("http://jabber.org/protocol/muc")));
  // Two features as one.
  CHECK_FALSE(sha1(exodus_identity + feature("http://jabber.org/protocol/caps") +
                   feature("http://jabber.org/protocol/disco#info") +
                   feature("http://jabber.org/protocol/disco#items&lt;http://jabber.org/protocol/"
                           "muc")));
  // A feature as an identity, by either way to cut it at its slashes.
  for (const char* identity :
       {"category='http:' type='' xml:lang='jabber.org' name='protocol/caps'",
        "category='http:/' type='jabber.org' xml:lang='protocol' name='caps'"}) {
    CHECK_FALSE(sha1(exodus_identity + "<identity " + std::string(identity) + "/>" +
                     feature("http://jabber.org/protocol/disco#info") +
                     feature("http://jabber.org/protocol/disco#items") +
                     feature("http://jabber.org/protocol/muc")));
  }
  CHECK_FALSE(sha1("<identity type='pc'/>" + exodus_features));
  // The last features as a form.
  CHECK_FALSE(sha1(exodus_identity + feature("http://jabber.org/protocol/caps") +
                   feature("http://jabber.org/protocol/disco#info") +
                   "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'>"
                   "<value>http://jabber.org/protocol/disco#items</value></field>"
                   "<field var='http://jabber.org/protocol/muc'/></x>"));
  CHECK_FALSE(sha1(exodus_identity));
  const auto with_form = [&](const std::string& fields) {
    return sha1(exodus_identity + feature("a") + feature("b") +
                "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>c</value>"
                "</field>" +
                fields + "</x>");
  };
  CHECK_FALSE(with_form(""));
  CHECK_FALSE(with_form("<field var='d'><value>e</value></field>"));
  CHECK_FALSE(with_form("<field var='a'/>"));
  CHECK(with_form("<field var='a'><value>e</value></field>"));
  // And in forms.
  CHECK_FALSE(
      sha1(honest + feature("vcard-temp") +
           "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value></field>"
           "<field var='b&lt;c'/></x>"));
}

TEST_CASE("features are listed in order, each once", "[xmpp][caps]") {
  CHECK(xmpp::disco_features(info(exodus_identity + feature("b") + feature("a") + feature("b") +
                                  "<feature/><feature xmlns='urn:x' var='no'/>")) ==
        std::vector<std::string>{"a", "b"});
}

TEST_CASE("<c/> is read when it is whole", "[xmpp][caps]") {
  const xmpp::Caps caps{"urn:n", "sha-1", "v="};
  CHECK(read("hash='sha-1' node='urn:n' ver='v='") == caps);
  CHECK(xmpp::parse_caps({xmpp::to_element(caps)}) == caps);
  CHECK_FALSE(read("node='urn:n' ver='1.0' ext='a b'"));  // legacy
  CHECK_FALSE(read("hash='sha-1' ver='v='"));
  CHECK_FALSE(read("hash='sha-1' node='urn:n'"));
  CHECK(read("hash='sha-1' ver='v' node='" + std::string(256, 'n') + "'"));
  CHECK_FALSE(read("hash='sha-1' ver='v' node='" + std::string(257, 'n') + "'"));
  CHECK_FALSE(xmpp::parse_caps({}));
}
