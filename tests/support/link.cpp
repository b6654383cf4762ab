// SPDX-License-Identifier: MIT
// The session on a desk. See link.h.
#include "support/link.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/overloaded.h"
#include "ext/registry.h"
#include "session/item.h"
#include "xml/reader.h"

namespace support {
namespace {

session::Settings with_log(session::Settings settings, base::Log& log) {
  settings.log = &log;
  return settings;
}

constexpr int max_ticks = 100'000;  // a timer that never rests is a bug, not a long test

}  // namespace

void CapturedLog::write(base::LogLevel, std::string_view area, std::string_view line) {
  lines.push_back(std::string(area) + ": " + std::string(line));
  if (!line.starts_with(session::untaken_wish)) return;
  std::fprintf(stderr, "%s\n", lines.back().c_str());
  std::abort();
}

Link::Link(session::Settings settings, uint64_t seed)
    : now{base::Steady(1'000'000ms), base::Wall(1'795'380'180'000ms)},  // 2026-11-22T20:43:00Z
      random(seed),
      log_(std::make_unique<CapturedLog>()),
      session_(with_log(std::move(settings), *log_), ext::make_all()) {}
Link::Link(Link&&) noexcept = default;
Link& Link::operator=(Link&&) noexcept = default;
Link::~Link() = default;

void Link::perform(const session::Command& command) {
  base::Env env{now, random};
  session_.perform(command, env);
  drain();
}

void Link::input(const base::Input& input) {
  base::Env env{now, random};
  session_.handle(input, env);
  drain();
}

bool Link::restore(std::string_view record) {
  base::Env env{now, random};
  const bool is_restored = session_.restore(record, env);
  drain();
  return is_restored;
}

void Link::connect(std::string_view account, std::string_view password) {
  perform(session::Connect{*xmpp::Jid::parse(account), base::Secret(password)});
}

void Link::open_socket(std::string_view protocol) {
  input(base::SocketOpened{socket, std::string(protocol)});
}

void Link::receive(std::string_view frame) { input(base::SocketText{socket, std::string(frame)}); }

void Link::close_socket(uint16_t code) {
  input(base::SocketClosed{.socket = socket, .code = code, .was_open = code != 1006});
}

void Link::advance(base::Duration duration) {
  const base::Steady end = now.steady + duration;
  auto go_to = [&](base::Steady at) {
    if (at <= now.steady) return;
    now.wall += at - now.steady;
    now.steady = at;
  };
  for (int ticks = 0; wake && *wake <= end && ticks < max_ticks; ++ticks) {
    go_to(*wake);
    wake.reset();
    input(base::Tick{});
  }
  go_to(end);
}

void Link::work() { advance(0ms); }

std::string Link::open_frame(std::string_view domain) {
  return "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='" + std::string(domain) +
         "' id='s1' version='1.0' xml:lang='en'/>";
}

std::string Link::features_frame(std::string_view content) {
  return "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>" +
         std::string(content) + "</stream:features>";
}

std::string Link::bind_result(std::string_view id, std::string_view jid) {
  return "<iq xmlns='jabber:client' type='result' id='" + std::string(id) +
         "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>" + std::string(jid) +
         "</jid></bind></iq>";
}

bool Link::log_in(std::string_view jid, std::string_view roster_items) {
  const std::string domain(xmpp::Jid::received(jid)->domain());
  auto last_id = [&] { return sent.empty() ? std::string() : attribute_of(sent.back(), "id"); };
  open_socket();
  receive(open_frame(domain));
  receive(
      features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                     "<mechanism>PLAIN</mechanism></mechanisms>"));
  receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  receive(open_frame(domain));
  receive(features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"));
  const std::string bind_id = last_id();
  sent.clear();
  receive(bind_result(bind_id, jid));
  if (last_status<stream::Fresh>() == nullptr) return false;
  for (const std::string& frame : std::deque<std::string>(sent)) {
    const bool is_roster = frame.find("jabber:iq:roster") != std::string::npos;
    const bool is_disco = frame.find("disco#info") != std::string::npos;
    const std::string result =
        "<iq xmlns='jabber:client' type='result' id='" + attribute_of(frame, "id") + "'";
    if (is_roster) {
      receive(result + "><query xmlns='jabber:iq:roster'>" + std::string(roster_items) +
              "</query></iq>");
    } else if (is_disco) {
      receive(result + " from='" + domain +
              "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
    }
  }
  return true;
}

void Link::forget() {
  sent.clear();
  opened.clear();
  closed_sockets = 0;
  events.clear();
  log_->lines.clear();
}

void Link::drain() {
  while (std::optional<session::Item> item = session_.poll()) {
    std::visit(base::Overloaded{
                   [&](session::Event& event) {
                     if (auto* status = base::get_if<session::StatusChanged>(&event)) {
                       last_status_ = status->status;
                       is_new_ = std::holds_alternative<stream::Fresh>(status->status);
                     }
                     events.push_back(std::move(event));
                   },
                   [&](base::Output& output) {
                     std::visit(base::Overloaded{
                                    [&](base::OpenSocket& o) {
                                      socket = o.socket;
                                      opened.push_back(o.url);
                                    },
                                    [&](base::SendText& o) { sent.push_back(std::move(o.data)); },
                                    [&](base::CloseSocket&) { ++closed_sockets; },
                                    [&](base::WakeAt& o) { wake = o.at; },
                                    [&](base::HttpRequest& o) { http.push_back(o); },
                                    [&](base::Keep& o) { kept.push_back(o); },
                                    [](const auto&) {},
                                },
                                output);
                   },
               },
               *item);
  }
  if (!std::exchange(is_new_, false)) return;
  for (const session::Command& wish : first_wishes) perform(wish);
}

std::string attribute_of(std::string_view frame, std::string_view name) {
  FixedRandom random;
  xml::Reader reader(random);
  base::Result<xml::Element, xml::ReadError> element = reader.read(frame);
  return element ? std::string(element->attribute_or_empty(name)) : std::string();
}

}  // namespace support
