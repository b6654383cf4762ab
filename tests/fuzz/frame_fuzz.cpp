// SPDX-License-Identifier: MIT
// The frame parser. A frame reads the same whole, in pieces and from a byte stream; what was read and written again reads
// as the same element; a depth or size beyond the limits is never handed out.
#include "fuzz/fuzz.h"
#include "support/fixed_random.h"
#include "xml/reader.h"
#include "xml/stream_reader.h"
#include "xml/writer.h"

namespace {

size_t depth_of(const xml::Element& element) {
  size_t deepest = 0;
  for (const xml::Element& child : element.children()) {
    deepest = std::max(deepest, depth_of(child));
  }
  return deepest + 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  static support::FixedRandom random;
  static xml::Reader reader(random), again(random);
  const size_t step = data[0] % 7 + 1;
  const std::string_view frame = text_of(data + 1, size - 1);
  const auto whole = reader.read(frame);
  again.begin();
  for (size_t at = 0; at < frame.size(); at += step) again.feed(frame.substr(at, step));
  const auto pieces = again.finish();
  hold(static_cast<bool>(whole) == static_cast<bool>(pieces));
  if (whole) {
    hold(*whole == *pieces);
    hold(depth_of(*whole) <= xml::Limits().depth);
    const auto back = reader.read(xml::write(*whole));
    hold(back && *back == *whole);
  }
  xml::StreamReader stream(random);
  stream.feed(
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
  for (size_t at = 0; at < frame.size(); at += step) stream.feed(frame.substr(at, step));
  bool has_ended = false;
  while (auto event = stream.poll()) {
    hold(!has_ended);
    has_ended = std::holds_alternative<xml::StreamReader::Closed>(*event) ||
                std::holds_alternative<xml::ReadError>(*event);
  }
  return 0;
}
