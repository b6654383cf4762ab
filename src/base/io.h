// SPDX-License-Identifier: MIT
// The first of the four vocabularies: what the host tells the core (Input) and asks of it (Output).
// Everything that crosses the platform seam is one of these, or a port a layer calls directly
// (Random, TextEngine).
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/time.h"

namespace base {

// Numbers sockets in the order they were asked for. Events of a socket that is no longer current
// are ignored.
using SocketId = uint32_t;

// ---- Input
// ----------------------------------------------------------------------------------------------------

struct SocketOpened {
  SocketId socket = 0;
  std::string protocol;  // the subprotocol the server selected; must be "xmpp" (RFC 7395 3.1)
};
struct SocketText {
  SocketId socket = 0;
  std::string data;  // one WebSocket text message
};
struct SocketClosed {
  SocketId socket = 0;
  uint16_t code = 0;  // RFC 6455 7.4; 1006 when there was no close frame or the socket never opened
  std::string reason;
  bool was_open = false;
};
struct Tick {};  // the time asked for by WakeAt has come (or passed)
struct NetworkOnline {
};  // the host has network again, or the page woke up: a good moment to reconnect

using Input = std::variant<SocketOpened, SocketText, SocketClosed, Tick, NetworkOnline>;

// ---- Output
// ---------------------------------------------------------------------------------------------------

struct OpenSocket {
  SocketId socket = 0;
  std::string url;  // ws: or wss:, offered with exactly the subprotocol "xmpp"
};
struct SendText {
  SocketId socket = 0;
  std::string data;
};
struct CloseSocket {
  SocketId socket = 0;
};
// One timer for all: each WakeAt replaces the one before.
struct WakeAt {
  Steady at;
};
struct OpenLink {
  std::string url;  // already checked; only ever after a gesture of the user
};

using Output = std::variant<OpenSocket, SendText, CloseSocket, WakeAt, OpenLink>;

}  // namespace base
