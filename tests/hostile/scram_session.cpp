// SPDX-License-Identifier: MIT
// SCRAM's refusals on the wire. See scram_session.h.
#include "hostile/scram_session.h"

#include <algorithm>

#include "base/bytes.h"
#include "hostile/play.h"
#include "support/link.h"

namespace hostile {
namespace {

// How the two versions of SASL carry the same messages.
struct Wrapping {
  std::string_view ns, start, response;
  bool is_sasl2;
};
constexpr Wrapping wrappings[] = {
    {"urn:ietf:params:xml:ns:xmpp-sasl", "<auth", "<response", false},
    {"urn:xmpp:sasl:2", "<authenticate", "<response", true},
};

std::string features(const Wrapping& sasl, const std::vector<std::string>& names) {
  std::string out = sasl.is_sasl2 ? "<authentication" : "<mechanisms";
  out += " xmlns='" + std::string(sasl.ns) + "'>";
  for (const std::string& name : names) out += "<mechanism>" + name + "</mechanism>";
  out += sasl.is_sasl2 ? "</authentication>" : "</mechanisms>";
  return support::Link::features_frame(out);
}

std::string challenge(const Wrapping& sasl, const std::string& data) {
  return "<challenge xmlns='" + std::string(sasl.ns) + "'>" + base::encode_base64(data) +
         "</challenge>";
}

std::string success(const Wrapping& sasl, const std::string& data) {
  const std::string encoded = base::encode_base64(data);
  const std::string start = "<success xmlns='" + std::string(sasl.ns) + "'>";
  if (!sasl.is_sasl2) return start + encoded + "</success>";
  return start + "<additional-data>" + encoded + "</additional-data><authorization-identifier>" +
         std::string(account) + "</authorization-identifier></success>";
}

// The base64 in <auth>…</auth> or in <initial-response>…</initial-response>.
std::string data_of(const std::string& element, std::string_view tag) {
  const size_t at = element.find(tag);
  if (at == std::string::npos) return "";
  const size_t begin = element.find('>', at) + 1;
  return base::decode_base64(element.substr(begin, element.find('<', begin) - begin)).value_or("");
}

bool has_sent(const Play& play, std::string_view start) {
  const auto& sent = play.end().sent;
  return std::any_of(sent.begin(), sent.end(),
                     [&](const std::string& element) { return element.rfind(start, 0) == 0; });
}

bool is_refusal(stream::Failure failure) {
  return failure == stream::Failure::LoginProtocol || failure == stream::Failure::ServerUnproven ||
         failure == stream::Failure::WrongPassword;
}

std::string run(const ScramRefusal& refusal, const Wrapping& sasl, Trace& trace) {
  Play play(rows().front(), trace);
  play.offer_scram();
  std::string problem = play.go_to(Stage::AwaitFeatures, {});
  if (!problem.empty()) return problem;
  play.forget();
  const std::vector<std::string> alone{refusal.mechanism};
  play.end().say(features(sasl, refusal.advertised.empty() ? alone : refusal.advertised));
  // Of a list it may choose something better than the case is about.
  const std::string start = play.end().sent.empty() ? "" : play.end().sent.front();
  if (start.find("'" + refusal.mechanism + "'") == std::string::npos) return "";
  const std::string first = data_of(start, sasl.is_sasl2 ? "<initial-response" : sasl.start);
  const size_t nonce_at = first.find(",r=");
  if (nonce_at == std::string::npos) return "the client's first message has no nonce";
  const std::string nonce = first.substr(nonce_at + 3);

  std::string server_first = refusal.server_first;
  const size_t at =
      refusal.client_nonce.empty() ? std::string::npos : server_first.find(refusal.client_nonce);
  if (at != std::string::npos) server_first.replace(at, refusal.client_nonce.size(), nonce);
  play.forget();
  play.end().say(challenge(sasl, server_first));
  const bool was_refused = has_sent(play, "<abort");
  if (refusal.must_abort && !was_refused &&
      (refusal.names_a_stage || refusal.server_final.empty())) {
    return "it does not send <abort/>";
  }
  if (!was_refused) {
    for (int i = 0; i < 10'000 && !has_sent(play, sasl.response); ++i) play.client().work();
    if (!has_sent(play, sasl.response)) return "it does not answer the challenge";
    play.forget();
    play.end().say(success(sasl, refusal.server_final));
    const auto& sent = play.end().sent;
    if (std::any_of(sent.begin(), sent.end(), [](const std::string& element) {
          return element.rfind("<stream:error", 0) != 0 && element != farewell &&
                 element.rfind("<abort", 0) != 0;
        })) {
      return "it goes on after a success that proves nothing";
    }
  } else if (has_sent(play, sasl.response)) {
    return "it answers a challenge that it refuses";
  }
  if (!play.end().is_let_go()) return "the connection stays open after the refusal";
  if (!is_refusal(play.client().failure())) return "a person is told: " + play.client().status();
  return play.recover();
}

}  // namespace

std::string run_scram_session(const ScramRefusal& refusal, Trace& trace) {
  for (const Wrapping& sasl : wrappings) {
    const std::string problem = run(refusal, sasl, trace);
    if (!problem.empty()) {
      return std::string(sasl.is_sasl2 ? "SASL 2: " : "SASL 1: ") + problem;
    }
  }
  return "";
}

}  // namespace hostile
