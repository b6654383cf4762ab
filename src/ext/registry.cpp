// SPDX-License-Identifier: MIT
// The list of features. See registry.h.
#include "ext/registry.h"

#include "ext/rfc6121_chat.h"
#include "ext/rfc6121_presence.h"
#include "ext/rfc6121_roster.h"
#include "ext/xep0030_disco.h"
#include "ext/xep0045_muc.h"
#include "ext/xep0045_service.h"
#include "ext/xep0115_caps.h"
#include "ext/xep0199_ping.h"
#include "ext/xep0280_carbons.h"
#include "ext/xep0313_mam.h"
#include "ext/xep0359_stanza_ids.h"

namespace ext {

std::vector<std::unique_ptr<session::Extension>> make_all() {
  std::vector<std::unique_ptr<session::Extension>> all;
  // On a new session the roster is asked for before presence is sent (RFC 6121 2.2), and presence
  // before rooms are joined: a room is told what our presence says. What the server can do is known
  // before that where it was known already, and carbons are on before the first message can come.
  all.push_back(std::make_unique<roster::Roster>());
  all.push_back(std::make_unique<carbons::Carbons>());
  // Before everybody who reads messages: what arrives while an archive is read is kept back.
  all.push_back(std::make_unique<mam::Mam>());
  all.push_back(std::make_unique<stanza_ids::StanzaIds>());
  all.push_back(std::make_unique<caps::Capabilities>());
  all.push_back(std::make_unique<presence::Presence>());
  all.push_back(std::make_unique<muc::Muc>());
  all.push_back(std::make_unique<muc::RoomService>());
  all.push_back(std::make_unique<disco::Disco>());
  all.push_back(std::make_unique<ping::Ping>());
  // Last: a message that no other feature took is one to be read.
  all.push_back(std::make_unique<chat::Chat>());
  return all;
}

}  // namespace ext
