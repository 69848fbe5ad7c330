// Advice as JSON, and back.
#include "bgpte/json/value.hpp"
#include "bgpte/render/document.hpp"
#include "src/render/advice_fields.hpp"
#include "src/render/field_reader.hpp"
#include "src/render/field_writer.hpp"

namespace bgpte::render {

std::string to_json(const Document& document) {
  std::string json;
  {
    FieldWriter writer(json);
    fields(writer, document);
  }
  return json + "\n";
}

std::variant<Document, std::string> from_json(std::string_view text) {
  const auto parsed = json::parse(text);
  if (const auto* fault = std::get_if<std::string>(&parsed)) {
    return *fault;
  }
  const json::Value& root = std::get<json::Value>(parsed);
  if (root.kind != json::Value::Kind::object) {
    return std::string("the document is not an object");
  }
  if (const json::Value* format = root.find("format");
      format != nullptr && format->text.starts_with("bgpte-scenario/")) {
    return std::string(
        "it is a scenario; bgpte advise SCENARIO --format json -o ADVICE.json makes one of it");
  }
  std::string fault;
  FieldReader reader(root, "", fault);
  Document document;
  fields(reader, document);
  if (!fault.empty()) {
    return fault;
  }
  return document;
}

}  // namespace bgpte::render
