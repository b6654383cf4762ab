// SPDX-License-Identifier: MIT
// The program under test: session and model as app::Client wires them, on a desk where time and randomness are fixed.
// Whatever it says and does is traced, and kept until the test has judged it.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "hostile/trace.h"
#include "model/model.h"
#include "session/event.h"
#include "session/session.h"
#include "support/fixed_random.h"

namespace hostile {

using namespace std::chrono_literals;

// The fixed world of the corpus.
inline constexpr std::string_view account = "juliet@example.com";
inline constexpr std::string_view own_jid = "juliet@example.com/balcony";
inline constexpr std::string_view server_domain = "example.com";
inline constexpr std::string_view password = "pencil";

// Asks what a case says is being asked: the program itself has no reason to.
struct Question {
  xmpp::IqType type = xmpp::IqType::Get;
  std::optional<xmpp::Jid> to;
  xml::Element payload;
};

class Client {
 public:
  using Listener = std::function<void(const base::Output&)>;

  Client(session::Settings settings, Trace& trace);
  ~Client();

  // Told of every output, in order: the other side of the transport.
  void listen(Listener listener) { listener_ = std::move(listener); }
  void input(const base::Input& input);
  void act(const model::Action& action);
  void ask(Question question);
  void log_in();
  // Lets time pass; the timer fires whenever it was set to.
  void advance(base::Duration duration);
  void work() { advance(0ms); }  // what is due now

  const model::Model& model() const { return model_; }
  bool is_up() const;
  bool is_suspended() const;
  std::string status() const;       // in words, for messages
  stream::Failure failure() const;  // why it is not up; None when it is

  // ---- since forget(), oldest first ----

  std::deque<session::Event> events;
  std::vector<base::Output> outputs;  // but for timers and what is kept
  std::vector<std::string> log;
  void forget();

 private:
  class Asker;
  class TracedLog;

  base::Env env() { return {now_, random_}; }
  void drain();
  void apply(model::Effects effects);
  void tell(const base::Output& output);

  Trace& trace_;
  base::Now now_;
  support::FixedRandom random_;
  Listener listener_;
  std::unique_ptr<TracedLog> log_;  // the session keeps its address
  Asker* asker_ = nullptr;          // of the session's extensions
  session::Session session_;
  model::Model model_;
  std::optional<base::Steady> wake_;
  std::optional<stream::Status> status_;
};

}  // namespace hostile
