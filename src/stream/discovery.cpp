// SPDX-License-Identifier: MIT
// host-meta, read and judged. See discovery.h.
#include "stream/discovery.h"

#include <algorithm>

#include "base/json.h"
#include "stream/endpoint.h"
#include "xml/reader.h"

namespace stream {
namespace {

constexpr std::string_view xrd = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
constexpr std::string_view rel_websocket = "urn:xmpp:alt-connections:websocket";
constexpr std::string_view rel_bosh = "urn:xmpp:alt-connections:xbosh";
constexpr size_t max_document = 64u << 10;
constexpr size_t max_endpoints = 8;
constexpr base::Duration patience = std::chrono::seconds(8);

// Gathers links in the order of preference, whatever the order of the document.
struct Links {
  std::vector<std::string> websocket, bosh;
  void add(std::string_view rel, std::string_view href) {
    // A domain that names an unencrypted address of this very machine is a developer's; any other would be a trap.
    const Endpoint endpoint = classify_endpoint(href);
    if (endpoint.kind != EndpointKind::Secure && endpoint.kind != EndpointKind::Loopback) return;
    if (rel == rel_websocket && endpoint.transport == Transport::WebSocket) {
      websocket.emplace_back(href);
    } else if (rel == rel_bosh && endpoint.transport == Transport::Bosh) {
      bosh.emplace_back(href);
    }
  }
  std::vector<std::string> take() {
    websocket.insert(websocket.end(), bosh.begin(), bosh.end());
    if (websocket.size() > max_endpoints) websocket.resize(max_endpoints);
    return std::move(websocket);
  }
};

std::string_view trimmed(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::optional<std::vector<std::string>> endpoints_in_xrd(std::string_view text,
                                                         base::Random& random) {
  xml::Reader reader(random);
  reader.set_limits({.frame_bytes = max_document, .depth = 8, .elements = 1000});
  base::Result<xml::Element, xml::ReadError> document = reader.read(trimmed(text));
  if (!document || !document->is({xrd, "XRD"})) return std::nullopt;
  Links links;
  for (const xml::Element& link : document->children()) {
    if (!link.is({xrd, "Link"})) continue;
    links.add(link.attribute_or_empty("rel"), link.attribute_or_empty("href"));
  }
  return links.take();
}

std::optional<std::vector<std::string>> endpoints_in_jrd(std::string_view text) {
  std::optional<base::Json> document = base::parse_json(text);
  const base::Json* list = document ? document->member("links") : nullptr;
  if (list == nullptr || list->kind != base::Json::Kind::Array) return std::nullopt;
  Links links;
  for (const base::Json& link : list->items) links.add(link.text_of("rel"), link.text_of("href"));
  return links.take();
}

base::HttpRequest Discovery::start(std::string_view domain, base::RequestId request) {
  domain_ = std::string(domain);
  return ask(request, "host-meta");
}

base::HttpRequest Discovery::ask(base::RequestId request, std::string_view document) {
  request_ = request;
  return {.request = request,
          .url = "https://" + domain_ + "/.well-known/" + std::string(document),
          .timeout = patience,
          .max_bytes = max_document};
}

std::variant<base::HttpRequest, Discovery::Found> Discovery::handle(const base::HttpReply& reply,
                                                                    base::RequestId next_request,
                                                                    base::Env& env) {
  if (reply.status == 200) {
    std::optional<std::vector<std::string>> found =
        has_asked_both_ ? endpoints_in_jrd(reply.body) : endpoints_in_xrd(reply.body, env.random);
    if (found && !found->empty()) return Found{std::move(*found)};
  }
  if (has_asked_both_) return Found{};
  has_asked_both_ = true;
  return ask(next_request, "host-meta.json");
}

}  // namespace stream
