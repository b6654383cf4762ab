// SPDX-License-Identifier: MIT
// The whole client on a desk: a host that writes down what it is asked for, servers played by hand, a store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/client.h"
#include "support/catch.h"
#include "support/fake_text_engine.h"
#include "support/fixed_random.h"
#include "support/link.h"
#include "support/memory_store.h"

namespace support {

using namespace std::chrono_literals;

// A host that writes down what it is asked for.
class Desk : public app::Host {
 public:
  void perform(const base::Output& output) override { outputs.push_back(output); }
  void request_frame() override { ++frames_wanted; }
  void request_frame_at(base::Steady at) override { next_frame = at; }
  void status_changed(std::string_view name, std::string_view why, std::string_view) override {
    statuses.emplace_back(name);
    sentence = why;
  }
  void shown_changed(const app::Shown& what) override { shown.push_back(what); }

  std::vector<std::string> sent(std::optional<base::SocketId> socket = {}) const {
    std::vector<std::string> out;
    for (const base::Output& output : outputs) {
      auto* text = std::get_if<base::SendText>(&output);
      if (text != nullptr && text->socket == socket.value_or(text->socket))
        out.push_back(text->data);
    }
    return out;
  }
  // Of the socket that was asked for last; 0: none was.
  base::SocketId last_socket() const {
    base::SocketId out = 0;
    for (const base::Output& output : outputs)
      if (auto* open = std::get_if<base::OpenSocket>(&output)) out = open->socket;
    return out;
  }

  std::vector<base::Output> outputs;
  int frames_wanted = 0;
  std::optional<base::Steady> next_frame;
  std::vector<std::string> statuses;
  std::vector<app::Shown> shown;
  std::string sentence;
};

inline std::string attribute(const std::string& frame, const std::string& name) {
  const size_t begin = frame.find(" " + name + "=") + name.size() + 3;
  return frame.substr(begin, frame.find(frame[begin - 1], begin) - begin);
}

// A client with a window of 1000 × 700 px, and a server played by hand.
struct ClientStage {
  Desk desk;
  FakeTextEngine text;
  FixedRandom random;
  CapturedLog log;
  base::SocketId socket = 1;
  base::Now now{base::Steady(1000ms), base::Wall(1'700'000'000'000ms)};
  app::Client client;

  static app::Options usual(bool has_store = false) {
    return {.websocket_url = "wss://example.com/ws", .allow_plain = true, .has_store = has_store};
  }

  explicit ClientStage(bool has_store = false) : ClientStage(usual(has_store)) {}
  explicit ClientStage(app::Options options)
      : client(with_log(std::move(options)), desk, text, random) {
    client.set_viewport({.width = 1000, .height = 700, .has_login_form = true});
  }

  void receive(std::string frame) { client.input(base::SocketText{socket, std::move(frame)}, now); }

  // `more`: features of the stream after the login.
  void log_in(const std::string& more = "") {
    client.act(model::LogIn{"juliet@example.com", base::Secret("pencil")}, now);
    serve_login(more);
  }
  // Another account; what is received from then on is its own, until `socket` is another.
  void log_in(model::AccountId account, const std::string& address, const std::string& more = "") {
    model::Action action = model::LogIn{address, base::Secret("pencil")};
    action.account = account;
    client.act(action, now);
    socket = desk.last_socket();
    serve_login(more, address);
  }
  void serve_login(const std::string& more = "", const std::string& address = "juliet@example.com",
                   const std::string& contact = "romeo@example.net") {
    const std::string domain = address.substr(address.find('@') + 1);
    client.input(base::SocketOpened{socket, "xmpp"}, now);
    receive(Link::open_frame(domain));
    receive(
        Link::features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                             "<mechanism>PLAIN</mechanism></mechanisms>"));
    receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    receive(Link::open_frame(domain));
    receive(Link::features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" + more));
    receive(Link::bind_result(attribute(desk.sent(socket).back(), "id"), address + "/b"));
    for (const std::string& frame : desk.sent(socket)) {
      if (frame.find("jabber:iq:roster") == std::string::npos) continue;
      receive("<iq xmlns='jabber:client' type='result' id='" + attribute(frame, "id") +
              "'><query xmlns='jabber:iq:roster'>"
              "<item jid='" +
              contact + "' name='Romeo' subscription='both'/></query></iq>");
    }
  }

  void wait(base::Duration duration) {
    now.steady += duration;
    now.wall += duration;
    client.input(base::Tick{}, now);
  }
  // The archive is asked as soon as what the server can do need not be waited for; there is none.
  void answer_archive() {
    wait(11s);
    const std::string question = desk.sent(socket).back();
    REQUIRE(question.find("urn:xmpp:mam:2") != std::string::npos);
    for (const std::string& frame : desk.sent(socket)) {
      if (frame.find("disco#info") == std::string::npos || frame.find("<iq") != 0) continue;
      receive("<iq xmlns='jabber:client' type='error' from='" + attribute(frame, "to") + "' id='" +
              attribute(frame, "id") + "'/>");
    }
    receive("<iq xmlns='jabber:client' type='error' id='" + attribute(question, "id") +
            "'><error type='cancel'><service-unavailable "
            "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  }

  void message(int number) {
    receive("<message xmlns='jabber:client' type='chat' from='romeo@example.net/o' id='m" +
            std::to_string(number) + "'><body>number " + std::to_string(number) +
            "</body></message>");
  }

 private:
  app::Options with_log(app::Options options) {
    options.log = &log;
    return options;
  }
};

// The store behind the desk: grants what was asked since the last call; batches wait for write().
struct StoreHand {
  ClientStage& stage;
  Disk disk;
  MemoryStore port{disk, 'a'};
  size_t seen = 0;
  std::vector<base::StoreWrite> waiting;

  void grant() {
    for (; seen < stage.desk.outputs.size(); ++seen) {
      const base::Output wish = stage.desk.outputs[seen];
      if (auto* open = std::get_if<base::StoreOpen>(&wish)) answer(port.open(*open));
      if (auto* range = std::get_if<base::StoreRange>(&wish)) answer(port.range(*range));
      if (auto* claim = std::get_if<base::StoreClaim>(&wish)) answer(port.claim(*claim));
      if (auto* write = std::get_if<base::StoreWrite>(&wish)) waiting.push_back(*write);
    }
  }
  void write() {
    grant();
    while (!waiting.empty()) {
      const base::StoreWrite batch = waiting.front();
      waiting.erase(waiting.begin());
      answer(port.write(batch));
      grant();
    }
  }
  void answer(base::Input input) { stage.client.input(input, stage.now); }
};

}  // namespace support
