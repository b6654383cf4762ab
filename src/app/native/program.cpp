// SPDX-License-Identifier: MIT
// The native host. See program.h; the loop is turn().
#include "app/native/program.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cstdio>
#include <utility>
#include <vector>

#include "base/overloaded.h"
#include "platform/native/font_loader_native.h"
#include "platform/native/open_link.h"
#include "platform/native/screenshot.h"

namespace app {
namespace {

// How long a good-bye may take: the server's part of it is a courtesy.
constexpr base::Duration goodbye_patience = std::chrono::seconds(2);

// Frames due later than this do not count as movement.
constexpr base::Duration soon = std::chrono::milliseconds(500);

// A click takes one frame to focus a field and one to show its cursor.
constexpr int frames_after_field_input = 3;

void say(const std::string& sentence) { std::fprintf(stderr, "parlance: %s\n", sentence.c_str()); }

const ui::Item* field_at(const ui::Semantics& screen, float x, float y) {
  for (const ui::Item& item : screen.items()) {
    const bool is_field = item.role == ui::Role::TextField && !item.is_disabled;
    if (is_field && item.rect.contains(x, y)) return &item;
  }
  return nullptr;
}

// The views themselves draw the fields that a dialog covers.
std::vector<platform::FieldPlace> reachable_fields(const ui::Semantics& screen) {
  std::vector<platform::FieldPlace> out;
  for (const ui::Item& item : screen.items()) {
    if (item.role != ui::Role::TextField || !item.field || item.is_disabled) continue;
    const ui::Field& field = *item.field;
    out.push_back({.id = item.id,
                   .x = item.rect.x,
                   .y = item.rect.y,
                   .width = item.rect.width,
                   .height = item.rect.height,
                   .line_height = base::metrics_of(base::TextStyle::Body).line_height,
                   .value = field.value,
                   .version = field.version,
                   .placeholder = field.placeholder,
                   .is_multiline = field.is_multiline,
                   .is_secret = field.is_secret,
                   .wants_focus = field.wants_focus});
  }
  return out;
}

}  // namespace

Program::Program(CommandLine line) : line_(std::move(line)) {
  if (line_.is_verbose) line_.options.log = &log_;
}

// Connections let the loop run once more when they go: whatever else may ring is still there then.
Program::~Program() {
  has_ended_ = true;
  http_.reset();
  sockets_.reset();
}

void Program::Log::write(base::LogLevel, std::string_view area, std::string_view text) {
  std::fprintf(stderr, "parlance: %.*s: %.*s\n", static_cast<int>(area.size()), area.data(),
               static_cast<int>(text.size()), text.data());
}

std::optional<base::Error> Program::start() {
  auto window = platform::Window::open({.title = "Parlance",
                                        .width = line_.width,
                                        .height = line_.height,
                                        .scale = line_.scale,
                                        .has_vsync = !line_.script},
                                       *this);
  if (!window) return window.error();
  window_ = std::move(*window);
  renderer_ = std::make_unique<platform::Renderer>();
  if (!renderer_->create())
    return base::Error{"A shader does not compile here: " + renderer_->error()};
  loop_ = std::make_unique<platform::EventLoop>(window_->connection());
  loop_->stop_on_signals();
  const auto report = [this](const base::Input& input) { feed(input); };
  sockets_ = std::make_unique<platform::SocketsNative>(loop_->io(), report);
  if (auto error = sockets_->set(line_.sockets)) return error;
  http_ = std::make_unique<platform::HttpNative>(loop_->io(), report);
  if (auto error = http_->set(line_.sockets.tls)) return error;
  if (const std::optional<int> changes = platform::open_address_changes()) {
    network_.emplace(loop_->io(), *changes, platform::network_addresses, report);
  }
  store_ = std::make_unique<platform::StoreNative>(line_.profile, base::new_id(random_), say);
  atlas_ = std::make_unique<platform::LineAtlas>();
  text_ = std::make_unique<platform::TextEngineNative>(*atlas_, window_->scale());
  line_.options.log = this;
  line_.options.has_store = !line_.profile.empty();
  recorder_ = std::make_unique<FlightRecorder>(*this, random_, line_.options);
  client_ = std::make_unique<Client>(line_.options, *recorder_, *text_, *recorder_);
  wake_ = std::make_unique<platform::Alarm>(*loop_, [this] { feed(base::Tick{}); });
  next_frame_alarm_ = std::make_unique<platform::Alarm>(*loop_, [this] {
    next_frame_.reset();
    wants_frame_ = true;
  });
  // Only to wake the loop: every turn looks at the script.
  script_alarm_ = std::make_unique<platform::Alarm>(*loop_, [] {});
  platform::add_native_font(*ImGui::GetIO().Fonts, base::metrics_of(base::TextStyle::Body).size);
  window_->attach_imgui();
  client_->set_theme(line_.theme);
  send_viewport();
  if (line_.script) script_.emplace(*line_.script);
  begin_session();
  return std::nullopt;
}

void Program::feed(const base::Input& input) {
  if (std::holds_alternative<base::SocketClosed>(input)) --open_sockets_;
  if (!has_ended_) client_->input(input, platform::now());
}

void Program::feed_later(base::Input input) {
  loop_->post([this, input = std::move(input)] { feed(input); });
}

// First whatever an earlier run left behind, then what the command line asks for.
void Program::begin_session() {
  if (!line_.profile.empty()) {
    keep_ = std::make_unique<platform::KeepNative>(line_.profile, say);
    for (base::Kept& record : keep_->take_all()) {
      base::Input input = std::move(record);
      feed(input);
      base::wipe(std::get<base::Kept>(input).value);
    }
  }
  feed(base::AllKept{});
  if (line_.login.empty() || is_on_its_way(line_.login)) return;
  // Should there be no way to log in, the form has the address already.
  client_->field_changed("login/address", line_.login, platform::now());
  client_->act(model::LogIn{line_.login, base::Secret(line_.password)}, platform::now());
  base::wipe(line_.password);
}

bool Program::is_on_its_way(const std::string& login) const {
  const model::Account& account = client_->model().account();
  const std::optional<xmpp::Jid> jid = model::login_address(login, line_.options.domain);
  return account.connection != model::Connection::Offline &&
         account.connection != model::Connection::Failed && jid && *jid == account.jid;
}

// The next run goes on with this session; where nothing is kept, nobody can, and the server is told.
void Program::end_session() {
  if (keep_ && keep_->is_open()) feed(base::Leaving{});
  if (!is_session_kept_) {
    client_->act(model::LogOut{.forget = false}, platform::now());
    platform::Alarm end(*loop_, [this] { loop_->stop(); });
    end.set(platform::now().steady + goodbye_patience);
    loop_->run([&] {
      window_->poll();
      if (open_sockets_ == 0 && http_->unanswered() == 0) loop_->stop();
      return false;
    });
  }
  has_ended_ = true;
}

int Program::run() {
  if (auto error = start()) {
    std::fprintf(stderr, "parlance: %s\n", error->detail.c_str());
    return CannotRun;
  }
  loop_->run([this] { return turn(); });
  end_session();
  if (!line_.record.empty()) {
    if (const auto error = save_text(line_.record, recorder_->log())) {
      say(error->detail);
      return CannotRun;
    }
  }
  return exit_code_;
}

// Whatever happened, happened in a callback before this. Draws at most one frame.
bool Program::turn() {
  if (sleep_.has_slept(platform::time_asleep())) feed(base::Woke{});
  window_->poll();
  if (window_->should_close()) {
    loop_->stop();
    return false;
  }
  if (wants_frame_ || field_frames_ > 0) draw();
  if (fields_.report(*this)) field_frames_ = frames_after_field_input;
  if (script_ && !wants_frame_ && field_frames_ == 0) follow_script();
  return wants_frame_ || field_frames_ > 0;
}

void Program::draw() {
  wants_frame_ = false;
  if (field_frames_ > 0) --field_frames_;
  next_frame_alarm_->cancel();
  next_frame_.reset();
  atlas_->next_frame();
  has_roster_ = client_->frame(platform::now()).is_roster_painted;
  renderer_->draw(*ImGui::GetDrawData(), client_->theme().surface);
  window_->swap();
  if (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0) wants_frame_ = true;
}

void Program::follow_script() {
  const base::Now now = platform::now();
  while (script_->advance(*client_, *this, now)) {
    if (fields_.report(*this)) field_frames_ = frames_after_field_input;
    if (wants_frame_ || field_frames_ > 0) return;  // the next step looks at what this one changed
  }
  switch (script_->state()) {
    case Script::State::Running:
      script_alarm_->set(script_->deadline());
      return;
    case Script::State::Done:
      break;
    case Script::State::Failed:
      std::fprintf(stderr, "parlance: %s\nOn screen:\n%s", script_->failure().c_str(),
                   ui::dump(client_->semantics()).c_str());
      exit_code_ = ScriptFailed;
  }
  loop_->stop();
}

void Program::send_viewport() {
  const base::Now now = platform::now();
  client_->set_viewport({.width = window_->width(),
                         .height = window_->height(),
                         .scale = window_->scale(),
                         .utc_offset_minutes = platform::utc_offset_minutes(now.wall)});
}

// ---- Host

void Program::perform(const base::Output& output) {
  base::match(base::Overloaded{
                  [&](const base::OpenSocket& wish) {
                    ++open_sockets_;
                    sockets_->open(wish);
                  },
                  [&](const base::SendText& wish) { sockets_->send(wish); },
                  [&](const base::CloseSocket& wish) { sockets_->close(wish); },
                  [&](const base::WakeAt& wish) { wake_->set(wish.at); },
                  [&](const base::OpenLink& wish) { platform::open_link(wish.url); },
                  [&](const base::HttpRequest& wish) { http_->send(wish); },
                  [&](const base::HttpCancel& wish) { http_->cancel(wish); },
                  [&](const base::Keep& wish) {
                    if (!keep_) return;
                    keep_->keep(wish);
                    if (wish.where == base::Keeping::Tab) is_session_kept_ = !wish.value.empty();
                  },
                  [&](const base::StartTls& wish) { sockets_->start_tls(wish); },
                  [&](const base::StoreOpen& wish) { feed_later(store_->open(wish)); },
                  [](const base::StoreClose&) {},  // all are in one file
                  [&](const base::StoreWrite& wish) { feed_later(store_->write(wish)); },
                  [&](const base::StoreRange& wish) { feed_later(store_->range(wish)); },
                  [&](const base::StoreClaim& wish) { feed_later(store_->claim(wish)); },
                  [&](const base::StoreErase& wish) { store_->erase(wish); },
              },
              output);
}

void Program::request_frame_at(base::Steady at) {
  next_frame_ = at;
  next_frame_alarm_->set(at);
}

void Program::status_changed(std::string_view status, std::string_view sentence, std::string_view) {
  status_ = status;
  if (line_.is_verbose) {
    std::fprintf(stderr, "parlance: %.*s %.*s\n", static_cast<int>(status.size()), status.data(),
                 static_cast<int>(sentence.size()), sentence.data());
  }
}

void Program::write(base::LogLevel level, std::string_view area, std::string_view line) {
  if (level < base::LogLevel::Warning && !line_.is_verbose) return;
  std::fprintf(stderr, "parlance: %.*s: %.*s\n", static_cast<int>(area.size()), area.data(),
               static_cast<int>(line.size()), line.data());
}

// Where the program was started.
void Program::save_file(std::string_view name, std::string_view bytes) {
  if (const auto error = save_text(std::string(name), bytes)) say(error->detail);
}

void Program::fields_drawn(const Client& client) {
  const ui::Theme& theme = client.theme();
  fields_.draw(
      reachable_fields(client.semantics()),
      {.text = theme.text, .placeholder = theme.text_faint, .selection = theme.accent_soft},
      base::metrics_of(base::TextStyle::Body).size);
}

// ---- ScriptHost

bool Program::is_at_rest() const {
  if (wants_frame_ || field_frames_ > 0) return false;
  return !next_frame_ || *next_frame_ > platform::now().steady + soon;
}

bool Program::type(std::string_view field_id, std::string_view text) {
  return fields_.type(field_id, text);
}

bool Program::submit(std::string_view field_id) { return fields_.submit(field_id); }

void Program::resize(int width, int height) {
  window_->resize(width, height);
  resized();
}

void Program::set_scale(float scale) {
  const int width = static_cast<int>(window_->width()),
            height = static_cast<int>(window_->height());
  window_->set_scale(scale);
  resize(width, height);
}

std::optional<base::Error> Program::save_screenshot(const std::string& file) {
  return platform::save_screenshot(*renderer_, *ImGui::GetDrawData(), client_->theme().surface,
                                   file);
}

std::optional<base::Error> Program::save_text(const std::string& file, std::string_view text) {
  std::FILE* to = file.empty() ? stdout : std::fopen(file.c_str(), "wb");
  bool is_written = to != nullptr && std::fwrite(text.data(), 1, text.size(), to) == text.size();
  if (to == stdout) is_written = std::fflush(to) == 0 && is_written;
  if (to != nullptr && to != stdout) is_written = std::fclose(to) == 0 && is_written;
  if (is_written) return std::nullopt;
  return base::Error{"the text could not be written to " +
                     (file.empty() ? "the standard output" : file)};
}

// ---- platform::WindowEvents

void Program::pointer_moved(float x, float y) {
  client_->pointer_moved(x, y, platform::now());
  const ui::Item* item = client_->semantics().hit(x, y);
  const bool is_field = field_at(client_->semantics(), x, y) != nullptr;
  window_->set_pointing_cursor(item != nullptr && !is_field);
}

void Program::pointer_left() { client_->pointer_left(platform::now()); }

void Program::pressed(float x, float y, bool is_secondary) {
  if (field_at(client_->semantics(), x, y) != nullptr) return;  // ImGui's business
  client_->pressed(x, y, is_secondary, platform::now());
}

void Program::scrolled(float x, float y, float dx, float dy) {
  client_->scrolled(x, y, dx, dy, platform::now());
}

void Program::key(std::string_view key) { client_->key("", key, platform::now()); }

void Program::field_input() { field_frames_ = frames_after_field_input; }

void Program::resized() {
  if (!client_) return;  // while the window is being opened
  text_->set_scale(window_->scale());
  send_viewport();
}

// ---- platform::FieldEvents

void Program::field_changed(std::string_view id, std::string_view value) {
  client_->field_changed(id, value, platform::now());
}

uint32_t Program::field_submitted(std::string_view id, std::string_view value) {
  return client_->field_submitted(id, value, platform::now());
}

}  // namespace app
