// SPDX-License-Identifier: MIT
// Which contacts and rooms the list shows, and in what order.
#pragma once

#include <optional>

#include "model/model.h"
#include "ui/view_state.h"

namespace ui {

// Of a contact or of an occupant of a room; absent for everyone else.
std::optional<xmpp::Availability> shown_availability(const model::Model& model,
                                                     const xmpp::Jid& jid);
// Brings state.rows up to date: those with messages by their last one, then the rest by name. The
// filter looks at names and addresses. Costs nothing when neither models nor filter changed. `names` are the models'.
void update_rows(ListState& state, const Names& names, const Models& models);

}  // namespace ui
