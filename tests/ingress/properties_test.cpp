// The properties that docs/ingress.md promises, on random networks of 1 to 32 links.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;
using testing::Numbers;

constexpr double volume = 1e9;

enum class Kind { response, with_retained, observed, sources, shortest_path, tie_by_capacity };

struct Case {
  Kind kind;
  std::size_t links;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << "kind " << static_cast<int>(c.kind) << ", " << c.links << " links";
}

std::vector<int> random_prepends(Numbers& numbers, std::size_t links, bool gaps) {
  std::vector<int> prepends(links);
  for (int& prepend : prepends) {
    prepend = gaps && numbers.below(6) == 0 ? -1 : numbers.below(4);
  }
  prepends[static_cast<std::size_t>(numbers.below(static_cast<int>(links)))] = 0;
  return prepends;
}

model::Scenario random_scenario(const Case& c, Numbers& numbers) {
  model::Scenario scenario = network(c.links);
  for (model::Link& link : scenario.links) {
    link.capacity = {std::int64_t{1'000'000'000} * (1 + numbers.below(9))};
    if (c.kind != Kind::sources && numbers.below(4) == 0) {
      link.relationship = model::Relationship::peer;
      if (numbers.below(2) == 0) {
        link.reach = model::Reach{true, {}, {}};
      }
    }
  }
  const std::vector<int> today = random_prepends(numbers, c.links, true);
  std::vector<double> mbps(c.links, 0);
  for (std::size_t l = 0; l < c.links; ++l) {
    if (today[l] >= 0 && numbers.below(4) > 0) {
      mbps[l] = numbers.below(1000);
    }
  }
  mbps[static_cast<std::size_t>(std::find(today.begin(), today.end(), 0) - today.begin())] += 10;
  add_prefix(scenario, today, mbps);
  switch (c.kind) {
    case Kind::response:
      break;
    case Kind::with_retained:
      for (std::size_t l = 0; l < c.links; l += 2) {
        const double a = numbers.uniform(), b = a * numbers.uniform();
        scenario.ingress.retained[l] =
            model::Retained{{a * 0.8, b * 0.8}, {a * 0.9, b * 0.9}, {a, b}};
      }
      break;
    case Kind::observed: {
      model::Observation seen;
      seen.prefix = 0;
      std::vector<int> prepends = today;
      for (std::size_t l = 0; l < c.links; ++l) {
        prepends[l] += today[l] >= 0 ? numbers.below(2) : 0;
        seen.inbound.push_back(today[l] < 0 ? std::nullopt
                                            : std::optional<model::Bps>(model::Bps{
                                                  numbers.below(1000) * 1'000'000LL + 1}));
      }
      seen.advertise = advertise(prepends);
      seen.source = "/ingress/observations/0";
      scenario.ingress.observations.push_back(seen);
      break;
    }
    case Kind::sources:
      scenario.ingress.model = model::IngressKind::sources;
      for (int s = 0; s < 6; ++s) {
        model::SourceGroup group;
        group.name = "source";
        for (std::size_t l = 0; l < c.links; ++l) {
          group.path_length.push_back(1 + numbers.below(3));
          group.preference.push_back(numbers.below(5) == 0 ? 90 : 100);
        }
        group.inbound[0] = {numbers.below(100) * 1'000'000LL};
        scenario.ingress.sources.push_back(group);
      }
      break;
    case Kind::tie_by_capacity:
      scenario.ingress.tie = model::TieRule::capacity;
      [[fallthrough]];
    case Kind::shortest_path:
      scenario.ingress.model = model::IngressKind::shortest_path;
      break;
  }
  return scenario;
}

/// Today's measured split, scaled to `volume`.
std::vector<double> home_of(const IngressModel& ingress) {
  std::vector<double> home;
  double all = 0;
  for (const model::Bps cell : ingress.today().home[0]) {
    home.push_back(static_cast<double>(cell.value));
    all += home.back();
  }
  for (double& cell : home) {
    cell *= volume / all;
  }
  return home;
}

class Properties : public ::testing::TestWithParam<Case> {
 protected:
  // Observed populations are large; the exact models can be asked more often.
  int rounds() const {
    return GetParam().kind == Kind::observed ? 1 : (GetParam().links > 16 ? 1 : 8);
  }
  double tolerance() const { return volume * 1e-9; }
};

TEST_P(Properties, SharesSumToOneAndTheRangeHoldsTheExpectation) {
  Numbers numbers(11);
  for (int round = 0; round < rounds(); ++round) {
    model::Scenario scenario = random_scenario(GetParam(), numbers);
    for (model::Link& link : scenario.links) {  // Some peers share their sources.
      const bool peer = link.relationship == model::Relationship::peer;
      link.neighbor_as = peer && numbers.below(2) == 0 ? 64900 : link.neighbor_as;
    }
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    for (int ask = 0; ask < 5; ++ask) {
      const model::Advertisement x =
          advertise(random_prepends(numbers, GetParam().links, ask % 2 == 0));
      const Forecast forecast = ingress->forecast(0, x, home);
      EXPECT_NEAR(
          std::accumulate(forecast.expected.begin(), forecast.expected.end(), forecast.unreachable),
          volume, tolerance());
      bool reaches_all = false;
      for (std::size_t l = 0; l < home.size(); ++l) {
        const bool transit = scenario.links[l].relationship == model::Relationship::transit;
        reaches_all = reaches_all || (transit && x.carried_on(l));
      }
      if (reaches_all) {
        EXPECT_NEAR(forecast.unreachable, 0, tolerance());
      }
      for (std::size_t l = 0; l < home.size(); ++l) {
        EXPECT_LE(forecast.low[l], forecast.expected[l] + tolerance());
        EXPECT_GE(forecast.high[l], forecast.expected[l] - tolerance());
        EXPECT_GE(forecast.low[l], 0);
        EXPECT_LE(forecast.expected[l], forecast.harm[l] + tolerance());
        EXPECT_LE(forecast.harm[l], forecast.high[l] + tolerance());
        if (!x.carried_on(l)) {
          EXPECT_EQ(forecast.high[l], 0);
        }
      }
    }
  }
}

TEST_P(Properties, TheFloorOfTheHighEndIsNeverAboveItAndNearWhereItWasAskedFor) {
  Numbers numbers(16);
  double at_floor = 0;
  double at_end = 0;
  for (int round = 0; round < rounds(); ++round) {
    const auto ingress = make_ingress(random_scenario(GetParam(), numbers));
    const std::vector<double> home = home_of(*ingress);
    for (int ask = 0; ask < 5; ++ask) {
      const model::Advertisement x =
          advertise(random_prepends(numbers, GetParam().links, ask % 2 == 0));
      const std::shared_ptr<const Transition> floor =
          ingress->high_floor(ingress->behaviour(0), x, home);
      for (int other = 0; other < 4; ++other) {
        std::vector<double> cells = home;
        for (double& cell : cells) {
          cell *= other == 0 ? 1.0 : 2 * numbers.uniform();
        }
        const Forecast forecast = ingress->forecast(0, x, cells);
        for (std::size_t l = 0; l < cells.size(); ++l) {
          double flow = 0;
          for (std::size_t j = 0; j < cells.size(); ++j) {
            flow += cells[j] * floor->at(j, l);
          }
          ASSERT_LE(flow, forecast.harm[l] + volume * 1e-12);
          at_floor += other == 0 ? flow : 0;
          at_end += other == 0 ? forecast.harm[l] : 0;
        }
      }
    }
  }
  // Only what a prefix measures, the operator's levels and observations are left out of it.
  const bool all = GetParam().kind != Kind::observed && GetParam().kind != Kind::with_retained;
  EXPECT_GE(at_floor, (all ? 0.9 : 0.45) * at_end);
}

TEST_P(Properties, TodayAndACommonPrependChangeNothing) {
  Numbers numbers(12);
  for (int round = 0; round < rounds(); ++round) {
    const model::Scenario scenario = random_scenario(GetParam(), numbers);
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    model::Advertisement more = scenario.prefixes[0].advertise;
    for (std::size_t l = 0; l < more.size(); ++l) {
      more[l] = static_cast<model::Prepend>(more.carried_on(l) ? more[l] + 2 : -1);
    }
    for (const model::Advertisement& x : {scenario.prefixes[0].advertise, more}) {
      const Forecast forecast = ingress->forecast(0, x, home);
      EXPECT_EQ(forecast.low, home);
      EXPECT_EQ(forecast.expected, home);
      EXPECT_EQ(forecast.high, home);
      EXPECT_EQ(forecast.harm, home);
    }
    // The same between two other advertisements.
    std::vector<int> other = random_prepends(numbers, GetParam().links, true);
    const Forecast before = ingress->forecast(0, advertise(other), home);
    for (int& prepend : other) {
      prepend += prepend >= 0 ? 3 : 0;
    }
    EXPECT_EQ(ingress->forecast(0, advertise(other), home).expected, before.expected);
  }
}

TEST_P(Properties, MorePrependsNeverRaiseALinkNorLowerAnother) {
  Numbers numbers(13);
  for (int round = 0; round < rounds(); ++round) {
    const auto ingress = make_ingress(random_scenario(GetParam(), numbers));
    const std::vector<double> home = home_of(*ingress);
    std::vector<int> prepends = random_prepends(numbers, GetParam().links, true);
    Forecast last = ingress->forecast(0, advertise(prepends), home);
    for (int step = 0; step < 6; ++step) {
      const auto link = static_cast<std::size_t>(numbers.below(static_cast<int>(GetParam().links)));
      if (prepends[link] < 0) {
        continue;
      }
      prepends[link] += 1 + numbers.below(2);
      const Forecast now = ingress->forecast(0, advertise(prepends), home);
      for (std::size_t l = 0; l < home.size(); ++l) {
        if (l == link) {
          EXPECT_LE(now.expected[l], last.expected[l] + tolerance());
        } else {
          EXPECT_GE(now.expected[l], last.expected[l] - tolerance());
        }
      }
      last = now;
    }
  }
}

TEST_P(Properties, MorePrependsThanTodayNeverRaiseTheHighOfTheirLink) {
  if (GetParam().kind == Kind::with_retained) {
    return;  // The operator's own high counts, whatever it is.
  }
  Numbers numbers(17);
  for (int round = 0; round < rounds(); ++round) {
    const model::Scenario scenario = random_scenario(GetParam(), numbers);
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    const model::Advertisement& today = scenario.prefixes[0].advertise;
    model::Advertisement x = advertise(random_prepends(numbers, GetParam().links, true));
    for (std::size_t link = 0; link < std::min<std::size_t>(home.size(), 4); ++link) {
      if (!x.carried_on(link) || !today.carried_on(link)) {
        continue;
      }
      const model::Prepend before = x[link];
      std::optional<Forecast> last;
      for (x[link] = today[link]; x[link] < today[link] + 5; ++x[link]) {
        const Forecast now = ingress->forecast(0, x, home);
        if (last) {
          EXPECT_LE(now.high[link], last->high[link] + tolerance());
          EXPECT_LE(now.harm[link], last->harm[link] + tolerance());
        }
        last = x.without_common_prepends() == today.without_common_prepends() ? std::nullopt
                                                                              : std::optional(now);
      }
      x[link] = before;
    }
  }
}

TEST_P(Properties, OneMorePrependThanTodayNeverRaisesALinkNorLowersAnother) {
  Numbers numbers(14);
  for (int round = 0; round < rounds(); ++round) {
    const model::Scenario scenario = random_scenario(GetParam(), numbers);
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    for (std::size_t link = 0; link < std::min<std::size_t>(home.size(), 4); ++link) {
      model::Advertisement x = scenario.prefixes[0].advertise;
      if (!x.carried_on(link)) {
        continue;
      }
      ++x[link];
      const Forecast forecast = ingress->forecast(0, x, home);
      for (std::size_t l = 0; l < home.size(); ++l) {
        const double sign = l == link ? -1 : 1;
        EXPECT_GE(sign * (forecast.expected[l] - home[l]), -tolerance());
      }
    }
  }
}

TEST_P(Properties, ReorderingLinksReordersTheAnswer) {
  Numbers numbers(15);
  for (int round = 0; round < rounds(); ++round) {
    const model::Scenario scenario = random_scenario(GetParam(), numbers);
    const std::size_t links = scenario.links.size();
    std::vector<std::size_t> place(links);  // new index of each old link
    std::iota(place.begin(), place.end(), 0);
    for (std::size_t i = links; i > 1; --i) {
      std::swap(place[i - 1], place[static_cast<std::size_t>(numbers.below(static_cast<int>(i)))]);
    }
    model::Scenario other = scenario;
    const auto reorder = [&](auto& values) {
      auto copy = values;
      for (std::size_t l = 0; l < links; ++l) {
        values[place[l]] = copy[l];
      }
    };
    const auto reorder_advertisement = [&](model::Advertisement& x) {
      const model::Advertisement copy = x;
      for (std::size_t l = 0; l < links; ++l) {
        x[place[l]] = copy[l];
      }
    };
    reorder(other.links);
    reorder(other.ingress.retained);
    reorder(other.prefixes[0].by_link);
    reorder_advertisement(other.prefixes[0].advertise);
    for (model::SourceGroup& group : other.ingress.sources) {
      reorder(group.path_length);
      reorder(group.preference);
    }
    for (model::Observation& observation : other.ingress.observations) {
      reorder(observation.inbound);
      reorder_advertisement(observation.advertise);
    }
    const auto ingress = make_ingress(scenario);
    const auto reordered = make_ingress(other);
    const std::vector<double> home = home_of(*ingress);
    std::vector<double> other_home = home;
    reorder(other_home);
    model::Advertisement x = advertise(random_prepends(numbers, links, false));
    const Forecast before = ingress->forecast(0, x, home);
    reorder_advertisement(x);
    const Forecast after = reordered->forecast(0, x, other_home);
    for (std::size_t l = 0; l < links; ++l) {
      EXPECT_NEAR(after.expected[place[l]], before.expected[l], tolerance());
      EXPECT_NEAR(after.low[place[l]], before.low[l], tolerance());
      EXPECT_NEAR(after.high[place[l]], before.high[l], tolerance());
      EXPECT_NEAR(after.harm[place[l]], before.harm[l], tolerance());
    }
  }
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Kind kind : {Kind::response, Kind::with_retained, Kind::sources, Kind::shortest_path,
                          Kind::tie_by_capacity}) {
    for (const std::size_t links : {1U, 2U, 3U, 5U, 8U, 16U, 32U}) {
      all.push_back({kind, links});
    }
  }
  for (const std::size_t links : {1U, 2U, 3U, 6U}) {
    all.push_back({Kind::observed, links});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(RandomNetworks, Properties, ::testing::ValuesIn(cases()));

}  // namespace
}  // namespace bgpte::ingress
