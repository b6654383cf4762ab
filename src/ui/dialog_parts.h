// SPDX-License-Identifier: MIT
// What every dialog is made of: the ids of its fields, what stands in them, its buttons.
#pragma once

#include <string>
#include <string_view>

#include "ui/form_card.h"
#include "ui/view_state.h"

namespace ui {

inline constexpr std::string_view address_field = "dialog/address";
inline constexpr std::string_view name_field = "dialog/name";
inline constexpr std::string_view password_field = "dialog/password";

inline std::string typed(const DialogState& dialog, std::string_view id) {
  const auto found = dialog.fields.find(id);
  return found == dialog.fields.end() ? std::string() : found->second;
}

inline Field field_of(const DialogState& dialog, std::string_view id) {
  Field field;
  field.value = typed(dialog, id);
  field.version = dialog.version;
  return field;
}

inline FormCard::Button cancel(Phrase label = Phrase::Cancel) {
  return {"dialog/cancel", label, ButtonLook::Link, CloseDialog{}};
}

inline FormCard::Button confirm(Phrase label, ButtonLook look = ButtonLook::Primary) {
  return {"dialog/confirm", label, look, ConfirmDialog{}};
}

}  // namespace ui
