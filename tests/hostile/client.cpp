// SPDX-License-Identifier: MIT
// Session and model on a desk. See client.h.
#include "hostile/client.h"

#include <utility>

#include "base/overloaded.h"
#include "ext/registry.h"
#include "model/effects.h"
#include "session/item.h"

namespace hostile {
namespace {

constexpr int max_ticks = 100'000;  // a timer that never rests is a bug, not a long test

}  // namespace

class Client::TracedLog : public base::Log {
 public:
  explicit TracedLog(Client& client) : client_(client) {}
  void write(base::LogLevel, std::string_view area, std::string_view line) override {
    client_.log.push_back(std::string(area) + ": " + std::string(line));
    client_.trace_.note("log", client_.log.back());
  }

 private:
  Client& client_;
};

class Client::Asker : public session::Extension {
 public:
  explicit Asker(Trace& trace) : trace_(trace) {}
  std::optional<base::Steady> next_wake(const session::Context&) const override {
    return questions.empty() ? std::nullopt : std::optional(base::Steady{});
  }
  void on_wake(session::Context& context) override {
    for (Question& question : std::exchange(questions, {})) {
      context.request(question.type, question.to, std::move(question.payload),
                      [this](session::Context&, const auto& reply) {
                        trace_.note("reply", std::to_string(reply.index()));
                      });
    }
  }
  std::vector<Question> questions;

 private:
  Trace& trace_;
};

Client::Client(session::Settings settings, Trace& trace)
    : trace_(trace),
      now_{base::Steady(1'000'000ms), base::Wall(1'795'380'180'000ms)},  // 2026-11-22T20:43:00Z
      log_(std::make_unique<TracedLog>(*this)),
      session_([&] {
        settings.log = log_.get();
        std::vector<std::unique_ptr<session::Extension>> all = ext::make_all();
        auto asker = std::make_unique<Asker>(trace);
        asker_ = asker.get();
        all.push_back(std::move(asker));
        return session::Session(std::move(settings), std::move(all));
      }()),
      model_(model::Settings{.domain = std::string(server_domain)}) {}

Client::~Client() = default;

void Client::input(const base::Input& input) {
  base::Env now = env();
  session_.handle(input, now);
  drain();
}

void Client::act(const model::Action& action) {
  base::Env now = env();
  apply(model_.apply(action, now));
  drain();
}

void Client::ask(Question question) {
  asker_->questions.push_back(std::move(question));
  input(base::Tick{});
}

void Client::log_in() {
  act(model::LogIn{.address = std::string(account), .password = base::Secret(password)});
}

void Client::advance(base::Duration duration) {
  const base::Steady end = now_.steady + duration;
  const auto go_to = [&](base::Steady at) {
    if (at <= now_.steady) return;
    now_.wall += at - now_.steady;
    now_.steady = at;
  };
  for (int ticks = 0; wake_ && *wake_ <= end && ticks < max_ticks; ++ticks) {
    go_to(*wake_);
    wake_.reset();
    input(base::Tick{});
  }
  go_to(end);
}

void Client::drain() {
  while (std::optional<session::Item> item = session_.poll()) {
    if (auto* output = std::get_if<base::Output>(&*item)) {
      tell(*output);
      continue;
    }
    session::Event& event = std::get<session::Event>(*item);
    trace_.add(event);
    if (auto* changed = base::get_if<session::StatusChanged>(&event)) status_ = changed->status;
    base::Env now = env();
    apply(model_.apply(event, now));
    events.push_back(std::move(event));
  }
}

void Client::apply(model::Effects effects) {
  for (const base::Output& output : effects.outputs) tell(output);
  for (const session::Command& command : effects.commands) {
    base::Env now = env();
    session_.perform(command, now);
  }
}

void Client::tell(const base::Output& output) {
  trace_.add(output);
  if (auto* timer = std::get_if<base::WakeAt>(&output)) {
    wake_ = timer->at;
    return;
  }
  if (std::holds_alternative<base::Keep>(output)) return;
  outputs.push_back(output);
  if (listener_) listener_(output);
}

bool Client::is_up() const {
  return status_ && (std::holds_alternative<stream::Fresh>(*status_) ||
                     std::holds_alternative<stream::Resumed>(*status_));
}

bool Client::is_suspended() const {
  return status_ && std::holds_alternative<stream::Suspended>(*status_);
}

std::string Client::status() const { return status_ ? describe(*status_) : "nothing"; }

stream::Failure Client::failure() const {
  if (!status_) return stream::Failure::None;
  if (auto* failed = std::get_if<stream::Failed>(&*status_)) return failed->why.failure;
  if (auto* suspended = std::get_if<stream::Suspended>(&*status_)) return suspended->why.failure;
  return stream::Failure::None;
}

void Client::forget() {
  events.clear();
  events.shrink_to_fit();
  outputs = {};
  log = {};
}

}  // namespace hostile
