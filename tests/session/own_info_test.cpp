// SPDX-License-Identifier: MIT
// What we say we are: one identity, every feature once, and a short form that proves the long one.
#include "session/own_info.h"

#include <algorithm>

#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;

namespace {

// Hears what extensions hear: the context of a real session.
class Probe : public session::Extension {
 public:
  explicit Probe(std::optional<xml::Element>& info, xmpp::Caps& caps) : info_(info), caps_(caps) {}
  std::vector<std::string_view> features() const override { return {"urn:z", "urn:a", "urn:z"}; }
  std::vector<std::string_view> nodes() const override { return {"urn:n"}; }
  session::Handled on_command(session::Context& context, const session::Command&) override {
    info_ = session::own_info(context);
    caps_ = session::own_caps(context);
    return session::Handled::Yes;
  }

 private:
  std::optional<xml::Element>& info_;
  xmpp::Caps& caps_;
};

}  // namespace

TEST_CASE("what we are and can do is one list, each feature once", "[session][caps]") {
  std::optional<xml::Element> info;
  xmpp::Caps caps;
  std::vector<std::unique_ptr<session::Extension>> extensions;
  extensions.push_back(std::make_unique<Probe>(info, caps));
  session::Session session(Wire::usual(), std::move(extensions));
  FixedRandom random;
  base::Env env{base::Now{}, random};
  session.perform(session::FindRoomService{}, env);
  REQUIRE(info);
  CHECK_XML(*info, parse_xml("<query xmlns='http://jabber.org/protocol/disco#info'>"
                             "<identity category='client' type='web' name='Parlance'/>"
                             "<feature var='urn:a'/><feature var='urn:n+notify'/>"
                             "<feature var='urn:xmpp:delay'/>"
                             "<feature var='urn:z'/></query>"));
  CHECK(caps.hash == "sha-1");
  CHECK_FALSE(caps.node.empty());
  CHECK(xmpp::verification_string(*info, caps.hash) == caps.ver);
}
