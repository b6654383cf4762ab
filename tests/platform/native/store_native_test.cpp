// SPDX-License-Identifier: MIT
// Tests of src/platform/native/store_native.cpp, on real files.
#include "platform/native/store_native.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/catch.h"

using base::StoreRecord;
using base::StoreTrouble;
using platform::StoreNative;

namespace {

// A folder that goes with the test.
struct Folder {
  std::string path = "/tmp/parlance-store-XXXXXX";
  Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string profile() const { return path + "/deep/profile"; }
  std::string file() const { return profile() + "/messages.sqlite"; }
};

void quiet(const std::string&) {}

const std::string juliet = "juliet@example.com", romeo = "romeo@example.net";

std::string owner(char letter) { return std::string(base::store_owner_size, letter); }

// An open store that holds these.
StoreNative opened(const Folder& folder, const std::string& store = juliet, char name = 'a') {
  StoreNative out(folder.profile(), owner(name), quiet);
  REQUIRE(out.open({store}).trouble == StoreTrouble::None);
  return out;
}

StoreTrouble put(StoreNative& store, std::vector<StoreRecord> records, bool is_durable = true,
                 const std::string& account = juliet) {
  return store.write({account, 7, std::move(records), is_durable}).trouble;
}

std::vector<std::string> keys(StoreNative& store, const std::string& from = "",
                              const std::string& to = "\xFF", size_t limit = 100,
                              bool is_backward = false, const std::string& account = juliet) {
  std::vector<std::string> out;
  for (const StoreRecord& record :
       store.range({account, 1, from, to, limit, is_backward}).records) {
    out.push_back(record.key);
  }
  return out;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("what was written is there for the next run, in the order of bytes",
          "[platform][store]") {
  Folder folder;
  {
    StoreNative store = opened(folder);
    CHECK(
        put(store, {{"b", "2"}, {"a", "1"}, {std::string("a\0x", 3), "nul"}, {"\xC3\xA9", "e"}}) ==
        StoreTrouble::None);
    CHECK(put(store, {{"b", "3"}}, false) == StoreTrouble::None);
  }
  StoreNative store = opened(folder);
  const base::StoreRows rows = store.range({juliet, 9, "", "\xFF", 100, false});
  CHECK(rows.request == 9);
  CHECK(rows.store == juliet);
  CHECK(rows.trouble == StoreTrouble::None);
  CHECK(rows.records ==
        std::vector<StoreRecord>{
            {"a", "1"}, {std::string("a\0x", 3), "nul"}, {"b", "3"}, {"\xC3\xA9", "e"}});
}

TEST_CASE("an empty value removes a record", "[platform][store]") {
  Folder folder;
  StoreNative store = opened(folder);
  put(store, {{"a", "1"}, {"b", "2"}});
  put(store, {{"a", ""}, {"never there", ""}});
  CHECK(keys(store) == Keys{"b"});
}

TEST_CASE("a range has a first, no last, a limit and a direction", "[platform][store]") {
  Folder folder;
  StoreNative store = opened(folder);
  put(store, {{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}});
  CHECK(keys(store, "b", "d") == Keys{"b", "c"});
  CHECK(keys(store, "a", "z", 2) == Keys{"a", "b"});
  CHECK(keys(store, "a", "z", 2, true) == Keys{"d", "c"});
  CHECK(keys(store, "x", "z").empty());
}

TEST_CASE("accounts do not see each other, and one is erased alone", "[platform][store]") {
  Folder folder;
  StoreNative store = opened(folder);
  put(store, {{"a", "juliet"}});
  CHECK(store.open({romeo}).store == romeo);
  // Both are open at once.
  const auto keys_of_romeo = [&] { return keys(store, "", "\xFF", 100, false, romeo); };
  CHECK(keys_of_romeo().empty());
  put(store, {{"b", "romeo"}}, true, romeo);
  CHECK(keys(store) == Keys{"a"});
  store.erase({juliet});
  CHECK(keys_of_romeo() == Keys{"b"});
  CHECK(keys(store).empty());
}

TEST_CASE("what a run that ended left to send becomes this run's", "[platform][store]") {
  Folder folder;
  {
    StoreNative store = opened(folder, juliet, 'a');
    put(store, {{"o" + owner('a') + "1", "first"}, {"o" + owner('a') + "2", "second"}, {"p", "x"}});
  }
  StoreNative store = opened(folder, juliet, 'b');
  put(store, {{"o" + owner('b') + "3", "third"}});
  const base::StoreRows rows = store.claim({juliet, 4, "o"});
  CHECK(rows.request == 4);
  CHECK(rows.trouble == StoreTrouble::None);
  std::vector<StoreRecord> records = rows.records;
  std::sort(records.begin(), records.end(),
            [](const StoreRecord& a, const StoreRecord& b) { return a.key < b.key; });
  CHECK(records == std::vector<StoreRecord>{{"o" + owner('b') + "1", "first"},
                                            {"o" + owner('b') + "2", "second"},
                                            {"o" + owner('b') + "3", "third"}});
  CHECK(keys(store, "o", "p") ==
        Keys{"o" + owner('b') + "1", "o" + owner('b') + "2", "o" + owner('b') + "3"});
}

TEST_CASE("without a profile nothing is stored, and every wish says so", "[platform][store]") {
  StoreNative store("", owner('a'), quiet);
  CHECK(store.open({juliet}).trouble == StoreTrouble::Missing);
  CHECK(put(store, {{"a", "1"}}) == StoreTrouble::Missing);
  CHECK(store.range({juliet, 1, "", "z", 1, false}).trouble == StoreTrouble::Missing);
  CHECK(store.claim({juliet, 1, "o"}).trouble == StoreTrouble::Missing);
  store.erase({juliet});
}

TEST_CASE("a profile that another program uses is said to be busy", "[platform][store]") {
  Folder folder;
  StoreNative first = opened(folder);
  StoreNative second(folder.profile(), owner('b'), quiet);
  CHECK(second.open({juliet}).trouble == StoreTrouble::Busy);
  CHECK(put(second, {{"a", "1"}}) == StoreTrouble::Missing);
}

TEST_CASE("a store that a newer program wrote is left as it is", "[platform][store]") {
  Folder folder;
  { opened(folder); }
  sqlite3* file = nullptr;
  REQUIRE(sqlite3_open(folder.file().c_str(), &file) == SQLITE_OK);
  REQUIRE(sqlite3_exec(file, "PRAGMA user_version = 99", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(file);
  StoreNative store(folder.profile(), owner('a'), quiet);
  CHECK(store.open({juliet}).trouble == StoreTrouble::Newer);
  CHECK_FALSE(std::filesystem::exists(folder.file() + ".damaged"));
}

TEST_CASE("a damaged store is set aside, and a new one begins", "[platform][store]") {
  Folder folder;
  { opened(folder); }
  std::ofstream(folder.file(), std::ios::binary) << std::string(8192, 'x');
  std::vector<std::string> said;
  StoreNative store(folder.profile(), owner('a'),
                    [&](const std::string& sentence) { said.push_back(sentence); });
  CHECK(store.open({juliet}).trouble == StoreTrouble::Damaged);
  CHECK(said.size() == 1);
  CHECK(put(store, {{"a", "1"}}) == StoreTrouble::None);
  CHECK(keys(store) == Keys{"a"});
  CHECK(std::filesystem::exists(folder.file() + ".damaged"));
}

TEST_CASE("a batch for which there is no room happens not at all", "[platform][store]") {
  Folder folder;
  StoreNative store = opened(folder);
  put(store, {{"a", "1"}});
  const rlimit before = [] {
    rlimit out{};
    getrlimit(RLIMIT_FSIZE, &out);
    return out;
  }();
  signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 64 << 10;
  setrlimit(RLIMIT_FSIZE, &small);
  const StoreTrouble trouble = put(store, {{"b", "2"}, {"c", std::string(1 << 20, 'x')}});
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_DFL);
  CHECK(trouble != StoreTrouble::None);
  CHECK(keys(store) == Keys{"a"});
  CHECK(put(store, {{"b", "2"}}) == StoreTrouble::None);
  CHECK(keys(store) == Keys{"a", "b"});
}

TEST_CASE("nobody else may read what was stored", "[platform][store]") {
  Folder folder;
  StoreNative store = opened(folder);
  put(store, {{"a", "1"}});
  struct stat of {};
  REQUIRE(stat(folder.file().c_str(), &of) == 0);
  CHECK((of.st_mode & 0777) == 0600);
}
