#include "src/telemetry/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bgpte/telemetry/observation.hpp"
#include "bgpte/text/display.hpp"

namespace bgpte::telemetry {

using json::Value;

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 80;
  return fmt::format("'{}'", text::shortened(text::one_line(text.substr(0, 4 * most)), most));
}

Value parsed(std::string_view text) {
  std::variant<Value, std::string> result = json::parse(text);
  if (const auto* fault = std::get_if<std::string>(&result)) {
    throw Unreadable{*fault};
  }
  return std::get<Value>(std::move(result));
}

bool parse_count(std::string_view text, std::int64_t& number) {
  const char* end = text.data() + text.size();
  if (text.empty() || text.front() < '0' || text.front() > '9') {
    return false;
  }
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && rest == end;
}

void check_grid(const Window& window, std::int64_t step_s) {
  if (window.from % step_s != 0 || window.to % step_s != 0) {
    throw Unreadable{fmt::format(
        "--from and --to cut an interval: they must be at whole multiples of {} s", step_s)};
  }
}

JsonFields::JsonFields(const Value& value, std::string what)
    : value_(value), what_(std::move(what)) {
  if (value.kind != Value::Kind::object) {
    throw Unreadable{fmt::format("{} must be an object", what_)};
  }
}

void JsonFields::only(std::initializer_list<std::string_view> names) const {
  for (const std::string& key : value_.keys) {
    if (std::ranges::find(names, key) == names.end()) {
      throw Unreadable{fmt::format("{} has the unknown member {}", what_, quoted(key))};
    }
  }
}

void JsonFields::fail(std::string_view name, std::string_view why) const {
  throw Unreadable{fmt::format("{}: {} {}", what_, name, why)};
}

const Value& JsonFields::at(std::string_view name) const {
  const Value* found = value_.find(name);
  if (found == nullptr) {
    fail(name, "is missing");
  }
  return *found;
}

bool JsonFields::is_null(std::string_view name) const {
  return at(name).kind == Value::Kind::null;
}

std::string JsonFields::text(std::string_view name) const {
  const Value& found = at(name);
  if (found.kind != Value::Kind::string) {
    fail(name, "must be a text");
  }
  return found.text;
}

std::int64_t JsonFields::count(std::string_view name) const {
  const Value& found = at(name);
  std::int64_t number = 0;
  if (found.kind != Value::Kind::number || !parse_count(found.text, number)) {
    fail(name, "must be a whole number from 0 on");
  }
  return number;
}

std::int64_t JsonFields::time(std::string_view name) const {
  std::int64_t seconds = 0;
  if (!parse_utc(text(name), seconds)) {
    fail(name, "must be a time such as 2026-11-28T22:40:00Z");
  }
  return seconds;
}

const std::vector<Value>& JsonFields::list(std::string_view name) const {
  const Value& found = at(name);
  if (found.kind != Value::Kind::array) {
    fail(name, "must be a list");
  }
  return found.items;
}

std::vector<std::string> JsonFields::texts(std::string_view name) const {
  std::vector<std::string> all;
  for (const Value& item : list(name)) {
    if (item.kind != Value::Kind::string) {
      fail(name, "must be a list of texts");
    }
    all.push_back(item.text);
  }
  return all;
}

}  // namespace bgpte::telemetry
