// SPDX-License-Identifier: MIT
// Knows what the server can do, and asks as little as possible: a list of features that is proved by its hash is kept on the
// device and good for whoever names it. Our own presence names ours.
// XEP-0115: Entity Capabilities 1.6.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/extension.h"
#include "xmpp/caps.h"

namespace caps {

// LIMIT: so many lists are kept, the oldest go first; a longer list is asked for in each session.
inline constexpr size_t max_lists = 100;
inline constexpr size_t max_list_bytes = 8192;

// LIMIT: so often a server that does not answer is asked in one session, half a minute apart.
inline constexpr int most_questions = 10;

using Features = std::vector<std::string>;

class Capabilities : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_new_account(session::Context& context) override;
  void on_fresh(session::Context& context) override;
  void on_resumed(session::Context& context) override;
  std::string_view section() const override { return "capabilities 1"; }
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;
  void on_outgoing(session::Context& context, xmpp::Presence& presence) override;

 private:
  struct Proved {
    std::string name;  // hash and ver
    Features features;
  };

  void read_kept(session::Context& context);
  void ask_server(session::Context& context);
  void on_info(session::Context& context, const std::optional<xmpp::Caps>& named,
               const session::IqReply& reply);
  const Features* proved(const xmpp::Caps& caps) const;
  void learn(session::Context& context, const xmpp::Caps& caps, const Features& features);

  std::vector<Proved> proved_;  // in the order they were learned
  bool knows_server_ = false, asks_server_ = false;
  int questions_left_ = 0;  // to a server that does not answer
};

}  // namespace caps
