// Error, coverage and width of forecasts on measured catchments:
//
//   catchment_ranges NETWORKS.csv [NETWORK...]
//
// A line of the file is one measurement: network, kind, moved site, prepends, sites, the prepends
// by site, and what entered by site (both separated by spaces). `baseline` is the announcement
// without prepends; of several the mean is taken. In `positive` one site prepends, in `negative`
// all others do; other kinds are left out. The data may not be copied, so the project holds none.
#include <cmath>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace {

using namespace bgpte;

struct Measurement {
  std::string kind;
  int prepend = 0;
  std::vector<int> vector;
  std::vector<double> shares;
};

/// What was measured of one network; baselines are one, the mean.
struct Network {
  std::vector<double> baseline;
  int baselines = 0;
  std::vector<Measurement> runs;
};

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, ',');) {
    fields.push_back(field);
  }
  return fields;
}

template <typename Number>
std::vector<Number> numbers_of(const std::string& text) {
  std::vector<Number> numbers;
  std::istringstream in(text);
  for (Number number; in >> number;) {
    numbers.push_back(number);
  }
  return numbers;
}

std::map<std::string, Network> read(std::istream& in) {
  std::map<std::string, Network> networks;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const std::vector<std::string> row = fields_of(line);
    Measurement run{row.at(1), std::stoi(row.at(3)), numbers_of<int>(row.at(5)),
                    numbers_of<double>(row.at(6))};
    double all = 0;
    for (const double blocks : run.shares) {
      all += blocks;
    }
    for (double& share : run.shares) {
      share /= all;
    }
    Network& network = networks[row.at(0)];
    if (run.kind == "baseline") {
      network.baseline.resize(run.shares.size());
      ++network.baselines;
      for (std::size_t s = 0; s < run.shares.size(); ++s) {
        network.baseline[s] += (run.shares[s] - network.baseline[s]) / network.baselines;
      }
    } else {
      network.runs.push_back(std::move(run));
    }
  }
  return networks;
}

model::Advertisement advertise(const std::vector<int>& prepends) {
  model::Advertisement x(prepends.size());
  for (std::size_t l = 0; l < prepends.size(); ++l) {
    x[l] = static_cast<model::Prepend>(prepends[l]);
  }
  return x;
}

std::vector<std::optional<model::Bps>> rates(const std::vector<double>& shares) {
  std::vector<std::optional<model::Bps>> result;
  for (const double share : shares) {
    result.emplace_back(model::Bps{static_cast<std::int64_t>(share * 1e10)});
  }
  return result;
}

/// One prefix with the baseline's shares; `seen` are its observations.
model::Scenario scenario_of(const Network& network, const std::vector<const Measurement*>& seen) {
  model::Scenario scenario;
  scenario.local_as = 64512;
  const std::size_t sites = network.baseline.size();
  for (std::size_t l = 0; l < sites; ++l) {
    model::Link link;
    link.name = "S" + std::to_string(l);
    link.neighbor_as = static_cast<model::Asn>(64600 + l);
    link.capacity = link.inbound = {10'000'000'000};
    link.billing.model = model::PerMbpsBilling{{1'000'000}};
    scenario.links.push_back(link);
  }
  scenario.ingress.retained.resize(sites);
  model::Prefix prefix;
  prefix.prefix.address.bytes = {198, 51, 100, 0};
  prefix.prefix.length = 24;
  prefix.advertise = advertise(std::vector<int>(sites, 0));
  prefix.origin_as = scenario.local_as;
  prefix.inbound_kind = model::InboundKind::by_link;
  prefix.by_link = rates(network.baseline);
  scenario.prefixes.push_back(prefix);
  for (const Measurement* run : seen) {
    model::Observation observation;
    observation.prefix = 0;
    observation.advertise = advertise(run->vector);
    observation.inbound = rates(run->shares);
    scenario.ingress.observations.push_back(observation);
  }
  return scenario;
}

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
  constexpr const char* names[4] = {
      "one prepends, from the baseline", "all others prepend, from the baseline",
      "one prepends twice or more, once seen", "all others prepend, one each seen"};
  Score all[4];
  for (const auto& [name, network] : networks) {
    if (!wanted.empty() && !wanted.contains(name)) {
      continue;
    }
    std::vector<const Measurement*> once;
    for (const Measurement& run : network.runs) {
      if (run.kind == "positive" && run.prepend == 1) {
        once.push_back(&run);
      }
    }
    const auto alone = ingress::make_ingress(scenario_of(network, {}));
    const auto seen = ingress::make_ingress(scenario_of(network, once));
    Score scores[4];
    for (const Measurement& run : network.runs) {
      if (run.kind == "positive") {
        hold_against(*alone, network.baseline, run, scores[0]);
        if (run.prepend > 1) {
          hold_against(*seen, network.baseline, run, scores[2]);
        }
      } else if (run.kind == "negative") {
        hold_against(*alone, network.baseline, run, scores[1]);
        hold_against(*seen, network.baseline, run, scores[3]);
      }
    }
    for (int i = 0; i < 4; ++i) {
      print(name, names[i], scores[i]);
      add(all[i], scores[i]);
    }
  }
  for (int i = 0; i < 4; ++i) {
    print("all", names[i], all[i]);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) {
    std::fputs("usage: catchment_ranges NETWORKS.csv [NETWORK...]\n", stderr);
    return 2;
  }
  std::ifstream in(argv[1]);
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", argv[1]);
    return 1;
  }
  measure(read(in), {argv + 2, argv + argc});
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
