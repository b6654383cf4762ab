// SPDX-License-Identifier: MIT
// One account's session: the stream, the gate, the request tracker and the features, behind two
// queues. It routes; it does not know which features exist. RFC 6120 section 8 and 10, RFC 6121.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/io.h"
#include "base/log.h"
#include "session/extension.h"
#include "stream/stream.h"

namespace session {

// What of a login outlives the page (the deployer's choice; a person may ask for less).
enum class Remember {
  No,
  Tab,     // a reload of the tab finds the session again
  Device,  // and so does a restart of the browser, if the person said "stay signed in"
};

// What the deployer decides; from config.json, mount() options or the command line.
struct Settings {
  std::vector<std::string> endpoints;  // best first; see stream::Config
  std::string endpoints_domain;  // whose they are; empty: of whichever domain somebody logs in to
  // Of other domains: domain and endpoint. What stands nowhere is asked for (XEP-0156, RFC 6120 3.2).
  std::vector<std::pair<std::string, std::string>> servers;
  std::vector<std::string> allowed_endpoints;
  bool allow_plain = false;
  bool allow_insecure = false;
  bool has_certificate = false;  // the transport shows one (native)
  Remember remember = Remember::Tab;
  // Whom the surroundings log in; nobody else's session or login is taken up again (protocol trap B 24). Empty: whoever.
  xmpp::Jid account;
  // Where the device keeps who stays signed in; each of several sessions has its own.
  std::string login_key = "login";
  std::string language = "en";
  stream::MakeTcp make_tcp = nullptr;
  base::Log* log = nullptr;
};

struct Item;  // session/item.h

class Session {
 public:
  Session(Settings settings, std::vector<std::unique_ptr<Extension>> extensions);
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  void handle(const base::Input& input, base::Env& env);
  void perform(const Command& command, base::Env& env);
  // What another life of this page needs to go on with this session; empty when that is impossible or not wanted.
  std::string save() const;
  // The contrary of save(), before anything else was asked: the session is taken up again, by XEP-0198 if the server
  // still has it. False: the record is not one of ours, or damaged; nothing happened then.
  bool restore(std::string_view record, base::Env& env);
  // The record is a copy (a duplicated tab): its page lives and goes on with that session, so only the login is taken up.
  bool restore_login(std::string_view record, base::Env& env);
  // G4 of src/README.md: when what the session told is written down. While commits are awaited the server hears only
  // of what is: mark() says that all told so far goes into that batch, commit() that the batch is safe, commit_all() that
  // there is nothing to write. Drain after commit(), which may answer the server.
  void await_commits(bool is_wanted);
  void mark(uint64_t batch);
  void commit(uint64_t batch, base::Env& env);
  void commit_all(base::Env& env);
  // Drain after every call above, before the next.
  std::optional<Item> poll();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace session
