// SPDX-License-Identifier: MIT
// What the user's hands do: presses, wheel, keys and fields, turned into wishes of the model or changes of the view.
#include <algorithm>

#include "base/overloaded.h"
#include "base/utf8.h"
#include "ui/dialog_view.h"
#include "ui/list_rows.h"
#include "ui/login_view.h"
#include "ui/ui_state.h"

namespace ui {

namespace {

constexpr std::string_view composer_prefix = "composer/";
// What one press of a key moves, in CSS px, and how much of the last screen stays for PageUp and PageDown.
constexpr float arrow_step = 60, page_overlap = 48;
// The next frame takes as much of it as there is.
constexpr float everything = 1e6f;

// What a person typed is bounded before it is kept.
constexpr size_t max_field_bytes = 16u << 10;

TimelineState* timeline_of(ViewState& view) {
  const auto found = view.timelines.find(view.shown_conversation);
  return found == view.timelines.end() ? nullptr : &found->second;
}

// Ids of composers are made from addresses of conversations: the one it stands for is found, not parsed.
struct Composed {
  const model::Conversation* conversation = nullptr;  // there may be none
  model::AccountId account = 0;
};
Composed composed(const Models& models, std::string_view item_id) {
  if (!item_id.starts_with(composer_prefix)) return {};
  const std::string_view place = item_id.substr(composer_prefix.size());
  for (const model::Model* model : models) {
    for (const auto& [jid, conversation] : model->conversations()) {
      if (model::text_of({model->id(), jid}) == place) return {&conversation, model->id()};
    }
  }
  return {};
}

// An account's wish.
model::Action wish_of(model::AccountId account, model::Action action) {
  action.account = account;
  return action;
}

// A dialog, or the login where it is a card: nothing else can be scrolled then.
bool is_card_shown(const Ui::State& state) {
  return state.view.dialog.kind != DialogKind::None || state.item("login") != nullptr;
}

const model::Conversation* shown_conversation(const Ui::State& state) {
  if (state.models.empty()) return nullptr;
  const model::Model& model = current(state.models);
  return model.open() ? model.conversation(*model.open()) : nullptr;
}

std::vector<model::Action> confirm(Ui::State& state) {
  if (state.models.empty()) return {};
  if (state.view.dialog.kind != DialogKind::None) {
    return confirm_dialog(state.view, state.models);
  }
  return submit_login(state.view);
}

std::vector<model::Action> perform(Ui::State& state, const ViewAction& action,
                                   model::AccountId account) {
  ViewState& view = state.view;
  return base::match(base::Overloaded{
                         [&](const ShowDialog& show) {
                           open_dialog(view, show, state.models, account);
                           return std::vector<model::Action>();
                         },
                         [&](const CloseDialog&) {
                           view.dialog = {.version = view.dialog.version};
                           return std::vector<model::Action>();
                         },
                         [&](const ConfirmDialog&) { return confirm(state); },
                         [&](const ChooseAccount&) {
                           view.dialog.account = account;
                           view.dialog.problem.clear();
                           return std::vector<model::Action>();
                         },
                         [&](const ShowMonth& show) {
                           view.dialog.month = show.month;
                           return std::vector<model::Action>();
                         },
                         [&](const JumpToEnd&) {
                           if (TimelineState* timeline = timeline_of(view))
                             timeline->wants_end = true;
                           return std::vector<model::Action>();
                         },
                         [&](const ToggleOccupants&) {
                           view.shows_occupants = !view.shows_occupants;
                           return std::vector<model::Action>();
                         },
                         [&](const ExpandMessage& expand) {
                           if (TimelineState* timeline = timeline_of(view))
                             ++timeline->pages[expand.key];
                           return std::vector<model::Action>();
                         },
                         [&](const SetTheme& set) {
                           view.theme_choice = set.name;
                           return std::vector<model::Action>();
                         },
                     },
                     action);
}

// What the view does besides, when the model is asked for something.
void accompany(ViewState& view, const model::Action& action, bool is_in_dialog) {
  if (const auto* open = base::get_if<model::OpenConversation>(&action)) {
    // Opened anew: where reading goes on is decided again.
    const model::Place place{action.account, open->jid};
    if (!(place == view.shown_conversation)) {
      if (const auto found = view.timelines.find(place); found != view.timelines.end()) {
        TimelineState& timeline = found->second;
        if (timeline.is_pinned) timeline.is_placed = false;
      }
    }
    if (!view.list.filter.empty()) {
      view.list.filter.clear();
      ++view.list.filter_version;
    }
  }
  if (const auto* send = base::get_if<model::SendText>(&action)) {
    view.timelines[{action.account, send->conversation}].wants_end = true;
  }
  if (base::holds<model::LogOut>(action)) {
    std::erase_if(view.timelines,
                  [&](const auto& each) { return each.first.account == action.account; });
    view.list = {};
    view.names = {};
    view.shown_conversation = {};
    view.login.password.wipe();
    view.login.address.clear();
    ++view.login.version;
  }
  const bool stays =
      base::holds<model::SetAvailability>(action) || base::holds<model::SetArchivePolicy>(action);
  if (is_in_dialog && !stays) view.dialog = {.version = view.dialog.version};
}

std::vector<model::Action> press(Ui::State& state, const Item& item, bool is_secondary) {
  const std::optional<Activation>& wanted = is_secondary ? item.secondary : item.activation;
  if (!wanted || item.is_disabled) return {};
  // The item does not outlive what follows.
  const Activation activation = *wanted;
  const model::AccountId account = item.account;
  const bool is_in_dialog = item.parent.starts_with("dialog");
  if (const auto* view_action = std::get_if<ViewAction>(&activation)) {
    return perform(state, *view_action, account);
  }
  const model::Action action = wish_of(account, std::get<model::Action>(activation));
  accompany(state.view, action, is_in_dialog);
  return {action};
}

}  // namespace

std::vector<model::Action> Ui::activate(std::string_view item_id, bool is_secondary) {
  const Item* item = state_->item(item_id);
  return item == nullptr ? std::vector<model::Action>() : press(*state_, *item, is_secondary);
}

bool Ui::pointer_moved(float x, float y) {
  ViewState& view = state_->view;
  view.has_pointer = true;
  view.pointer_x = x;
  view.pointer_y = y;
  std::string hovered = state_->hovered();
  const int pane = view.pane_at(x, y);
  const bool changed = hovered != view.hovered || pane != view.hovered_pane;
  view.hovered = std::move(hovered);
  view.hovered_pane = pane;
  return changed;
}

bool Ui::pointer_left() {
  state_->view.has_pointer = false;
  const bool changed = !state_->view.hovered.empty() || state_->view.hovered_pane != 0;
  state_->view.hovered.clear();
  state_->view.hovered_pane = 0;
  return changed;
}

std::vector<model::Action> Ui::pressed(float x, float y, bool is_secondary) {
  const Item* item = state_->view.semantics.hit(x, y);
  return item == nullptr ? std::vector<model::Action>() : press(*state_, *item, is_secondary);
}

bool Ui::scrolled(float x, float y, float, float dy) {
  ViewState& view = state_->view;
  if (is_card_shown(*state_)) {
    if (!view.card_reach.takes(dy)) return false;
    view.card_scroll += dy;
    return true;
  }
  if (view.list_area.contains(x, y)) {
    if (!view.list_reach.takes(dy)) return false;
    view.list.pending += dy;
    return true;
  }
  if (view.occupants_area.contains(x, y)) {
    if (!view.occupants_reach.takes(dy)) return false;
    view.occupants_scroll += dy;
    return true;
  }
  TimelineState* timeline = timeline_of(view);
  if (timeline == nullptr || !view.timeline_area.contains(x, y) || !view.timeline_reach.takes(dy)) {
    return false;
  }
  timeline->pending += dy;
  return true;
}

std::vector<model::Action> Ui::key(std::string_view item_id, std::string_view key) {
  ViewState& view = state_->view;
  if (key == "Escape") {
    if (view.dialog.kind != DialogKind::None) {
      view.dialog = {.version = view.dialog.version};
    } else if (const auto* conversation = shown_conversation(*state_);
               conversation != nullptr && conversation->editing) {
      return {wish_of(view.shown_conversation.account, model::CancelEdit{conversation->jid})};
    } else if (state_->item("back") != nullptr) {
      return {wish_of(view.shown_conversation.account, model::CloseConversation{})};
    }
    return {};
  }
  // In an empty field: the last message comes back into it, also one that no frame has shown yet.
  if (item_id.starts_with(composer_prefix)) {
    const auto [conversation, account] = composed(state_->models, item_id);
    if (conversation == nullptr || key != "ArrowUp") return {};
    return {wish_of(account, model::BeginEdit{conversation->jid})};
  }
  if (is_card_shown(*state_)) {
    if (key == "PageUp" || key == "Home") view.card_scroll = 0;
    if (key == "PageDown" || key == "End") view.card_scroll = everything;
    if (key == "ArrowUp") view.card_scroll -= arrow_step;
    if (key == "ArrowDown") view.card_scroll += arrow_step;
    return {};
  }
  TimelineState* timeline = timeline_of(view);
  if (timeline == nullptr || view.timeline_area.height <= 0) return {};
  const float page = std::max(arrow_step, view.timeline_area.height - page_overlap);
  if (key == "PageUp") timeline->pending -= page;
  if (key == "PageDown") timeline->pending += page;
  if (key == "ArrowUp") timeline->pending -= arrow_step;
  if (key == "ArrowDown") timeline->pending += arrow_step;
  if (key == "Home") timeline->wants_first = true;
  if (key == "End") timeline->wants_end = true;
  return {};
}

std::vector<model::Action> Ui::field_changed(std::string_view item_id, std::string_view value) {
  ViewState& view = state_->view;
  if (item_id.starts_with(composer_prefix)) {
    const auto [conversation, account] = composed(state_->models, item_id);
    if (conversation == nullptr) return {};
    return {wish_of(account, model::EditDraft{conversation->jid, std::string(value)})};
  }
  const std::string_view bounded = base::truncate_utf8(value, max_field_bytes);
  if (item_id == "search") {
    view.list.filter = bounded;
    view.list.scroll = 0;
  } else if (item_id == "login/address") {
    view.login.address = bounded;
  } else if (item_id == "login/password") {
    view.login.password = base::Secret(bounded);
  } else if (item_id == "dialog/password" && view.dialog.kind != DialogKind::None) {
    view.dialog.password = base::Secret(bounded);
    view.dialog.problem.clear();
  } else if (item_id.starts_with("dialog/") && view.dialog.kind != DialogKind::None) {
    view.dialog.fields[std::string(item_id)] = bounded;
    view.dialog.problem.clear();
  }
  return {};
}

std::vector<model::Action> Ui::field_submitted(std::string_view item_id, std::string_view value) {
  std::vector<model::Action> actions = field_changed(item_id, value);
  ViewState& view = state_->view;
  if (item_id.starts_with(composer_prefix)) {
    if (actions.empty()) return {};
    const xmpp::Jid jid = base::get_if<model::EditDraft>(&actions.front())->conversation;
    actions = {wish_of(actions.front().account, model::SendText{jid, std::string(value)})};
    accompany(view, actions.front(), false);
    return actions;
  }
  if (item_id == "search") {
    if (state_->models.empty() || view.list.filter.empty()) return {};
    update_names(view.names, state_->models);
    update_rows(view.list, view.names, state_->models);
    if (view.list.rows.empty()) return {};
    const model::Place& first = view.list.rows.front();
    actions = {wish_of(first.account, model::OpenConversation{first.jid})};
    accompany(view, actions.front(), false);
    return actions;
  }
  const bool is_in_dialog = view.dialog.kind != DialogKind::None;
  if (item_id.starts_with(is_in_dialog ? "dialog/" : "login/")) return confirm(*state_);
  return actions;
}

uint32_t Ui::field_version(const Models& models, std::string_view item_id) const {
  if (item_id.starts_with(composer_prefix)) {
    const model::Conversation* conversation = composed(models, item_id).conversation;
    const bool is_empty = conversation != nullptr && conversation->draft.empty();
    return is_empty ? conversation->draft_version : 0;
  }
  if (item_id == "search") return state_->view.list.filter_version;
  if (item_id.starts_with("dialog/")) return state_->view.dialog.version;
  return state_->view.login.version;
}

void Ui::set_theme(std::string_view name) { state_->view.theme_choice = name; }

}  // namespace ui
