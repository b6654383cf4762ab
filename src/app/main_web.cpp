// SPDX-License-Identifier: MIT
// The page's entry points: what web/host.js calls, one Client per module instance. Texts come as
// pointer and length in the instance's buffer (parlance_buffer); times are read here, from
// performance.now() and Date.now().
#include <emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/client.h"
#include "app/flight_recorder.h"
#include "base/overloaded.h"
#include "base/packed_records.h"
#include "platform/gl/renderer.h"
#include "platform/web/host.h"
#include "platform/web/random_web.h"
#include "platform/web/text_engine_web.h"

namespace {

base::Now now() {
  return {.steady = base::Steady(base::Duration(static_cast<int64_t>(emscripten_get_now()))),
          .wall = base::Wall(base::Duration(static_cast<int64_t>(emscripten_date_now())))};
}

double milliseconds(base::Steady at) { return static_cast<double>(at.time_since_epoch().count()); }

class BrowserHost : public app::Host {
 public:
  void perform(const base::Output& output) override {
    base::match(
        base::Overloaded{
            [](const base::OpenSocket& open) {
              host_open_socket(open.socket, open.url.data(), open.url.size());
            },
            [](const base::SendText& send) {
              host_send_text(send.socket, send.data.data(), send.data.size());
            },
            [](const base::CloseSocket& close) { host_close_socket(close.socket); },
            [](const base::WakeAt& wake) { host_wake_at(milliseconds(wake.at)); },
            [](const base::OpenLink& link) { host_open_link(link.url.data(), link.url.size()); },
            [](const base::HttpRequest& http) {
              host_http_request(http.request, http.url.data(), http.url.size(), http.body.data(),
                                http.body.size(), static_cast<double>(http.timeout.count()),
                                static_cast<double>(http.max_bytes));
            },
            [](const base::HttpCancel& cancel) { host_http_cancel(cancel.request); },
            [](const base::Keep& keep) {
              host_keep(keep.where == base::Keeping::Tab, keep.key.data(), keep.key.size(),
                        keep.value.data(), keep.value.size());
            },
            [](const base::StartTls&) {},  // TLS is the browser's
            [](const base::StoreOpen& open) {
              host_store_open(open.store.data(), open.store.size());
            },
            [](const base::StoreClose& close) {
              host_store_close(close.store.data(), close.store.size());
            },
            [](const base::StoreWrite& write) {
              const std::string records = base::pack_records(write.records);
              host_store_write(write.store.data(), write.store.size(),
                               static_cast<double>(write.batch), records.data(), records.size(),
                               write.is_durable);
            },
            [](const base::StoreRange& range) {
              host_store_range(range.store.data(), range.store.size(),
                               static_cast<double>(range.request), range.from.data(),
                               range.from.size(), range.to.data(), range.to.size(),
                               static_cast<double>(range.limit), range.is_backward);
            },
            [](const base::StoreClaim& claim) {
              host_store_claim(claim.store.data(), claim.store.size(),
                               static_cast<double>(claim.request), claim.prefix.data(),
                               claim.prefix.size());
            },
            [](const base::StoreErase& erase) {
              host_store_erase(erase.store.data(), erase.store.size());
            },
        },
        output);
  }
  void request_frame() override { host_request_frame(); }
  void request_frame_at(base::Steady at) override { host_request_frame_at(milliseconds(at)); }
  void status_changed(std::string_view status, std::string_view sentence,
                      std::string_view reason) override {
    host_status_changed(status.data(), status.size(), sentence.data(), sentence.size(),
                        reason.data(), reason.size());
  }
  void shown_changed(const app::Shown& shown) override {
    host_shown_changed(shown.chat.data(), shown.chat.size(), shown.is_room,
                       static_cast<double>(shown.unread));
  }
  void save_file(std::string_view name, std::string_view bytes) override {
    host_save_file(name.data(), name.size(), bytes.data(), bytes.size());
  }
};

class BrowserLog : public base::Log {
 public:
  void write(base::LogLevel level, std::string_view area, std::string_view line) override {
    const std::string text = std::string(area) + ": " + std::string(line);
    host_log(static_cast<int>(level), text.data(), text.size());
  }
};

app::Options with_log(app::Options options, base::Log& log) {
  options.log = &log;
  return options;
}

}  // namespace

// Everything one element of the page has.
struct Instance {
  explicit Instance(app::Options options)
      : recorder(host, random, options),
        client(with_log(std::move(options), log), recorder, text, recorder) {}

  BrowserLog log;
  BrowserHost host;
  platform::BrowserRandom random;
  platform::BrowserTextEngine text;
  platform::Renderer renderer;
  app::FlightRecorder recorder;
  app::Client client;
  std::string buffer;      // JavaScript writes texts here before it calls
  std::string shown;       // the semantics as last handed over
  std::string_view theme;  // the name of the theme whose properties were handed over
  std::optional<ui::Painted> painted;
  bool is_roster_marked = false;
  bool has_gl = false;
};

// Those that are not empty.
template <class Take>
void for_each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) take(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
}

extern "C" {

// Before anything else: JavaScript writes texts into the memory through what it gets here.
void parlance_attach() { host_attach(); }

// `allowed_endpoints` are separated by line breaks, so are `servers`, each a domain, a blank and an address; `remember` is a session::Remember.
Instance* parlance_create(const char* websocket_url, size_t websocket_url_size,
                          const char* bosh_url, size_t bosh_url_size, const char* allowed_endpoints,
                          size_t allowed_endpoints_size, const char* servers, size_t servers_size,
                          const char* domain, size_t domain_size, const char* account,
                          size_t account_size, const char* language, size_t language_size,
                          int allow_plain, int allow_insecure, int remember, int tells_typing,
                          int gives_receipts, int allows_more_accounts) {
  app::Options options{.websocket_url = std::string(websocket_url, websocket_url_size),
                       .bosh_url = std::string(bosh_url, bosh_url_size),
                       .domain = std::string(domain, domain_size),
                       .account = std::string(account, account_size),
                       .language = std::string(language, language_size),
                       .allow_plain = allow_plain != 0,
                       .allow_insecure = allow_insecure != 0,
                       .remember = static_cast<session::Remember>(remember),
                       .has_store = true,
                       .tells_typing = tells_typing != 0,
                       .gives_receipts = gives_receipts != 0,
                       .allows_more_accounts = allows_more_accounts != 0};
  for_each_line({allowed_endpoints, allowed_endpoints_size},
                [&](std::string_view line) { options.allowed_endpoints.emplace_back(line); });
  for_each_line({servers, servers_size}, [&](std::string_view line) {
    const size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return;
    options.servers.emplace_back(line.substr(0, blank), line.substr(blank + 1));
  });
  return new Instance(std::move(options));
}

void parlance_destroy(Instance* instance) { delete instance; }

// Room for the texts of the next call.
char* parlance_buffer(Instance* instance, size_t size) {
  if (instance->buffer.size() < size) instance->buffer.resize(size);
  return instance->buffer.data();
}

// ---- Socket, timer, network

void parlance_socket_opened(Instance* instance, uint32_t socket, const char* protocol,
                            size_t size) {
  instance->client.input(
      base::SocketOpened{.socket = socket, .protocol = std::string(protocol, size)}, now());
}

void parlance_socket_text(Instance* instance, uint32_t socket, const char* data, size_t size) {
  instance->client.input(base::SocketText{.socket = socket, .data = std::string(data, size)},
                         now());
}

void parlance_socket_closed(Instance* instance, uint32_t socket, int code, const char* reason,
                            size_t size, int was_open) {
  instance->client.input(base::SocketClosed{.socket = socket,
                                            .code = static_cast<uint16_t>(code),
                                            .reason = std::string(reason, size),
                                            .was_open = was_open != 0},
                         now());
}

void parlance_tick(Instance* instance) { instance->client.input(base::Tick{}, now()); }

void parlance_http_reply(Instance* instance, uint32_t request, int status, const char* type,
                         size_t type_size, const char* body, size_t body_size) {
  instance->client.input(base::HttpReply{.request = request,
                                         .status = static_cast<uint16_t>(status),
                                         .type = std::string(type, type_size),
                                         .body = std::string(body, body_size)},
                         now());
}

void parlance_network_changed(Instance* instance, int is_online) {
  if (is_online != 0) {
    instance->client.input(base::NetworkOnline{}, now());
  } else {
    instance->client.input(base::NetworkOffline{}, now());
  }
}

void parlance_visibility_changed(Instance* instance, int is_visible) {
  instance->client.input(base::VisibilityChanged{.is_visible = is_visible != 0}, now());
}

void parlance_frozen(Instance* instance) { instance->client.input(base::Frozen{}, now()); }
void parlance_woke(Instance* instance) { instance->client.input(base::Woke{}, now()); }

void parlance_leaving(Instance* instance) { instance->client.input(base::Leaving{}, now()); }

void parlance_kept(Instance* instance, int is_tab, const char* key, size_t key_size,
                   const char* value, size_t value_size) {
  instance->client.input(
      base::Kept{.where = is_tab != 0 ? base::Keeping::Tab : base::Keeping::Device,
                 .key = std::string(key, key_size),
                 .value = std::string(value, value_size)},
      now());
  base::wipe(instance->buffer);
}

void parlance_all_kept(Instance* instance) { instance->client.input(base::AllKept{}, now()); }

// `trouble` is a base::StoreTrouble.
void parlance_store_opened(Instance* instance, const char* store, size_t store_size,
                           const char* owner, size_t owner_size, int trouble) {
  instance->client.input(base::StoreOpened{.store = std::string(store, store_size),
                                           .owner = std::string(owner, owner_size),
                                           .trouble = static_cast<base::StoreTrouble>(trouble)},
                         now());
}

void parlance_store_written(Instance* instance, const char* store, size_t store_size, double batch,
                            int trouble) {
  instance->client.input(base::StoreWritten{.store = std::string(store, store_size),
                                            .batch = static_cast<uint64_t>(batch),
                                            .trouble = static_cast<base::StoreTrouble>(trouble)},
                         now());
}

void parlance_store_rows(Instance* instance, const char* store, size_t store_size, double request,
                         const char* records, size_t size, int trouble) {
  base::StoreRows rows{.store = std::string(store, store_size),
                       .request = static_cast<uint64_t>(request),
                       .records = base::unpack_records({records, size}),
                       .trouble = static_cast<base::StoreTrouble>(trouble)};
  instance->buffer = {};  // megabytes, once
  instance->client.input(rows, now());
}

void parlance_store_lost(Instance* instance, const char* store, size_t size, int trouble) {
  instance->client.input(base::StoreLost{.store = std::string(store, size),
                                         .trouble = static_cast<base::StoreTrouble>(trouble)},
                         now());
}

// ---- Wishes

void parlance_log_in(Instance* instance, const char* address, size_t address_size,
                     const char* password, size_t password_size, int stay) {
  instance->client.act(
      model::LogIn{.address = std::string(address, address_size),
                   .password = base::Secret(std::string_view(password, password_size)),
                   .stay = stay != 0},
      now());
  base::wipe(instance->buffer);
}

// With a token that the page around us got for its user (OAUTHBEARER).
void parlance_log_in_with_token(Instance* instance, const char* address, size_t address_size,
                                const char* token, size_t token_size) {
  instance->client.act(model::LogIn{.address = std::string(address, address_size),
                                    .token = base::Secret(std::string_view(token, token_size))},
                       now());
  base::wipe(instance->buffer);
}

// `domain` may be empty where the deployer names one.
void parlance_log_in_anonymously(Instance* instance, const char* domain, size_t size) {
  instance->client.act(model::LogIn{.address = std::string(domain, size), .is_anonymous = true},
                       now());
}

// `forget`: the person logs out; otherwise only this page ends.
void parlance_log_out(Instance* instance, int forget) {
  instance->client.log_out(forget != 0, now());
}

// The flight log as a file.
void parlance_report_problem(Instance* instance) {
  instance->client.act(model::ReportProblem{}, now());
}

void parlance_open_address(Instance* instance, const char* address, size_t size, int join) {
  instance->client.open_address({address, size}, join != 0, now());
}

void parlance_close_conversation(Instance* instance) { instance->client.close_conversation(now()); }

void parlance_activate(Instance* instance, const char* item, size_t size, int is_secondary) {
  instance->client.activate({item, size}, is_secondary != 0, now());
}

void parlance_whole_message(Instance* instance, const char* item, size_t size) {
  const std::string_view text = instance->client.whole_message({item, size});
  host_whole_message(text.data(), text.size());
}

void parlance_pressed(Instance* instance, float x, float y, int is_secondary) {
  instance->client.pressed(x, y, is_secondary != 0, now());
}

void parlance_pointer_moved(Instance* instance, float x, float y) {
  instance->client.pointer_moved(x, y, now());
}

void parlance_pointer_left(Instance* instance) { instance->client.pointer_left(now()); }

// 0 where nothing moves.
int parlance_scrolled(Instance* instance, float x, float y, float dx, float dy) {
  return instance->client.scrolled(x, y, dx, dy, now()) ? 1 : 0;
}

void parlance_key(Instance* instance, const char* item, size_t item_size, const char* key,
                  size_t key_size) {
  instance->client.key({item, item_size}, {key, key_size}, now());
}

void parlance_field_changed(Instance* instance, const char* item, size_t item_size,
                            const char* value, size_t value_size) {
  instance->client.field_changed({item, item_size}, {value, value_size}, now());
}

uint32_t parlance_field_submitted(Instance* instance, const char* item, size_t item_size,
                                  const char* value, size_t value_size) {
  return instance->client.field_submitted({item, item_size}, {value, value_size}, now());
}

// ---- What it is drawn on

void parlance_set_viewport(Instance* instance, float width, float height, float scale, int is_dark,
                           int is_reduced_motion, int has_login_form, int utc_offset_minutes) {
  instance->text.set_scale(scale);
  instance->client.set_viewport({.width = width,
                                 .height = height,
                                 .scale = scale,
                                 .is_dark_preferred = is_dark != 0,
                                 .is_reduced_motion = is_reduced_motion != 0,
                                 .has_login_form = has_login_form != 0,
                                 .utc_offset_minutes = utc_offset_minutes});
}

void parlance_set_theme(Instance* instance, const char* name, size_t size) {
  instance->client.set_theme({name, size});
}

void parlance_fonts_changed(Instance* instance) {
  instance->text.fonts_changed();
  instance->client.invalidate();
}

void parlance_invalidate(Instance* instance) { instance->client.invalidate(); }

// From now on there is a GL context (a new or a restored one), or none. Says whether it can be
// drawn with.
int parlance_use_gl(Instance* instance, int is_there) {
  instance->renderer.forget();
  instance->text.forget_textures();
  instance->has_gl = is_there != 0 && host_attach_gl() != 0 && instance->renderer.create();
  instance->text.set_drawn(instance->has_gl);
  instance->client.invalidate();
  return instance->has_gl ? 1 : 0;
}

void parlance_frame(Instance* instance) {
  instance->text.next_frame();
  const ui::FrameResult result = instance->client.frame(now());
  const ui::Theme& theme = instance->client.theme();
  if (instance->has_gl && host_attach_gl() != 0) {
    instance->renderer.draw(instance->client.picture().data(), theme.surface);
  }
  if (theme.name != instance->theme) {
    instance->theme = theme.name;
    const std::string css = ui::to_css(theme);
    host_set_theme(css.data(), css.size(), theme.is_dark);
  }
  std::string json = ui::to_json(instance->client.semantics());
  if (json != instance->shown) {
    instance->shown = std::move(json);
    host_show(instance->shown.data(), instance->shown.size());
  }
  if (result.is_roster_painted && !instance->is_roster_marked) host_mark_roster_painted();
  instance->is_roster_marked = result.is_roster_painted;
  if (!result.painted.last.empty() && result.painted != instance->painted) {
    const std::string& chat = result.painted.chat.text();
    host_mark_painted(chat.data(), chat.size(), result.painted.first.data(),
                      result.painted.first.size(), result.painted.last.data(),
                      result.painted.last.size(), result.painted.count);
  }
  instance->painted = result.painted;
}

}  // extern "C"
