#pragma once

// All that an emitter needs: the plan that it writes down, and what several emitters write alike.
#include <string>
#include <utility>

#include "src/config/notes.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"
#include "src/config/session_plan.hpp"
#include "src/config/text_block.hpp"

namespace bgpte::config {

/// The texts of a part: `look` before and after the change, `transition` both ways, and what
/// confirms it.
[[nodiscard]] inline Texts texts_of(const SessionPlan& plan,
                                    std::string (*look)(const SessionPlan&, Side),
                                    std::string (*transition)(const SessionPlan&, Direction),
                                    std::string confirm) {
  return {.precheck = look(plan, Side::before),
          .apply = transition(plan, Direction::apply),
          .verify = look(plan, Side::after),
          .confirm = std::move(confirm),
          .rollback = transition(plan, Direction::rollback)};
}

}  // namespace bgpte::config
