#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <stdexcept>

#include "src/ingress/response/response.hpp"

namespace bgpte::ingress {
namespace {

/// A variant with less weight than this adds nothing to the estimate.
constexpr double least_weight = 1e-6;
/// Prefixes fitted in advance to tell how well observations are met; the others fit when asked.
constexpr std::size_t fitted_in_advance = 64;

/// Shares of what an observation measured; nothing where that is nothing.
std::optional<SeenShares> seen_shares(const model::Observation& observation) {
  double all = 0;
  for (const std::optional<model::Bps>& rate : observation.inbound) {
    all += rate ? static_cast<double>(rate->value) : 0;
  }
  if (all <= 0) {
    return std::nullopt;
  }
  SeenShares seen;
  for (std::size_t l = 0; l < observation.inbound.size(); ++l) {
    const std::optional<model::Bps>& rate = observation.inbound[l];
    seen.share.push_back(rate && observation.advertise.carried_on(l)
                             ? std::optional<double>(static_cast<double>(rate->value) / all)
                             : std::nullopt);
  }
  return seen;
}

bool concerns(const model::Observation& observation, model::PrefixIndex prefix) {
  return !observation.prefix || *observation.prefix == prefix;
}

std::vector<double> shares_of(const std::vector<model::Bps>& cells) {
  double all = 0;
  std::vector<double> shares;
  for (const model::Bps cell : cells) {
    shares.push_back(static_cast<double>(cell.value));
    all += shares.back();
  }
  for (double& share : shares) {
    share = all > 0 ? share / all : 0;
  }
  return shares;
}

double worst(const std::vector<double>& residual) {
  double most = 0;
  for (const double r : residual) {
    most = std::max(most, std::abs(r));
  }
  return most;
}

}  // namespace

std::vector<double> ResponseModel::misfits(const model::Scenario& scenario,
                                           const std::vector<std::size_t>& situation) const {
  // r: the error of each variant, fitted to today's shares alone, on every observation.
  const double drift = std::max(drift_, 1e-4);
  std::vector<double> misfit(variants(), 0);
  for (const model::Observation& observation : scenario.ingress.observations) {
    const std::optional<SeenShares> seen = seen_shares(observation);
    if (!seen) {
      continue;
    }
    // Prefixes announced alike count as one.
    std::map<std::size_t, std::vector<model::Bps>> homes;
    const auto add = [&](model::PrefixIndex p) {
      std::vector<model::Bps>& home = homes.try_emplace(situation[p], links_).first->second;
      for (std::size_t l = 0; l < links_; ++l) {
        home[l] += today_.home[p][l];
      }
    };
    if (observation.prefix) {
      add(*observation.prefix);
    }
    for (std::size_t p = 0; p < scenario.prefixes.size() && !observation.prefix; ++p) {
      add(p);
    }
    std::vector<std::vector<double>> flow(variants(), std::vector<double>(links_, 0));
    double all = 0;
    for (const auto& [number, cells] : homes) {
      std::vector<double> home;
      for (const model::Bps cell : cells) {
        home.push_back(static_cast<double>(cell.value));
        all += home.back();
      }
      const Behaviour plain{number, std::nullopt, {}, {}, {}};
      const View view{&plain, rows(number, observation.advertise, Scope::range), nullptr};
      for (std::size_t v = 0; v < variants(); ++v) {
        const std::vector<double> part = predicted(view, home, v, cells);
        for (std::size_t l = 0; l < links_; ++l) {
          flow[v][l] += part[l];
        }
      }
    }
    if (all <= 0) {
      continue;
    }
    for (std::size_t v = 0; v < variants(); ++v) {
      for (double& share : flow[v]) {
        share /= all;
      }
      for (const double r : residual_of(*seen, flow[v])) {
        misfit[v] += r * r / (2 * drift * drift);
      }
    }
  }
  return misfit;
}

/// Only populations can be an estimate: redistribution is a bound, and it would not keep the
/// promise that more prepends never raise a link's share. So the best of them sets the scale,
/// however well a redistribution or a dropped variant would fit.
std::vector<double> ResponseModel::weights_of(const std::vector<double>& misfit,
                                              const std::vector<bool>& dropped) const {
  const auto speaks = [&](std::size_t v) {
    const Variant::Kind kind = variants_[v].kind;
    return !dropped[v] && (kind == Variant::Kind::prior || kind == Variant::Kind::sticky);
  };
  double least = misfit[0];  // The default is never dropped.
  for (std::size_t v = 1; v < variants(); ++v) {
    least = speaks(v) ? std::min(least, misfit[v]) : least;
  }
  std::vector<double> weight;
  double all = 0;
  for (std::size_t v = 0; v < variants(); ++v) {
    const double value = speaks(v) ? std::exp(least - misfit[v]) : 0;
    weight.push_back(value < least_weight ? 0 : value);
    all += weight.back();
  }
  for (double& part : weight) {
    part /= all;
  }
  return weight;
}

void ResponseModel::build_behaviours(const model::Scenario& scenario,
                                     const std::vector<std::size_t>& situation) {
  const std::vector<model::Observation>& observations = scenario.ingress.observations;
  std::vector<std::optional<SeenShares>> seen;
  for (const model::Observation& observation : observations) {
    seen.push_back(seen_shares(observation));
    observations_ += seen.back() ? 1 : 0;
  }
  const std::vector<double> misfit =
      observations_ > 0 ? misfits(scenario, situation) : std::vector<double>{};
  std::vector<std::vector<std::size_t>> concerning(scenario.prefixes.size());
  for (std::size_t o = 0; o < observations.size(); ++o) {
    if (seen[o] && observations[o].prefix) {
      concerning[*observations[o].prefix].push_back(o);
    }
    for (std::size_t p = 0; p < concerning.size() && seen[o] && !observations[o].prefix; ++p) {
      concerning[p].push_back(o);
    }
  }
  std::map<Behaviour, std::size_t> known;
  std::map<Situation, std::size_t> situations;
  for (std::size_t s = 0; s < situations_.size(); ++s) {
    situations.emplace(situations_[s], s);
  }
  std::map<std::pair<std::size_t, std::vector<std::size_t>>, std::size_t> observed;
  std::map<std::pair<std::size_t, std::vector<bool>>, std::vector<bool>> drops;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour;
    behaviour.situation = situation[p];
    const std::vector<double> shares = shares_of(today_.home[p]);
    const bool traffic = std::any_of(shares.begin(), shares.end(), [](double s) { return s > 0; });
    const std::vector<std::size_t> own = traffic ? concerning[p] : std::vector<std::size_t>{};
    Situation now = situations_[situation[p]];
    for (const std::size_t o : own) {
      for (std::size_t l = 0; l < links_; ++l) {
        // A peer that is seen to attract others' sources can be reached by them.
        now.open[l] = now.open[l] || seen[o]->share[l].value_or(0) > shares[l];
      }
    }
    if (!own.empty()) {
      const auto [entry, added] = situations.try_emplace(now, situations_.size());
      if (added) {
        situations_.push_back(now);
      }
      behaviour.situation = entry->second;
      const auto [fit, fresh] = observed.try_emplace({behaviour.situation, own}, observed_.size());
      if (fresh) {
        std::vector<ObservedSituation::Sight> sights;
        for (const std::size_t o : own) {
          sights.push_back({observations[o].advertise, *seen[o], observations[o].source});
        }
        observed_.push_back(std::make_unique<ObservedSituation>(
            now.today, now.open, retained_, std::move(sights), measurement_error_));
      }
      behaviour.observed = fit->second;
      behaviour.measured = today_.home[p];
    }
    std::vector<bool> support;
    for (const double share : shares) {
      support.push_back(share > 0);
    }
    const auto [drop, first] = drops.try_emplace({behaviour.situation, support});
    if (first) {
      drop->second = dropped(behaviour.situation, today_.home[p]);
    }
    behaviour.dropped = drop->second;
    if (!misfit.empty()) {
      behaviour.weight = weights_of(misfit, behaviour.dropped);
    }
    const auto [entry, added] = known.try_emplace(std::move(behaviour), behaviours_.size());
    if (added) {
      behaviours_.push_back(entry->first);
    }
    behaviour_of_.push_back(entry->second);
  }
}

std::shared_ptr<const ResponseModel::Fitted> ResponseModel::fitted(std::size_t behaviour) const {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = fits_.find(behaviour); found != fits_.end()) {
      return found->second;
    }
  }
  const Behaviour& here = behaviours_[behaviour];
  const ObservedSituation& observed = *observed_[*here.observed];
  const std::vector<double> shares = shares_of(here.measured);
  auto fit = std::make_shared<Fitted>();
  fit->tilts = observed.fit(shares);

  // A variant that the observations contradict leaves the range.
  std::vector<double> misfit(variants(), 0);
  for (const ObservedSituation::Sight& sight : observed.sights()) {
    if (attracts_the_same(sight.advertise, situations_[here.situation].today)) {
      continue;
    }
    const View view{&here, rows(here.situation, sight.advertise, Scope::range),
                    std::make_shared<const std::vector<double>>(
                        observed.matrices(fit->tilts, sight.advertise))};
    for (std::size_t v = 0; v < variants(); ++v) {
      const std::vector<double> flow = predicted(view, shares, v, here.measured);
      misfit[v] = std::max(misfit[v], worst(residual_of(sight.seen, flow)));
    }
  }
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t v = 0; v < variants(); ++v) {
    least = here.dropped[v] ? least : std::min(least, misfit[v]);
  }
  const double limit = std::max(least, 2 * std::max(measurement_error_, drift_));
  for (std::size_t v = 0; v < variants(); ++v) {
    fit->in_range.push_back(misfit[v] <= limit);
  }
  const std::unique_lock lock(mutex_);
  if (fits_.size() >= entries_of(observed.cells())) {
    fits_.clear();
  }
  return fits_.try_emplace(behaviour, std::move(fit)).first->second;
}

void ResponseModel::tell_residuals(const model::Scenario& scenario) {
  if (observed_.empty()) {
    return;
  }
  for (const model::Observation& observation : scenario.ingress.observations) {
    const std::optional<SeenShares> seen = seen_shares(observation);
    if (!seen) {
      continue;
    }
    std::vector<double> flow(links_, 0);
    double all = 0;
    for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
      const std::size_t b = behaviour_of_[p];
      if (!concerns(observation, p) || b >= fitted_in_advance) {
        continue;
      }
      const std::shared_ptr<const Transition> expected = transition(b, observation.advertise);
      for (std::size_t j = 0; j < links_; ++j) {
        const auto home = static_cast<double>(today_.home[p][j].value);
        all += home;
        for (std::size_t l = 0; l < links_; ++l) {
          flow[l] += home * expected->at(j, l);
        }
      }
    }
    if (all <= 0) {
      continue;
    }
    for (double& share : flow) {
      share /= all;
    }
    const std::vector<double> residual = residual_of(*seen, flow);
    for (std::size_t l = 0; l < links_; ++l) {
      if (std::abs(residual[l]) > 2 * measurement_error_) {
        findings_.push_back(
            {"observation-residual", model::Severity::warning, observation.source,
             fmt::format("Seen on {}: {:.1f} % of the inbound; the best fit says {:.1f} %, {:.1f} "
                         "points away, more than twice the measurement error",
                         names_[l], *seen->share[l] * 100, (*seen->share[l] - residual[l]) * 100,
                         std::abs(residual[l]) * 100),
             "Check that this observation and today's shares are of the same traffic; measure "
             "again."});
      }
    }
  }
}

void ResponseModel::list_variants(const model::Scenario& scenario) {
  for (std::size_t p = 0; p < priors.size(); ++p) {
    variants_.push_back({Variant::Kind::prior, p, 0});
  }
  variants_.push_back({Variant::Kind::spread_equally, 0, 0});
  variants_.push_back({Variant::Kind::spread_by_share, 0, 0});
  bool own_numbers = false;
  for (std::size_t l = 0; l < links_; ++l) {
    if (links_ > 3) {  // with fewer, equal parts are as much
      variants_.push_back({Variant::Kind::neighbour, 0, l});
    }
    if (!retained_[l]) {
      variants_.push_back({Variant::Kind::sticky, 0, l});
    }
    own_numbers = own_numbers || retained_[l];
  }
  // Where all links carry every prefix there is no newcomer.
  if (std::any_of(scenario.prefixes.begin(), scenario.prefixes.end(),
                  [&](const auto& prefix) { return prefix.advertise.carried_count() < links_; })) {
    variants_.push_back({Variant::Kind::newcomer_less, 0, 0});
    variants_.push_back({Variant::Kind::newcomer_more, 0, 0});
  }
  if (own_numbers) {
    variants_.push_back({Variant::Kind::retained_low, 0, 0});
    variants_.push_back({Variant::Kind::retained_high, 0, 0});
  }
}

std::string ResponseModel::variant_name(std::size_t variant) const {
  const Variant& story = variants_[variant];
  switch (story.kind) {
    case Variant::Kind::prior:
      return std::string(priors[story.prior].name);
    case Variant::Kind::spread_equally:
      return "leavers spread equally";
    case Variant::Kind::spread_by_share:
      return "leavers spread by measured share";
    case Variant::Kind::neighbour:
      return fmt::format("half of the leavers to {}", names_[story.link]);
    case Variant::Kind::sticky:
      return fmt::format("sticky {}", names_[story.link]);
    case Variant::Kind::newcomer_less:
      return "first announcements draw little";
    case Variant::Kind::newcomer_more:
      return "first announcements draw much";
    case Variant::Kind::retained_low:
      return "retained low";
    case Variant::Kind::retained_high:
      return "retained high";
  }
  throw std::logic_error("variant_name: unknown kind");
}

std::string ResponseModel::basis() const {
  std::string own;
  for (std::size_t l = 0; l < links_; ++l) {
    if (retained_[l]) {
      own += (own.empty() ? "" : ", ") + names_[l];
    }
  }
  std::string basis = own.empty()
                          ? std::string("the default prior of how sources answer to prepends")
                          : fmt::format(
                                "the operator's own response for {}, else the default prior of how "
                                "sources answer to prepends",
                                own);
  return basis + (observations_ == 0 ? "; no observation of this network yet"
                                     : fmt::format("; {} observation{} of this network",
                                                   observations_, observations_ == 1 ? "" : "s"));
}

}  // namespace bgpte::ingress
