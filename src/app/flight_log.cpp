// SPDX-License-Identifier: MIT
// See flight_log.h.
#include "app/flight_log.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "base/bytes.h"
#include "base/overloaded.h"

namespace app {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// Names of the alternatives, in their order.
constexpr std::array<std::string_view, std::variant_size_v<base::Input>> input_names = {
    "socket-opened", "socket-text", "socket-closed", "socket-secured", "http-reply", "tick",
    "online",        "offline",     "woke",          "frozen",         "visibility", "leaving",
    "kept",          "all-kept",    "store-opened",  "store-written",  "store-rows", "store-lost"};

template <size_t Index = 0, class Variant>
bool choose(Variant& out, size_t index) {
  if constexpr (Index < std::variant_size_v<Variant>) {
    if (Index != index) return choose<Index + 1>(out, index);
    out.template emplace<Index>();
    return true;
  } else {
    return false;
  }
}

template <size_t Size>
size_t index_of(const std::array<std::string_view, Size>& names, std::string_view name) {
  size_t i = 0;
  while (i < Size && names[i] != name) ++i;
  return i;
}

xmpp::Jid read_jid(FlightReader& in) {
  const std::string text = in.text();
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(text);
  return jid ? *jid : xmpp::Jid();
}

base::StoreTrouble read_trouble(FlightReader& in) {
  return static_cast<base::StoreTrouble>(
      std::min<uint64_t>(in.number(), static_cast<uint64_t>(base::StoreTrouble::Failed)));
}

uint64_t number_of(base::StoreTrouble trouble) { return static_cast<uint64_t>(trouble); }

// The first tag of a frame: its name, and where it goes.
void describe_frame(FlightLine& out, std::string_view frame) {
  const std::string_view tag = frame.substr(0, frame.find('>'));
  out.word(tag.substr(0, tag.find_first_of(" />", 1)).substr(std::min<size_t>(tag.size(), 1)));
  for (const std::string_view name : {" type=", " to=", " id=", " h=", " rid="}) {
    const size_t at = tag.find(name);
    if (at == tag.npos || at + name.size() >= tag.size()) continue;
    const size_t begin = at + name.size() + 1;
    const size_t end = std::min(tag.find(tag[begin - 1], begin), tag.size());
    out.word(std::string(name.substr(1)) + std::string(tag.substr(begin, end - begin)));
  }
}

}  // namespace

// ---- lines ----

FlightLine& FlightLine::word(std::string_view word) {
  line_ += ' ';
  line_ += word;
  return *this;
}

FlightLine& FlightLine::number(uint64_t number) { return word(std::to_string(number)); }

FlightLine& FlightLine::text(std::string_view text) {
  line_ += " \"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line_ += '\\';
      line_ += c;
    } else if (c == '\n') {
      line_ += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      line_ += "\\x";
      line_ += hex_digits[byte >> 4];
      line_ += hex_digits[byte & 15];
    } else {
      line_ += c;
    }
  }
  line_ += '"';
  return *this;
}

void FlightReader::next() {
  while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
}

std::string_view FlightReader::word() {
  next();
  const std::string_view word = rest_.substr(0, rest_.find(' '));
  if (word.empty()) is_good_ = false;
  rest_.remove_prefix(word.size());
  return word;
}

uint64_t FlightReader::number() {
  const std::string text(word());
  char* end = nullptr;
  const uint64_t out = std::strtoull(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0') is_good_ = false;
  return out;
}

std::string FlightReader::text() {
  next();
  std::string out;
  size_t i = 1;
  for (; i < rest_.size() && rest_[i] != '"'; ++i) {
    if (rest_[i] != '\\') {
      out += rest_[i];
    } else if (++i < rest_.size() && rest_[i] == 'x' && i + 2 < rest_.size()) {
      const size_t high = hex_digits.find(rest_[i + 1]), low = hex_digits.find(rest_[i + 2]);
      if (high > 15 || low > 15) is_good_ = false;
      out += static_cast<char>((high << 4 | low) & 0xff);
      i += 2;
    } else if (i < rest_.size()) {
      out += rest_[i] == 'n' ? '\n' : rest_[i];
    }
  }
  if (rest_.empty() || rest_.front() != '"' || i >= rest_.size()) {
    is_good_ = false;
    rest_ = {};
    return {};
  }
  rest_.remove_prefix(i + 1);
  return out;
}

// ---- options ----

std::string write_options(const Options& options) {
  FlightLine out("options");
  out.text(options.websocket_url).text(options.bosh_url).text(options.domain).text(options.account);
  out.text(options.language).number(options.allow_plain).number(options.allow_insecure);
  out.number(options.has_certificate).number(static_cast<uint64_t>(options.remember));
  out.number(options.has_store).number(options.tells_typing).number(options.gives_receipts);
  out.number(options.allows_more_accounts).number(options.stays);
  out.number(options.allowed_endpoints.size());
  for (const std::string& each : options.allowed_endpoints) out.text(each);
  out.number(options.servers.size());
  for (const auto& [domain, endpoint] : options.servers) out.text(domain).text(endpoint);
  return out.take();
}

bool read_options(FlightReader& in, Options& options) {
  options.websocket_url = in.text();
  options.bosh_url = in.text();
  options.domain = in.text();
  options.account = in.text();
  options.language = in.text();
  options.allow_plain = in.number() != 0;
  options.allow_insecure = in.number() != 0;
  options.has_certificate = in.number() != 0;
  options.remember = static_cast<session::Remember>(
      std::min<uint64_t>(in.number(), static_cast<uint64_t>(session::Remember::Device)));
  options.has_store = in.number() != 0;
  options.tells_typing = in.number() != 0;
  options.gives_receipts = in.number() != 0;
  options.allows_more_accounts = in.number() != 0;
  options.stays = in.number() != 0;
  const uint64_t count = in.number();
  for (uint64_t i = 0; i < count && in.is_good(); ++i)
    options.allowed_endpoints.push_back(in.text());
  const uint64_t servers = in.number();
  for (uint64_t i = 0; i < servers && in.is_good(); ++i) {
    std::string domain = in.text();
    options.servers.emplace_back(std::move(domain), in.text());
  }
  return in.is_finished();
}

// ---- inputs ----

std::string write_input(const base::Input& input) {
  FlightLine out("in");
  out.word(input_names[input.index()]);
  base::match(
      base::Overloaded{
          [&](const base::SocketOpened& it) { out.number(it.socket).text(it.protocol); },
          [&](const base::SocketText& it) { out.number(it.socket).text(it.data); },
          [&](const base::SocketClosed& it) {
            out.number(it.socket).number(it.code).text(it.reason).number(it.was_open);
          },
          [&](const base::SocketSecured& it) { out.number(it.socket); },
          [&](const base::HttpReply& it) {
            out.number(it.request).number(it.status).text(it.type).text(it.body);
          },
          [&](const base::VisibilityChanged& it) { out.number(it.is_visible); },
          [&](const base::Kept& it) {
            out.number(static_cast<uint64_t>(it.where)).text(it.key);
            out.text(base::encode_base64(it.value));
          },
          [&](const base::StoreOpened& it) {
            out.text(it.store).text(it.owner).number(number_of(it.trouble));
          },
          [&](const base::StoreWritten& it) {
            out.text(it.store).number(it.batch).number(number_of(it.trouble));
          },
          [&](const base::StoreRows& it) {
            out.text(it.store).number(it.request).number(number_of(it.trouble));
            out.number(it.records.size());
            for (const base::StoreRecord& each : it.records) {
              out.text(base::encode_base64(each.key)).text(base::encode_base64(each.value));
            }
          },
          [&](const base::StoreLost& it) { out.text(it.store).number(number_of(it.trouble)); },
          [&](const auto&) {},
      },
      input);
  return out.take();
}

bool read_input(FlightReader& in, base::Input& input) {
  if (!choose(input, index_of(input_names, in.word()))) return false;
  base::match(base::Overloaded{
                  [&](base::SocketOpened& it) {
                    it.socket = static_cast<uint32_t>(in.number());
                    it.protocol = in.text();
                  },
                  [&](base::SocketText& it) {
                    it.socket = static_cast<uint32_t>(in.number());
                    it.data = in.text();
                  },
                  [&](base::SocketClosed& it) {
                    it.socket = static_cast<uint32_t>(in.number());
                    it.code = static_cast<uint16_t>(in.number());
                    it.reason = in.text();
                    it.was_open = in.number() != 0;
                  },
                  [&](base::SocketSecured& it) { it.socket = static_cast<uint32_t>(in.number()); },
                  [&](base::HttpReply& it) {
                    it.request = static_cast<uint32_t>(in.number());
                    it.status = static_cast<uint16_t>(in.number());
                    it.type = in.text();
                    it.body = in.text();
                  },
                  [&](base::VisibilityChanged& it) { it.is_visible = in.number() != 0; },
                  [&](base::Kept& it) {
                    it.where = in.number() == 0 ? base::Keeping::Device : base::Keeping::Tab;
                    it.key = in.text();
                    it.value = base::decode_base64(in.text()).value_or("");
                  },
                  [&](base::StoreOpened& it) {
                    it.store = in.text();
                    it.owner = in.text();
                    it.trouble = read_trouble(in);
                  },
                  [&](base::StoreWritten& it) {
                    it.store = in.text();
                    it.batch = in.number();
                    it.trouble = read_trouble(in);
                  },
                  [&](base::StoreRows& it) {
                    it.store = in.text();
                    it.request = in.number();
                    it.trouble = read_trouble(in);
                    const uint64_t count = in.number();
                    for (uint64_t i = 0; i < count && in.is_good(); ++i) {
                      base::StoreRecord record;
                      record.key = base::decode_base64(in.text()).value_or("");
                      record.value = base::decode_base64(in.text()).value_or("");
                      it.records.push_back(std::move(record));
                    }
                  },
                  [&](base::StoreLost& it) {
                    it.store = in.text();
                    it.trouble = read_trouble(in);
                  },
                  [&](auto&) {},
              },
              input);
  return in.is_finished();
}

// ---- actions ----

std::string write_action(const model::Action& action) {
  FlightLine out("do");
  out.word(base::name_of(action)).number(action.account);
  base::visit(
      base::Overloaded{
          [&](const model::LogIn& it) {
            // Never the password or the token: only that there was one.
            out.text(it.address).number(!it.password.empty()).number(!it.token.empty());
            out.number(it.is_anonymous).number(it.stay);
          },
          [&](const model::LogOut& it) { out.number(it.forget); },
          [&](const model::OpenConversation& it) { out.text(it.jid.text()); },
          [&](const model::OpenAddress& it) { out.text(it.address).number(it.join); },
          [&](const model::EditDraft& it) { out.text(it.conversation.text()).text(it.text); },
          [&](const model::SendText& it) { out.text(it.conversation.text()).text(it.text); },
          [&](const model::BeginEdit& it) { out.text(it.conversation.text()); },
          [&](const model::CancelEdit& it) { out.text(it.conversation.text()); },
          [&](const model::RetryMessage& it) { out.text(it.conversation.text()).text(it.id); },
          [&](const model::AddContact& it) { out.text(it.address).text(it.name); },
          [&](const model::RenameContact& it) { out.text(it.jid.text()).text(it.name); },
          [&](const model::RemoveContact& it) { out.text(it.jid.text()); },
          [&](const model::AnswerRequest& it) { out.text(it.jid.text()).number(it.approve); },
          [&](const model::JoinRoom& it) {
            out.text(it.room.text()).text(it.nick).number(!it.password.empty());
          },
          [&](const model::LeaveRoom& it) { out.text(it.room.text()); },
          [&](const model::RemoveConversation& it) { out.text(it.jid.text()); },
          [&](const model::ReadHistory& it) {
            out.text(it.conversation.text()).number(it.gap).number(it.is_forward);
          },
          [&](const model::JumpToDate& it) {
            out.text(it.conversation.text())
                .number(static_cast<uint64_t>(it.to.time_since_epoch().count()));
          },
          [&](const model::SetAvailability& it) {
            out.number(static_cast<uint64_t>(it.availability)).text(it.status);
          },
          [&](const model::SetArchivePolicy& it) { out.number(static_cast<uint64_t>(it.policy)); },
          [&](const auto&) {},
      },
      action);
  return out.take();
}

bool read_action(FlightReader& in, model::Action& action) {
  if (!base::emplace_named(action, in.word())) return false;
  action.account =
      static_cast<model::AccountId>(std::min<uint64_t>(in.number(), model::max_accounts - 1));
  base::visit(base::Overloaded{
                  [&](model::LogIn& it) {
                    it.address = in.text();
                    if (in.number() != 0) it.password = base::Secret(replayed_password);
                    if (in.number() != 0) it.token = base::Secret(replayed_token);
                    it.is_anonymous = in.number() != 0;
                    it.stay = in.number() != 0;
                  },
                  [&](model::LogOut& it) { it.forget = in.number() != 0; },
                  [&](model::OpenConversation& it) { it.jid = read_jid(in); },
                  [&](model::OpenAddress& it) {
                    it.address = in.text();
                    it.join = in.number() != 0;
                  },
                  [&](model::EditDraft& it) {
                    it.conversation = read_jid(in);
                    it.text = in.text();
                  },
                  [&](model::SendText& it) {
                    it.conversation = read_jid(in);
                    it.text = in.text();
                  },
                  [&](model::BeginEdit& it) { it.conversation = read_jid(in); },
                  [&](model::CancelEdit& it) { it.conversation = read_jid(in); },
                  [&](model::RetryMessage& it) {
                    it.conversation = read_jid(in);
                    it.id = in.text();
                  },
                  [&](model::AddContact& it) {
                    it.address = in.text();
                    it.name = in.text();
                  },
                  [&](model::RenameContact& it) {
                    it.jid = read_jid(in);
                    it.name = in.text();
                  },
                  [&](model::RemoveContact& it) { it.jid = read_jid(in); },
                  [&](model::AnswerRequest& it) {
                    it.jid = read_jid(in);
                    it.approve = in.number() != 0;
                  },
                  [&](model::JoinRoom& it) {
                    it.room = read_jid(in);
                    it.nick = in.text();
                    if (in.number() != 0) it.password = base::Secret(replayed_password);
                  },
                  [&](model::LeaveRoom& it) { it.room = read_jid(in); },
                  [&](model::RemoveConversation& it) { it.jid = read_jid(in); },
                  [&](model::ReadHistory& it) {
                    it.conversation = read_jid(in);
                    it.gap = in.number();
                    it.is_forward = in.number() != 0;
                  },
                  [&](model::JumpToDate& it) {
                    it.conversation = read_jid(in);
                    it.to = base::Wall(base::Duration(static_cast<int64_t>(in.number())));
                  },
                  [&](model::SetAvailability& it) {
                    it.availability = static_cast<xmpp::Availability>(std::min<uint64_t>(
                        in.number(), static_cast<uint64_t>(xmpp::Availability::DoNotDisturb)));
                    it.status = in.text();
                  },
                  [&](model::SetArchivePolicy& it) {
                    it.policy = static_cast<xmpp::ArchivePolicy>(std::min<uint64_t>(
                        in.number(), static_cast<uint64_t>(xmpp::ArchivePolicy::Nothing)));
                  },
                  [&](auto&) {},
              },
              action);
  return in.is_finished();
}

// ---- outputs ----

std::string describe(const base::Output& output) {
  FlightLine out("out");
  base::match(
      base::Overloaded{
          [&](const base::OpenSocket& it) {
            out.word("open-socket").number(it.socket).text(it.url);
          },
          [&](const base::SendText& it) {
            out.word("send-text").number(it.socket);
            describe_frame(out, it.data);
          },
          [&](const base::StartTls& it) { out.word("start-tls").number(it.socket); },
          [&](const base::CloseSocket& it) { out.word("close-socket").number(it.socket); },
          [&](const base::HttpRequest& it) {
            out.word("http-request").number(it.request).text(it.url);
            if (!it.body.empty()) describe_frame(out, it.body);
          },
          [&](const base::HttpCancel& it) { out.word("http-cancel").number(it.request); },
          [&](const base::WakeAt& it) {
            out.word("wake-at").number(static_cast<uint64_t>(it.at.time_since_epoch().count()));
          },
          [&](const base::OpenLink&) { out.word("open-link"); },
          [&](const base::Keep& it) {
            out.word("keep").number(static_cast<uint64_t>(it.where)).text(it.key);
            out.word(it.value.empty() ? "nothing" : "something");
          },
          [&](const base::StoreOpen& it) { out.word("store-open").text(it.store); },
          [&](const base::StoreClose& it) { out.word("store-close").text(it.store); },
          [&](const base::StoreWrite& it) {
            out.word("store-write").text(it.store).number(it.batch).number(it.records.size());
            out.number(it.is_durable);
          },
          [&](const base::StoreRange& it) {
            out.word("store-range").text(it.store).number(it.request).number(it.limit);
          },
          [&](const base::StoreClaim& it) {
            out.word("store-claim").text(it.store).number(it.request);
          },
          [&](const base::StoreErase& it) { out.word("store-erase").text(it.store); },
      },
      output);
  return out.take();
}

}  // namespace app
