// SPDX-License-Identifier: MIT
// TCP from the other side. See server_end_tcp.h.
#include "hostile/server_end_tcp.h"

#include <algorithm>

#include "xml/reader.h"
#include "xml/writer.h"

namespace hostile {
namespace {

constexpr size_t most_pieces = 100'000;
constexpr std::string_view end_tag = "</stream:stream>";
constexpr std::string_view namespaces =
    " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";

}  // namespace

void TcpEnd::take(const base::Output& output) {
  if (auto* open = std::get_if<base::OpenSocket>(&output)) {
    socket_ = open->socket;
    is_let_go_ = false;
  } else if (auto* text = std::get_if<base::SendText>(&output)) {
    if (text->socket == socket_) take_text(text->data);
  } else if (auto* close = std::get_if<base::CloseSocket>(&output)) {
    if (close->socket == socket_) is_let_go_ = true;
  }
}

// What left in one piece: a header, elements, the end of the stream.
void TcpEnd::take_text(std::string text) {
  const size_t header = text.find("<stream:stream");
  if (header != std::string::npos) text.erase(0, text.find('>', header) + 1);
  const size_t end = text.rfind(end_tag);
  const bool is_end = end != std::string::npos;
  if (is_end) text.erase(end);
  support::FixedRandom random;
  xml::Reader reader(random);
  const auto all = reader.read("<r" + std::string(namespaces) + ">" + text + "</r>");
  if (all) {
    for (const xml::Element& element : all->children()) sent.push_back(xml::write(element));
  }
  if (is_end) sent.emplace_back(farewell);
}

void TcpEnd::accept() {
  client_.input(base::SocketSecured{socket_});
  client_.input(base::SocketOpened{socket_, ""});
}

void TcpEnd::open() {
  hand_over("<?xml version='1.0'?><stream:stream" + std::string(namespaces) + " from='" +
            std::string(server_domain) + "' id='s1' version='1.0'>");
}

void TcpEnd::deliver(std::string_view bytes) {
  size_t size = piece_ == 0 ? std::max<size_t>(bytes.size(), 1) : piece_;
  // Of very much, larger pieces: what each byte of it does alone shorter cases show.
  while (bytes.size() / size > most_pieces) size *= 7;
  for (size_t at = 0; at < bytes.size(); at += size) hand_over(bytes.substr(at, size));
}

void TcpEnd::hand_over(std::string_view bytes) {
  client_.input(base::SocketText{socket_, std::string(bytes)});
}

void TcpEnd::cut() {
  client_.input(base::SocketClosed{.socket = socket_, .code = 1006, .was_open = true});
}

}  // namespace hostile
