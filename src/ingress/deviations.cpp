// Standard deviations of models that say only a range.
#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/response/range.hpp"

namespace bgpte::ingress {

std::vector<double> IngressModel::deviations(model::PrefixIndex prefix,
                                             const model::Advertisement& x,
                                             std::span<const double> home) const {
  const Forecast range = forecast(prefix, x, home);
  std::vector<double> result;
  for (std::size_t l = 0; l < range.expected.size(); ++l) {
    result.push_back((range.high[l] - range.low[l]) / (2 * ninety_percent));
  }
  return result;
}

}  // namespace bgpte::ingress
