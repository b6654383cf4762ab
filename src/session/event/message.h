// SPDX-License-Identifier: MIT
// What was said, and what became of what we said. RFC 6121 section 5.
#pragma once

#include <string>
#include <variant>

#include "base/time.h"
#include "session/content.h"
#include "xmpp/jid.h"
#include "xmpp/stanza_error.h"

namespace session {

struct MessageReceived {
  // Bare: the contact, or the room. Full for a private message of a room's occupant, as far as the
  // message or the session tells: that is whom an answer must go to, and not to the room.
  xmpp::Jid conversation;
  xmpp::Jid peer;  // of a one-to-one message: whom it was exchanged with, as the stanza has it
  xmpp::Jid from;  // full sender; a room's occupant for groupchat
  bool is_groupchat = false;
  bool is_own = false;  // our own words coming back (a room's reflection)
  std::string id;       // the stanza's id; may be empty
  base::Wall sent;      // a believed delay's stamp, else the time of arrival
  bool is_delayed = false;
  bool is_archived = false;  // in the archive's order; not delayed if it arrived by itself as well
  bool is_older = false;     // archived, and looked for: ArchivePageRead will follow
  Content content;           // which says something
};
struct MessageFailed {  // our message came back as an error
  xmpp::Jid conversation;
  std::string id;
  xmpp::StanzaError error;
};
struct MessageSent {  // it is in the stream
  xmpp::Jid conversation;
  std::string id;
  bool is_counted = false;  // MessageAcknowledged or MessageUnsent will follow
};
struct MessageAcknowledged {  // the server has it (XEP-0198)
  xmpp::Jid conversation;
  std::string id;
};
// The session that carried it is gone, and the server did not say that it has it: to be sent again, under the same id.
struct MessageUnsent {
  xmpp::Jid conversation;
  std::string id;
};

// The room says that we are not in it, although it let us in: the message did not get there.
struct MessageReturned {
  xmpp::Jid conversation;
  std::string id;
  xmpp::StanzaError error;
};

// On some device of ours the conversation was looked at, up to the message that its archive calls so (XEP-0490).
struct DisplayedUpTo {
  xmpp::Jid conversation;
  std::string archive_id;
};

using MessageEvent = std::variant<MessageReceived, MessageFailed, MessageSent, MessageAcknowledged,
                                  MessageUnsent, MessageReturned, DisplayedUpTo>;

}  // namespace session
