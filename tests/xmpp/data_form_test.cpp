// SPDX-License-Identifier: MIT
// Forms, as XEP-0004 spells them: its examples, and what is none.
#include "xmpp/data_form.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using support::canonical_xml;
using support::parse_xml;
using xmpp::DataForm;
using xmpp::FormField;

namespace {

const std::string bot_form =
    "<x xmlns='jabber:x:data' type='form'><title>Bot Configuration</title>"
    "<instructions>Fill out this form</instructions><instructions>to configure your new bot!"
    "</instructions>"
    "<field type='hidden' var='FORM_TYPE'><value>jabber:bot</value></field>"
    "<field type='fixed'><value>Section 1: Bot Info</value></field>"
    "<field type='text-single' label='The name of your bot' var='botname'/>"
    "<field type='boolean' label='Public bot?' var='public'><required/></field>"
    "<field type='list-multi' label='Features' var='features'><value>news</value>"
    "<value>search</value><option label='News'><value>news</value></option>"
    "<option><value>search</value></option></field>"
    "<field type='jid-multi' label='People to invite' var='invitelist'>"
    "<desc>Tell all your friends about your new bot!</desc></field></x>";

std::optional<DataForm> parse(const std::string& text) { return xmpp::parse_form(parse_xml(text)); }

std::string x(const std::string& type, const std::string& content) {
  return "<x xmlns='jabber:x:data' type='" + type + "'>" + content + "</x>";
}

}  // namespace

TEST_CASE("a form has its questions in their order", "[xmpp][forms]") {
  const std::optional<DataForm> form = parse(bot_form);
  REQUIRE(form);
  CHECK(form->type == DataForm::Type::Form);
  CHECK(form->title == "Bot Configuration");
  CHECK(form->instructions == "Fill out this form\nto configure your new bot!");
  CHECK(form->form_type() == "jabber:bot");
  REQUIRE(form->fields.size() == 6);
  CHECK(form->fields[1].type == FormField::Type::Fixed);
  CHECK(form->fields[1].value() == "Section 1: Bot Info");
  const FormField* features = form->field("features");
  REQUIRE(features != nullptr);
  CHECK(features->values == std::vector<std::string>{"news", "search"});
  CHECK(features->options == std::vector<FormField::Option>{{"News", "news"}, {"", "search"}});
  CHECK(form->field("public")->is_required);
  CHECK_FALSE(form->field("public")->is_true());
  CHECK(form->field("invitelist")->description == "Tell all your friends about your new bot!");
  CHECK(form->field("none") == nullptr);
}

TEST_CASE("an answer says what was filled in", "[xmpp][forms]") {
  DataForm answer = xmpp::make_submission("jabber:bot");
  answer.set("botname", {"The Jabber Google Bot"}).set("description", {"two", "lines"});
  answer.set("public", {"1"}).set("public", {"0"});
  CHECK(canonical_xml(xmpp::to_element(answer)) ==
        canonical_xml("<x xmlns='jabber:x:data' type='submit'>"
                      "<field type='hidden' var='FORM_TYPE'><value>jabber:bot</value></field>"
                      "<field var='botname'><value>The Jabber Google Bot</value></field>"
                      "<field var='description'><value>two</value><value>lines</value></field>"
                      "<field var='public'><value>0</value></field></x>"));
}

TEST_CASE("a form is the same after it was written and read", "[xmpp][forms]") {
  const DataForm form = *parse(bot_form);
  CHECK(xmpp::parse_form(xmpp::to_element(form)) == form);
  const DataForm report =
      *parse(x("result",
               "<reported><field var='name' label='Bot Name' type='text-single'/></reported>"
               "<item><field var='name'><value>Comune</value></field></item>"
               "<item><field var='name'><value>Joogle</value></field></item>"));
  REQUIRE(report.items.size() == 2);
  CHECK(report.reported[0].label == "Bot Name");
  CHECK(report.items[1][0].value() == "Joogle");
  CHECK(xmpp::parse_form(xmpp::to_element(report)) == report);
}

TEST_CASE("a truth has two spellings", "[xmpp][forms]") {
  for (const auto& [text, is_true] : {std::pair("1", true),
                                      {"true", true},
                                      {"0", false},
                                      {"false", false},
                                      {"TRUE", false},
                                      {"", false}}) {
    CHECK(FormField{.values = {text}}.is_true() == is_true);
  }
}

TEST_CASE("what is no form is none, and what a form does not know is left out", "[xmpp][forms]") {
  for (const char* none :
       {"<x xmlns='jabber:x:data'/>", "<x xmlns='jabber:x:data' type='error'/>",
        "<x xmlns='urn:evil' type='form'/>", "<y xmlns='jabber:x:data' type='form'/>"}) {
    CHECK_FALSE(parse(none));
  }
  // A type nobody knows is a line of text; without a name it could not be answered.
  const auto form = parse(x("form",
                            "<field var='a' type='dream'/><field type='text-single'/>"
                            "<field xmlns='urn:evil' var='b'/><field var='c'/>"));
  REQUIRE(form);
  REQUIRE(form->fields.size() == 2);
  CHECK(form->fields[0].type == FormField::Type::TextSingle);
  CHECK(form->fields[1].name == "c");
  // One value where there can be only one; in an answer, whose types are not said, all.
  CHECK(parse(x("form", "<field var='a'><value>1</value><value>2</value></field>"))
            ->field("a")
            ->values.size() == 1);
  CHECK(parse(x("submit", "<field var='a'><value>1</value><value>2</value></field>"))
            ->field("a")
            ->values.size() == 2);
  // What only looks like the name of the form is not.
  CHECK(parse(x("form", "<field var='FORM_TYPE'><value>forged</value></field>"))
            ->form_type()
            .empty());
}

TEST_CASE("a form of a million questions is cut", "[xmpp][forms]") {
  std::string many, values, options;
  for (int i = 0; i < 1200; ++i) {
    many += "<field var='v" + std::to_string(i) + "'/>";
    values += "<value>x</value>";
    options += "<option><value>x</value></option>";
  }
  CHECK(parse(x("form", many))->fields.size() == xmpp::max_form_parts);
  const auto list =
      parse(x("form", "<field var='a' type='list-multi'>" + values + options + "</field>"));
  CHECK(list->fields[0].values.size() == xmpp::max_form_parts);
  CHECK(list->fields[0].options.size() == xmpp::max_form_parts);
}

TEST_CASE("the first form among others is found", "[xmpp][forms]") {
  const xml::Element parent =
      parse_xml("<q xmlns='urn:q'><other/>" + x("form", "") + x("result", "") + "</q>");
  CHECK(xmpp::find_form(parent.children())->type == DataForm::Type::Form);
  CHECK_FALSE(xmpp::find_form({}));
}
