// SPDX-License-Identifier: MIT
// Which contacts and rooms the list shows, and in what order.
#pragma once

#include <optional>

#include "model/model.h"
#include "ui/view_state.h"

namespace ui {

// The name to show for an address: the roster's, made fit for a line; never one that looks empty.
std::string shown_name(const model::Model& model, const xmpp::Jid& jid);
// Of a contact or of an occupant of a room; absent for everyone else.
std::optional<session::Availability> shown_availability(const model::Model& model,
                                                        const xmpp::Jid& jid);
// Brings state.rows up to date: those with messages by their last one, then the rest by name. The
// filter looks at names and addresses. Costs nothing when neither model nor filter changed.
void update_rows(ListState& state, const model::Model& model);

}  // namespace ui
