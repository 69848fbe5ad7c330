// Members of populations as classes that observations can tell apart.
#include "src/ingress/observations/observed_members.hpp"

#include "bgpte/ingress/prior.hpp"

namespace bgpte::ingress {
namespace {

/// [link] what the operator expects to stay; empty: he said nothing.
std::vector<StayShares> stay_shares(const std::vector<std::optional<model::Retained>>& retained) {
  std::vector<StayShares> shares(retained.size());
  for (std::size_t l = 0; l < retained.size(); ++l) {
    if (retained[l]) {
      shares[l] = retained[l]->expected;
    }
  }
  return shares;
}

/// The default population, or that in which the sources of one link hardly move.
std::shared_ptr<const Population> population_of(const PopulationInputs& inputs,
                                                Populations& populations,
                                                const std::optional<model::LinkIndex>& sticky) {
  const std::tuple key{inputs.today, inputs.open.to_all, sticky, inputs.order};
  if (auto known = populations.find(key)) {
    return known;
  }
  std::vector<StayShares> stays = stay_shares(inputs.retained);
  if (sticky) {
    stays[*sticky] = {sticky_retained};
  }
  auto made = std::make_shared<const PriorPopulation>(default_prior, inputs.today, inputs.open,
                                                      stays, inputs.order);
  const std::size_t keys = made->homes().size() * inputs.today.size();
  return populations.keep(key, std::move(made), keys);
}

}  // namespace

ObservedMembers::ObservedMembers(const PopulationInputs& inputs, Populations& populations,
                                 const std::vector<model::LinkIndex>& sticky,
                                 const std::vector<model::Advertisement>& tried)
    : links_(inputs.today.size()), has_members_(links_, false) {
  populations_.push_back(population_of(inputs, populations, std::nullopt));
  for (const model::LinkIndex link : sticky) {
    populations_.push_back(population_of(inputs, populations, link));
  }
  for (const auto& population : populations_) {
    std::vector<std::vector<std::uint8_t>> winners;
    for (const model::Advertisement& advertise : tried) {
      winners.push_back(population->winners(advertise));
    }
    classes_.push_back(classify_members(*population, links_, winners));
  }
  for (const std::uint8_t home : classes_.front().home) {
    has_members_[home] = true;
  }
  observed_moves_ = std::make_unique<const ObservedMoves>(classes_.front());
  means_ = observed_moves_->means(classes_.front(), classes_.front().weight);
}

ObservedMembers::Moves ObservedMembers::compute_moves(std::size_t population,
                                                      const model::Advertisement& x) const {
  const MemberClasses& classes = classes_[population];
  const std::vector<std::uint8_t> winners = populations_[population]->winners(x);
  const std::vector<std::uint8_t>& homes = populations_[population]->homes();
  const std::vector<double>& weights = populations_[population]->weights();
  Moves found;
  std::vector<std::uint32_t> place(classes.home.size() * (links_ + 1), 0);
  for (std::size_t m = 0; m < winners.size(); ++m) {
    if (winners[m] == homes[m]) {
      continue;
    }
    const std::uint32_t cls = classes.of_member[m];
    std::uint32_t& at = place[cls * (links_ + 1) + winners[m]];
    if (at == 0) {
      found.push_back({cls, winners[m], 0});
      at = static_cast<std::uint32_t>(found.size());
    }
    found[at - 1].mass += weights[m];
  }
  return found;
}

std::shared_ptr<const ObservedMembers::Moves> ObservedMembers::moves(
    std::size_t population, const model::Advertisement& x) const {
  const std::pair key(population, x.without_common_prepends());
  if (std::shared_ptr<const Moves> known = moves_.find(key)) {
    return known;
  }
  auto found = std::make_shared<const Moves>(compute_moves(population, key.second));
  const std::size_t size = found->size();
  return moves_.keep(key, std::move(found), size);
}

std::size_t ObservedMembers::size() const {
  std::size_t size = 0;
  for (const MemberClasses& classes : classes_) {
    size += classes.of_member.size() / 2 + classes.home.size() * 8;
  }
  return size;
}

}  // namespace bgpte::ingress
