// SPDX-License-Identifier: MIT
// See page.h.
#include "simulation/page.h"

#include <cstdio>
#include <utility>

#include "base/overloaded.h"
#include "simulation/memory.h"

namespace simulation {

using namespace std::chrono_literals;

namespace {

const base::Steady beginning{base::Duration(1'000'000)};
constexpr base::Duration store_latency = 20ms;
constexpr base::Duration looks = 1s;            // how often the person looks at the page
constexpr base::Duration login_patience = 15s;  // before trying again

}  // namespace

Page::Page(Schedule& schedule, Server& server, const Story& story)
    : schedule_(schedule),
      server_(server),
      story_(story),
      random_(story.seed * 4 + 1),
      fate_(story.seed * 4 + 3),
      curiosity_(story.seed * 4 + 5) {
  server_.send = [this](int connection, const std::string& frame) { to_page(connection, frame); };
  server_.hang_up = [this](int connection) {
    const auto line = lines_.find(connection);
    if (line == lines_.end()) return;
    line->second.is_known = false;
    end_line(connection, latency());
  };
  schedule_.after(looks, [this] { person(); });
}

Page::~Page() = default;

base::Now Page::now() const {
  return {schedule_.now(),
          base::Wall(1'800'000'000'000ms) + (schedule_.now() - beginning) + clock_error_};
}

base::Duration Page::between(base::Duration least, base::Duration most) {
  return least + base::Duration(fate_.below(static_cast<uint32_t>((most - least).count()) + 1));
}

base::Duration Page::latency() {
  const base::Duration plain = between(story_.latency / 2, story_.latency);
  return schedule_.now() < slow_until_ ? plain * 100 + 100ms : plain;
}

void Page::note(const std::string& what) {
  for (const char c : what) trace_ = (trace_ ^ static_cast<uint8_t>(c)) * 1099511628211u;
  trace_ = (trace_ ^ static_cast<uint64_t>((schedule_.now() - beginning).count())) * 1099511628211u;
  if (prints) {
    std::printf("%8lld %s\n", static_cast<long long>((schedule_.now() - beginning).count()),
                what.c_str());
  }
}

// ---- lives ----

void Page::begin() {
  if (client_) return;
  ++life_;
  note("life " + std::to_string(life_));
  port_ = std::make_unique<support::MemoryStore>(disk_, static_cast<char>('a' + life_ % 26));
  client_ = std::make_unique<app::Client>(app::Options{.websocket_url = "wss://sim.example/ws",
                                                       .allow_plain = true,
                                                       .has_store = true,
                                                       .page_rows = story_.page_rows},
                                          *this, text_, random_);
  if (life_ == 1) {
    port_->fail_at(mishap.wish, mishap.trouble);
    memory.counted = 0;
    memory.failing = mishap.allocation;
    if (mishap.is_store_slow) store_slow_until_ = schedule_.now() + story_.length;
  }
  seen_version_ = 0;
  is_frozen_ = false;
  kept_back_.clear();
  login_at_ = {};
  for (const auto& [key, value] : device_) give(base::Kept{base::Keeping::Device, key, value});
  // Forgotten before it is handed over.
  for (const auto& [key, value] : std::exchange(tab_, {}))
    give(base::Kept{base::Keeping::Tab, key, value});
  give(base::AllKept{});
  person();
}

void Page::end_life() {
  client_.reset();
  // What was asked of the store may still happen, in order.
  while (!store_wishes_.empty() && fate_.below(2) == 0) {
    if (auto* write = std::get_if<base::StoreWrite>(&store_wishes_.front())) port_->write(*write);
    store_wishes_.pop_front();
  }
  store_wishes_.clear();
  ++store_wake_;
  ++wake_;
  port_.reset();
  is_frozen_ = false;
  kept_back_.clear();
}

void Page::crash(base::Duration away) {
  if (!client_) return;
  note("crash");
  vanish(away);
}

void Page::vanish(base::Duration away) {
  end_life();
  for (auto& [connection, line] : lines_) {
    if (!line.is_open) continue;
    line.is_open = false;
    if (fate_.below(2) == 0) line.is_dead = true;  // what was on its way is gone, too
    tell_server(connection, between(0ms, 5s));
  }
  schedule_.after(away, [this] { begin(); });
}

void Page::reload(base::Duration away) {
  if (!client_ || is_frozen_) return;
  note("reload");
  give(base::Leaving{});
  end_life();
  for (auto& [connection, line] : lines_) {
    if (!line.is_open) continue;
    line.is_open = false;
    tell_server(connection, 0ms);
  }
  schedule_.after(away, [this] { begin(); });
}

void Page::give(const base::Input& input) {
  if (!client_) return;
  if (is_frozen_) {
    kept_back_.push_back(input);
    return;
  }
  use([&] { client_->input(input, now()); });
}

// Something of the client, which may be the end of it.
template <class Work>
void Page::use(const Work& work) {
  if (setjmp(memory.back) != 0) {
    note("out of memory");
    static_cast<void>(client_.release());  // it stands in the middle of something, for ever
    return vanish(1s);
  }
  memory.is_counting = life_ == 1;
  work();
  memory.is_counting = false;
  observe();
}

void Page::observe() {
  if (!client_ || client_->model().version() == seen_version_) return;
  seen_version_ = client_->model().version();
  for (const Row& row : rows()) {
    if (row.is_own && row.state != model::MessageState::Saving) accepted_.insert(row.text);
  }
}

std::vector<Page::Row> Page::rows() const {
  std::vector<Row> out;
  if (!client_) return out;
  const model::Conversation* with = client_->model().conversation(*xmpp::Jid::parse(contact));
  if (with == nullptr) return out;
  for (const model::Message& message : with->timeline.messages()) {
    out.push_back({message.body, message.is_own, message.state, message.gap.has_value()});
  }
  return out;
}

bool Page::is_online() const {
  return client_ && client_->model().account().connection == model::Connection::Online;
}

void Page::status_changed(std::string_view status, std::string_view, std::string_view) {
  const Surroundings here;
  note("status " + std::string(status));
}

// ---- the person ----

void Page::person() {
  schedule_.after(looks, [this, life = life_] {
    if (life == life_) person();
  });
  if (!client_ || is_frozen_) return;
  const model::Connection connection = client_->model().account().connection;
  const bool is_out =
      connection == model::Connection::Offline || connection == model::Connection::Failed;
  if (is_out && (login_at_ == base::Steady{} || schedule_.now() - login_at_ >= login_patience)) {
    login_at_ = schedule_.now();
    note("log in");
    use([&] { client_->act(model::LogIn{account, base::Secret("secret")}, now()); });
  }
  scroll();
  if (story_.is_curious) look_around();
  type();
}

// Up, as far as it goes.
void Page::scroll() {
  if (!client_) return;  // it has just ended
  const model::Conversation* with = client_->model().conversation(*xmpp::Jid::parse(contact));
  if (with == nullptr || !with->history.has_more) return;
  use([&] { client_->act(model::ReadHistory{with->jid}, now()); });
}

void Page::look_around() {
  if (!client_) return;
  const xmpp::Jid with = *xmpp::Jid::parse(contact);
  const model::Conversation* conversation = client_->model().conversation(with);
  if (conversation == nullptr) return;
  const auto& rows = conversation->timeline.messages();
  const auto gap = std::find_if(rows.begin(), rows.end(),
                                [](const model::Message& row) { return row.gap.has_value(); });
  const model::MessageKey key = gap == rows.end() ? 0 : gap->key;
  const uint32_t wish = curiosity_.below(4);
  const bool is_forward = curiosity_.below(2) == 0;
  const auto ago = std::chrono::milliseconds(curiosity_.below(180'000));
  note("look around " + std::to_string(wish));
  if (wish == 0) {
    use([&] { client_->act(model::JumpToDate{with, now().wall - ago}, now()); });
  } else if (wish < 3) {
    use([&] { client_->act(model::ReadHistory{with, key, is_forward}, now()); });
  }
}

void Page::say(const std::string& text) {
  words_.push_back(text);
  type();
}

void Page::type() {
  while (!words_.empty() && client_ && !is_frozen_) {
    const model::Connection connection = client_->model().account().connection;
    if (connection == model::Connection::Offline || connection == model::Connection::Failed) return;
    const std::string text = words_.front();
    words_.pop_front();
    typed_.push_back(text);
    note("typed " + text);
    use([&] { client_->act(model::SendText{*xmpp::Jid::parse(contact), text}, now()); });
  }
}

// ---- what the page asks of its host ----

void Page::perform(const base::Output& output) {
  const Surroundings here;
  std::visit(base::Overloaded{
                 [&](const base::OpenSocket& wish) {
                   const int connection = ++connections_;
                   lines_[connection] = {.socket = wish.socket, .life = life_};
                   if (schedule_.now() < refuses_until_) {
                     lines_[connection].is_known = false;
                     end_line(connection, latency());
                     return;
                   }
                   schedule_.after(latency() * 2, [this, connection, life = life_] {
                     Line& line = lines_[connection];
                     if (life == life_ && line.is_open && !line.is_dead)
                       give(base::SocketOpened{line.socket, "xmpp"});
                   });
                 },
                 [&](const base::SendText& wish) {
                   for (auto& [connection, line] : lines_) {
                     if (line.life != life_ || line.socket != wish.socket || !line.is_open)
                       continue;
                     note("up " + wish.data);
                     if (!puts_on_its_way(connection)) continue;
                     line.up_at = std::max(line.up_at, schedule_.now() + latency());
                     schedule_.at(line.up_at, [this, number = connection, data = wish.data] {
                       const Line& now_line = lines_[number];
                       if (!now_line.is_known || now_line.is_dead) return;
                       was_overtaken_ = was_overtaken_ || number < newest_heard_;
                       newest_heard_ = std::max(newest_heard_, number);
                       server_.said(number, data);
                     });
                   }
                 },
                 [&](const base::CloseSocket& wish) {
                   for (auto& [connection, line] : lines_) {
                     if (line.life != life_ || line.socket != wish.socket || !line.is_open)
                       continue;
                     line.is_open = false;
                     tell_server(connection, line.is_dead ? 60s : 0ms);
                   }
                 },
                 [&](const base::WakeAt& wish) {
                   const int wake = ++wake_;
                   schedule_.at(wish.at, [this, wake] {
                     if (wake == wake_) give(base::Tick{});
                   });
                 },
                 [&](const base::Keep& wish) {
                   auto& records = wish.where == base::Keeping::Tab ? tab_ : device_;
                   if (wish.value.empty())
                     records.erase(wish.key);
                   else
                     records[wish.key] = wish.value;
                 },
                 [&](const base::StartTls&) {},
                 [&](const base::OpenLink&) {},
                 [&](const base::HttpCancel&) {},
                 [&](const base::HttpRequest& wish) {
                   schedule_.after(1ms, [this, request = wish.request, life = life_] {
                     if (life == life_) give(base::HttpReply{.request = request});
                   });
                 },
                 [&](const auto& wish) {
                   store_wishes_.push_back(wish);
                   base::Duration takes = between(0ms, store_latency);
                   if (schedule_.now() < store_slow_until_) takes += 2s;
                   store_at_ = std::max(store_at_, schedule_.now() + takes);
                   schedule_.at(store_at_, [this, wake = store_wake_] {
                     if (wake == store_wake_) run_store();
                   });
                 },
             },
             output);
}

void Page::run_store() {
  const base::Output wish = std::move(store_wishes_.front());
  store_wishes_.pop_front();
  if (auto* open = std::get_if<base::StoreOpen>(&wish)) give(port_->open(*open));
  if (auto* write = std::get_if<base::StoreWrite>(&wish)) give(port_->write(*write));
  if (auto* range = std::get_if<base::StoreRange>(&wish)) give(port_->range(*range));
  if (auto* claim = std::get_if<base::StoreClaim>(&wish)) give(port_->claim(*claim));
  if (auto* erase = std::get_if<base::StoreErase>(&wish)) port_->erase(*erase);
}

// ---- the network ----

// Counts the frame, and cuts its connection if the mishap is here: what was on its way arrives.
bool Page::puts_on_its_way(int connection) {
  Line& line = lines_[connection];
  if (line.is_cut) return false;
  if (++frames_ != mishap.frame) return true;
  line.is_cut = true;
  const base::Steady end =
      std::max({line.up_at, line.down_at, schedule_.now()}) + story_.latency * 2 + 1ms;
  schedule_.at(end, [this, connection] {
    note("cut");
    lines_[connection].is_dead = true;
    tell_server(connection, 2s);
    end_line(connection, 100ms);
  });
  return mishap.is_frame_last;
}

void Page::to_page(int connection, const std::string& frame) {
  const auto found = lines_.find(connection);
  if (found == lines_.end()) return;
  Line& line = found->second;
  if (!puts_on_its_way(connection)) return;
  line.down_at = std::max(line.down_at, schedule_.now() + latency());
  schedule_.at(line.down_at, [this, connection, frame] {
    const Line& now_line = lines_[connection];
    if (!now_line.is_open || now_line.is_dead || now_line.life != life_) return;
    note("down " + frame);
    give(base::SocketText{now_line.socket, frame});
  });
}

// The page learns that its socket is closed, behind what is on its way.
void Page::end_line(int connection, base::Duration notice) {
  Line& line = lines_[connection];
  const base::Steady at =
      line.is_dead ? schedule_.now() + notice : std::max(line.down_at, schedule_.now() + notice);
  schedule_.at(at, [this, connection] {
    Line& now_line = lines_[connection];
    if (!std::exchange(now_line.is_open, false) || now_line.life != life_) return;
    note("closed");
    give(base::SocketClosed{.socket = now_line.socket, .code = 1006, .was_open = true});
  });
}

void Page::tell_server(int connection, base::Duration delay) {
  const base::Steady at = std::max(lines_[connection].up_at, schedule_.now() + delay + 1ms);
  schedule_.at(at, [this, connection] {
    if (std::exchange(lines_[connection].is_known, false)) server_.gone(connection);
  });
}

void Page::heal() { refuses_until_ = slow_until_ = store_slow_until_ = schedule_.now(); }

void Page::suffer(Fault fault, base::Duration lasts) {
  note(std::string("fault ") + name_of(fault));
  const base::Steady end = schedule_.now() + lasts;
  switch (fault) {
    case Fault::Cut:
    case Fault::HalfOpen:
      for (auto& [connection, line] : lines_) {
        if (line.is_dead || (!line.is_open && !line.is_known)) continue;
        line.is_dead = true;
        tell_server(connection, fault == Fault::Cut ? lasts : 100s);
        if (fault == Fault::Cut) end_line(connection, between(0ms, 300ms));
      }
      break;
    case Fault::Deaf:
    case Fault::Mute:
      for (auto& [connection, line] : lines_) {
        base::Steady& at = fault == Fault::Deaf ? line.down_at : line.up_at;
        at = std::max(at, end);
      }
      break;
    case Fault::Refuse:
      refuses_until_ = end;
      break;
    case Fault::Restart:
      server_.restart();
      refuses_until_ =
          std::max(refuses_until_, schedule_.now() + std::min<base::Duration>(lasts, 5s));
      break;
    case Fault::Forget:
      server_.forget_sessions();
      break;
    case Fault::Slow:
      slow_until_ = end;
      break;
    case Fault::Crash:
      crash(lasts);
      break;
    case Fault::Reload:
      reload(std::min<base::Duration>(lasts, 3s));
      break;
    case Fault::Freeze:
      if (!client_ || is_frozen_) break;
      give(base::Frozen{});
      is_frozen_ = true;
      schedule_.at(end, [this, life = life_] {
        if (life != life_ || !client_) return;
        is_frozen_ = false;
        give(base::Woke{});
        for (const base::Input& input : std::exchange(kept_back_, {})) give(input);
      });
      break;
    case Fault::Clock:
      clock_error_ += fate_.below(2) == 0 ? lasts * 3600 : lasts * -3600;
      break;
    case Fault::StoreFails:
      if (port_)
        port_->fail_at(1,
                       fate_.below(2) == 0 ? base::StoreTrouble::Full : base::StoreTrouble::Failed);
      break;
    case Fault::StoreSlow:
      store_slow_until_ = end;
      break;
    case Fault::Poison:
      server_.poison();
      break;
  }
}

}  // namespace simulation
