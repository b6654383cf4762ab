// SPDX-License-Identifier: MIT
// The archive's state machine, together with the model: a server that answers questions, or does not, as the bytes say.
// However it answers, no name the archive gives stands in two rows, rows ascend by their places, and what the archive said
// last it may say again.
#include <set>

#include "fuzz/fuzz.h"
#include "model/action.h"
#include "model/effects.h"
#include "model/model.h"
#include "session/event.h"
#include "support/link.h"

namespace {

using support::Link;

struct World {
  Link link{session::Settings{.endpoints = {"wss://example.com/ws"}, .allow_plain = true}};
  model::Model model;

  void pump() {
    for (;;) {
      std::vector<session::Command> wishes;
      while (!link.events.empty()) {
        const session::Event event = std::move(link.events.front());
        link.events.pop_front();
        base::Env env{link.now, link.random};
        model::Effects effects = model.apply(event, env);
        for (session::Command& wish : effects.commands) wishes.push_back(std::move(wish));
      }
      if (wishes.empty()) return;
      for (const session::Command& wish : wishes) link.perform(wish);
    }
  }
  void act(const model::Action& action) {
    base::Env env{link.now, link.random};
    for (session::Command& wish : model.apply(action, env).commands) link.perform(wish);
    pump();
  }
};

std::string inner(uint8_t number) {
  const bool is_own = number % 3 == 0;
  return std::string("<message xmlns='jabber:client' type='chat' id='m") +
         std::to_string(number % 16) + "' from='" +
         (is_own ? "juliet@example.com/x' to='romeo@example.net" : "romeo@example.net/o") +
         "'><body>" + std::to_string(number % 8) + "</body></message>";
}

std::string value_of(const std::string& frame, const std::string& name) {
  const size_t begin = frame.find(name + "='");
  if (begin == std::string::npos) return {};
  const size_t first = begin + name.size() + 2;
  return frame.substr(first, frame.find('\'', first) - first);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  World world;
  base::Env env{world.link.now, world.link.random};
  for (const session::Command& wish :
       world.model.apply(model::LogIn{"juliet@example.com", base::Secret("secret")}, env)
           .commands) {
    world.link.perform(wish);
  }
  hold(world.link.log_in("juliet@example.com/balcony", ""));
  world.pump();
  world.link.advance(std::chrono::seconds(11));
  world.pump();
  std::string queryid, id;
  for (size_t i = 0; i + 1 < size; i += 2) {
    for (const std::string& frame : world.link.sent) {
      if (frame.find("urn:xmpp:mam:2") == std::string::npos) continue;
      queryid = value_of(frame, "queryid");
      id = support::attribute_of(frame, "id");
    }
    world.link.sent.clear();
    const uint8_t what = data[i] % 8, number = data[i + 1];
    const std::string name = "a" + std::to_string(number % 32);
    switch (what) {
      case 0:
      case 1:
        world.link.receive(
            "<message xmlns='jabber:client'><result xmlns='urn:xmpp:mam:2' queryid='" + queryid +
            "' id='" + name +
            "'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
            "stamp='2026-01-01T00:00:" +
            std::to_string(10 + number % 50) + "Z'/>" + inner(number) +
            "</forwarded></result></message>");
        break;
      case 2:
        world.link.receive("<iq xmlns='jabber:client' type='result' id='" + id +
                           "'><fin xmlns='urn:xmpp:mam:2'" +
                           (number % 2 != 0 ? " complete='true'" : "") + "/></iq>");
        break;
      case 3:
        world.link.receive("<iq xmlns='jabber:client' type='error' id='" + id + "'><error type='" +
                           (number % 2 != 0 ? "wait" : "cancel") +
                           "'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                           "</error></iq>");
        break;
      case 4:
        world.link.receive(
            "<message xmlns='jabber:client' type='chat' from='romeo@example.net/o' "
            "id='m" +
            std::to_string(number % 16) + "'><body>" + std::to_string(number % 8) +
            "</body><stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='" + name +
            "'/></message>");
        break;
      case 5:
        world.link.advance(std::chrono::seconds(number));
        break;
      case 6:
        world.act(model::SendText{*xmpp::Jid::parse("romeo@example.net"), std::to_string(number)});
        break;
      case 7:
        world.link.close_socket();
        world.pump();
        world.link.advance(std::chrono::seconds(60));
        if (!world.link.opened.empty()) world.link.log_in("juliet@example.com/balcony", "");
        break;
    }
    world.pump();
  }
  for (const auto& [jid, conversation] : world.model.conversations()) {
    std::set<std::string> names;
    const model::Message* above = nullptr;
    for (const model::Message& message : conversation.timeline.messages()) {
      if (!message.archive_id.empty()) hold(names.insert(message.archive_id).second);
      hold(above == nullptr || above->place <= message.place);
      above = &message;
    }
  }
  return 0;
}
