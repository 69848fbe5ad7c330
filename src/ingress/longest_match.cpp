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

constexpr std::array ends{&Forecast::low, &Forecast::expected, &Forecast::high, &Forecast::harm};

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
                                     std::unique_ptr<const IngressModel> plain,
                                     std::unique_ptr<const IngressModel> own)
    : plain_(std::move(plain)), own_(std::move(own)) {
  std::map<Behaviour, std::size_t> known;
  for (model::PrefixIndex p = 0; p < today.size(); ++p) {
    const std::size_t alone = today[p].size() > 0 ? own_->behaviour(p) : 0;
    Behaviour behaviour{plain_->behaviour(p), alone, std::move(today[p]), {}};
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

std::shared_ptr<const Transition> LongestMatchModel::of_first(const Behaviour& behaviour,
                                                              const model::Advertisement& first,
                                                              model::ForecastLevel hears) const {
  if (behaviour.today.size() == 0) {
    return plain_->transition(behaviour.plain, first);
  }
  const std::vector<double>& part = behaviour.hears[static_cast<std::size_t>(hears)];
  if (first == behaviour.today.without_less_specifics()) {
    return staying(part);
  }
  const auto own = own_->transition(behaviour.own, first);
  const auto plain = plain_->transition(behaviour.plain, first);
  auto result = std::make_shared<Transition>(part.size());
  for (model::LinkIndex j = 0; j < part.size(); ++j) {
    for (model::LinkIndex l = 0; l < part.size(); ++l) {
      result->set(j, l, part[j] * own->at(j, l) + (1 - part[j]) * plain->at(j, l));
    }
  }
  return result;
}

Forecast LongestMatchModel::forecast_of_first(model::PrefixIndex prefix,
                                              const model::Advertisement& first,
                                              std::span<const double> home,
                                              model::ForecastLevel hears) const {
  const Behaviour& behaviour = behaviours_[behaviour_of_[prefix]];
  if (behaviour.today.size() == 0) {
    return plain_->forecast(prefix, first, home);
  }
  const std::vector<double>& part = behaviour.hears[static_cast<std::size_t>(hears)];
  std::vector<double> hearing(home.size());
  std::vector<double> rest(home.size());
  for (std::size_t j = 0; j < home.size(); ++j) {
    hearing[j] = part[j] * home[j];
    rest[j] = home[j] - hearing[j];
  }
  if (first == behaviour.today.without_less_specifics()) {
    return {hearing, hearing, hearing, hearing, 0};
  }
  Forecast result = own_->forecast(prefix, first, hearing);
  const Forecast other = plain_->forecast(prefix, first, rest);
  for (const auto end : ends) {
    add(result.*end, other.*end);
  }
  return result;
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
  const std::vector<model::Advertisement> order = in_order(x);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (std::none_of(cells.begin(), cells.end(), [](double cell) { return cell > 0; })) {
      break;
    }
    const Forecast part = i == 0 ? forecast_of_first(prefix, order[i], cells, hears)
                                 : plain_->forecast(prefix, order[i], cells);
    for (const auto end : ends) {
      add(sum.*end, part.*end);
    }
    const std::vector<double> left =
        left_by(*(i == 0 ? of_first(behaviour, order[i], hears)
                         : plain_->transition(behaviour.plain, order[i])));
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
  const std::vector<model::Advertisement> order = in_order(x);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto part = i == 0 ? of_first(of, order[i], model::ForecastLevel::expected)
                             : plain_->transition(of.plain, order[i]);
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
