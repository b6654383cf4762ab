// SPDX-License-Identifier: MIT
// The loop that ties sessions, models and interface together, the same on the web and natively. Entry points feed
// it inputs and ask it for frames; it drains to empty after every mutation.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/account.h"
#include "app/picture.h"
#include "base/env.h"
#include "base/io.h"
#include "base/text_engine.h"
#include "model/action.h"
#include "model/effects.h"
#include "model/model.h"
#include "session/session.h"
#include "ui/ui.h"

namespace app {

// From config.json, mount() options, or the command line.
struct Options {
  std::string websocket_url;  // natively also xmpp: and xmpps:
  std::string bosh_url;       // neither: the domain's host-meta is asked
  std::vector<std::string> allowed_endpoints;
  std::string domain;
  // Of domains that are not served by the above: domain and endpoint. Others are asked where theirs is.
  std::vector<std::pair<std::string, std::string>> servers;
  std::string account;  // whom the surroundings log in; nobody else comes back by himself
  std::string language = "en";
  bool allow_plain = false;
  bool allow_insecure = false;
  bool has_certificate = false;  // native: the transport shows one
  session::Remember remember = session::Remember::Tab;
  bool has_store = false;            // the host has one; without, everything is in memory alone
  bool tells_typing = true;          // others hear that the person is typing
  bool gives_receipts = true;        // and that their messages arrived
  size_t page_rows = 200;            // how many messages are read from the store at once
  bool allows_more_accounts = true;  // at the same time; never where the surroundings name one
  bool stays = false;  // whoever logs in stays signed in on this device, without being asked
  stream::MakeTcp make_tcp = nullptr;
  base::Log* log = nullptr;
};

class Client;

// What whoever embeds the client may show around it: an address, a title, a sign on an icon.
struct Shown {
  std::string chat;      // the open conversation; empty: none
  bool is_room = false;  // it is one
  uint64_t unread = 0;   // messages, in all conversations
  bool operator==(const Shown&) const = default;
};

// What the client needs of its host, all of it called from inside the calls below.
class Host {
 public:
  virtual ~Host() = default;
  virtual void perform(const base::Output& output) = 0;
  // A frame is wanted: once, soon. Called at most once until frame() ran.
  virtual void request_frame() = 0;
  // A frame is wanted at that time, replacing an earlier wish of this kind.
  virtual void request_frame_at(base::Steady at) = 0;
  // data-status, the sentence that explains it, or the reason's name for programs changed. Not tied to frames: hidden
  // tabs need the truth too.
  virtual void status_changed(std::string_view status, std::string_view sentence,
                              std::string_view reason) = 0;
  // Likewise not tied to frames.
  virtual void shown_changed(const Shown&) {}
  // Within frame(), after the views were drawn and before ImGui renders: the native host draws ImGui's own text
  // fields here; the web has real ones and does nothing.
  virtual void fields_drawn(const Client&) {}
  // A file for the person to keep; `name` has no folder.
  virtual void save_file(std::string_view, std::string_view) {}
  // What the client is given, before it does anything with it: for who writes it down (flight_recorder.h).
  virtual void input_given(const base::Input&, base::Now) {}
  virtual void action_given(const model::Action&, base::Now) {}
};

class Client {
 public:
  Client(Options options, Host& host, base::TextEngine& text, base::Random& random);
  ~Client();

  // Socket, timer and network callbacks. Never called from animation frames.
  void input(const base::Input& input, base::Now now);
  void act(const model::Action& action, base::Now now);
  // Wishes of the page around, which knows nothing of accounts.
  void open_address(std::string_view address, bool is_join, base::Now now);
  void close_conversation(base::Now now);
  void log_out(bool forget, base::Now now);  // of every account

  // The user's hands; see ui::Ui.
  void activate(std::string_view item_id, bool is_secondary, base::Now now);
  void pressed(float x, float y, bool is_secondary, base::Now now);
  void pointer_moved(float x, float y, base::Now now);
  void pointer_left(base::Now now);
  bool scrolled(float x, float y, float dx, float dy, base::Now now);  // whether anything moves
  void key(std::string_view item_id, std::string_view key, base::Now now);
  void field_changed(std::string_view item_id, std::string_view value, base::Now now);
  // The version the field now has; the host's control is emptied at once when it grew, so that what is typed
  // before the next frame is not lost.
  uint32_t field_submitted(std::string_view item_id, std::string_view value, base::Now now);
  void set_viewport(const ui::Viewport& viewport);
  void set_theme(std::string_view name);
  // Something outside the model changed what a frame would show (fonts, context restored).
  void invalidate();

  // The words of the open conversation's message that this item is, however much of it is shown; empty: it is none.
  std::string_view whole_message(std::string_view item_id) const {
    return ui::whole_message(model(), item_id);
  }

  // Builds a frame: picture().data() is ready to be drawn afterwards.
  ui::FrameResult frame(base::Now now);

  Picture& picture() { return picture_; }
  // Of every account that is logged in, in order; of none: the first one's.
  std::vector<const model::Model*> models() const;
  // That of the open conversation, or else the first.
  const model::Model& model() const;
  const ui::Semantics& semantics() const { return ui_.semantics(); }
  const ui::Theme& theme() const { return ui_.theme(); }
  const ui::Viewport& viewport() const { return viewport_; }

 private:
  // Made where there is none of that number.
  Account& account(model::AccountId id, base::Env& env);
  void note_kept(const std::string& key, const std::string& value);
  void input_to(Account& account, const base::Input& input, base::Env& env);
  uint64_t version() const;
  void take(Account& account, model::Effects effects);
  void act_all(const std::vector<model::Action>& actions, base::Now now);
  void drain(base::Env& env);
  void drain_queues(Account& account, base::Env& env);
  void settle(Account& account, base::Env& env);
  std::optional<model::AccountId> account_for(const model::OpenAddress& wish) const;
  void settle_address(base::Env& env);
  void write_down(Account& account, base::Env& env);
  void store_answered(Account& account, const std::string& store, const model::StoreEvent& event,
                      base::Env& env);
  void close_others(base::Env& env);
  void perform(Account& account, base::Output output);
  std::string save() const;
  void keep_tab(base::Now now);
  void keep_tab_again(base::Now now);
  void outdate();
  void arm();
  void restore(std::string_view record, base::Env& env);
  void restore_copy(std::string_view record, base::Env& env);
  void forget_tab();
  void touch();
  void report_status();
  void report_shown();

  Options options_;
  Host& host_;
  base::TextEngine& text_;
  base::Random& random_;
  std::vector<std::unique_ptr<Account>> accounts_;  // in order of their numbers; never empty
  std::map<std::string, std::string> kept_;         // what the device keeps, for accounts to come
  model::AccountId open_account_ = 0;               // whose conversation is open, or was last
  std::optional<model::OpenAddress> address_;  // that of the page, until it is known whose it is
  ui::Ui ui_;
  ui::Viewport viewport_;
  Picture picture_;
  // While the page may end at any moment: what is kept of this tab, and when it is kept anew.
  bool is_leaving_ = false;
  bool is_kept_ = false;
  base::Steady kept_at_{};
  int keeps_left_ = 0;  // without waiting
  std::optional<base::Steady> keep_at_;
  bool frame_requested_ = false;
  uint64_t drawn_version_ = 0;
  std::string status_, sentence_, reason_;
  Shown shown_;
  uint64_t shown_version_ = 0;
};

}  // namespace app
