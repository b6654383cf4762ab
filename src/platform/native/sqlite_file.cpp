// SPDX-License-Identifier: MIT
// See sqlite_file.h.
#include "platform/native/sqlite_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace platform {
namespace {

// A program that is being started again may meet the end of the one before.
constexpr int patience_ms = 500;

// Records may hold tokens and what people wrote: what is deleted is overwritten.
constexpr const char* preparations =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA synchronous = FULL;"
    "BEGIN EXCLUSIVE;";

// Every page and index is as it should be.
int check(sqlite3* file) {
  SqliteStatement look(file, "PRAGMA quick_check(1)");
  const int result = look.step();
  if (result != SQLITE_ROW) return result;
  return look.bytes_at(0) == "ok" ? SQLITE_OK : SQLITE_CORRUPT;
}

int format_of(sqlite3* file) {
  SqliteStatement look(file, "PRAGMA user_version");
  return look.step() == SQLITE_ROW ? look.number_at(0) : 0;
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* file, const char* sql) {
  result_ = sqlite3_prepare_v2(file, sql, -1, &statement_, nullptr);
}

SqliteStatement& SqliteStatement::number(int at, int64_t value) {
  if (statement_ != nullptr) sqlite3_bind_int64(statement_, at, value);
  return *this;
}

SqliteStatement& SqliteStatement::bytes(int at, std::string_view value) {
  if (statement_ != nullptr) {
    sqlite3_bind_blob64(statement_, at, value.data(), value.size(), SQLITE_STATIC);
  }
  return *this;
}

std::string SqliteStatement::bytes_at(int column) {
  const void* data = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
  return data != nullptr ? std::string(static_cast<const char*>(data), size) : std::string();
}

SqliteFile::SqliteFile(std::string folder, const std::string& name, Say say)
    : folder_(std::move(folder)), path_(folder_ + "/" + name), say_(std::move(say)) {}

int SqliteFile::open(int format, const char* schema) {
  int result = open_once(format, schema);
  if ((result == SQLITE_NOTADB || result == SQLITE_CORRUPT) && set_aside()) {
    result = open_once(format, schema);
  }
  if (result != SQLITE_OK) file_.reset();
  return result;
}

int SqliteFile::open_once(int format, const char* schema) {
  std::error_code failed;
  const std::filesystem::path folder(folder_);
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), failed);
  mkdir(folder_.c_str(), 0700);
  // Before SQLite, which would make it as everybody's umask says. Its journal takes over the mode.
  const int made = ::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (made >= 0) {
    ::close(made);
  } else {
    chmod(path_.c_str(), 0600);
  }
  sqlite3* opened = nullptr;
  int result = sqlite3_open_v2(path_.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  file_.reset(opened);
  if (result != SQLITE_OK) return result;
  sqlite3_busy_timeout(opened, patience_ms);
  if ((result = run(preparations)) != SQLITE_OK) return result;
  if (format_of(opened) > format) return newer;
  if ((result = check(opened)) != SQLITE_OK) return result;
  if ((result = run(schema)) != SQLITE_OK) return result;
  const std::string finish = "PRAGMA user_version = " + std::to_string(format) + "; COMMIT;";
  return run(finish.c_str());
}

// Nobody's data is thrown away; a journal belongs to its file and would spoil a new one.
bool SqliteFile::set_aside() {
  file_.reset();
  const std::string aside = path_ + ".damaged";
  std::error_code failed;
  std::filesystem::remove(path_ + "-journal", failed);
  std::filesystem::rename(path_, aside, failed);
  if (failed) return false;
  was_damaged_ = true;
  say_("What was kept in " + folder_ + " is damaged; it was set aside as " + aside + ".");
  return true;
}

}  // namespace platform
