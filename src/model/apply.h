// SPDX-License-Identifier: MIT
// One change of the model on its way: the model, the moment, and what follows. Split by topic over model_*.cpp.
#pragma once

#include <initializer_list>

#include "model/action.h"
#include "model/effects.h"
#include "model/model.h"
#include "session/event.h"

namespace model {

struct Model::Apply {
  Model& model;
  base::Env& env;
  Effects effects;

  // Connection: model_connection.cpp.
  void operator()(const session::StatusChanged& event);
  void operator()(const session::ServerFeatures& event);
  void operator()(const session::LoginRestored& event);
  void operator()(const session::LoginForgotten& event);
  void operator()(const LogIn& action);
  void operator()(const LogOut& action);
  void operator()(const RetryConnection& action);
  void operator()(const SetAvailability& action);
  void begin_session();
  void forget_session();
  void tell_presence();

  // How the server spells what was typed: model_spelling.cpp.
  void operator()(const session::AddressSpelled& event);
  void respell(Conversation& from, Conversation& to);

  // Roster and presence: model_roster.cpp.
  void operator()(const session::RosterLoaded& event);
  void operator()(const session::RosterUnchanged& event);
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
  void load_roster();
  void roster_known();
  void roster_changed(std::string version);
  void contact_changed(const xmpp::Jid& jid);
  void tell_watchers_known();
  void adopt_roster(const std::vector<base::StoreRecord>& records);

  // Messages: model_messages.cpp.
  void operator()(const session::MessageReceived& event);
  void operator()(const session::MessageFailed& event);
  void operator()(const session::MessageSent& event);
  void operator()(const session::MessageAcknowledged& event);
  void operator()(const session::MessageUnsent& event);
  void operator()(const EditDraft& action);
  void operator()(const SendText& action);
  void operator()(const RetryMessage& action);

  // Our own words coming back: model_reflections.cpp.
  Message* find_reflected(Conversation& conversation, const session::MessageReceived& event,
                          const std::string& body);
  void reflect(Conversation& conversation, Message& row, const session::MessageReceived& event,
               std::string body);

  // Corrections: model_corrections.cpp.
  void operator()(const BeginEdit& action);
  void operator()(const CancelEdit& action);
  bool is_same_occupant(const xmpp::Jid& occupant, const Message& message,
                        const session::MessageReceived& event) const;
  bool may_correct(const Conversation& conversation, const Message& message,
                   const session::MessageReceived& event) const;
  bool correct(Conversation& conversation, const session::MessageReceived& event);
  void rewrite(Conversation& conversation, Message& row, std::string body, std::string edit);
  bool edit(Conversation& conversation, const std::string& text);
  void end_edit(Conversation& conversation);
  void correction_failed(const Note& note, const xmpp::StanzaError& error);
  void correct_again(Conversation& conversation, Message& row);

  // Who is typing: model_typing.cpp.
  void operator()(const base::Tick& tick);
  void take_chat_state(Conversation& conversation, const session::MessageReceived& event);
  void forget_typing(const xmpp::Jid& who);
  bool may_tell_typing(const Conversation& conversation) const;
  void tell_typing(Conversation& conversation, xmpp::ChatState state);
  void draft_typed(Conversation& conversation);

  // Receipts: model_receipts.cpp.
  void give_receipt(const Conversation& conversation, const session::MessageReceived& event);
  void take_receipt(const session::MessageReceived& event);

  // What is said without a row: model_notes.cpp.
  // `id`: of the message; empty: whichever.
  void say(const xmpp::Jid& to, session::Content content, std::string id = {});
  Note* find_note(const std::string& id);
  void forget_note(const std::string& id);
  void send_notes();
  void queue_notes();
  bool note_left(const std::string& id, bool is_counted);
  bool note_done(const std::string& id);
  bool note_failed(const std::string& id, const xmpp::StanzaError& error);
  bool note_lost(const std::string& id);
  void notes_stored(const std::vector<std::string>& ids);
  void adopt_note(Note note);

  // Archives: model_archive.cpp.
  void operator()(const session::ArchivePlaceMoved& event);
  void operator()(const session::ArchiveGap& event);
  void operator()(const session::ArchiveRead& event);

  // What the archive keeps: model_keeping.cpp.
  void operator()(const ReadArchivePolicy& action);
  void operator()(const SetArchivePolicy& action);
  void operator()(const session::ArchivePolicyTold& event);

  // What was displayed where: model_displayed.cpp.
  void operator()(const session::DisplayedUpTo& event);
  void look_at(Conversation& conversation);
  void tell_displayed(Conversation& conversation);
  void meet_displayed(Conversation& conversation);
  void settle_displayed(const xmpp::Jid& archive);
  void doubt_displayed(Conversation& conversation);
  void count_unread(Conversation& conversation);
  void draw_unread_line(Conversation& conversation);

  // What archives hold above that: model_pages.cpp.
  void operator()(const session::ArchivePageRead& event);
  void read_older(Conversation& conversation);
  void read_gap(Conversation& conversation, MessageKey key, bool is_forward);
  void ask_page(Conversation& conversation, const Message* below, bool is_top,
                session::ReadArchivePage wish);
  void end_failed(Conversation& conversation);
  void end_forward(Conversation& conversation, bool is_last);
  void end_backward(Conversation& conversation, bool is_last);
  void take_older(const session::MessageReceived& event);
  void forget_pages();

  // What was said from some time on: model_jump.cpp.
  void operator()(const JumpToDate& action);
  void lead(Conversation& conversation);
  void lead_all(const xmpp::Jid& archive);
  bool is_archive_coming(const Conversation& conversation) const;

  // Messages that the store holds: model_history.cpp.
  void operator()(const ReadHistory& action);
  void read_rows();
  void take_page(const std::vector<base::StoreRecord>& records);
  void adopt_rows(const xmpp::Jid& jid, Conversation& conversation,
                  const std::vector<base::StoreRecord>& records);
  void adopt_row(const xmpp::Jid& jid, Conversation& conversation, Message& here, Message message,
                 const std::string& key);
  void stop_reading();
  bool must_read_on(const Conversation& conversation) const;
  void erase_history(const Conversation& conversation);

  // The store: model_store.cpp.
  void operator()(const base::StoreOpened& event);
  void operator()(const base::StoreWritten& event);
  void operator()(const base::StoreRows& event);
  void operator()(const base::StoreLost& event);

  // Rooms: model_rooms.cpp.
  void operator()(const session::RoomJoined& event);
  void operator()(const session::RoomLeft& event);
  void operator()(const session::RoomJoinFailed& event);
  void operator()(const session::RoomServiceFound& event);
  void operator()(const session::RoomSubjectChanged& event);
  void operator()(const session::OccupantChanged& event);
  void take_wanted_nick(const xmpp::Jid& gone);
  void operator()(const session::MessageReturned& event);
  void operator()(const OpenAddress& action);
  void operator()(const JoinRoom& action);
  void operator()(const LeaveRoom& action);

  // Conversations: model_conversations.cpp.
  void operator()(const OpenConversation& action);
  void operator()(const CloseConversation& action);
  void operator()(const RemoveConversation& action);
  void operator()(const base::VisibilityChanged& change);
  void operator()(const DismissNotice& action);
  void operator()(const ReportProblem& action);

  // Shared by the topics.
  bool is_online() const { return model.account_.connection == Connection::Online; }
  // A contact who sees our presence: whatever we say tells him no news of our being here.
  bool may_see_us(const xmpp::Jid& bare) const;
  // What the notice complains about is done.
  void settle(Notice::Kind kind);
  // Wishes about the roster are not kept for later: says so when there is no connection.
  bool refuses_offline();
  void command(session::Command wish) { effects.commands.push_back(std::move(wish)); }
  void output(base::Output wish) { effects.outputs.push_back(std::move(wish)); }
  // Every change of what the store holds is told here.
  void row_changed(const Conversation& conversation, Message& message);
  void conversation_changed(const Conversation& conversation);
  void write_unstored(Conversation& conversation);
  void open_store();
  // What it has is on its way, and comes before what the network says.
  bool is_reading_store() const {
    const StoreLog::State state = model.store_.state;
    return state == StoreLog::State::Opening || state == StoreLog::State::Reading;
  }
  void close_store(bool erase);
  void give_up_store(base::StoreTrouble trouble);
  void adopt_archives(const std::vector<base::StoreRecord>& records);
  void adopt_conversations(const std::vector<base::StoreRecord>& records);
  void stay_below(Conversation& conversation, const Activity& last);
  void adopt_outbox(const std::vector<base::StoreRecord>& records);
  // The archive that holds what is said in a conversation: the account's, or the room's.
  const xmpp::Jid& archive_of(const Conversation& conversation) const;
  void read_archive(const xmpp::Jid& jid);
  // The account's, and those of the rooms we are in.
  void begin_archives();
  void forget_archives_read();
  void doubt_what_left();
  void doubt(const Conversation& conversation, Message& message);
  bool is_repeated(const Message& known, const session::MessageReceived& event) const;
  base::Wall read_up_to(Conversation& conversation, base::Wall place);
  Message row_of(const Conversation& conversation, const session::MessageReceived& event,
                 std::string body) const;
  void meet(Conversation& conversation, Message& row, const session::MessageReceived& event);
  void stand_at(Conversation& conversation, MessageKey key, base::Wall place);
  bool is_known(Conversation& conversation, const session::MessageReceived& event,
                uint64_t fingerprint);
  // Rows that came late, each where its place is.
  void merge(Conversation& conversation, std::vector<Message> late);
  // Under whatever spelling it was asked for; null: there is none.
  Conversation* find(const xmpp::Jid& jid);
  Conversation& conversation_with(const xmpp::Jid& jid);
  xmpp::Jid conversation_of(const session::MessageReceived& event) const;
  void open(const xmpp::Jid& asked);
  void leave_open();
  // Of the open conversation, by whoever looks at the page.
  void read_open();
  // Below everything else in the conversation, which moves to the top of the list.
  Message& append(Conversation& conversation, Message message);
  // Sends the message if its way is open now; otherwise it stays queued.
  void lower_waiting(Conversation& conversation);
  bool can_send(const Conversation& conversation) const;
  void send(Conversation& conversation, MessageKey key);
  // The state of a message of ours, if it is one of `from` now.
  void advance(const xmpp::Jid& jid, const std::string& id,
               std::initializer_list<MessageState> from, MessageState to);
  // What waits, in the order it was composed; `room` limits it to that one.
  void send_queued(const xmpp::Jid* room);
  void send_all_queued();
  void open_when_known();
  void open_now();
  void join_when_found(const OpenAddress& wish);
  void fail_waiting(Conversation& conversation, const xmpp::StanzaError& error);
  void give_up_room(const xmpp::Jid& jid, const xmpp::StanzaError& error);
  bool is_room(const xmpp::Jid& bare) const {
    const Conversation* conversation = model.conversation(bare);
    return conversation != nullptr && conversation->room;
  }
  void join(const xmpp::Jid& room, std::string nick, base::Secret password);
  // The rooms we were in when the last session ended.
  void join_again();
  void tell_rooms_known();
  void make_room_for_strangers();
  bool is_stranger(const Conversation& conversation) const;
  void begin(const xmpp::Jid& jid);
  void wipe();
};

}  // namespace model
