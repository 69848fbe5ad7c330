#pragma once

#include "bgpte/advice/rules.hpp"

/// Which ports a bill adds up, and what they carry.
namespace bgpte::advice::rule {

/// True if both links are ports of one contract.
[[nodiscard]] bool same_bill(const model::Link& a, const model::Link& b);

/// In bps, at the statistic that the bill looks at.
struct PortRates {
  model::Bps inbound, outbound;
};

/// What the bill of `link` looks at: all ports of its contract together.
[[nodiscard]] PortRates ports_of(const NetworkToday& network, model::LinkIndex link);

}  // namespace bgpte::advice::rule
