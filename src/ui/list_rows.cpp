// SPDX-License-Identifier: MIT
// See list_rows.h.
#include "ui/list_rows.h"

#include <algorithm>

#include "base/sort.h"
#include "base/unicode.h"
#include "ui/clean_text.h"
#include "xmpp/address_text.h"

namespace ui {

namespace {

bool is_active(const model::Conversation& conversation) {
  return conversation.last_activity.second != 0 || conversation.room.has_value();
}

// Every contact and every conversation whose name or address has what is looked for in it, in order of name.
void update_by_name(ListState& state, const Names& names) {
  if (state.by_name_version == names.version && state.by_name_filter == state.filter) return;
  const std::string typed = single_line(state.filter, 256);
  const std::string look = likeness(typed), address = base::to_lower(typed);
  state.by_name.clear();
  for (const auto& [name, place] : names.in_order) {
    const xmpp::Jid& jid = place.jid;
    const bool matches = name.find(look) != std::string::npos ||
                         jid.text().find(address) != std::string::npos ||
                         xmpp::readable(jid).find(address) != std::string::npos;
    if (matches) state.by_name.push_back(place);
  }
  state.by_name_version = names.version;
  state.by_name_filter = state.filter;
  state.rows_version = 0;
}

}  // namespace

std::optional<xmpp::Availability> shown_availability(const model::Model& model,
                                                     const xmpp::Jid& jid) {
  if (model.is_occupant(jid)) return model.occupant_availability(jid);
  const auto contact = model.roster().contacts.find(jid);
  if (contact == model.roster().contacts.end()) return std::nullopt;
  return contact->second.availability();
}

void update_rows(ListState& state, const Names& names, const Models& models) {
  update_by_name(state, names);
  if (state.rows_version == version_of(models)) return;
  state.rows_version = version_of(models);
  std::vector<std::pair<model::Activity, const model::Place*>> active;
  std::vector<const model::Place*> rest;
  for (const model::Place& place : state.by_name) {
    const model::Conversation* conversation =
        model_of(models, place.account).conversation(place.jid);
    if (conversation != nullptr && is_active(*conversation)) {
      active.emplace_back(conversation->last_activity, &place);
    } else {
      rest.push_back(&place);
    }
  }
  base::sort(active, [](const auto& a, const auto& b) { return a.first > b.first; });
  state.rows.clear();
  state.rows.reserve(state.by_name.size());
  for (const auto& [key, place] : active) state.rows.push_back(*place);
  state.active_rows = state.rows.size();
  for (const model::Place* place : rest) state.rows.push_back(*place);
}

}  // namespace ui
