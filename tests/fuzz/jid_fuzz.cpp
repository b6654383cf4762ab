// SPDX-License-Identifier: MIT
// Addresses. What is accepted is accepted again as it was written, is the same then, and has parts within their limits
// (RFC 7622 3).
#include "fuzz/fuzz.h"
#include "xmpp/jid.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of(data, size);
  const auto jid = xmpp::Jid::parse(text);
  if (jid) {
    const auto again = xmpp::Jid::parse(jid->text());
    hold(again && *again == *jid);
    hold(!jid->domain().empty());
    hold(jid->local().size() <= 1023 && jid->domain().size() <= 1023 &&
         jid->resource().size() <= 1023);
    hold(jid->bare().resource().empty());
    hold(jid->text().find('\0') == std::string::npos);
  }
  if (const auto received = xmpp::Jid::received(text)) {
    const auto again = xmpp::Jid::received(received->text());
    hold(again && *again == *received);
  }
  return 0;
}
