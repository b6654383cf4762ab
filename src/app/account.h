// SPDX-License-Identifier: MIT
// One of the accounts a person is logged in with: its session, its model, and what is on the way between them. All of them
// share one host, and with it the numbers of sockets and requests: each has a range of its own.
#pragma once

#include <deque>
#include <optional>

#include "base/io.h"
#include "model/model.h"
#include "model/place.h"
#include "session/command.h"
#include "session/session.h"

namespace app {

struct Options;

struct Account {
  Account(const Options& options, model::AccountId number);

  // Somebody is, or was just, logged in with it.
  bool is_used() const { return !model.account().jid.empty(); }

  model::AccountId id;
  session::Session session;
  model::Model model;
  std::deque<session::Command> commands;
  std::optional<base::Steady> wake, model_wake;  // of the session and of the model
};

// Under which the device keeps who stays signed in with that account, and which account a record is about.
std::string login_key(model::AccountId account);
std::optional<model::AccountId> account_of_login_key(std::string_view key);

// The number of a socket or request as the host knows it.
void to_host(model::AccountId account, base::Output& output);
// The contrary: whose it is, and the number as that session knows it. Absent, and unchanged, where the input has none.
std::optional<model::AccountId> from_host(base::Input& input);

}  // namespace app
