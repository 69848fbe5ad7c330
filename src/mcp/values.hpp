#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bgpte/json/value.hpp"

/// JSON values made by hand, and read without fear of what a client sent.
namespace bgpte::mcp {

using json::Value;

[[nodiscard]] Value text(std::string_view bytes);
[[nodiscard]] Value number(std::int64_t whole);
[[nodiscard]] Value truth(bool value);
[[nodiscard]] Value array(std::vector<Value> items = {});
[[nodiscard]] Value texts(const std::vector<std::string>& items);
[[nodiscard]] Value object(std::initializer_list<std::pair<std::string_view, Value>> members = {});

/// Adds a member at the end of an object.
void add(Value& to, std::string_view key, Value value);

/// The member of an object, or a null that stands for none.
[[nodiscard]] const Value& member(const Value& of, std::string_view key);
/// The text of a member, or nothing where it is none.
[[nodiscard]] std::string text_of(const Value& of, std::string_view key);
[[nodiscard]] bool is_text(const Value& value);
[[nodiscard]] bool is_object(const Value& value);
[[nodiscard]] bool is_array(const Value& value);
[[nodiscard]] bool is_number(const Value& value);
/// A number as double; 0 where it is none.
[[nodiscard]] double double_of(const Value& value);
[[nodiscard]] bool is_true(const Value& value);

}  // namespace bgpte::mcp
