// SPDX-License-Identifier: MIT
// What outlives the native program: the records of a profile, in an SQLite file that nobody else may read. One program at
// a time uses a profile; the tab's record, which resumes a session, is forgotten before it is handed over. The web's
// rules are in web/lib/keep.js and locks.js; protocol trap D 41.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/io.h"
#include "platform/native/sqlite_file.h"

namespace platform {

class KeepNative {
 public:
  // Opens the profile in `folder`, or makes it. `say` gets a sentence for the person when something is not as it should
  // be: the profile is in use, damaged, cannot be written. Then nothing is kept, and everything else goes on.
  KeepNative(std::string folder, std::function<void(const std::string&)> say);
  KeepNative(const KeepNative&) = delete;
  KeepNative& operator=(const KeepNative&) = delete;

  bool is_open() const { return file_.is_open(); }
  // Everything there is: the device's records, then the tab's, which is gone afterwards.
  std::vector<base::Kept> take_all();
  // Safe when it returns.
  void keep(const base::Keep& wish);

 private:
  void complain(const std::string& sentence);

  std::string folder_;
  std::function<void(const std::string&)> say_;
  SqliteFile file_;
  bool has_complained_ = false;
};

// $XDG_STATE_HOME/parlance, usually ~/.local/state/parlance; empty when the system names no home.
std::string usual_profile_folder();

}  // namespace platform
