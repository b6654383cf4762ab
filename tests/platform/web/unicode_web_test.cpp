// SPDX-License-Identifier: MIT
// Addresses of the hostile corpus as a page reads them: with the browser's Unicode, here that of
// node. The programs unit_tests and hostile read the same files with utf8proc. RFC 7622.
#include "base/unicode_library.h"
#include "hostile/jid_cases.h"
#include "support/catch.h"
#include "support/test_data.h"

TEST_CASE("a page accepts and refuses the same addresses", "[platform][unicode]") {
  size_t count = 0;
  hostile::run_jid_cases(support::test_data("hostile/jid"),
                         [&](const std::string& name, const hostile::Case& work) {
                           ++count;
                           hostile::Trace trace;
                           const std::string problem = work(trace);
                           INFO(name << ": " << problem);
                           CHECK(problem.empty());
                         });
  REQUIRE(count > 50);
}

TEST_CASE("a composed form longer than the text arrives whole", "[platform][unicode]") {
  // Each becomes eighteen code points.
  std::string text, composed;
  for (int i = 0; i < 100; ++i) text += "\uFDFA";
  for (int i = 0; i < 100; ++i) composed += "صلى الله عليه وسلم";
  CHECK(base::unicode_library::compose(text, true) == composed);
  CHECK(base::unicode_library::compose(text, false) == text);
}
