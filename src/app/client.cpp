// SPDX-License-Identifier: MIT
// The loop: one input or wish at a time, each followed by draining every queue. See client.h.
#include "app/client.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "base/sections.h"
#include "session/event.h"
#include "session/item.h"
#include "ui/login_view.h"
#include "ui/strings.h"

namespace app {

namespace {

constexpr std::string_view tab_key = "session";
constexpr std::string_view copy_key = "copy";  // the record of a tab that lives on elsewhere
constexpr std::string_view tab_format = "tab 2";
// A burst is not written down message by message.
constexpr base::Duration quiet_before_keeping = std::chrono::seconds(1);
constexpr int keeps_in_a_burst = 3;

// What the person wants to see now, whatever the address of the page said.
bool is_choice(const model::Action& action) {
  return base::holds<model::OpenConversation>(action) ||
         base::holds<model::CloseConversation>(action) || base::holds<model::OpenAddress>(action) ||
         base::holds<model::LogOut>(action);
}

std::string account_section(model::AccountId account) {
  return "account " + std::to_string(account);
}

}  // namespace

Client::Client(Options options, Host& host, base::TextEngine& text, base::Random& random)
    : options_(std::move(options)), host_(host), text_(text), random_(random) {
  accounts_.push_back(std::make_unique<Account>(options_, model::AccountId(0)));
}

Client::~Client() = default;

Account& Client::account(model::AccountId id, base::Env& env) {
  id = std::min<model::AccountId>(id, model::max_accounts - 1);
  const auto at = std::lower_bound(accounts_.begin(), accounts_.end(), id,
                                   [](const auto& each, auto wanted) { return each->id < wanted; });
  if (at != accounts_.end() && (*at)->id == id) return **at;
  Account& made = **accounts_.insert(at, std::make_unique<Account>(options_, id));
  // It comes late, and is on the same device: under the same name, and perhaps known there.
  for (const auto& [key, value] : kept_) {
    made.session.handle(base::Kept{base::Keeping::Device, key, value}, env);
  }
  return made;
}

std::vector<const model::Model*> Client::models() const {
  std::vector<const model::Model*> out;
  for (const auto& each : accounts_) {
    if (each->is_used()) out.push_back(&each->model);
  }
  if (out.empty()) out.push_back(&accounts_.front()->model);
  return out;
}

const model::Model& Client::model() const { return ui::current(models()); }

void Client::input(const base::Input& input, base::Now now) {
  host_.input_given(input, now);
  base::Env env{now, random_};
  const auto* reply = std::get_if<base::HttpReply>(&input);
  if (std::holds_alternative<base::SocketText>(input) || (reply && reply->status != 0)) outdate();
  const auto* visibility = std::get_if<base::VisibilityChanged>(&input);
  if (std::holds_alternative<base::Woke>(input) || (visibility && visibility->is_visible)) {
    is_leaving_ = false;  // the host has forgotten what was kept
    keep_at_.reset();
  }
  auto* kept = std::get_if<base::Kept>(&input);
  if (kept && kept->where == base::Keeping::Tab) {
    if (kept->key == copy_key) {
      restore_copy(kept->value, env);
    } else {
      restore(kept->value, env);
    }
  } else {
    if (kept) {
      note_kept(kept->key, kept->value);
      const auto stays = account_of_login_key(kept->key);
      if (stays && !kept->value.empty()) account(*stays, env);
    }
    base::Input own = input;
    const std::optional<model::AccountId> whose = from_host(own);
    for (size_t i = 0; i < accounts_.size(); ++i) {
      if (!whose || accounts_[i]->id == *whose) input_to(*accounts_[i], own, env);
    }
  }
  drain(env);
  // After that: what was said to the server on the way out counts.
  if (std::holds_alternative<base::Leaving>(input)) {
    is_leaving_ = true;
    keep_tab(now);
  } else if (is_leaving_ && !is_kept_) {
    keep_tab_again(now);
  }
}

void Client::input_to(Account& account, const base::Input& input, base::Env& env) {
  if (auto* opened = std::get_if<base::StoreOpened>(&input)) {
    return store_answered(account, opened->store, *opened, env);
  }
  if (auto* written = std::get_if<base::StoreWritten>(&input)) {
    return store_answered(account, written->store, *written, env);
  }
  if (auto* rows = std::get_if<base::StoreRows>(&input)) {
    return store_answered(account, rows->store, *rows, env);
  }
  if (auto* lost = std::get_if<base::StoreLost>(&input)) {
    return store_answered(account, lost->store, *lost, env);
  }
  if (auto* visibility = std::get_if<base::VisibilityChanged>(&input)) {
    take(account, account.model.apply(*visibility, env));
  }
  if (auto* tick = std::get_if<base::Tick>(&input)) {
    account.wake.reset();
    account.model_wake.reset();
    take(account, account.model.apply(*tick, env));
  }
  account.session.handle(input, env);
}

void Client::keep_tab(base::Now now) {
  keep_at_.reset();
  kept_at_ = now.steady;
  is_kept_ = true;
  host_.perform(base::Keep{base::Keeping::Tab, std::string(tab_key), save()});
}

// A page that only hides goes on, and may still be ended without another word. What the server has heard or said since must
// be in the record, or there must be none: the next page would use numbers again (protocol trap B 15) and count what was
// counted. So it is forgotten before anything moves, and kept anew at the end of the turn or, in a burst, when it is quiet.
void Client::outdate() {
  if (!is_leaving_ || !std::exchange(is_kept_, false)) return;
  host_.perform(base::Keep{base::Keeping::Tab, std::string(tab_key), ""});
}

// Not only by the timer: a hidden page's timers may be a minute late, and a question and its answer come every minute.
void Client::keep_tab_again(base::Now now) {
  if (now.steady - kept_at_ >= quiet_before_keeping) keeps_left_ = keeps_in_a_burst;
  if (keeps_left_ > 0) {
    --keeps_left_;
    keep_tab(now);
  } else {
    keep_at_ = now.steady + quiet_before_keeping;
    arm();
  }
}

// One timer for the wishes of sessions and models, and ours.
void Client::arm() {
  std::optional<base::Steady> at = keep_at_;
  for (const auto& each : accounts_) {
    for (const std::optional<base::Steady>& other : {each->wake, each->model_wake}) {
      if (other && (!at || *other < *at)) at = other;
    }
  }
  if (at) host_.perform(base::WakeAt{*at});
}

void Client::perform(Account& account, base::Output output) {
  to_host(account.id, output);
  if (auto* wake = std::get_if<base::WakeAt>(&output)) {
    account.wake = wake->at;
    arm();
    return;
  }
  if (auto* keep = std::get_if<base::Keep>(&output); keep && keep->where == base::Keeping::Device) {
    note_kept(keep->key, keep->value);
  }
  if (std::holds_alternative<base::SendText>(output) ||
      std::holds_alternative<base::HttpRequest>(output)) {
    outdate();
  }
  host_.perform(output);
}

void Client::note_kept(const std::string& key, const std::string& value) {
  if (value.empty()) {
    kept_.erase(key);
  } else {
    kept_[key] = value;
  }
}

// Everything a reload needs to look as if it had not been one.
std::string Client::save() const {
  base::SectionsWriter out(tab_format);
  bool is_empty = true;
  for (const auto& each : accounts_) {
    const std::string session = each->session.save();
    if (session.empty()) continue;
    is_empty = false;
    out.add(account_section(each->id),
            [&](base::RecordWriter& in) { in.text(session).text(each->model.save()); });
  }
  return is_empty ? std::string() : out.take();
}

void Client::restore(std::string_view record, base::Env& env) {
  const base::Sections sections(record, tab_format);
  for (model::AccountId id = 0; id < model::max_accounts; ++id) {
    base::RecordReader in = sections.section(account_section(id));
    const std::string_view session = in.text();
    const std::string_view model = in.text();
    if (!in.is_finished()) continue;
    Account& account = this->account(id, env);
    if (!account.model.restore(model)) continue;
    // A model without its session is a login that has ended.
    if (!account.session.restore(session, env)) {
      take(account, account.model.apply(model::LogOut{.forget = false}, env));
      continue;
    }
    take(account, account.model.revive(env));
  }
}

// What the other tab shows and has not sent yet stays its own.
void Client::restore_copy(std::string_view record, base::Env& env) {
  const base::Sections sections(record, tab_format);
  for (model::AccountId id = 0; id < model::max_accounts; ++id) {
    base::RecordReader in = sections.section(account_section(id));
    const std::string_view session = in.text();
    in.text();
    if (in.is_finished()) account(id, env).session.restore_login(session, env);
  }
}

void Client::act(const model::Action& action, base::Now now) {
  host_.action_given(action, now);
  base::Env env{now, random_};
  if (is_choice(action)) address_.reset();
  Account& whose = account(action.account, env);
  take(whose, whose.model.apply(action, env));
  drain(env);
}

void Client::open_address(std::string_view address, bool is_join, base::Now now) {
  base::Env env{now, random_};
  address_ = model::OpenAddress{.address = std::string(address), .join = is_join};
  drain(env);
}

// Whose it is can be said when one knows it, of several the one that is shown, or when all know whom they know.
std::optional<model::AccountId> Client::account_for(const model::OpenAddress& wish) const {
  const auto knows = [&](const model::Model& each) {
    const std::optional<xmpp::Jid> jid = each.complete_address(wish.address);
    return jid && each.knows(*jid);
  };
  const std::vector<const model::Model*> all = models();
  if (knows(model())) return model().id();
  for (const model::Model* each : all) {
    if (knows(*each)) return each->id();
  }
  std::optional<model::AccountId> online;
  for (const model::Model* each : all) {
    switch (each->account().connection) {
      case model::Connection::Connecting:
      case model::Connection::Authenticating:
        return std::nullopt;
      case model::Connection::Online:
        // Nor is anybody joined who may be a contact.
        if ((all.size() > 1 || wish.join) && !each->knows_contacts()) return std::nullopt;
        if (!online || each == &model()) online = each->id();
        break;
      case model::Connection::Offline:
      case model::Connection::Reconnecting:
      case model::Connection::Failed:
        break;
    }
  }
  return online;
}

void Client::settle_address(base::Env& env) {
  if (!address_) return;
  const std::optional<model::AccountId> whose = account_for(*address_);
  if (!whose) return;
  model::Action action = *std::exchange(address_, std::nullopt);
  action.account = *whose;
  host_.action_given(action, env.now);
  Account& opens = account(*whose, env);
  take(opens, opens.model.apply(action, env));
  settle(opens, env);
}

void Client::close_conversation(base::Now now) {
  model::Action action = model::CloseConversation{};
  action.account = model().id();
  act(action, now);
}

void Client::log_out(bool forget, base::Now now) {
  for (const model::Model* each : models()) {
    model::Action action = model::LogOut{.forget = forget};
    action.account = each->id();
    act(action, now);
  }
}

void Client::act_all(const std::vector<model::Action>& actions, base::Now now) {
  for (const model::Action& action : actions) act(action, now);
  touch();
}

void Client::activate(std::string_view item_id, bool is_secondary, base::Now now) {
  act_all(ui_.activate(item_id, is_secondary), now);
}

void Client::pressed(float x, float y, bool is_secondary, base::Now now) {
  act_all(ui_.pressed(x, y, is_secondary), now);
}

void Client::pointer_moved(float x, float y, base::Now) {
  if (ui_.pointer_moved(x, y)) touch();
}

void Client::pointer_left(base::Now) {
  if (ui_.pointer_left()) touch();
}

bool Client::scrolled(float x, float y, float dx, float dy, base::Now) {
  const bool is_taken = ui_.scrolled(x, y, dx, dy);
  if (is_taken) touch();
  return is_taken;
}

void Client::key(std::string_view item_id, std::string_view key, base::Now now) {
  act_all(ui_.key(item_id, key), now);
}

void Client::field_changed(std::string_view item_id, std::string_view value, base::Now now) {
  act_all(ui_.field_changed(item_id, value), now);
}

uint32_t Client::field_submitted(std::string_view item_id, std::string_view value, base::Now now) {
  // The views know which field this is; the model decides whether what was typed was taken over.
  act_all(ui_.field_submitted(item_id, value), now);
  return ui_.field_version(models(), item_id);
}

void Client::set_viewport(const ui::Viewport& viewport) {
  viewport_ = viewport;
  touch();
}

void Client::set_theme(std::string_view name) {
  ui_.set_theme(name);
  touch();
}

void Client::invalidate() { touch(); }

ui::FrameResult Client::frame(base::Now now) {
  frame_requested_ = false;
  drawn_version_ = version();
  ImDrawList& list = picture_.begin(viewport_);
  ui::FrameResult result = ui_.draw(models(), text_, viewport_, now, list);
  host_.fields_drawn(*this);
  picture_.end();
  for (const model::Action& wish : result.wishes) act(wish, now);
  if (result.next_frame) {
    if (*result.next_frame <= now.steady)
      touch();
    else
      host_.request_frame_at(*result.next_frame);
  }
  return result;
}

void Client::take(Account& account, model::Effects effects) {
  for (base::Output& output : effects.outputs) host_.perform(output);
  for (session::Command& command : effects.commands) {
    account.commands.push_back(std::move(command));
  }
}

uint64_t Client::version() const {
  uint64_t sum = 0;
  for (const auto& each : accounts_) sum += each->model.version();
  return sum;
}

// After every mutation, before the next: outputs go to the host, facts to the model, and the model's wishes back
// down, one by one.
void Client::drain(base::Env& env) {
  for (const auto& each : accounts_) settle(*each, env);
  settle_address(env);
  close_others(env);
  for (const auto& each : accounts_) {
    if (const auto wake = each->model.next_wake(); wake != each->model_wake) {
      each->model_wake = wake;
      arm();
    }
  }
  report_status();
  report_shown();
  if (version() != drawn_version_) touch();
}

void Client::settle(Account& account, base::Env& env) {
  drain_queues(account, env);
  write_down(account, env);
  drain_queues(account, env);
}

// One conversation is open, of whichever account.
void Client::close_others(base::Env& env) {
  for (const auto& each : accounts_) {
    if (!each->model.open() || each->id == open_account_) continue;
    Account& before = account(open_account_, env);
    open_account_ = each->id;
    take(before, before.model.apply(model::CloseConversation{}, env));
    drain_queues(before, env);
  }
}

// G4: what the turn changed is written in one batch, and the server hears of what it said when the batch is safe.
void Client::write_down(Account& account, base::Env& env) {
  account.session.await_commits(account.model.has_store());
  if (!account.model.has_store()) return;
  if (std::optional<base::StoreWrite> batch = account.model.next_batch()) {
    account.session.mark(batch->batch);
    host_.perform(*batch);
  } else if (!account.model.is_storing()) {
    account.session.commit_all(env);
  }
}

void Client::store_answered(Account& account, const std::string& store,
                            const model::StoreEvent& event, base::Env& env) {
  if (account.model.store_name() != store) return;
  take(account, account.model.apply(event, env));
  const auto* written = std::get_if<base::StoreWritten>(&event);
  if (written != nullptr && written->trouble == base::StoreTrouble::None) {
    account.session.commit(written->batch, env);
  }
}

void Client::drain_queues(Account& account, base::Env& env) {
  for (;;) {
    while (std::optional<session::Item> item = account.session.poll()) {
      base::match(base::Overloaded{
                      [&](base::Output& output) { perform(account, std::move(output)); },
                      [&](session::Event& event) {
                        take(account, account.model.apply(event, env));
                        if (base::holds<session::LoginForgotten>(event)) forget_tab();
                      },
                  },
                  *item);
    }
    if (account.commands.empty()) break;
    session::Command command = std::move(account.commands.front());
    account.commands.pop_front();
    account.session.perform(command, env);
    if (auto* end = base::get_if<session::Disconnect>(&command); end && end->forget) forget_tab();
  }
}

// A hidden page has left its record already. What it says of other accounts is kept anew.
void Client::forget_tab() {
  is_kept_ = false;
  host_.perform(base::Keep{base::Keeping::Tab, std::string(tab_key), {}});
}

void Client::touch() {
  if (frame_requested_) return;
  frame_requested_ = true;
  host_.request_frame();
}

// Of the account that is best off: whether a person has to log in depends on it.
void Client::report_status() {
  const std::vector<const model::Model*> all = models();
  const auto usable = std::find_if(all.begin(), all.end(), [](const model::Model* each) {
    return !ui::needs_login(each->account());
  });
  const model::Account& account = (usable == all.end() ? all.front() : *usable)->account();
  std::string status(model::name_of(account.connection));
  std::string sentence = ui::sentence_for(account);
  std::string reason(xmpp::name_of(account.problem.failure));
  if (status == status_ && sentence == sentence_ && reason == reason_) return;
  status_ = std::move(status);
  sentence_ = std::move(sentence);
  reason_ = std::move(reason);
  host_.status_changed(status_, sentence_, reason_);
}

void Client::report_shown() {
  if (version() == shown_version_) return;
  shown_version_ = version();
  Shown shown;
  if (const auto& place = model().open()) {
    const model::Conversation* open = model().conversation(*place);
    shown.chat = place->text();
    shown.is_room = open != nullptr && open->room.has_value();
  }
  for (const model::Model* each : models()) {
    for (const auto& [jid, conversation] : each->conversations())
      shown.unread += conversation.unread;
  }
  if (shown == shown_) return;
  shown_ = std::move(shown);
  host_.shown_changed(shown_);
}

}  // namespace app
