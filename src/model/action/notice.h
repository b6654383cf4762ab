// SPDX-License-Identifier: MIT
// What the program has to say, and what is said about it.
#pragma once

#include <variant>

namespace model {

struct DismissNotice {};
// The flight log is saved as a file, to be sent to whoever can help (app/flight_recorder.h).
struct ReportProblem {};

using NoticeAction = std::variant<DismissNotice, ReportProblem>;

}  // namespace model
