// SPDX-License-Identifier: MIT
// A file of SQLite's that nobody else may read, held by one program at a time: exclusive locking mode makes the lock on the
// file end with the process, however that ends. What is damaged is set aside, never thrown away.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace platform {

class SqliteStatement {
 public:
  SqliteStatement(sqlite3* file, const char* sql);
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() { sqlite3_finalize(statement_); }

  SqliteStatement& number(int at, int64_t value);
  // The bytes must live until step() returned.
  SqliteStatement& bytes(int at, std::string_view value);
  // SQLITE_ROW, SQLITE_DONE, or what went wrong.
  int step() { return statement_ != nullptr ? sqlite3_step(statement_) : result_; }
  // For the next values.
  void reset() { sqlite3_reset(statement_); }
  int number_at(int column) { return sqlite3_column_int(statement_, column); }
  std::string bytes_at(int column);

 private:
  sqlite3_stmt* statement_ = nullptr;
  int result_ = SQLITE_OK;
};

class SqliteFile {
 public:
  using Say = std::function<void(const std::string&)>;
  // What open() says of a file that a newer program wrote; not one of SQLite's own results.
  static constexpr int newer = -1;

  // `name` lies in `folder`, which is made if there is none. `say` hears what a person must know.
  SqliteFile(std::string folder, const std::string& name, Say say);

  // `schema` makes the tables if they are not there and sets user_version to `format`. SQLITE_OK, `newer`, or what SQLite
  // says; a damaged file was set aside and replaced by an empty one when was_damaged() says so.
  int open(int format, const char* schema);
  bool is_open() const { return file_ != nullptr; }
  bool was_damaged() const { return was_damaged_; }
  void close() { file_.reset(); }
  sqlite3* get() const { return file_.get(); }
  int run(const char* sql) { return sqlite3_exec(file_.get(), sql, nullptr, nullptr, nullptr); }

 private:
  struct Closer {
    void operator()(sqlite3* file) const { sqlite3_close(file); }
  };

  int open_once(int format, const char* schema);
  bool set_aside();

  std::string folder_, path_;
  Say say_;
  std::unique_ptr<sqlite3, Closer> file_;
  bool was_damaged_ = false;
};

}  // namespace platform
