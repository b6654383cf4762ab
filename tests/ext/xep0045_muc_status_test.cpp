// SPDX-License-Identifier: MIT
// Why somebody had to leave a room, as rooms say it. Examples after XEP-0045 8.2, 9.1, 9.4, 10.9, 11.1 and 11.2.
#include "ext/xep0045_muc_status.h"

#include "support/catch.h"
#include "support/fixed_random.h"
#include "xml/reader.h"

using xmpp::Departure;

namespace {

muc::OccupantStatus status_of(const std::string& inside) {
  support::FixedRandom random;
  xml::Reader reader(random);
  const auto x = reader.read("<x xmlns='http://jabber.org/protocol/muc#user'>" + inside + "</x>");
  REQUIRE(x);
  return muc::OccupantStatus({*x});
}

std::string codes(std::initializer_list<const char*> all) {
  std::string out;
  for (const char* code : all) out += "<status code='" + std::string(code) + "'/>";
  return out;
}

}  // namespace

TEST_CASE("each way to be put out of a room is told apart", "[ext][muc]") {
  CHECK(status_of(codes({"110", "301"})).departure() == Departure::Banned);
  CHECK(status_of(codes({"110", "307"})).departure() == Departure::Kicked);
  CHECK(status_of(codes({"110", "321"})).departure() == Departure::Affiliation);
  CHECK(status_of(codes({"110", "322"})).departure() == Departure::MembersOnly);
  CHECK(status_of(codes({"110", "332"})).departure() == Departure::Shutdown);
  CHECK(status_of(codes({"110", "333"})).departure() == Departure::Technical);
  CHECK(status_of("<destroy/>").departure() == Departure::Destroyed);
  CHECK(status_of(codes({"110"})).departure() == Departure::Lost);
  CHECK(status_of("").departure() == Departure::Lost);
}

TEST_CASE("the cause counts before how it was carried out", "[ext][muc]") {
  // Some rooms call every removal a kick.
  CHECK(status_of(codes({"307", "333"})).departure() == Departure::Technical);
  CHECK(status_of(codes({"307", "301"})).departure() == Departure::Banned);
  CHECK(status_of(codes({"322", "307"})).departure() == Departure::MembersOnly);
  CHECK(status_of(codes({"333", "332"})).departure() == Departure::Shutdown);
  CHECK(status_of("<destroy/>" + codes({"307"})).departure() == Departure::Destroyed);
}

TEST_CASE("a reason and who did it are told where the room names them", "[ext][muc]") {
  auto kicked = status_of(
      "<item affiliation='none' role='none'><actor nick='Fluellen' jid='f@b.example'/>"
      "<reason>Avaunt, you cullion!</reason></item>" +
      codes({"307"}));
  CHECK(kicked.actor == "Fluellen");
  CHECK(kicked.reason == "Avaunt, you cullion!");
  CHECK(status_of("<item role='none'><actor jid='f@b.example'/></item>").actor == "f@b.example");
  CHECK(status_of("<item role='none'><actor/></item>").actor.empty());
  CHECK(status_of("<actor nick='Nobody'/>").actor.empty());
}

TEST_CASE("a destroyed room may name another one", "[ext][muc]") {
  auto destroyed = status_of(
      "<item role='none'/><destroy jid='coven@chat.shakespeare.lit/x'>"
      "<reason>Macbeth doth come.</reason></destroy>");
  REQUIRE(destroyed.alternate);
  CHECK(destroyed.alternate->text() == "coven@chat.shakespeare.lit");
  CHECK(destroyed.reason == "Macbeth doth come.");
  for (const char* jid : {"", "chat.shakespeare.lit", "a@b@c", "javascript:alert(1)"}) {
    CHECK_FALSE(status_of("<destroy jid='" + std::string(jid) + "'/>").alternate);
  }
}
