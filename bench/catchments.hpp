#pragma once

#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <istream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "bgpte/model/scenario.hpp"

/// Measured catchments of anycast networks, for programs that take the data's path: the data may
/// not be copied, so the project holds none.
///
/// A line of the file is one measurement: network, kind, moved site, prepends, sites, the prepends
/// by site, and what entered by site (both separated by spaces). `baseline` is the announcement
/// without prepends; of several the mean is taken. In `positive` one site prepends, in `negative`
/// all others do.
namespace bgpte::bench {

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

inline std::vector<std::string> fields_of(const std::string& line) {
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

inline std::map<std::string, Network> read_networks(std::istream& in) {
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

inline model::Advertisement advertise(const std::vector<int>& prepends) {
  model::Advertisement x(prepends.size());
  for (std::size_t l = 0; l < prepends.size(); ++l) {
    x[l] = static_cast<model::Prepend>(prepends[l]);
  }
  return x;
}

inline std::vector<std::optional<model::Bps>> rates(const std::vector<double>& shares) {
  std::vector<std::optional<model::Bps>> result;
  for (const double share : shares) {
    result.emplace_back(model::Bps{static_cast<std::int64_t>(share * 1e10)});
  }
  return result;
}

/// One prefix of 10 Gbps with the baseline's shares, on links with room for much more; `seen` are
/// its observations.
inline model::Scenario scenario_of(const Network& network,
                                   const std::vector<const Measurement*>& seen) {
  model::Scenario scenario;
  scenario.local_as = 64512;
  const std::size_t sites = network.baseline.size();
  for (std::size_t l = 0; l < sites; ++l) {
    model::Link link;
    link.name = "S" + std::to_string(l);
    link.neighbor_as = static_cast<model::Asn>(64600 + l);
    link.capacity = {1'000'000'000'000};
    link.inbound = {10'000'000'000};
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

/// The main function of a program whose arguments are NETWORKS.csv [NETWORK...]: calls
/// `measure(networks, names)`. Gives the exit status.
template <class Measure>
int main_over_networks(int argc, char** argv, const char* program, const Measure& measure) {
  try {
    if (argc < 2) {
      std::fprintf(stderr, "usage: %s NETWORKS.csv [NETWORK...]\n", program);
      return 2;
    }
    std::ifstream in(argv[1]);
    if (!in) {
      std::fprintf(stderr, "%s: cannot be read\n", argv[1]);
      return 1;
    }
    measure(read_networks(in), {argv + 2, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

}  // namespace bgpte::bench
