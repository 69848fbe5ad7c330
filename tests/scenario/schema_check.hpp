#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bgpte/scenario/load.hpp"

namespace bgpte::scenario {

/// A shipped schema in an independent validator (valijson).
class SchemaCheck {
 public:
  explicit SchemaCheck(std::string_view text = schema());
  ~SchemaCheck();
  /// Why the schema refuses the document; empty where it accepts it.
  [[nodiscard]] std::string refusal(const nlohmann::json& document) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace bgpte::scenario
