// SPDX-License-Identifier: MIT
// Wraps and unwraps BOSH bodies. See bosh_body.h.
#include "stream/bosh_body.h"

#include <utility>

#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

constexpr std::string_view xbosh = "urn:xmpp:xbosh";

// Up to a day; a larger or broken number says nothing.
std::optional<uint32_t> parse_seconds(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  uint32_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint32_t>(c - '0');
  }
  return value;
}

std::string_view qualified(const xml::Element& element, std::string_view name) {
  for (const xml::Attribute& attribute : element.attributes()) {
    if (attribute.ns == xbosh && attribute.name == name) return attribute.value;
  }
  return {};
}

}  // namespace

base::Result<BoshBody> parse_bosh_body(xml::Element body) {
  if (!body.is({xmpp::ns::httpbind, "body"})) {
    return base::Error{"the response is not a body of BOSH"};
  }
  BoshBody out;
  const auto text = [&](std::string_view name) {
    return std::string(body.attribute_or_empty(name));
  };
  const auto seconds = [&](std::string_view name) {
    return parse_seconds(body.attribute_or_empty(name));
  };
  out.is_terminate = body.attribute_or_empty("type") == "terminate";
  out.condition = text("condition");
  if (const xml::Element* uri = body.child({xmpp::ns::httpbind, "uri"})) out.uri = uri->text();
  out.sid = text("sid");
  out.from = text("from");
  out.authid = text("authid");
  out.version = std::string(qualified(body, "version"));
  out.requests = seconds("requests");
  out.wait = seconds("wait");
  out.inactivity = seconds("inactivity");
  out.polling = seconds("polling");
  out.maxpause = seconds("maxpause");
  for (xml::Element& child : body.children()) {
    // What is still in BOSH's own namespace is no payload: a nested body, whose attributes count
    // for nothing, or a stanza whose server forgot its namespace (XEP-0206 section 2 demands it).
    if (child.ns() != xmpp::ns::httpbind) out.stanzas.push_back(std::move(child));
  }
  return out;
}

xml::Element make_bosh_creation(const Header& header, uint32_t wait) {
  xml::Element body(xmpp::ns::httpbind, "body");
  body.set("content", "text/xml; charset=utf-8").set("hold", "1").set("ver", "1.11");
  body.set("wait", std::to_string(wait)).set("to", header.to).set_if("from", header.from);
  body.set_lang(header.language).set_qualified(xbosh, "version", "1.0");
  return body;
}

xml::Element make_bosh_restart(const Header& header) {
  xml::Element body(xmpp::ns::httpbind, "body");
  body.set("to", header.to).set_if("from", header.from).set_lang(header.language);
  body.set_qualified(xbosh, "restart", "true");
  return body;
}

std::string write_bosh_body(xml::Element body, uint64_t rid, const std::string& sid,
                            const std::vector<std::string>& payload) {
  body.set("rid", std::to_string(rid)).set_if("sid", sid);
  std::string out = xml::write(body);
  if (payload.empty()) return out;
  // "<body …/>" becomes "<body …>payload</body>": an element without content is written in the short form.
  out.resize(out.size() - 2);
  out += '>';
  for (const std::string& each : payload) out += each;
  out += "</body>";
  return out;
}

}  // namespace stream
