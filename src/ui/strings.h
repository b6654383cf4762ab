// SPDX-License-Identifier: MIT
// Every sentence of ours that a person reads: the English catalogue, one entry per sentence, and
// the one table that turns typed errors into what happened and what to do.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "model/account.h"
#include "model/model.h"
#include "xmpp/stanza_error.h"

namespace ui {

// clang-format off
enum class Phrase : uint16_t {
  // The list.
  Conversations, Search, AddContact, JoinRoom, Contacts, Requests, WantsToSeeYou, Accept, Decline,
  NothingFound, NoContacts, NoContactsHint, RequestSent, NotSharing, Draft, You, AuthorAndPreview,
  OneUnread, ManyUnread, UnreadOverflow, NameAndAddress, AddressAndAbout,
  AccountAndAbout, AccountAndSentence, OtherAccounts, AddAccount, AddAccountExplained, AccountIsThere,
  // Availability and connection.
  Available, FreeToChat, Away, ExtendedAway, DoNotDisturb, Offline, StatusLine,
  Connecting, Authenticating, Online, Reconnecting, Disconnected,
  LostRetryingIn, LostRetryingNow, TryNow,
  // A conversation.
  ConversationWith, Messages, MessageTo, Send, Back, ContactMenu, RoomMenu, Occupants, HideOccupants,
  OneOccupant, ManyOccupants, SubjectAndOccupants, Joining, NotInRoom, JoinAgain,
  OccupantOf, PrivateMessages, PrivateExplained,
  Typing, OneTyping, TwoTyping, ManyTyping,
  PickConversation, PickConversationHint, NoMessages, NoMessagesHint, NoRoomMessages,
  NewMessages, MissingMessages, OneNewBelow, ManyNewBelow, JumpToEnd,
  // Why one is no longer in a room: xmpp::Departure, in its order from Kicked on.
  RoomKicked, RoomBanned, RoomAffiliation, RoomMembersOnly, RoomDestroyed, RoomShutdown, RoomTechnical, RoomLost,
  RoomWithActor, RoomWithReason, RoomWithAlternate, JoinAlternate,
  // Why a room does not let one in, and what to do.
  JoinNickTaken, JoinNickReserved, JoinNickBad, JoinPassword, JoinBanned, JoinNoRoom, JoinNoCreation, JoinNoMember,
  JoinFull, ChooseName, EnterPassword,
  // A message.
  ByAt, ByAtState, CopiedBy, Edited, EditMessage, Editing, CancelEditing, Queued, Sent, Delivered, NotSent, SendAgain, NotSentBecause, ShowAll, ShowMore, RunsBackwards, Encrypted, NothingToSee,
  // Dates.
  Today, Yesterday, WeekdayAndDate, DayAndMonth, DayMonthYear, January, WeekdaySunday = January + 12, ShortSunday = WeekdaySunday + 7,
  MonthAndYear = ShortSunday + 7, JumpToDate, PreviousMonth, NextMonth, PreviousYear, NextYear, ToBeginning,
  // Dialogs.
  Address, AddressHint, Name, NameHint, RoomAddress, RoomAddressHint, Cancel, Close, Save, Add, Join, Remove,
  RemoveContact, RemoveQuestion, RemoveExplained, RemoveListedExplained, LeaveRoom, StopJoining, AddressIsNone, AddressMissing,
  NameInRoom, NameMissing,
  SharesPresence, NoPresence, PresencePending, YourAccount, AccountButton, Availability, Appearance,
  ThemeAuto, ThemeLight, ThemeDark, KeptOnServer, KeepAll, KeepContacts, KeepNothing, KeepExplained, KeepRefused,
  LogOut, ReportProblem,
  // Login.
  AppName, LoginHint, XmppAddress, XmppAddressHint, Password, LogIn,
  // Notices.
  NoticeBadAddress, NoticeIsRoom, NoticeIsContact, NoticeJoinFailed, NoticeNoRoomService, NoticeRosterRefused, NoticeRosterUnloaded, NoticeTooLong, NoticeNotConnected, NoticeReportSaved, Dismiss,
  // Why nothing is stored: in the order of base::StoreTrouble, from Missing on.
  StoreMissing, StoreBusy, StoreNewer, StoreDamaged, StoreFull, StoreFailed,
  // Quoting what a server wrote.
  WithQuotation,
  // xmpp::Failure, in its order.
  FailureNone, FailureBadAddress, FailureInsecureUrl, FailureUnreachable, FailureNoXmpp,
  FailureUnknownHost, FailureNoMechanism, FailureWrongPassword, FailureAccountDisabled,
  FailureTemporaryAuth, FailureServerUnproven, FailureLoginProtocol, FailureBadXml, FailureBindRefused,
  FailureForeignIdentity, FailureReplaced, FailureTimeout, FailureConnectionLost, FailureStreamError,
  FailureRedirected, FailureNoNetwork, FailureNoEndpoint, FailureNoBosh, FailureNoTls, FailureTokenExpired,
  // xmpp::Condition, in its order.
  ConditionBadRequest, ConditionConflict, ConditionFeatureNotImplemented, ConditionForbidden,
  ConditionGone, ConditionInternalServerError, ConditionItemNotFound, ConditionJidMalformed,
  ConditionNotAcceptable, ConditionNotAllowed, ConditionNotAuthorized, ConditionPolicyViolation,
  ConditionRecipientUnavailable, ConditionRedirect, ConditionRegistrationRequired,
  ConditionRemoteServerNotFound, ConditionRemoteServerTimeout, ConditionResourceConstraint,
  ConditionServiceUnavailable, ConditionSubscriptionRequired, ConditionUndefined,
  ConditionUnexpectedRequest,
  // Stream conditions that mean something else to a person than "an error of the stream".
  StreamShutdown, StreamOverloaded, StreamPolicy, SentTooMuch,
  // Where nothing is tried again by itself.
  LostForNow, ShutdownForNow,
  RedirectedTo,
  Count
};
// clang-format on

struct Argument {
  std::string_view name;
  std::string_view value;
};

// The sentence with every {name} replaced by its argument. Arguments are never searched for places.
std::string say(Phrase phrase, std::initializer_list<Argument> arguments = {});

std::string say_month(int month);      // 1 to 12
std::string say_weekday(int weekday);  // 0 = Sunday
std::string say_weekday_short(int weekday);
std::string say(xmpp::Availability availability);
// Who is typing there; empty: nobody.
std::string say_typing(const model::Conversation& conversation);

// What happened and what to do. What the server wrote is added as a quotation.
std::string sentence_for(const xmpp::Problem& problem);
// The first half of it, for where something is done about it already.
std::string what_happened(const xmpp::Problem& problem);
std::string sentence_for(const xmpp::StanzaError& error);
std::string sentence_for(const model::Notice& notice);
// What a room that did not let one in has to be given.
enum class ToJoin { Nothing, Name, Password };
ToJoin needed_to_join(const model::Room& room);
// Why one is not in the room; the room's own words are quoted.
// Why a room does not let one in.
std::string sentence_for_refusal(const xmpp::StanzaError& error, std::string_view nick);
std::string sentence_for(const model::Room& room);
// The account's state in one sentence, as the page's status line has it.
std::string sentence_for(const model::Account& account);

}  // namespace ui
