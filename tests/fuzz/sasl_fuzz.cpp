// SPDX-License-Identifier: MIT
// SCRAM alone, and a whole login by SASL 1 and SASL 2: frames, split by NUL. Nobody who does not know the password gets a
// session, and the password itself never leaves where PLAIN is not allowed.
#include "fuzz/fuzz.h"
#include "stream/scram.h"
#include "support/link.h"

namespace {

constexpr const char* password = "correct horse battery";

void exchange(std::string_view rest) {
  stream::Scram scram(base::HashAlgorithm::Sha256, "user", base::Secret(password), "nonce");
  scram.client_first();
  if (!scram.server_first(take_until(rest, '\0'))) return;
  // What a server may ask of us is bounded; its work is not the target here.
  const std::optional<std::string> last = scram.advance(1);
  if (!last) return;
  hold(!scram.server_final(take_until(rest, '\0')));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = text_of(data, size);
  exchange(input);
  support::Link link;
  link.connect("juliet@example.com", password);
  link.open_socket();
  std::string_view rest = input;
  while (!rest.empty()) {
    link.receive(take_until(rest, '\0'));
    for (const std::string& frame : link.sent) {
      hold(frame.find(password) == std::string::npos);
      hold(frame.find("PLAIN") == std::string::npos);
    }
    link.forget();
  }
  hold(link.last_status<stream::Fresh>() == nullptr);
  return 0;
}
