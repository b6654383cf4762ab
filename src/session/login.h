// SPDX-License-Identifier: MIT
// Whose session it is and what is known about that account: what makes the next login short. Kept as a record on the device
// for those who stay signed in, and in the tab for a reload.
#pragma once

#include <string>
#include <string_view>

#include "base/record.h"
#include "stream/credentials.h"
#include "xmpp/jid.h"

namespace session {

struct Login {
  xmpp::Jid account;  // bare; the domain alone for an anonymous login
  // The password is never kept. Keys derived from it are, in the tab; on the device only a token, which the server can
  // take back.
  stream::Credentials credentials;
  bool stays = false;       // on this device
  bool scram_seen = false;  // never PLAIN again (XEP-0474 7)
  std::string endpoint;     // that worked

  void write(base::RecordWriter& out, bool with_keys) const;
  // False, and unchanged, when the record is none or is another account's.
  bool read(base::RecordReader& in);

  std::string save() const;  // for the device
  bool restore(std::string_view record);
};

}  // namespace session
