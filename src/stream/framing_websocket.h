// SPDX-License-Identifier: MIT
// What a WebSocket text message holds, and the frames that open and close a stream.
// RFC 7395 section 3.
#pragma once

#include <string>
#include <variant>

#include "stream/framing.h"
#include "stream/stream.h"
#include "xml/element.h"
#include "xmpp/stream_error.h"

namespace stream {

// Told apart by namespace, never by spelling: servers differ in quotes and prefixes (protocol trap
// A 8).
using Frame = std::variant<ServerOpen, ServerClose, xmpp::StreamError, xml::Element>;

Frame classify_frame(xml::Element element);

// `from` is included only when it may be seen on the way (RFC 6120 4.7.1); servers offer more to a
// client that says who it is (protocol trap A 6).
xml::Element make_open(const Config& config, bool is_private);
xml::Element make_close();
// One frame: a document of its own, every namespace declared (protocol trap A 5).
std::string frame_text(const xml::Element& element);

}  // namespace stream
