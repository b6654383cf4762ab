// SPDX-License-Identifier: MIT
// A model with its surroundings: time stands still until told, ids are the same in every run, commands are collected.
#pragma once

#include <string>
#include <vector>

#include "model/action.h"
#include "model/effects.h"
#include "model/model.h"
#include "session/event.h"
#include "support/fixed_random.h"

namespace support {

struct ModelDriver {
  explicit ModelDriver(std::string domain = "example.com", bool has_store = false,
                       size_t page_rows = 200)
      : model(model::Settings{
            .domain = std::move(domain), .has_store = has_store, .page_rows = page_rows}) {
    now.wall = base::Wall(base::Duration(1'800'000'000'000));
    now.steady = base::Steady(base::Duration(5'000'000));
  }

  static xmpp::Jid jid(std::string_view text) { return *xmpp::Jid::parse(text); }

  void event(const session::Event& fact) {
    base::Env env{now, random};
    keep(model.apply(fact, env));
  }
  void act(const model::Action& action) {
    base::Env env{now, random};
    keep(model.apply(action, env));
  }
  void show(bool is_visible) {
    base::Env env{now, random};
    keep(model.apply(base::VisibilityChanged{.is_visible = is_visible}, env));
  }
  void store(const model::StoreEvent& answer) {
    base::Env env{now, random};
    keep(model.apply(answer, env));
  }
  void revive() {
    base::Env env{now, random};
    keep(model.revive(env));
  }
  void log_in() {
    act(model::LogIn{"alice@example.com", base::Secret("secret")});
    come_online();
    event(session::ArchiveRead{jid("alice@example.com"), true});
    commands.clear();
  }
  void come_online() { event(session::StatusChanged{stream::Fresh{jid("alice@example.com/web")}}); }
  void lose_connection() {
    event(session::StatusChanged{stream::Suspended{{.failure = stream::Failure::ConnectionLost},
                                                   now.steady + std::chrono::seconds(5)}});
  }
  void receive(std::string_view from, std::string body, std::string id = {}) {
    event(session::MessageReceived{.conversation = jid(from).bare(),
                                   .from = jid(from),
                                   .id = std::move(id),
                                   .sent = now.wall,
                                   .content = {.body = std::move(body)}});
  }
  void send(std::string_view to, std::string text) {
    act(model::SendText{jid(to), std::move(text)});
  }
  const model::Conversation& with(std::string_view address) const {
    return *model.conversation(jid(address));
  }
  const model::Message& last(std::string_view address) const {
    return with(address).timeline.messages().back();
  }
  // The commands of one kind, in order.
  template <class T>
  std::vector<T> all() const {
    std::vector<T> out;
    for (const session::Command& command : commands) {
      if (const T* wish = base::get_if<T>(&command)) out.push_back(*wish);
    }
    return out;
  }

  FixedRandom random{11};
  base::Now now;
  model::Model model;
  std::vector<session::Command> commands;
  std::vector<base::Output> outputs;

 private:
  void keep(model::Effects effects) {
    for (session::Command& command : effects.commands) commands.push_back(std::move(command));
    for (base::Output& output : effects.outputs) outputs.push_back(std::move(output));
  }
};

}  // namespace support
