// SPDX-License-Identifier: MIT
// Stanza errors as elements. RFC 6120 sections 8.3.2 and 8.3.3.
#include "xmpp/stanza_error.h"

#include <array>

#include "xmpp/ns.h"

namespace xmpp {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 22> condition_names = {"bad-request",
                                                              "conflict",
                                                              "feature-not-implemented",
                                                              "forbidden",
                                                              "gone",
                                                              "internal-server-error",
                                                              "item-not-found",
                                                              "jid-malformed",
                                                              "not-acceptable",
                                                              "not-allowed",
                                                              "not-authorized",
                                                              "policy-violation",
                                                              "recipient-unavailable",
                                                              "redirect",
                                                              "registration-required",
                                                              "remote-server-not-found",
                                                              "remote-server-timeout",
                                                              "resource-constraint",
                                                              "service-unavailable",
                                                              "subscription-required",
                                                              "undefined-condition",
                                                              "unexpected-request"};
constexpr std::array<std::string_view, 5> type_names = {"auth", "cancel", "continue", "modify",
                                                        "wait"};
static_assert(condition_names[static_cast<size_t>(Condition::UnexpectedRequest)] ==
              "unexpected-request");
static_assert(type_names[static_cast<size_t>(ErrorType::Wait)] == "wait");

// The type RFC 6120 8.3.3 gives a condition, for errors that do not say theirs.
ErrorType usual_type(Condition condition) {
  switch (condition) {
    case Condition::BadRequest:
    case Condition::JidMalformed:
    case Condition::NotAcceptable:
    case Condition::PolicyViolation:
    case Condition::Redirect:
      return ErrorType::Modify;
    case Condition::Forbidden:
    case Condition::NotAuthorized:
    case Condition::RegistrationRequired:
    case Condition::SubscriptionRequired:
      return ErrorType::Auth;
    case Condition::RecipientUnavailable:
    case Condition::RemoteServerTimeout:
    case Condition::ResourceConstraint:
    case Condition::UnexpectedRequest:
      return ErrorType::Wait;
    default:
      return ErrorType::Cancel;
  }
}

}  // namespace

std::string_view name_of(Condition condition) {
  return condition_names[static_cast<size_t>(condition)];
}
std::string_view name_of(ErrorType type) { return type_names[static_cast<size_t>(type)]; }

StanzaError parse_stanza_error(const xml::Element& error) {
  StanzaError result;
  for (const xml::Element& child : error.children()) {
    if (child.ns() != ns::stanza_errors) continue;
    if (child.local() == "text") {
      if (result.text.empty()) result.text = child.text();
      continue;
    }
    for (size_t i = 0; i < condition_names.size(); ++i) {
      if (child.local() == condition_names[i]) result.condition = static_cast<Condition>(i);
    }
  }
  result.type = usual_type(result.condition);
  for (size_t i = 0; i < type_names.size(); ++i) {
    if (error.attribute("type") == type_names[i]) result.type = static_cast<ErrorType>(i);
  }
  return result;
}

xml::Element to_element(const StanzaError& error) {
  xml::Element element(ns::client, "error");
  element.set("type", name_of(error.type));
  element.add(xml::Element(ns::stanza_errors, name_of(error.condition)));
  if (!error.text.empty()) {
    element.add(xml::Element(ns::stanza_errors, "text").add_text(error.text));
  }
  return element;
}

}  // namespace xmpp
