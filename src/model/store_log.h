// SPDX-License-Identifier: MIT
// How far the model and the account's store (base/io.h) are in step: what changed since it was last written, what is on
// its way, what is still to be read. model_store.cpp moves it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/io.h"
#include "model/timeline.h"
#include "xmpp/jid.h"

namespace model {

struct StoreLog {
  enum class State {
    Off,      // memory only: there is no store, or it failed
    Closed,   // nobody is logged in yet
    Opening,  // asked for
    Reading,  // it is open; what was left to be sent, and the list of conversations, are on their way
    Open,     // changes are written
  };
  using Row = std::pair<xmpp::Jid, MessageKey>;

  State state = State::Closed;
  std::string store;  // the account's bare JID
  std::string owner;  // of this life; see base::StoreOpened

  // Changed since the batch on its way.
  std::set<Row> rows;
  std::set<xmpp::Jid> conversations;
  std::set<xmpp::Jid> archives;
  std::set<unsigned> roster_pages;  // model/roster_record.h
  bool has_new_roster_version = false;
  std::set<std::string> notes;       // their ids
  std::vector<std::string> removed;  // keys
  // On its way: its number, its rows, and those of them that are sent when it is safe.
  std::optional<uint64_t> batch;
  std::vector<Row> writing;
  std::vector<std::string> writing_notes;
  uint64_t last_batch = 0;

  // Reading: which answer is which.
  uint64_t last_request = 0;
  uint64_t archives_request = 0, outbox_request = 0, roster_request = 0, conversations_request = 0,
           rows_request = 0;
  // The newest rows above a spot, of what is kept under an address.
  struct Page {
    xmpp::Jid jid;
    Spot below{};            // {}: the newest of all
    bool is_erased = false;  // they are not to be shown, but to go
  };
  Page reading;                           // which `rows_request` asks for
  std::deque<Page> to_read;               // which come next
  size_t rows_left = 0;                   // how many more are read without being asked for
  std::vector<base::StoreRecord> outbox;  // until the conversations are there
  int reopened = 0;                       // after it was lost

  bool is_on() const { return state != State::Off; }
};

}  // namespace model
