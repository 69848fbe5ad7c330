// Populations reweighted to observations, for prefixes that are announced and observed alike.
#include "src/ingress/observations/observed_announcement.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "src/ingress/response/range.hpp"

namespace bgpte::ingress {
namespace {

using Retained = std::vector<std::optional<model::Retained>>;

/// Links in an order of what is known of them, not of their names.
std::vector<model::LinkIndex> order_of_links(
    const model::Advertisement& today,
    const std::vector<ObservedAnnouncement::Experiment>& experiments) {
  std::vector<model::LinkIndex> order(today.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](model::LinkIndex l) {
    std::vector<double> known{static_cast<double>(today[l])};
    for (const ObservedAnnouncement::Experiment& experiment : experiments) {
      known.push_back(experiment.advertise[l]);
      known.push_back(experiment.seen.share[l].value_or(-1));
    }
    // The order of the experiments must not matter either.
    std::sort(known.begin() + 1, known.end());
    return known;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](model::LinkIndex a, model::LinkIndex b) { return key(a) < key(b); });
  return order;
}

/// [link] what the operator expects to stay; empty: he said nothing.
std::vector<StayShares> stay_shares(const Retained& retained) {
  std::vector<StayShares> shares(retained.size());
  for (std::size_t l = 0; l < retained.size(); ++l) {
    if (retained[l]) {
      shares[l] = retained[l]->expected;
    }
  }
  return shares;
}

/// True if all links that carry the prefix were measured.
bool fully_measured(const ObservedAnnouncement::Experiment& experiment) {
  for (std::size_t l = 0; l < experiment.advertise.size(); ++l) {
    if (experiment.advertise.carried_on(l) && !experiment.seen.share[l]) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<ObservedShares> observed_shares(const model::Observation& observation) {
  double all = 0;
  for (const std::optional<model::Bps>& rate : observation.inbound) {
    all += rate ? static_cast<double>(rate->value) : 0;
  }
  if (all <= 0) {
    return std::nullopt;
  }
  ObservedShares seen;
  for (std::size_t l = 0; l < observation.inbound.size(); ++l) {
    const std::optional<model::Bps>& rate = observation.inbound[l];
    seen.share.push_back(rate && observation.advertise.carried_on(l)
                             ? std::optional<double>(static_cast<double>(rate->value) / all)
                             : std::nullopt);
  }
  return seen;
}

namespace {

/// The default population, or that in which the sources of one link hardly move.
std::shared_ptr<const Population> population_of(const ObservedAnnouncement::Inputs& inputs,
                                                const std::optional<model::LinkIndex>& sticky,
                                                const std::vector<model::LinkIndex>& order) {
  const std::tuple key{inputs.today, inputs.open.to_all, sticky, order};
  if (auto known = inputs.populations.find(key)) {
    return known;
  }
  std::vector<StayShares> stays = stay_shares(inputs.retained);
  if (sticky) {
    stays[*sticky] = {sticky_retained};
  }
  auto made = std::make_shared<const PriorPopulation>(default_prior, inputs.today, inputs.open,
                                                      stays, order);
  const std::size_t keys = made->homes().size() * inputs.today.size();
  return inputs.populations.keep(key, std::move(made), keys);
}

}  // namespace

bool ObservedAnnouncement::Experiment::operator<(const Experiment& other) const {
  return std::tie(advertise, seen.spread, seen.share) <
         std::tie(other.advertise, other.seen.spread, other.seen.share);
}

ObservedAnnouncement::ObservedAnnouncement(const Inputs& inputs,
                                           std::vector<Experiment> experiments,
                                           std::vector<model::LinkIndex> sticky)
    : links_(inputs.today.size()),
      measurement_error_(inputs.measurement_error),
      noise_(inputs.noise),
      own_numbers_(inputs.own),
      sticky_(std::move(sticky)),
      has_members_(links_, false) {
  merge(std::move(experiments));
  const std::vector<model::LinkIndex> order = order_of_links(inputs.today, experiments_);
  populations_.push_back(population_of(inputs, std::nullopt, order));
  for (const model::LinkIndex link : sticky_) {
    populations_.push_back(population_of(inputs, link, order));
  }
  for (const auto& population : populations_) {
    std::vector<std::vector<std::uint8_t>> winners;
    for (const Experiment& experiment : experiments_) {
      winners.push_back(population->winners(experiment.advertise));
    }
    classes_.push_back(classify_members(*population, links_, winners));
  }
  for (const std::uint8_t home : classes_.front().home) {
    has_members_[home] = true;
  }
  observed_moves_ = std::make_unique<const ObservedMoves>(classes_.front());
  means_ = observed_moves_->means(classes_.front(), classes_.front().weight);
}

/// Takes the mean of experiments with one advertisement that are as old: they say what their mean
/// says with a smaller error. In an order of their own, not of the scenario.
void ObservedAnnouncement::merge(std::vector<Experiment> experiments) {
  for (Experiment& experiment : experiments) {
    experiment.advertise = experiment.advertise.without_common_prepends();
  }
  std::sort(experiments.begin(), experiments.end());
  for (Experiment& experiment : experiments) {
    const bool again =
        !experiments_.empty() && experiments_.back().advertise == experiment.advertise &&
        experiments_.back().seen.spread == experiment.seen.spread && !experiments_.back().trial &&
        !experiment.trial && fully_measured(experiments_.back()) && fully_measured(experiment);
    if (!again) {
      experiments_.push_back(std::move(experiment));
      continue;
    }
    ObservedShares& mean = experiments_.back().seen;
    for (std::size_t l = 0; l < links_; ++l) {
      if (mean.share[l]) {
        *mean.share[l] += (*experiment.seen.share[l] - *mean.share[l]) / (mean.count + 1);
      }
    }
    ++mean.count;
  }
}

std::optional<ObservedFit> ObservedAnnouncement::fit(std::span<const double> shares,
                                                     std::span<const double> weight,
                                                     const parallel::Deadline& deadline) const {
  const std::vector<ObservedShares> seen = seen_with({});
  ObservedFit result;
  result.shares.assign(shares.begin(), shares.end());
  for (std::size_t v = 0; v < populations_.size(); ++v) {
    result.weight.push_back(v == 0 ? weight[0] : weight[1 + sticky_[v - 1]]);
    result.tilts.emplace_back();
    if (result.weight.back() > 0) {
      std::optional<Fit> fit =
          fit_observations(classes_[v], shares, seen, measurement_error_, deadline);
      if (!fit) {
        return std::nullopt;
      }
      result.tilts.back() = std::move(fit->tilt);
    }
  }
  for (const double sources : {sources_when_one_rises, sources_otherwise}) {
    result.whitening.push_back(whitening(shares, sources, seen));
  }
  return result;
}

/// [experiment] shares; those of trials that are not asked for are not measured.
std::vector<ObservedShares> ObservedAnnouncement::seen_with(
    std::span<const std::size_t> trials) const {
  std::vector<ObservedShares> seen;
  for (const Experiment& experiment : experiments_) {
    seen.push_back(experiment.seen);
    if (experiment.trial &&
        std::find(trials.begin(), trials.end(), *experiment.trial) == trials.end()) {
      seen.back().share.assign(links_, std::nullopt);
    }
  }
  return seen;
}

ObservedFit ObservedAnnouncement::told(std::span<const double> shares,
                                       std::span<const std::size_t> trials) const {
  const std::vector<ObservedShares> seen = seen_with(trials);
  ObservedFit result;
  result.shares.assign(shares.begin(), shares.end());
  for (const double sources : {sources_when_one_rises, sources_otherwise}) {
    result.whitening.push_back(whitening(shares, sources, seen));
  }
  return result;
}

std::size_t ObservedAnnouncement::fit_size() const {
  std::size_t size = 2 * links_ * links_ * experiments_.size() * experiments_.size();
  for (const MemberClasses& classes : classes_) {
    size += classes.home.size();
  }
  return size;
}

void ObservedAnnouncement::fitted_rows(const ObservedFit& fit, const model::Advertisement& x,
                                       std::vector<double>& rows) const {
  for (std::size_t j = 0; j < links_; ++j) {
    for (std::size_t l = 0; l < links_ && has_members_[j]; ++l) {
      rows[j * links_ + l] = j == l ? 1 : 0;
    }
  }
  for (std::size_t v = 0; v < populations_.size(); ++v) {
    if (fit.weight[v] <= 0) {
      continue;
    }
    const std::shared_ptr<const Moves> all = moves(v, x);
    for (const Move& move : *all) {
      const std::size_t home = classes_[v].home[move.cls];
      const double mass = fit.weight[v] * fit.tilts[v][move.cls] * move.mass;
      rows[home * links_ + home] -= mass;
      if (move.to < links_) {
        rows[home * links_ + move.to] += mass;
      }
    }
  }
}

ObservedAnnouncement::Moves ObservedAnnouncement::compute_moves(
    std::size_t population, const model::Advertisement& x) const {
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

std::shared_ptr<const ObservedAnnouncement::Moves> ObservedAnnouncement::moves(
    std::size_t population, const model::Advertisement& x) const {
  const std::pair key(population, x.without_common_prepends());
  if (std::shared_ptr<const Moves> known = moves_.find(key)) {
    return known;
  }
  auto found = std::make_shared<const Moves>(compute_moves(population, key.second));
  const std::size_t size = found->size();
  return moves_.keep(key, std::move(found), size);
}

}  // namespace bgpte::ingress
