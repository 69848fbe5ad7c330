#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bgpte::model {

/// How bad what a rule noticed is.
enum class Severity : std::uint8_t { info, warning, error };

[[nodiscard]] std::string_view name_of(Severity severity);

/// What a rule noticed. Findings never change the exit status.
struct Finding {
  std::string rule;  ///< Stable id, e.g. "link-congested"; a page in docs/rules.md.
  Severity severity = Severity::info;
  std::string subject;     ///< JSON Pointer into the scenario, e.g. "/links/0".
  std::string message;     ///< What was seen, with numbers.
  std::string suggestion;  ///< What to do about it; empty where nothing is.
  bool cured = false;      ///< The changes of the advice do it already.
  std::string failure{};   ///< The failure that it is about, by name; not part of any file.
  double points = 0;       ///< What an observation is missed by, percent; not part of any file.
  auto operator<=>(const Finding&) const = default;
};

}  // namespace bgpte::model
