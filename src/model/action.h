// SPDX-License-Identifier: MIT
// The fourth vocabulary: everything a person (or the page that embeds us) can want.
#pragma once

#include <string>
#include <variant>

#include "base/secret.h"
#include "session/event.h"
#include "xmpp/jid.h"

namespace model {

struct LogIn {
  std::string address;  // as typed; "alice" alone gets the deployer's domain when there is one
  base::Secret password;
  base::Secret token;         // OAUTHBEARER, from the portal around us
  bool is_anonymous = false;  // the address is a domain, or empty where the deployer names one
  bool stay = false;          // signed in on this device
};
struct LogOut {
  bool forget = true;  // otherwise what was kept of the login stays, for the next time
};
struct RetryConnection {};

struct OpenConversation {
  xmpp::Jid jid;  // bare: a contact, a room, or anyone; full: an occupant of a room
};
struct CloseConversation {};  // back to the list on narrow screens
// From an address typed or given in a link: "#chat=JID" and "#chat=ROOM?join".
struct OpenAddress {
  std::string address;
  bool join = false;
};
struct EditDraft {
  xmpp::Jid conversation;
  std::string text;
};
struct SendText {
  xmpp::Jid conversation;
  std::string text;
};
struct RetryMessage {
  xmpp::Jid conversation;
  std::string id;
};

struct AddContact {
  std::string address;  // as typed
  std::string name;
};
struct RenameContact {
  xmpp::Jid jid;
  std::string name;
};
struct RemoveContact {
  xmpp::Jid jid;
};
struct AnswerRequest {  // of someone who wants to see our presence
  xmpp::Jid jid;
  bool approve = false;
};
// Under this name, and with its password where it has one.
struct JoinRoom {
  xmpp::Jid room;
  std::string nick;
  base::Secret password;
};
struct LeaveRoom {
  xmpp::Jid room;
};
// Takes it off the list, with what was said in it: a room one is not in, or somebody who is no contact.
struct RemoveConversation {
  xmpp::Jid jid;
};
struct SetAvailability {
  session::Availability availability = session::Availability::Available;
  std::string status;
};
struct DismissNotice {};
// The flight log is saved as a file, to be sent to whoever can help (app/flight_recorder.h).
struct ReportProblem {};

using Action = std::variant<LogIn, LogOut, RetryConnection, OpenConversation, CloseConversation,
                            OpenAddress, EditDraft, SendText, RetryMessage, AddContact,
                            RenameContact, RemoveContact, AnswerRequest, JoinRoom, LeaveRoom,
                            RemoveConversation, SetAvailability, DismissNotice, ReportProblem>;

}  // namespace model
