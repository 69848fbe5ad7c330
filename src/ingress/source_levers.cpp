// Levers that concern some sources only: which part they are, and what they do.
#include "src/ingress/source_levers.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace bgpte::ingress {
namespace {

/// The AS number that a name such as "AS64502, on both exchanges" begins with; else 0.
model::Asn asn_in_name(std::string_view name) {
  model::Asn asn = 0;
  if (name.starts_with("AS")) {
    std::from_chars(name.data() + 2, name.data() + name.size(), asn);
  }
  return asn;
}

bool is_of(const model::SourceGroup& group, const std::vector<model::Asn>& sources) {
  if (group.asns.empty()) {
    return std::find(sources.begin(), sources.end(), asn_in_name(group.name)) != sources.end();
  }
  return std::any_of(group.asns.begin(), group.asns.end(), [&](model::Asn asn) {
    return std::find(sources.begin(), sources.end(), asn) != sources.end();
  });
}

/// The scenario as its source groups have it: nothing measured, no levers.
model::Scenario as_listed(model::Scenario scenario) {
  for (model::Link& link : scenario.links) {
    link.levers.clear();
  }
  for (model::Prefix& prefix : scenario.prefixes) {
    prefix.inbound_kind = model::InboundKind::absent;
    prefix.by_link.clear();
    prefix.advertise = prefix.advertise.without_levers();
  }
  return scenario;
}

}  // namespace

std::vector<SourceLever> source_levers(const model::Scenario& scenario,
                                       const MakePlain& make_plain) {
  std::vector<SourceLever> found;
  std::shared_ptr<const IngressModel> all;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const std::vector<model::Lever>& levers = scenario.links[l].levers;
    for (std::size_t i = 0; i < levers.size(); ++i) {
      if (levers[i].sources.empty()) {
        continue;
      }
      SourceLever one{l, i, std::vector<double>(scenario.prefixes.size(), levers[i].part), nullptr};
      for (const auto& [prefix, part] : levers[i].part_of_prefix) {
        one.part[prefix] = part;
      }
      model::Scenario listed = as_listed(scenario);
      std::erase_if(listed.ingress.sources, [&](const model::SourceGroup& group) {
        return !is_of(group, levers[i].sources);
      });
      if (scenario.ingress.model == model::IngressKind::sources &&
          !listed.ingress.sources.empty()) {
        all = all ? all : make_plain(as_listed(scenario));
        one.only = make_plain(listed);
        for (model::PrefixIndex p = 0; p < one.part.size(); ++p) {
          const auto of = static_cast<double>(all->today().home[p][l].value);
          const auto own = static_cast<double>(one.only->today().home[p][l].value);
          one.part[p] = of > 0 ? std::min(1.0, own / of) : 0;
        }
      }
      found.push_back(std::move(one));
    }
  }
  return found;
}

}  // namespace bgpte::ingress
