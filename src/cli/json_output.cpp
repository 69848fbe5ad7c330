// JSON results by means of nlohmann/json, the only source of this module that includes it.
#include "src/cli/json_output.hpp"

#include <nlohmann/json.hpp>

namespace bgpte::cli {

namespace {

using nlohmann::ordered_json;

ordered_json converted(const JsonOutput& output);

struct Converter {
  ordered_json operator()(std::monostate /*null*/) const { return nullptr; }
  ordered_json operator()(const JsonOutput::Array& items) const {
    ordered_json array = ordered_json::array();
    for (const JsonOutput& item : items) {
      array.push_back(converted(item));
    }
    return array;
  }
  ordered_json operator()(const JsonOutput::Object& members) const {
    ordered_json object = ordered_json::object();
    for (const auto& [name, value] : members) {
      object[name] = converted(value);
    }
    return object;
  }
  ordered_json operator()(const auto& scalar) const { return scalar; }
};

ordered_json converted(const JsonOutput& output) {
  return std::visit(Converter{}, output.value());
}

}  // namespace

std::string to_text(const JsonOutput& document, int indent, BadUtf8 bad) {
  const auto handler = bad == BadUtf8::replace ? ordered_json::error_handler_t::replace
                                               : ordered_json::error_handler_t::strict;
  return converted(document).dump(indent, ' ', false, handler) + "\n";
}

}  // namespace bgpte::cli
