// SPDX-License-Identifier: MIT
// SQLite, in exclusive locking mode: the lock on the file is the lock on the profile, and ends with the process however
// that ends. See keep_native.h.
#include "platform/native/keep_native.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace platform {
namespace {

// A program that is being started again may meet the end of the one before.
constexpr int patience_ms = 500;
constexpr int format = 1;
// Of a file that a newer program wrote; not one of SQLite's own.
constexpr int newer_format = -1;

// Records may hold tokens: what is deleted is overwritten.
constexpr const char* preparations =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA synchronous = FULL;"
    "BEGIN EXCLUSIVE;";
constexpr const char* table =
    "CREATE TABLE IF NOT EXISTS records (is_tab INTEGER, key BLOB, value BLOB NOT NULL,"
    " PRIMARY KEY (is_tab, key)) WITHOUT ROWID;"
    "PRAGMA user_version = 1;"
    "COMMIT;";

class Statement {
 public:
  Statement(sqlite3* store, const char* sql) {
    result_ = sqlite3_prepare_v2(store, sql, -1, &statement_, nullptr);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  Statement& number(int at, int value) {
    if (statement_ != nullptr) sqlite3_bind_int(statement_, at, value);
    return *this;
  }
  // The bytes must live until step() returned.
  Statement& bytes(int at, std::string_view value) {
    if (statement_ != nullptr) {
      sqlite3_bind_blob64(statement_, at, value.data(), value.size(), SQLITE_STATIC);
    }
    return *this;
  }
  int step() { return statement_ != nullptr ? sqlite3_step(statement_) : result_; }
  int number_at(int column) { return sqlite3_column_int(statement_, column); }
  std::string bytes_at(int column) {
    const void* data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
    return data != nullptr ? std::string(static_cast<const char*>(data), size) : std::string();
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int result_ = SQLITE_OK;
};

// Every page and index is as it should be.
int check(sqlite3* store) {
  Statement look(store, "PRAGMA quick_check(1)");
  const int result = look.step();
  if (result != SQLITE_ROW) return result;
  return look.bytes_at(0) == "ok" ? SQLITE_OK : SQLITE_CORRUPT;
}

int format_of(sqlite3* store) {
  Statement look(store, "PRAGMA user_version");
  return look.step() == SQLITE_ROW ? look.number_at(0) : 0;
}

}  // namespace

void KeepNative::Closer::operator()(sqlite3* store) const { sqlite3_close(store); }

KeepNative::KeepNative(std::string folder, std::function<void(const std::string&)> say)
    : folder_(std::move(folder)), file_(folder_ + "/records.sqlite"), say_(std::move(say)) {
  int result = open();
  if (result == SQLITE_NOTADB || result == SQLITE_CORRUPT) {
    if (set_aside()) result = open();
  }
  if (result == SQLITE_OK) return;
  store_.reset();
  const std::string profile = "The profile " + folder_;
  if (result == SQLITE_BUSY) {
    complain(profile + " is in use by another Parlance, so this one keeps nothing");
  } else if (result == newer_format) {
    complain(profile + " was written by a newer Parlance, so this one keeps nothing");
  } else {
    complain(profile + " cannot be used (" + sqlite3_errstr(result) + "), so nothing is kept");
  }
}

KeepNative::~KeepNative() = default;

int KeepNative::open() {
  std::error_code failed;
  const std::filesystem::path folder(folder_);
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), failed);
  mkdir(folder_.c_str(), 0700);
  // Before SQLite, which would make it as everybody's umask says. Its journal takes over the mode.
  const int made = ::open(file_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (made >= 0) {
    close(made);
  } else {
    chmod(file_.c_str(), 0600);
  }
  sqlite3* opened = nullptr;
  int result = sqlite3_open_v2(file_.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  store_.reset(opened);
  if (result != SQLITE_OK) return result;
  sqlite3_busy_timeout(opened, patience_ms);
  result = sqlite3_exec(opened, preparations, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return result;
  if (format_of(opened) > format) return newer_format;
  if ((result = check(opened)) != SQLITE_OK) return result;
  return sqlite3_exec(opened, table, nullptr, nullptr, nullptr);
}

// Nobody's data is thrown away; a journal belongs to its file and would spoil a new one.
bool KeepNative::set_aside() {
  store_.reset();
  const std::string aside = file_ + ".damaged";
  std::error_code failed;
  std::filesystem::remove(file_ + "-journal", failed);
  std::filesystem::rename(file_, aside, failed);
  if (failed) return false;
  complain("What was kept in " + folder_ + " is damaged; it was set aside as " + aside);
  return true;
}

void KeepNative::complain(const std::string& sentence) { say_(sentence + "."); }

std::vector<base::Kept> KeepNative::take_all() {
  std::vector<base::Kept> out;
  if (!store_) return out;
  sqlite3_exec(store_.get(), "BEGIN", nullptr, nullptr, nullptr);
  size_t of_device = 0;
  {
    Statement each(store_.get(), "SELECT is_tab, key, value FROM records ORDER BY is_tab, key");
    while (each.step() == SQLITE_ROW) {
      const bool is_tab = each.number_at(0) != 0;
      out.push_back({is_tab ? base::Keeping::Tab : base::Keeping::Device, each.bytes_at(1),
                     each.bytes_at(2)});
      if (!is_tab) of_device = out.size();
    }
  }
  const int forgotten = sqlite3_exec(store_.get(), "DELETE FROM records WHERE is_tab = 1; COMMIT",
                                     nullptr, nullptr, nullptr);
  if (forgotten != SQLITE_OK) {
    // Two programs that go on with one session would throw each other out.
    sqlite3_exec(store_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    out.resize(of_device);
  }
  return out;
}

void KeepNative::keep(const base::Keep& wish) {
  if (!store_) return;
  Statement change(store_.get(), wish.value.empty()
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
