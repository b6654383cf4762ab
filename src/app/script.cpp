// SPDX-License-Identifier: MIT
// Reads and follows scripts. See script.h.
#include "app/script.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace app {
namespace {

enum class Arguments {
  None,
  Word,        // first
  Words,       // first, rest
  Text,        // rest, with escapes
  WordText,    // first, rest with escapes
  MaybeWord,   // first or nothing
  Number,      // number
  WordNumber,  // first, number
  Size,        // number, second_number
};

struct Form {
  std::string_view name;
  StepKind kind;
  Arguments arguments;
  std::string_view help;
};

constexpr std::array<Form, 24> forms{{
    {"login", StepKind::Login, Arguments::Words, "JID PASSWORD"},
    {"logout", StepKind::Logout, Arguments::None, ""},
    {"open", StepKind::Open, Arguments::Word, "JID or ROOM?join"},
    {"send", StepKind::Send, Arguments::Text, "TEXT in the open conversation"},
    {"type", StepKind::Type, Arguments::WordText, "FIELD-ID TEXT"},
    {"submit", StepKind::Submit, Arguments::Word, "FIELD-ID, as Enter does"},
    {"click", StepKind::Click, Arguments::Word, "ITEM-ID"},
    {"click-second", StepKind::ClickSecond, Arguments::Word, "ITEM-ID, with the other button"},
    {"hover", StepKind::Hover, Arguments::Word, "ITEM-ID"},
    {"scroll", StepKind::Scroll, Arguments::WordNumber, "ITEM-ID PIXELS, downwards"},
    {"key", StepKind::Key, Arguments::Word, "PageUp PageDown Home End ArrowUp ArrowDown Escape"},
    {"expect", StepKind::Expect, Arguments::Text, "TEXT anywhere on screen"},
    {"expect-status", StepKind::ExpectStatus, Arguments::Word, "STATUS, for instance online"},
    {"expect-roster", StepKind::ExpectRoster, Arguments::None, ""},
    {"expect-item", StepKind::ExpectItem, Arguments::Word, "ITEM-ID is on screen"},
    {"expect-gone", StepKind::ExpectGone, Arguments::Word, "ITEM-ID is not on screen"},
    {"theme", StepKind::Theme, Arguments::Word, "light, dark or auto"},
    {"resize", StepKind::Resize, Arguments::Size, "WIDTHxHEIGHT in CSS pixels"},
    {"scale", StepKind::Scale, Arguments::Number, "device pixels per CSS pixel"},
    {"timeout", StepKind::Timeout, Arguments::Number, "SECONDS a step may take from here on (120)"},
    {"rest", StepKind::Rest, Arguments::None, "until nothing moves"},
    {"screenshot", StepKind::Screenshot, Arguments::Word, "FILE.png"},
    {"dump", StepKind::Dump, Arguments::MaybeWord, "[FILE]: what is on screen, in words"},
    {"quit", StepKind::Quit, Arguments::None, ""},
}};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The first word, which is taken off `text`.
std::string_view take_word(std::string_view& text) {
  text = trim(text);
  const auto end =
      static_cast<size_t>(std::find_if(text.begin(), text.end(), is_blank) - text.begin());
  const std::string_view word = text.substr(0, end);
  text = trim(text.substr(end));
  return word;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_escape =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == '\\');
    if (is_escape) ++i;
    out += is_escape && text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

// Without <locale>: digits, one point, a sign.
std::optional<float> parse_number(std::string_view text) {
  const std::string copy(text);
  if (copy.empty() || copy.find_first_not_of("+-.0123456789") != copy.npos) return std::nullopt;
  char* end = nullptr;
  const float number = std::strtof(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) return std::nullopt;
  return number;
}

std::optional<int> parse_positive(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number <= 0) return std::nullopt;
  return number;
}

// Absent: the words do not fit the step.
std::optional<Step> read_step(const Form& form, int line, std::string_view words) {
  Step step{form.kind, line};
  switch (form.arguments) {
    case Arguments::None:
      if (!words.empty()) return std::nullopt;
      return step;
    case Arguments::Word:
    case Arguments::MaybeWord:
      step.first = take_word(words);
      if (!words.empty()) return std::nullopt;
      if (step.first.empty() && form.arguments == Arguments::Word) return std::nullopt;
      return step;
    case Arguments::Words:
      step.first = take_word(words);
      step.rest = words;
      if (step.rest.empty()) return std::nullopt;
      return step;
    case Arguments::Text:
      step.rest = unescape(words);
      if (step.rest.empty()) return std::nullopt;
      return step;
    case Arguments::WordText:
      step.first = take_word(words);
      step.rest = unescape(words);
      if (step.first.empty()) return std::nullopt;
      return step;
    case Arguments::Number:
    case Arguments::WordNumber: {
      if (form.arguments == Arguments::WordNumber) step.first = take_word(words);
      const auto number = parse_number(words);
      if (!number || (form.arguments == Arguments::Number && !(*number > 0))) return std::nullopt;
      step.number = *number;
      return step;
    }
    case Arguments::Size: {
      const auto size = parse_size(words);
      if (!size) return std::nullopt;
      step.number = static_cast<float>(size->first);
      step.second_number = static_cast<float>(size->second);
      return step;
    }
  }
  return std::nullopt;
}

const Form& form_of(StepKind kind) {
  return *std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.kind == kind; });
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool is_on_screen(const ui::Semantics& semantics, std::string_view text) {
  for (const ui::Item& item : semantics.items()) {
    if (contains(item.name, text) || contains(item.description, text)) return true;
    for (const ui::TextPiece& piece : item.texts) {
      if (contains(piece.text, text)) return true;
    }
  }
  return false;
}

// The field in which the open conversation's messages are written.
const ui::Item* composer(const ui::Semantics& semantics) {
  for (const ui::Item& item : semantics.items()) {
    if (item.role == ui::Role::TextField && item.field && item.field->is_multiline) return &item;
  }
  return nullptr;
}

}  // namespace

std::optional<std::pair<int, int>> parse_size(std::string_view text) {
  constexpr int most = 16384;
  const size_t by = text.find('x');
  if (by == text.npos) return std::nullopt;
  const auto width = parse_positive(text.substr(0, by));
  const auto height = parse_positive(text.substr(by + 1));
  if (!width || !height || *width > most || *height > most) return std::nullopt;
  return std::pair(*width, *height);
}

base::Result<std::vector<Step>> parse_script(std::string_view text) {
  std::vector<Step> steps;
  for (int line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view words = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty() || words.front() == '#') continue;
    const std::string_view name = take_word(words);
    const auto form = std::find_if(forms.begin(), forms.end(),
                                   [&](const Form& known) { return known.name == name; });
    const std::string where = "script line " + std::to_string(line) + ": ";
    if (form == forms.end()) {
      return base::Error{where + "there is no step called '" + std::string(name) + "'"};
    }
    auto step = read_step(*form, line, words);
    if (!step) {
      return base::Error{where + "the step is written: " + std::string(name) + " " +
                         std::string(form->help)};
    }
    steps.push_back(std::move(*step));
  }
  return steps;
}

std::string_view script_help() {
  static constexpr std::string_view help =
      "  login JID PASSWORD      logout\n"
      "  open JID                open ROOM?join\n"
      "  send TEXT               type FIELD-ID TEXT      submit FIELD-ID\n"
      "  click ITEM-ID           click-second ITEM-ID    hover ITEM-ID\n"
      "  scroll ITEM-ID PIXELS   key NAME\n"
      "  expect TEXT             expect-status STATUS    expect-roster\n"
      "  expect-item ITEM-ID     expect-gone ITEM-ID     timeout SECONDS\n"
      "  theme NAME              resize WIDTHxHEIGHT     scale FACTOR\n"
      "  rest                    screenshot FILE.png     dump [FILE]\n"
      "  quit\n";
  return help;
}

void Script::fail(std::string sentence) {
  failure_ = std::move(sentence);
  state_ = State::Failed;
}

Script::Outcome Script::need(const std::optional<base::Error>& error) {
  if (!error) return Outcome::Taken;
  fail(error->detail);
  return Outcome::Failed;
}

bool Script::advance(Client& client, ScriptHost& host, base::Now now) {
  if (state_ != State::Running) return false;
  if (at_ == steps_.size()) {
    state_ = State::Done;
    return false;
  }
  const Step& step = steps_[at_];
  if (!is_step_begun_) {
    is_step_begun_ = true;
    deadline_ = now.steady + patience_;
  }
  const std::string where = "script line " + std::to_string(step.line) + ": ";
  switch (take(step, client, host, now)) {
    case Outcome::Taken:
      ++at_;
      is_step_begun_ = false;
      return state_ == State::Running;
    case Outcome::Failed:
      failure_ = where + failure_;
      return false;
    case Outcome::NotYet:
      break;
  }
  if (now.steady >= deadline_) {
    std::string words(form_of(step.kind).name);
    for (const std::string& word : {step.first, step.rest}) {
      if (!word.empty()) words += " " + word;
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience_).count();
    fail(where + "'" + words + "' did not come true within " + std::to_string(seconds) +
         " s; the status is " + std::string(host.status()));
  }
  return false;
}

Script::Outcome Script::take(const Step& step, Client& client, ScriptHost& host, base::Now now) {
  auto when = [](bool holds) { return holds ? Outcome::Taken : Outcome::NotYet; };
  const ui::Semantics& screen = client.semantics();
  switch (step.kind) {
    case StepKind::Login:
      client.act(model::LogIn{step.first, base::Secret(step.rest)}, now);
      return Outcome::Taken;
    case StepKind::Logout:
      client.act(model::LogOut{}, now);
      return Outcome::Taken;
    case StepKind::Open: {
      const bool join = step.first.ends_with("?join");
      const size_t length = step.first.size() - (join ? 5 : 0);
      client.act(model::OpenAddress{step.first.substr(0, length), join}, now);
      return Outcome::Taken;
    }
    case StepKind::Send: {
      const ui::Item* field = composer(screen);
      if (field == nullptr) return Outcome::NotYet;
      const std::string id = field->id;
      return when(host.type(id, step.rest) && host.submit(id));
    }
    case StepKind::Type:
      return when(host.type(step.first, step.rest));
    case StepKind::Submit:
      return when(host.submit(step.first));
    case StepKind::Click:
    case StepKind::ClickSecond:
      if (screen.find(step.first) == nullptr) return Outcome::NotYet;
      client.activate(step.first, step.kind == StepKind::ClickSecond, now);
      return Outcome::Taken;
    case StepKind::Hover:
    case StepKind::Scroll: {
      const ui::Item* item = screen.find(step.first);
      if (item == nullptr) return Outcome::NotYet;
      const float x = item->rect.x + item->rect.width / 2;
      const float y = item->rect.y + item->rect.height / 2;
      if (step.kind == StepKind::Hover) {
        client.pointer_moved(x, y, now);
      } else {
        client.scrolled(x, y, 0, step.number, now);
      }
      return Outcome::Taken;
    }
    case StepKind::Key:
      client.key("", step.first, now);
      return Outcome::Taken;
    case StepKind::Expect:
      return when(is_on_screen(screen, step.rest));
    case StepKind::ExpectStatus:
      return when(host.status() == step.first);
    case StepKind::ExpectRoster:
      return when(host.has_roster());
    case StepKind::ExpectItem:
      return when(screen.find(step.first) != nullptr);
    case StepKind::ExpectGone:
      return when(screen.find(step.first) == nullptr);
    case StepKind::Theme:
      client.set_theme(step.first);
      return Outcome::Taken;
    case StepKind::Resize:
      host.resize(static_cast<int>(step.number), static_cast<int>(step.second_number));
      return Outcome::Taken;
    case StepKind::Scale:
      host.set_scale(step.number);
      return Outcome::Taken;
    case StepKind::Timeout:
      patience_ = base::Duration(static_cast<int64_t>(step.number * 1000));
      return Outcome::Taken;
    case StepKind::Rest:
      return when(host.is_at_rest());
    case StepKind::Screenshot:
      return host.is_at_rest() ? need(host.save_screenshot(step.first)) : Outcome::NotYet;
    case StepKind::Dump:
      return host.is_at_rest() ? need(host.save_text(step.first, ui::dump(screen)))
                               : Outcome::NotYet;
    case StepKind::Quit:
      state_ = State::Done;
      return Outcome::Taken;
  }
  return Outcome::Failed;
}

}  // namespace app
