// SPDX-License-Identifier: MIT
// The English catalogue. Another language is another table of the same order.
#include "ui/strings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ui/clean_text.h"
#include "xmpp/address_text.h"

namespace ui {

namespace {

// clang-format off
constexpr std::array<std::string_view, static_cast<size_t>(Phrase::Count)> english = {
    // The list.
    "Conversations", "Search", "Add contact", "Join room", "Contacts", "Requests",
    "Wants to see when you are online", "Accept", "Decline",
    "Nothing found for “{text}”.", "No contacts yet",
    "Add someone by their address, or join a room.", "Request sent", "Does not share their presence", "Draft: {text}", "You",
    "{author}: {text}",
    "1 unread message", "{count} unread messages", "99+",
    // Where two have one name. The address is isolated (UAX #9): it is not reordered into what stands beside it.
    "{name} (\u2068{address}\u2069)", "\u2068{address}\u2069 · {text}",
    // Where a person has several accounts.
    "\u2068{account}\u2069 · {text}", "\u2068{account}\u2069: {sentence}", "Other accounts", "Add account",
    "Both stay logged in, and their conversations stand in one list.", "You are logged in with this account already.",
    // Availability and connection.
    "Online", "Free to chat", "Away", "Away for long", "Do not disturb", "Offline", "{state} · {text}",
    "Connecting…", "Logging in…", "Online", "Connecting again…", "Not connected",
    "{what} Trying again in {seconds} s.", "{what} Trying again now.", "Try now",
    // A conversation.
    "Conversation with {name}", "Messages", "Message {name}", "Send", "Back to conversations", "About this contact",
    "About this room", "Show who is here", "Hide who is here",
    "1 person here", "{count} people here", "{subject} · {count}", "Joining…", "You are not in this room.",
    "Join again",
    "{name} ({room})", "private, through the room",
    "You write to each other through the room. Nobody else in it reads this, and it ends when one of you leaves.",
    "typing…", "{name} is typing…", "{name} and {other} are typing…", "several people are typing…",
    "Pick a conversation", "Choose someone on the left, or add a contact.", "No messages yet",
    "Say hello: messages you send arrive at once.", "Nobody has written here since you joined.",
    "New messages", "Messages before this are not on this device", "1 new message", "{count} new messages", "Go to the newest message",
    // Why one is no longer in a room.
    "You were put out of this room.",
    "You were banned from this room. Ask who runs it whether you may come back.",
    "You are no member of this room any more, and only members may be in it. Ask to be let in.",
    "This room has become one for members only, and you are none. Ask to be let in.",
    "This room was closed for good.",
    "The service of this room is being stopped, so everybody had to leave. Join again in a minute.",
    "The room could not reach you, so it took you out. Join again to go on.",
    "You are no longer in this room.",
    "{sentence} This was done by “{actor}”.", "{sentence} The reason given: “{reason}”",
    "{sentence} It may go on in another room: {address}", "Join that room",
    // Why a room does not let one in.
    "Somebody in this room is called “{nick}” already. Choose another name.",
    "This room keeps another name for you. Join under that one.",
    "“{nick}” cannot be a name in this room. Choose another one.",
    "This room has a password. Enter it to join.",
    "You are banned from this room. Ask who runs it whether you may come in.",
    "This room does not exist, or it is still being set up. Check its address, or try again later.",
    "This room does not exist, and you may not open one there. Check its address.",
    "Only members may join this room. Ask to be let in.",
    "This room is full, or it cannot be reached. Try again later.",
    "Choose a name", "Enter the password",
    // A message.
    "{author}, {time}", "{author}, {time}, {state}", "[{time}] {author}: ", "edited {time}", "Edit this message", "Changing your last message", "Cancel",
    "waiting to be sent", "sent", "delivered", "not sent",
    "Send again", "Not sent. {reason}", "Show all of it", "Show more of it", "Some of this text is turned round by a hidden character.",
    "This message is encrypted ({method}) and cannot be read here. Ask for it without encryption.",
    "This message has nothing that can be seen in it.",
    // Dates.
    "Today", "Yesterday", "{weekday}, {date}", "{day} {month}", "{day} {month} {year}",
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Su", "Mo", "Tu", "We", "Th", "Fr", "Sa",
    "{month} {year}", "Go to a date", "Previous month", "Next month", "Previous year", "Next year", "To the beginning",
    // Dialogs.
    "Address", "name@example.com", "Name", "How you call them (optional)", "Room address",
    "room, or room@rooms.example.com", "Cancel", "Close", "Save", "Add", "Join", "Remove",
    "Remove contact", "Remove {name}?",
    "You will no longer see when they are online. Messages stay on this device until you log out.",
    "It leaves the list, and its messages leave this device. What the server keeps of them stays there.",
    "Leave room", "Stop joining", "This is no address. It looks like name@example.com.",
    "Enter an address first.",
    "Your name in this room", "Enter a name first.",
    "You see when they are online.", "You do not see when they are online.",
    "They have not yet answered your request.", "Your account", "{name}, your account", "Availability", "Appearance",
    "System", "Light", "Dark",
    "Kept on your server", "Everything", "From contacts", "Nothing",
    "Your other devices, and new ones, show only what is kept there.",
    "Your server did not change what it keeps. Try again later, or ask who runs it.",
    "Log out", "Report a problem",
    // Login.
    "Parlance", "Log in with your XMPP account.", "Address", "name@example.com", "Password",
    "Log in",
    // Notices.
    "“{subject}” is no address. It looks like name@example.com.",
    "{subject} is a room, not a person. Use “Join room” for it.",
    "{subject} is a contact, not a room. Pick them from the list to write to them.",
    "{subject} could not be joined. {reason}",
    "Your server has no place for rooms, or did not say so. Enter the whole address of “{subject}”, as in name@rooms.example.com.",
    "{subject}: {reason}", "The contact list could not be loaded. {reason}",
    "This message is too long to be sent. Shorten it or send it in parts.",
    "You are not connected. Try again when the connection is back.",
    "A report was saved as a file. Addresses and times are in it, messages and passwords are not.", "Dismiss",
    "Messages and logins cannot be stored here: this browser or profile does not allow it. Do not close this page before "
    "everything is sent.",
    "Messages cannot be stored: an older Parlance is open elsewhere. Close it and start this one again. Until then, do not "
    "close this page before everything is sent.",
    "Messages cannot be stored: a newer Parlance was used here before. Reload the page to get it.",
    "What was stored on this device was damaged. It begins anew; older messages come from the server where it keeps them.",
    "There is no room left on this device to store messages. Do not close this page before everything is sent.",
    "Messages cannot be stored on this device at the moment. Do not close this page before everything is sent.",
    // Quoting what a server wrote.
    "{sentence} The server says: “{text}”",
    // xmpp::Failure: what happened, and on a line of its own what to do.
    "You are not connected.",
    "This is no address of an account.\nIt looks like name@example.com.",
    "The server's address is not encrypted, which is not allowed here.\nAsk who runs this page for a wss: address.",
    "The server cannot be reached.\nCheck your network and the address, then try again.",
    "The server answered but does not speak XMPP there.\nCheck the address of the connection.",
    "The server does not know this domain.\nCheck the part after the @ of your address.",
    "The server offers no safe way to log in that this program knows.\nAsk who runs the server.",
    "Wrong address or password.\nCheck both and try again.",
    "This account is disabled.\nAsk who runs the server.",
    "The server cannot check passwords at the moment.\nTry again in a minute.",
    "The server could not prove that it knows your password, so the login was stopped.\nDo not try again in this network before you have asked who runs the server.",
    "The server broke the rules of the login exchange.\nTry again; if it stays so, ask who runs the server.",
    "The server sent something that is not valid XML, so the connection was closed.\nTry again; if it stays so, ask who runs the server.",
    "The server refused to open a session.\nLog out elsewhere and try again.",
    "The server logged you in under a different address, so the connection was closed.\nAsk who runs the server.",
    "You were logged in again elsewhere under the same name, which ended this session.\nLog in to continue here.",
    "The server took too long to answer.\nTry again.",
    "The connection was lost.\nCheck your network; it is tried again by itself.",
    "The server ended the connection.\nTry again.",
    "The server sent you to another address that is not allowed here.\nAsk who runs this page.",
    "There is no network.\nThe connection comes back by itself as soon as there is one.",
    "The domain does not say where its chat server is.\nCheck the part after the @ of your address, or ask who runs the server.",
    "Something else than a chat server answered there, a proxy perhaps.\nTry again in a minute; if it stays so, ask who runs this page.",
    "The connection could not be encrypted, so nothing was sent.\nAsk who runs the server.",
    "Your login has expired.\nLog in again.",
    // xmpp::Condition.
    "The server did not understand the request.",
    "That name is taken. Choose another one.",
    "This is not supported there.",
    "You are not allowed to do this.",
    "This address has moved away for good.",
    "The server had an internal error. Try again later.",
    "This address does not exist. Check how it is written.",
    "This is no valid address. Check how it is written.",
    "This was not accepted there. You may have to join first.",
    "This is not allowed there.",
    "You have to log in or give a password for this.",
    "This breaks a rule of the server. Shorten or change it.",
    "The other side is not available at the moment. Try again later.",
    "This address has moved elsewhere.",
    "Only members may do this. Ask to be let in.",
    "The other server was not found. Check the part after the @.",
    "The other server did not answer. Try again later.",
    "The server is too busy. Try again later.",
    "The other side cannot receive this at the moment. Check the address or try again later.",
    "You need to be in their contact list for this.",
    "This failed for a reason the server did not name.",
    "The server did not expect this. Try again.",
    // Stream conditions: likewise.
    "The server is being restarted.\nThe connection is tried again by itself.",
    "The server is too busy and closed the connection.\nTry again later.",
    "The server closed the connection because of one of its rules.",
    "The server sent more at once than is safe to read, so the connection was closed.\nTry again; if it stays so, ask who runs the server.",
    "The connection was lost.\nCheck your network, then try again.",
    "The server is being restarted.\nTry again in a minute.",
    "The server sent you to “{text}”, which is not allowed here.\nAsk who runs this page.",
};
// clang-format on

// The catalogue has an entry for each phrase: a missing one would leave the last empty.
static_assert(!english.back().empty());

Phrase offset(Phrase first, int by) { return static_cast<Phrase>(static_cast<int>(first) + by); }

std::string with_quotation(std::string sentence, std::string_view text) {
  const std::string quotation = single_line(text, 300);
  if (quotation.empty()) return sentence;
  return say(Phrase::WithQuotation, {{"sentence", sentence}, {"text", quotation}});
}

Phrase phrase_for(const xmpp::Problem& problem) {
  if (problem.failure == xmpp::Failure::StreamError) {
    switch (problem.condition) {
      case xmpp::StreamCondition::SystemShutdown:
        return Phrase::StreamShutdown;
      case xmpp::StreamCondition::ResourceConstraint:
        return Phrase::StreamOverloaded;
      case xmpp::StreamCondition::PolicyViolation:
        return Phrase::StreamPolicy;
      default:
        break;
    }
  }
  if (problem.failure == xmpp::Failure::BadXml &&
      problem.condition == xmpp::StreamCondition::PolicyViolation) {
    return Phrase::SentTooMuch;
  }
  return offset(Phrase::FailureNone, static_cast<int>(problem.failure));
}

// What happened and what to do, as one paragraph.
std::string in_one_line(Phrase phrase, std::initializer_list<Argument> arguments = {}) {
  std::string whole = say(phrase, arguments);
  std::replace(whole.begin(), whole.end(), '\n', ' ');
  return whole;
}

// Two sentences promise another attempt; without a session before there is none.
std::string sentence_at_the_end(const xmpp::Problem& problem) {
  if (problem.failure == xmpp::Failure::ConnectionLost) {
    return with_quotation(in_one_line(Phrase::LostForNow), problem.text);
  }
  if (problem.failure == xmpp::Failure::StreamError &&
      problem.condition == xmpp::StreamCondition::SystemShutdown) {
    return with_quotation(in_one_line(Phrase::ShutdownForNow), problem.text);
  }
  return sentence_for(problem);
}

}  // namespace

std::string say(Phrase phrase, std::initializer_list<Argument> arguments) {
  const std::string_view text = english[static_cast<size_t>(phrase)];
  std::string out;
  size_t position = 0;
  while (position < text.size()) {
    const size_t open = text.find('{', position);
    const size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(position, open - position);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    for (const Argument& argument : arguments) {
      if (argument.name == name) out += argument.value;
    }
    position = close + 1;
  }
  out += text.substr(position);
  return out;
}

std::string say_month(int month) { return say(offset(Phrase::January, month - 1)); }

std::string say_weekday(int weekday) { return say(offset(Phrase::WeekdaySunday, weekday)); }

std::string say_weekday_short(int weekday) { return say(offset(Phrase::ShortSunday, weekday)); }

std::string say_typing(const model::Conversation& conversation) {
  const auto& others = conversation.typing.others;
  if (others.empty()) return {};
  // In a conversation of two there is no question who.
  if (!conversation.room) return say(Phrase::Typing);
  const auto name = [&](const xmpp::Jid& jid) { return clean_name(jid.resource(), jid.text()); };
  const std::string first = name(others.begin()->first);
  if (others.size() == 1) return say(Phrase::OneTyping, {{"name", first}});
  if (others.size() > 2) return say(Phrase::ManyTyping);
  return say(Phrase::TwoTyping, {{"name", first}, {"other", name(others.rbegin()->first)}});
}

std::string say(xmpp::Availability availability) {
  switch (availability) {
    case xmpp::Availability::Offline:
      return say(Phrase::Offline);
    case xmpp::Availability::Available:
      return say(Phrase::Available);
    case xmpp::Availability::Chat:
      return say(Phrase::FreeToChat);
    case xmpp::Availability::Away:
      return say(Phrase::Away);
    case xmpp::Availability::ExtendedAway:
      return say(Phrase::ExtendedAway);
    case xmpp::Availability::DoNotDisturb:
      return say(Phrase::DoNotDisturb);
  }
  return {};
}

std::string what_happened(const xmpp::Problem& problem) {
  const std::string whole = say(phrase_for(problem));
  return whole.substr(0, whole.find('\n'));
}

std::string sentence_for(const xmpp::Problem& problem) {
  const std::string sentence = in_one_line(phrase_for(problem));
  // Found out by ourselves, not said by the server: what its certificate lacks, for one.
  if (problem.failure == xmpp::Failure::NoTls && !problem.text.empty()) {
    return sentence + " (" + single_line(problem.text, 300) + ")";
  }
  // Whoever may allow the address needs to know it; the server did not say it to a person.
  const std::string target = single_line(problem.text, 120);
  if (problem.failure == xmpp::Failure::Redirected && !target.empty()) {
    return in_one_line(Phrase::RedirectedTo, {{"text", target}});
  }
  // These say all there is to say; the server's own words would only be a second sentence for it.
  const bool is_complete = problem.failure == xmpp::Failure::WrongPassword ||
                           problem.failure == xmpp::Failure::UnknownHost;
  return is_complete ? sentence : with_quotation(sentence, problem.text);
}

std::string sentence_for(const xmpp::StanzaError& error) {
  const Phrase phrase = offset(Phrase::ConditionBadRequest, static_cast<int>(error.condition));
  return with_quotation(say(phrase), error.text);
}

std::string sentence_for(const model::Notice& notice) {
  const base::Result<xmpp::Jid> jid = xmpp::Jid::received(notice.subject);
  const std::string subject = single_line(jid ? xmpp::readable(*jid) : notice.subject, 200);
  const std::string reason = sentence_for(notice.error.value_or(xmpp::StanzaError()));
  switch (notice.kind) {
    case model::Notice::Kind::None:
      return {};
    case model::Notice::Kind::BadAddress:
      return say(Phrase::NoticeBadAddress, {{"subject", subject}});
    case model::Notice::Kind::IsRoom:
      return say(Phrase::NoticeIsRoom, {{"subject", subject}});
    case model::Notice::Kind::IsContact:
      return say(Phrase::NoticeIsContact, {{"subject", subject}});
    case model::Notice::Kind::JoinFailed:
      return say(Phrase::NoticeJoinFailed,
                 {{"subject", subject}, {"reason", sentence_for_refusal(*notice.error, "")}});
    case model::Notice::Kind::NoRoomService:
      return say(Phrase::NoticeNoRoomService, {{"subject", subject}});
    case model::Notice::Kind::RosterRefused:
      if (subject.empty()) return say(Phrase::NoticeRosterUnloaded, {{"reason", reason}});
      return say(Phrase::NoticeRosterRefused, {{"subject", subject}, {"reason", reason}});
    case model::Notice::Kind::MessageTooLong:
      return say(Phrase::NoticeTooLong);
    case model::Notice::Kind::NotConnected:
      return say(Phrase::NoticeNotConnected);
    case model::Notice::Kind::ReportSaved:
      return say(Phrase::NoticeReportSaved);
    case model::Notice::Kind::Storage:
      if (notice.trouble == base::StoreTrouble::None) return {};
      return say(offset(Phrase::StoreMissing, static_cast<int>(notice.trouble) - 1));
  }
  return {};
}

ToJoin needed_to_join(const model::Room& room) {
  if (!room.error) return ToJoin::Nothing;
  switch (room.error->condition) {
    case xmpp::Condition::Conflict:
    case xmpp::Condition::NotAcceptable:
    case xmpp::Condition::JidMalformed:
      return ToJoin::Name;
    case xmpp::Condition::NotAuthorized:
      return ToJoin::Password;
    default:
      return ToJoin::Nothing;
  }
}

std::string sentence_for_refusal(const xmpp::StanzaError& error, std::string_view nick) {
  // XEP-0045 7.2: what a condition means where somebody wants to come in.
  constexpr std::pair<xmpp::Condition, Phrase> refusals[] = {
      {xmpp::Condition::Conflict, Phrase::JoinNickTaken},
      {xmpp::Condition::NotAcceptable, Phrase::JoinNickReserved},
      {xmpp::Condition::JidMalformed, Phrase::JoinNickBad},
      {xmpp::Condition::NotAuthorized, Phrase::JoinPassword},
      {xmpp::Condition::Forbidden, Phrase::JoinBanned},
      {xmpp::Condition::ItemNotFound, Phrase::JoinNoRoom},
      {xmpp::Condition::NotAllowed, Phrase::JoinNoCreation},
      {xmpp::Condition::RegistrationRequired, Phrase::JoinNoMember},
      {xmpp::Condition::ServiceUnavailable, Phrase::JoinFull}};
  for (const auto& [condition, phrase] : refusals) {
    if (condition != error.condition) continue;
    return with_quotation(say(phrase, {{"nick", single_line(nick, 80)}}), error.text);
  }
  return sentence_for(error);
}

std::string sentence_for(const model::Room& room) {
  if (room.error) return sentence_for_refusal(*room.error, room.wanted);
  const model::Room::Ending& ending = room.ending;
  if (ending.departure == xmpp::Departure::Asked) return say(Phrase::NotInRoom);
  std::string out = say(offset(Phrase::RoomKicked, static_cast<int>(ending.departure) - 1));
  const std::string actor = single_line(ending.actor, 80);
  const std::string reason = single_line(ending.reason, 200);
  if (!actor.empty()) out = say(Phrase::RoomWithActor, {{"sentence", out}, {"actor", actor}});
  if (!reason.empty()) out = say(Phrase::RoomWithReason, {{"sentence", out}, {"reason", reason}});
  if (ending.alternate) {
    const std::string address = single_line(xmpp::readable(*ending.alternate), 200);
    out = say(Phrase::RoomWithAlternate, {{"sentence", out}, {"address", address}});
  }
  return out;
}

std::string sentence_for(const model::Account& account) {
  switch (account.connection) {
    case model::Connection::Offline:
      return say(Phrase::Disconnected);
    case model::Connection::Connecting:
      return say(Phrase::Connecting);
    case model::Connection::Authenticating:
      return say(Phrase::Authenticating);
    case model::Connection::Online:
      return say(Phrase::Online);
    case model::Connection::Reconnecting:
      if (account.problem.failure == xmpp::Failure::None) return say(Phrase::Reconnecting);
      return sentence_for(account.problem);
    case model::Connection::Failed:
      return sentence_at_the_end(account.problem);
  }
  return {};
}

}  // namespace ui
