// SPDX-License-Identifier: MIT
// Addresses on the wire. See jid_session_cases.h.
#include "hostile/jid_session_cases.h"

#include "hostile/line_file.h"
#include "hostile/play.h"
#include "hostile/verdict.h"
#include "xmpp/jid.h"

namespace hostile {
namespace {

constexpr std::string_view words = "words of a stranger";

// With the bytes as they are: the writer of the program would mend what is no UTF-8.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '\'') {
      out += "&#39;";
    } else if (c == '\t' || c == '\n' || c == '\r') {
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";
    } else {
      out += c;
    }
  }
  return out;
}

// Typed where a person logs in: nobody is asked about an address that is none.
std::string check_typed(const std::string& text, Trace& trace) {
  Client client({.endpoints = {std::string(rows().front().url)}}, trace);
  client.act(model::LogIn{.address = text, .password = base::Secret(password)});
  const bool is_asked = !client.outputs.empty();
  const auto typed = client.model().complete_address(text);
  if (is_asked && !typed) return "a server is asked about an address that is none";
  return "";
}

// A message from there is shown under that very address, or not at all, and the session goes on.
std::string check_received(const std::string& sender, const std::string& other, Trace& trace) {
  Play play(rows().front(), trace);
  std::string problem = play.go_to(Stage::Online, {});
  if (!problem.empty()) return problem;
  const Rows before = Rows::of(play.client().model());
  play.forget();
  play.end().say("<message xmlns='jabber:client' type='chat' from='" + escaped(sender) + "' to='" +
                 std::string(own_jid) + "'><body>" + std::string(words) + "</body></message>");
  if (!Rows::of(play.client().model()).added_since(before)) return "a message of before is changed";
  const auto from = xmpp::Jid::received(sender);
  const auto wrong = xmpp::Jid::parse(other);
  for (const auto& [jid, conversation] : play.client().model().conversations()) {
    for (const model::Message& message : conversation.timeline.messages()) {
      if (message.body != words) continue;
      if (!from || jid != from->bare()) return "it is shown under " + printable(jid.text());
      if (wrong && message.from == *wrong) return "it is shown as of " + printable(other);
      if (wrong && wrong->is_bare() && jid == *wrong)
        return "it is shown under " + printable(other);
    }
  }
  return play.recover();
}

}  // namespace

void run_jid_session_cases(const std::string& folder, const RunCase& run) {
  for (const char* file : {"valid.txt", "invalid.txt", "confusable.txt"}) {
    const bool is_pair = std::string_view(file) == "confusable.txt";
    for (const Line& line : lines_of(folder + "/" + file)) {
      if (line.fields.size() < (is_pair ? 2 : 1)) continue;  // the address cases say so
      const std::string& address = line.fields[is_pair ? 1 : 0];
      run("jid/" + std::string(file) + ":" + std::to_string(line.number) + " in a session",
          [&](Trace& trace) -> std::string {
            const std::string problem = check_typed(address, trace);
            if (!problem.empty()) return problem;
            return check_received(address, is_pair ? line.fields[0] : "", trace);
          });
    }
  }
}

}  // namespace hostile
