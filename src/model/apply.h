// SPDX-License-Identifier: MIT
// One change of the model on its way: the model, the moment, and what follows. Split by topic over model_*.cpp.
#pragma once

#include <initializer_list>

#include "model/model.h"

namespace model {

struct Model::Apply {
  Model& model;
  base::Env& env;
  Effects effects;

  // Connection: model_connection.cpp.
  void operator()(const session::StatusChanged& event);
  void operator()(const session::ServerFeatures& event);
  void operator()(const session::FeaturesFound&) {}  // nothing on the screen asks yet
  void operator()(const session::LoginRestored& event);
  void operator()(const session::LoginForgotten& event);
  void operator()(const LogIn& action);
  void operator()(const LogOut& action);
  void operator()(const RetryConnection& action);
  void operator()(const SetAvailability& action);

  // Roster and presence: model_roster.cpp.
  void operator()(const session::RosterLoaded& event);
  void operator()(const session::RosterItemChanged& event);
  void operator()(const session::RosterItemRemoved& event);
  void operator()(const session::RosterRequestFailed& event);
  void operator()(const session::PresenceChanged& event);
  void operator()(const session::SubscriptionRequested& event);
  void operator()(const session::SubscriptionAnswered& event);
  void operator()(const AddContact& action);
  void operator()(const RenameContact& action);
  void operator()(const RemoveContact& action);
  void operator()(const AnswerRequest& action);

  // Messages: model_messages.cpp.
  void operator()(const session::MessageReceived& event);
  void operator()(const session::MessageFailed& event);
  void operator()(const session::MessageSent& event);
  void operator()(const session::MessageAcknowledged& event);
  void operator()(const session::MessageUnsent& event);
  void operator()(const EditDraft& action);
  void operator()(const SendText& action);
  void operator()(const RetryMessage& action);

  // Conversations and rooms: model_rooms.cpp.
  void operator()(const session::RoomJoined& event);
  void operator()(const session::RoomLeft& event);
  void operator()(const session::RoomJoinFailed& event);
  void operator()(const session::RoomSubjectChanged& event);
  void operator()(const session::OccupantChanged& event);
  void operator()(const OpenConversation& action);
  void operator()(const CloseConversation& action);
  void operator()(const OpenAddress& action);
  void operator()(const LeaveRoom& action);
  void operator()(const DismissNotice& action);

  // Shared by the topics.
  bool is_online() const { return model.account_.connection == Connection::Online; }
  // Wishes about the roster are not kept for later: says so when there is no connection.
  bool refuses_offline();
  void command(session::Command wish) { effects.commands.push_back(std::move(wish)); }
  Conversation& conversation_with(const xmpp::Jid& bare);
  void open(const xmpp::Jid& bare);
  void leave_open();
  // Sends the message if its way is open now; otherwise it stays queued.
  void send(const Conversation& conversation, const Message& message);
  // The state of a message of ours, if it is one of `from` now.
  void advance(const xmpp::Jid& jid, const std::string& id,
               std::initializer_list<MessageState> from, MessageState to);
  // What waits, in the order it was composed; `room` limits it to that one.
  void send_queued(const xmpp::Jid* room);
  void join(const xmpp::Jid& room, std::string nick);
  void make_room_for_strangers();
  bool is_stranger(const Conversation& conversation) const;
  void begin(const xmpp::Jid& jid);
  void wipe();
};

}  // namespace model
