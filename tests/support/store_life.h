// SPDX-License-Identifier: MIT
// A model that has a store: one life after another on one disk.
#pragma once

#include <string>
#include <vector>

#include "support/memory_store.h"
#include "support/model_driver.h"

namespace support {

// One life of the page: a model and its place at the disk. Answers come when they are asked for.
struct StoreLife : ModelDriver {
  StoreLife(Disk& disk, char name, size_t page_rows = 200)
      : ModelDriver("example.com", true, page_rows), port(disk, name) {
    now.wall += std::chrono::seconds(name);
  }

  // One wish of the model is granted, or its next batch written; false: there is none.
  bool step() {
    if (outputs.empty()) {
      if (std::optional<base::StoreWrite> batch = model.next_batch()) outputs.push_back(*batch);
    }
    if (outputs.empty()) return false;
    const base::Output wish = outputs.front();
    outputs.erase(outputs.begin());
    if (auto* open = std::get_if<base::StoreOpen>(&wish)) store(port.open(*open));
    if (auto* write = std::get_if<base::StoreWrite>(&wish)) store(port.write(*write));
    if (auto* range = std::get_if<base::StoreRange>(&wish)) store(port.range(*range));
    if (auto* claim = std::get_if<base::StoreClaim>(&wish)) store(port.claim(*claim));
    if (auto* erase = std::get_if<base::StoreErase>(&wish)) port.erase(*erase);
    return true;
  }
  void settle() {
    while (step()) {
    }
  }
  void begin() {
    log_in();
    settle();
  }
  // Whoever looks scrolls up to where it all begins.
  void read_all(std::string_view address) {
    while (with(address).history.has_more) {
      act(model::ReadHistory{jid(address)});
      settle();
    }
  }
  std::vector<std::string> bodies(std::string_view address) const {
    std::vector<std::string> out;
    const model::Conversation* found = model.conversation(jid(address));
    if (found == nullptr) return out;
    for (const model::Message& message : found->timeline.messages()) out.push_back(message.body);
    return out;
  }

  MemoryStore port;
};

}  // namespace support
