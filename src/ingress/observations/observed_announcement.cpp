// Populations reweighted to observations, for prefixes that are announced and observed alike.
#include "src/ingress/observations/observed_announcement.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "src/ingress/response/range.hpp"

namespace bgpte::ingress {
namespace {

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

}  // namespace

std::optional<ObservedShares> observed_shares(const model::Observation& observation) {
  double all = 0;
  for (const std::optional<model::Bps>& rate : observation.inbound) {
    all += rate ? static_cast<double>(rate->value) : 0;
  }
  if (all <= 0 || !model::links_of_a_cover(observation).empty()) {
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

/// The members of the populations, shared by all that were tried alike.
std::shared_ptr<const ObservedMembers> members_of(
    const ObservedAnnouncement::Inputs& inputs, const std::vector<model::LinkIndex>& sticky,
    const std::vector<ObservedAnnouncement::Experiment>& experiments) {
  const std::vector<model::LinkIndex> order = order_of_links(inputs.today, experiments);
  std::vector<model::Advertisement> tried;
  for (const ObservedAnnouncement::Experiment& experiment : experiments) {
    tried.push_back(experiment.advertise);
  }
  const std::tuple key{inputs.today, inputs.open.to_all, order, sticky, tried};
  if (auto known = inputs.shared.members.find(key)) {
    return known;
  }
  auto made = std::make_shared<const ObservedMembers>(
      PopulationInputs{inputs.today, inputs.open, inputs.retained, order},
      inputs.shared.populations, sticky, tried);
  const std::size_t size = made->size();
  return inputs.shared.members.keep(key, std::move(made), size);
}

}  // namespace

bool ObservedAnnouncement::Experiment::fully_measured() const {
  for (std::size_t l = 0; l < advertise.size(); ++l) {
    if (advertise.carried_on(l) && !seen.share[l]) {
      return false;
    }
  }
  return true;
}

bool ObservedAnnouncement::Experiment::operator<(const Experiment& other) const {
  return std::tie(advertise, seen.spread, of_one_prefix, seen.share) <
         std::tie(other.advertise, other.seen.spread, other.of_one_prefix, other.seen.share);
}

ObservedAnnouncement::ObservedAnnouncement(const Inputs& inputs,
                                           std::vector<Experiment> experiments,
                                           std::vector<model::LinkIndex> sticky)
    : links_(inputs.today.size()),
      measurement_error_(inputs.measurement_error),
      noise_(inputs.noise),
      own_numbers_(inputs.own),
      sticky_(std::move(sticky)) {
  merge(std::move(experiments));
  members_ = members_of(inputs, sticky_, experiments_);
}

namespace {

/// True if two measurements of all links differ by no more than their errors can explain.
bool agree(const ObservedShares& a, const ObservedShares& b, double measurement_error) {
  for (std::size_t l = 0; l < a.share.size(); ++l) {
    if (std::abs(a.share[l].value_or(0) - b.share[l].value_or(0)) > 4 * measurement_error) {
      return false;
    }
  }
  return true;
}

}  // namespace

/// Takes the mean of experiments with one advertisement that are as old and agree: they say what
/// their mean says with a smaller error. In an order of their own, not of the scenario.
void ObservedAnnouncement::merge(std::vector<Experiment> experiments) {
  for (Experiment& experiment : experiments) {
    experiment.advertise = experiment.advertise.without_common_prepends();
  }
  std::sort(experiments.begin(), experiments.end());
  for (Experiment& experiment : experiments) {
    const bool again =
        !experiments_.empty() && experiments_.back().advertise == experiment.advertise &&
        experiments_.back().seen.spread == experiment.seen.spread && !experiments_.back().trial &&
        !experiment.trial && experiments_.back().of_one_prefix == experiment.of_one_prefix &&
        experiments_.back().fully_measured() && experiment.fully_measured() &&
        agree(experiments_.back().seen, experiment.seen, measurement_error_);
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
  for (std::size_t v = 0; v < members_->populations(); ++v) {
    result.weight.push_back(v == 0 ? weight[0] : weight[1 + sticky_[v - 1]]);
    result.tilts.emplace_back();
    if (result.weight.back() > 0) {
      std::optional<Fit> fit =
          fit_observations(members_->classes(v), shares, seen, measurement_error_, deadline);
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

std::optional<std::size_t> ObservedAnnouncement::experiment_of(
    const model::Advertisement& x) const {
  const model::Advertisement wanted = x.without_common_prepends();
  for (std::size_t e = 0; e < experiments_.size(); ++e) {
    if (experiments_[e].advertise == wanted) {
      return e;
    }
  }
  return std::nullopt;
}

std::size_t ObservedAnnouncement::fit_size() const {
  std::size_t size = 2 * links_ * links_ * experiments_.size() * experiments_.size();
  for (std::size_t v = 0; v < members_->populations(); ++v) {
    size += members_->classes(v).home.size();
  }
  return size;
}

void ObservedAnnouncement::fitted_rows(const ObservedFit& fit, const model::Advertisement& x,
                                       std::vector<double>& rows) const {
  for (std::size_t j = 0; j < links_; ++j) {
    for (std::size_t l = 0; l < links_ && members_->has_members(j); ++l) {
      rows[j * links_ + l] = j == l ? 1 : 0;
    }
  }
  for (std::size_t v = 0; v < members_->populations(); ++v) {
    if (fit.weight[v] <= 0) {
      continue;
    }
    const std::vector<std::uint8_t>& homes = members_->classes(v).home;
    const std::shared_ptr<const ObservedMembers::Moves> all = members_->moves(v, x);
    for (const ObservedMembers::Move& move : *all) {
      const std::size_t home = homes[move.cls];
      const double mass = fit.weight[v] * fit.tilts[v][move.cls] * move.mass;
      rows[home * links_ + home] -= mass;
      if (move.to < links_) {
        rows[home * links_ + move.to] += mass;
      }
    }
  }
}

}  // namespace bgpte::ingress
