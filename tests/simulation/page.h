// SPDX-License-Identifier: MIT
// The client's surroundings: one browser tab after another on one disk, a person at it, and a network that fails. Holds the
// real app::Client; everything around it is played in virtual time.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/client.h"
#include "simulation/schedule.h"
#include "simulation/server.h"
#include "simulation/story.h"
#include "support/fake_text_engine.h"
#include "support/fixed_random.h"
#include "support/memory_store.h"

namespace simulation {

// What goes wrong in the first life beside the story: at one place, for every place there is (standard.h).
struct Mishap {
  int frame = 0;               // the connection dies at this one, counted both ways; 0: never
  bool is_frame_last = false;  // it still passes
  int wish = 0;                // this wish of the store fails
  base::StoreTrouble trouble = base::StoreTrouble::None;
  uint64_t allocation = 0;  // this one fails
  bool is_store_slow = false;
};

class Page : public app::Host {
 public:
  // One row as the person sees it.
  struct Row {
    std::string text;
    bool is_own = false;
    model::MessageState state = model::MessageState::Received;
    bool follows_gap = false;
  };

  Page(Schedule& schedule, Server& server, const Story& story);
  ~Page() override;

  void begin();  // a life
  void suffer(Fault fault, base::Duration lasts);
  // The person types it as soon as there is a page to type into, and sends it.
  void say(const std::string& text);
  // Nothing is wrong with the network from now on.
  void heal();
  void crash(base::Duration away);

  std::vector<Row> rows() const;
  bool is_online() const;
  // Typed, and shown as on its way at least once.
  const std::set<std::string>& accepted() const { return accepted_; }
  const std::vector<std::string>& typed() const { return typed_; }
  // Frames of a connection the page had let go reached the server behind those of a newer one: what is looked up there
  // before it is sent again may still be under way, and whoever hears it twice knows it by its id (G2).
  bool was_overtaken() const { return was_overtaken_; }
  bool has_words_left() const { return !words_.empty(); }
  uint64_t trace() const { return trace_; }
  int frames() const { return frames_; }
  int wishes() const { return port_ ? port_->wishes() : 0; }
  Mishap mishap;  // before begin()
  bool prints = false;

  // app::Host
  void perform(const base::Output& output) override;
  void request_frame() override {}
  void request_frame_at(base::Steady) override {}
  void status_changed(std::string_view status, std::string_view, std::string_view) override;

 private:
  // A socket, and the server's end of it.
  struct Line {
    base::SocketId socket = 0;
    int life = 0;
    bool is_open = true;              // the page has it
    bool is_known = true;             // the server has it
    bool is_dead = false;             // nothing passes
    bool is_cut = false;              // nothing more is put on its way
    base::Steady up_at{}, down_at{};  // nothing passes before
  };

  base::Now now() const;
  base::Duration latency();
  base::Duration between(base::Duration least, base::Duration most);
  void note(const std::string& what);
  void give(const base::Input& input);
  void observe();
  template <class Work>
  void use(const Work& work);
  bool puts_on_its_way(int connection);
  void person();
  void scroll();
  void look_around();
  void type();
  void reload(base::Duration away);
  void end_life();
  void vanish(base::Duration away);
  void end_line(int connection, base::Duration notice);
  void tell_server(int connection, base::Duration delay);
  void run_store();
  void to_page(int connection, const std::string& frame);

  Schedule& schedule_;
  Server& server_;
  const Story& story_;
  support::FixedRandom random_, fate_, curiosity_;
  support::FakeTextEngine text_;
  support::Disk disk_;
  std::unique_ptr<support::MemoryStore> port_;
  std::unique_ptr<app::Client> client_;
  int life_ = 0, connections_ = 0, newest_heard_ = 0, frames_ = 0, store_wake_ = 0, wake_ = 0;
  std::map<int, Line> lines_;
  std::map<std::string, std::string> device_, tab_;
  std::deque<base::Output> store_wishes_;
  base::Steady store_at_{}, refuses_until_{}, slow_until_{}, frozen_until_{}, store_slow_until_{};
  bool is_frozen_ = false, was_overtaken_ = false;
  std::deque<base::Input> kept_back_;  // while it is frozen
  base::Duration clock_error_{};
  base::Steady login_at_{};
  std::deque<std::string> words_;
  std::vector<std::string> typed_;
  std::set<std::string> accepted_;
  uint64_t seen_version_ = 0;
  uint64_t trace_ = 14695981039346656037u;
};

}  // namespace simulation
