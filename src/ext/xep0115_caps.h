// SPDX-License-Identifier: MIT
// Knows what others can do, and asks as little as possible: a list of features that is proved by its hash is kept on the
// device and good for everybody who names it. Our own presence names ours.
// XEP-0115: Entity Capabilities 1.6.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "session/extension.h"
#include "xmpp/caps.h"

namespace caps {

// LIMIT: of so many resources it is remembered what they named; of further ones each is asked when somebody wants to know.
inline constexpr size_t max_entities = 2000;
// LIMIT: so many lists are kept, the oldest go first; a longer list is good for its sender only.
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
  void on_lost(session::Context& context) override;
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;
  void on_outgoing(session::Context& context, xmpp::Presence& presence) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_presence(session::Context& context, const xmpp::Presence& presence) override;

  // What that resource can do, as far as it is known without asking anybody; valid until the next change.
  const Features* features_of(const xmpp::Jid& full) const;

 private:
  struct Entity {
    xmpp::Caps caps;
    std::optional<Features> own;  // said by itself, and not proved
  };
  struct Proved {
    std::string name;  // hash and ver
    Features features;
  };

  void read_kept(session::Context& context);
  void find(session::Context& context, const xmpp::Jid& full);
  void ask_server(session::Context& context);
  void request(session::Context& context, const xmpp::Jid& whom, std::optional<xmpp::Caps> named);
  void on_info(session::Context& context, const xmpp::Jid& whom,
               const std::optional<xmpp::Caps>& named, const session::IqReply& reply);
  void tell(session::Context& context, const xmpp::Jid& whom, std::optional<Features> features);
  const Features* proved(const xmpp::Caps& caps) const;
  void learn(session::Context& context, const xmpp::Caps& caps, const Features& features);

  std::map<xmpp::Jid, Entity> entities_;  // by full JID
  std::vector<Proved> proved_;            // in the order they were learned
  std::set<std::string> asked_;           // names that somebody was asked to prove
  std::vector<xmpp::Jid> waiting_;        // for one of those
  bool knows_server_ = false, asks_server_ = false;
  int questions_left_ = 0;  // to a server that does not answer
};

}  // namespace caps
