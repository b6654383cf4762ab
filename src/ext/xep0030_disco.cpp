// SPDX-License-Identifier: MIT
// disco#info of ours. See xep0030_disco.h.
#include "ext/xep0030_disco.h"

#include <utility>

#include "session/own_info.h"
#include "xmpp/ns.h"

namespace disco {

namespace ns = xmpp::ns;
using session::Handled;

std::vector<std::string_view> Disco::features() const { return {ns::disco_info}; }

Handled Disco::on_iq(session::Context& context, const xmpp::Iq& iq) {
  if (iq.type != xmpp::IqType::Get || !iq.payload->is({ns::disco_info, "query"})) {
    return Handled::No;
  }
  // The only node is what our presence names (XEP-0115 6.2); it is answered with the same, and says so.
  const std::string_view node = iq.payload->attribute_or_empty("node");
  const xmpp::Caps caps = session::own_caps(context);
  if (!node.empty() && node != caps.node + '#' + caps.ver) {
    context.send(
        xmpp::make_error(iq, {xmpp::ErrorType::Cancel, xmpp::Condition::ItemNotFound, ""}));
    return Handled::Yes;
  }
  xml::Element query = session::own_info(context);
  query.set_if("node", node);
  context.send(xmpp::make_result(iq, std::move(query)));
  return Handled::Yes;
}

}  // namespace disco
