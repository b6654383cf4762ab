// SPDX-License-Identifier: MIT
// The first of the four vocabularies: what the host tells the core (Input) and asks of it (Output).
// Everything that crosses the platform seam is one of these, or a port a layer calls directly
// (Random, TextEngine).
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

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

// The store: what of an account must outlive the program, as records in the order of their keys (compared as bytes), one
// store for each account, shared by every tab of this page's origin.
struct StoreRecord {
  std::string key;
  std::string value;  // empty: there is none
  bool operator==(const StoreRecord&) const = default;
};

// Why a store does not do what was asked.
enum class StoreTrouble {
  None,
  Missing,  // this place has no storage, or forbids it
  Busy,     // another program, or a tab with an older Parlance, holds it
  Newer,    // a newer Parlance wrote it
  Damaged,  // it cannot be read; what was in it is gone from here
  Full,     // no room
  Failed,   // anything else
};

// How many bytes the name of a life has: of this page or program, from its start to its end. Small letters and digits.
inline constexpr size_t store_owner_size = 26;

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

// The answer to StoreOpen. Damaged: it is empty now, and open.
struct StoreOpened {
  std::string store;
  std::string owner;  // of this life; store_owner_size bytes
  StoreTrouble trouble = StoreTrouble::None;
};
// The answer to StoreWrite: all of it is safe, or nothing of it happened.
struct StoreWritten {
  std::string store;
  uint64_t batch = 0;
  StoreTrouble trouble = StoreTrouble::None;
};
// The answer to StoreRange and StoreClaim.
struct StoreRows {
  std::string store;
  uint64_t request = 0;
  std::vector<StoreRecord> records;  // in the order asked for
  StoreTrouble trouble = StoreTrouble::None;
};
// It was taken away while it was open: the person cleared the site's data, or a newer Parlance needs it.
struct StoreLost {
  std::string store;
  StoreTrouble trouble = StoreTrouble::Failed;
};

using Input = std::variant<SocketOpened, SocketText, SocketClosed, SocketSecured, HttpReply, Tick,
                           NetworkOnline, NetworkOffline, Woke, Frozen, VisibilityChanged, Leaving,
                           Kept, AllKept, StoreOpened, StoreWritten, StoreRows, StoreLost>;

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

// Opens the account's store, made if there is none. Answered by StoreOpened. What follows names the store that it is for.
struct StoreOpen {
  std::string store;
};
// Nothing more is asked of it in this life, or it is opened anew. No answer.
struct StoreClose {
  std::string store;
};
// All or nothing, in the order of their numbers; answered by StoreWritten.
struct StoreWrite {
  std::string store;
  uint64_t batch = 0;
  std::vector<StoreRecord> records;
  bool is_durable = false;  // survives a loss of power from the answer on
};
// The records from `from` up to but without `to`, the first or (backward) the last `limit` of them, in that direction.
// It sees every StoreWrite asked for before it.
struct StoreRange {
  std::string store;
  uint64_t request = 0;
  std::string from, to;
  size_t limit = 0;
  bool is_backward = false;
};
// Of the records `prefix` + owner + rest: those whose owner no longer lives become this life's, in one step, and all that
// are this life's then are the answer.
struct StoreClaim {
  std::string store;
  uint64_t request = 0;
  std::string prefix;
};
// Nothing of the account stays on the device. No answer.
struct StoreErase {
  std::string store;
};

using Output = std::variant<OpenSocket, SendText, StartTls, CloseSocket, HttpRequest, HttpCancel,
                            WakeAt, OpenLink, Keep, StoreOpen, StoreClose, StoreWrite, StoreRange,
                            StoreClaim, StoreErase>;

}  // namespace base
