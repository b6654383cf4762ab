// SPDX-License-Identifier: MIT
// See data_form.h.
#include "xmpp/data_form.h"

#include <algorithm>
#include <iterator>

#include "xmpp/ns.h"

namespace xmpp {
namespace {

using Type = FormField::Type;

// In the order of the enumerations.
constexpr std::string_view field_types[] = {
    "text-single", "boolean",    "fixed",       "hidden",     "jid-multi",
    "jid-single",  "list-multi", "list-single", "text-multi", "text-private"};
constexpr std::string_view form_types[] = {"form", "submit", "cancel", "result"};

bool is(const xml::Element& element, std::string_view local) {
  return element.is({ns::data_forms, local});
}

bool takes_many(Type type) {
  return type == Type::Hidden || type == Type::JidMulti || type == Type::ListMulti ||
         type == Type::TextMulti;
}

std::string value_of(const xml::Element& parent) {
  const xml::Element* value = parent.child({ns::data_forms, "value"});
  return value == nullptr ? std::string() : value->text();
}

FormField parse_field(const xml::Element& element, bool is_type_known) {
  FormField out;
  const std::string_view type = element.attribute_or_empty("type");
  const auto known = std::find(std::begin(field_types), std::end(field_types), type);
  if (known != std::end(field_types)) {
    out.type = static_cast<Type>(std::distance(std::begin(field_types), known));
  }
  out.name = std::string(element.attribute_or_empty("var"));
  out.label = std::string(element.attribute_or_empty("label"));
  for (const xml::Element& child : element.children()) {
    if (is(child, "desc")) out.description = child.text();
    if (is(child, "required")) out.is_required = true;
    // What an answer says of its types needs not be said: there the values tell.
    const bool has_room = takes_many(out.type) || !is_type_known
                              ? out.values.size() < max_form_parts
                              : out.values.empty();
    if (is(child, "value") && has_room) out.values.push_back(child.text());
    if (is(child, "option") && out.options.size() < max_form_parts) {
      out.options.push_back({std::string(child.attribute_or_empty("label")), value_of(child)});
    }
  }
  return out;
}

std::vector<FormField> parse_fields(const xml::Element& parent, bool is_type_known) {
  std::vector<FormField> out;
  for (const xml::Element& child : parent.children()) {
    if (!is(child, "field") || out.size() == max_form_parts) continue;
    FormField field = parse_field(child, is_type_known);
    // Only words between the questions need no name.
    if (!field.name.empty() || field.type == Type::Fixed) out.push_back(std::move(field));
  }
  return out;
}

xml::Element to_element(const FormField& field, DataForm::Type type) {
  xml::Element out(ns::data_forms, "field");
  out.set_if("var", field.name).set_if("label", field.label);
  // An answer says of none but the hidden field what type it has: the service knows.
  const bool says_type = type == DataForm::Type::Form || field.type == Type::Hidden;
  if (says_type) out.set("type", field_types[static_cast<size_t>(field.type)]);
  if (!field.description.empty()) {
    out.add(xml::Element(ns::data_forms, "desc").add_text(field.description));
  }
  if (field.is_required) out.add(xml::Element(ns::data_forms, "required"));
  for (const std::string& value : field.values) {
    out.add(xml::Element(ns::data_forms, "value").add_text(value));
  }
  for (const FormField::Option& option : field.options) {
    xml::Element element(ns::data_forms, "option");
    element.set_if("label", option.label);
    element.add(xml::Element(ns::data_forms, "value").add_text(option.value));
    out.add(std::move(element));
  }
  return out;
}

xml::Element to_element(std::string_view name, const std::vector<FormField>& fields,
                        DataForm::Type type) {
  xml::Element out(ns::data_forms, name);
  for (const FormField& field : fields) out.add(to_element(field, type));
  return out;
}

}  // namespace

const FormField* DataForm::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FormField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string_view DataForm::form_type() const {
  const FormField* found = field("FORM_TYPE");
  // XEP-0068 3.1: an answer may leave the type out, a form may not.
  const bool is_hidden =
      found != nullptr && (found->type == FormField::Type::Hidden || type == Type::Submit);
  return is_hidden ? found->value() : std::string_view();
}

DataForm& DataForm::set(std::string_view name, std::vector<std::string> values) {
  auto found = std::find_if(fields.begin(), fields.end(),
                            [&](const FormField& field) { return field.name == name; });
  if (found == fields.end()) {
    fields.push_back({.name = std::string(name)});
    found = std::prev(fields.end());
  }
  found->values = std::move(values);
  return *this;
}

std::optional<DataForm> parse_form(const xml::Element& x) {
  if (!is(x, "x")) return std::nullopt;
  const std::string_view type = x.attribute_or_empty("type");
  const auto known = std::find(std::begin(form_types), std::end(form_types), type);
  if (known == std::end(form_types)) return std::nullopt;
  DataForm out;
  out.type = static_cast<DataForm::Type>(std::distance(std::begin(form_types), known));
  const bool is_type_known = out.type == DataForm::Type::Form;
  out.fields = parse_fields(x, is_type_known);
  for (const xml::Element& child : x.children()) {
    if (is(child, "title")) out.title = child.text();
    if (is(child, "instructions")) {
      out.instructions += (out.instructions.empty() ? "" : "\n") + child.text();
    }
    if (is(child, "reported")) out.reported = parse_fields(child, is_type_known);
    if (is(child, "item") && out.items.size() < max_form_parts) {
      out.items.push_back(parse_fields(child, is_type_known));
    }
  }
  return out;
}

std::optional<DataForm> find_form(const std::vector<xml::Element>& elements) {
  for (const xml::Element& element : elements) {
    if (std::optional<DataForm> form = parse_form(element)) return form;
  }
  return std::nullopt;
}

xml::Element to_element(const DataForm& form) {
  xml::Element out(ns::data_forms, "x");
  out.set("type", form_types[static_cast<size_t>(form.type)]);
  if (!form.title.empty()) out.add(xml::Element(ns::data_forms, "title").add_text(form.title));
  if (!form.instructions.empty()) {
    out.add(xml::Element(ns::data_forms, "instructions").add_text(form.instructions));
  }
  for (const FormField& field : form.fields) out.add(to_element(field, form.type));
  if (!form.reported.empty()) out.add(to_element("reported", form.reported, form.type));
  for (const std::vector<FormField>& item : form.items) {
    out.add(to_element("item", item, form.type));
  }
  return out;
}

DataForm make_submission(std::string_view form_type) {
  DataForm out;
  out.type = DataForm::Type::Submit;
  out.fields.push_back(
      {.type = FormField::Type::Hidden, .name = "FORM_TYPE", .values = {std::string(form_type)}});
  return out;
}

}  // namespace xmpp
