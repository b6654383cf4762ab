// SPDX-License-Identifier: MIT
// Why there is no connection, as everybody from the stream to the screen names it.
#pragma once

#include <string>
#include <string_view>

#include "xmpp/stream_error.h"

namespace xmpp {

// Why a connection could not be made or ended. Each has one sentence for the user in ui/strings.h.
enum class Failure {
  None,
  BadAddress,     // the address typed is no JID of an account
  InsecureUrl,    // a ws: URL to another host than loopback, which the deployer did not allow
  Unreachable,    // the socket never opened: no server, no network, or it speaks no WebSocket there
  NoXmpp,         // it opened but did not select the subprotocol "xmpp"
  UnknownHost,    // the server does not serve that domain
  NoMechanism,    // no login method in common (PLAIN alone counts as none unless allowed)
  WrongPassword,  // not-authorized and its kin
  AccountDisabled,
  TemporaryAuthFailure,
  ServerUnproven,  // SCRAM: the server could not prove that it knows the password
  LoginProtocol,   // the server broke the rules of the login exchange
  BadXml,          // a frame that is not XML, or XML that XMPP forbids
  BindRefused,
  ForeignIdentity,  // bound to an address that is not the one we logged in as
  Replaced,         // <conflict/>: another session took this resource
  Timeout,
  ConnectionLost,
  StreamError,  // any other stream error; condition says which
  Redirected,   // see-other-uri to an endpoint that is not allowed
  NoNetwork,    // the host says that there is none; the next attempt follows when it is back
  NoEndpoint,   // the domain's host-meta names no address a page may use (XEP-0156)
  NoBosh,       // something else than BOSH answered there (a proxy's error page, say)
  NoTls,        // natively: the server offers no encryption, or its certificate is not the domain's
  TokenExpired,  // the token of the portal or of an earlier login is no longer good; there is no password
};

// For programs: data-reason-code of the page. Empty for None.
std::string_view name_of(Failure failure);

struct Problem {
  Failure failure = Failure::None;
  StreamCondition condition = StreamCondition::UndefinedCondition;
  std::string text;  // what the server said, untrusted; shown only as a quotation
  bool operator==(const Problem&) const = default;
};

}  // namespace xmpp
