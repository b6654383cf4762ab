// SPDX-License-Identifier: MIT
// See account.h.
#include "app/account.h"

#include "app/client.h"
#include "base/overloaded.h"
#include "ext/registry.h"

namespace app {

namespace {

// The highest bit is taken: session_login.cpp counts its good-byes from there.
constexpr int account_shift = 27;
constexpr uint32_t account_bits = 0xFu << account_shift;

constexpr std::string_view first_login_key = "login";

session::Settings session_settings(const Options& options, model::AccountId account) {
  session::Settings settings{.allowed_endpoints = options.allowed_endpoints,
                             .allow_plain = options.allow_plain,
                             .allow_insecure = options.allow_insecure,
                             .has_certificate = options.has_certificate,
                             .remember = options.remember,
                             .login_key = login_key(account),
                             .language = options.language,
                             .make_tcp = options.make_tcp,
                             .log = options.log};
  if (!options.account.empty()) {
    settings.account = model::login_address(options.account, options.domain).value_or(xmpp::Jid());
  }
  settings.servers = options.servers;
  // The first one logs in where the deployer says, whatever its domain; any other may be somewhere else.
  if (account > 0) settings.endpoints_domain = options.domain;
  for (const std::string* url : {&options.websocket_url, &options.bosh_url}) {
    if (!url->empty()) settings.endpoints.push_back(*url);
  }
  return settings;
}

model::Settings model_settings(const Options& options, model::AccountId account) {
  return {.account = account,
          .domain = options.domain,
          .stays = options.stays,
          .has_store = options.has_store && options.remember != session::Remember::No,
          .tells_typing = options.tells_typing,
          .gives_receipts = options.gives_receipts,
          .page_rows = options.page_rows,
          .allows_more_accounts = options.account.empty() && options.allows_more_accounts};
}

}  // namespace

Account::Account(const Options& options, model::AccountId number)
    : id(number),
      session(session_settings(options, number), ext::make_all()),
      model(model_settings(options, number)) {
  session.await_commits(model.has_store());
}

std::string login_key(model::AccountId account) {
  std::string key(first_login_key);
  if (account > 0) key += ' ' + std::to_string(account);
  return key;
}

std::optional<model::AccountId> account_of_login_key(std::string_view key) {
  for (model::AccountId account = 0; account < model::max_accounts; ++account) {
    if (key == login_key(account)) return account;
  }
  return std::nullopt;
}

void to_host(model::AccountId account, base::Output& output) {
  const uint32_t bits = static_cast<uint32_t>(account) << account_shift;
  base::match(base::Overloaded{
                  [&](base::OpenSocket& it) { it.socket |= bits; },
                  [&](base::SendText& it) { it.socket |= bits; },
                  [&](base::StartTls& it) { it.socket |= bits; },
                  [&](base::CloseSocket& it) { it.socket |= bits; },
                  [&](base::HttpRequest& it) { it.request |= bits; },
                  [&](base::HttpCancel& it) { it.request |= bits; },
                  [](auto&) {},
              },
              output);
}

std::optional<model::AccountId> from_host(base::Input& input) {
  const auto take = [](uint32_t& number) {
    const uint32_t account = (number & account_bits) >> account_shift;
    number &= ~account_bits;
    return std::optional(static_cast<model::AccountId>(account));
  };
  using None = std::optional<model::AccountId>;
  return base::match(base::Overloaded{
                         [&](base::SocketOpened& it) { return take(it.socket); },
                         [&](base::SocketText& it) { return take(it.socket); },
                         [&](base::SocketClosed& it) { return take(it.socket); },
                         [&](base::SocketSecured& it) { return take(it.socket); },
                         [&](base::HttpReply& it) { return take(it.request); },
                         [](auto&) { return None(); },
                     },
                     input);
}

}  // namespace app
