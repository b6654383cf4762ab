// SPDX-License-Identifier: MIT
// What was said from some time on: out of what is here, the store, or the archive, which is asked for that time alone. What
// lies between that and what was here stays a gap until somebody looks at it. XEP-0313 1.1.3 section 4.1.2.
#include "model/apply.h"

namespace model {

void Model::Apply::operator()(const JumpToDate& action) {
  open(model.is_occupant(action.conversation) ? action.conversation : action.conversation.bare());
  Conversation* conversation = find(*model.open_);
  if (conversation == nullptr) return;
  conversation->jump.to = action.to;
  conversation->jump.is_asked = false;
  lead(*conversation);
}

void Model::Apply::lead_all(const xmpp::Jid& archive) {
  for (auto& [jid, conversation] : model.conversations_) {
    if (archive_of(conversation) == archive) lead(conversation);
  }
}

// Asks for what it takes to get there, one thing at a time; where there is no more to ask for, to the nearest row there is.
void Model::Apply::lead(Conversation& conversation) {
  Jump& jump = conversation.jump;
  if (jump.to == base::Wall{}) return;
  const Timeline::Rows& rows = conversation.timeline.messages();
  const size_t at = conversation.timeline.first_since(jump.to);
  const bool is_missing = at == 0 || (at < rows.size() && rows[at].gap);
  if (at == 0 && conversation.history.has_more) {
    if (conversation.history.is_asked) return;
    conversation.history.is_asked = true;
    model.store_.to_read.push_front({conversation.jid, conversation.history.top});
    return read_rows();
  }
  if (is_missing && !jump.is_asked && !(at == 0 && conversation.pages.is_whole)) {
    if (rows.empty() && model.may_ask_archive(conversation)) return read_older(conversation);
    if (!rows.empty() && model.may_ask_archive(conversation)) {
      jump.is_asked = true;
      return ask_page(conversation, &rows[at], false, {.is_forward = true, .since = jump.to});
    }
    if (is_archive_coming(conversation)) return;
  }
  jump.to = {};
  if (rows.empty()) return;
  jump.row = rows[std::min(at, rows.size() - 1)].key;
  ++jump.count;
}

// It cannot be asked yet: something else is read of it.
bool Model::Apply::is_archive_coming(const Conversation& conversation) const {
  if (model.account_.connection != Connection::Online || !conversation.jid.is_bare()) return false;
  if (conversation.pages.is_asked) return true;
  const auto archive = model.archives_.find(archive_of(conversation));
  return archive != model.archives_.end() && archive->second.is_asked && !archive->second.is_done;
}

}  // namespace model
