// Announcements that may be tried, for what they tell of a plan.
#include "src/learning/test_candidates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::learning {
namespace {

/// Links on which something is tried: those that the plan changes, then those with most traffic.
constexpr std::size_t most_links = 6;
constexpr int most_more_prepends = 3;
/// A move of so many standard deviations of its measurement can be told from none.
constexpr double measurable = 4;
/// Prefixes enter alike where less than this part of their traffic enters by other links.
constexpr double most_apart = 0.05;
/// A prefix with less than this part of the traffic does not stand for another.
constexpr double least_volume = 0.01;

class Enumeration {
 public:
  Enumeration(const evaluation::Baseline& baseline, const WantedPlan& plan,
              const TestOptions& options)
      : baseline_(baseline),
        scenario_(baseline.scenario()),
        plan_(plan),
        options_(options),
        before_(evaluation::forecast(baseline, {})),
        noise_(advice::noise_of_share(scenario_.ingress.measurement_error,
                                      advice::wait_after_step(scenario_))) {}

  /// `number`: the place of `asked`.
  void add(const Asked& asked, std::size_t number, std::vector<Candidate>& candidates) const {
    const model::Advertisement& today = scenario_.prefixes[asked.prefix].advertise;
    const std::vector<model::PrefixIndex> alike = stand_ins(asked);
    for (const model::LinkIndex l : links_for(asked)) {
      for (const model::Prepend k : prepends_for(asked, l)) {
        Candidate one;
        one.of = number;
        one.announce = today;
        one.announce[l] = k;
        one.change = {asked.prefix, l, today[l], k, today.lever(l), today.lever(l)};
        one.first_step = is_first_step(one.change);
        const std::vector<model::PrefixIndex> on =
            one.first_step ? std::vector{asked.prefix} : alike;
        for (const model::PrefixIndex prefix : on) {
          one.change.prefix = prefix;
          if (measures(one) && is_safe(one)) {
            candidates.push_back(one);
            break;
          }
        }
      }
    }
  }

 private:
  /// The links on which something is tried for a prefix, in their order.
  [[nodiscard]] std::vector<model::LinkIndex> links_for(const Asked& asked) const {
    const model::Advertisement& today = scenario_.prefixes[asked.prefix].advertise;
    std::vector<model::LinkIndex> links;
    for (model::LinkIndex l = 0; l < today.size(); ++l) {
      if (today.carried_on(l)) {
        links.push_back(l);
      }
    }
    const auto changes = [&](model::LinkIndex l) {
      return std::any_of(asked.wanted.begin(), asked.wanted.end(),
                         [&](const model::Advertisement& x) { return x[l] != today[l]; });
    };
    std::stable_sort(links.begin(), links.end(), [&](model::LinkIndex a, model::LinkIndex b) {
      return std::pair(changes(a), asked.home[a]) > std::pair(changes(b), asked.home[b]);
    });
    links.resize(std::min(links.size(), most_links));
    std::sort(links.begin(), links.end());
    return links;
  }

  /// Other prepends of the link: fewer, up to three more, and what is wanted.
  [[nodiscard]] std::vector<model::Prepend> prepends_for(const Asked& asked,
                                                         model::LinkIndex link) const {
    const int today = scenario_.prefixes[asked.prefix].advertise[link];
    std::vector<model::Prepend> prepends;
    const int least = options_.more_prepends ? today + *options_.more_prepends : 0;
    const int most = today + options_.more_prepends.value_or(most_more_prepends);
    for (int k = least; k <= std::min<int>(most, model::max_prepend); ++k) {
      if (k != today) {
        prepends.push_back(static_cast<model::Prepend>(k));
      }
    }
    for (const model::Advertisement& x : asked.wanted) {
      if (!options_.more_prepends && x[link] > most) {
        prepends.push_back(x[link]);
      }
    }
    return prepends;
  }

  /// True if the step changes that prefix so, and not otherwise besides.
  [[nodiscard]] bool is_first_step(const model::Change& change) const {
    bool found = false;
    for (const model::Change& step : plan_.first_step) {
      if (step.prefix == change.prefix) {
        if (step.link != change.link || step.to != change.to) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  /// Prefixes that are announced as this one and enter alike, the lightest first, up to itself.
  [[nodiscard]] std::vector<model::PrefixIndex> stand_ins(const Asked& asked) const {
    const double volume = sum_of(asked.home);
    std::vector<std::pair<double, model::PrefixIndex>> found;
    for (model::PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
      if (scenario_.prefixes[p].advertise != scenario_.prefixes[asked.prefix].advertise ||
          scenario_.prefixes[p].prefix.family() !=
              scenario_.prefixes[asked.prefix].prefix.family()) {
        continue;
      }
      const std::vector<double> home = peak_home(baseline_, p);
      const double all = sum_of(home);
      double apart = 0;
      for (std::size_t l = 0; l < home.size() && all > 0; ++l) {
        apart += std::abs(home[l] / all - asked.home[l] / volume) / 2;
      }
      if (all >= least_volume * volume && all <= volume && apart <= most_apart) {
        found.emplace_back(p == asked.prefix ? volume : all, p);
      }
    }
    std::sort(found.begin(), found.end());
    std::vector<model::PrefixIndex> prefixes;
    for (const auto& [all, prefix] : found) {
      prefixes.push_back(prefix);
      if (prefix == asked.prefix) {
        break;
      }
    }
    return prefixes;
  }

  [[nodiscard]] evaluation::Plan plan_with(const Candidate& one) const {
    return {{one.change.prefix, one.announce}};
  }

  /// Sets what the test moves. False where that cannot be told from nothing.
  bool measures(Candidate& one) const {
    std::vector<double> home;
    for (const model::Bps cell : baseline_.ingress().today().home[one.change.prefix]) {
      home.push_back(static_cast<double>(cell.value));
    }
    const double all = sum_of(home);
    const auto match = evaluation::effective(baseline_, {{one.change.prefix, one.announce}}, {},
                                             one.change.prefix);
    const ingress::Forecast after =
        baseline_.ingress().forecast(one.change.prefix, match.value_or(one.announce), home);
    one.moved = 0;
    for (std::size_t l = 0; l < home.size(); ++l) {
      one.moved += std::max(0.0, after.expected[l] - home[l]);
    }
    const model::LinkIndex link = one.change.link;
    one.moved_share = all > 0 ? std::abs(after.expected[link] - home[link]) / all : 0;
    return one.moved_share >= measurable * noise_;
  }

  [[nodiscard]] bool is_safe(const Candidate& one) const {
    const evaluation::Plan plan = plan_with(one);
    if (!model::why_not(scenario_, plan).empty()) {
      return false;
    }
    const evaluation::Flows after = evaluation::forecast(baseline_, plan);
    return after.unreachable <= before_.unreachable &&
           evaluation::harmless(baseline_, before_, after);
  }

  const evaluation::Baseline& baseline_;
  const model::Scenario& scenario_;
  const WantedPlan& plan_;
  const TestOptions& options_;
  const evaluation::Flows before_;
  const double noise_;
};

}  // namespace

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// The home cells of a prefix at the peak.
std::vector<double> peak_home(const evaluation::Baseline& baseline, model::PrefixIndex prefix) {
  std::vector<double> home;
  for (const model::Bps cell : baseline.ingress().today().home[prefix]) {
    home.push_back(static_cast<double>(cell.value) * baseline.peak_factor(home.size()));
  }
  return home;
}

std::vector<Candidate> candidates_of(const evaluation::Baseline& baseline, const WantedPlan& plan,
                                     const TestOptions& options, const std::vector<Asked>& asked) {
  const Enumeration enumeration(baseline, plan, options);
  std::vector<Candidate> candidates;
  for (std::size_t a = 0; a < asked.size(); ++a) {
    enumeration.add(asked[a], a, candidates);
  }
  return candidates;
}

}  // namespace bgpte::learning
