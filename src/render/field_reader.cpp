// Reads the fields of advice from JSON.
#include "src/render/field_reader.hpp"

#include <fmt/format.h>

#include "bgpte/json/pointer.hpp"
#include "bgpte/text/decimal.hpp"

namespace bgpte::render {

namespace {

/// A JSON number in millionths, digits beyond rounded half away from zero; nothing for another
/// kind of value and above 10^30.
std::optional<model::Int128> millionths_in(const json::Value& json) {
  const auto parsed =
      json.kind == json::Value::Kind::number ? text::parse_decimal(json.text, 6) : std::nullopt;
  return parsed && !parsed->too_large ? std::optional(parsed->value) : std::nullopt;
}

}  // namespace

FieldReader::FieldReader(const json::Value& object, std::string pointer, std::string& fault)
    : object_(object), pointer_(std::move(pointer)), fault_(fault) {}

std::string FieldReader::pointer_to(std::string_view key) const {
  return fmt::format("{}/{}", pointer_, json::pointer_token(key));
}

void FieldReader::fail(std::string_view key, std::string_view message) {
  if (fault_.empty()) {
    fault_ = pointer_to(key) + " " + std::string(message);
  }
}

void FieldReader::require(bool holds, std::string_view message) {
  if (!holds && fault_.empty()) {
    fault_ = (pointer_.empty() ? "the document" : pointer_) + ": " + std::string(message);
  }
}

const json::Value* FieldReader::required(std::string_view key) {
  if (!fault_.empty()) {
    return nullptr;
  }
  const json::Value* found = object_.find(key);
  if (found == nullptr) {
    fail(key, "is missing");
  }
  return found;
}

bool FieldReader::of_kind(std::string_view key, const json::Value& json, json::Value::Kind kind,
                          std::string_view name) {
  if (json.kind != kind) {
    fail(key, "is not " + std::string(name));
    return false;
  }
  return true;
}

model::Int128 FieldReader::integer_of(std::string_view key, const json::Value& json,
                                      model::Int128 least, model::Int128 greatest) {
  constexpr model::Int128 million = 1'000'000;
  const auto parsed = millionths_in(json);
  if (!parsed || *parsed % million != 0) {
    fail(key, "is not a whole number");
    return 0;
  }
  const model::Int128 value = *parsed / million;
  if (value < least || value > greatest) {
    fail(key, "is out of range");
    return 0;
  }
  return value;
}

model::Int128 FieldReader::millionths_of(std::string_view key) {
  const json::Value* json = required(key);
  if (json == nullptr || !of_kind(key, *json, json::Value::Kind::number, "a number")) {
    return 0;
  }
  // A share, an amount of money: far below 10^18, so that no unit of 10^-18 overflows 128 bits.
  constexpr model::Int128 limit = static_cast<model::Int128>(1'000'000'000'000'000'000) * 1'000'000;
  const auto parsed = millionths_in(*json);
  if (!parsed || *parsed > limit || *parsed < -limit) {
    fail(key, "is out of range");
    return 0;
  }
  return *parsed;
}

void FieldReader::constant(std::string_view key, std::string_view text) {
  std::string value;
  this->text(key, value);
  if (value != text) {
    fail(key, "is not " + json::string_literal(text));
  }
}

void FieldReader::flag(std::string_view key, bool& value) {
  if (object_.find(key) != nullptr) {
    boolean(key, value);
  }
}

void FieldReader::text(std::string_view key, std::string& value) {
  const json::Value* json = required(key);
  if (json != nullptr && of_kind(key, *json, json::Value::Kind::string, "a string")) {
    value = json->text;
  }
}

void FieldReader::optional_text(std::string_view key, std::string& value) {
  if (object_.find(key) != nullptr) {
    text(key, value);
  }
}

void FieldReader::boolean(std::string_view key, bool& value) {
  const json::Value* json = required(key);
  if (json != nullptr && of_kind(key, *json, json::Value::Kind::boolean, "true or false")) {
    value = json->boolean;
  }
}

void FieldReader::optional_rate(std::string_view key, std::optional<model::Bps>& value) {
  if (object_.find(key) != nullptr) {
    rate(key, value.emplace());
  }
}

void FieldReader::share(std::string_view key, double& value) {
  value = static_cast<double>(millionths_of(key)) / 1e6;
}

void FieldReader::money(std::string_view key, model::Money& value) {
  value.pico = millionths_of(key) * 1'000'000;
}

void FieldReader::objective(std::string_view key, evaluation::Objective& value) {
  value.atto = millionths_of(key) * 1'000'000'000'000;
}

model::Prepend FieldReader::prepend_of(std::string_view key, const json::Value& json) {
  return json.kind == json::Value::Kind::null
             ? model::not_announced
             : static_cast<model::Prepend>(integer_of(key, json, 0, model::max_prepend));
}

void FieldReader::prepend(std::string_view key, model::Prepend& value) {
  if (const json::Value* json = required(key)) {
    value = prepend_of(key, *json);
  }
}

template <class Element, class Read>
void FieldReader::by_prefix(std::string_view key, const json::Value* json,
                            std::map<model::IpPrefix, Element>& values, const Read& read) {
  if (json == nullptr || !of_kind(key, *json, json::Value::Kind::object, "an object")) {
    return;
  }
  FieldReader inner(*json, pointer_to(key), fault_);
  for (std::size_t i = 0; i < json->keys.size(); ++i) {
    const std::string& name = json->keys[i];
    const model::ParsedPrefix parsed = model::parse_prefix(name);
    if (parsed.fault != model::PrefixFault::none || values.contains(parsed.prefix)) {
      inner.fail(name, "is not a prefix, or is there twice");
      return;
    }
    values[parsed.prefix] = read(inner, name, json->items[i]);
  }
}

void FieldReader::prepends(std::string_view key, config::PrependMap& value) {
  by_prefix(key, required(key), value,
            [](FieldReader& inner, const std::string& name, const json::Value& json) {
              return inner.prepend_of(name, json);
            });
}

void FieldReader::meds(std::string_view key, std::map<model::IpPrefix, std::uint32_t>& value) {
  by_prefix(key, required(key), value,
            [](FieldReader& inner, const std::string& name, const json::Value& json) {
              return static_cast<std::uint32_t>(
                  inner.integer_of(name, json, 0, std::numeric_limits<std::uint32_t>::max()));
            });
}

void FieldReader::optional_asns(std::string_view key,
                                std::map<model::IpPrefix, model::Asn>& value) {
  by_prefix(key, object_.find(key), value,
            [](FieldReader& inner, const std::string& name, const json::Value& json) {
              return static_cast<model::Asn>(
                  inner.integer_of(name, json, 1, std::numeric_limits<model::Asn>::max()));
            });
}

/// communities and med of this object: one of them at least.
void FieldReader::marks(model::RouteAttributes& value) {
  communities("communities", value.communities);
  optional_integer("med", value.med);
  require(!value.empty(), "has neither communities nor a MED");
}

void FieldReader::optional_marks(std::string_view key, config::AttributesMap& value) {
  by_prefix(key, object_.find(key), value,
            [this](FieldReader& inner, const std::string& name, const json::Value& json) {
              model::RouteAttributes marks;
              if (inner.of_kind(name, json, json::Value::Kind::object, "an object")) {
                FieldReader(json, inner.pointer_to(name), fault_).marks(marks);
              }
              return marks;
            });
}

void FieldReader::texts(std::string_view key, std::vector<std::string>& value) {
  const json::Value* json = required(key);
  if (json == nullptr || !of_kind(key, *json, json::Value::Kind::array, "a list")) {
    return;
  }
  for (const json::Value& item : json->items) {
    if (!of_kind(key, item, json::Value::Kind::string, "a list of strings")) {
      return;
    }
    value.push_back(item.text);
  }
}

void FieldReader::text_or_texts(std::string_view key, std::vector<std::string>& value) {
  const json::Value* json = required(key);
  if (json != nullptr && json->kind == json::Value::Kind::string) {
    value = {json->text};
  } else {
    texts(key, value);
  }
}

template <class Element, class Parse>
void FieldReader::optional_texts(std::string_view key, std::vector<Element>& values,
                                 std::string_view fault, const Parse& parse) {
  if (object_.find(key) == nullptr) {
    return;
  }
  std::vector<std::string> written;
  texts(key, written);
  for (const std::string& text : written) {
    const std::optional<Element> parsed = parse(text);
    if (!parsed) {
      fail(key, fault);
      return;
    }
    values.push_back(*parsed);
  }
}

void FieldReader::optional_prefixes(std::string_view key, std::vector<model::IpPrefix>& value) {
  optional_texts(key, value, "is not a list of prefixes", [](const std::string& text) {
    const model::ParsedPrefix parsed = model::parse_prefix(text);
    return parsed.fault == model::PrefixFault::none ? std::optional(parsed.prefix) : std::nullopt;
  });
}

void FieldReader::communities(std::string_view key, std::vector<model::Community>& value) {
  optional_texts(key, value, "is not a sorted list of communities", [&](const std::string& text) {
    const std::optional<model::Community> parsed = model::parse_community(text);
    // Sorted, each once: what is written is what an emitter takes.
    return value.empty() || (parsed && *parsed > value.back()) ? parsed : std::nullopt;
  });
}

void FieldReader::address(std::string_view key, model::IpAddress& value) {
  std::string written;
  text(key, written);
  if (const auto parsed = model::parse_address(written)) {
    value = *parsed;
  } else {
    fail(key, "is not an address");
  }
}

void FieldReader::entry_range(std::string_view key, std::optional<model::EntryRange>& value) {
  const json::Value* json = object_.find(key);
  if (json == nullptr) {
    return;
  }
  if (json->kind != json::Value::Kind::array || json->items.size() != 2) {
    fail(key, "is not a list of two numbers");
    return;
  }
  constexpr int greatest = std::numeric_limits<int>::max();
  value = model::EntryRange{static_cast<int>(integer_of(key, json->items[0], 0, greatest)),
                            static_cast<int>(integer_of(key, json->items[1], 0, greatest))};
}

}  // namespace bgpte::render
