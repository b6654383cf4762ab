// SPDX-License-Identifier: MIT
// The three lists of features. See registry.h.
#include "ext/registry.h"

#include "ext/rfc6121_body.h"
#include "ext/rfc6121_chat.h"
#include "ext/rfc6121_presence.h"
#include "ext/rfc6121_roster.h"
#include "ext/xep0030_disco.h"
#include "ext/xep0045_muc.h"
#include "ext/xep0045_service.h"
#include "ext/xep0085_chat_states.h"
#include "ext/xep0115_caps.h"
#include "ext/xep0184_receipts.h"
#include "ext/xep0199_ping.h"
#include "ext/xep0280_carbons.h"
#include "ext/xep0308_correction.h"
#include "ext/xep0313_mam.h"
#include "ext/xep0313_pages.h"
#include "ext/xep0359_stanza_ids.h"
#include "ext/xep0441_preferences.h"
#include "ext/xep0490_displayed.h"

namespace ext {
namespace {

using All = std::vector<std::unique_ptr<session::Extension>>;

template <class... Features>
void add(All& all) {
  (all.push_back(std::make_unique<Features>()), ...);
}

// What is known and kept of the account. What the server can do is known on a new session before anything is wished where it
// was known already, and carbons are on before the first message can come. Messages inside others are unwrapped here: what
// arrives while an archive is read is kept back before anybody else reads it.
void add_state(All& all) {
  add<roster::Roster, carbons::Carbons, mam::Pages, mam::Mam, caps::Capabilities,
      presence::Presence, muc::RoomService, displayed::Displayed, archive_preferences::Preferences,
      disco::Disco, ping::Ping>(all);
}

// What a message says: each reads and writes its own part of session/content.h.
void add_content(All& all) {
  add<body::Body, chat_states::ChatStates, correction::Correction, receipts::Receipts,
      stanza_ids::StanzaIds>(all);
}

// Whose a message is. Last the one for whatever no other took.
void add_routers(All& all) { add<muc::Muc, chat::Chat>(all); }

}  // namespace

All make_all() {
  All all;
  add_state(all);
  add_content(all);
  add_routers(all);
  return all;
}

}  // namespace ext
