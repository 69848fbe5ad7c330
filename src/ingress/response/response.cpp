// The response model: prefixes that behave alike, and their expected transitions.
#include "src/ingress/response/response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "src/ingress/response/transition_rows.hpp"
#include "src/ingress/shares.hpp"
#include "src/ingress/today.hpp"

namespace bgpte::ingress {
std::vector<bool> open_links(const model::Scenario& scenario, model::PrefixIndex prefix) {
  std::vector<bool> open(scenario.links.size());
  for (std::size_t l = 0; l < open.size(); ++l) {
    const model::Link& link = scenario.links[l];
    open[l] =
        link.relationship == model::Relationship::transit ||
        (link.reach && (link.reach->all ||
                        std::any_of(link.reach->prefixes.begin(), link.reach->prefixes.end(),
                                    [&](const model::IpPrefix& reached) {
                                      return reached.contains(scenario.prefixes[prefix].prefix);
                                    })));
  }
  return open;
}

namespace {

model::Retained peer_retained() {
  return {{peer_stays.low.begin(), peer_stays.low.end()},
          {peer_stays.expected.begin(), peer_stays.expected.end()},
          {peer_stays.high.begin(), peer_stays.high.end()}};
}

}  // namespace

bool attracts_the_same(const model::Advertisement& x, const model::Advertisement& today) {
  return x.carried_count() > 0 && x.without_common_prepends() == today.without_common_prepends();
}

bool all_at_home(std::span<const double> home, const model::Advertisement& today) {
  for (std::size_t l = 0; l < home.size(); ++l) {
    if (home[l] != 0 && !today.carried_on(l)) {
      return false;
    }
  }
  return true;
}

ResponseModel::ResponseModel(const model::Scenario& scenario, const Effort& effort)
    : links_(scenario.links.size()),
      retained_(scenario.ingress.retained),
      siblings_(sibling_links(scenario)),
      drift_(scenario.ingress.drift.as_double()),
      measurement_error_(scenario.ingress.measurement_error),
      calibration_(scenario.ingress.calibration) {
  retained_.resize(links_);
  for (const model::Link& link : scenario.links) {
    std::optional<model::Retained>& stays = retained_[names_.size()];
    own_.push_back(stays.has_value());
    if (!stays && link.relationship != model::Relationship::transit) {
      stays = peer_retained();
    }
    names_.push_back(link.name);
  }
  const std::vector<std::size_t> announcement = number_announcements(scenario);
  std::map<std::size_t, std::vector<double>> splits;
  const auto split = [&](model::PrefixIndex p) {
    const auto [entry, added] = splits.try_emplace(announcement[p]);
    if (added) {
      const AnnouncementToday& now = announcements_[announcement[p]];
      entry->second = win_shares(now.today, now.open);
      if (std::all_of(entry->second.begin(), entry->second.end(),
                      [](double share) { return share == 0; })) {
        // The prefix is announced to peers alone: its sources are behind them.
        entry->second = win_shares(now.today, std::vector<bool>(links_, true));
      }
      entry->second = with_peers(scenario, now.today, std::move(entry->second));
    }
    return entry->second;
  };
  today_ = measure_today(
      scenario, {split, [](model::PrefixIndex) { return std::vector<model::Bps>{}; }}, findings_);
  const std::vector<Repeat> known = repeats(scenario, today_);
  const std::vector<UsableObservation> observations = usable_observations(scenario, known);
  build_behaviours(scenario, announcement, observations, effort.deadline);
  fit_in_time(effort);
  report_jumps(scenario, known);
  report_residuals(scenario, observations);
}

/// Fills announcements_; gives the place of each prefix's announcement in it.
std::vector<std::size_t> ResponseModel::number_announcements(const model::Scenario& scenario) {
  std::map<AnnouncementToday, std::size_t> known;
  std::vector<std::size_t> announcement;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    const auto [entry, added] = known.try_emplace(
        AnnouncementToday{scenario.prefixes[p].advertise, open_links(scenario, p)},
        announcements_.size());
    if (added) {
      announcements_.push_back(entry->first);
    }
    announcement.push_back(entry->second);
  }
  return announcement;
}

/// [link] P(the link wins) among open links under the default population.
std::vector<double> ResponseModel::win_shares(const model::Advertisement& advertise,
                                              const std::vector<bool>& open) const {
  std::vector<double> shares(links_, 0);
  for (std::size_t l = 0; l < links_; ++l) {
    if (!open[l] || !advertise.carried_on(l)) {
      continue;
    }
    bool known = false;
    for (std::size_t i = 0; i < l && !known; ++i) {
      known = open[i] && advertise[i] == advertise[l];
      shares[l] = known ? shares[i] : 0;
    }
    if (known) {
      continue;
    }
    PrependPair home{prepends_on(advertise, l), prepends_on(advertise, l)};
    std::map<PrependPair, int> counts;
    for (std::size_t i = 0; i < links_; ++i) {
      if (i != l && open[i] && advertise.carried_on(i)) {
        ++counts[{prepends_on(advertise, i), prepends_on(advertise, i)}];
      }
    }
    std::vector<LinkGroup> others;
    for (const auto& [pair, count] : counts) {
      others.push_back({pair, count});
    }
    normalise(home, others);
    shares[l] = quantise(joint_probabilities(default_prior, home, others).home);
  }
  return shares;
}

std::vector<double> ResponseModel::chances_today(model::PrefixIndex prefix) const {
  const AnnouncementToday& now = announcements_[behaviours_[behaviour_of_[prefix]].announcement];
  return win_shares(now.today, now.open);
}

TransitionRows ResponseModel::make_rows(std::size_t announcement, const model::Advertisement& x,
                                        Scope scope) const {
  const AnnouncementToday& now = announcements_[announcement];
  const bool some_without_home = now.today.carried_count() < links_;
  return make_transition_rows(now, x, {retained_, own_, siblings_, row_cache_, scope},
                              some_without_home ? win_shares(x, now.open) : std::vector<double>{});
}

std::shared_ptr<const TransitionRows> ResponseModel::rows(std::size_t announcement,
                                                          const model::Advertisement& x,
                                                          Scope scope) const {
  Cache<TransitionRows>& cache = scope == Scope::estimate ? estimate_rows_ : sticky_rows_;
  return cache.find_or_make({announcement, x.without_common_prepends()},
                            [&] { return make_rows(announcement, x, scope); });
}

namespace {

/// A home link's row: its kind, of traffic without a home link its group, and the weight of the
/// variant in which its sources hardly move.
struct RowKey {
  int kind = -1, group = -1;
  double sticky = 0;
  model::LinkIndex first = 0;  ///< The first link with this row.
  [[nodiscard]] bool like(const RowKey& other) const {
    return kind == other.kind && sticky == other.sticky && (kind >= 0 || group == other.group);
  }
};

/// What of the home cell on `home` enters by `to` where the variant in which its sources hardly
/// move weighs `sticky`. Sources of other links behave alike in all variants.
double mixed_share(const TransitionRows& rows, model::LinkIndex home, model::LinkIndex to,
                   double sticky) {
  const double plain = rows.at(home, to);
  return sticky > 0 ? plain + sticky * (rows.at(home, to, RowLevel::sticky) - plain) : plain;
}

/// [home * links + to]; `sticky` as below. Links with siblings share no rows with others.
std::vector<double> shares_of(const TransitionRows& rows, std::span<const double> sticky) {
  const std::size_t links = rows.kind.size();
  std::vector<double> shares(links * links);
  for (std::size_t j = 0; j < links; ++j) {
    for (std::size_t l = 0; l < links; ++l) {
      shares[j * links + l] = mixed_share(rows, j, l, sticky.empty() ? 0 : sticky[j]);
    }
  }
  return shares;
}

/// The rows with what each link shares stored once. `sticky`: [link] weight of the variant in which
/// the link's sources hardly move; empty: none.
Transition compress(const TransitionRows& rows, std::span<const double> sticky) {
  const std::size_t links = rows.kind.size();
  std::vector<RowKey> keys;
  std::vector<std::uint16_t> row_of, column_of;
  std::size_t columns = 1;  // Column 0: links that nobody enters by from another home link.
  for (std::size_t l = 0; l < links; ++l) {
    const RowKey key{rows.kind[l], rows.group[l], sticky.empty() ? 0 : sticky[l], l};
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const RowKey& known) { return known.like(key); });
    row_of.push_back(static_cast<std::uint16_t>(found - keys.begin()));
    if (found == keys.end()) {
      keys.push_back(key);
    }
    column_of.push_back(static_cast<std::uint16_t>(rows.group[l] + 1));
    columns = std::max(columns, static_cast<std::size_t>(rows.group[l]) + 2);
  }
  const std::size_t width = columns + 1;  // The last is what stays.
  std::vector<double> shares(keys.size() * width, 0.0);
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const RowKey& key = keys[row];
    const auto share = [&](model::LinkIndex to) {
      return quantise(mixed_share(rows, key.first, to, key.sticky));
    };
    shares[row * width + columns] = share(key.first);
    for (std::size_t l = 0; l < links; ++l) {
      if (column_of[l] > 0 && (l != key.first || key.kind < 0)) {
        shares[row * width + column_of[l]] = share(l);
      }
    }
  }
  return {row_of, column_of, std::move(shares)};
}

}  // namespace

/// The variants by their weight in the estimate; the default population where none is given.
Transition ResponseModel::compute_transition(std::size_t behaviour,
                                             const model::Advertisement& x) const {
  const Behaviour& here = behaviours_[behaviour];
  const model::Advertisement& today = announcements_[here.announcement].today;
  if (attracts_the_same(x, today) && today.carried_count() == links_) {
    return Transition::identity(links_);
  }
  const auto on_grid = [&](std::vector<double> shares) {
    std::transform(shares.begin(), shares.end(), shares.begin(), quantise);
    return Transition(links_, shares);
  };
  if (here.observed) {
    std::vector<double> shares = fitted_rows(behaviour, x);
    const std::shared_ptr<const FitErrors> errors = fit_errors_of(behaviour);
    if (errors->any_corrected()) {
      const std::vector<double> flow =
          Transition(links_, shares).entering(fitted(behaviour)->shares);
      if (const SeenAnnouncement* const seen = errors->nearest(x, flow)) {
        seen->correct(shares);
      }
    }
    return on_grid(std::move(shares));
  }
  const bool mixed = !here.weight.empty();
  const TransitionRows set =
      make_rows(here.announcement, x, mixed ? Scope::sticky : Scope::estimate);
  const std::span<const double> sticky =
      mixed ? std::span(here.weight).subspan(1) : std::span<const double>{};
  return set.shared.empty() ? compress(set, sticky) : on_grid(shares_of(set, sticky));
}

/// [home * links + link] by the fit alone.
std::vector<double> ResponseModel::fitted_rows(std::size_t behaviour,
                                               const model::Advertisement& x) const {
  const Behaviour& here = behaviours_[behaviour];
  std::vector<double> shares = shares_of(make_rows(here.announcement, x, Scope::estimate), {});
  observed_[*here.observed]->fitted_rows(*fitted(behaviour), x, shares);
  return shares;
}

std::shared_ptr<const FitErrors> ResponseModel::fit_errors_of(std::size_t behaviour) const {
  return fit_errors_.find_or_make(
      behaviour,
      [&] {
        const Behaviour& here = behaviours_[behaviour];
        const auto& experiments = observed_[*here.observed]->experiments();
        const std::vector<double> home = fitted(behaviour)->shares;
        std::vector<std::vector<double>> shares;
        for (const ObservedAnnouncement::Experiment& one : experiments) {
          shares.push_back(
              Transition(links_, fitted_rows(behaviour, one.advertise)).entering(home));
        }
        return fit_errors(experiments, std::move(shares), measurement_error_);
      },
      3 * links_ * observed_[*behaviours_[behaviour].observed]->experiments().size());
}

std::shared_ptr<const Transition> ResponseModel::transition(std::size_t behaviour,
                                                            const model::Advertisement& x) const {
  return transitions_.find_or_make(
      {behaviour, x.without_common_prepends()}, [&] { return compute_transition(behaviour, x); },
      4 * links_);
}

std::string ResponseModel::basis() const {
  std::string own;
  for (std::size_t l = 0; l < links_; ++l) {
    if (own_[l]) {
      own += (own.empty() ? "" : ", ") + names_[l];
    }
  }
  std::string basis = own.empty()
                          ? std::string("the default prior for how sources respond to prepends")
                          : fmt::format(
                                "the operator's own response for {}, else the default prior for "
                                "how sources respond to prepends",
                                own);
  if (observations_ == 0) {
    return basis + "; no observation of this network yet";
  }
  basis += fmt::format("; {} observation{} of this network", observations_,
                       observations_ == 1 ? "" : "s");
  if (calibration_ != model::Calibration{}) {
    basis += fmt::format(
        "; its earlier forecasts make ranges {:.2f} times as wide where one link is prepended more "
        "or withdrawn, {:.2f} times for other changes",
        std::sqrt(calibration_.one_link), std::sqrt(calibration_.others));
  }
  return unfitted_ == 0 ? basis
                        : basis + ", which the time limit left no time to use for all prefixes";
}

}  // namespace bgpte::ingress
