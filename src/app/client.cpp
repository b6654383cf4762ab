// SPDX-License-Identifier: MIT
// The loop: one input or wish at a time, each followed by draining every queue. See client.h.
#include "app/client.h"

#include <utility>

#include "base/overloaded.h"
#include "base/record.h"
#include "ext/registry.h"
#include "session/event.h"
#include "session/item.h"
#include "ui/strings.h"

namespace app {

namespace {

constexpr std::string_view tab_key = "session";
constexpr std::string_view copy_key = "copy";  // the record of a tab that lives on elsewhere
constexpr std::string_view tab_format = "tab 1";
// A burst is not written down message by message.
constexpr base::Duration quiet_before_keeping = std::chrono::seconds(1);
constexpr int keeps_in_a_burst = 3;

session::Settings session_settings(const Options& options) {
  session::Settings settings{.allowed_endpoints = options.allowed_endpoints,
                             .allow_plain = options.allow_plain,
                             .allow_insecure = options.allow_insecure,
                             .has_certificate = options.has_certificate,
                             .remember = options.remember,
                             .language = options.language,
                             .make_tcp = options.make_tcp,
                             .log = options.log};
  if (!options.account.empty()) {
    settings.account = model::login_address(options.account, options.domain).value_or(xmpp::Jid());
  }
  for (const std::string* url : {&options.websocket_url, &options.bosh_url}) {
    if (!url->empty()) settings.endpoints.push_back(*url);
  }
  return settings;
}

}  // namespace

Client::Client(Options options, Host& host, base::TextEngine& text, base::Random& random)
    : host_(host),
      text_(text),
      random_(random),
      session_(session_settings(options), ext::make_all()),
      model_(model::Settings{
          .domain = options.domain,
          .stays = options.stays,
          .has_store = options.has_store && options.remember != session::Remember::No,
          .tells_typing = options.tells_typing,
          .gives_receipts = options.gives_receipts,
          .page_rows = options.page_rows}) {
  session_.await_commits(model_.has_store());
}

Client::~Client() = default;

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
  if (std::holds_alternative<base::Tick>(input)) {
    wake_.reset();
    model_wake_.reset();
  }
  if (auto* kept = std::get_if<base::Kept>(&input); kept && kept->where == base::Keeping::Tab) {
    if (kept->key == copy_key) {
      restore_copy(kept->value, env);
    } else {
      restore(kept->value, env);
    }
  } else if (auto* opened = std::get_if<base::StoreOpened>(&input)) {
    store_answered(*opened, env);
  } else if (auto* written = std::get_if<base::StoreWritten>(&input)) {
    store_answered(*written, env);
  } else if (auto* rows = std::get_if<base::StoreRows>(&input)) {
    store_answered(*rows, env);
  } else if (auto* lost = std::get_if<base::StoreLost>(&input)) {
    store_answered(*lost, env);
  } else {
    if (visibility) take(model_.apply(*visibility, env));
    if (auto* tick = std::get_if<base::Tick>(&input)) take(model_.apply(*tick, env));
    session_.handle(input, env);
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

// One timer for the session's wishes, the model's and ours.
void Client::arm() {
  std::optional<base::Steady> at = wake_;
  for (const std::optional<base::Steady>& other : {model_wake_, keep_at_}) {
    if (other && (!at || *other < *at)) at = other;
  }
  if (at) host_.perform(base::WakeAt{*at});
}

void Client::perform(const base::Output& output) {
  if (auto* wake = std::get_if<base::WakeAt>(&output)) {
    wake_ = wake->at;
    arm();
    return;
  }
  if (std::holds_alternative<base::SendText>(output) ||
      std::holds_alternative<base::HttpRequest>(output)) {
    outdate();
  }
  host_.perform(output);
}

// Everything a reload needs to look as if it had not been one.
std::string Client::save() const {
  const std::string session = session_.save();
  if (session.empty()) return {};
  base::RecordWriter out(tab_format);
  out.text(session).text(model_.save());
  return out.take();
}

void Client::restore(std::string_view record, base::Env& env) {
  base::RecordReader in(record, tab_format);
  std::string_view session = in.text();
  std::string_view model = in.text();
  if (!in.is_finished() || !model_.restore(model)) return;
  // A model without its session is a login that has ended.
  if (!session_.restore(session, env)) {
    take(model_.apply(model::LogOut{.forget = false}, env));
    return;
  }
  take(model_.revive(env));
}

// What the other tab shows and has not sent yet stays its own.
void Client::restore_copy(std::string_view record, base::Env& env) {
  base::RecordReader in(record, tab_format);
  std::string_view session = in.text();
  in.text();
  if (in.is_finished()) session_.restore_login(session, env);
}

void Client::act(const model::Action& action, base::Now now) {
  host_.action_given(action, now);
  base::Env env{now, random_};
  take(model_.apply(action, env));
  drain(env);
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
  return ui_.field_version(model_, item_id);
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
  drawn_version_ = model_.version();
  ImDrawList& list = picture_.begin(viewport_);
  ui::FrameResult result = ui_.draw(model_, text_, viewport_, now, list);
  host_.fields_drawn(*this);
  picture_.end();
  for (const model::ConversationAction& wish : result.wishes) act(model::Action(wish), now);
  if (result.next_frame) {
    if (*result.next_frame <= now.steady)
      touch();
    else
      host_.request_frame_at(*result.next_frame);
  }
  return result;
}

void Client::take(model::Effects effects) {
  for (base::Output& output : effects.outputs) host_.perform(output);
  for (session::Command& command : effects.commands) commands_.push_back(std::move(command));
}

// After every mutation, before the next: outputs go to the host, facts to the model, and the model's wishes back
// down, one by one.
void Client::drain(base::Env& env) {
  drain_queues(env);
  write_down(env);
  drain_queues(env);
  if (const auto wake = model_.next_wake(); wake != model_wake_) {
    model_wake_ = wake;
    arm();
  }
  report_status();
  report_shown();
  if (model_.version() != drawn_version_) touch();
}

// G4: what the turn changed is written in one batch, and the server hears of what it said when the batch is safe.
void Client::write_down(base::Env& env) {
  session_.await_commits(model_.has_store());
  if (!model_.has_store()) return;
  if (std::optional<base::StoreWrite> batch = model_.next_batch()) {
    session_.mark(batch->batch);
    host_.perform(*batch);
  } else if (!model_.is_storing()) {
    session_.commit_all(env);
  }
}

void Client::store_answered(const model::StoreEvent& event, base::Env& env) {
  take(model_.apply(event, env));
  const auto* written = std::get_if<base::StoreWritten>(&event);
  if (written != nullptr && written->trouble == base::StoreTrouble::None) {
    session_.commit(written->batch, env);
  }
}

void Client::drain_queues(base::Env& env) {
  for (;;) {
    while (std::optional<session::Item> item = session_.poll()) {
      base::match(base::Overloaded{
                      [&](const base::Output& output) { perform(output); },
                      [&](const session::Event& event) {
                        take(model_.apply(event, env));
                        if (base::holds<session::LoginForgotten>(event)) forget_tab();
                      },
                  },
                  *item);
    }
    if (commands_.empty()) break;
    session::Command command = std::move(commands_.front());
    commands_.pop_front();
    session_.perform(command, env);
    if (auto* end = base::get_if<session::Disconnect>(&command); end && end->forget) forget_tab();
  }
}

// A hidden page has left its record already.
void Client::forget_tab() {
  host_.perform(base::Keep{base::Keeping::Tab, std::string(tab_key), {}});
}

void Client::touch() {
  if (frame_requested_) return;
  frame_requested_ = true;
  host_.request_frame();
}

void Client::report_status() {
  std::string status(model::name_of(model_.account().connection));
  std::string sentence = ui::sentence_for(model_.account());
  std::string reason(xmpp::name_of(model_.account().problem.failure));
  if (status == status_ && sentence == sentence_ && reason == reason_) return;
  status_ = std::move(status);
  sentence_ = std::move(sentence);
  reason_ = std::move(reason);
  host_.status_changed(status_, sentence_, reason_);
}

void Client::report_shown() {
  if (model_.version() == shown_version_) return;
  shown_version_ = model_.version();
  Shown shown;
  if (model_.open()) {
    const model::Conversation* open = model_.conversation(*model_.open());
    shown.chat = model_.open()->text();
    shown.is_room = open != nullptr && open->room.has_value();
  }
  for (const auto& [jid, conversation] : model_.conversations())
    shown.unread += conversation.unread;
  if (shown == shown_) return;
  shown_ = std::move(shown);
  host_.shown_changed(shown_);
}

}  // namespace app
