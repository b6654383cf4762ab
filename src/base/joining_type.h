// SPDX-License-Identifier: MIT
// Which letters of the cursive scripts connect to their neighbours.
// Unicode Character Database, Joining_Type.
#pragma once

namespace base {

bool is_joined_to_next(char32_t c);      // Left_Joining or Dual_Joining
bool is_joined_to_previous(char32_t c);  // Right_Joining or Dual_Joining

}  // namespace base
