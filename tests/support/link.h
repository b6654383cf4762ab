// SPDX-License-Identifier: MIT
// A whole session on a desk: a fixed clock, fixed randomness, a list of what it sent and what it told. The test plays
// the server. Knows no test framework, so that the hostile runner uses it, too.
#pragma once

#include <chrono>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "session/command.h"
#include "session/session.h"
#include "support/fixed_random.h"

namespace support {

using namespace std::chrono_literals;

// Ends the program on a wish that no feature took: no test may pass over one.
class CapturedLog : public base::Log {
 public:
  void write(base::LogLevel, std::string_view area, std::string_view line) override;
  std::vector<std::string> lines;
};

class Link {
 public:
  explicit Link(session::Settings settings = {.endpoints = {"wss://example.com/ws"}},
                uint64_t seed = 1);
  Link(Link&&) noexcept;
  Link& operator=(Link&&) noexcept;
  ~Link();

  // ---- what the world does ----

  void perform(const session::Command& command);
  void input(const base::Input& input);
  void connect(std::string_view account, std::string_view password);
  void open_socket(std::string_view protocol = "xmpp");
  void receive(std::string_view frame);  // on the socket asked for last
  void close_socket(uint16_t code = 1006);
  void network_online() { input(base::NetworkOnline{}); }
  // Lets time pass; the timer fires whenever it was set to.
  void advance(base::Duration duration);
  // Fires the timer while it is due now: slices of work.
  void work();

  // Plays the server through a login with PLAIN or the given offers, up to the bound session and the answers to
  // the first requests. `jid` is what the server binds. False when the session does not come up.
  bool log_in(std::string_view jid, std::string_view roster_items = "");
  // The frames of a login in order, as a server sends them.
  static std::string open_frame(std::string_view domain);
  static std::string features_frame(std::string_view content);
  static std::string bind_result(std::string_view id, std::string_view jid);

  // What the model wishes as soon as there is a new session.
  std::vector<session::Command> first_wishes = {session::LoadRoster{}, session::SetPresence{}};

  // What another life of this page goes on with, and another life that does.
  std::string save() const { return session_.save(); }
  bool restore(std::string_view record);

  // ---- what came of it, oldest first; taken by the reader ----

  std::deque<std::string> sent;    // frames
  std::deque<std::string> opened;  // addresses of sockets
  std::deque<base::HttpRequest> http;
  std::deque<base::Keep> kept;
  size_t closed_sockets = 0;
  std::list<session::Event> events;  // session/event.h
  std::optional<base::Steady> wake;
  base::Now now;
  FixedRandom random;
  base::SocketId socket = 0;

  // The last status told, by name of its alternative; for waiting and for messages.
  template <class T>
  const T* last_status() const {
    return last_status_ ? std::get_if<T>(&*last_status_) : nullptr;
  }
  std::vector<std::string>& log_lines() { return log_->lines; }
  // Forgets all that was sent and told.
  void forget();

 private:
  void drain();

  std::unique_ptr<CapturedLog> log_;  // the session keeps its address
  session::Session session_;
  std::optional<stream::Status> last_status_;
  bool is_new_ = false;  // the session: nothing was wished in it
};

// The value of an attribute in a frame's outermost element; empty when there is none.
std::string attribute_of(std::string_view frame, std::string_view name);

}  // namespace support
