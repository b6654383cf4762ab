// SPDX-License-Identifier: MIT
// Stream errors. RFC 6120 section 4.9.
#pragma once

#include <string>
#include <string_view>

#include "xml/element.h"

namespace xmpp {

enum class StreamCondition {
  BadFormat,
  BadNamespacePrefix,
  Conflict,
  ConnectionTimeout,
  HostGone,
  HostUnknown,
  ImproperAddressing,
  InternalServerError,
  InvalidFrom,
  InvalidNamespace,
  InvalidXml,
  NotAuthorized,
  NotWellFormed,
  PolicyViolation,
  RemoteConnectionFailed,
  Reset,
  ResourceConstraint,
  RestrictedXml,
  SeeOtherHost,
  SystemShutdown,
  UndefinedCondition,
  UnsupportedEncoding,
  UnsupportedFeature,
  UnsupportedStanzaType,
  UnsupportedVersion
};

struct StreamError {
  StreamCondition condition = StreamCondition::UndefinedCondition;
  std::string text;   // as the peer wrote it
  std::string other;  // the host of see-other-host
  bool operator==(const StreamError&) const = default;
};

std::string_view name_of(StreamCondition condition);
StreamError parse_stream_error(const xml::Element& error);
xml::Element to_element(const StreamError& error);

}  // namespace xmpp
