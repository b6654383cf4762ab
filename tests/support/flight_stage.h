// SPDX-License-Identifier: MIT
// A session that is recorded: a client behind a flight recorder, a server played by hand that proves itself by SCRAM, and a
// store. What people wrote in it is in `secrets`.
#pragma once

#include <string>
#include <vector>

#include "app/client.h"
#include "app/flight_recorder.h"
#include "support/fake_text_engine.h"
#include "support/fixed_random.h"
#include "support/link.h"
#include "support/memory_store.h"
#include "support/scram_server.h"

namespace support {

class FlightStage : public app::Host {
 public:
  static app::Options options(bool has_store, base::Log* log = nullptr) {
    return {.websocket_url = "wss://example.com/ws", .has_store = has_store, .log = log};
  }
  static inline const std::vector<std::string> secrets = {
      "pencil", "meet me at the orchard", "half a thought", "Romeo Montague", "yes, at nine"};

  explicit FlightStage(bool has_store = false)
      : recorder(*this, random, options(has_store)),
        store(disk, 'a'),
        client(options(has_store, &log), recorder, text, recorder) {}

  void input(const base::Input& input) { client.input(input, now); }
  void receive(const std::string& frame) { input(base::SocketText{socket, frame}); }
  void wait(base::Duration duration) {
    now.steady += duration;
    now.wall += duration;
    input(base::Tick{});
  }

  void log_in() {
    client.act(model::LogIn{"juliet@example.com", base::Secret("pencil")}, now);
    open();
    bind();
  }
  // The stream up to the features after the login.
  void open() {
    ++socket;
    input(base::SocketOpened{socket, "xmpp"});
    receive(Link::open_frame("example.com"));
    receive(
        Link::features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                             "<mechanism>SCRAM-SHA-256</mechanism></mechanisms>"));
    ScramServer server(base::HashAlgorithm::Sha256, "pencil");
    receive("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
            base::encode_base64(server.first(sasl())) + "</challenge>");
    for (int i = 0; i < 100 && sent.back().find("<response") == std::string::npos; ++i)
      wait(std::chrono::milliseconds(1));
    receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
            base::encode_base64(server.final(sasl())) + "</success>");
    receive(Link::open_frame("example.com"));
    receive(Link::features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"));
  }
  void bind() {
    receive(Link::bind_result(attribute(sent.back(), "id"), "juliet@example.com/b"));
    for (const std::string& frame : std::vector<std::string>(sent)) {
      if (frame.find("jabber:iq:roster") == std::string::npos) continue;
      receive("<iq xmlns='jabber:client' type='result' id='" + attribute(frame, "id") +
              "'><query xmlns='jabber:iq:roster'><item jid='romeo@example.net' "
              "name='Romeo Montague' subscription='both'/></query></iq>");
    }
  }
  // Words both ways, a draft, a connection that is lost and comes back.
  void chat() {
    const xmpp::Jid romeo = *xmpp::Jid::parse("romeo@example.net");
    client.act(model::OpenConversation{romeo}, now);
    client.act(model::EditDraft{romeo, "half a thought"}, now);
    client.act(model::SendText{romeo, "meet me at the orchard"}, now);
    receive(
        "<message xmlns='jabber:client' type='chat' from='romeo@example.net/o' id='m1'>"
        "<body>yes, at nine</body></message>");
    wait(std::chrono::seconds(11));
    input(base::SocketClosed{socket, 1006, "", true});
    wait(std::chrono::seconds(5));
    open();
    bind();
  }

  bool is_online() const { return status == "online"; }

  // app::Host
  void perform(const base::Output& output) override {
    if (auto* text = std::get_if<base::SendText>(&output)) sent.push_back(text->data);
  }
  void request_frame() override {}
  void request_frame_at(base::Steady) override {}
  void status_changed(std::string_view name, std::string_view, std::string_view) override {
    status = name;
  }

  base::Now now{base::Steady(std::chrono::milliseconds(1000)),
                base::Wall(std::chrono::milliseconds(1'700'000'000'000))};
  std::vector<std::string> sent;
  std::string status;
  base::SocketId socket = 0;
  CapturedLog log;
  FixedRandom random;
  FakeTextEngine text;
  app::FlightRecorder recorder;
  Disk disk;
  MemoryStore store;
  app::Client client;

 private:
  static std::string attribute(const std::string& frame, const std::string& name) {
    const size_t begin = frame.find(" " + name + "=") + name.size() + 3;
    return frame.substr(begin, frame.find(frame[begin - 1], begin) - begin);
  }
  // What the client said last in the login.
  std::string sasl() const {
    const std::string& frame = sent.back();
    const size_t begin = frame.find('>') + 1;
    return base::decode_base64(frame.substr(begin, frame.find('<', begin) - begin)).value_or("");
  }
};

}  // namespace support
