// SPDX-License-Identifier: MIT
// Bodies of BOSH: what a server, or a proxy in between, may answer. Numbers stay in their range, and what is no body is
// refused.
#include "fuzz/fuzz.h"
#include "stream/bosh_body.h"
#include "support/fixed_random.h"
#include "support/link.h"
#include "xml/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static support::FixedRandom random;
  static xml::Reader reader(random);
  const std::string_view input = text_of(data, size);
  std::string_view rest = input;
  if (auto element = reader.read(take_until(rest, '\0'))) {
    const bool is_body = element->local() == "body";
    const auto body = stream::parse_bosh_body(*std::move(element));
    hold(is_body || !body);
  }
  // The same bytes as answers to a session that comes up over BOSH.
  support::Link link({.endpoints = {"https://example.com/http-bind"}});
  link.connect("juliet@example.com", "secret");
  rest = input;
  while (!rest.empty() && !link.http.empty()) {
    const base::HttpRequest request = link.http.front();
    link.http.pop_front();
    link.input(base::HttpReply{.request = request.request,
                               .status = 200,
                               .type = "text/xml",
                               .body = std::string(take_until(rest, '\0'))});
  }
  hold(link.last_status<stream::Fresh>() == nullptr);
  return 0;
}
