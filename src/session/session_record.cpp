// SPDX-License-Identifier: MIT
// What a reload, or a tab that is duplicated, goes on with: a section for the login, one for the stream, one for what the gate
// knows, and one for each extension that has something to keep (base/sections.h).
#include <utility>

#include "base/sections.h"
#include "session/session_state.h"

namespace session {

namespace {

constexpr std::string_view record_format = "session 6";
constexpr std::string_view login_section = "login 1", stream_section = "stream 1",
                           gate_section = "gate 1";

void write_set(base::RecordWriter& out, const std::set<xmpp::Jid>& jids) {
  out.number(jids.size());
  for (const xmpp::Jid& jid : jids) out.text(jid.text());
}

std::set<xmpp::Jid> read_set(base::RecordReader& in) {
  std::set<xmpp::Jid> out;
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    if (jid) out.insert(*jid);
  }
  return out;
}

std::optional<Login> read_login(const base::Sections& sections) {
  base::RecordReader in = sections.section(login_section);
  Login out;
  if (!out.read(in) || !in.is_finished()) return std::nullopt;
  return out;
}

}  // namespace

std::string Session::save() const {
  const State& s = *state_;
  // Logged out: nobody's.
  if (s.settings.remember == Remember::No || !s.stream || s.is_logged_out) return {};
  base::SectionsWriter out(record_format);
  out.add(login_section, [&](base::RecordWriter& in) { s.login.write(in, true); });
  // Without one, the login at least goes on.
  if (std::optional<stream::ManagedSession> session = s.stream->resumable()) {
    out.add(stream_section, [&](base::RecordWriter& in) {
      session->write(in);
      in.text(s.stream->saved_connection());
    });
  }
  out.add(gate_section, [&](base::RecordWriter& in) { write_set(in, s.facts.watchers); });
  for (const auto& extension : s.extensions) {
    if (extension->section().empty()) continue;
    out.add(extension->section(), [&](base::RecordWriter& in) { extension->save(in); });
  }
  return out.take();
}

bool Session::restore(std::string_view record, base::Env& env) {
  State& s = *state_;
  if (s.stream || s.settings.remember == Remember::No) return false;
  const base::Sections sections(record, record_format);
  std::optional<Login> login = read_login(sections);
  State::Work work(s, env);
  if (!login || !work.is_welcome(login->account)) return false;
  base::RecordReader stream = sections.section(stream_section);
  std::optional<stream::ManagedSession> session = stream::ManagedSession::read(stream);
  std::string connection(stream.text());
  base::RecordReader gate = sections.section(gate_section);
  Facts facts;
  facts.watchers = read_set(gate);
  bool is_whole = stream.is_finished() && gate.is_finished();
  for (auto& extension : s.extensions) {
    if (extension->section().empty()) continue;
    base::RecordReader in = sections.section(extension->section());
    extension->restore(in);
    if (in.is_finished()) continue;
    extension->on_new_account(work);
    is_whole = false;
  }
  if (session && is_whole) {
    facts.own = session->jid;
    s.facts = std::move(facts);
  } else {
    // A resumed session tells nothing again: where anything is missing, a new one begins. What was being sent is known to
    // whoever wrote it.
    session.reset();
    connection.clear();
    for (auto& extension : s.extensions) extension->on_lost(work);
  }
  work.start(*std::move(login), std::move(session), true, std::move(connection));
  work.settle();
  work.arm();
  return true;
}

bool Session::restore_login(std::string_view record, base::Env& env) {
  State& s = *state_;
  if (s.stream || s.settings.remember == Remember::No) return false;
  std::optional<Login> login = read_login(base::Sections(record, record_format));
  if (!login || !login->credentials.can_log_in()) return false;
  State::Work work(s, env);
  if (!work.is_welcome(login->account)) return false;
  work.emit(LoginRestored{login->account});
  work.start(*std::move(login), std::nullopt, true);
  work.settle();
  work.arm();
  return true;
}

}  // namespace session
