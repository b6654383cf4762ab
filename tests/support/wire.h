// SPDX-License-Identifier: MIT
// A test as a dialogue: what the server says, what we say back, what the client is told, in order. Every step checks.
#pragma once

#include <string>
#include <string_view>

#include "base/overloaded.h"
#include "base/topics.h"
#include "session/command.h"
#include "support/catch.h"
#include "support/link.h"

namespace support {

class Wire {
 public:
  // Before the first connection.
  explicit Wire(session::Settings settings = usual());
  // Logged in with an empty roster (or these items), everything of the login read and forgotten.
  static Wire bound(std::string_view jid, std::string_view roster_items = "");
  static session::Settings usual();

  Wire& performs(const session::Command& command);
  Wire& receives(std::string_view frame);
  // The next frame is this, attributes in any order. A value of '*' stands for any that is not empty.
  Wire& sends(std::string_view frame);
  Wire& sends_nothing();
  Wire& opens(std::string_view url);
  Wire& closes_socket();
  Wire& advance(base::Duration duration);

  // The next event, which must be of this type (whoever asks includes session/event.h); statuses are events, too.
  template <class T>
  T event();
  template <class T>
  T status();
  Wire& no_events();

  // The id of the frame that sends() matched last: replies need it.
  const std::string& id() const { return id_; }
  // Its name, for messages.
  std::string first_event() const;
  // Everything so far is of no interest.
  Wire& skip();
  Link& link() { return link_; }

 private:
  // The next event, which must be one.
  stream::Status next_status();

  Link link_;
  std::string id_;
};

// Gives the variant's alternative or fails the test, naming what is there.
template <class T>
T Wire::event() {
  INFO("the event: " << first_event());
  REQUIRE_FALSE(link_.events.empty());
  T* found = base::get_if<T>(&link_.events.front());
  REQUIRE(found != nullptr);
  T out = std::move(*found);
  link_.events.pop_front();
  return out;
}

template <class T>
T Wire::status() {
  const stream::Status told = next_status();
  INFO("index of the status: " << told.index());
  REQUIRE(std::holds_alternative<T>(told));
  return std::get<T>(told);
}

}  // namespace support
