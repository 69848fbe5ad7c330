#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {

/// Two links with room, one prefix on both, nothing to remark.
inline Case quiet() {
  Case c;
  c.link("A", 1000, 300, 0.5);
  c.link("B", 1000, 300, 0.5);
  c.prefix("8.0.0.0/24", {0, 0}, {150, 150});
  c.prefix("8.0.1.0/24", {0, 0}, {150, 150});
  return c;
}

inline model::Link& link(model::Scenario& scenario, const std::string& name) {
  return scenario.links[*model::find_link(scenario, name)];
}

/// Whether a finding proposes something: what is only told about a file may not.
enum class Suggests : std::uint8_t { something, nothing };

/// One row a rule: a scenario in which it fires, what it must say and of whom, and one as like it
/// as can be in which it does not.
struct Row {
  std::string rule;
  std::string subject;
  std::vector<std::string> says;
  std::function<void(Case&)> fires;
  std::function<void(Case&)> does_not;
  std::vector<model::Change> changes{};  ///< The plan that both are looked at under.
  std::size_t findings = 1;              ///< So many of the rule about the subject.
  Suggests suggests = Suggests::something;
};

inline void PrintTo(const Row& row, std::ostream* out) {
  *out << row.rule;
}

}  // namespace bgpte::advice::testing
