#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace bgpte::scenario {

/// The shipped schema in an independent validator (valijson).
class SchemaCheck {
 public:
  SchemaCheck();
  ~SchemaCheck();
  /// Why the schema refuses the document; empty where it accepts it.
  [[nodiscard]] std::string refusal(const nlohmann::json& document) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace bgpte::scenario
