// SPDX-License-Identifier: MIT
// What people wrote is gone from a masked frame, and what the protocol needs is not.
#include "app/mask.h"

#include "support/catch.h"
#include "support/fixed_random.h"

namespace {

app::Mask mask() {
  support::FixedRandom random;
  return app::Mask(random);
}

}  // namespace

TEST_CASE("a masked text has the shape of the text and none of its letters", "[app][mask]") {
  const std::string text = "Meet me at 10:45, Ünal! \u4f60\u597d \U0001F600 <ok>";
  const std::string masked = mask().text(text);
  CHECK(masked.size() == text.size());
  CHECK(masked.find("Meet") == masked.npos);
  CHECK(masked.find("45") == masked.npos);
  CHECK(masked.find("nal") == masked.npos);
  CHECK(masked.find("\u4f60") == masked.npos);
  CHECK(masked.substr(4, 1) == " ");
  CHECK(masked.find("<") == text.find("<"));
  CHECK(mask().text(text) == masked);
  CHECK(mask().text(text + "!") != masked + "!");
  support::FixedRandom other(7);
  CHECK(app::Mask(other).text(text) != masked);
}

TEST_CASE("in a frame words and names are masked, addresses and ids are not", "[app][mask]") {
  const std::string frame =
      "<message xmlns='jabber:client' from='romeo@example.net/o' id='m1' type='chat'>"
      "<body>a &amp; secret &lt;word&gt;</body><subject>about</subject>"
      "<stanza-id xmlns='urn:xmpp:sid:0' by='a@b' id='s1'/></message>";
  const std::string masked = mask().frame(frame);
  CHECK(masked.size() == frame.size());
  CHECK(masked.find("secret") == masked.npos);
  CHECK(masked.find("about") == masked.npos);
  CHECK(masked.find(" &amp; ") != masked.npos);
  CHECK(masked.find("from='romeo@example.net/o' id='m1' type='chat'") != masked.npos);
  CHECK(masked.find("by='a@b' id='s1'") != masked.npos);
  // The same words as the person typed, and as a server brings them back.
  CHECK(masked.find("<body>" + mask().text("a & secret <word>").substr(0, 1)) != masked.npos);

  const std::string roster =
      mask().frame("<item jid='r@x' name='Romeo &amp; Co'><group>Friends</group></item>");
  CHECK(roster.find("jid='r@x'") != roster.npos);
  CHECK(roster.find("Romeo") == roster.npos);
  CHECK(roster.find("Friends") == roster.npos);
}

TEST_CASE("a server's proof and its tokens are not in a masked frame", "[app][mask]") {
  const std::string success =
      mask().frame("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>dj1ybUY5cHFWOFM3</success>");
  CHECK(success.find("dj1ybUY5cHFWOFM3") == success.npos);
  CHECK(success.find(app::masked_proof) != success.npos);
  CHECK(
      mask().frame("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>").find(app::masked_proof) ==
      std::string::npos);
  const std::string modern = mask().frame(
      "<success xmlns='urn:xmpp:sasl:2'><additional-data>dj1ybUY5</additional-data>"
      "<token xmlns='urn:xmpp:fast:0' expiry='2027-01-01T00:00:00Z' "
      "token='a-secret-token'/></success>");
  CHECK(modern.find("secret") == modern.npos);
  CHECK(modern.find("expiry='2027-01-01T00:00:00Z'") != modern.npos);
}

TEST_CASE("what is no XML is masked, too", "[app][mask]") {
  CHECK(mask().frame("plain words").find("plain") == std::string::npos);
  CHECK(mask().frame("<message><body>open words").find("words") == std::string::npos);
  CHECK(mask().frame("<message to='who' secret words").find("secret words") == std::string::npos);
  CHECK(mask().frame("").empty());
  CHECK(mask().frame("</a></b><c/>") == "</a></b><c/>");
}
