// SPDX-License-Identifier: MIT
// Counting, acknowledging, resuming. XEP-0198; protocol traps D 37 to 41.
#include "stream/management.h"

#include "session/event.h"
#include "support/managed.h"
#include "support/xml_equal.h"

using namespace support;
using stream::Failure;
using stream::Management;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
constexpr const char* our_request = "<r xmlns='urn:xmpp:sm:3'/>";

std::string ack(uint32_t h) { return "<a xmlns='urn:xmpp:sm:3' h='" + std::to_string(h) + "'/>"; }

session::SendMessage message(const std::string& id) {
  return session::SendMessage{*xmpp::Jid::parse("romeo@example.net"), false, id, {"hello"}};
}

std::string incoming(int number) {
  return "<message from='romeo@example.net/o' type='chat' id='in" + std::to_string(number) +
         "'><body>x</body></message>";
}

}  // namespace

TEST_CASE("management is asked for behind the bind, and everything behind it counts",
          "[stream][management]") {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(managed_features)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), own)).sends(our_enable);
  wire.sends(
      "<iq type='get' id='*' to='example.com'>"
      "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
}

TEST_CASE("trap 37: a message is asked about at once and told when the server has it",
          "[stream][management]") {
  Wire wire = managed();
  wire.performs(message("m1"));
  wire.skip().receives(ack(at_start + 1));
  auto told = wire.event<session::MessageAcknowledged>();
  CHECK(told.id == "m1");
  CHECK(told.conversation.text() == "romeo@example.net");
  wire.no_events();
}

TEST_CASE("one question for all messages of a turn", "[stream][management]") {
  Wire wire = managed();
  wire.performs(message("m1"));
  CHECK(wire.link().sent.size() == 2);
  CHECK(wire.link().sent.back() == our_request);
  // The next one waits for the answer: an acknowledgement counts for both.
  wire.skip().performs(message("m2"));
  CHECK(wire.link().sent.size() == 1);
}

TEST_CASE("trap 37: only stanzas count, refused ones, too", "[stream][management]") {
  Wire wire = managed();
  wire.receives(incoming(1)).receives("<x xmlns='urn:x'/>").receives("<r xmlns='urn:xmpp:sm:3'/>");
  wire.sends(ack(1));
  wire.skip();
  wire.receives("<presence from='evil@example.net/x'/>")
      .receives("<iq type='result' id='never-asked' from='mallory@evil.example'/>")
      .receives("<r xmlns='urn:xmpp:sm:3'/>")
      .sends(ack(3));
}

TEST_CASE("G6: without being asked we acknowledge after a second or a hundred stanzas",
          "[stream][management]") {
  Wire wire = managed();
  wire.receives(incoming(1)).sends_nothing();
  wire.advance(999ms).sends_nothing();
  wire.advance(1ms).sends(ack(1)).sends_nothing();
  for (int i = 0; i < 99; ++i) wire.receives(incoming(i));
  wire.sends_nothing();
  wire.receives(incoming(99)).sends(ack(101)).sends_nothing();
}

TEST_CASE("a tab that was looked at while it logged in lost its connection a moment later",
          "[stream][management]") {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(managed_features)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), own)).sends(our_enable);
  // <enable/> is out, so the question whether anybody is there is a stanza that counts.
  wire.link().input(base::Woke{});
  wire.receives("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true' max='600'/>");
  wire.skip();
  wire.receives(ack(at_start + 1)).sends_nothing();
  CHECK(wire.link().last_status<stream::Suspended>() == nullptr);
}

TEST_CASE("trap 37: an acknowledgement of what was never sent ends the session",
          "[stream][management]") {
  Wire wire = managed();
  wire.receives(ack(at_start + 1)).sends(stream_error("undefined-condition")).sends(our_close);
  wire.status<stream::Suspended>();
  wire.skip().advance(2s);
  wire.link().open_socket();
  wire.skip();
  wire.receives(server_open()).receives(offer({"PLAIN"})).skip();
  // A new session, no resumption.
  wire.receives(sasl("success")).sends(our_open).sends(our_bind).sends_nothing();
}

TEST_CASE("trap 40: a broken connection is resumed, and nothing is asked again",
          "[stream][management]") {
  Wire wire = managed();
  wire.performs(message("m1")).performs(message("m2")).receives(incoming(1));
  wire.skip();
  reconnect(wire);
  wire.sends("<resume xmlns='urn:xmpp:sm:3' previd='sm1' h='1'/>").sends_nothing();
  wire.receives(server_open()).receives(Link::features_frame(managed_features)).skip();
  // The server has the first message.
  wire.receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='" + std::to_string(at_start + 1) +
                "'/>");
  CHECK(wire.event<session::MessageAcknowledged>().id == "m1");
  CHECK(wire.status<stream::Resumed>().jid.text() == own);
  wire.no_events();
  // trap D 40: only what it does not have is sent again, and no roster, presence or disco.
  wire.sends("<message to='romeo@example.net' type='chat' id='m2'><body>hello</body></message>");
  wire.sends(our_request).sends_nothing();
  wire.receives(incoming(1)).receives("<r xmlns='urn:xmpp:sm:3'/>").sends(ack(2));
}

TEST_CASE(
    "two more logins went by before ejabberd was done with a WebSocket that broke while it wrote",
    "[stream][management]") {
  Wire wire = managed();
  reconnect(wire);
  wire.skip();
  wire.receives(server_open()).receives(Link::features_frame(managed_features)).skip();
  wire.advance(16s).sends_nothing().no_events();
  wire.receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='" + std::to_string(at_start) +
                "'/>");
  CHECK(wire.status<stream::Resumed>().jid.text() == own);
}

TEST_CASE("trap 39: a refused resumption binds anew and gives back what was not acknowledged",
          "[stream][management]") {
  Wire wire = managed();
  wire.performs(message("m1")).performs(message("m2"));
  wire.skip();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(Link::features_frame(managed_features)).skip();
  bool is_part_acknowledged = false;
  SECTION("with an h that acknowledges a part, inside an error as Prosody has it") {
    wire.receives("<failed xmlns='urn:xmpp:sm:3' h='" + std::to_string(at_start + 1) +
                  "'><error type='cancel'><item-not-found "
                  "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></failed>");
    is_part_acknowledged = true;
  }
  SECTION("without one, the condition directly inside as ejabberd has it") {
    wire.receives(
        "<failed xmlns='urn:xmpp:sm:3'>"
        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
  }
  wire.sends(our_bind).sends_nothing().no_events();
  wire.receives(Link::bind_result(wire.id(), own));
  wire.sends(our_enable);
  if (is_part_acknowledged) CHECK(wire.event<session::MessageAcknowledged>().id == "m1");
  bool is_given_back = false;
  for (const session::Event& event : wire.link().events) {
    const auto* unsent = base::get_if<session::MessageUnsent>(&event);
    is_given_back = is_given_back || (unsent != nullptr && unsent->id == "m2");
  }
  CHECK(is_given_back);
}

TEST_CASE("a resumption of another session is none", "[stream][management]") {
  Wire wire = managed();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(Link::features_frame(managed_features)).skip();
  SECTION("another previd") {
    wire.receives("<resumed xmlns='urn:xmpp:sm:3' previd='other' h='3'/>");
  }
  SECTION("an h that is too high") {
    wire.receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='99'/>");
  }
  SECTION("no h") { wire.receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1'/>"); }
  wire.sends(stream_error("undefined-condition")).sends(our_close);
  CHECK(wire.status<stream::Suspended>().why.failure == Failure::StreamError);
}

TEST_CASE("a session without resumption is begun anew", "[stream][management]") {
  Wire wire = managed("<enabled xmlns='urn:xmpp:sm:3'/>");
  wire.performs(message("m1"));
  wire.skip();
  reconnect(wire);
  wire.sends(our_bind).sends_nothing();
}

TEST_CASE("trap 33: resume may be spelled 1 or true", "[stream][management]") {
  for (const char* spelled : {"1", "true"}) {
    Management management;
    management.request();
    xml::Element enabled("urn:xmpp:sm:3", "enabled");
    enabled.set("id", "x").set("resume", spelled);
    management.enabled(enabled, *xmpp::Jid::parse(own));
    CHECK(management.can_resume());
  }
}

TEST_CASE("trap 37: counters wrap at 2^32", "[stream][management]") {
  stream::ManagedSession session{.id = "x",
                                 .jid = *xmpp::Jid::parse(own),
                                 .received = 0xFFFF'FFFFu,
                                 .acknowledged = 0xFFFF'FFFEu};
  for (const char* id : {"a", "b", "c"})
    session.queue.push_back({"<message/>", *xmpp::Jid::parse(own), id});
  Management management;
  management.restore(session);
  management.received(base::Steady(1s));
  CHECK(management.make_ack().attribute_or_empty("h") == "0");
  xml::Element ack("urn:xmpp:sm:3", "a");
  ack.set("h", "0");
  auto acknowledged = management.acknowledge(ack);
  REQUIRE(acknowledged);
  CHECK(acknowledged->size() == 2);
  CHECK(management.queue().size() == 1);
  ack.set("h", "2");
  CHECK_FALSE(management.acknowledge(ack));
  for (const char* broken : {"", "-1", "4294967296", "x", "1 "}) {
    ack.set("h", broken);
    CHECK_FALSE(management.acknowledge(ack));
  }
}

TEST_CASE("a managed session comes back from its record, a damaged one does not",
          "[stream][management]") {
  stream::ManagedSession session{
      .id = "sm1", .jid = *xmpp::Jid::parse(own), .received = 7, .acknowledged = 3, .max = 600s};
  session.queue.push_back({"<message/>", *xmpp::Jid::parse("romeo@example.net"), "m1"});
  session.queue.push_back({"<presence/>", {}, ""});
  base::RecordWriter out("test");
  session.write(out);
  const std::string record = out.take();
  base::RecordReader in(record, "test");
  CHECK(stream::ManagedSession::read(in) == session);
  CHECK(in.is_finished());
  stream::ManagedSession bare = session;
  bare.jid = session.jid.bare();
  base::RecordWriter wrong("test");
  bare.write(wrong);
  const std::string damaged = wrong.take();
  base::RecordReader reader(damaged, "test");
  CHECK_FALSE(stream::ManagedSession::read(reader));
}

TEST_CASE("while commits are awaited, the server hears only of what is committed",
          "[stream][management]") {
  Management management;
  management.await_commits(true);
  management.enabled(parse_xml("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>"),
                     *xmpp::Jid::parse(own));
  const base::Steady begin{};
  auto h = [&](bool is_answer = true) {
    return std::string(management.make_ack(is_answer).attribute_or_empty("h"));
  };
  for (int i = 0; i < 3; ++i) management.received(begin);
  management.mark(1);
  for (int i = 0; i < 2; ++i) management.received(begin);
  management.mark(2);
  management.received(begin);
  CHECK(h() == "0");
  CHECK_FALSE(management.is_ack_due(begin));
  CHECK_FALSE(management.next_wake().has_value());
  // The question was answered by less than there is: the rest follows by itself.
  management.commit(1);
  CHECK(management.is_ack_due(begin));
  CHECK(h(false) == "3");
  CHECK_FALSE(management.is_ack_due(begin));
  management.commit(2);
  CHECK(h(false) == "5");
  management.commit_all();
  CHECK(management.is_ack_due(begin));
  CHECK(h(false) == "6");
  CHECK_FALSE(management.is_ack_due(begin + 1h));
}

TEST_CASE("a commit that comes late acknowledges for all before it", "[stream][management]") {
  Management management;
  management.await_commits(true);
  management.enabled(parse_xml("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>"),
                     *xmpp::Jid::parse(own));
  management.received({});
  management.mark(1);
  management.received({});
  management.mark(2);
  management.commit(2);
  CHECK(management.make_ack().attribute_or_empty("h") == "2");
  management.commit(1);
  CHECK(management.make_ack().attribute_or_empty("h") == "2");
}

TEST_CASE("what was not committed is asked for again, and marks of a session end with it",
          "[stream][management]") {
  Management management;
  management.await_commits(true);
  management.enabled(parse_xml("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>"),
                     *xmpp::Jid::parse(own));
  management.received({});
  management.commit_all();
  management.received({});
  management.mark(1);
  CHECK(management.make_resume().attribute_or_empty("h") == "1");
  management.resumed();
  management.commit(1);
  CHECK(management.make_ack().attribute_or_empty("h") == "1");
  management.received({});
  management.commit_all();
  CHECK(management.make_ack().attribute_or_empty("h") == "2");
  management.received({});
  management.mark(2);
  management.forget();
  management.enabled(parse_xml("<enabled xmlns='urn:xmpp:sm:3' id='sm2' resume='true'/>"),
                     *xmpp::Jid::parse(own));
  management.received({});
  management.commit(2);
  CHECK(management.make_ack().attribute_or_empty("h") == "0");
}

TEST_CASE("without a store everything is safe at once", "[stream][management]") {
  Management management;
  management.await_commits(true);
  management.enabled(parse_xml("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>"),
                     *xmpp::Jid::parse(own));
  management.received({});
  CHECK(management.make_ack().attribute_or_empty("h") == "0");
  management.await_commits(false);
  CHECK(management.make_ack().attribute_or_empty("h") == "1");
  management.received({});
  CHECK(management.make_ack().attribute_or_empty("h") == "2");
}
