// SPDX-License-Identifier: MIT
// See private_node.h.
#include "session/private_node.h"

#include <variant>

namespace session {
namespace {

constexpr xmpp::PublishOptions whole{.access = xmpp::Access::Nobody, .keeps_all = true};
// What every server understands of it. The rest is no condition then: nobody else reads it in any case.
constexpr xmpp::PublishOptions plain{.access = xmpp::Access::Nobody};

}  // namespace

void PrivateNode::publish(Context& context, const xmpp::PublishedItem& item,
                          const OnOutcome& on_outcome) {
  context.request(xmpp::IqType::Set, std::nullopt,
                  xmpp::make_publish(name_, item, is_set_up_ ? plain : whole),
                  [this, item, on_outcome](Context& later, const IqReply& reply) {
                    if (std::holds_alternative<xmpp::Iq>(reply)) {
                      on_outcome(later, Outcome::Kept);
                    } else if (!std::holds_alternative<xmpp::StanzaError>(reply)) {
                      on_outcome(later, Outcome::Unknown);
                    } else if (is_set_up_) {
                      on_outcome(later, Outcome::Refused);
                    } else {
                      set_up(later, item, on_outcome);
                    }
                  });
}

// ejabberd 23.01 takes no condition that it does not know by name; and there may be a node of another kind.
void PrivateNode::set_up(Context& context, const xmpp::PublishedItem& item,
                         const OnOutcome& on_outcome) {
  is_set_up_ = true;
  const auto publish_again = [this, item, on_outcome](Context& later, const IqReply&) {
    publish(later, item, on_outcome);
  };
  context.request(xmpp::IqType::Set, std::nullopt, xmpp::make_node(name_, whole),
                  [this, publish_again](Context& later, const IqReply& reply) {
                    if (!std::holds_alternative<xmpp::StanzaError>(reply)) {
                      return publish_again(later, reply);
                    }
                    // It is there.
                    later.request(xmpp::IqType::Set, std::nullopt,
                                  xmpp::make_configuration(name_, whole), publish_again);
                  });
}

}  // namespace session
