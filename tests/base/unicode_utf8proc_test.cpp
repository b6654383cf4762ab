// SPDX-License-Identifier: MIT
// What unicode_library.h promises, of every code point it may be asked about.
#include <string>

#include "base/nodeprep.h"
#include "base/unicode.h"
#include "base/unicode_library.h"
#include "support/catch.h"

namespace library = base::unicode_library;

namespace {

template <class Look>
void for_each_code_point(Look look) {
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    if (c < 0xD800 || c > 0xDFFF) look(c, base::encode_utf8({&c, 1}));
  }
}

}  // namespace

TEST_CASE("has_compatibility_form says whether NFKC is something else", "[base][unicode]") {
  char32_t wrong = 0;
  for_each_code_point([&](char32_t c, const std::string& text) {
    if (library::has_compatibility_form(c) !=
        (library::normalise(text, library::NormalForm::KC) != text))
      wrong = c;
  });
  CHECK(static_cast<uint32_t>(wrong) == 0);
}

TEST_CASE("normal forms are stable", "[base][unicode]") {
  char32_t wrong = 0;
  for_each_code_point([&](char32_t c, const std::string& text) {
    for (const auto form :
         {library::NormalForm::C, library::NormalForm::KC, library::NormalForm::KD}) {
      const std::string once = library::normalise(text, form);
      if (library::normalise(once, form) != once) wrong = c;
    }
  });
  CHECK(static_cast<uint32_t>(wrong) == 0);
}

TEST_CASE("lower case has no lower case, and changes letters only", "[base][unicode]") {
  char32_t wrong = 0;
  for_each_code_point([&](char32_t c, const std::string&) {
    const char32_t lower = library::lower_of(c);
    if (lower != c && lower >= 0x80 && library::lower_of(lower) != lower) wrong = c;
    const base::Category category = library::category_of(c);
    const bool is_small = category == base::Category::Ll || category == base::Category::Cn;
    if (lower != c && is_small) wrong = c;
  });
  CHECK(static_cast<uint32_t>(wrong) == 0);
}

TEST_CASE("cluster starts stand at each code point that begins one", "[base][unicode]") {
  CHECK(library::cluster_starts(U"éa\u0301👍🏽🇩🇪") ==
        std::vector<uint8_t>{1, 1, 0, 1, 0, 1, 0});
  CHECK(library::cluster_starts(U"").empty());
}

TEST_CASE("nodeprep changes of an address what case folding changes", "[base][nodeprep]") {
  char32_t wrong = 0;
  for_each_code_point([&](char32_t c, const std::string& text) {
    // Cherokee folds to capitals; the tables of nodeprep are older than its small letters.
    // The letters that were cased after Unicode 3.2 and fold to others: Cherokee, old Cyrillic forms.
    if ((c >= 0x13A0 && c <= 0x13FF) || (c >= 0xAB70 && c <= 0xABBF)) return;
    if (c >= 0x1C80 && c <= 0x1C88) return;
    if (base::precis_username_case_mapped(text) != text) return;
    const bool changes = base::nodeprep_mapped(text) != text;
    if (changes != library::is_unstable_under_case_folding(c)) wrong = c;
  });
  CHECK(static_cast<uint32_t>(wrong) == 0);
}
