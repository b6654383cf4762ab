// SPDX-License-Identifier: MIT
// The session request of old servers. See step_session.h.
#include "stream/step_session.h"

#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace stream {

void StepSession::start(StepContext& context) {
  id_ = base::new_id(context.env.random);
  context.out.push_back(xmpp::to_element(xmpp::make_iq(
      xmpp::IqType::Set, std::nullopt, id_, xml::Element(xmpp::ns::session, "session"))));
}

Outcome StepSession::handle(const StepInput& input, StepContext&) {
  std::optional<xmpp::Iq> answer = answer_to(input, id_);
  if (!answer) return unexpected(input);
  if (answer->type == xmpp::IqType::Error) return refused(*answer);
  return Finished{};
}

}  // namespace stream
