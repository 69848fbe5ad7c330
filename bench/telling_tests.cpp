// Replays the choice of tests on measured catchments:
//
//   telling_tests NETWORKS.csv [NETWORK...]
//
// bench/catchments.hpp says what stands in the file. Whoever plans does not see what a site does
// before it was tried. Compared are tests of one prepend, site by site in the order of the file,
// tests of two prepends chosen by the planner, and tests of two prepends on the largest sites, by
// the error of forecasts in which one site prepends three times or more, which none of them saw.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <set>

#include "bench/catchments.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/learning/tests.hpp"

namespace {

using namespace bgpte;
using namespace bgpte::bench;

using Seen = std::vector<const Measurement*>;

/// The run in which that site alone prepends so often, if it was made.
const Measurement* run_of(const Network& network, std::size_t site, int prepends) {
  for (const Measurement& run : network.runs) {
    if (run.kind == "positive" && run.prepend == prepends && run.vector[site] == prepends) {
      return &run;
    }
  }
  return nullptr;
}

/// Runs of one site and at least three prepends: what is forecast.
Seen wanted_runs(const Network& network) {
  Seen runs;
  for (const Measurement& run : network.runs) {
    if (run.kind == "positive" && run.prepend >= 3 && run.prepend <= 5) {
      runs.push_back(&run);
    }
  }
  return runs;
}

struct Score {
  double error = 0, width = 0;
  int forecasts = 0, covered = 0, shares = 0;
};

void add(Score& sum, const Score& part) {
  sum.error += part.error;
  sum.width += part.width;
  sum.forecasts += part.forecasts;
  sum.covered += part.covered;
  sum.shares += part.shares;
}

Score score_of(const Network& network, const Seen& seen, const Seen& wanted) {
  Score score;
  const auto ingress = ingress::make_ingress(scenario_of(network, seen));
  for (const Measurement* run : wanted) {
    const ingress::Forecast forecast =
        ingress->forecast(0, advertise(run->vector), network.baseline);
    ++score.forecasts;
    for (std::size_t l = 0; l < network.baseline.size(); ++l) {
      score.error += std::abs(forecast.expected[l] - run->shares[l]) / 2;
      score.width += forecast.high[l] - forecast.low[l];
      score.covered +=
          forecast.low[l] <= run->shares[l] && run->shares[l] <= forecast.high[l] ? 1 : 0;
      ++score.shares;
    }
  }
  return score;
}

void print(const std::string& name, const std::string& what, const Score& score) {
  if (score.forecasts > 0) {
    std::printf("%-11s %-34s %3d runs  error %.4f  coverage %.3f  width %.3f\n", name.c_str(),
                what.c_str(), score.forecasts, score.error / score.forecasts,
                static_cast<double>(score.covered) / score.shares, score.width / score.shares);
  }
}

std::size_t site_of(const advice::TellingTest& test) {
  return static_cast<std::size_t>(std::stoi(test.change.link.substr(1)));
}

/// What the planner would try next, given what was seen, of what was measured.
const Measurement* next_test(const Network& network, const Seen& seen, const Seen& wanted) {
  const model::Scenario scenario = scenario_of(network, seen);
  const auto ingress = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *ingress);
  learning::WantedPlan plan;
  for (const Measurement* run : wanted) {
    plan.prefixes.push_back({0, advertise(run->vector)});
  }
  for (const advice::TellingTest& test :
       learning::telling_tests(baseline, plan, {network.baseline.size(), 2})) {
    const Measurement* run = run_of(network, site_of(test), 2);
    if (run != nullptr && std::find(seen.begin(), seen.end(), run) == seen.end()) {
      return run;
    }
  }
  return nullptr;
}

/// Sites, the largest first.
std::vector<std::size_t> by_share(const Network& network) {
  std::vector<std::size_t> sites(network.baseline.size());
  std::iota(sites.begin(), sites.end(), 0);
  std::stable_sort(sites.begin(), sites.end(), [&](std::size_t a, std::size_t b) {
    return network.baseline[a] > network.baseline[b];
  });
  return sites;
}

/// The wanted plan is one site's prepends: its own first step, and what it promises.
struct FirstSteps {
  int plans = 0, proposed = 0;
  double now = 0, promised = 0, came = 0;  ///< Widths of the site's own link, of its share.
};

void own_first_steps(const Network& network, FirstSteps& sum, Score& before, Score& after) {
  const model::Scenario scenario = scenario_of(network, {});
  const auto ingress = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *ingress);
  for (const Measurement* run : wanted_runs(network)) {
    std::size_t site = 0;
    while (run->vector[site] == 0) {
      ++site;
    }
    const Measurement* first = run_of(network, site, 2);
    if (first == nullptr) {
      continue;
    }
    learning::WantedPlan plan;
    plan.prefixes.push_back({0, advertise(run->vector)});
    plan.first_step.push_back({0, site, 0, 2});
    plan.link = site;
    const auto tests = learning::telling_tests(baseline, plan, {.most = 1});
    ++sum.plans;
    if (tests.empty() || !tests.front().first_step) {
      continue;
    }
    ++sum.proposed;
    const auto known = ingress::make_ingress(scenario_of(network, {first}));
    const ingress::Forecast forecast = known->forecast(0, advertise(run->vector), network.baseline);
    sum.now += static_cast<double>(tests.front().width_now.value) / 1e10;
    sum.promised += static_cast<double>(tests.front().width_after.value) / 1e10;
    sum.came += forecast.high[site] - forecast.low[site];
    add(before, score_of(network, {}, {run}));
    add(after, score_of(network, {first}, {run}));
  }
}

void replay(const std::map<std::string, Network>& networks, const std::set<std::string>& wanted) {
  std::map<std::string, Score> all;
  FirstSteps steps;
  Score before, after;
  const auto tell = [&](const std::string& name, const std::string& what, const Score& score) {
    print(name, what, score);
    add(all[what], score);
  };
  for (const auto& [name, network] : networks) {
    if (!wanted.empty() && !wanted.contains(name)) {
      continue;
    }
    const Seen runs = wanted_runs(network);
    Seen seen;
    tell(name, "nothing tried", score_of(network, {}, runs));
    for (std::size_t site = 0; site < network.baseline.size(); ++site) {
      if (const Measurement* run = run_of(network, site, 1)) {
        seen.push_back(run);
        tell(name, std::to_string(seen.size()) + " of one prepend, in order",
             score_of(network, seen, runs));
      }
    }
    seen.clear();
    while (const Measurement* run = seen.size() < 3 ? next_test(network, seen, runs) : nullptr) {
      seen.push_back(run);
      tell(name, std::to_string(seen.size()) + " of two prepends, planned",
           score_of(network, seen, runs));
    }
    seen.clear();
    for (const std::size_t site : by_share(network)) {
      if (const Measurement* run = run_of(network, site, 2); run != nullptr && seen.size() < 3) {
        seen.push_back(run);
        tell(name, std::to_string(seen.size()) + " of two prepends, largest first",
             score_of(network, seen, runs));
      }
    }
    own_first_steps(network, steps, before, after);
  }
  for (const auto& [what, score] : all) {
    print("all", what, score);
  }
  print("all", "before the plan's own first step", before);
  print("all", "after it", after);
  std::printf(
      "the plan's own first step is proposed for %d of %d plans; width of its link %.3f before, "
      "%.3f promised, %.3f came\n",
      steps.proposed, steps.plans, steps.now / steps.proposed, steps.promised / steps.proposed,
      steps.came / steps.proposed);
}

}  // namespace

int main(int argc, char** argv) {
  return main_over_networks(argc, argv, "telling_tests", replay);
}
