// SPDX-License-Identifier: MIT
// One function for each verdict. See verdict.h.
#include "hostile/verdict.h"

#include <algorithm>

#include "base/overloaded.h"
#include "hostile/line_file.h"
#include "session/event.h"
#include "xml/reader.h"
#include "xmpp/ns.h"
#include "xmpp/stream_error.h"

namespace hostile {
namespace {

using Problem = std::string;  // a sentence, or empty

// Besides the end of the connection, and what it means for our own messages: they are given back, to be sent again.
bool only_statuses(const Happened& h) {
  const auto& events = h.play.client().events;
  return std::all_of(events.begin(), events.end(), [](const session::Event& event) {
    return base::holds<session::StatusChanged>(event) || base::holds<session::MessageUnsent>(event);
  });
}

// The condition of the stream error that was sent, if the client closed as RFC 7395 3.5 and 3.6 want it.
std::optional<std::string> stream_error(const Happened& h) {
  const auto& sent = h.play.end().sent;
  if (sent.size() < 2 || !h.play.end().is_let_go() || sent.back() != farewell) return std::nullopt;
  support::FixedRandom random;
  xml::Reader reader(random);
  const auto error = reader.read(sent[sent.size() - 2]);
  if (!error || !error->is({xmpp::ns::streams, "error"}) || error->children().empty()) {
    return std::nullopt;
  }
  return error->children().front().local();
}

Problem check_stream_error(const Happened& h, const std::vector<std::string>& errors) {
  if (!only_statuses(h)) return "something reached the model";
  const std::optional<std::string> condition = stream_error(h);
  if (!condition) return "no stream error, <close/> and end of the connection";
  if (h.play.end().sent.size() != 2) {
    return "sent more than the error and <close/>: " + printable(h.play.end().sent.front());
  }
  if (!errors.empty() && std::find(errors.begin(), errors.end(), *condition) == errors.end()) {
    return "the stream error is " + *condition;
  }
  return "";
}

Problem check_silence(const Happened& h) {
  const auto& sent = h.play.end().sent;
  return sent.empty() ? "" : "something was sent: " + printable(sent.front());
}

Problem check_ignored(const Happened& h) {
  if (!h.play.client().events.empty()) return "the model was told something";
  if (h.play.client().model().version() != h.version_before) return "the model has changed";
  if (h.play.end().is_let_go()) return "the connection was closed";
  return check_silence(h);
}

Problem check_shown(const Happened& h, const Expectation& expected) {
  const auto added = Rows::of(h.play.client().model()).added_since(h.before);
  if (!added) return "a message of before is changed";
  if (added->empty()) return "nothing is shown";
  if (added->size() > 1) return "more than one message is shown";
  if (expected.body && added->front() != *expected.body) {
    return "shown as '" + printable(added->front()) + "'";
  }
  return "";
}

Problem check_accepted(const Happened& h, const Expectation& expected) {
  if (is_session(h.stage)) return check_shown(h, expected);
  if (expected.stage == h.stage) {
    // It is meant for this very moment: the login goes on.
    return h.play.end().is_let_go() ? "the connection was closed" : "";
  }
  // Before the session exists no stanza is accepted, however well-formed: it must be read, and reach nobody.
  const Problem ignored = check_ignored(h);
  return ignored.empty() ? ignored : check_stream_error(h, {});
}

Problem check_unchanged(const Happened& h) {
  return Rows::of(h.play.client().model()).added_since(h.before) ? ""
                                                                 : "a message of before is changed";
}

Problem check_close(const Happened& h) {
  if (!only_statuses(h)) return "something reached the model";
  if (!h.play.end().is_let_go()) return "the connection was not closed";
  for (const std::string& element : h.play.end().sent) {
    if (element != farewell) return "sent besides <close/>: " + printable(element);
  }
  return "";
}

// With or without a word about why.
Problem check_terminated(const Happened& h) {
  if (!only_statuses(h)) return "something reached the model";
  const auto& sent = h.play.end().sent;
  if (!h.play.end().is_let_go()) return "the session was not terminated";
  if (sent.empty() || sent.back() != farewell) return "the server was not told that it is over";
  return "";
}

Problem check_one(const Happened& h, const std::string& verdict, const Expectation& expected) {
  if (verdict == "stream-error") return check_stream_error(h, expected.errors);
  if (verdict == "close-no-follow") return check_close(h);
  if (verdict == "bosh-terminate") return check_terminated(h);
  if (verdict == "accept" || verdict == "show-safe") return check_accepted(h, expected);
  if (verdict == "ignore") return check_ignored(h);
  if (verdict == "no-mutate") return check_unchanged(h);
  if (verdict == "no-reply" || verdict == "no-auto-action") return check_silence(h);
  return "";  // any-safe, bounded: check_always() is all there is to ask
}

}  // namespace

Rows Rows::of(const model::Model& model) {
  Rows out;
  for (const auto& [jid, conversation] : model.conversations()) {
    for (const model::Message& message : conversation.timeline.messages()) {
      // The tick beside a message of ours may change with an acknowledgement; what was said may not, nor that it arrived.
      const bool is_delivered = message.state == model::MessageState::Delivered;
      out.rows_[jid.text()].push_back(std::to_string(message.key) + " " + message.from.text() +
                                      " " + message.id + (is_delivered ? " delivered " : " ") +
                                      message.body);
      out.bodies_[jid.text()].push_back(message.body);
    }
  }
  return out;
}

std::optional<std::vector<std::string>> Rows::added_since(const Rows& before) const {
  std::vector<std::string> added;
  for (const auto& [address, rows] : before.rows_) {
    const auto now = rows_.find(address);
    if (now == rows_.end() || now->second.size() < rows.size()) return std::nullopt;
    if (!std::equal(rows.begin(), rows.end(), now->second.begin())) return std::nullopt;
  }
  for (const auto& [address, bodies] : bodies_) {
    const auto old = before.rows_.find(address);
    const size_t known = old == before.rows_.end() ? 0 : old->second.size();
    added.insert(added.end(), bodies.begin() + static_cast<std::ptrdiff_t>(known), bodies.end());
  }
  return added;
}

std::string check_always(const Happened& h) {
  Problem problem;
  const auto must_be_ours = [&](const std::string& url) {
    if (url != h.row.url) problem = "asks its host for " + printable(url);
  };
  for (const base::Output& output : h.play.client().outputs) {
    std::visit(base::Overloaded{
                   [&](const base::OpenSocket& o) { must_be_ours(o.url); },
                   [&](const base::HttpRequest& o) { must_be_ours(o.url); },
                   [&](const base::OpenLink& o) { problem = "opens a link: " + printable(o.url); },
                   [](const auto&) {},
               },
               output);
  }
  if (problem.empty() && !is_session(h.stage) && h.stage != Stage::Binding &&
      h.stage != Stage::Resuming && !only_statuses(h)) {
    problem = "something reached the model before there was a session";
  }
  return problem;
}

std::string check(const Happened& happened, const Expectation& expected) {
  std::string problems;
  for (const std::string& verdict : expected.verdicts) {
    const Problem problem = check_one(happened, verdict, expected);
    if (problem.empty()) return "";
    problems += (problems.empty() ? "" : "; ") + problem;
  }
  return problems;
}

}  // namespace hostile
