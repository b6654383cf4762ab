// SPDX-License-Identifier: MIT
// See replay.h.
#include "app/native/replay.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "app/client.h"
#include "app/flight_log.h"
#include "app/mask.h"
#include "base/bytes.h"
#include "base/hash.h"
#include "base/text_engine.h"
#include "session/login.h"
#include "stream/framing_tcp.h"

namespace app {

namespace {

// The draws of then, in their order.
class Draws : public base::Random {
 public:
  void fill(uint8_t* bytes, size_t size) override {
    for (size_t i = 0; i < size; ++i) {
      if (left.empty()) {
        has_run_dry = true;
        bytes[i] = 0;
        continue;
      }
      bytes[i] = static_cast<uint8_t>(left.front());
      left.pop_front();
    }
  }
  std::deque<char> left;
  bool has_run_dry = false;
};

// No frame is drawn.
class NoText : public base::TextEngine {
 public:
  base::TextLayout layout(const base::TextRequest&) override { return {}; }
  void release(base::LayoutId) override {}
  std::optional<base::LineTexture> line_texture(const base::TextLayout&, size_t,
                                                uint32_t) override {
    return std::nullopt;
  }
  uint32_t hit(const base::TextLayout&, float, float) override { return 0; }
  std::vector<base::TextRect> selection(const base::TextLayout&, uint32_t, uint32_t) override {
    return {};
  }
  uint32_t epoch() const override { return 0; }
};

// Proves itself as the server did, to somebody whose password is not the one of then: the proof was left out of the log.
class Prover {
 public:
  void sent(std::string_view frame) {
    const size_t tag = frame.find('<');
    if (frame.find("urn:ietf:params:xml:ns:xmpp-sasl") == frame.npos &&
        frame.find("urn:xmpp:sasl:2") == frame.npos) {
      return;
    }
    if (const auto mechanism = between(frame, "mechanism='", "'")) mechanism_ = *mechanism;
    for (const char* element : {"<auth", "<response", "<initial-response"}) {
      const size_t at = frame.find(element, tag);
      if (at == frame.npos) continue;
      const size_t begin = frame.find('>', at) + 1;
      const std::string text(frame.substr(begin, frame.find('<', begin) - begin));
      const std::optional<std::string> message = base::decode_base64(text);
      if (!message || message->empty()) continue;
      const size_t proof = message->find(",p=");
      if (proof != message->npos) {
        final_without_proof_ = message->substr(0, proof);
      } else if (message->rfind("n,,", 0) == 0) {
        first_bare_ = message->substr(3);
      }
    }
  }

  // A frame of the server's, with the proof put in.
  std::string heard(std::string frame, std::string_view password) {
    if (const auto challenge = between(frame, "<challenge", "</")) {
      const size_t begin = challenge->find('>') + 1;
      server_first_ = base::decode_base64(challenge->substr(begin)).value_or("");
    }
    if (const size_t at = frame.find(masked_proof); at != frame.npos)
      frame.replace(at, masked_proof.size(), base::encode_base64(proof(password)));
    if (frame.find("urn:xmpp:fast:0") != frame.npos) {
      if (const auto next = between(frame, " token='", "'")) token = *next;
      if (const auto next = between(frame, " token=\"", "\"")) token = *next;
    }
    return frame;
  }
  // Of a login without a password: what was kept, then what the server gave.
  std::string token;

 private:
  static std::optional<std::string> between(std::string_view text, std::string_view begin,
                                            std::string_view end) {
    const size_t at = text.find(begin);
    if (at == text.npos) return std::nullopt;
    const size_t from = at + begin.size();
    const size_t to = text.find(end, from);
    if (to == text.npos) return std::nullopt;
    return std::string(text.substr(from, to - from));
  }

  std::string proof(std::string_view password) const {
    using base::HashAlgorithm;
    if (mechanism_.rfind("HT-", 0) == 0)
      return base::hmac(HashAlgorithm::Sha256, token, "Responder");
    const HashAlgorithm algorithm = mechanism_ == "SCRAM-SHA-512"   ? HashAlgorithm::Sha512
                                    : mechanism_ == "SCRAM-SHA-256" ? HashAlgorithm::Sha256
                                                                    : HashAlgorithm::Sha1;
    const std::optional<std::string> salt = between(server_first_ + ",", ",s=", ",");
    const std::optional<std::string> count = between(server_first_ + ",", ",i=", ",");
    if (!salt || !count) return {};
    const auto iterations = static_cast<uint32_t>(std::strtoul(count->c_str(), nullptr, 10));
    base::KeyDerivation derivation(algorithm, password, base::decode_base64(*salt).value_or(""),
                                   iterations);
    while (!derivation.advance(iterations)) {
    }
    const std::string message = first_bare_ + "," + server_first_ + "," + final_without_proof_;
    const std::string key = base::hmac(algorithm, derivation.key(), "Server Key");
    return "v=" + base::encode_base64(base::hmac(algorithm, key, message));
  }

  std::string mechanism_, first_bare_, server_first_, final_without_proof_;
};

class Stage : public Host {
 public:
  explicit Stage(const Options& options) : client(options, *this, text, draws) {}

  void perform(const base::Output& output) override {
    if (auto* sent = std::get_if<base::SendText>(&output)) prover.sent(sent->data);
    if (auto* request = std::get_if<base::HttpRequest>(&output)) prover.sent(request->body);
    asked.push_back(describe(output));
  }
  void request_frame() override {}
  void request_frame_at(base::Steady) override {}
  void status_changed(std::string_view status, std::string_view, std::string_view reason) override {
    asked.push_back(FlightLine("status").text(status).text(reason).take());
  }

  Draws draws;
  NoText text;
  Prover prover;
  std::deque<std::string> asked;
  Client client;
};

std::vector<std::string_view> lines_of(std::string_view log) {
  std::vector<std::string_view> out;
  while (!log.empty()) {
    const size_t end = std::min(log.find('\n'), log.size());
    out.push_back(log.substr(0, end));
    log.remove_prefix(std::min(end + 1, log.size()));
  }
  return out;
}

}  // namespace

Replay replay(std::string_view log, void (*each)(size_t number, std::string_view line)) {
  Replay out;
  const std::vector<std::string_view> lines = lines_of(log);
  Options options;
  const bool is_log = lines.size() >= 2 && lines[0] == flight_log_format;
  FlightReader first(is_log ? lines[1] : std::string_view());
  if (!is_log || first.word() != "options" || !read_options(first, options)) {
    out.problem = "This is no flight log of this version of Parlance.";
    return out;
  }
  options.make_tcp = stream::make_tcp;
  Stage stage(options);
  // All draws first: which call draws them is for the core to say.
  size_t end = 2;
  for (; end < lines.size(); ++end) {
    FlightReader in(lines[end]);
    const std::string_view word = in.word();
    if (word == "left-out") break;
    if (word != "random") continue;
    const std::string_view hex = in.word();
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    for (size_t i = 0; i + 1 < hex.size(); i += 2) {
      stage.draws.left.push_back(static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1])));
    }
  }
  out.unplayed = lines.size() - end;
  base::Now now;
  for (size_t i = 2; i < end; ++i) {
    if (each != nullptr) each(i + 1, lines[i]);
    FlightReader in(lines[i]);
    const std::string_view word = in.word();
    if (word == "at") {
      now.steady = base::Steady(base::Duration(static_cast<int64_t>(in.number())));
      now.wall = base::Wall(base::Duration(static_cast<int64_t>(in.number())));
    } else if (word == "in") {
      base::Input input;
      if (!read_input(in, input)) {
        out.problem = "Line " + std::to_string(i + 1) + " cannot be read.";
        return out;
      }
      if (auto* kept = std::get_if<base::Kept>(&input); kept && kept->where == base::Keeping::Tab) {
        out.problem =
            "The page was reloaded before, and what it went on with is not in the log: it can be "
            "read, not played again.";
        return out;
      }
      if (auto* kept = std::get_if<base::Kept>(&input)) {
        session::Login login;
        if (login.restore(kept->value) && login.credentials.fast)
          stage.prover.token = std::string(login.credentials.fast->token.reveal());
      }
      if (auto* text = std::get_if<base::SocketText>(&input))
        text->data = stage.prover.heard(std::move(text->data), replayed_password);
      if (auto* reply = std::get_if<base::HttpReply>(&input))
        reply->body = stage.prover.heard(std::move(reply->body), replayed_password);
      ++out.inputs;
      stage.client.input(input, now);
    } else if (word == "do") {
      model::Action action;
      if (!read_action(in, action)) {
        out.problem = "Line " + std::to_string(i + 1) + " cannot be read.";
        return out;
      }
      ++out.actions;
      stage.client.act(action, now);
    } else if (word == "out" || word == "status") {
      ++out.outputs;
      const std::string found = stage.asked.empty() ? "nothing" : stage.asked.front();
      if (!stage.asked.empty()) stage.asked.pop_front();
      if (found == lines[i]) continue;
      out.differs_at = i + 1;
      out.expected = std::string(lines[i]);
      out.found = found;
      return out;
    }
  }
  if (stage.draws.has_run_dry) out.problem = "It drew more randomness than then.";
  return out;
}

std::string sentence_for(const Replay& replay) {
  std::string out = "played " + std::to_string(replay.inputs) + " inputs and " +
                    std::to_string(replay.actions) + " actions; ";
  if (replay.differs_at > 0) {
    out += "line " + std::to_string(replay.differs_at) + " was\n  " + replay.expected +
           "\nand is now\n  " + replay.found + "\n";
  } else {
    out += "all " + std::to_string(replay.outputs) + " answers were the same\n";
  }
  if (replay.unplayed > 0)
    out += std::to_string(replay.unplayed) + " lines behind what was left out were not played\n";
  if (!replay.problem.empty()) out += replay.problem + "\n";
  return out;
}

}  // namespace app
