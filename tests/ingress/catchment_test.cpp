// The response model against measured catchments (Anycast Agility, USENIX Security 2022). The
// data may not be copied: the test reads them where they are, BGPTE_DATA or ../shared/data beside
// the sources, and else checks the one table of shares that was published.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <sstream>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

constexpr std::size_t sites = 6;
using Shares = std::array<double, sites>;

/// In the order of the data; HND, with one block, is left out.
constexpr std::array<const char*, sites> names{"CDG", "IAD", "LHR", "MIA", "POA", "SYD"};

/// Published: shares before, and the part that remains after 1, 2, 3 and 5 prepends.
constexpr Shares published_before{0.072, 0.153, 0.234, 0.160, 0.210, 0.172};
constexpr std::array<int, 4> published_prepends{1, 2, 3, 5};
constexpr std::array<std::array<double, 4>, sites> published_remains{{{.11, .10, .09, .09},
                                                                      {.96, .96, .96, .94},
                                                                      {.34, .13, .08, .00},
                                                                      {.24, .15, .15, .15},
                                                                      {.17, .14, .14, .14},
                                                                      {.09, .08, .08, .08}}};

model::Scenario six_sites(const Shares& baseline) {
  model::Scenario scenario = network(sites);
  std::vector<double> mbps;
  for (const double share : baseline) {
    mbps.push_back(share * 2000);
  }
  add_prefix(scenario, std::vector<int>(sites, 0), mbps);
  return scenario;
}

std::vector<int> prepend_one(std::size_t site, int prepend) {
  std::vector<int> prepends(sites, 0);
  prepends[site] = prepend;
  return prepends;
}

void observe(model::Scenario& scenario, std::size_t site, const Shares& shares) {
  model::Observation seen;
  seen.prefix = 0;
  seen.advertise = advertise(prepend_one(site, 1));
  for (const double share : shares) {
    seen.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(share * 1e9)});
  }
  seen.source = "/ingress/observations/" + std::to_string(scenario.ingress.observations.size());
  scenario.ingress.observations.push_back(seen);
}

/// Mean total variation and coverage of ranges over several forecasts.
struct Score {
  double variation = 0;
  int forecasts = 0, covered = 0, shares = 0;
  [[nodiscard]] double mean() const { return variation / forecasts; }
  [[nodiscard]] double coverage() const { return static_cast<double>(covered) / shares; }
};

void hold_against(Score& score, const IngressModel& ingress, const Shares& baseline,
                  const std::vector<int>& prepends, const Shares& truth) {
  const std::vector<double> home(baseline.begin(), baseline.end());
  const Forecast forecast = ingress.forecast(0, advertise(prepends), home);
  ++score.forecasts;
  for (std::size_t l = 0; l < sites; ++l) {
    score.variation += std::abs(forecast.expected[l] - truth[l]) / 2;
    if (prepends[l] >= 0) {
      ++score.shares;
      score.covered += truth[l] >= forecast.low[l] && truth[l] <= forecast.high[l] ? 1 : 0;
    }
  }
}

void record(const std::string& name, const Score& score) {
  ::testing::Test::RecordProperty(name + "_variation", std::to_string(score.mean()));
  ::testing::Test::RecordProperty(name + "_coverage", std::to_string(score.coverage()));
  std::cout << "  " << name << ": mean total variation " << score.mean() << ", coverage "
            << score.covered << "/" << score.shares << "\n";
}

TEST(Catchments, WhatRemainsOfASiteAsPublished) {
  // From the baseline alone, then with one observed prepend for each site whose departing sources
  // go elsewhere in proportion (the published table has no more): what remains after 2, 3 and 5.
  model::Scenario scenario = six_sites(published_before);
  const auto alone = make_ingress(scenario);
  for (std::size_t site = 0; site < sites; ++site) {
    Shares seen = published_before;
    const double left = published_before[site] * (1 - published_remains[site][0]);
    for (std::size_t l = 0; l < sites; ++l) {
      seen[l] += l == site ? -left : left * published_before[l] / (1 - published_before[site]);
    }
    observe(scenario, site, seen);
  }
  const auto observed = make_ingress(scenario);
  const std::vector<double> home(published_before.begin(), published_before.end());
  double error_alone = 0, error_observed = 0;
  int covered_alone = 0, covered_observed = 0, count = 0;
  for (std::size_t site = 0; site < sites; ++site) {
    for (std::size_t k = 1; k < published_prepends.size(); ++k) {
      const model::Advertisement x = advertise(prepend_one(site, published_prepends[k]));
      const double truth = published_before[site] * published_remains[site][k];
      const auto inside = [&](const Forecast& forecast) {
        return truth >= forecast.low[site] && truth <= forecast.high[site];
      };
      const Forecast first = alone->forecast(0, x, home);
      const Forecast second = observed->forecast(0, x, home);
      error_alone += std::abs(first.expected[site] - truth);
      error_observed += std::abs(second.expected[site] - truth);
      covered_alone += inside(first) ? 1 : 0;
      covered_observed += inside(second) ? 1 : 0;
      ++count;
    }
  }
  EXPECT_LT(error_alone / count, 0.035);
  EXPECT_LT(error_observed / count, 0.01);
  // A range holds nine times in ten; of so few values one or two more may miss it.
  EXPECT_GE(covered_alone, 15);
  EXPECT_GE(covered_observed, 15);
}

std::filesystem::path data_file() {
  const char* given = std::getenv("BGPTE_DATA");
  const std::filesystem::path folder =
      given != nullptr ? std::filesystem::path(given)
                       : std::filesystem::path(BGPTE_SOURCE_DIR) / ".." / "shared" / "data";
  return folder / "catchments" / "anycast-2020.csv";
}

/// Run name -> shares of the six sites.
std::map<std::string, Shares> read_runs(std::istream& in) {
  constexpr std::array<std::size_t, sites> columns{1, 3, 4, 5, 6, 7};
  std::map<std::string, Shares> runs;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::stringstream fields(line);
    std::vector<std::string> row;
    for (std::string field; std::getline(fields, field, ',');) {
      row.push_back(field);
    }
    Shares shares{};
    double all = 0;
    for (std::size_t s = 0; s < sites; ++s) {
      shares[s] = std::stod(row.at(columns[s]));
      all += shares[s];
    }
    for (double& share : shares) {
      share /= all;
    }
    runs[row[0]] = shares;
  }
  return runs;
}

TEST(Catchments, FromTheBaselineToPrependsAndWithdrawals) {
  std::ifstream in(data_file());
  if (!in) {
    std::cout << "  measured catchments not found at " << data_file() << ": nothing to hold\n";
    return;
  }
  const std::map<std::string, Shares> runs = read_runs(in);
  ASSERT_EQ(runs.size(), 15U);
  const Shares& baseline = runs.at("baseline");
  const auto alone = make_ingress(six_sites(baseline));
  model::Scenario scenario = six_sites(baseline);
  for (std::size_t site = 0; site < sites; ++site) {
    observe(scenario, site, runs.at(std::string("1x") + names[site]));
  }
  const auto observed = make_ingress(scenario);
  Score prepends, withdrawals, fitted, observed_withdrawals, left_out, left_out_withdrawals;
  for (std::size_t site = 0; site < sites; ++site) {
    const Shares& once = runs.at(std::string("1x") + names[site]);
    const Shares& without = runs.at(std::string("0x") + names[site]);
    hold_against(prepends, *alone, baseline, prepend_one(site, 1), once);
    hold_against(withdrawals, *alone, baseline, prepend_one(site, -1), without);
    hold_against(fitted, *observed, baseline, prepend_one(site, 1), once);
    hold_against(observed_withdrawals, *observed, baseline, prepend_one(site, -1), without);
    model::Scenario others = six_sites(baseline);
    for (std::size_t other = 0; other < sites; ++other) {
      if (other != site) {
        observe(others, other, runs.at(std::string("1x") + names[other]));
      }
    }
    const auto blind = make_ingress(others);
    hold_against(left_out, *blind, baseline, prepend_one(site, 1), once);
    hold_against(left_out_withdrawals, *blind, baseline, prepend_one(site, -1), without);
  }
  record("baseline_to_prepends", prepends);
  record("baseline_to_withdrawals", withdrawals);
  record("observed_to_the_same_prepends", fitted);
  record("observed_to_withdrawals", observed_withdrawals);
  record("one_site_left_out_to_its_prepend", left_out);
  record("one_site_left_out_to_its_withdrawal", left_out_withdrawals);
  EXPECT_LT(prepends.mean(), 0.08);
  EXPECT_GE(prepends.coverage(), 0.85);
  EXPECT_LT(withdrawals.mean(), 0.065);
  EXPECT_GE(withdrawals.coverage(), 0.85);
  EXPECT_LT(fitted.mean(), 0.005);
  EXPECT_GE(fitted.coverage(), 0.85);
  EXPECT_LT(observed_withdrawals.mean(), 0.032);
  EXPECT_GE(observed_withdrawals.coverage(), 0.85);
  EXPECT_LT(left_out.mean(), 0.075);
  EXPECT_GE(left_out.coverage(), 0.85);
}

/// A network with the site withdrawn, and what the site takes when it is announced.
std::unique_ptr<const IngressModel> without_site(std::size_t site, const Shares& shares) {
  model::Scenario scenario = network(sites);
  std::vector<double> mbps;
  for (const double share : shares) {
    mbps.push_back(share * 2000);
  }
  add_prefix(scenario, prepend_one(site, -1), mbps);
  return make_ingress(scenario);
}

TEST(Catchments, AFirstAnnouncementHoldsWhatEachSiteCarriesAsPublished) {
  // The sites that were there lose in proportion: the published table has no more.
  for (std::size_t site = 0; site < sites; ++site) {
    Shares before = published_before;
    before[site] = 0;
    const double all = std::accumulate(before.begin(), before.end(), 0.0);
    for (double& share : before) {
      share /= all;
    }
    const Forecast first =
        without_site(site, before)->forecast(0, advertise(std::vector<int>(sites, 0)), before);
    EXPECT_NEAR(first.expected[site], 1.0 / sites, 1e-6);
    EXPECT_LE(first.low[site], published_before[site]) << names[site];
    EXPECT_GE(first.high[site], published_before[site]) << names[site];
  }
}

TEST(Catchments, FromAWithdrawalBackToTheBaseline) {
  std::ifstream in(data_file());
  if (!in) {
    std::cout << "  measured catchments not found at " << data_file() << ": nothing to hold\n";
    return;
  }
  const std::map<std::string, Shares> runs = read_runs(in);
  const Shares& baseline = runs.at("baseline");
  Score announcements, of_newcomers;
  for (std::size_t site = 0; site < sites; ++site) {
    const Shares& before = runs.at(std::string("0x") + names[site]);
    const auto ingress = without_site(site, before);
    const std::vector<int> plain(sites, 0);
    hold_against(announcements, *ingress, before, plain, baseline);
    const Forecast forecast = ingress->forecast(0, advertise(plain), before);
    ++of_newcomers.forecasts;
    ++of_newcomers.shares;
    of_newcomers.variation += std::abs(forecast.expected[site] - baseline[site]);
    of_newcomers.covered +=
        baseline[site] >= forecast.low[site] && baseline[site] <= forecast.high[site] ? 1 : 0;
  }
  record("withdrawal_to_baseline", announcements);
  record("the_announced_site_itself", of_newcomers);
  EXPECT_LT(announcements.mean(), 0.08);
  EXPECT_GE(announcements.coverage(), 0.85);
  EXPECT_EQ(of_newcomers.covered, 6);
}

}  // namespace
}  // namespace bgpte::ingress
