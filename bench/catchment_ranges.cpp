// Error, coverage and width of forecasts on measured catchments:
//
//   catchment_ranges NETWORKS.csv [NETWORK...]
//
// bench/catchments.hpp says what stands in the file.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/catchments.hpp"
#include "bgpte/ingress/ingress_model.hpp"

namespace {

using namespace bgpte;
using namespace bgpte::bench;

struct Score {
  double error = 0, width = 0;
  int forecasts = 0, covered = 0, shares = 0;
};

void hold_against(const ingress::IngressModel& ingress, const std::vector<double>& baseline,
                  const Measurement& run, Score& score) {
  const ingress::Forecast forecast = ingress.forecast(0, advertise(run.vector), baseline);
  ++score.forecasts;
  for (std::size_t l = 0; l < baseline.size(); ++l) {
    score.error += std::abs(forecast.expected[l] - run.shares[l]) / 2;
    score.width += forecast.high[l] - forecast.low[l];
    score.covered += forecast.low[l] <= run.shares[l] && run.shares[l] <= forecast.high[l] ? 1 : 0;
    ++score.shares;
  }
}

void print(const std::string& network, const char* what, const Score& score) {
  if (score.forecasts > 0) {
    std::printf("%-11s %-42s %3d runs  error %.3f  coverage %.3f  width %.3f\n", network.c_str(),
                what, score.forecasts, score.error / score.forecasts,
                static_cast<double>(score.covered) / score.shares, score.width / score.shares);
  }
}

void add(Score& sum, const Score& part) {
  sum.error += part.error;
  sum.width += part.width;
  sum.forecasts += part.forecasts;
  sum.covered += part.covered;
  sum.shares += part.shares;
}

void measure(const std::map<std::string, Network>& networks, const std::set<std::string>& wanted) {
  constexpr const char* names[] = {"one prepends, from the baseline",
                                   "all others prepend, from the baseline",
                                   "one prepends twice or more, once seen",
                                   "all others prepend, one each seen",
                                   "one prepends three times or more, two seen",
                                   "any of all that were seen",
                                   "any, all others seen"};
  Score all[std::size(names)];
  for (const auto& [name, network] : networks) {
    if (!wanted.empty() && !wanted.contains(name)) {
      continue;
    }
    std::vector<const Measurement*> once;
    std::vector<const Measurement*> twice;
    std::vector<const Measurement*> every;
    for (const Measurement& run : network.runs) {
      if (run.kind == "positive" || run.kind == "negative") {
        every.push_back(&run);
      }
      if (run.kind == "positive" && run.prepend == 1) {
        once.push_back(&run);
      } else if (run.kind == "positive" && run.prepend == 2) {
        twice.push_back(&run);
      }
    }
    const auto alone = ingress::make_ingress(scenario_of(network, {}));
    const auto seen = ingress::make_ingress(scenario_of(network, once));
    const auto seen_twice = ingress::make_ingress(scenario_of(network, twice));
    const auto seen_all = ingress::make_ingress(scenario_of(network, every));
    Score scores[std::size(names)];
    for (const Measurement& run : network.runs) {
      if (run.kind == "positive") {
        hold_against(*alone, network.baseline, run, scores[0]);
        if (run.prepend > 1) {
          hold_against(*seen, network.baseline, run, scores[2]);
        }
        if (run.prepend > 2) {
          hold_against(*seen_twice, network.baseline, run, scores[4]);
        }
      } else if (run.kind == "negative") {
        hold_against(*alone, network.baseline, run, scores[1]);
        hold_against(*seen, network.baseline, run, scores[3]);
      }
    }
    for (const Measurement* run : every) {
      hold_against(*seen_all, network.baseline, *run, scores[5]);
      std::vector<const Measurement*> others;
      std::copy_if(every.begin(), every.end(), std::back_inserter(others),
                   [&](const Measurement* other) { return other != run; });
      hold_against(*ingress::make_ingress(scenario_of(network, others)), network.baseline, *run,
                   scores[6]);
    }
    for (std::size_t i = 0; i < std::size(names); ++i) {
      print(name, names[i], scores[i]);
      add(all[i], scores[i]);
    }
  }
  for (std::size_t i = 0; i < std::size(names); ++i) {
    print("all", names[i], all[i]);
  }
}

}  // namespace

int main(int argc, char** argv) {
  return main_over_networks(argc, argv, "catchment_ranges", measure);
}
