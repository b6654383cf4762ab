// SPDX-License-Identifier: MIT
// What people and rooms are called, and their address beside it where two of them are called the same.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text_engine.h"
#include "model/model.h"
#include "ui/models.h"

namespace ui {

struct Frame;

// All names that are shown, as of one version of the models'.
struct Names {
  // Whoever can have a row in the list, in order of name: how the name looks, and the address.
  std::vector<std::pair<std::string, model::Place>> in_order;
  // Whoever looks the same as another by name, and where the address begins to be none of the others': a byte of it as it is shown.
  std::map<model::Place, size_t> shared;
  uint64_t version = 0;

  bool is_shared(const model::Place& place) const { return shared.count(place) != 0; }
};

// Costs nothing when no name changed.
void update_names(Names& names, const Models& models);

// The name to show for an address: the roster's, made fit for a line; never one that looks empty.
std::string shown_name(const model::Model& model, const xmpp::Jid& jid);
// The same where nothing else on the screen says who is meant: with the address, if the name is another's, too.
std::string told_name(const Names& names, const model::Model& model, const xmpp::Jid& jid);
// Of an address that tells who is meant: what fits into one line, and in it what tells it from the others of that name. All
// of any other.
std::string fitting_address(Frame& f, const xmpp::Jid& jid, base::TextStyle style, float width);
// What tells an account from the others, in as few words as can be: its domain, or all of its address. Empty where there is
// only one.
std::string account_label(const Models& models, const model::Model& model);

}  // namespace ui
