// SPDX-License-Identifier: MIT
// The fourth vocabulary: everything a person (or the page that embeds us) can want, one header a topic.
#pragma once

#include "base/topics.h"
#include "model/action/account.h"
#include "model/action/conversation.h"
#include "model/action/message.h"
#include "model/action/notice.h"
#include "model/action/room.h"
#include "model/action/roster.h"
#include "model/place.h"

namespace model {

using ActionTopics = std::variant<AccountAction, ConversationAction, MessageAction, RosterAction,
                                  RoomAction, NoticeAction>;

// Any of them, in one of the accounts; looked into with base::get_if, holds and visit.
struct Action : ActionTopics {
  using ActionTopics::ActionTopics;
  AccountId account = 0;
};

}  // namespace model
