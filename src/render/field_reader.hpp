#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/json/value.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::render {

/// Reads the fields of one JSON object; the mirror image of FieldWriter. The first fault is kept
/// with its JSON Pointer; what follows it is left at its default.
class FieldReader {
 public:
  template <class T>
  using Value = T;

  /// Both must outlive the reader.
  FieldReader(const json::Value& object, std::string pointer, std::string& fault);

  void constant(std::string_view key, std::string_view text);
  void flag(std::string_view key, bool& value);
  void text(std::string_view key, std::string& value);
  void optional_text(std::string_view key, std::string& value);
  void boolean(std::string_view key, bool& value);
  template <class Integer>
  requires std::is_integral_v<Integer>
  void integer(std::string_view key, Integer& value) {
    if (const json::Value* json = required(key)) {
      value = static_cast<Integer>(integer_of(key, *json, std::numeric_limits<Integer>::min(),
                                              std::numeric_limits<Integer>::max()));
    }
  }
  template <class Integer>
  void optional_integer(std::string_view key, std::optional<Integer>& value) {
    if (object_.find(key) != nullptr) {
      integer(key, value.emplace());
    }
  }
  void rate(std::string_view key, model::Bps& value) { integer(key, value.value); }
  void optional_rate(std::string_view key, std::optional<model::Bps>& value);
  void share(std::string_view key, double& value);
  void money(std::string_view key, model::Money& value);
  void objective(std::string_view key, evaluation::Objective& value);
  void prepend(std::string_view key, model::Prepend& value);
  void prepends(std::string_view key, config::PrependMap& value);
  void optional_marks(std::string_view key, config::AttributesMap& value);
  void meds(std::string_view key, std::map<model::IpPrefix, std::uint32_t>& value);
  void optional_asns(std::string_view key, std::map<model::IpPrefix, model::Asn>& value);
  void texts(std::string_view key, std::vector<std::string>& value);
  void text_or_texts(std::string_view key, std::vector<std::string>& value);
  void optional_prefixes(std::string_view key, std::vector<model::IpPrefix>& value);
  void communities(std::string_view key, std::vector<model::Community>& value);
  void address(std::string_view key, model::IpAddress& value);
  void entry_range(std::string_view key, std::optional<model::EntryRange>& value);

  template <class Enum, class Table>
  void named(std::string_view key, Enum& value, const Table& table) {
    std::string name;
    text(key, name);
    for (const auto& entry : table) {
      if (entry.name == name) {
        value = entry.value;
        return;
      }
    }
    fail(key, "is not one of the known names");
  }
  template <class Enum, class Table>
  void optional_named(std::string_view key, std::optional<Enum>& value, const Table& table) {
    if (object_.find(key) != nullptr) {
      named(key, value.emplace(), table);
    }
  }
  template <class Describe>
  void object(std::string_view key, const Describe& describe) {
    const json::Value* json = required(key);
    if (json != nullptr && of_kind(key, *json, json::Value::Kind::object, "an object")) {
      FieldReader inner(*json, pointer_to(key), fault_);
      describe(inner);
    }
  }
  template <class T, class Describe>
  void optional_object(std::string_view key, std::optional<T>& value, const Describe& describe) {
    if (object_.find(key) != nullptr) {
      object(key, [&](FieldReader& inner) { describe(inner, value.emplace()); });
    }
  }
  template <class T, class Describe>
  void list(std::string_view key, std::vector<T>& values, const Describe& describe) {
    const json::Value* json = required(key);
    if (json == nullptr || !of_kind(key, *json, json::Value::Kind::array, "a list")) {
      return;
    }
    for (std::size_t i = 0; i < json->items.size() && fault_.empty(); ++i) {
      const std::string at = pointer_to(key) + "/" + std::to_string(i);
      if (json->items[i].kind != json::Value::Kind::object) {
        fault_ = at + " is not an object";
        return;
      }
      FieldReader inner(json->items[i], at, fault_);
      describe(inner, values.emplace_back());
    }
  }
  template <class T, class Describe>
  void optional_list(std::string_view key, std::vector<T>& values, const Describe& describe) {
    if (object_.find(key) != nullptr) {
      list(key, values, describe);
    }
  }
  /// A rule that the fields read so far must keep.
  void require(bool holds, std::string_view message);

 private:
  /// The member, or nullptr after a fault (an earlier one too).
  const json::Value* required(std::string_view key);
  bool of_kind(std::string_view key, const json::Value& json, json::Value::Kind kind,
               std::string_view name);
  model::Int128 integer_of(std::string_view key, const json::Value& json, model::Int128 least,
                           model::Int128 greatest);
  model::Prepend prepend_of(std::string_view key, const json::Value& json);
  void marks(model::RouteAttributes& value);
  /// An object whose keys are prefixes; `read(inner, name, json)` gives the value of each.
  template <class Element, class Read>
  void by_prefix(std::string_view key, const json::Value* json,
                 std::map<model::IpPrefix, Element>& values, const Read& read);
  /// A list of strings, each of which `parse` makes a value of, or nothing; absent: none.
  template <class Element, class Parse>
  void optional_texts(std::string_view key, std::vector<Element>& values, std::string_view fault,
                      const Parse& parse);
  model::Int128 millionths_of(std::string_view key);
  void fail(std::string_view key, std::string_view message);
  [[nodiscard]] std::string pointer_to(std::string_view key) const;

  const json::Value& object_;
  std::string pointer_;
  std::string& fault_;
};

}  // namespace bgpte::render
