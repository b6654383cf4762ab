// SPDX-License-Identifier: MIT
// What a reload, or a tab that is duplicated, goes on with. See base/record.h.
#include <utility>

#include "base/record.h"
#include "session/session_state.h"

namespace session {

namespace {

constexpr std::string_view record_format = "session 5";

}  // namespace

std::string Session::save() const {
  const State& s = *state_;
  // Logged out: nobody's.
  if (s.settings.remember == Remember::No || !s.stream || s.is_logged_out) return {};
  std::optional<stream::ManagedSession> session = s.stream->resumable();
  base::RecordWriter out(record_format);
  s.login.write(out, true);
  // Without one, the login at least goes on.
  out.flag(session.has_value());
  if (session) session->write(out);
  out.text(s.stream->saved_connection());
  out.number(s.facts.rooms.size());
  for (const xmpp::Jid& room : s.facts.rooms) out.text(room.text());
  out.number(s.facts.watchers.size());
  for (const xmpp::Jid& watcher : s.facts.watchers) out.text(watcher.text());
  for (const auto& extension : s.extensions) extension->save(out);
  return out.take();
}

bool Session::restore(std::string_view record, base::Env& env) {
  State& s = *state_;
  if (s.stream || s.settings.remember == Remember::No) return false;
  base::RecordReader in(record, record_format);
  Login login;
  if (!login.read(in)) return false;
  std::optional<stream::ManagedSession> session;
  if (in.flag()) {
    session = stream::ManagedSession::read(in);
    if (!session) return false;
  }
  std::string connection(in.text());
  Facts facts;
  auto read_set = [&](std::set<xmpp::Jid>& out) {
    const size_t count = in.count();
    for (size_t i = 0; i < count && in.is_good(); ++i) {
      base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
      if (jid) out.insert(*jid);
    }
  };
  read_set(facts.rooms);
  read_set(facts.watchers);
  for (auto& extension : s.extensions) extension->restore(in);
  State::Work work(s, env);
  if (!in.is_finished() || !work.is_welcome(login.account)) {
    // What the extensions have read so far is of no account.
    for (auto& extension : s.extensions) extension->on_new_account(work);
    return false;
  }
  if (session) {
    facts.own = session->jid;
    s.facts = std::move(facts);
  } else {
    for (auto& extension : s.extensions) extension->on_lost(work);
  }
  work.start(std::move(login), std::move(session), true, std::move(connection));
  work.settle();
  work.arm();
  return true;
}

bool Session::restore_login(std::string_view record, base::Env& env) {
  State& s = *state_;
  if (s.stream || s.settings.remember == Remember::No) return false;
  base::RecordReader in(record, record_format);
  Login login;
  if (!login.read(in) || !login.credentials.can_log_in()) return false;
  State::Work work(s, env);
  if (!work.is_welcome(login.account)) return false;
  work.emit(LoginRestored{login.account});
  work.start(std::move(login), std::nullopt, true);
  work.settle();
  work.arm();
  return true;
}

}  // namespace session
