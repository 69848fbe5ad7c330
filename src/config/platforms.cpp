#include <array>
#include <cstddef>

#include "emitter.hpp"

namespace bgpte::config {
namespace {

using model::Platform;

constexpr std::int64_t minute = 60;

// Where a vendor states no limit on prepends in one statement, the count is one that was seen to
// work, or a careful one: docs/platforms.md says which.
constexpr std::array rows{
    PlatformRow{.platform = Platform::frr,
                .emit = emit_frr,
                .max_prepend = 64,
                .entries = {1, 65535},
                .name_length = 64,
                .name_extra = "_-.:",
                .jumps = true,
                .needs_policy = true,
                .policy_list = false,
                .edits_policy = true,
                .timer_unit_s = 0,
                .timer_max_units = 0,
                .comment = "!"},
    PlatformRow{.platform = Platform::bird,
                .emit = emit_bird,
                .max_prepend = 64,
                .entries = {0, 0},
                .name_length = 64,
                .name_extra = "_",
                .jumps = false,
                .needs_policy = true,
                .policy_list = false,
                .edits_policy = true,
                .timer_unit_s = 1,
                .timer_max_units = 86400,
                .comment = "#"},
    PlatformRow{.platform = Platform::openbgpd,
                .emit = emit_openbgpd,
                .max_prepend = 64,
                .entries = {0, 0},
                .name_length = 64,
                .name_extra = "_-.:",
                .jumps = false,
                .needs_policy = false,
                .policy_list = true,
                .edits_policy = false,
                .timer_unit_s = 0,
                .timer_max_units = 0,
                .comment = "#"},
    PlatformRow{.platform = Platform::gobgp,
                .emit = emit_gobgp,
                .max_prepend = 64,
                .entries = {0, 0},
                .name_length = 64,
                .name_extra = "_-.:",
                .jumps = false,
                .needs_policy = false,
                .policy_list = true,
                .edits_policy = false,
                .timer_unit_s = 0,
                .timer_max_units = 0,
                .comment = "#"},
    PlatformRow{.platform = Platform::ios_xe,
                .emit = emit_ios_xe,
                .max_prepend = 10,
                .entries = {0, 65535},
                .name_length = 63,
                .name_extra = "_-.:",
                .jumps = true,
                .needs_policy = true,
                .policy_list = false,
                .edits_policy = true,
                .timer_unit_s = minute,
                .timer_max_units = 120,
                .comment = "!"},
    PlatformRow{.platform = Platform::junos,
                .emit = emit_junos,
                .max_prepend = 32,
                .entries = {0, 0},
                .name_length = 63,
                .name_extra = "_-.:",
                .jumps = false,
                .needs_policy = true,
                .policy_list = true,
                .edits_policy = false,
                .timer_unit_s = minute,
                .timer_max_units = 65535,
                .comment = "#"},
    PlatformRow{.platform = Platform::eos,
                .emit = emit_eos,
                .max_prepend = 16,
                .entries = {1, 65535},
                .name_length = 63,
                .name_extra = "_-.:",
                .jumps = true,
                .needs_policy = true,
                .policy_list = false,
                .edits_policy = true,
                .timer_unit_s = 1,
                .timer_max_units = 86399,
                .comment = "!"},
};

Texts no_emitter(const Plan&) {
  return {};
}

}  // namespace

const PlatformRow& row_of(Platform platform) {
  for (const PlatformRow& row : rows) {
    if (row.platform == platform) {
      return row;
    }
  }
  // A platform that scenarios may name and for which there are no rows yet takes no paste.
  static constexpr PlatformRow unknown{.platform = Platform::frr,
                                       .emit = no_emitter,
                                       .max_prepend = 64,
                                       .entries = {0, 0},
                                       .name_length = 64,
                                       .name_extra = "_-.:",
                                       .jumps = false,
                                       .needs_policy = false,
                                       .policy_list = true,
                                       .edits_policy = false,
                                       .timer_unit_s = 0,
                                       .timer_max_units = 0,
                                       .comment = "#"};
  return unknown;
}

}  // namespace bgpte::config
