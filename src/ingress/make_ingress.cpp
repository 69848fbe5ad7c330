// Makes the ingress model that a scenario asks for.
#include <memory>
#include <stdexcept>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/as_graph/as_graph.hpp"
#include "src/ingress/levers.hpp"
#include "src/ingress/response/response.hpp"
#include "src/ingress/sources/sources.hpp"

namespace bgpte::ingress {

namespace {

std::unique_ptr<const IngressModel> make_plain(const model::Scenario& scenario) {
  switch (scenario.ingress.model) {
    case model::IngressKind::shortest_path:
    case model::IngressKind::sources:
      return std::make_unique<SourcesModel>(scenario);
    case model::IngressKind::response:
      return std::make_unique<ResponseModel>(scenario);
    case model::IngressKind::as_graph:
      return std::make_unique<AsGraphModel>(scenario);
  }
  throw std::logic_error("make_ingress: unknown model");
}

}  // namespace

std::unique_ptr<const IngressModel> make_ingress(const model::Scenario& scenario) {
  if (!model::has_levers(scenario)) {
    return make_plain(scenario);
  }
  return std::make_unique<LeverModel>(scenario, make_plain(plain_scenario(scenario)));
}

}  // namespace bgpte::ingress
