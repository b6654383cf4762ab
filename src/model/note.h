// SPDX-License-Identifier: MIT
// What we say without a row of its own: a receipt, say. It leaves like a message, is kept in the store until the server has
// it, and goes out again when a connection took it away. Coming twice does no harm: only what says the same again is one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "session/content.h"
#include "xmpp/jid.h"

namespace model {

struct Note {
  enum class State {
    Saving,  // on its way into the store
    Queued,  // no way is open
    Sent,    // in the stream: what became of it will be told
  };
  std::string id;
  xmpp::Jid to;  // the conversation
  session::Content content;
  State state = State::Queued;
};

std::string write_note_record(const Note& note);
// Absent: damaged, of another version, or no note at all.
std::optional<Note> read_note_record(std::string_view value);

}  // namespace model
