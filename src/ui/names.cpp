// SPDX-License-Identifier: MIT
// See names.h.
#include "ui/names.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/sort.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "ui/clean_text.h"
#include "ui/frame.h"
#include "ui/strings.h"
#include "xmpp/address_text.h"

namespace ui {

namespace {

// How many bytes, in whole characters, two addresses have in common at their begin.
size_t common_begin(std::string_view one, std::string_view other) {
  const size_t most = std::min(one.size(), other.size());
  size_t common = 0;
  while (common < most && one[common] == other[common]) ++common;
  return base::truncate_utf8(one, common).size();
}

// In order, those of one look stand together, and each beside the address that is most like its own.
void find_shared(Names& names) {
  names.shared.clear();
  for (size_t i = 1; i < names.in_order.size(); ++i) {
    const auto& [look_above, above] = names.in_order[i - 1];
    const auto& [look, place] = names.in_order[i];
    // Somebody whom two accounts know is told apart by the account.
    if (look != look_above || above.jid == place.jid) continue;
    const size_t common = common_begin(xmpp::readable(above.jid), xmpp::readable(place.jid));
    for (const model::Place* one : {&above, &place}) {
      size_t& differs_at = names.shared[*one];
      differs_at = std::max(differs_at, common);
    }
  }
}

// What does not fit into the width is cut off.
std::string cut(Frame& f, const std::string& text, base::TextStyle style, float width) {
  const auto fits = [&](const std::string& line) { return f.layout(line, style).width <= width; };
  if (fits(text)) return text;
  const std::vector<uint32_t> ends = base::grapheme_boundaries(text);
  const auto behind = std::partition_point(
      ends.begin(), ends.end(), [&](uint32_t end) { return fits(text.substr(0, end) + "…"); });
  return text.substr(0, behind == ends.begin() ? 0 : *(behind - 1)) + "…";
}

}  // namespace

namespace {

// Who is named, though no row is theirs: who asks to be a contact, and the room of whom is written to in private.
std::set<xmpp::Jid> named_besides(const model::Model& model) {
  std::set<xmpp::Jid> out;
  for (const auto& [jid, conversation] : model.conversations()) {
    if (!jid.is_bare()) out.insert(jid.bare());
  }
  for (const model::ContactRequest& request : model.roster().requests) out.insert(request.from);
  std::erase_if(out, [&](const xmpp::Jid& jid) {
    return model.roster().contacts.count(jid) != 0 || model.conversations().count(jid) != 0;
  });
  return out;
}

}  // namespace

void update_names(Names& names, const Models& models) {
  if (names.version == names_version_of(models)) return;
  names.version = names_version_of(models);
  names.in_order.clear();
  std::set<model::Place> others;
  for (const model::Model* model : models) {
    const auto add = [&](const xmpp::Jid& jid) {
      names.in_order.emplace_back(likeness(shown_name(*model, jid)),
                                  model::Place{model->id(), jid});
    };
    for (const auto& [jid, contact] : model->roster().contacts) add(jid);
    for (const auto& [jid, conversation] : model->conversations()) {
      if (model->roster().contacts.count(jid) == 0) add(jid);
    }
    for (const xmpp::Jid& jid : named_besides(*model)) {
      add(jid);
      others.insert({model->id(), jid});
    }
  }
  base::sort(names.in_order);
  find_shared(names);
  std::erase_if(names.in_order, [&](const auto& named) { return others.count(named.second) != 0; });
  // An occupant is called by the room's name, too.
  for (const model::Model* model : models) {
    for (const auto& [jid, conversation] : model->conversations()) {
      if (jid.is_bare()) continue;
      const auto room = names.shared.find({model->id(), jid.bare()});
      if (room != names.shared.end())
        names.shared.emplace(model::Place{model->id(), jid}, room->second);
    }
  }
}

std::string shown_name(const model::Model& model, const xmpp::Jid& jid) {
  std::string name = clean_name(model.display_name(jid), jid.text());
  if (jid.is_bare()) return name;
  return say(Phrase::OccupantOf, {{"name", name}, {"room", shown_name(model, jid.bare())}});
}

std::string told_name(const Names& names, const model::Model& model, const xmpp::Jid& jid) {
  if (!names.is_shared({model.id(), jid})) return shown_name(model, jid);
  // Of an occupant it is the room's address.
  return say(Phrase::NameAndAddress, {{"name", clean_name(model.display_name(jid), jid.text())},
                                      {"address", xmpp::readable(jid.bare())}});
}

std::string fitting_address(Frame& f, const xmpp::Jid& jid, base::TextStyle style, float width) {
  const std::string text = xmpp::readable(jid);
  const auto shared = f.view.names.shared.find(f.place(jid));
  if (shared == f.view.names.shared.end()) return text;
  width = std::floor(width);
  const auto fits = [&](std::string_view part) { return f.layout(part, style).width <= width; };
  if (fits(text)) return text;
  const size_t differs_at = shared->second;
  size_t end = differs_at;
  if (end < text.size()) base::next_code_point(text, end);
  const std::string behind = end < text.size() ? "…" : "";
  // What stands before may go: the local part, the labels before, all of it.
  std::string before;
  size_t begin = 0;
  for (const size_t next :
       {text.rfind('@', differs_at), text.find_last_of("@./", differs_at), differs_at}) {
    if (fits(before + text.substr(begin, end - begin) + behind)) break;
    if (next >= text.size()) continue;
    before = "…";
    begin = next;
  }
  return cut(f, before + text.substr(begin), style, width);
}

std::string account_label(const Models& models, const model::Model& model) {
  if (models.size() < 2) return {};
  const xmpp::Jid& own = model.account().jid;
  const bool is_alone = std::none_of(models.begin(), models.end(), [&](const model::Model* other) {
    return other != &model && other->account().jid.domain() == own.domain();
  });
  return is_alone ? std::string(own.domain()) : xmpp::readable(own);
}

}  // namespace ui
