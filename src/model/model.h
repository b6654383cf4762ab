// SPDX-License-Identifier: MIT
// Everything the client knows, changed only by apply(): facts from the protocol, wishes of the
// user.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/env.h"
#include "base/io.h"
#include "model/account.h"
#include "model/action.h"
#include "model/action/conversation.h"
#include "model/archive.h"
#include "model/conversation.h"
#include "model/place.h"
#include "model/roster.h"
#include "model/store_log.h"
#include "xmpp/stanza_error.h"

namespace session {
struct Event;
}

namespace model {

struct Action;
struct Effects;  // model/effects.h
struct Note;     // model/note.h

// One passing sentence above the conversation: an address that is none, a refused contact.
// `kind` chooses the sentence in ui/strings.h, `subject` is what it is about (quoted, untrusted).
struct Notice {
  enum class Kind {
    None,
    BadAddress,
    IsRoom,     // and no contact
    IsContact,  // and no room
    JoinFailed,
    NoRoomService,
    RosterRefused,
    MessageTooLong,
    NotConnected,
    Storage,
    ReportSaved
  };
  Kind kind = Kind::None;
  std::string subject;
  std::optional<xmpp::StanzaError> error;
  base::StoreTrouble trouble = base::StoreTrouble::None;  // of Storage
};

struct Settings {
  AccountId account = 0;
  std::string domain;        // of the deployer: appended to a login name without one; may be empty
  bool stays = false;        // every login stays signed in on this device
  bool has_store = false;    // accounts have a store here; otherwise all is in memory alone
  bool tells_typing = true;  // others hear that the person is typing (XEP-0085)
  bool gives_receipts = true;  // and that a message arrived (XEP-0184)
  // How many messages come at once from the store: a few screens. A room sends no more of its history when it is joined.
  // LIMIT: what is said of an older message before somebody has looked there (a receipt, a correction) does not reach it.
  size_t page_rows = 200;
  bool allows_more_accounts = true;  // beside this one, at the same time
};

// What was typed to log in with, bare: a name alone gets the deployer's domain, which may be empty. Of a guest the domain,
// typed or the deployer's. Absent when it is no address.
std::optional<xmpp::Jid> login_address(std::string_view typed, std::string_view domain,
                                       bool is_anonymous = false);

// What a store answers.
using StoreEvent =
    std::variant<base::StoreOpened, base::StoreWritten, base::StoreRows, base::StoreLost>;

// LIMIT: bodies above this many bytes are refused when sending (both servers cap a stanza at 256
// KiB by default).
inline constexpr size_t max_body_bytes = 200'000;
// Longer ones are shown in pages of as much.
inline constexpr size_t max_shown_body_bytes = 16u << 10;
inline constexpr size_t max_stranger_conversations = 200;
// LIMIT: of more conversations it is not kept up to where another device displayed them before anything of them is here.
inline constexpr size_t max_displayed_ids = 1000;

class Model {
 public:
  explicit Model(Settings settings = {});
  ~Model();
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;

  Effects apply(const session::Event& event, base::Env& env);
  Effects apply(const Action& action, base::Env& env);
  Effects apply(const StoreEvent& event, base::Env& env);
  // At next_wake() or later.
  Effects apply(const base::Tick& tick, base::Env& env);
  std::optional<base::Steady> next_wake() const;
  // Nobody looks at a hidden page: what comes in then is unread, in the open conversation too.
  Effects apply(const base::VisibilityChanged& change, base::Env& env);

  // After restore(): what extensions must know of it is told, and the store is opened (model_store.cpp).
  Effects revive(base::Env& env);
  // Everything that changed since the last one; absent while that is on its way, or when nothing did.
  std::optional<base::StoreWrite> next_batch();
  // Whether what happens is safe only when a batch was written; whether one is on its way, or will be.
  bool has_store() const { return store_.is_on(); }
  const std::string& store_name() const { return store_.store; }  // empty: none was opened
  bool is_storing() const { return store_.batch || store_.state != StoreLog::State::Open; }

  // Everything on screen, for another life of the page (model_record.cpp). The newest messages first, where there is too
  // much of them.
  std::string save() const;
  // False, and unchanged, when the record is damaged or of another version.
  bool restore(std::string_view record);

  AccountId id() const { return settings_.account; }
  bool allows_more_accounts() const { return settings_.allows_more_accounts; }
  // See model::login_address().
  std::optional<xmpp::Jid> login_address(std::string_view typed) const {
    return model::login_address(typed, settings_.domain);
  }
  const Account& account() const { return account_; }
  const Roster& roster() const { return roster_; }
  const std::map<xmpp::Jid, Conversation>& conversations() const { return conversations_; }
  const Conversation* conversation(const xmpp::Jid& jid) const;
  // The address that the server writes for one that was typed; itself, as far as is known.
  const xmpp::Jid& spelled(const xmpp::Jid& jid) const;
  const std::optional<xmpp::Jid>& open() const { return open_; }
  const Notice& notice() const { return notice_; }
  const std::vector<std::string>& server_features() const { return server_features_; }
  // Of an occupant: the nick.
  std::string display_name(const xmpp::Jid& jid) const;
  // Of a room that is known here: a conversation of its own, and no contact.
  bool is_occupant(const xmpp::Jid& jid) const;
  // Offline: not in the room, or we are not.
  xmpp::Availability occupant_availability(const xmpp::Jid& occupant) const;
  // Who is a contact is known in this session, or the server does not say.
  bool knows_contacts() const;
  // A contact, or there is a conversation; of an occupant: the room.
  bool knows(const xmpp::Jid& jid) const;
  // Whether ReadHistory would bring something above the first row that is here, or in the gap above that row.
  bool has_older(const Conversation& conversation) const;
  bool can_fill(const Conversation& conversation, const Message& message) const;
  // What was typed or pasted as an address, or a link to one (xmpp/address_text.h): a name alone gets the account's (before
  // login: the deployer's) domain. Absent when it is no address.
  std::optional<xmpp::Jid> complete_address(std::string_view typed) const;
  // A name alone, to be completed with the service for rooms.
  static bool is_room_name(std::string_view typed);
  // Grows with every change: views compare it to know whether a frame is due.
  uint64_t version() const { return version_; }
  // Grows when contacts come, go or are renamed, when a conversation appears or vanishes, and when somebody asks to be a
  // contact or is answered: lists in order of name are stale then, and what is known of names that are alike.
  uint64_t names_version() const { return names_version_; }

 private:
  bool may_ask_archive(const Conversation& conversation) const;
  struct Apply;
  friend struct Apply;
  Settings settings_;
  Account account_;
  Roster roster_;
  std::map<xmpp::Jid, Conversation> conversations_;
  std::optional<xmpp::Jid> open_;
  bool is_seen_ = true;                          // somebody may look
  std::optional<OpenAddress> open_when_online_;  // or when it is known who is a contact
  std::optional<xmpp::Jid> room_service_;        // of this session
  std::optional<OpenAddress> join_when_found_;  // it names a room of the service that is looked for
  Notice notice_;
  std::vector<std::string> server_features_;
  uint64_t version_ = 1;
  uint64_t names_version_ = 1;
  MessageKey next_key_ = 1;
  MessageKey first_key_ = 1;  // of this life
  StoreLog store_;
  std::map<xmpp::Jid, Archive> archives_;
  std::vector<Note> notes_;        // in the order they were made
  std::set<xmpp::Jid> uncertain_;  // conversations with messages of ours that may have left already
  // Up to which message a conversation was displayed on some device: those whose message is not here yet. By its archive's
  // name.
  std::map<xmpp::Jid, std::string> displayed_ids_;
};

}  // namespace model
