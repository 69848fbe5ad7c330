// Makes the ingress model that a scenario asks for.
#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/as_graph/as_graph.hpp"
#include "src/ingress/levers.hpp"
#include "src/ingress/longest_match.hpp"
#include "src/ingress/originated.hpp"
#include "src/ingress/response/response.hpp"
#include "src/ingress/sources/sources.hpp"

namespace bgpte::ingress {

namespace {

std::unique_ptr<const IngressModel> make_kind(const model::Scenario& scenario,
                                              const Effort& effort) {
  switch (scenario.ingress.model) {
    case model::IngressKind::shortest_path:
    case model::IngressKind::sources:
      return std::make_unique<SourcesModel>(scenario);
    case model::IngressKind::response:
      return std::make_unique<ResponseModel>(scenario, effort);
    case model::IngressKind::as_graph:
      return std::make_unique<AsGraphModel>(scenario);
  }
  throw std::logic_error("make_ingress: unknown model");
}

std::unique_ptr<const IngressModel> make_plain(const model::Scenario& scenario,
                                               const Effort& effort) {
  if (!has_shorter_paths(scenario)) {
    return make_kind(scenario, effort);
  }
  return std::make_unique<OriginatedModel>(scenario,
                                           make_kind(with_shorter_paths(scenario), effort));
}

/// The scenario in which each prefix is announced as what it follows today, and less specifics for
/// sources that do not hear that: by those links its sources enter. Nothing where that is so.
/// Takes the announcements from `today` [prefix].
std::optional<model::Scenario> with_followed(const model::Scenario& scenario,
                                             const std::vector<model::Advertisement>& today) {
  std::optional<model::Scenario> result;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    model::Advertisement all = with_less_specifics(today[p]);
    if (all.carried_count() > 0 && scenario.prefixes[p].advertise != all) {
      result = result ? std::move(result) : std::optional(scenario);
      result->prefixes[p].advertise = std::move(all);
    }
  }
  return result;
}

std::unique_ptr<const IngressModel> with_levers(const model::Scenario& scenario,
                                                const Effort& effort) {
  const auto plain = [&](const model::Scenario& of) { return make_plain(of, effort); };
  if (!model::has_levers(scenario)) {
    return plain(scenario);
  }
  return std::make_unique<LeverModel>(scenario, plain(plain_scenario(scenario)),
                                      source_levers(scenario, plain));
}

/// [prefix] what it follows today, where there are prefixes within prefixes; else empty.
std::vector<model::Advertisement> matches_today(const model::Scenario& scenario) {
  const auto covering = model::longest_covering(scenario);
  std::vector<model::Advertisement> today;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    if (covering[p]) {
      today.resize(scenario.prefixes.size());
    }
  }
  for (model::PrefixIndex p = 0; p < today.size(); ++p) {
    today[p] = model::match_today(scenario, covering, p);
  }
  return today;
}

/// The scenario in which prefixes with less specifics today are announced as their first alone, and
/// have what enters by its links. `today` [prefix], of which others have no links; `measured` are
/// their home cells.
model::Scenario with_first_alone(model::Scenario scenario,
                                 const std::vector<model::Advertisement>& today,
                                 const TodayTraffic& measured) {
  for (model::PrefixIndex p = 0; p < today.size(); ++p) {
    if (today[p].size() == 0) {
      continue;
    }
    model::Prefix& prefix = scenario.prefixes[p];
    prefix.advertise = today[p].without_less_specifics();
    prefix.inbound_kind = model::InboundKind::by_link;
    prefix.by_link.assign(scenario.links.size(), std::nullopt);
    for (model::LinkIndex l = 0; l < prefix.by_link.size(); ++l) {
      if (prefix.advertise.carried_on(l)) {
        prefix.by_link[l] = measured.home[p][l];
      }
    }
  }
  return scenario;
}

}  // namespace

std::unique_ptr<const IngressModel> make_ingress(const model::Scenario& scenario,
                                                 const Effort& effort) {
  std::vector<model::Advertisement> today = matches_today(scenario);
  if (today.empty()) {
    return with_levers(scenario, effort);
  }
  const std::optional<model::Scenario> followed = with_followed(scenario, today);
  for (model::Advertisement& x : today) {
    x = x.less_specifics().empty() ? model::Advertisement() : x;
  }
  std::unique_ptr<const IngressModel> plain = with_levers(followed ? *followed : scenario, effort);
  std::unique_ptr<const IngressModel> own;
  if (std::any_of(today.begin(), today.end(),
                  [](const model::Advertisement& x) { return x.size() > 0; })) {
    own = with_levers(with_first_alone(scenario, today, plain->today()), effort);
  }
  return std::make_unique<LongestMatchModel>(scenario, std::move(today), std::move(plain),
                                             std::move(own));
}

}  // namespace bgpte::ingress
