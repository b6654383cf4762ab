// SPDX-License-Identifier: MIT
// What the archive keeps: asked, changed, refused. Examples after XEP-0441.
#include "ext/xep0441_preferences.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;
using xmpp::ArchivePolicy;

namespace {

constexpr const char* question = "<iq type='get' id='*'><prefs xmlns='urn:xmpp:mam:2'/></iq>";
const std::string lists =
    "<always><jid>romeo@montague.example</jid></always>"
    "<never><jid>montague@montague.example</jid></never>";

std::string prefs(const std::string& policy) {
  return "<prefs xmlns='urn:xmpp:mam:2' default='" + policy + "'>" + lists + "</prefs>";
}

struct Asker {
  Wire wire = Wire::bound("juliet@example.com/balcony");
  Asker() { wire.advance(10s).skip(); }
  void answer(const std::string& content) {
    wire.receives("<iq type='result' id='" + wire.id() + "'>" + content + "</iq>");
  }
  void refuse() {
    wire.receives("<iq type='error' id='" + wire.id() +
                  "'><error type='cancel'><not-allowed "
                  "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  }
  void told(std::optional<ArchivePolicy> policy, bool is_refused = false) {
    const auto event = wire.event<session::ArchivePolicyTold>();
    CHECK(event.policy == policy);
    CHECK(event.is_refused == is_refused);
    wire.sends_nothing().no_events();
  }
};

}  // namespace

TEST_CASE("what the archive keeps is asked for", "[ext][mam]") {
  Asker asker;
  asker.wire.performs(session::ReadArchivePolicy{}).sends(question);
  SECTION("the server says it") {
    asker.answer(prefs("roster"));
    asker.told(ArchivePolicy::Contacts);
  }
  SECTION("it knows nothing of the kind") {
    asker.refuse();
    asker.told(std::nullopt);
  }
  SECTION("it says something else") {
    asker.answer("<prefs xmlns='urn:evil' default='never'/>");
    asker.told(std::nullopt);
  }
  SECTION("it says nothing at all") {
    asker.answer("");
    asker.told(std::nullopt);
  }
}

TEST_CASE("it is changed, and the lists of single addresses stay", "[ext][mam]") {
  Asker asker;
  asker.wire.performs(session::SetArchivePolicy{ArchivePolicy::Nothing}).sends(question);
  SECTION("the server takes it") {
    asker.answer(prefs("always"));
    asker.wire.sends("<iq type='set' id='*'>" + prefs("never") + "</iq>");
    SECTION("and says so") { asker.answer(prefs("never")); }
    SECTION("and says no more") { asker.answer(""); }
    asker.told(ArchivePolicy::Nothing);
  }
  SECTION("the server makes something else of it") {
    asker.answer(prefs("always"));
    asker.wire.sends("<iq type='set' id='*'>" + prefs("never") + "</iq>");
    asker.answer(prefs("roster"));
    asker.told(ArchivePolicy::Contacts);
  }
  SECTION("the server refuses") {
    asker.answer(prefs("always"));
    asker.wire.sends("<iq type='set' id='*'>" + prefs("never") + "</iq>");
    asker.refuse();
    asker.told(ArchivePolicy::Everything, true);
  }
  SECTION("what stands there cannot be read") {
    asker.refuse();
    asker.told(std::nullopt, true);
  }
}
