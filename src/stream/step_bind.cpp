// SPDX-License-Identifier: MIT
// Resource binding. See step_bind.h.
#include "stream/step_bind.h"

#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace stream {

void StepBind::start(StepContext& context) {
  id_ = base::new_id(context.env.random);
  context.out.push_back(xmpp::to_element(
      xmpp::make_iq(xmpp::IqType::Set, std::nullopt, id_, xml::Element(xmpp::ns::bind, "bind"))));
}

Outcome StepBind::handle(const StepInput& input, StepContext& context) {
  std::optional<xmpp::Iq> answer = answer_to(input, id_);
  if (!answer) return unexpected(input);
  if (answer->type == xmpp::IqType::Error) return refused(*answer);

  const xml::Element* jid = nullptr;
  if (answer->payload && answer->payload->is({xmpp::ns::bind, "bind"})) {
    jid = answer->payload->child({xmpp::ns::bind, "jid"});
  }
  base::Result<xmpp::Jid> bound = xmpp::Jid::received(jid == nullptr ? "" : jid->text());
  if (!bound || bound->is_bare()) {
    return Rejected{{.failure = Failure::LoginProtocol}, xmpp::StreamCondition::InvalidXml};
  }
  // Everything that follows is believed because it comes from "our" server about "our" account.
  if (!is_ours(*bound, context.config)) {
    warn(context.config, "the server bound an address of another account");
    return Rejected{{.failure = Failure::ForeignIdentity}, xmpp::StreamCondition::NotAuthorized};
  }
  jid_ = *bound;
  return Finished{};
}

}  // namespace stream
