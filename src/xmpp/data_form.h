// SPDX-License-Identifier: MIT
// A form: questions of a service with what is filled in, or a report of it. XEP-0004: Data Forms 2.13.2, XEP-0068 (FORM_TYPE).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xml/element.h"

namespace xmpp {

// LIMIT: of more fields, options or values than anybody fills in the rest is left out.
inline constexpr size_t max_form_parts = 1000;

struct FormField {
  enum class Type {
    TextSingle,  // the default, and what an unknown type is taken for
    Boolean,
    Fixed,  // words between the questions
    Hidden,
    JidMulti,
    JidSingle,
    ListMulti,
    ListSingle,
    TextMulti,  // a value a line
    TextPrivate,
  };
  struct Option {
    std::string label;  // may be empty: the value says it
    std::string value;
    bool operator==(const Option&) const = default;
  };
  Type type = Type::TextSingle;
  std::string name;  // the attribute var; empty only of words between the questions
  std::string label, description;
  bool is_required = false;
  std::vector<std::string> values;
  std::vector<Option> options;
  bool operator==(const FormField&) const = default;

  // The first value; empty when there is none.
  std::string_view value() const { return values.empty() ? std::string_view() : values.front(); }
  bool is_true() const { return value() == "1" || value() == "true"; }
};

struct DataForm {
  enum class Type { Form, Submit, Cancel, Result };
  Type type = Type::Form;
  std::string title, instructions;  // several instructions are lines
  std::vector<FormField> fields;
  // A report: the columns, and of each row the fields of those names.
  std::vector<FormField> reported;
  std::vector<std::vector<FormField>> items;
  bool operator==(const DataForm&) const = default;

  const FormField* field(std::string_view name) const;
  // What the form is about; empty when it does not say so by a hidden field (XEP-0068).
  std::string_view form_type() const;
  // Sets the field's values, adding it where it is not there.
  DataForm& set(std::string_view name, std::vector<std::string> values);
};

// Absent when it is no form, or one of no known type.
std::optional<DataForm> parse_form(const xml::Element& x);
// The first form in there; absent when there is none.
std::optional<DataForm> find_form(const std::vector<xml::Element>& elements);
xml::Element to_element(const DataForm& form);
// An empty answer of that FORM_TYPE, to be filled with set().
DataForm make_submission(std::string_view form_type);

}  // namespace xmpp
