// SPDX-License-Identifier: MIT
// The store port (base/io.h) as a map, and what a disk may do: fail at the n-th wish, lose its place. Several lives share
// one disk like the tabs of a browser.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/io.h"

namespace support {

struct Disk {
  std::map<std::string, std::map<std::string, std::string>> stores;
  std::set<std::string> living;  // owners
};

class MemoryStore {
 public:
  MemoryStore(Disk& disk, char name) : disk_(disk), owner_(base::store_owner_size, name) {
    disk_.living.insert(owner_);
  }
  ~MemoryStore() { disk_.living.erase(owner_); }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  // From now on the wish that many wishes ahead fails; the very next is 1, none 0.
  void fail_at(int wish, base::StoreTrouble trouble) {
    fails_in_ = wish;
    trouble_ = trouble;
  }
  int wishes() const { return wishes_; }
  const std::string& owner() const { return owner_; }

  base::StoreOpened open(const base::StoreOpen& wish) { return {wish.store, owner_, next()}; }
  base::StoreWritten write(const base::StoreWrite& wish) {
    const base::StoreTrouble trouble = next();
    if (trouble == base::StoreTrouble::None) {
      for (const base::StoreRecord& record : wish.records) {
        if (record.value.empty())
          records(wish.store).erase(record.key);
        else
          records(wish.store)[record.key] = record.value;
      }
    }
    return {wish.store, wish.batch, trouble};
  }
  base::StoreRows range(const base::StoreRange& wish) {
    base::StoreRows out{wish.store, wish.request, {}, next()};
    if (out.trouble != base::StoreTrouble::None) return out;
    for (auto& [key, value] : records(wish.store)) {
      if (key >= wish.from && key < wish.to) out.records.push_back({key, value});
    }
    if (wish.is_backward) std::reverse(out.records.begin(), out.records.end());
    if (out.records.size() > wish.limit) out.records.resize(wish.limit);
    return out;
  }
  base::StoreRows claim(const base::StoreClaim& wish) {
    base::StoreRows out{wish.store, wish.request, {}, next()};
    if (out.trouble != base::StoreTrouble::None) return out;
    const size_t head = wish.prefix.size();
    std::map<std::string, std::string> mine;
    for (const auto& [key, value] : records(wish.store)) {
      if (key.compare(0, head, wish.prefix) != 0) continue;
      const std::string of = key.substr(head, base::store_owner_size);
      if (of == owner_ || disk_.living.count(of) == 0) mine.emplace(key, value);
    }
    for (const auto& [key, value] : mine) {
      records(wish.store).erase(key);
      const std::string kept = wish.prefix + owner_ + key.substr(head + base::store_owner_size);
      records(wish.store)[kept] = value;
      out.records.push_back({kept, value});
    }
    return out;
  }
  void erase(const base::StoreErase& wish) { disk_.stores.erase(wish.store); }

 private:
  std::map<std::string, std::string>& records(const std::string& store) {
    return disk_.stores[store];
  }
  base::StoreTrouble next() {
    ++wishes_;
    return fails_in_ > 0 && --fails_in_ == 0 ? trouble_ : base::StoreTrouble::None;
  }

  Disk& disk_;
  std::string owner_;
  int wishes_ = 0, fails_in_ = 0;
  base::StoreTrouble trouble_ = base::StoreTrouble::None;
};

}  // namespace support
