// SPDX-License-Identifier: MIT
// See store_native.h.
#include "platform/native/store_native.h"

#include <utility>

namespace platform {
namespace {

constexpr int format = 1;
constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS records (store BLOB, key BLOB, value BLOB NOT NULL,"
    " PRIMARY KEY (store, key)) WITHOUT ROWID;";

base::StoreTrouble trouble_of(int result) {
  switch (result & 0xFF) {
    case SQLITE_OK:
    case SQLITE_DONE:
      return base::StoreTrouble::None;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::StoreTrouble::Busy;
    case SQLITE_FULL:
      return base::StoreTrouble::Full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::StoreTrouble::Damaged;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return base::StoreTrouble::Missing;
    default:
      return base::StoreTrouble::Failed;
  }
}

}  // namespace

std::string behind(std::string prefix) {
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

StoreNative::StoreNative(std::string folder, std::string owner, SqliteFile::Say say)
    : folder_(std::move(folder)),
      owner_(std::move(owner)),
      file_(folder_, "messages.sqlite", std::move(say)) {}

base::StoreTrouble StoreNative::prepare() {
  if (folder_.empty()) return base::StoreTrouble::Missing;
  if (file_.is_open()) return base::StoreTrouble::None;
  const int result = file_.open(format, schema);
  if (result == SqliteFile::newer) return base::StoreTrouble::Newer;
  if (result == SQLITE_OK && file_.was_damaged()) return base::StoreTrouble::Damaged;
  return trouble_of(result);
}

base::StoreOpened StoreNative::open(const base::StoreOpen& wish) {
  const base::StoreTrouble trouble = prepare();
  return {wish.store, owner_, trouble};
}

int StoreNative::change(const std::string& store, const std::vector<base::StoreRecord>& records) {
  SqliteStatement put(file_.get(), "INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3)");
  SqliteStatement remove(file_.get(), "DELETE FROM records WHERE store = ?1 AND key = ?2");
  for (const base::StoreRecord& record : records) {
    SqliteStatement& one = record.value.empty() ? remove : put;
    one.reset();
    one.bytes(1, store).bytes(2, record.key);
    if (!record.value.empty()) one.bytes(3, record.value);
    if (const int result = one.step(); result != SQLITE_DONE) return result;
  }
  return SQLITE_OK;
}

base::StoreWritten StoreNative::write(const base::StoreWrite& wish) {
  if (!file_.is_open()) return {wish.store, wish.batch, base::StoreTrouble::Missing};
  file_.run(wish.is_durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  int result = file_.run("BEGIN");
  if (result == SQLITE_OK) result = change(wish.store, wish.records);
  if (result == SQLITE_OK) result = file_.run("COMMIT");
  if (result != SQLITE_OK) file_.run("ROLLBACK");
  return {wish.store, wish.batch, trouble_of(result)};
}

int StoreNative::collect(const base::StoreRange& wish, std::vector<base::StoreRecord>& out) {
  SqliteStatement each(file_.get(),
                       wish.is_backward
                           ? "SELECT key, value FROM records WHERE store = ?1 AND key >= ?2 AND "
                             "key < ?3 ORDER BY key DESC LIMIT ?4"
                           : "SELECT key, value FROM records WHERE store = ?1 AND key >= ?2 AND "
                             "key < ?3 ORDER BY key LIMIT ?4");
  each.bytes(1, wish.store).bytes(2, wish.from).bytes(3, wish.to);
  each.number(4, static_cast<int64_t>(wish.limit));
  for (;;) {
    const int result = each.step();
    if (result != SQLITE_ROW) return result;
    out.push_back({each.bytes_at(0), each.bytes_at(1)});
  }
}

base::StoreRows StoreNative::range(const base::StoreRange& wish) {
  base::StoreRows out{wish.store, wish.request, {}, base::StoreTrouble::Missing};
  if (!file_.is_open()) return out;
  out.trouble = trouble_of(collect(wish, out.records));
  return out;
}

// One program at a time holds the profile: nobody else lives.
base::StoreRows StoreNative::claim(const base::StoreClaim& wish) {
  base::StoreRows out{wish.store, wish.request, {}, base::StoreTrouble::Missing};
  if (!file_.is_open()) return out;
  constexpr size_t everything = 1u << 30;
  int result = file_.run("BEGIN");
  if (result == SQLITE_OK) {
    result = collect(
        {.store = wish.store, .from = wish.prefix, .to = behind(wish.prefix), .limit = everything},
        out.records);
  }
  std::vector<base::StoreRecord> changes;
  const std::string own = wish.prefix + owner_;
  for (base::StoreRecord& record : out.records) {
    if (record.key.size() < own.size() || record.key.compare(0, own.size(), own) == 0) continue;
    changes.push_back({record.key, {}});
    record.key = own + record.key.substr(own.size());
    changes.push_back(record);
  }
  if (result == SQLITE_DONE) result = change(wish.store, changes);
  if (result == SQLITE_OK) result = file_.run("COMMIT");
  if (result != SQLITE_OK) {
    file_.run("ROLLBACK");
    out.records.clear();
  }
  out.trouble = trouble_of(result);
  return out;
}

void StoreNative::erase(const base::StoreErase& wish) {
  if (prepare() == base::StoreTrouble::Missing || !file_.is_open()) return;
  SqliteStatement all(file_.get(), "DELETE FROM records WHERE store = ?1");
  all.bytes(1, wish.store).step();
}

}  // namespace platform
