// SPDX-License-Identifier: MIT
// Pages of an archive that somebody looks for: what is there above what is known, in a gap, or from some time on. XEP-0313
// 1.1.3 sections 4.1 and 4.3, XEP-0059 1.0.0 sections 2.2 and 2.3.
//
// A page is handed on whole, oldest first, when its end has come: half of one would leave a hole that nobody knows of.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "session/command/archive.h"
#include "session/extension.h"
#include "xmpp/mam_query.h"

namespace mam {

// LIMIT: more than this many pages are not asked for at once; what is asked beyond is refused.
inline constexpr size_t max_pages = 16;

struct Page {
  session::ReadArchivePage wish;
  xmpp::Jid archive;
  std::deque<xmpp::ArchiveResult> results;
};

class Pages : public session::Extension {
 public:
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_message(session::Context& context, const xmpp::Message& message,
                              const session::Delivery& delivery,
                              const session::Content& content) override;

 private:
  void on_reply(session::Context& context, const std::string& queryid,
                const session::IqReply& reply);

  std::map<std::string, Page> pages_;  // by the id of the question
};

}  // namespace mam
