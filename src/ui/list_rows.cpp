// SPDX-License-Identifier: MIT
// See list_rows.h.
#include "ui/list_rows.h"

#include <algorithm>

#include "base/unicode.h"
#include "ui/clean_text.h"
#include "ui/strings.h"

namespace ui {

namespace {

bool is_active(const model::Conversation& conversation) {
  return conversation.last_activity.second != 0 || conversation.room.has_value();
}

// Lower case of name and address of every contact and every conversation, filtered and sorted.
void update_names(ListState& state, const model::Model& model) {
  if (state.by_name_version == model.names_version() && state.by_name_filter == state.filter) {
    return;
  }
  const std::string wanted = base::to_lower(single_line(state.filter, 256));
  std::vector<std::pair<std::string, xmpp::Jid>> names;
  const auto add = [&](const xmpp::Jid& jid) {
    std::string name = base::to_lower(shown_name(model, jid));
    const bool matches = wanted.empty() || name.find(wanted) != std::string::npos ||
                         jid.text().find(wanted) != std::string::npos;
    if (matches) names.emplace_back(std::move(name), jid);
  };
  for (const auto& [jid, contact] : model.roster().contacts) add(jid);
  for (const auto& [jid, conversation] : model.conversations()) {
    if (model.roster().contacts.count(jid) == 0) add(jid);
  }
  std::sort(names.begin(), names.end());
  state.by_name.clear();
  state.by_name.reserve(names.size());
  for (auto& [name, jid] : names) state.by_name.push_back(std::move(jid));
  state.by_name_version = model.names_version();
  state.by_name_filter = state.filter;
  state.rows_version = 0;
}

}  // namespace

std::string shown_name(const model::Model& model, const xmpp::Jid& jid) {
  std::string name = clean_name(model.display_name(jid), jid.text());
  if (jid.is_bare()) return name;
  return say(Phrase::OccupantOf, {{"name", name}, {"room", shown_name(model, jid.bare())}});
}

std::optional<session::Availability> shown_availability(const model::Model& model,
                                                        const xmpp::Jid& jid) {
  if (model.is_occupant(jid)) return model.occupant_availability(jid);
  const auto contact = model.roster().contacts.find(jid);
  if (contact == model.roster().contacts.end()) return std::nullopt;
  return contact->second.availability();
}

void update_rows(ListState& state, const model::Model& model) {
  update_names(state, model);
  if (state.rows_version == model.version()) return;
  state.rows_version = model.version();
  std::vector<std::pair<model::Activity, const xmpp::Jid*>> active;
  std::vector<const xmpp::Jid*> rest;
  for (const xmpp::Jid& jid : state.by_name) {
    const model::Conversation* conversation = model.conversation(jid);
    if (conversation != nullptr && is_active(*conversation)) {
      active.emplace_back(conversation->last_activity, &jid);
    } else {
      rest.push_back(&jid);
    }
  }
  std::stable_sort(active.begin(), active.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  state.rows.clear();
  state.rows.reserve(state.by_name.size());
  for (const auto& [key, jid] : active) state.rows.push_back(*jid);
  state.active_rows = state.rows.size();
  for (const xmpp::Jid* jid : rest) state.rows.push_back(*jid);
}

}  // namespace ui
