// SPDX-License-Identifier: MIT
// Reads from the account's archive what was missed, page by page, and says how far everything is known.
// XEP-0313: Message Archive Management 1.1.3, XEP-0059: Result Set Management 1.0.0; protocol traps D 42 to 47.
//
// What arrives while an archive is read is kept back, and handed on behind the last page without what the pages brought
// already: so everything comes once, in the archive's order, and the place known is never ahead of what was handed over.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "session/command/archive.h"
#include "session/extension.h"
#include "xmpp/mam_query.h"

namespace mam {

using xmpp::page_size;
// LIMIT: no archive forgets within this time, so that an empty answer about a younger place means that nothing is new.
inline constexpr base::Duration sure_for = std::chrono::hours(1);
// What is kept back at most; more is handed on at once, and the place waits for the pages.
inline constexpr size_t max_held = 5000;
inline constexpr size_t max_held_bytes = 16u << 20;
// How often a page that is not answered is asked for, and how long an archive that does not answer is left alone.
inline constexpr int max_attempts = 2;
inline constexpr base::Duration first_pause = std::chrono::minutes(1);
inline constexpr base::Duration longest_pause = std::chrono::hours(1);
// How long to wait for the server's features where carbons come with none of the login (trap D 47).
inline constexpr base::Duration patience = std::chrono::seconds(10);
// What reached the server just before our presence is sent to nobody, and may be written down behind our question: ejabberd
// was seen to take 30 ms. So much later the account's archive is asked once more; until then its place stays.
inline constexpr base::Duration settling = std::chrono::seconds(3);

struct Held {
  xmpp::Message message;
  session::Delivery delivery;
  std::string id;  // what it says the archive calls it
};
using Result = xmpp::ArchiveResult;
// Where a page begins.
enum class From { Newest, Id, Time };
enum class Check {
  None,
  Newest,  // asked for the newest message, to see whether the archive still knows our anchor
  Again,   // there is a newer one: once more behind the anchor
};
struct Reading {
  From from = From::Newest;
  std::string after;   // with Id: the anchor
  base::Wall since{};  // when that was; with Id zero: not known, with Time zero: from the beginning
  std::string queryid;     // of the open question; empty: none is open
  bool is_begun = false;   // a page was answered
  bool is_second = false;  // the look behind what was on its way when the session began
  Check check = Check::None;
  int attempts = 0;
  std::vector<Result> page;  // kept until its end: of Newest, and of a check
  size_t news = 0;           // results of this page that no earlier one had
  std::string last;          // the last result of this page
  base::Wall last_stamp{};
  std::set<std::string> seen;  // ids of all results
  std::vector<Held> held;
  size_t held_bytes = 0;
  bool holds = true;
};
struct Archive {
  bool is_caught_up = false;
  std::optional<Reading> reading;
  int failures = 0;
  std::optional<base::Steady> retry_at;
  std::optional<base::Steady> second_at;
  session::ReadArchive place;    // behind which it would go on
  bool is_wanted_again = false;  // once more, when this reading is over
};

class Mam : public session::Extension {
 public:
  void on_new_account(session::Context& context) override;
  void on_resumed(session::Context& context) override;
  void on_lost(session::Context& context) override;
  void on_server_features(session::Context& context,
                          const std::vector<std::string>& features) override;
  std::string_view section() const override { return "archives 2"; }
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_message(session::Context& context, const xmpp::Message& message,
                              const session::Delivery& delivery,
                              const session::Content& content) override;
  void after_message(session::Context& context, const xmpp::Message& message,
                     const session::Delivery& delivery) override;
  std::optional<base::Steady> next_wake(const session::Context& context) const override;
  void on_wake(session::Context& context) override;

 private:
  void begin(session::Context& context, const xmpp::Jid& jid, const session::ReadArchive& wish);
  void ask_what_waits(session::Context& context);
  void move_place(session::Context& context, const xmpp::Jid& jid, std::string id,
                  base::Wall stamp);
  void ask(session::Context& context, const xmpp::Jid& jid, Reading& reading);
  void ask_again(session::Context& context, const xmpp::Jid& jid, Archive& archive);
  void take_result(session::Context& context, const xmpp::Jid& jid, Reading& reading,
                   const xml::Element& result);
  void hand_over(session::Context& context, const xmpp::Jid& jid, Result result);
  void on_reply(session::Context& context, const xmpp::Jid& jid, const std::string& queryid,
                const session::IqReply& reply);
  void on_fin(session::Context& context, const xmpp::Jid& jid, Archive& archive,
              const xml::Element& fin);
  void on_checked(session::Context& context, const xmpp::Jid& jid, Archive& archive);
  void on_refused(session::Context& context, const xmpp::Jid& jid, Archive& archive,
                  const xmpp::StanzaError& error);
  void begin_by_time(session::Context& context, const xmpp::Jid& jid, Reading& reading);
  void finish(session::Context& context, const xmpp::Jid& jid, Archive& archive, bool is_complete);
  void give_up(session::Context& context, const xmpp::Jid& jid, Archive& archive, bool is_for_good);
  void release(session::Context& context, std::vector<Held> held,
               const std::set<std::string>& seen);
  void release_older(session::Context& context, Reading& reading);
  bool is_own(const session::Context& context, const xmpp::Jid& jid) const;
  Archive* archive_of(session::Context& context, const xmpp::Message& message);

  std::map<xmpp::Jid, Archive> archives_;  // by bare address
  bool was_early_ = false;     // the account's archive was asked before there were carbons
  bool knows_server_ = false;  // carbons are on, if they can be
  std::optional<base::Steady> wait_until_;
};

}  // namespace mam
