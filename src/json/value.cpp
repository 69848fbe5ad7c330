// Reads JSON documents by nlohmann_json, which no other source of this module sees.
#include "bgpte/json/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "bgpte/text/decimal.hpp"
#include "bgpte/text/display.hpp"

namespace bgpte::json {

namespace {

constexpr std::size_t max_depth = 64;

/// Builds a Value from nlohmann's events; its parser does not recurse.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return add({}); }
  bool boolean(bool value) override {
    Value made;
    made.kind = Value::Kind::boolean;
    made.boolean = value;
    return add(std::move(made));
  }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return number(text);
  }
  bool string(string_t& value) override {
    Value made;
    made.kind = Value::Kind::string;
    made.text = value;
    return add(std::move(made));
  }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Value::Kind::object); }
  bool key(string_t& value) override {
    if (!open_.back().seen.insert(value).second) {
      fault_ = "the key " + string_literal(value) + " is there twice";
      return false;
    }
    open_.back().key = value;
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(Value::Kind::array); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    fault_ = fmt::format("not JSON: syntax error at byte {}", position);
    return false;
  }

  Value take() { return std::move(root_); }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  struct Open {
    Value value;
    std::string key;  ///< Where the next member goes.
    std::unordered_set<std::string> seen;
  };

  bool number(std::string text) {
    Value made;
    made.kind = Value::Kind::number;
    made.text = std::move(text);
    return add(std::move(made));
  }
  bool open(Value::Kind kind) {
    if (open_.size() == max_depth) {
      fault_ = fmt::format("nested deeper than {}", max_depth);
      return false;
    }
    open_.emplace_back();
    open_.back().value.kind = kind;
    return true;
  }
  bool close() {
    Value closed = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(closed));
  }
  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().value.kind == Value::Kind::array) {
      open_.back().value.items.push_back(std::move(value));
    } else {
      open_.back().value.keys.push_back(std::move(open_.back().key));
      open_.back().value.items.push_back(std::move(value));
    }
    return true;
  }

  Value root_;
  std::vector<Open> open_;
  std::string fault_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

std::variant<Value, std::string> parse(std::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    return builder.fault();
  }
  return builder.take();
}

std::string string_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text::valid_utf8(text)) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::optional<std::int64_t> whole_number(const Value& value, std::int64_t least,
                                         std::int64_t most) {
  constexpr int most_digits = 18;
  const auto number = value.kind == Value::Kind::number
                          ? text::parse_decimal(value.text, 0, most_digits)
                          : std::nullopt;
  if (!number || number->too_large || !number->exact || number->value < least ||
      number->value > most) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number->value);
}

namespace {

void append(const Value& value, std::string& to) {
  switch (value.kind) {
    case Value::Kind::null:
      to += "null";
      break;
    case Value::Kind::boolean:
      to += value.boolean ? "true" : "false";
      break;
    case Value::Kind::number:
      to += value.text;
      break;
    case Value::Kind::string:
      to += string_literal(value.text);
      break;
    case Value::Kind::array:
    case Value::Kind::object: {
      const bool object = value.kind == Value::Kind::object;
      to += object ? '{' : '[';
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        to += i == 0 ? "" : ",";
        if (object) {
          to += string_literal(value.keys[i]);
          to += ':';
        }
        append(value.items[i], to);
      }
      to += object ? '}' : ']';
      break;
    }
  }
}

}  // namespace

std::string one_line(const Value& value) {
  std::string text;
  append(value, text);
  return text;
}

}  // namespace bgpte::json
