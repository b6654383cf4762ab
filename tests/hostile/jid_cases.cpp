// SPDX-License-Identifier: MIT
// The jid cases: valid.txt, invalid.txt and confusable.txt. See jid_cases.h.
#include "hostile/jid_cases.h"

#include <set>

#include "hostile/line_file.h"
#include "xmpp/jid.h"

namespace hostile {
namespace {

using xmpp::Jid;

// A typed address becomes `expected`; that form is stable and is what a server would send. Empty: it holds.
std::string check_valid(const std::string& input, const std::string& expected) {
  const auto typed = Jid::parse(input);
  if (!typed) return "refused: " + typed.error().detail;
  if (typed->text() != expected) {
    return "became " + printable(typed->text()) + " instead of " + printable(expected);
  }
  const auto again = Jid::parse(expected);
  if (!again || *again != *typed) return "its normalised form is not stable";
  const auto wire = Jid::received(expected);
  if (!wire || *wire != *typed) return "its normalised form is another address when received";
  return "";
}

// Refused when typed. When received it may be kept, but bit for bit: as no equal of any valid address.
std::string check_invalid(const std::string& input, const std::set<std::string>& valid) {
  const auto typed = Jid::parse(input);
  if (typed) return "was accepted as " + printable(typed->text());
  const auto wire = Jid::received(input);
  if (!wire) return "";
  if (wire->text() != input) return "was changed when received, to " + printable(wire->text());
  if (valid.count(wire->text()) > 0) return "equals a valid address when received";
  return "";
}

std::string check_confusable(const std::string& trusted, const std::string& look_alike) {
  const auto read = [](const std::string& text) {
    auto jid = Jid::parse(text);
    return jid ? jid : Jid::received(text);
  };
  const auto first = read(trusted), second = read(look_alike);
  if (!first) return "the trusted address is none: " + first.error().detail;
  // An address that is refused can deceive nobody.
  if (second && *first == *second) return "equals " + printable(trusted);
  return "";
}

// What becomes of it, typed and received.
void note_address(const std::string& text, Trace& trace) {
  const auto typed = Jid::parse(text), wire = Jid::received(text);
  trace.note("typed", typed ? typed->text() : typed.error().detail);
  trace.note("received", wire ? wire->text() : wire.error().detail);
}

class Cases {
 public:
  Cases(const std::string& folder, const RunCase& run) : folder_(folder), run_(run) {}

  // Runs `check` on each line of a file that has that many fields; fewer are a fault of the corpus.
  template <class Check>
  void run(const std::string& file, size_t fields, Check check) {
    for (const Line& line : lines_of(folder_ + "/" + file)) {
      run_("jid/" + file + ":" + std::to_string(line.number) + " " + printable(line.fields[0]),
           [&](Trace& trace) -> std::string {
             if (line.fields.size() < fields) {
               return "the line needs " + std::to_string(fields) + " fields between TABs";
             }
             for (size_t i = 0; i < fields; ++i) note_address(line.fields[i], trace);
             return check(line.fields);
           });
    }
  }

 private:
  const std::string& folder_;
  const RunCase& run_;
};

}  // namespace

void run_jid_cases(const std::string& folder, const RunCase& run) {
  using Fields = std::vector<std::string>;
  Cases cases(folder, run);
  std::set<std::string> valid;
  for (const Line& line : lines_of(folder + "/valid.txt")) {
    if (line.fields.size() > 1) valid.insert(line.fields[1]);
  }
  cases.run("valid.txt", 2, [](const Fields& fields) { return check_valid(fields[0], fields[1]); });
  cases.run("invalid.txt", 1,
            [&](const Fields& fields) { return check_invalid(fields[0], valid); });
  cases.run("confusable.txt", 2,
            [](const Fields& fields) { return check_confusable(fields[0], fields[1]); });
}

}  // namespace hostile
