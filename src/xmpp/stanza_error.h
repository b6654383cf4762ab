// SPDX-License-Identifier: MIT
// Stanza errors. RFC 6120 section 8.3.
#pragma once

#include <string>
#include <string_view>

#include "xml/element.h"

namespace xmpp {

enum class ErrorType { Auth, Cancel, Continue, Modify, Wait };

// The defined conditions of RFC 6120 8.3.3, in its order; an unknown one is read as
// UndefinedCondition.
enum class Condition {
  BadRequest,
  Conflict,
  FeatureNotImplemented,
  Forbidden,
  Gone,
  InternalServerError,
  ItemNotFound,
  JidMalformed,
  NotAcceptable,
  NotAllowed,
  NotAuthorized,
  PolicyViolation,
  RecipientUnavailable,
  Redirect,
  RegistrationRequired,
  RemoteServerNotFound,
  RemoteServerTimeout,
  ResourceConstraint,
  ServiceUnavailable,
  SubscriptionRequired,
  UndefinedCondition,
  UnexpectedRequest
};

struct StanzaError {
  ErrorType type = ErrorType::Cancel;
  Condition condition = Condition::UndefinedCondition;
  std::string text;  // as the peer wrote it; may be empty; shown only as quoted text
  bool operator==(const StanzaError&) const = default;
};

std::string_view name_of(Condition condition);
std::string_view name_of(ErrorType type);
// Never fails: an <error/> that says nothing is an undefined-condition.
StanzaError parse_stanza_error(const xml::Element& error);
xml::Element to_element(const StanzaError& error);

}  // namespace xmpp
