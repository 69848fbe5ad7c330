// Changes as arguments of `bgpte whatif`.
#include "bgpte/advice/arguments.hpp"

namespace bgpte::advice {

std::string set_value(const model::Scenario& scenario, const model::Change& change) {
  if (change.to == model::not_announced) {
    return "withdraw";
  }
  std::string prepend = change.to == change.from && change.from_lever != change.to_lever
                            ? ""
                            : std::to_string(static_cast<int>(change.to));
  if (change.from_lever == change.to_lever) {
    return prepend;
  }
  const std::string lever = change.to_lever == model::no_lever
                                ? "none"
                                : scenario.links[change.link].levers[change.to_lever - 1U].name;
  return prepend.empty() ? lever : prepend + "+" + lever;
}

}  // namespace bgpte::advice
