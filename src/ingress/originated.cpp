// Prefixes that a provider originates itself: its path is one AS shorter than ours.
#include "src/ingress/originated.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace bgpte::ingress {
namespace {

/// `x` as sources see it: one AS longer by every link but the one whose provider originates it.
model::Advertisement as_seen(model::Advertisement x,
                             const std::optional<model::LinkIndex>& shorter) {
  for (model::LinkIndex l = 0; shorter && l < x.size(); ++l) {
    if (l != *shorter && x.carried_on(l)) {
      x[l] = static_cast<model::Prepend>(x[l] + 1);
    }
  }
  return x;
}

}  // namespace

bool has_shorter_paths(const model::Scenario& scenario) {
  return scenario.ingress.model != model::IngressKind::sources &&
         std::any_of(scenario.prefixes.begin(), scenario.prefixes.end(),
                     [](const model::Prefix& prefix) { return prefix.originated_by.has_value(); });
}

model::Scenario with_shorter_paths(const model::Scenario& scenario) {
  model::Scenario seen = scenario;
  for (model::Prefix& prefix : seen.prefixes) {
    prefix.advertise = as_seen(prefix.advertise, prefix.originated_by);
  }
  for (model::Observation& observation : seen.ingress.observations) {
    if (observation.prefix) {
      observation.advertise =
          as_seen(observation.advertise, scenario.prefixes[*observation.prefix].originated_by);
    }
  }
  return seen;
}

OriginatedModel::OriginatedModel(const model::Scenario& scenario,
                                 std::unique_ptr<const IngressModel> plain)
    : plain_(std::move(plain)) {
  std::map<Behaviour, std::size_t> known;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const Behaviour behaviour{plain_->behaviour(p), scenario.prefixes[p].originated_by};
    const auto [entry, added] = known.try_emplace(behaviour, behaviours_.size());
    if (added) {
      behaviours_.push_back(behaviour);
    }
    behaviour_of_.push_back(entry->second);
  }
}

Forecast OriginatedModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                   std::span<const double> home) const {
  return plain_->forecast(prefix, as_seen(x, shorter(prefix)), home);
}

std::vector<double> OriginatedModel::deviations(model::PrefixIndex prefix,
                                                const model::Advertisement& x,
                                                std::span<const double> home) const {
  return plain_->deviations(prefix, as_seen(x, shorter(prefix)), home);
}

std::vector<Forecast> OriginatedModel::forecasts_after(
    model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
    const std::vector<std::vector<model::Advertisement>>& tried) const {
  std::vector<std::vector<model::Advertisement>> seen = tried;
  for (std::vector<model::Advertisement>& list : seen) {
    for (model::Advertisement& one : list) {
      one = as_seen(std::move(one), shorter(prefix));
    }
  }
  return plain_->forecasts_after(prefix, as_seen(x, shorter(prefix)), home, seen);
}

std::shared_ptr<const Transition> OriginatedModel::transition(std::size_t behaviour,
                                                              const model::Advertisement& x) const {
  const Behaviour& here = behaviours_[behaviour];
  return plain_->transition(here.plain, as_seen(x, here.shorter));
}

std::shared_ptr<const Transition> OriginatedModel::high_floor(std::size_t behaviour,
                                                              const model::Advertisement& x,
                                                              std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  return plain_->high_floor(here.plain, as_seen(x, here.shorter), home);
}

std::optional<int> OriginatedModel::longest_gap() const {
  const std::optional<int> gap = plain_->longest_gap();
  return gap ? std::optional(*gap + 1) : std::nullopt;
}

}  // namespace bgpte::ingress
