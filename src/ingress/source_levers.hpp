#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// A lever that concerns some sources only (docs/ingress.md, "Levers").
struct SourceLever {
  model::LinkIndex link = 0;
  std::size_t lever = 0;     ///< Index in Link::levers.
  std::vector<double> part;  ///< [prefix] what these sources are of what enters there today.
  /// Knows these sources alone; null: they behave as all others.
  std::shared_ptr<const IngressModel> only;
};

/// Makes a model that knows prepends only.
using MakePlain = std::function<std::unique_ptr<const IngressModel>(const model::Scenario&)>;

/// The levers with `sources`. Where source groups are listed with these AS numbers their part and
/// what they do come from them, else the part is the lever's own.
[[nodiscard]] std::vector<SourceLever> source_levers(const model::Scenario& scenario,
                                                     const MakePlain& make_plain);

}  // namespace bgpte::ingress
