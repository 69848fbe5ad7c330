// Makes the ingress model that a scenario asks for.
#include <memory>
#include <optional>
#include <stdexcept>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/as_graph/as_graph.hpp"
#include "src/ingress/levers.hpp"
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

/// The scenario in which a prefix that is announced nowhere is announced as the one that it
/// follows: today its sources enter by that one's links. Nothing where there is no such prefix.
std::optional<model::Scenario> with_followed(const model::Scenario& scenario) {
  std::optional<model::Scenario> result;
  const auto covering = model::longest_covering(scenario);
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Advertisement& today = model::followed_today(scenario, covering, p);
    if (scenario.prefixes[p].advertise != today) {
      result = result ? std::move(result) : std::optional(scenario);
      result->prefixes[p].advertise = today;
    }
  }
  return result;
}

}  // namespace

std::unique_ptr<const IngressModel> make_ingress(const model::Scenario& as_given,
                                                 const Effort& effort) {
  const std::optional<model::Scenario> followed = with_followed(as_given);
  const model::Scenario& scenario = followed ? *followed : as_given;
  const auto plain = [&](const model::Scenario& of) { return make_plain(of, effort); };
  if (!model::has_levers(scenario)) {
    return plain(scenario);
  }
  return std::make_unique<LeverModel>(scenario, plain(plain_scenario(scenario)),
                                      source_levers(scenario, plain));
}

}  // namespace bgpte::ingress
