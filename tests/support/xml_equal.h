// SPDX-License-Identifier: MIT
// Compares XML as XML: prefixes, quoting and the order of attributes do not matter. A failure shows
// both.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"
#include "support/fixed_random.h"
#include "xml/element.h"
#include "xml/reader.h"
#include "xml/writer.h"

namespace support {

// Reads one element; the test fails when the text is not one.
inline xml::Element parse_xml(std::string_view text) {
  FixedRandom random;
  xml::Reader reader(random);
  auto element = reader.read(text);
  if (!element) FAIL("not XML: " << element.error().detail << ": " << text);
  return *element;
}

// The same element with all attributes in the order of their names.
inline xml::Element with_sorted_attributes(const xml::Element& element) {
  xml::Element sorted(element.ns(), element.local());
  std::vector<xml::Attribute> attributes = element.attributes();
  std::sort(attributes.begin(), attributes.end(),
            [](const xml::Attribute& a, const xml::Attribute& b) {
              return a.ns != b.ns ? a.ns < b.ns : a.name < b.name;
            });
  for (const auto& each : attributes) sorted.set_qualified(each.ns, each.name, each.value);
  sorted.add_text(element.text());
  for (const xml::Element& child : element.children()) sorted.add(with_sorted_attributes(child));
  return sorted;
}

// One spelling for all that is equal.
inline std::string canonical_xml(const xml::Element& element) {
  return xml::write(with_sorted_attributes(element));
}
inline std::string canonical_xml(std::string_view text) { return canonical_xml(parse_xml(text)); }

}  // namespace support

// A macro, so that the line of the test is reported.
#define CHECK_XML(actual, expected) \
  CHECK(support::canonical_xml(actual) == support::canonical_xml(expected))
#define REQUIRE_XML(actual, expected) \
  REQUIRE(support::canonical_xml(actual) == support::canonical_xml(expected))
