// SPDX-License-Identifier: MIT
// Names of failures. See problem.h.
#include "xmpp/problem.h"

#include <array>

namespace xmpp {

std::string_view name_of(Failure failure) {
  constexpr std::array<std::string_view, 25> names{
      "",
      "BadAddress",
      "InsecureUrl",
      "Unreachable",
      "NoXmpp",
      "UnknownHost",
      "NoMechanism",
      "WrongPassword",
      "AccountDisabled",
      "TemporaryAuthFailure",
      "ServerUnproven",
      "LoginProtocol",
      "BadXml",
      "BindRefused",
      "ForeignIdentity",
      "Replaced",
      "Timeout",
      "ConnectionLost",
      "StreamError",
      "Redirected",
      "NoNetwork",
      "NoEndpoint",
      "NoBosh",
      "NoTls",
      "TokenExpired",
  };
  static_assert(names.size() == static_cast<size_t>(Failure::TokenExpired) + 1);
  return names[static_cast<size_t>(failure)];
}

}  // namespace xmpp
