// SPDX-License-Identifier: MIT
// The record of a login. See login.h.
#include "session/login.h"

#include <utility>

namespace session {
namespace {

constexpr std::string_view format = "login 1";

void write_token(base::RecordWriter& out, const std::optional<stream::FastToken>& token) {
  out.flag(token.has_value());
  if (token) out.text(token->token.reveal()).text(token->expiry);
}

std::optional<stream::FastToken> read_token(base::RecordReader& in) {
  if (!in.flag()) return std::nullopt;
  stream::FastToken token;
  token.token = base::Secret(in.text());
  token.expiry = std::string(in.text());
  return token;
}

}  // namespace

void Login::write(base::RecordWriter& out, bool with_keys) const {
  out.text(account.text()).flag(stays).flag(scram_seen).text(endpoint);
  out.flag(credentials.is_anonymous);
  write_token(out, credentials.fast);
  write_token(out, credentials.fast_before);
  const bool has_keys = with_keys && credentials.keys;
  out.flag(has_keys);
  if (!has_keys) return;
  const stream::ScramKeys& keys = *credentials.keys;
  out.number(static_cast<uint64_t>(keys.mechanism)).text(keys.salt).number(keys.iterations);
  out.text(keys.client_key.reveal()).text(keys.server_key.reveal());
}

bool Login::read(base::RecordReader& in) {
  Login out;
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
  out.stays = in.flag();
  out.scram_seen = in.flag();
  out.endpoint = std::string(in.text());
  out.credentials.is_anonymous = in.flag();
  out.credentials.fast = read_token(in);
  out.credentials.fast_before = read_token(in);
  if (in.flag()) {
    stream::ScramKeys keys;
    keys.mechanism = static_cast<stream::Mechanism>(
        in.number_up_to(static_cast<uint64_t>(stream::Mechanism::Anonymous)));
    keys.salt = std::string(in.text());
    keys.iterations = static_cast<uint32_t>(in.number_up_to(0xFFFF'FFFFu));
    keys.client_key = base::Secret(in.text());
    keys.server_key = base::Secret(in.text());
    out.credentials.keys = std::move(keys);
  }
  if (!in.is_good() || !jid || (!account.empty() && *jid != account)) return false;
  out.account = *jid;
  *this = std::move(out);
  return true;
}

std::string Login::save() const {
  base::RecordWriter out(format);
  write(out, false);
  return out.take();
}

bool Login::restore(std::string_view record) {
  base::RecordReader in(record, format);
  Login out;
  out.account = account;
  if (!out.read(in) || !in.is_finished()) return false;
  *this = std::move(out);
  return true;
}

}  // namespace session
