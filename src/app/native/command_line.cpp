// SPDX-License-Identifier: MIT
// Reads arguments and the files they name.
#include "app/native/command_line.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "platform/native/keep_native.h"
#include "stream/framing_tcp.h"

namespace app {
namespace {

base::Result<std::string> read_file(const std::string& path) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return base::Error{"the file " + path + " cannot be read"};
  std::string text;
  char buffer[4096];
  while (const size_t got = std::fread(buffer, 1, sizeof buffer, file)) text.append(buffer, got);
  const bool is_broken = std::ferror(file) != 0;
  if (file != stdin) std::fclose(file);
  if (is_broken) return base::Error{"the file " + path + " cannot be read"};
  return text;
}

// The first line: editors end files with a line break that is no part of a password.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

struct Wishes {
  std::string script_file, screenshot, dump, password_file, replay;
  std::optional<std::string> profile;
  bool has_dump = false;
};

// --screenshot and --dump are a script of their own, or the end of the one that was given.
base::Result<std::vector<Step>> make_script(const CommandLine& line, const Wishes& wishes) {
  std::vector<Step> steps;
  const bool has_certificate = !line.sockets.tls.certificate_file.empty();
  if (!line.password.empty() || (has_certificate && !line.login.empty())) {
    steps.push_back({StepKind::ExpectStatus, 0, "online"});
    steps.push_back({StepKind::ExpectRoster});
  }
  if (!wishes.script_file.empty()) {
    TRY(text, read_file(wishes.script_file));
    TRY(read, parse_script(text));
    for (Step& step : read) steps.push_back(std::move(step));
  }
  steps.push_back({StepKind::Rest});
  if (!wishes.screenshot.empty()) steps.push_back({StepKind::Screenshot, 0, wishes.screenshot});
  if (wishes.has_dump) steps.push_back({StepKind::Dump, 0, wishes.dump});
  return steps;
}

}  // namespace

base::Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine out;
  Wishes wishes;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string name = arguments[i];
    std::optional<std::string> value;
    if (const size_t equals = name.find('='); name.starts_with("--") && equals != name.npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    }
    auto flag = [&](bool& to) { to = true; };
    if (name == "--help" || name == "-h") {
      flag(out.wants_help);
      continue;
    }
    if (name == "--verbose") {
      flag(out.is_verbose);
      continue;
    }
    if (name == "--plain-ok") {
      flag(out.options.allow_plain);
      continue;
    }
    if (name == "--insecure-ok") {
      flag(out.options.allow_insecure);
      continue;
    }
    if (name == "--stay") {
      flag(out.options.stays);
      continue;
    }
    if (name == "--no-profile") {
      wishes.profile.emplace();
      continue;
    }
    if (name == "--dump") {
      flag(wishes.has_dump);
      wishes.dump = value.value_or("");
      continue;
    }
    const std::pair<const char*, std::string*> texts[] = {
        {"--url", &out.options.websocket_url},
        {"--bosh-url", &out.options.bosh_url},
        {"--domain", &out.options.domain},
        {"--login", &out.login},
        {"--profile", name == "--profile" ? &wishes.profile.emplace() : nullptr},
        {"--password-file", &wishes.password_file},
        {"--certificate", &out.sockets.tls.certificate_file},
        {"--key", &out.sockets.tls.key_file},
        {"--ca", &out.sockets.tls.ca_file},
        {"--nameserver", &out.sockets.nameserver},
        {"--theme", &out.theme},
        {"--screenshot", &wishes.screenshot},
        {"--script", &wishes.script_file},
        {"--record", &out.record},
        {"--replay", &wishes.replay},
    };
    std::string* text = nullptr;
    for (const auto& [known, to] : texts) {
      if (name == known) text = to;
    }
    const bool is_measure = name == "--size" || name == "--scale";
    if (text == nullptr && !is_measure && name != "--server") {
      return base::Error{"'" + name + "' is not an option; --help lists them"};
    }
    if (!value) {
      if (i + 1 == arguments.size()) return base::Error{name + " needs a value"};
      value = arguments[++i];
    }
    if (text != nullptr) {
      *text = *value;
    } else if (name == "--server") {
      const size_t equals = value->find('=');
      if (equals == 0 || equals == value->npos)
        return base::Error{"--server is written DOMAIN=URL"};
      out.options.servers.emplace_back(value->substr(0, equals), value->substr(equals + 1));
    } else if (name == "--size") {
      const auto size = parse_size(*value);
      if (!size) return base::Error{"--size is written WIDTHxHEIGHT, for instance 1100x720"};
      out.width = size->first;
      out.height = size->second;
    } else {
      const float scale = std::strtof(value->c_str(), nullptr);
      if (!(scale >= 0.5f && scale <= 8)) return base::Error{"--scale is a number from 0.5 to 8"};
      out.scale = scale;
    }
  }
  if (out.wants_help) return out;
  if (!wishes.replay.empty()) {
    TRY(log, read_file(wishes.replay));
    out.replay = std::move(log);
  }
  if (out.theme != "auto" && out.theme != "light" && out.theme != "dark") {
    return base::Error{"--theme is light, dark or auto"};
  }
  if (out.login.empty() && !wishes.password_file.empty()) {
    return base::Error{"--password-file belongs to a --login"};
  }
  out.options.make_tcp = stream::make_tcp;
  out.options.has_certificate = !out.sockets.tls.certificate_file.empty();
  if (out.options.has_certificate == out.sockets.tls.key_file.empty()) {
    return base::Error{"--certificate and --key belong together"};
  }
  if (!wishes.password_file.empty()) {
    TRY(text, read_file(wishes.password_file));
    out.password = first_line(text);
    if (out.password.empty()) return base::Error{"the first line of the password file is empty"};
  }
  if (!wishes.script_file.empty() || !wishes.screenshot.empty() || wishes.has_dump) {
    TRY(steps, make_script(out, wishes));
    out.script = std::move(steps);
  }
  // A script does the same every time, whatever its owner did yesterday.
  out.profile = wishes.profile ? *wishes.profile
                : out.script   ? std::string()
                               : platform::usual_profile_folder();
  if (out.profile.empty() && out.options.stays) {
    return base::Error{"--stay needs a --profile to keep the login in"};
  }
  // Who says so stays signed in; without, a session lasts from one start to the next only.
  out.options.remember = out.profile.empty() ? session::Remember::Tab : session::Remember::Device;
  return out;
}

std::string command_line_help() {
  return "parlance: the messenger as a native program, for debugging and tests.\n\n"
         "  --url URL             the WebSocket of the server (wss://…, or ws://… on this "
         "machine),\n"
         "                        or its TCP port: xmpp://DOMAIN (asks the DNS), "
         "xmpp://HOST:PORT\n"
         "                        (STARTTLS), xmpps://HOST:PORT (TLS from the first byte)\n"
         "  --bosh-url URL        its BOSH (https://…): where no WebSocket gets through. Without "
         "either\n"
         "                        the server is asked where they are (host-meta, XEP-0156)\n"
         "  --server DOMAIN=URL   the WebSocket of another domain, for accounts there\n"
         "  --domain DOMAIN       completes addresses that are typed without one\n"
         "  --login JID           logs in at once, with the first line of\n"
         "  --password-file FILE  (\"-\" reads the standard input), or with what the profile "
         "keeps of it\n"
         "  --stay                stays signed in: the profile keeps a token of the server, never "
         "a password\n"
         "  --profile DIR         where logins and sessions are kept "
         "($XDG_STATE_HOME/parlance, usually\n"
         "                        ~/.local/state/parlance; scripts, pictures and dumps use none "
         "unless told)\n"
         "  --no-profile          keeps nothing\n"
         "  --certificate FILE    logs in by a certificate (PEM) instead of a password, where the\n"
         "  --key FILE            server can (SASL EXTERNAL)\n"
         "  --ca FILE             believes these authorities (PEM) instead of the system's\n"
         "  --nameserver ADDRESS  asks this one for SRV records (ADDRESS or ADDRESS:PORT)\n"
         "  --theme NAME          light, dark or auto\n"
         "  --size WIDTHxHEIGHT   of the window, in CSS pixels (1100x720)\n"
         "  --scale FACTOR        device pixels per CSS pixel; absent: as the monitor wants\n"
         "  --screenshot FILE     writes a PNG when nothing moves any more, and ends\n"
         "  --dump[=FILE]         writes what is on screen in words, and ends\n"
         "  --script FILE         follows the steps of a file, and ends (\"-\": standard input)\n"
         "  --record FILE         writes a flight log: what was given to the core, without what "
         "people "
         "wrote\n"
         "                        and without passwords, as a page's \"Report a problem\" does\n"
         "  --replay FILE         plays a flight log again, without a window or a network, and "
         "says "
         "whether\n"
         "                        everything was as then (with --verbose: line by line)\n"
         "  --plain-ok            allows the PLAIN mechanism\n"
         "  --insecure-ok         allows ws:// to other machines, and xmpp:// to this one "
         "without TLS\n"
         "  --verbose             says on the standard error what happens\n\n"
         "Steps of a script, one a line; each waits until it can be taken:\n" +
         std::string(script_help()) +
         "\nEnds with 0 when all went well, 1 when it cannot run here (no display, no OpenGL 3.3), "
         "2 when it was\n"
         "asked for something it does not understand, 3 when a step of the script failed or a\n"
         "replay was not as then.\n";
}

}  // namespace app
