// SPDX-License-Identifier: MIT
// The address of an HTTP request in its parts. RFC 9110 section 4.2.
#pragma once

#include <string_view>

#include "base/result.h"
#include "platform/native/ws_url.h"

namespace platform {

using HttpUrl = WsUrl;

// http: and https:, under the rules of ws: and wss:, which have the same parts and ports (RFC 6455 section 3).
base::Result<HttpUrl> parse_http_url(std::string_view url);

}  // namespace platform
