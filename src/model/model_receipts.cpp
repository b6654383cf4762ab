// SPDX-License-Identifier: MIT
// Receipts: who gets one, and whose is believed. XEP-0184 sections 5 and 8; protocol trap 58.
#include "model/apply.h"

namespace model {

// Only who may see that we are here is told so (section 8), and only of what arrives now: what an archive or a server kept
// back was seen by others of our devices, or is too old to be news (section 5.5).
void Model::Apply::give_receipt(const Conversation& conversation,
                                const session::MessageReceived& event) {
  if (!event.content.wants_receipt || event.is_own || event.is_groupchat || event.is_delayed)
    return;
  if (!model.settings_.gives_receipts || !may_see_us(conversation.jid)) return;
  say(conversation.jid, {.receipt_for = event.id});
}

// Believed of a message of ours in the very conversation it was said in. It arrived, whatever our server made of it.
void Model::Apply::take_receipt(const session::MessageReceived& event) {
  if (event.is_own || event.is_groupchat) return;
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr || conversation->room) return;
  Message* message = conversation->timeline.find_own(event.content.receipt_for);
  if (message == nullptr) return;
  const bool may_have_left = message->state == MessageState::Sent ||
                             message->state == MessageState::Acknowledged || message->is_uncertain;
  if (!may_have_left) return;
  message->state = MessageState::Delivered;
  message->is_uncertain = false;
  message->anchor.reset();
  row_changed(*conversation, *message);
}

}  // namespace model
