// SPDX-License-Identifier: MIT
// The scram cases. See scram_cases.h.
#include "hostile/scram_cases.h"

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "hostile/case_file.h"
#include "hostile/scram_session.h"
#include "stream/sasl.h"
#include "stream/sasl_ht.h"
#include "stream/scram.h"

namespace hostile {
namespace {

enum class Verdict { Accept, Abort, Fail };

// The alternatives of "abort before sending client-final" or "accept-or-abort"; empty when one is unknown.
std::vector<Verdict> verdicts_of(const CaseFile& file) {
  std::vector<Verdict> out;
  for (const std::string& name : alternatives(split(file.trimmed("verdict"), ' ').front())) {
    if (name == "accept") {
      out.push_back(Verdict::Accept);
    } else if (name == "abort") {
      out.push_back(Verdict::Abort);
    } else if (name == "fail") {
      out.push_back(Verdict::Fail);
    } else {
      return {};
    }
  }
  return out;
}

// "abort" or "fail" alone leave open at which message.
bool names_a_stage(const CaseFile& file) {
  return file.trimmed("verdict").find(' ') != std::string::npos;
}

std::optional<base::HashAlgorithm> hash_of_mechanism(const std::string& name) {
  for (auto mechanism : {stream::Mechanism::ScramSha512, stream::Mechanism::ScramSha256,
                         stream::Mechanism::ScramSha1}) {
    if (name == stream::name_of(mechanism)) return stream::hash_of(mechanism);
  }
  return std::nullopt;
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  for (const std::string& word : split(text, ' ')) {
    if (!trim(word).empty()) out.push_back(trim(word));
  }
  return out;
}

bool is_yes(const std::string& text) { return text == "yes" || text == "true" || text == "1"; }

// Empty when all is as it must be, else what is not.
std::string run_ht(const CaseFile& file, Verdict verdict) {
  base::Secret token(file.trimmed("token"));
  std::string initial = stream::ht_initial_response(file.get("username"), token);
  if (file.has("initial-response-base64") &&
      base::encode_base64(initial) != file.trimmed("initial-response-base64")) {
    return "another initial response: " + base::encode_base64(initial);
  }
  if (verdict == Verdict::Abort) return "no rule says when this mechanism aborts";
  std::optional<std::string> data = base::decode_base64(file.trimmed("success-data-base64"));
  bool is_proven = data && stream::ht_responder_is_valid(*data, token);
  if (is_proven == (verdict == Verdict::Accept)) return "";
  return is_proven ? "the wrong responder was believed" : "the right responder was refused";
}

std::string run_choice(const CaseFile& file, Verdict verdict) {
  std::string wanted = file.trimmed("chosen");
  const bool is_pinned = file.get("state").find("pinned:SCRAM") != std::string::npos ||
                         file.trimmed("pinned") == "SCRAM";
  const bool allow_plain = is_yes(file.trimmed("allow-plain")) || is_pinned ||
                           (verdict == Verdict::Accept && wanted == "PLAIN");
  std::optional<stream::Mechanism> chosen = stream::choose_mechanism(
      words(file.get("advertised")), {.allow_plain = allow_plain, .scram_seen = is_pinned});
  std::string name(chosen ? stream::name_of(*chosen) : "none");
  if (verdict != Verdict::Accept) return chosen ? "logs in with " + name : "";
  if (!chosen || (!wanted.empty() && name != wanted)) return "chooses " + name;
  std::string gs2 = file.trimmed("gs2");
  if (!gs2.empty() && stream::is_scram(*chosen)) {
    stream::Scram scram(stream::hash_of(*chosen), "user", base::Secret("pencil"), "nonce");
    if (scram.client_first().rfind(gs2, 0) != 0) return "begins with another gs2 header";
  }
  return "";
}

// One server-first message (and what follows it) against a fresh exchange.
std::string run_exchange(const CaseFile& file, Verdict verdict, base::HashAlgorithm algorithm,
                         const std::string& server_first, Trace& trace) {
  stream::Scram scram(algorithm, file.get("username"), base::Secret(file.get("password")),
                      file.trimmed("client-nonce"), {words(file.get("advertised")), std::nullopt});
  if (file.has("client-first") && scram.client_first() != file.get("client-first")) {
    return "another client-first: " + scram.client_first();
  }
  trace.note("client-first", scram.client_first());
  const auto started = scram.server_first(server_first);
  const bool is_started = static_cast<bool>(started);
  trace.note("server-first", is_started ? "taken" : started.error().detail);
  const bool may_end_later = !names_a_stage(file) && file.has("server-final");
  if (verdict == Verdict::Abort && !(is_started && may_end_later)) {
    if (is_started) return "goes on after " + server_first;
    // Nothing may ever come out of a refused exchange.
    return scram.advance(stream::scram_max_iterations) ? "proves itself after the abort" : "";
  }
  if (!is_started) {
    return verdict == Verdict::Fail && !names_a_stage(file) ? "" : "refuses the challenge";
  }
  std::optional<std::string> client_final = scram.advance(stream::scram_max_iterations);
  if (!client_final) return "does not finish the key derivation";
  if (file.has("client-final") && *client_final != file.get("client-final")) {
    return "another client-final: " + *client_final;
  }
  if (verdict == Verdict::Accept && !file.has("server-final")) return "";
  trace.note("client-final", *client_final);
  const auto proven = scram.server_final(file.get("server-final"));
  const bool is_proven = static_cast<bool>(proven);
  trace.note("server-final", is_proven ? "believed" : proven.error().detail);
  if (is_proven == (verdict == Verdict::Accept)) return "";
  return is_proven ? "believes the server" : "does not believe the server";
}

std::string run_plain(const CaseFile& file) {
  std::string message = base::encode_base64(
      stream::plain_message(file.get("username"), base::Secret(file.get("password"))));
  return message == file.trimmed("initial-response-base64") ? "" : "another message: " + message;
}

std::string run_with(const CaseFile& file, Verdict verdict, Trace& trace) {
  std::string mechanism = file.trimmed("mechanism");
  if (mechanism == stream::ht_sha256_none) return run_ht(file, verdict);
  if (mechanism == "PLAIN" && file.has("initial-response-base64")) return run_plain(file);
  if (!file.has("server-first")) {
    if (!file.has("advertised")) return "neither server-first nor advertised: nothing to run";
    return run_choice(file, verdict);
  }
  std::optional<base::HashAlgorithm> algorithm = hash_of_mechanism(mechanism);
  if (!algorithm) return "unknown mechanism '" + mechanism + "'";
  // Several messages in one file only where each of them must be refused: a good nonce may hold a '|'.
  std::vector<std::string> challenges{file.get("server-first")};
  if (verdict == Verdict::Abort) challenges = split(file.get("server-first"), '|');
  for (const std::string& challenge : challenges) {
    std::string problem = run_exchange(file, verdict, *algorithm, challenge, trace);
    if (problem.empty() && verdict != Verdict::Accept) {
      problem = run_scram_session({.mechanism = mechanism,
                                   .advertised = words(file.get("advertised")),
                                   .client_nonce = file.trimmed("client-nonce"),
                                   .server_first = challenge,
                                   .server_final = file.get("server-final"),
                                   .must_abort = verdict == Verdict::Abort,
                                   .names_a_stage = names_a_stage(file)},
                                  trace);
    }
    if (!problem.empty()) return problem;
  }
  return "";
}

// Empty when each part of it is known.
std::string unknown_state(const CaseFile& file) {
  for (const std::string& each : split(file.trimmed("state"), ',')) {
    const std::string token = trim(each);
    const bool is_known = token.empty() || token == "await-open" || token == "await-features" ||
                          token == "scram:client-final-sent" || token == "pinned:SCRAM";
    if (!is_known) return token;
  }
  return "";
}

std::string run_case(const CaseFile& file, Trace& trace) {
  const std::string unknown = file.not_understood({"verdict",
                                                   "mechanism",
                                                   "username",
                                                   "password",
                                                   "client-nonce",
                                                   "client-first",
                                                   "server-first",
                                                   "client-final",
                                                   "server-final",
                                                   "advertised",
                                                   "chosen",
                                                   "gs2",
                                                   "state",
                                                   "pinned",
                                                   "allow-plain",
                                                   "token",
                                                   "initial-response-base64",
                                                   "success-data-base64",
                                                   "spec",
                                                   "ref",
                                                   "note",
                                                   "class"});
  if (!unknown.empty()) return unknown;
  const std::string state = unknown_state(file);
  if (!state.empty()) return "the state '" + state + "' is not understood";
  const std::vector<Verdict> verdicts = verdicts_of(file);
  if (verdicts.empty()) return "the verdict '" + file.trimmed("verdict") + "' is not understood";
  std::string problems;
  for (const Verdict verdict : verdicts) {
    const std::string problem = run_with(file, verdict, trace);
    if (problem.empty()) return "";
    problems += (problems.empty() ? "" : "; ") + problem;
  }
  return problems;
}

}  // namespace

void run_scram_cases(const std::string& folder, const RunCase& run) {
  for (const std::string& path : files_in(folder, ".txt")) {
    run("scram/" + stem_of(path), [&](Trace& trace) -> std::string {
      const std::optional<std::string> text = read_file(path);
      return text ? run_case(CaseFile::parse(*text), trace) : "the file cannot be read";
    });
  }
}

}  // namespace hostile
