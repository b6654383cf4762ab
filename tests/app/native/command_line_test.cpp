// SPDX-License-Identifier: MIT
// Tests of src/app/native/command_line.cpp.
#include "app/native/command_line.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "support/catch.h"

using app::parse_command_line;
using app::StepKind;

namespace {

// A file that goes with the test.
struct TemporaryFile {
  std::string name = "/tmp/parlance-test-XXXXXX";
  explicit TemporaryFile(const std::string& text) {
    const int file = mkstemp(name.data());
    REQUIRE(file >= 0);
    REQUIRE(write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    close(file);
  }
  ~TemporaryFile() { std::remove(name.c_str()); }
};

std::string refused(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(arguments);
  REQUIRE_FALSE(line);
  return line.error().detail;
}

}  // namespace

TEST_CASE("without arguments a person sits before it", "[app][command line]") {
  const auto line = parse_command_line({});
  REQUIRE(line);
  CHECK_FALSE(line->script);
  CHECK_FALSE(line->options.allow_plain);
  CHECK_FALSE(line->options.allow_insecure);
  CHECK(line->theme == "auto");
}

TEST_CASE("options take their value after a blank or an equals sign", "[app][command line]") {
  const auto line =
      parse_command_line({"--url", "wss://example.com/x?a=b", "--domain=example.com", "--theme",
                          "dark", "--size=800x600", "--scale", "1.5", "--plain-ok", "--insecure-ok",
                          "--verbose", "--bosh-url", "https://example.com/bind", "--server",
                          "b.example=wss://b.example/?a=b", "--server=c.example=wss://c/"});
  REQUIRE(line);
  CHECK(line->options.websocket_url == "wss://example.com/x?a=b");
  CHECK(line->options.bosh_url == "https://example.com/bind");
  CHECK(line->options.domain == "example.com");
  CHECK(line->options.servers ==
        std::vector<std::pair<std::string, std::string>>{{"b.example", "wss://b.example/?a=b"},
                                                         {"c.example", "wss://c/"}});
  CHECK(refused({"--server", "wss://b"}).find("DOMAIN=URL") != std::string::npos);
  CHECK(line->options.allow_plain);
  CHECK(line->options.allow_insecure);
  CHECK(line->theme == "dark");
  CHECK(line->width == 800);
  CHECK(line->height == 600);
  CHECK(line->scale == 1.5f);
  CHECK(line->is_verbose);
  CHECK(parse_command_line({"--url=wss://example.com/?a=b"})->options.websocket_url ==
        "wss://example.com/?a=b");
}

TEST_CASE("a password is the first line of its file", "[app][command line]") {
  const TemporaryFile file("pass word \r\nnot this\n");
  const auto line = parse_command_line({"--login", "alice", "--password-file", file.name});
  REQUIRE(line);
  CHECK(line->login == "alice");
  CHECK(line->password == "pass word ");
  const TemporaryFile empty("\n");
  CHECK(refused({"--login", "alice", "--password-file", empty.name}).find("empty") !=
        std::string::npos);
}

TEST_CASE("pictures and dumps are the end of a script", "[app][command line]") {
  const TemporaryFile script("expect hello\n");
  const TemporaryFile password("secret\n");
  const auto line = parse_command_line({"--script", script.name, "--screenshot", "a.png", "--dump",
                                        "--login", "alice", "--password-file", password.name});
  REQUIRE(line);
  REQUIRE(line->script);
  std::vector<StepKind> kinds;
  for (const app::Step& step : *line->script) kinds.push_back(step.kind);
  CHECK(kinds == std::vector<StepKind>{StepKind::ExpectStatus, StepKind::ExpectRoster,
                                       StepKind::Expect, StepKind::Rest, StepKind::Screenshot,
                                       StepKind::Dump});
  CHECK(line->password == "secret");
  CHECK(parse_command_line({"--dump=out.txt"})->script->back().first == "out.txt");
}

TEST_CASE("what is kept is kept in the usual place, where it was told, or nowhere",
          "[app][command line]") {
  setenv("XDG_STATE_HOME", "/state", 1);
  const auto usual = parse_command_line({"--login", "alice", "--stay"});
  REQUIRE(usual);
  CHECK(usual->profile == "/state/parlance");
  CHECK(usual->options.stays);
  CHECK(usual->options.remember == session::Remember::Device);
  CHECK(usual->password.empty());
  const auto told = parse_command_line({"--profile", "/there", "--dump"});
  CHECK(told->profile == "/there");
  CHECK_FALSE(told->options.stays);
  for (const std::vector<std::string>& none :
       {std::vector<std::string>{"--no-profile"}, {"--profile", ""}, {"--profile="}, {"--dump"}}) {
    INFO(none[0]);
    const auto line = parse_command_line(none);
    REQUIRE(line);
    CHECK(line->profile.empty());
    CHECK(line->options.remember == session::Remember::Tab);
  }
  unsetenv("XDG_STATE_HOME");
}

TEST_CASE("a certificate stands for a password", "[app][command line]") {
  const auto line =
      parse_command_line({"--login", "a@b", "--certificate", "c.pem", "--key", "k.pem", "--ca",
                          "ca.pem", "--nameserver", "127.0.0.1:5353"});
  REQUIRE(line);
  CHECK(line->options.has_certificate);
  CHECK(line->options.make_tcp != nullptr);
  CHECK(line->password.empty());
  CHECK(line->sockets.tls.certificate_file == "c.pem");
  CHECK(line->sockets.tls.key_file == "k.pem");
  CHECK(line->sockets.tls.ca_file == "ca.pem");
  CHECK(line->sockets.nameserver == "127.0.0.1:5353");
  CHECK_FALSE(parse_command_line({})->options.has_certificate);
}

TEST_CASE("what is not understood is refused with the reason", "[app][command line]") {
  CHECK(refused({"--what"}).find("'--what' is not an option") == 0);
  CHECK(refused({"file"}).find("'file' is not an option") == 0);
  CHECK(refused({"--url"}) == "--url needs a value");
  CHECK(refused({"--size", "0x10"}).find("--size") == 0);
  CHECK(refused({"--size", "99999x10"}).find("--size") == 0);
  CHECK(refused({"--scale", "0"}).find("--scale") == 0);
  CHECK(refused({"--scale", "x"}).find("--scale") == 0);
  CHECK(refused({"--theme", "pink"}).find("--theme") == 0);
  CHECK(refused({"--password-file", "/dev/null"}).find("--login") != std::string::npos);
  CHECK(refused({"--stay", "--no-profile"}).find("--profile") != std::string::npos);
  CHECK(refused({"--certificate", "a"}) == "--certificate and --key belong together");
  CHECK(refused({"--key", "a"}) == "--certificate and --key belong together");
  CHECK(refused({"--script", "/nowhere/at/all"}).find("/nowhere/at/all") != std::string::npos);
  const TemporaryFile wrong("fly\n");
  CHECK(refused({"--script", wrong.name}).find("script line 1") == 0);
}

TEST_CASE("help needs nothing else to be right", "[app][command line]") {
  CHECK(parse_command_line({"--theme", "pink", "--help"})->wants_help);
  for (const char* word : {"--url", "--password-file", "expect-status", "Ends with 0"}) {
    INFO(word);
    CHECK(app::command_line_help().find(word) != std::string::npos);
  }
}
