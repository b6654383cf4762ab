// SPDX-License-Identifier: MIT
// Who is logged in: logging in and out, coming back without a password, and what the device keeps for that and other tabs
// hear of. XEP-0388, XEP-0484, trap C 31.
#include <utility>

#include "session/command.h"
#include "session/session_state.h"

namespace session {

namespace {

// Numbers of the farewell stream's sockets and requests: far from those of the session's own.
constexpr uint32_t farewell_numbers = 0x8000'0000u;

constexpr std::string_view device_key = "device";

}  // namespace

const std::string* Session::State::Work::kept(std::string_view key) const {
  auto found = s_.kept.find(account_key(key));
  return found == s_.kept.end() ? nullptr : &found->second;
}

void Session::State::Work::keep(std::string_view key, std::string value) {
  // Every guest is somebody else, under the same name; and who has logged out is nobody any more.
  if (s_.login.credentials.is_anonymous || s_.is_logged_out) return;
  store(account_key(key), std::move(value), s_.login.stays);
}

void Session::State::Work::log_in(const Connect& connect) {
  Login login;
  login.account = connect.account;
  login.stays = connect.stay && s_.settings.remember == Remember::Device;
  auto known = s_.kept.find(record_key(connect.account));
  if (known != s_.kept.end()) login.restore(known->second);
  stream::Credentials& have = login.credentials;
  const bool is_new_password = !connect.password.empty();
  // Who types a password wants it to be tried, not what an older one left behind.
  if (is_new_password) have = {};
  have.password = connect.password;
  have.bearer = connect.token;
  have.is_anonymous = connect.is_anonymous;
  have.has_certificate = s_.settings.has_certificate;
  start(std::move(login), std::nullopt, false);
}

void Session::State::Work::start(Login login, std::optional<stream::ManagedSession> session,
                                 bool is_returning, std::string connection) {
  if (s_.stream) {
    s_.stream->abandon(env_);
    settle();
  }
  remember_stream();
  if (login.account != s_.login.account && !is_returning) {
    for (auto& extension : s_.extensions) extension->on_new_account(*this);
  }
  s_.login = std::move(login);
  s_.is_logged_out = false;
  stream::Config config = make_config(std::move(session), is_returning);
  config.connection = std::move(connection);
  s_.stream.emplace(std::move(config));
  s_.stream->await_commits(s_.awaits_commits);
  s_.stream->connect(env_);
}

namespace {

std::vector<std::string> endpoints_of(std::string_view domain, const Settings& settings) {
  for (const auto& [other, endpoint] : settings.servers) {
    if (other == domain) return {endpoint};
  }
  const bool are_its_own = settings.endpoints_domain.empty() || settings.endpoints_domain == domain;
  return are_its_own ? settings.endpoints : std::vector<std::string>();
}

}  // namespace

stream::Config Session::State::Work::make_config(std::optional<stream::ManagedSession> session,
                                                 bool is_returning) {
  const Login& login = s_.login;
  return {.account = login.account,
          .credentials = login.credentials,
          .endpoints = endpoints_of(login.account.domain(), s_.settings),
          .preferred_endpoint = login.endpoint,
          .allowed_endpoints = s_.settings.allowed_endpoints,
          .allow_plain = s_.settings.allow_plain,
          .allow_insecure = s_.settings.allow_insecure,
          .language = s_.settings.language,
          .device_id = device_id(),
          .wants_token = s_.settings.remember != Remember::No && !login.credentials.is_anonymous,
          .is_returning = is_returning,
          .session = std::move(session),
          .is_visible = s_.is_visible,
          .scram_seen = login.scram_seen || s_.scram_accounts.count(login.account) > 0,
          .last_socket = s_.last_socket,
          .last_request = s_.last_request,
          .make_tcp = s_.settings.make_tcp,
          .log = s_.settings.log};
}

void Session::State::Work::log_out(bool forget) {
  if (!s_.stream) return;
  if (forget && s_.login.credentials.fast) {
    stream::Config config = make_config(std::nullopt, false);
    config.preferred_endpoint = s_.stream->endpoint();
    config.purpose = stream::Purpose::Invalidate;
    config.last_socket = config.last_request = farewell_numbers + s_.stream->last_socket();
    s_.farewell.emplace(std::move(config));
    s_.farewell->connect(env_);
  }
  s_.stream->close(env_);
  if (!forget) return;
  forget_login();
  s_.login.credentials = {};
  s_.is_logged_out = true;
}

void Session::State::Work::on_kept(const base::Kept& record) {
  if (record.where != base::Keeping::Device) return;
  if (record.value.empty()) {
    s_.kept.erase(record.key);
  } else {
    s_.kept[record.key] = record.value;
  }
  const bool is_ours = s_.stream && !s_.is_logged_out && !s_.login.credentials.is_anonymous &&
                       record.key == record_key(s_.login.account);
  if (!is_ours) return;
  if (record.value.empty()) {
    on_logged_out_elsewhere();
  } else if (s_.login.stays) {
    Login other;
    other.account = s_.login.account;
    if (!other.restore(record.value)) return;
    s_.stream->set_token(other.credentials.fast);
    s_.login.credentials = s_.stream->credentials();  // what is written down next has it, too
  }
}

void Session::State::Work::on_logged_out_elsewhere() {
  for (const std::string& key : login_keys()) s_.kept.erase(key);
  s_.login.credentials = {};
  s_.is_logged_out = true;
  emit(LoginForgotten{});
}

void Session::State::Work::on_all_kept() {
  if (s_.stream) return;
  auto found = s_.kept.find(s_.settings.login_key);
  if (found == s_.kept.end()) return;
  base::Result<xmpp::Jid> account = xmpp::Jid::received(found->second);
  auto known = account ? s_.kept.find(record_key(*account)) : s_.kept.end();
  Login login;
  if (known == s_.kept.end() || !login.restore(known->second)) return;
  if (!is_welcome(*account)) return;
  login.account = *account;
  login.stays = true;
  if (!login.credentials.can_log_in()) return;
  emit(LoginRestored{login.account});
  start(std::move(login), std::nullopt, true);
}

void Session::State::Work::take_farewell(stream::Item item) {
  if (auto* output = std::get_if<base::Output>(&item)) {
    s_.out.emplace_back(std::move(*output));
  } else if (auto* status = std::get_if<stream::Status>(&item)) {
    const bool is_over = std::holds_alternative<stream::Closed>(*status) ||
                         std::holds_alternative<stream::Failed>(*status);
    if (is_over) s_.farewell_is_over = true;
  }
}

bool Session::State::Work::is_welcome(const xmpp::Jid& account) const {
  return s_.settings.account.empty() || xmpp::may_be_spelled(account, s_.settings.account);
}

void Session::State::Work::remember_stream() {
  if (!s_.stream) return;
  s_.last_socket = s_.stream->last_socket();
  s_.last_request = s_.stream->last_request();
  if (s_.stream->scram_seen()) s_.scram_accounts.insert(s_.login.account);
}

void Session::State::Work::store(std::string key, std::string value, bool on_device) {
  if (on_device) {
    s_.out.emplace_back(base::Output(base::Keep{base::Keeping::Device, key, value}));
  }
  if (value.empty()) {
    s_.kept.erase(key);
  } else {
    s_.kept[std::move(key)] = std::move(value);
  }
}

std::string Session::State::Work::account_key(std::string_view key) const {
  return std::string(key) + ":" + s_.login.account.text();
}

std::string Session::State::Work::record_key(const xmpp::Jid& account) {
  return "account:" + account.text();
}

std::string Session::State::Work::device_id() {
  auto found = s_.kept.find(device_key);
  if (found != s_.kept.end()) return found->second;
  std::string id = base::new_uuid(env_.random);
  store(std::string(device_key), id, s_.settings.remember != Remember::No);
  return id;
}

void Session::State::Work::keep_login() {
  if (!s_.login.stays) return;
  store(record_key(s_.login.account), s_.login.save(), true);
  store(s_.settings.login_key, s_.login.account.text(), true);
}

void Session::State::Work::forget_login() {
  std::vector<std::string> keys = login_keys();
  if (s_.settings.remember != Remember::No && !s_.login.credentials.is_anonymous) {
    keys.push_back(record_key(s_.login.account));
  }
  for (std::string& key : keys) store(std::move(key), "", true);
}

std::vector<std::string> Session::State::Work::login_keys() const {
  std::vector<std::string> keys;
  const std::string suffix = ":" + s_.login.account.text();
  for (const auto& [key, value] : s_.kept) {
    const bool is_its = key.size() > suffix.size() &&
                        key.compare(key.size() - suffix.size(), suffix.size(), suffix) == 0;
    if (is_its || (key == s_.settings.login_key && value == s_.login.account.text()))
      keys.push_back(key);
  }
  return keys;
}

// What the server calls the account is its name from now on, in what is kept, too. Every guest is somebody else, under the
// name of the domain.
void Session::State::Work::take_spelling() { s_.login.account = s_.stream->account(); }

void Session::State::Work::on_login() {
  s_.login.scram_seen = s_.stream->scram_seen();
  s_.login.endpoint = s_.stream->endpoint();
  keep_login();
}

}  // namespace session
