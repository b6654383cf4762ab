// SPDX-License-Identifier: MIT
// The server's side of a transport: takes what the client asks of its host, and lets a case say anything at any moment.
// Another transport is one more class and one more row of rows().
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hostile/client.h"

namespace hostile {

// What stands for the client's <close/> on every transport.
inline constexpr std::string_view farewell = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

class ServerEnd {
 public:
  explicit ServerEnd(Client& client) : client_(client) {}
  virtual ~ServerEnd() = default;

  // Of the client's outputs: what concerns this transport.
  virtual void take(const base::Output& output) = 0;
  // The transport comes up: the client sends its stream header.
  virtual void accept() = 0;
  // Our stream header; the second time in answer to the restart after SASL 1.
  virtual void open() = 0;
  // One element, wrapped as the transport wants it.
  virtual void say(std::string_view element) = 0;
  // The bytes of a case as they are: a message, a response, a piece of the byte stream.
  virtual void deliver(std::string_view bytes) = 0;
  // Whether the client let go of the connection, or said good-bye on it.
  virtual bool is_let_go() const = 0;
  // The network is gone, without a word.
  virtual void cut() = 0;

  // Elements that the client sent, without what only the transport needs; its good-bye as `farewell`.
  std::deque<std::string> sent;

 protected:
  Client& client_;
};

// What a transport is to a case.
enum class Carries {
  Frames,   // the frame as the server sends it
  Stream,   // the frame as a piece of one document, where its own beginning and end mean nothing
  Payload,  // the frame inside something else, where only safety can be judged
  Bodies,   // the cases of "transport: bosh"
};

struct Row {
  std::string_view name;
  std::string_view url;
  Carries carries = Carries::Frames;
  std::unique_ptr<ServerEnd> (*make)(Client& client);
  stream::MakeTcp make_tcp = nullptr;  // of the client, where the row is over TCP
};

// Every transport the corpus is driven over.
const std::vector<Row>& rows();

std::string open_frame(std::string_view domain);

}  // namespace hostile
