// Sources that do not hear a prefix follow the one around it.
#include "src/ingress/longest_match.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace bgpte::ingress {
namespace {

constexpr std::array levels{model::ForecastLevel::low, model::ForecastLevel::expected,
                            model::ForecastLevel::high};

/// `x`, then its less specifics.
std::vector<model::Advertisement> in_order(const model::Advertisement& x) {
  std::vector<model::Advertisement> all{x.without_less_specifics()};
  all.insert(all.end(), x.less_specifics().begin(), x.less_specifics().end());
  return all;
}

/// [home link] the part of it that has no link under a transition.
std::vector<double> left_by(const Transition& transition) {
  constexpr double noise = 1e-9;  // Of a sum of shares.
  std::vector<double> left(transition.links(), 1.0);
  for (model::LinkIndex j = 0; j < left.size(); ++j) {
    for (model::LinkIndex l = 0; l < left.size(); ++l) {
      left[j] -= transition.at(j, l);
    }
    left[j] = left[j] < noise ? 0 : left[j];
  }
  return left;
}

/// [link] what of that which enters there today hears the first announcement, at a level.
std::vector<double> who_hear(const model::Scenario& scenario, const model::Advertisement& today,
                             model::ForecastLevel level) {
  std::vector<double> result(today.size(), 0.0);
  for (model::LinkIndex l = 0; l < today.size(); ++l) {
    if (!today.carried_on(l)) {
      continue;
    }
    const bool next =
        std::any_of(today.less_specifics().begin(), today.less_specifics().end(),
                    [&](const model::Advertisement& cover) { return cover.carried_on(l); });
    result[l] = 1;
    if (next && model::limits_export(scenario, today, l)) {
      const model::LeverEffect part =
          scenario.links[l].levers[today.lever(l) - 1U].retained.value_or(
              model::LeverEffect{0, 0, 1});
      result[l] = at_level(level, part.low, part.expected, part.high);
    }
  }
  return result;
}

/// These parts of what a link has today stay there; the rest has no link.
std::shared_ptr<const Transition> staying(const std::vector<double>& parts) {
  auto result = std::make_shared<Transition>(parts.size());
  for (model::LinkIndex l = 0; l < parts.size(); ++l) {
    result->set(l, l, parts[l]);
  }
  return result;
}

void add(std::vector<double>& to, const std::vector<double>& from) {
  for (std::size_t l = 0; l < to.size(); ++l) {
    to[l] += from[l];
  }
}

}  // namespace

model::Advertisement with_less_specifics(const model::Advertisement& x) {
  model::Advertisement all = x.without_less_specifics();
  for (const model::Advertisement& cover : x.less_specifics()) {
    for (model::LinkIndex l = 0; l < all.size(); ++l) {
      if (!all.carried_on(l)) {
        all[l] = cover[l];
        all.set_lever(l, cover.lever(l));
      }
    }
  }
  return all;
}

LongestMatchModel::LongestMatchModel(const model::Scenario& scenario,
                                     std::vector<model::Advertisement> today,
                                     std::unique_ptr<const IngressModel> plain)
    : plain_(std::move(plain)) {
  std::map<Behaviour, std::size_t> known;
  for (model::PrefixIndex p = 0; p < today.size(); ++p) {
    Behaviour behaviour{plain_->behaviour(p), std::move(today[p]), {}};
    for (const model::ForecastLevel level : levels) {
      behaviour.hears[static_cast<std::size_t>(level)] = who_hear(scenario, behaviour.today, level);
    }
    const auto [entry, added] = known.try_emplace(behaviour, behaviours_.size());
    if (added) {
      behaviours_.push_back(behaviour);
    }
    behaviour_of_.push_back(entry->second);
  }
}

std::shared_ptr<const Transition> LongestMatchModel::of_one(const Behaviour& behaviour,
                                                            const model::Advertisement& x,
                                                            model::ForecastLevel hears) const {
  return x == behaviour.today.without_less_specifics()
             ? staying(behaviour.hears[static_cast<std::size_t>(hears)])
             : plain_->transition(behaviour.plain, x);
}

Forecast LongestMatchModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                     std::span<const double> home) const {
  const Behaviour& behaviour = behaviours_[behaviour_of_[prefix]];
  if (is_plain(behaviour, x)) {
    return plain_->forecast(prefix, x, home);
  }
  Forecast result = forecast_where(prefix, x, home, model::ForecastLevel::expected);
  const std::vector<double>& usual = behaviour.hears[1];
  for (const model::ForecastLevel level : {model::ForecastLevel::low, model::ForecastLevel::high}) {
    if (behaviour.hears[static_cast<std::size_t>(level)] == usual) {
      continue;
    }
    const Forecast other = forecast_where(prefix, x, home, level);
    for (std::size_t l = 0; l < home.size(); ++l) {
      result.low[l] = std::min(result.low[l], other.low[l]);
      result.high[l] = std::max(result.high[l], other.high[l]);
      result.harm[l] = std::max(result.harm[l], other.harm[l]);
    }
  }
  return result;
}

Forecast LongestMatchModel::forecast_where(model::PrefixIndex prefix, const model::Advertisement& x,
                                           std::span<const double> home,
                                           model::ForecastLevel hears) const {
  const Behaviour& behaviour = behaviours_[behaviour_of_[prefix]];
  std::vector<double> cells(home.begin(), home.end());
  Forecast sum;
  if (x == behaviour.today) {
    sum.low = sum.expected = sum.high = sum.harm = cells;
    return sum;
  }
  sum.low = sum.expected = sum.high = sum.harm = std::vector<double>(home.size(), 0.0);
  const auto ends = {&Forecast::low, &Forecast::expected, &Forecast::high, &Forecast::harm};
  for (const model::Advertisement& one : in_order(x)) {
    if (std::none_of(cells.begin(), cells.end(), [](double cell) { return cell > 0; })) {
      break;
    }
    const std::vector<double> left = left_by(*of_one(behaviour, one, hears));
    Forecast part;
    if (one == behaviour.today.without_less_specifics()) {
      part.expected.resize(cells.size());
      for (std::size_t l = 0; l < cells.size(); ++l) {
        part.expected[l] = cells[l] * (1 - left[l]);
      }
      part.low = part.high = part.harm = part.expected;
    } else {
      part = plain_->forecast(prefix, one, cells);
    }
    for (const auto end : ends) {
      add(sum.*end, part.*end);
    }
    for (std::size_t j = 0; j < cells.size(); ++j) {
      cells[j] *= left[j];
    }
  }
  sum.unreachable = std::accumulate(cells.begin(), cells.end(), 0.0);
  return sum;
}

std::vector<double> LongestMatchModel::deviations(model::PrefixIndex prefix,
                                                  const model::Advertisement& x,
                                                  std::span<const double> home) const {
  return is_plain(behaviours_[behaviour_of_[prefix]], x)
             ? plain_->deviations(prefix, x, home)
             : IngressModel::deviations(prefix, x, home);
}

std::vector<Forecast> LongestMatchModel::forecasts_after(
    model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
    const std::vector<std::vector<model::Advertisement>>& tried) const {
  return is_plain(behaviours_[behaviour_of_[prefix]], x)
             ? plain_->forecasts_after(prefix, x, home, tried)
             : std::vector<Forecast>{};
}

std::shared_ptr<const Transition> LongestMatchModel::transition(
    std::size_t behaviour, const model::Advertisement& x) const {
  const Behaviour& of = behaviours_[behaviour];
  if (is_plain(of, x)) {
    return plain_->transition(of.plain, x);
  }
  const std::size_t links = x.size();
  if (x == of.today) {
    return std::make_shared<Transition>(Transition::identity(links));
  }
  std::vector<double> shares(links * links, 0.0);
  std::vector<double> rest(links, 1.0);  // [home link] the part of it that has found no link yet.
  for (const model::Advertisement& one : in_order(x)) {
    const auto part = of_one(of, one, model::ForecastLevel::expected);
    const std::vector<double> left = left_by(*part);
    for (model::LinkIndex j = 0; j < links; ++j) {
      for (model::LinkIndex l = 0; l < links; ++l) {
        shares[j * links + l] += rest[j] * part->at(j, l);
      }
      rest[j] *= left[j];
    }
  }
  return std::make_shared<Transition>(links, shares);
}

std::shared_ptr<const Transition> LongestMatchModel::high_floor(
    std::size_t behaviour, const model::Advertisement& x, std::span<const double> home) const {
  const Behaviour& of = behaviours_[behaviour];
  return is_plain(of, x) ? plain_->high_floor(of.plain, x, home) : transition(behaviour, x);
}

}  // namespace bgpte::ingress
