// SPDX-License-Identifier: MIT
// Attempts go round the nameservers twice. See srv_lookup.h.
#include "platform/native/srv_lookup.h"

#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <fstream>
#include <sstream>
#include <utility>

#include "platform/native/clock_native.h"
#include "platform/native/ws_url.h"

namespace platform {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr uint16_t dns_port = 53;
constexpr size_t most_nameservers = 3;
constexpr size_t rounds = 2;
constexpr auto patience = std::chrono::milliseconds(2000);
constexpr size_t most_udp_bytes = 4096;

}  // namespace

std::vector<Nameserver> system_nameservers(const std::string& file) {
  std::vector<Nameserver> out;
  std::ifstream lines(file);
  std::string line;
  while (out.size() < most_nameservers && std::getline(lines, line)) {
    std::istringstream words(line);
    std::string keyword, address;
    if (!(words >> keyword >> address) || keyword != "nameserver") continue;
    error_code error;
    const asio::ip::address parsed = asio::ip::make_address(address, error);
    if (!error) out.emplace_back(parsed, dns_port);
  }
  return out;
}

base::Result<Nameserver> parse_nameserver(const std::string& text) {
  TRY(place, split_authority(text));
  error_code error;
  const asio::ip::address address = asio::ip::make_address(place.host, error);
  if (error) return base::Error{"a nameserver is named by its address, not by a name"};
  const int port = place.port.empty() ? dns_port : std::stoi(place.port);
  return Nameserver(address, static_cast<uint16_t>(port));
}

void SrvLookup::ask(std::vector<Nameserver> servers, std::string name, Done done) {
  RandomNative random;
  servers_ = std::move(servers);
  name_ = std::move(name);
  done_ = std::move(done);
  id_ = static_cast<uint16_t>(base::uniform(random, 1u << 16));
  question_ = make_srv_question(id_, name_);
  attempt_ = 0;
  ++turn_;
  asio::post(udp_.get_executor(), [this, turn = turn_, held = done_] {
    if (turn == turn_) attempt();
  });
}

void SrvLookup::cancel() {
  ++turn_;
  done_ = nullptr;
  error_code ignored;
  timer_.cancel();
  udp_.close(ignored);
  tcp_.close(ignored);
}

void SrvLookup::expire_after(std::chrono::milliseconds time) {
  timer_.expires_after(time);
  timer_.async_wait([this, turn = turn_, held = done_](auto error) {
    if (!error && turn == turn_) next();
  });
}

void SrvLookup::next() {
  ++turn_;
  ++attempt_;
  attempt();
}

void SrvLookup::attempt() {
  error_code error;
  udp_.close(error);
  tcp_.close(error);
  if (question_.empty() || attempt_ >= rounds * servers_.size()) return finish(std::nullopt);
  const Nameserver& server = servers_[attempt_ % servers_.size()];
  udp_.open(server.protocol(), error);
  // Connected, so that nobody else's datagrams arrive, and that a closed port is noticed.
  if (!error) udp_.connect(server, error);
  if (!error) udp_.send(asio::buffer(question_), 0, error);
  expire_after(error ? std::chrono::milliseconds(0) : patience);
  if (!error) receive();
}

void SrvLookup::receive() {
  answer_.resize(most_udp_bytes);
  udp_.async_receive(
      asio::buffer(answer_), [this, turn = turn_, held = done_](auto error, size_t size) {
        if (turn != turn_) return;
        if (error) return next();
        auto answer = read_srv_answer(std::string_view(answer_).substr(0, size), id_, name_);
        if (!answer) return receive();  // not ours: perhaps the next one
        if (answer->is_truncated) return ask_by_tcp();
        finish(std::move(answer->records));
      });
}

void SrvLookup::ask_by_tcp() {
  const Nameserver& server = servers_[attempt_ % servers_.size()];
  auto goes_on = [this, turn = turn_, held = done_](const error_code& error) {
    if (turn != turn_) return false;
    if (error) next();
    return !error;
  };
  tcp_.async_connect({server.address(), server.port()}, [=, this](auto error) {
    if (!goes_on(error)) return;
    answer_.assign(
        {static_cast<char>(question_.size() >> 8), static_cast<char>(question_.size() & 0xFF)});
    answer_ += question_;
    asio::async_write(tcp_, asio::buffer(answer_), [=, this](auto error, size_t) {
      if (!goes_on(error)) return;
      answer_.resize(2);
      asio::async_read(tcp_, asio::buffer(answer_), [=, this](auto error, size_t) {
        if (!goes_on(error)) return;
        const auto high = static_cast<uint8_t>(answer_[0]), low = static_cast<uint8_t>(answer_[1]);
        answer_.resize(size_t{high} << 8 | low);
        asio::async_read(tcp_, asio::buffer(answer_), [=, this](auto error, size_t) {
          if (!goes_on(error)) return;
          auto answer = read_srv_answer(answer_, id_, name_);
          if (!answer) return next();
          finish(std::move(answer->records));
        });
      });
    });
  });
}

void SrvLookup::finish(std::optional<std::vector<SrvRecord>> records) {
  Done done = std::move(done_);
  cancel();
  if (done) done(std::move(records));
}

}  // namespace platform
