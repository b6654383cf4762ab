// SPDX-License-Identifier: MIT
// Tests of src/platform/native/keep_native.cpp, on real files.
#include "platform/native/keep_native.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"

using base::Keeping;

namespace {

// A folder that goes with the test.
struct Folder {
  std::string path = "/tmp/parlance-keep-XXXXXX";
  Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string profile() const { return path + "/deep/profile"; }
  std::string file() const { return profile() + "/records.sqlite"; }
};

struct Said {
  std::vector<std::string> sentences;
  std::function<void(const std::string&)> say() {
    return [this](const std::string& sentence) { sentences.push_back(sentence); };
  }
  bool has(const std::string& words) const {
    return sentences.size() == 1 && sentences[0].find(words) != std::string::npos;
  }
};

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

void write_file(const std::string& name, const std::string& bytes) {
  std::ofstream(name, std::ios::binary) << bytes;
}

mode_t mode_of(const std::string& name) {
  struct stat of {};
  REQUIRE(stat(name.c_str(), &of) == 0);
  return of.st_mode & 0777;
}

std::vector<std::string> in_words(const std::vector<base::Kept>& records) {
  std::vector<std::string> out;
  for (const base::Kept& each : records) {
    out.push_back((each.where == Keeping::Tab ? "tab " : "device ") + each.key + "=" + each.value);
  }
  return out;
}
using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("records come back at the next start, the tab's last and once", "[platform][keep]") {
  Folder folder;
  Said said;
  const std::string bytes("\0\xff'\n", 4);
  {
    platform::KeepNative keep(folder.profile(), said.say());
    REQUIRE(keep.is_open());
    CHECK(keep.take_all().empty());
    keep.keep({Keeping::Tab, "session", "resume me"});
    keep.keep({Keeping::Device, "device", "old"});
    keep.keep({Keeping::Device, "device", "new"});
    keep.keep({Keeping::Device, "b", bytes});
    keep.keep({Keeping::Device, "gone", "x"});
    keep.keep({Keeping::Device, "gone", ""});
    keep.keep({Keeping::Device, "never there", ""});
  }
  {
    platform::KeepNative keep(folder.profile(), said.say());
    CHECK(in_words(keep.take_all()) ==
          Words{"device b=" + bytes, "device device=new", "tab session=resume me"});
    CHECK(in_words(keep.take_all()) == Words{"device b=" + bytes, "device device=new"});
  }
  platform::KeepNative keep(folder.profile(), said.say());
  CHECK(in_words(keep.take_all()) == Words{"device b=" + bytes, "device device=new"});
  CHECK(said.sentences.empty());
}

TEST_CASE("a profile is its owner's alone, and what is forgotten is not in its file any more",
          "[platform][keep]") {
  Folder folder;
  Said said;
  const mode_t before = umask(0);
  {
    platform::KeepNative keep(folder.profile(), said.say());
    keep.keep({Keeping::Device, "token", "very secret token"});
  }
  umask(before);
  CHECK(mode_of(folder.profile()) == 0700);
  CHECK(mode_of(folder.file()) == 0600);
  CHECK(read_file(folder.file()).find("very secret token") != std::string::npos);
  chmod(folder.file().c_str(), 0644);
  platform::KeepNative(folder.profile(), said.say()).keep({Keeping::Device, "token", ""});
  CHECK(mode_of(folder.file()) == 0600);
  CHECK(read_file(folder.file()).find("very secret token") == std::string::npos);
}

TEST_CASE("the second program on a profile says so and keeps nothing", "[platform][keep]") {
  Folder folder;
  Said first_said, second_said;
  auto first = std::make_unique<platform::KeepNative>(folder.profile(), first_said.say());
  first->keep({Keeping::Tab, "session", "mine"});
  {
    platform::KeepNative second(folder.profile(), second_said.say());
    CHECK_FALSE(second.is_open());
    CHECK(second_said.has("in use by another Parlance"));
    CHECK(second.take_all().empty());
    second.keep({Keeping::Device, "a", "b"});
  }
  SECTION("until the first has ended") {
    first.reset();
    platform::KeepNative third(folder.profile(), second_said.say());
    REQUIRE(third.is_open());
    CHECK(in_words(third.take_all()) == Words{"tab session=mine"});
  }
  SECTION("which is true of processes, and of one that was killed") {
    first.reset();
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    const pid_t child = fork();
    if (child == 0) {
      platform::KeepNative theirs(folder.profile(), [](const std::string&) {});
      theirs.keep({Keeping::Device, "from", "the other"});
      if (write(ready[1], "x", 1) != 1) _exit(1);
      pause();
      _exit(0);
    }
    char byte = 0;
    REQUIRE(read(ready[0], &byte, 1) == 1);
    second_said.sentences.clear();
    CHECK_FALSE(platform::KeepNative(folder.profile(), second_said.say()).is_open());
    CHECK(second_said.has("in use"));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    platform::KeepNative after(folder.profile(), second_said.say());
    REQUIRE(after.is_open());
    CHECK(in_words(after.take_all()) == Words{"device from=the other", "tab session=mine"});
    close(ready[0]);
    close(ready[1]);
  }
  CHECK(first_said.sentences.empty());
}

TEST_CASE("a damaged profile is set aside, said, and begun anew", "[platform][keep]") {
  Folder folder;
  Said said;
  {
    platform::KeepNative keep(folder.profile(), said.say());
    for (int i = 0; i < 40; ++i) {
      keep.keep({Keeping::Device, "key" + std::to_string(i), std::string(2000, 'x')});
    }
  }
  std::string bytes = read_file(folder.file());
  SECTION("no database at all") { bytes = "this is no database, and never was one"; }
  SECTION("cut off") { bytes.resize(bytes.size() / 2); }
  SECTION("overwritten in the middle") { bytes.replace(4096, 8192, 8192, '\x55'); }
  write_file(folder.file(), bytes);
  {
    platform::KeepNative keep(folder.profile(), said.say());
    REQUIRE(keep.is_open());
    CHECK(said.has("damaged"));
    CHECK(keep.take_all().empty());
    keep.keep({Keeping::Device, "a", "b"});
  }
  CHECK(read_file(folder.file() + ".damaged") == bytes);
  CHECK(mode_of(folder.file()) == 0600);
  platform::KeepNative again(folder.profile(), said.say());
  CHECK(in_words(again.take_all()) == Words{"device a=b"});
  CHECK(said.sentences.size() == 1);
}

TEST_CASE("a profile that cannot be written is said once, and nothing else happens",
          "[platform][keep]") {
  Folder folder;
  Said said;
  SECTION("because a file is in its way") {
    write_file(folder.path + "/file", "");
    platform::KeepNative keep(folder.path + "/file/profile", said.say());
    CHECK_FALSE(keep.is_open());
    CHECK(said.has("cannot be used"));
    keep.keep({Keeping::Device, "a", "b"});
    CHECK(keep.take_all().empty());
    CHECK(said.sentences.size() == 1);
  }
  SECTION("because it was written by a newer program") {
    { platform::KeepNative keep(folder.profile(), said.say()); }
    sqlite3* store = nullptr;
    REQUIRE(sqlite3_open(folder.file().c_str(), &store) == SQLITE_OK);
    REQUIRE(sqlite3_exec(store, "PRAGMA user_version = 2", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(store);
    const std::string before = read_file(folder.file());
    CHECK_FALSE(platform::KeepNative(folder.profile(), said.say()).is_open());
    CHECK(said.has("newer Parlance"));
    CHECK(read_file(folder.file()) == before);
  }
}

TEST_CASE("a record that finds no room is said once, and the others stay", "[platform][keep]") {
  Folder folder;
  Said said;
  {
    platform::KeepNative keep(folder.profile(), said.say());
    keep.keep({Keeping::Device, "small", "x"});
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    auto* handled = signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{64u << 10, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    keep.keep({Keeping::Device, "large", std::string(1u << 20, 'x')});
    keep.keep({Keeping::Device, "larger", std::string(1u << 20, 'x')});
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handled);
    CHECK(said.has("could not be kept"));
    keep.keep({Keeping::Device, "later", "y"});
  }
  platform::KeepNative keep(folder.profile(), said.say());
  CHECK(in_words(keep.take_all()) == Words{"device later=y", "device small=x"});
}

TEST_CASE("a profile is where the system wants state to be", "[platform][keep]") {
  const char* variables[] = {"XDG_STATE_HOME", "HOME"};
  std::vector<std::string> before;
  for (const char* name : variables) {
    const char* value = std::getenv(name);
    before.emplace_back(value != nullptr ? value : "");
  }
  setenv("HOME", "/home/alice", 1);
  setenv("XDG_STATE_HOME", "/state", 1);
  CHECK(platform::usual_profile_folder() == "/state/parlance");
  setenv("XDG_STATE_HOME", "relative", 1);
  CHECK(platform::usual_profile_folder() == "/home/alice/.local/state/parlance");
  unsetenv("XDG_STATE_HOME");
  CHECK(platform::usual_profile_folder() == "/home/alice/.local/state/parlance");
  unsetenv("HOME");
  CHECK(platform::usual_profile_folder().empty());
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i].empty()) {
      unsetenv(variables[i]);
    } else {
      setenv(variables[i], before[i].c_str(), 1);
    }
  }
}
