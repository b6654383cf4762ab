// SPDX-License-Identifier: MIT
// Properties, normalisation, lower case and grapheme clusters.
#include "base/unicode.h"

#include <string>
#include <vector>

#include "base/unicode_properties.h"
#include "base/utf8.h"
#include "support/catch.h"

namespace {

std::string lower(std::string_view text) {
  return base::encode_utf8(base::lower_case(*base::decode_utf8(text)));
}

size_t graphemes(std::string_view text) { return base::grapheme_boundaries(text).size() - 1; }

}  // namespace

TEST_CASE("lower case is not case folding", "[base][unicode]") {
  CHECK(lower("STRASSE") == "strasse");
  CHECK(lower("Straße") == "straße");
  CHECK(lower("ẞ") == "ß");
  CHECK(lower("ς") == "ς");
  CHECK(lower("ÀÉ") == "àé");
  CHECK(lower("Ǆ ǅ") == "ǆ ǆ");
  CHECK(lower("İ") == "i\u0307");
  CHECK(lower("𐐀") == "𐐨");
}

TEST_CASE("a capital sigma at the end of a word becomes a final one", "[base][unicode]") {
  CHECK(lower("ΟΔΥΣΣΕΥΣ") == "οδυσσευς");
  CHECK(lower("Σ") == "σ");
  CHECK(lower("ΑΣ") == "ας");
  CHECK(lower("ΑΣ ΑΣ") == "ας ας");
  CHECK(lower("ΑΣΑ") == "ασα");
  CHECK(lower("1Σ") == "1σ");
  // Marks and the apostrophe stand between letters without parting them.
  CHECK(lower("Α\u0301Σ\u0301") == "α\u0301ς\u0301");
  CHECK(lower("ΑΣ'Α") == "ασ'α");
  // Cased, but no letters by category; ignorable, but no marks.
  CHECK(lower("ⅠΣ") == "ⅰς");
  CHECK(lower("ªΣ") == "ªς");
  CHECK(lower("ΑΣ：Α") == "ασ：α");
}

TEST_CASE("searching lower case keeps broken text readable", "[base][unicode]") {
  CHECK(base::to_lower("Juliet CAPULET") == "juliet capulet");
  CHECK(base::to_lower("ÄÖÜ") == "äöü");
  CHECK(base::to_lower("A\xFFZ") == "a\xEF\xBF\xBDz");
}

TEST_CASE("NFC composes and orders", "[base][unicode]") {
  CHECK(base::to_nfc("e\u0301") == "é");
  CHECK(base::to_nfc("plain") == "plain");
  CHECK(base::to_nfc("\u212B") == "Å");
  CHECK(base::to_nfc("q\u0307\u0323") == "q\u0323\u0307");
  CHECK(base::to_nfc("\u1100\u1161\u11A8") == "각");
  CHECK(base::to_nfc("ﬁ") == "ﬁ");
  CHECK(base::to_nfc("\u0958") == "\u0915\u093C");  // a composition exclusion
  CHECK(base::to_nfc("not UTF-8: \xC3") == "not UTF-8: \xC3");
}

TEST_CASE("width mapping reaches only wide and narrow forms", "[base][unicode]") {
  CHECK(base::map_width(U'Ａ') == U'A');
  CHECK(base::map_width(U'．') == U'.');
  CHECK(base::map_width(U'ｱ') == U'ア');
  CHECK(base::map_width(0xFF9E) == 0x3099);
  CHECK(base::map_width(U'Ⅳ') == U'Ⅳ');
  CHECK(base::map_width(U'A') == U'A');
  CHECK(base::map_width(U'中') == U'中');
}

TEST_CASE("properties are those of the database", "[base][unicode]") {
  CHECK(base::category_of(U'a') == base::Category::Ll);
  CHECK(base::category_of(U' ') == base::Category::Zs);
  CHECK(base::category_of(U'&') == base::Category::Po);
  CHECK(base::category_of(U'~') == base::Category::Sm);
  CHECK(base::category_of(0x7F) == base::Category::Cc);
  CHECK(base::category_of(0x378) == base::Category::Cn);
  CHECK(base::category_of(0xE000) == base::Category::Co);
  CHECK(base::category_of(0x200D) == base::Category::Cf);
  CHECK(base::category_of(0x3000) == base::Category::Zs);
  CHECK(base::bidi_class_of(0x5D0) == base::BidiClass::R);
  CHECK(base::bidi_class_of(0x627) == base::BidiClass::AL);
  CHECK(base::bidi_class_of(0x661) == base::BidiClass::AN);
  CHECK(base::bidi_class_of(0x2066) == base::BidiClass::LRI);
  CHECK(base::is_virama(0x94D));
  CHECK_FALSE(base::is_virama(U'a'));
  CHECK(base::is_default_ignorable(0xAD));
  CHECK(base::is_default_ignorable(0x200B));
  CHECK_FALSE(base::is_default_ignorable(U'a'));
  CHECK(base::has_compatibility_form(U'ﬁ'));
  CHECK(base::has_compatibility_form(0x212B));
  CHECK_FALSE(base::has_compatibility_form(U'é'));
  CHECK_FALSE(base::has_compatibility_form(U'A'));
  CHECK(base::is_unstable_under_case_folding(U'A'));
  CHECK(base::is_unstable_under_case_folding(U'É'));
  CHECK_FALSE(base::is_unstable_under_case_folding(U'é'));
}

TEST_CASE("grapheme clusters are what a person counts", "[base][unicode]") {
  CHECK(graphemes("") == 0);
  CHECK(graphemes("abc") == 3);
  CHECK(graphemes("e\u0301e") == 2);
  CHECK(graphemes("👨‍👩‍👧‍👦") == 1);
  CHECK(graphemes("🇩🇪🇫🇷") == 2);
  CHECK(graphemes("👍🏽") == 1);
  CHECK(graphemes("한국") == 2);
  CHECK(graphemes("\r\n") == 1);
  CHECK(graphemes("é\r\n\n") == 3);
  CHECK(graphemes("क्षि") == 1);
  CHECK(base::grapheme_boundaries("aé") == std::vector<uint32_t>{0, 1, 3});
  CHECK(base::grapheme_boundaries("") == std::vector<uint32_t>{0});
  CHECK(base::grapheme_boundaries("\xFF\xFE").back() == 2);
}

TEST_CASE("the first grapheme is the whole of it", "[base][unicode]") {
  CHECK(base::first_grapheme("") == "");
  CHECK(base::first_grapheme("juliet") == "j");
  CHECK(base::first_grapheme("👨‍👩‍👧‍👦 family") == "👨‍👩‍👧‍👦");
  CHECK(base::first_grapheme("e\u0301lodie") == "e\u0301");
  CHECK(base::first_grapheme("é") == "é");
}
