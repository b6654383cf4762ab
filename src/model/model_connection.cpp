// SPDX-License-Identifier: MIT
// The account: logging in and out, and what the connection does to everything else.
#include <utility>

#include "base/overloaded.h"
#include "model/apply.h"
#include "model/note.h"

namespace model {

void Model::Apply::operator()(const session::StatusChanged& event) {
  Account& account = model.account_;
  const auto come_online = [&](const xmpp::Jid& jid) {
    account.connection = Connection::Online;
    account.problem = {};
    account.next_attempt.reset();
    account.full_jid = jid;
    const bool is_other = !account.jid.empty() && account.jid != jid.bare();
    if (is_other && !account.is_anonymous) account.asked = account.jid;
    if (is_other && account.is_anonymous) model.roster_ = {};  // each guest is somebody else
    account.jid = jid.bare();
    account.was_online = true;
    settle(Notice::Kind::NotConnected);
  };
  // Once there was a session, everything stays on screen while the next one is made.
  const auto progress = [&](Connection first_time) {
    if (!is_on_the_way(account.connection)) account.away_since = env.now.steady;
    account.connection = account.was_online ? Connection::Reconnecting : first_time;
    account.next_attempt.reset();
  };
  base::match(base::Overloaded{
                  [&](const stream::Connecting&) { progress(Connection::Connecting); },
                  [&](const stream::Authenticating&) { progress(Connection::Authenticating); },
                  [&](const stream::Fresh& fresh) {
                    come_online(fresh.jid);
                    model.room_service_.reset();
                    forget_session();
                    open_store();
                    begin_session();
                    doubt_what_left();
                    queue_notes();
                    forget_archives_read();
                    begin_archives();
                    send_queued(nullptr);
                    send_notes();
                    open_when_known();
                  },
                  [&](const stream::Resumed& resumed) {
                    come_online(resumed.jid);
                    open_store();
                    if (!account.is_begun) begin_session();
                    if (std::exchange(account.is_unsaid, false)) tell_presence();
                    if (!model.roster_.is_current) load_roster();
                    begin_archives();  // the store may have opened while there was no connection
                    send_queued(nullptr);
                    send_notes();
                    open_when_known();
                  },
                  [&](const stream::Suspended& suspended) {
                    if (!is_on_the_way(account.connection)) account.away_since = env.now.steady;
                    account.connection = Connection::Reconnecting;
                    account.problem = suspended.why;
                    account.next_attempt = suspended.next_attempt;
                  },
                  [&](const stream::Failed& failed) {
                    forget_session();
                    account.connection = Connection::Failed;
                    account.problem = failed.why;
                    account.next_attempt.reset();
                  },
                  [&](const stream::Closed&) {
                    forget_session();
                    account.connection = Connection::Offline;
                    account.next_attempt.reset();
                  },
              },
              event.status);
}

// The roster is asked for before presence is sent (RFC 6121 2.2), and presence before rooms are joined, which are told what
// it says. A store that is being read has its say before: then the server need only tell what is new.
void Model::Apply::begin_session() {
  Account& account = model.account_;
  if (!is_online() || account.is_begun || is_reading_store()) return;
  account.is_begun = true;
  load_roster();
  // Unless the person wants to stay unseen.
  account.is_unsaid = false;
  if (account.availability != xmpp::Availability::Offline) {
    command(session::SetPresence{account.availability, account.status, {}});
  }
  join_again();
}

// Presence and occupants belonged to the session that is gone.
void Model::Apply::forget_session() {
  model.account_.is_begun = false;
  model.account_.keeping = {};
  model.roster_.is_current = false;
  for (auto& [jid, contact] : model.roster_.contacts) contact.resources.clear();
  for (auto& [jid, conversation] : model.conversations_) {
    conversation.typing.others.clear();
    conversation.typing.said = xmpp::ChatState::Active;
    if (conversation.room) conversation.room->occupants.clear();
  }
}

void Model::Apply::tell_presence() {
  const Account& account = model.account_;
  session::SetPresence wish{.availability = account.availability, .status = account.status};
  for (const auto& [jid, conversation] : model.conversations_) {
    if (!conversation.room || conversation.room->state != Room::State::Joined) continue;
    wish.occupants.push_back(jid.with_resource(conversation.room->nick));
  }
  command(std::move(wish));
}

void Model::Apply::operator()(const session::ServerFeatures& event) {
  model.server_features_ = event.features;
}

void Model::Apply::operator()(const LogIn& action) {
  Account& account = model.account_;
  const std::optional<xmpp::Jid> wanted =
      model::login_address(action.address, model.settings_.domain, action.is_anonymous);
  if (!wanted) {
    account.connection = Connection::Failed;
    account.problem = {.failure = xmpp::Failure::BadAddress};
    account.next_attempt.reset();
    return;
  }
  const bool is_connected =
      account.connection != Connection::Offline && account.connection != Connection::Failed;
  if (is_connected) command(session::Disconnect{.forget = false});
  // It is known by now what the server makes of it.
  const xmpp::Jid jid = *wanted == account.asked ? account.jid : *wanted;
  begin(jid);
  account.is_anonymous = action.is_anonymous;
  account.stays = action.stay || model.settings_.stays;
  command(session::Connect{.account = jid,
                           .password = action.password,
                           .token = action.token,
                           .is_anonymous = action.is_anonymous,
                           .stay = account.stays});
}

// Who stays signed in on this device sees what is stored on it, online or not; everybody else when the server knows him.
void Model::Apply::operator()(const session::LoginRestored& event) {
  begin(event.account);
  model.account_.stays = true;
  open_store();
}

void Model::Apply::operator()(const session::LoginForgotten&) {
  command(session::Disconnect{.forget = false});
  close_store(true);
  wipe();
}

// The same person coming back finds everything as it was; nobody else does.
void Model::Apply::begin(const xmpp::Jid& jid) {
  Account& account = model.account_;
  if (!account.jid.empty() && account.jid != jid) {
    std::optional<OpenAddress> wish = std::move(model.open_when_online_);
    close_store(false);
    wipe();
    model.open_when_online_ = std::move(wish);
  }
  account.jid = jid;
  account.away_since = env.now.steady;
  account.connection = Connection::Connecting;
  account.problem = {};
  account.next_attempt.reset();
}

void Model::Apply::operator()(const LogOut& action) {
  command(session::Disconnect{action.forget});
  close_store(action.forget);
  wipe();
}

void Model::Apply::operator()(const RetryConnection&) {
  if (model.account_.connection == Connection::Reconnecting) command(session::RetryNow{});
}

void Model::Apply::operator()(const SetAvailability& action) {
  Account& account = model.account_;
  account.availability = action.availability;
  account.status = action.status;
  account.is_unsaid = !account.is_begun || !is_online();
  if (!account.is_unsaid) tell_presence();
}

void Model::Apply::wipe() {
  model.account_ = {};
  model.roster_ = {};
  model.conversations_.clear();
  model.open_.reset();
  model.open_when_online_.reset();
  model.room_service_.reset();
  model.join_when_found_.reset();
  model.notice_ = {};
  model.server_features_.clear();
  model.archives_.clear();
  model.notes_.clear();
  model.uncertain_.clear();
  ++model.names_version_;
}

}  // namespace model
