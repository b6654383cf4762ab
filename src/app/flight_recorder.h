// SPDX-License-Identifier: MIT
// The flight recorder: everything the core was given since the page was loaded (inputs, what the person did, clock readings,
// random draws) and what it asked for, as text that a program can play again (app/native/replay.h). Bounded; nothing that
// people wrote is in it, and no secret: see app/mask.h.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "app/client.h"
#include "app/mask.h"
#include "base/random.h"

namespace app {

// LIMIT: so much is recorded from the start, to be played again; of what comes behind, the last lines are kept to be read.
inline constexpr size_t max_flight_bytes = 2u << 20;
inline constexpr size_t max_flight_tail_bytes = 256u << 10;

// Stands between the client and its host, and between the client and its randomness.
class FlightRecorder : public Host, public base::Random {
 public:
  FlightRecorder(Host& host, base::Random& random, const Options& options);

  // The whole log, with a line for what was left out.
  std::string log() const;

  // base::Random
  void fill(uint8_t* bytes, size_t size) override;
  // Host
  void perform(const base::Output& output) override;
  void request_frame() override { host_.request_frame(); }
  void request_frame_at(base::Steady at) override { host_.request_frame_at(at); }
  void status_changed(std::string_view status, std::string_view sentence,
                      std::string_view reason) override;
  void shown_changed(const Shown& shown) override { host_.shown_changed(shown); }
  void fields_drawn(const Client& client) override { host_.fields_drawn(client); }
  void save_file(std::string_view name, std::string_view bytes) override {
    host_.save_file(name, bytes);
  }
  void input_given(const base::Input& input, base::Now now) override;
  void action_given(const model::Action& action, base::Now now) override;

 private:
  void add(std::string line);
  void at(base::Now now);
  base::Input masked(const base::Input& input) const;
  base::StoreRecord masked(const base::StoreRecord& record) const;
  std::string masked_kept(const base::Kept& kept) const;

  Host& host_;
  base::Random& random_;
  Mask mask_;
  std::string head_;
  std::deque<std::string> tail_;
  size_t tail_bytes_ = 0;
  uint64_t left_out_ = 0;  // lines between head and tail
  base::Now now_;
};

}  // namespace app
