// SPDX-License-Identifier: MIT
// What this program says it is and can do, in full (XEP-0030) and in short (XEP-0115): the two must agree.
#pragma once

#include "session/extension.h"
#include "xmpp/caps.h"

namespace session {

xml::Element own_info(const Context& context);
xmpp::Caps own_caps(const Context& context);

}  // namespace session
