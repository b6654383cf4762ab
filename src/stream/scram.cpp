// SPDX-License-Identifier: MIT
// SCRAM, client side. Every check here is a case of the hostile corpus. See scram.h.
#include "stream/scram.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/saslprep.h"
#include "base/sort.h"

namespace stream {
namespace {

using Kind = ScramFailure::Kind;

constexpr std::string_view gs2_header = "n,,";  // no channel binding, no authzid

// One "a=value" of a message.
struct Attribute {
  char name;
  std::string_view value;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Absent when any part breaks the grammar: an empty one (stray comma), no letter, no value.
std::optional<std::vector<Attribute>> parse_attributes(std::string_view message) {
  std::vector<Attribute> out;
  for (;;) {
    size_t comma = message.find(',');
    std::string_view part = message.substr(0, comma);
    if (part.size() < 2 || !is_letter(part[0]) || part[1] != '=') return std::nullopt;
    if (part.find('\0') != std::string_view::npos) return std::nullopt;
    out.push_back({part[0], part.substr(2)});
    if (comma == std::string_view::npos) return out;
    message.remove_prefix(comma + 1);
  }
}

size_t count(const std::vector<Attribute>& attributes, char name) {
  return static_cast<size_t>(std::count_if(attributes.begin(), attributes.end(),
                                           [&](const Attribute& a) { return a.name == name; }));
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
}

// A positive number without sign, leading zero or anything behind it; absent above the greatest we
// accept, so that no size of number wraps around.
std::optional<uint32_t> parse_iterations(std::string_view text) {
  if (text.empty() || text[0] == '0') return std::nullopt;
  uint32_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint32_t>(c - '0');
    if (value > scram_max_iterations) return std::nullopt;
  }
  return value;
}

// RFC 5802 5.1: the two characters with a meaning of their own.
std::string escape_username(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == '=') {
      out += "=3D";
    } else if (c == ',') {
      out += "=2C";
    } else {
      out += c;
    }
  }
  return out;
}

// Sorted by octets and joined by U+001E.
void append_list(std::string& out, std::vector<std::string> names) {
  base::sort(names);
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += '\x1E';
    out += names[i];
  }
}

// XEP-0474 section 5.
std::string downgrade_hash(base::HashAlgorithm algorithm, const AdvertisedLists& advertised) {
  std::string joined;
  append_list(joined, advertised.mechanisms);
  if (advertised.channel_bindings) {
    joined += '\x1F';
    append_list(joined, *advertised.channel_bindings);
  }
  return base::encode_base64(base::hash(algorithm, joined));
}

ScramFailure protocol(const char* detail) { return {Kind::Protocol, detail}; }

}  // namespace

Scram::Scram(base::HashAlgorithm algorithm, std::string username, base::Secret password,
             std::string nonce, AdvertisedLists advertised)
    : algorithm_(algorithm),
      password_(base::saslprep_or_same(password.reveal())),
      nonce_(std::move(nonce)),
      advertised_(std::move(advertised)),
      client_first_bare_("n=" + escape_username(base::saslprep_or_same(username)) +
                         ",r=" + nonce_) {}

std::string Scram::client_first() const { return std::string(gs2_header) + client_first_bare_; }

base::Result<bool, ScramFailure> Scram::server_first(std::string_view message) {
  if (!server_first_.empty()) return protocol("a second challenge");
  std::optional<std::vector<Attribute>> attributes = parse_attributes(message);
  if (!attributes) return protocol("the challenge is no list of attributes");
  if (count(*attributes, 'm') > 0) return protocol("the challenge demands an unknown extension");
  if (attributes->size() < 3 || (*attributes)[0].name != 'r' || (*attributes)[1].name != 's' ||
      (*attributes)[2].name != 'i') {
    return protocol("the challenge lacks nonce, salt or iteration count");
  }
  for (char name : {'r', 's', 'i', 'h'}) {
    if (count(*attributes, name) > 1) return protocol("the challenge repeats an attribute");
  }

  std::string_view nonce = (*attributes)[0].value;
  if (nonce.size() <= nonce_.size() || nonce.substr(0, nonce_.size()) != nonce_ ||
      !is_printable(nonce)) {
    return protocol("the server's nonce does not continue ours");
  }
  std::optional<std::string> salt = base::decode_base64((*attributes)[1].value);
  if (!salt || salt->empty()) return protocol("the salt is empty or no base64");
  std::optional<uint32_t> iterations = parse_iterations((*attributes)[2].value);
  if (!iterations || *iterations < scram_min_iterations) {
    return protocol("the iteration count is not between 4096 and 1000000");
  }
  for (const Attribute& attribute : *attributes) {
    if (attribute.name == 'h' && attribute.value != downgrade_hash(algorithm_, advertised_)) {
      return protocol("the list of mechanisms was changed on its way to us");
    }
  }

  server_first_ = std::string(message);
  client_final_without_proof_ = "c=" + base::encode_base64(gs2_header) + ",r=" + std::string(nonce);
  const bool fit =
      offered_keys_ && offered_keys_->salt == *salt && offered_keys_->iterations == *iterations;
  if (fit) {
    keys_ = std::move(offered_keys_);
  } else if (password_.empty()) {
    server_first_.clear();
    return ScramFailure{Kind::Stale, "the server keeps the password differently than before"};
  } else {
    keys_ = ScramKeys{.salt = std::move(*salt), .iterations = *iterations};
    derivation_.emplace(algorithm_, password_.reveal(), keys_->salt, *iterations);
  }
  password_.wipe();
  return true;
}

std::optional<std::string> Scram::advance(uint32_t steps) {
  if (!keys_ || !expected_signature_.empty()) return std::nullopt;
  if (derivation_) {
    if (!derivation_->advance(steps)) return std::nullopt;
    const std::string& salted = derivation_->key();
    keys_->client_key = base::Secret(base::hmac(algorithm_, salted, "Client Key"));
    keys_->server_key = base::Secret(base::hmac(algorithm_, salted, "Server Key"));
    derivation_.reset();
  }
  return final_message();
}

std::string Scram::final_message() {
  std::string auth_message =
      client_first_bare_ + "," + server_first_ + "," + client_final_without_proof_;
  std::string_view client_key = keys_->client_key.reveal();
  std::string proof = base::hmac(algorithm_, base::hash(algorithm_, client_key), auth_message);
  for (size_t i = 0; i < proof.size(); ++i) proof[i] = static_cast<char>(proof[i] ^ client_key[i]);
  expected_signature_ = base::hmac(algorithm_, keys_->server_key.reveal(), auth_message);
  return client_final_without_proof_ + ",p=" + base::encode_base64(proof);
}

base::Result<bool, ScramFailure> Scram::server_final(std::string_view message) {
  if (expected_signature_.empty()) {
    return ScramFailure{Kind::Unproven, "the server claims success before our proof"};
  }
  std::optional<std::vector<Attribute>> attributes = parse_attributes(message);
  if (!attributes) return protocol("the server's last message is no list of attributes");
  if (count(*attributes, 'v') + count(*attributes, 'e') != 1 || count(*attributes, 'm') > 0) {
    return protocol("the server's last message is neither a signature nor an error");
  }
  const Attribute& first = attributes->front();
  if (first.name == 'e') {
    if (first.value == "invalid-proof" || first.value == "unknown-user") {
      return ScramFailure{Kind::Refused, "the server refused our proof"};
    }
    return protocol("the server reported an error");
  }
  if (first.name != 'v') return protocol("the signature does not come first");
  std::optional<std::string> signature = base::decode_base64(first.value);
  if (!signature || !base::equal_in_constant_time(*signature, expected_signature_)) {
    return ScramFailure{Kind::Unproven, "the server's signature is wrong"};
  }
  return true;
}

}  // namespace stream
