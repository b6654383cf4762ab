// SPDX-License-Identifier: MIT
// The lock on the file is the lock on the profile. See keep_native.h.
#include "platform/native/keep_native.h"

#include <cstdlib>
#include <utility>

namespace platform {
namespace {

constexpr int format = 1;
constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS records (is_tab INTEGER, key BLOB, value BLOB NOT NULL,"
    " PRIMARY KEY (is_tab, key)) WITHOUT ROWID;";

}  // namespace

KeepNative::KeepNative(std::string folder, std::function<void(const std::string&)> say)
    : folder_(std::move(folder)), say_(std::move(say)), file_(folder_, "records.sqlite", say_) {
  const int result = file_.open(format, schema);
  if (result == SQLITE_OK) return;
  const std::string profile = "The profile " + folder_;
  if (result == SQLITE_BUSY) {
    complain(profile + " is in use by another Parlance, so this one keeps nothing");
  } else if (result == SqliteFile::newer) {
    complain(profile + " was written by a newer Parlance, so this one keeps nothing");
  } else {
    complain(profile + " cannot be used (" + sqlite3_errstr(result) + "), so nothing is kept");
  }
}

void KeepNative::complain(const std::string& sentence) { say_(sentence + "."); }

std::vector<base::Kept> KeepNative::take_all() {
  std::vector<base::Kept> out;
  if (!is_open()) return out;
  file_.run("BEGIN");
  size_t of_device = 0;
  {
    SqliteStatement each(file_.get(),
                         "SELECT is_tab, key, value FROM records ORDER BY is_tab, key");
    while (each.step() == SQLITE_ROW) {
      const bool is_tab = each.number_at(0) != 0;
      out.push_back({is_tab ? base::Keeping::Tab : base::Keeping::Device, each.bytes_at(1),
                     each.bytes_at(2)});
      if (!is_tab) of_device = out.size();
    }
  }
  const int forgotten = file_.run("DELETE FROM records WHERE is_tab = 1; COMMIT");
  if (forgotten != SQLITE_OK) {
    // Two programs that go on with one session would throw each other out.
    file_.run("ROLLBACK");
    out.resize(of_device);
  }
  return out;
}

void KeepNative::keep(const base::Keep& wish) {
  if (!is_open()) return;
  SqliteStatement change(file_.get(), wish.value.empty()
                                          ? "DELETE FROM records WHERE is_tab = ?1 AND key = ?2"
                                          : "INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3)");
  change.number(1, wish.where == base::Keeping::Tab ? 1 : 0).bytes(2, wish.key);
  if (!wish.value.empty()) change.bytes(3, wish.value);
  const int result = change.step();
  if (result == SQLITE_DONE || std::exchange(has_complained_, true)) return;
  complain("Something could not be kept in " + folder_ + " (" + sqlite3_errstr(result) +
           "); this run remembers it");
}

std::string usual_profile_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && state[0] == '/') return std::string(state) + "/parlance";
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.local/state/parlance";
  return {};
}

}  // namespace platform
