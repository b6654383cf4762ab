// SPDX-License-Identifier: MIT
// See http_url.h.
#include "platform/native/http_url.h"

#include <string>

namespace platform {

base::Result<HttpUrl> parse_http_url(std::string_view url) {
  const size_t colon = url.find("://");
  const std::string_view scheme = url.substr(0, colon);
  if (colon == url.npos || (scheme != "http" && scheme != "https")) {
    return base::Error{"the URL must begin with https:// or http://"};
  }
  const std::string_view rest = url.substr(colon);
  return parse_ws_url((scheme == "https" ? "wss" : "ws") + std::string(rest));
}

}  // namespace platform
