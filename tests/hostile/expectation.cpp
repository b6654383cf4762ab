// SPDX-License-Identifier: MIT
// Verdicts and states. See expectation.h.
#include "hostile/expectation.h"

#include <algorithm>

#include "hostile/case_file.h"
#include "xmpp/stream_error.h"

namespace hostile {
namespace {

constexpr std::string_view verdicts[] = {
    "stream-error",   "accept",   "ignore",          "no-mutate", "show-safe",     "bounded",
    "no-auto-action", "no-reply", "close-no-follow", "any-safe",  "bosh-terminate"};

bool is_condition(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(xmpp::StreamCondition::UnsupportedVersion); ++i) {
    if (xmpp::name_of(static_cast<xmpp::StreamCondition>(i)) == name) return true;
  }
  return false;
}

// "binding:ID" gives "ID" for "binding:".
std::optional<std::string> after(std::string_view token, std::string_view start) {
  if (token.substr(0, start.size()) != start) return std::nullopt;
  return std::string(token.substr(start.size()));
}

bool parse_number(const std::string& text, size_t& value) {
  if (text.empty() || text.size() > 3) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  value = static_cast<size_t>(std::stoul(text));
  return true;
}

// "mq1->own" becomes two.
bool parse_arrow(const std::string& text, std::string& from, std::string& to) {
  const size_t arrow = text.find("->");
  if (arrow == 0 || arrow == std::string::npos || arrow + 2 == text.size()) return false;
  from = text.substr(0, arrow);
  to = text.substr(arrow + 2);
  return true;
}

// "q1" is asked with the id "mq1".
bool parse_archive(const std::string& text, Expectation& out) {
  Expectation::Asked asked;
  if (!parse_arrow(text, asked.queryid, asked.to)) return false;
  if (asked.to != "own" && asked.to != "room") return false;
  asked.id = "m" + asked.queryid;
  out.asked.push_back(std::move(asked));
  return true;
}

bool parse_request(const std::string& text, Expectation& out) {
  Expectation::Asked asked;
  if (!parse_arrow(text, asked.id, asked.to)) return false;
  out.asked.push_back(std::move(asked));
  return true;
}

bool parse_token(const std::string& token, Expectation& out) {
  if (token == "online") return out.stage = Stage::Online, true;
  if (token == "await-open") return out.stage = Stage::AwaitOpen, true;
  if (token == "await-features") return out.stage = Stage::AwaitFeatures, true;
  if (token == "scram:client-final-sent") return out.stage = Stage::ClientFinalSent, true;
  if (token == "pinned:SCRAM") return out.is_pinned = true;
  if (token == "seeds") return out.has_seeds = true;
  if (token == "muc") return out.has_room = true;
  if (auto id = after(token, "binding:")) {
    out.bind_id = *id;
    out.stage = Stage::Binding;
    return !id->empty();
  }
  if (auto previd = after(token, "resuming:previd=")) {
    out.previd = *previd;
    out.stage = Stage::Resuming;
    return !previd->empty();
  }
  // Both by themselves and as the second half of "resuming:previd=mine,sent=3".
  for (std::string_view start : {"sm:sent=", "sent="}) {
    if (auto count = after(token, start)) return parse_number(*count, out.unacknowledged);
  }
  if (auto query = after(token, "mam:")) return parse_archive(*query, out);
  if (auto request = after(token, "iq:")) return parse_request(*request, out);
  return false;
}

}  // namespace

const char* name_of(Stage stage) {
  switch (stage) {
    case Stage::AwaitOpen:
      return "instead of <open/>";
    case Stage::AwaitFeatures:
      return "after <open/>";
    case Stage::ClientFinalSent:
      return "instead of SCRAM's success";
    case Stage::AfterSasl:
      return "after SASL";
    case Stage::Binding:
      return "while binding";
    case Stage::Resuming:
      return "while resuming";
    case Stage::Online:
      return "online";
    case Stage::SecondOfThree:
      return "second of three";
  }
  return "";
}

Expectation parse_expectation(const std::string& text, std::string& problem) {
  Expectation out;
  const CaseFile file = CaseFile::parse(text);
  problem = file.not_understood(
      {"verdict", "error", "body", "state", "transport", "spec", "ref", "note", "class"});
  if (!problem.empty()) return out;
  out.verdicts = alternatives(file.trimmed("verdict"));
  for (const std::string& verdict : out.verdicts) {
    if (std::find(std::begin(verdicts), std::end(verdicts), verdict) == std::end(verdicts)) {
      problem = "the verdict '" + verdict + "' is not understood";
    }
  }
  if (file.has("body")) out.body = file.get("body");
  for (const std::string& each : split(file.trimmed("error"), '|')) {
    const std::string condition = trim(each);
    if (condition.empty()) continue;
    if (!is_condition(condition)) problem = "the error '" + condition + "' is no stream error";
    out.errors.push_back(condition);
  }
  for (const std::string& each : split(file.trimmed("state"), ',')) {
    const std::string token = trim(each);
    if (!token.empty() && !parse_token(token, out)) {
      problem = "the state '" + token + "' is not understood";
    }
  }
  const std::string transport = file.trimmed("transport");
  out.is_bosh = transport == "bosh";
  if (!transport.empty() && transport != "bosh" && transport != "websocket") {
    problem = "the transport '" + transport + "' is not understood";
  }
  const bool needs_session =
      out.has_seeds || out.has_room || out.unacknowledged > 0 || !out.asked.empty();
  if (needs_session && !out.stage) out.stage = Stage::Online;
  return out;
}

}  // namespace hostile
