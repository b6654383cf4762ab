// SPDX-License-Identifier: MIT
// What the server keeps of what is said, as the person sees and wants it. XEP-0441.
#include "model/apply.h"

namespace model {

void Model::Apply::operator()(const ReadArchivePolicy&) {
  Account::Keeping& keeping = model.account_.keeping;
  if (keeping.is_asked || !is_online() || model.account_.is_anonymous) return;
  keeping.is_asked = true;
  command(session::ReadArchivePolicy{});
}

// Shown at once; the server may have the last word.
void Model::Apply::operator()(const SetArchivePolicy& action) {
  Account::Keeping& keeping = model.account_.keeping;
  if (!is_online() || keeping.policy == action.policy) return;
  keeping.policy = action.policy;
  keeping.is_refused = false;
  command(session::SetArchivePolicy{action.policy});
}

void Model::Apply::operator()(const session::ArchivePolicyTold& event) {
  Account::Keeping& keeping = model.account_.keeping;
  keeping.policy = event.policy;
  keeping.is_refused = event.is_refused;
}

}  // namespace model
