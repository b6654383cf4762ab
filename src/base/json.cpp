// SPDX-License-Identifier: MIT
// A recursive descent over RFC 8259's grammar. See json.h.
#include "base/json.h"

#include <utility>

#include "base/utf8.h"

namespace base {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool value(Json& out, size_t depth) {
    skip_space();
    if (rest_.empty() || depth > json_depth) return false;
    switch (rest_.front()) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        out.kind = Json::Kind::Text;
        return string(out.text);
      case 't':
        out.kind = Json::Kind::True;
        return word("true");
      case 'f':
        out.kind = Json::Kind::False;
        return word("false");
      case 'n':
        out.kind = Json::Kind::Null;
        return word("null");
      default:
        out.kind = Json::Kind::Number;
        return number(out.text);
    }
  }
  bool is_at_end() {
    skip_space();
    return rest_.empty();
  }

 private:
  void skip_space() {
    size_t at = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(at == rest_.npos ? rest_.size() : at);
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view expected) {
    if (rest_.substr(0, expected.size()) != expected) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool object(Json& out, size_t depth) {
    out.kind = Json::Kind::Object;
    take('{');
    skip_space();
    if (take('}')) return true;
    do {
      skip_space();
      std::string name;
      if (rest_.empty() || rest_.front() != '"' || !string(name)) return false;
      skip_space();
      if (!take(':')) return false;
      Json item;
      if (!value(item, depth + 1)) return false;
      out.members.push_back({std::move(name), std::move(item)});
      skip_space();
    } while (take(','));
    return take('}');
  }

  bool array(Json& out, size_t depth) {
    out.kind = Json::Kind::Array;
    take('[');
    skip_space();
    if (take(']')) return true;
    do {
      if (!value(out.items.emplace_back(), depth + 1)) return false;
      skip_space();
    } while (take(','));
    return take(']');
  }

  size_t digits(std::string& out) {
    size_t count = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++count) {
      out += rest_.front();
      rest_.remove_prefix(1);
    }
    return count;
  }

  bool number(std::string& out) {
    if (take('-')) out += '-';
    const bool starts_with_zero = !rest_.empty() && rest_.front() == '0';
    size_t whole = digits(out);
    if (whole == 0 || (starts_with_zero && whole > 1)) return false;
    if (take('.')) {
      out += '.';
      if (digits(out) == 0) return false;
    }
    if (take('e') || take('E')) {
      out += 'e';
      if (take('-')) {
        out += '-';
      } else {
        take('+');
      }
      if (digits(out) == 0) return false;
    }
    return true;
  }

  std::optional<char32_t> hex4() {
    if (rest_.size() < 4) return std::nullopt;
    char32_t out = 0;
    for (char c : rest_.substr(0, 4)) {
      out <<= 4;
      if (c >= '0' && c <= '9') {
        out |= static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        out |= static_cast<char32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        out |= static_cast<char32_t>(c - 'A' + 10);
      } else {
        return std::nullopt;
      }
    }
    rest_.remove_prefix(4);
    return out;
  }

  bool escape(std::string& out) {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (size_t at = names.find(c); at != names.npos) {
      out += meanings[at];
      return true;
    }
    if (c != 'u') return false;
    std::optional<char32_t> point = hex4();
    if (!point) return false;
    if (*point >= 0xD800 && *point <= 0xDBFF) {
      if (!word("\\u")) return false;
      std::optional<char32_t> low = hex4();
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
      point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
    } else if (*point >= 0xDC00 && *point <= 0xDFFF) {
      return false;
    }
    append_utf8(out, *point);
    return true;
  }

  bool string(std::string& out) {
    take('"');
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return false;
      }
    }
    return false;
  }

  std::string_view rest_;
};

}  // namespace

const Json* Json::member(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string_view Json::text_of(std::string_view name) const {
  const Json* found = member(name);
  return found != nullptr && found->kind == Kind::Text ? std::string_view(found->text)
                                                       : std::string_view();
}

std::optional<Json> parse_json(std::string_view text) {
  if (!is_valid_utf8(text)) return std::nullopt;
  Parser parser(text);
  Json out;
  if (!parser.value(out, 1) || !parser.is_at_end()) return std::nullopt;
  return out;
}

}  // namespace base
