// JSON values made by hand.
#include "src/mcp/values.hpp"

#include <cstdlib>

namespace bgpte::mcp {

Value text(std::string_view bytes) {
  Value value;
  value.kind = Value::Kind::string;
  value.text = bytes;
  return value;
}

Value number(std::int64_t whole) {
  Value value;
  value.kind = Value::Kind::number;
  value.text = std::to_string(whole);
  return value;
}

Value truth(bool flag) {
  Value value;
  value.kind = Value::Kind::boolean;
  value.boolean = flag;
  return value;
}

Value array(std::vector<Value> items) {
  Value value;
  value.kind = Value::Kind::array;
  value.items = std::move(items);
  return value;
}

Value texts(const std::vector<std::string>& items) {
  Value value = array();
  for (const std::string& item : items) {
    value.items.push_back(text(item));
  }
  return value;
}

Value object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Value value;
  value.kind = Value::Kind::object;
  for (const auto& [key, held] : members) {
    add(value, key, held);
  }
  return value;
}

void add(Value& to, std::string_view key, Value value) {
  to.keys.emplace_back(key);
  to.items.push_back(std::move(value));
}

const Value& member(const Value& of, std::string_view key) {
  static const Value none;
  const Value* found = of.find(key);
  return found == nullptr ? none : *found;
}

std::string text_of(const Value& of, std::string_view key) {
  const Value& value = member(of, key);
  return is_text(value) ? value.text : std::string();
}

bool is_text(const Value& value) {
  return value.kind == Value::Kind::string;
}

bool is_object(const Value& value) {
  return value.kind == Value::Kind::object;
}

bool is_array(const Value& value) {
  return value.kind == Value::Kind::array;
}

bool is_number(const Value& value) {
  return value.kind == Value::Kind::number;
}

double double_of(const Value& value) {
  return is_number(value) ? std::strtod(value.text.c_str(), nullptr) : 0;
}

bool is_true(const Value& value) {
  return value.kind == Value::Kind::boolean && value.boolean;
}

}  // namespace bgpte::mcp
