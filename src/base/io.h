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

// Numbers HTTP requests in the order they were asked for.
using RequestId = uint32_t;

// Where something is kept beyond the life of this program's memory.
enum class Keeping {
  Device,  // until it is forgotten; every tab of this page's origin shares it
  Tab,     // survives a reload of this very tab, and nothing else; the web only
};

// ---- Input
// ----------------------------------------------------------------------------------------------------

struct SocketOpened {
  SocketId socket = 0;
  std::string
      protocol;  // the subprotocol the server selected; must be "xmpp" (RFC 7395 3.1); empty over TCP
};
struct SocketText {
  SocketId socket = 0;
  std::string data;  // one WebSocket text message; over TCP any piece of the byte stream
};
struct SocketClosed {
  SocketId socket = 0;
  // RFC 6455 7.4; 1006 when there was no close frame or the socket never opened; over TCP 1015 when TLS did not come up.
  uint16_t code = 0;
  std::string reason;
  bool was_open = false;
};
// TLS is up, and the certificate is the domain's: after StartTls, or just before SocketOpened where an xmpp: or xmpps:
// address speaks it from the first byte. Native only.
struct SocketSecured {
  SocketId socket = 0;
};
struct HttpReply {
  RequestId request = 0;
  uint16_t status = 0;  // 0: no answer (no network, a certificate, CORS, the time was up)
  std::string type;     // Content-Type in lower case, without parameters
  std::string body;     // bytes as they came, of any encoding
};
struct Tick {};            // the time asked for by WakeAt has come (or passed)
struct NetworkOnline {};   // the host has network again: a good moment to reconnect
struct NetworkOffline {};  // the host says that there is no network; it may be wrong
// The program slept (laptop lid, frozen tab, page cache): whatever looks connected may be long gone.
struct Woke {};
// Nothing of this program runs from now on until it is woken; what it asks for in this turn still leaves.
struct Frozen {};
struct VisibilityChanged {
  bool is_visible = true;
};
// The page may end at any moment from now on, without another word: what must survive is kept now.
struct Leaving {};
// What was kept. Every record of the device comes before the first wish of a person, and again whenever another tab
// changed it; the tab's comes once, and is forgotten by the host before it is handed over. Under the key "copy" it is that of
// a tab that was duplicated and lives on. Empty: forgotten.
struct Kept {
  Keeping where = Keeping::Device;
  std::string key;
  std::string value;  // bytes
};

// Everything kept was handed over: whoever stays signed in may be logged in now.
struct AllKept {};

using Input = std::variant<SocketOpened, SocketText, SocketClosed, SocketSecured, HttpReply, Tick,
                           NetworkOnline, NetworkOffline, Woke, Frozen, VisibilityChanged, Leaving,
                           Kept, AllKept>;

// ---- Output
// ---------------------------------------------------------------------------------------------------

struct OpenSocket {
  SocketId socket = 0;
  // ws: or wss:, offered with exactly the subprotocol "xmpp". Natively also xmpp://HOST[:PORT] (TCP; without a port
  // by the SRV records of HOST, of which some may lead to TLS from the first byte) and xmpps://HOST[:PORT] (nothing
  // but that, XEP-0368).
  std::string url;
  std::string domain;  // over TCP: whose certificate TLS from the first byte must show
};
struct SendText {
  SocketId socket = 0;
  std::string data;
};
// RFC 6120 5: the next byte on this socket belongs to TLS. Native only.
struct StartTls {
  SocketId socket = 0;
  std::string domain;
};
struct CloseSocket {
  SocketId socket = 0;
};
// A POST of text/xml when there is a body, else a GET. No cookies, no redirect to another origin; answered by exactly
// one HttpReply unless it is cancelled.
struct HttpRequest {
  RequestId request = 0;
  std::string url;
  std::string body;
  Duration timeout{};  // then status 0
  size_t max_bytes =
      0;  // of a longer body one more byte than this comes, so that it can be refused
};
struct HttpCancel {
  RequestId request = 0;
};
// One timer for all: each WakeAt replaces the one before.
struct WakeAt {
  Steady at;
};
struct OpenLink {
  std::string url;  // already checked; only ever after a gesture of the user
};
// Keeps bytes under a key; empty bytes forget the key. Tab records are safe when the call returns.
struct Keep {
  Keeping where = Keeping::Device;
  std::string key;
  std::string value;
};

using Output = std::variant<OpenSocket, SendText, StartTls, CloseSocket, HttpRequest, HttpCancel,
                            WakeAt, OpenLink, Keep>;

}  // namespace base
