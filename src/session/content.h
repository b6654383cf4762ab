// SPDX-License-Identifier: MIT
// What a message says: filled by the extensions on its way in (Extension::on_incoming), read by them on its way out
// (Extension::on_compose). Whoever routes messages carries it and looks at no member. It grows by one a feature.
#pragma once

#include <optional>
#include <string>

#include "xmpp/chat_state.h"

namespace session {

struct Content {
  std::string body;  // valid UTF-8 without characters XML forbids; empty: no words
  // What its words are hidden with, as its sender calls it: they cannot be read here, and the body is empty.
  std::string encryption;
  // What its author calls it (XEP-0359): a claim that says nothing about others. Only of what comes in.
  std::string origin_id;
  // What our archive, or the room's, calls it (XEP-0359), if that may be believed. Only of what comes in.
  std::string archive_id;
  // Its author wants to hear that it arrived; and this one says that another did (XEP-0184). Only in a conversation of two.
  bool wants_receipt = false;
  std::string receipt_for;  // the id of the message that arrived
  std::string replaces;     // the id of the message whose place these words take (XEP-0308)
  std::optional<xmpp::ChatState> chat_state;  // of its author (XEP-0085)

  bool operator==(const Content&) const = default;
  // Something for a person to read.
  bool has_words() const { return !body.empty() || !encryption.empty(); }
  // Names alone say nothing.
  bool is_empty() const {
    Content said = *this;
    said.origin_id.clear();
    said.archive_id.clear();
    return said == Content();
  }
};

}  // namespace session
