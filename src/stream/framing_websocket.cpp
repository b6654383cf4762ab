// SPDX-License-Identifier: MIT
// Frames of the XMPP subprotocol. See framing_websocket.h.
#include "stream/framing_websocket.h"

#include <utility>

#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {

Frame classify_frame(xml::Element element) {
  if (element.is({xmpp::ns::framing, "open"})) {
    return ServerOpen{.from = std::string(element.attribute_or_empty("from")),
                      .id = std::string(element.attribute_or_empty("id")),
                      .version = std::string(element.attribute_or_empty("version"))};
  }
  if (element.is({xmpp::ns::framing, "close"})) {
    return ServerClose{.see_other_uri = std::string(element.attribute_or_empty("see-other-uri"))};
  }
  if (element.is({xmpp::ns::streams, "error"})) return xmpp::parse_stream_error(element);
  return element;
}

xml::Element make_open(const Config& config, bool is_private) {
  xml::Element open(xmpp::ns::framing, "open");
  if (is_private) open.set("from", config.account.text());
  open.set("to", config.account.domain());
  open.set("version", "1.0");
  open.set_lang(config.language);
  return open;
}

xml::Element make_close() { return xml::Element(xmpp::ns::framing, "close"); }

std::string frame_text(const xml::Element& element) { return xml::write(element); }

}  // namespace stream
