// SPDX-License-Identifier: MIT
// The store of the native program: the accounts' records in one SQLite file of the profile. What each
// wish means stands in base/io.h. The web's is web/lib/store.js.
#pragma once

#include <functional>
#include <string>

#include "base/io.h"
#include "platform/native/sqlite_file.h"

namespace platform {

class StoreNative {
 public:
  // `folder` is the profile's; empty: nothing is stored, and every wish is answered so. `owner` names this run;
  // base::store_owner_size bytes.
  StoreNative(std::string folder, std::string owner, SqliteFile::Say say);

  // All of them are done when they return.
  base::StoreOpened open(const base::StoreOpen& wish);
  base::StoreWritten write(const base::StoreWrite& wish);
  base::StoreRows range(const base::StoreRange& wish);
  base::StoreRows claim(const base::StoreClaim& wish);
  void erase(const base::StoreErase& wish);

 private:
  base::StoreTrouble prepare();
  int change(const std::string& store, const std::vector<base::StoreRecord>& records);
  int collect(const base::StoreRange& wish, std::vector<base::StoreRecord>& out);

  std::string folder_, owner_;
  SqliteFile file_;
};

// The first text that follows everything that begins with `prefix`; bytes of 0xFF at its end are not expected.
std::string behind(std::string prefix);

}  // namespace platform
