// Rule equal-observations: two prepends of one link under which the same was seen.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

/// An advertisement of a prefix, and the shares that were seen under it, [link].
struct Seen {
  model::Advertisement x;
  std::vector<double> shares;
};

/// Nothing where some link that carries the prefix was not measured.
std::optional<Seen> shares_of(const model::Advertisement& x,
                              const std::vector<std::optional<model::Bps>>& inbound) {
  Seen seen{x.without_common_prepends(), std::vector<double>(x.size(), 0)};
  double all = 0;
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    if (x.carried_on(l) && !inbound[l]) {
      return std::nullopt;
    }
    seen.shares[l] = x.carried_on(l) ? static_cast<double>(inbound[l]->value) : 0;
    all += seen.shares[l];
  }
  for (double& share : seen.shares) {
    share /= std::max(all, 1.0);
  }
  return all > 0 ? std::optional(seen) : std::nullopt;
}

/// The one link on which they differ in a prepend; nothing where it is more or none.
std::optional<model::LinkIndex> one_difference(const model::Advertisement& a,
                                               const model::Advertisement& b) {
  std::optional<model::LinkIndex> found;
  for (model::LinkIndex l = 0; l < a.size(); ++l) {
    if (a[l] == b[l]) {
      continue;
    }
    if (found || !a.carried_on(l) || !b.carried_on(l)) {
      return std::nullopt;
    }
    found = l;
  }
  return found;
}

bool alike(const std::vector<double>& a, const std::vector<double>& b, double error) {
  for (std::size_t l = 0; l < a.size(); ++l) {
    if (std::abs(a[l] - b[l]) > error) {
      return false;
    }
  }
  return true;
}

/// What was seen of a prefix: today, and its observations.
std::vector<Seen> all_seen(const NetworkToday& network, model::PrefixIndex prefix) {
  const model::Scenario& scenario = network.scenario;
  const model::Prefix& of = scenario.prefixes[prefix];
  std::vector<Seen> seen;
  const auto add = [&](std::optional<Seen> one) {
    if (one) {
      seen.push_back(*std::move(one));
    }
  };
  if (of.inbound_kind == model::InboundKind::by_link && !of.advertise.has_levers()) {
    add(shares_of(of.advertise, of.by_link));
  }
  for (const model::Observation& one : scenario.ingress.observations) {
    if (one.prefix == prefix) {
      add(shares_of(one.advertise, one.inbound));
    }
  }
  return seen;
}

}  // namespace

Findings equal_observations(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const double error =
      std::max(2 * scenario.ingress.measurement_error, scenario.ingress.drift.as_double() / 2);
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const std::vector<Seen> seen = all_seen(network, prefix);
    std::set<model::LinkIndex> told;
    for (std::size_t a = 0; a < seen.size(); ++a) {
      for (std::size_t b = a + 1; b < seen.size(); ++b) {
        const auto link = one_difference(seen[a].x, seen[b].x);
        // A link by which nothing enters, or all, cannot tell.
        if (!link || seen[a].shares[*link] < 2 * error || seen[a].shares[*link] > 1 - 2 * error ||
            !alike(seen[a].shares, seen[b].shares, error) || !told.insert(*link).second) {
          continue;
        }
        const int fewer = std::min(seen[a].x[*link], seen[b].x[*link]);
        const int more = std::max(seen[a].x[*link], seen[b].x[*link]);
        const model::Link& at = scenario.links[*link];
        found.push_back(about(
            scenario.prefixes[prefix],
            fmt::format("{} carries {} of inbound to {} with {} prepends and with {}: stripped or "
                        "capped by AS {}, or chosen there by local preference",
                        at.name, percent(seen[a].shares[*link]), name_of(scenario, prefix), fewer,
                        more, at.neighbor_as),
            fmt::format("look at a looking glass behind AS {} whether the prepends are there; with "
                        "{} the path is shorter and the traffic the same",
                        at.neighbor_as, fewer)));
      }
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
