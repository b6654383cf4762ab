// SPDX-License-Identifier: MIT
// A model with one conversation, of which the archive holds more: it has one row, "nine", whose name is a9.
#pragma once

#include "support/model_driver.h"

namespace support {

using Texts = std::vector<std::string>;

struct PagesDriver : ModelDriver {
  static constexpr const char* romeo = "romeo@example.net";

  PagesDriver() {
    log_in();
    receive_live("a9", "nine");
    commands.clear();
  }
  const xmpp::Jid account = jid("alice@example.com");

  void receive_live(const std::string& archive_id, const std::string& body) {
    event(session::MessageReceived{.conversation = jid(romeo),
                                   .from = jid("romeo@example.net/o"),
                                   .sent = now.wall,
                                   .content = {.body = body, .archive_id = archive_id}});
  }
  // Of a page, so many seconds ago.
  void older(const std::string& archive_id, const std::string& body, int seconds = 60,
             bool is_own = false, const std::string& id = "") {
    event(session::MessageReceived{
        .conversation = jid(romeo),
        .from = jid(is_own ? "alice@example.com/web" : "romeo@example.net/o"),
        .is_own = is_own,
        .id = id,
        .sent = now.wall - std::chrono::seconds(seconds),
        .is_delayed = true,
        .is_archived = true,
        .is_older = true,
        .content = {.body = body, .archive_id = archive_id}});
  }
  void ends(bool is_last = false, bool is_failed = false) {
    event(session::ArchivePageRead{jid(romeo), is_failed, is_last});
  }
  void looks(uint64_t gap = 0, bool is_forward = false) {
    act(model::ReadHistory{jid(romeo), gap, is_forward});
  }
  // Above which name the page is wanted that was asked for since; none: "-".
  std::string asked() {
    const auto pages = all<session::ReadArchivePage>();
    const std::string out = pages.empty() ? "-" : pages.back().edge;
    commands.clear();
    return out;
  }
  Texts bodies() const {
    Texts out;
    for (const model::Message& message : with(romeo).timeline.messages()) {
      out.push_back(message.gap ? "… " + message.body : message.body);
    }
    return out;
  }
  void start_anew() {
    lose_connection();
    come_online();
    event(session::ArchiveRead{account, true});
    commands.clear();
  }
  uint64_t key(size_t row) const { return with(romeo).timeline.messages()[row].key; }
};

}  // namespace support
