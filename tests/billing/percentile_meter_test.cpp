// Percentiles of replayed samples against plain sorting, and linear functions below them.
#include "bgpte/billing/percentile_meter.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "bgpte/billing/percentile_underestimator.hpp"
#include "tests/optimiser/matrix_ingress.hpp"

namespace bgpte::optimiser::testing {
namespace {

using model::Int128;

TEST(Scaled, IsTheExactQuotientRoundedDown) {
  Dice dice(5);
  for (int i = 0; i < 200'000; ++i) {
    const std::int64_t total = 1 + dice.roll(std::int64_t{1} << (1 + dice.roll(50)));
    const std::int64_t volume = dice.roll(total + 1);
    const std::int64_t sample = dice.roll(std::int64_t{1} << (1 + dice.roll(50)));
    ASSERT_EQ(billing::scaled(sample, volume, total),
              static_cast<std::int64_t>(Int128{sample} * volume / total))
        << sample << " * " << volume << " / " << total;
  }
  EXPECT_EQ(billing::scaled(1'000'000'000'000'000, 1'000'000'000'000'000, 3),
            static_cast<std::int64_t>(Int128{1'000'000'000'000'000} * 1'000'000'000'000'000 / 3 %
                                      (Int128{1} << 64)));
}

TEST(Percentile, DropsTheLargestAndLeavesTheLeastWhereAllWouldGo) {
  std::vector<std::int64_t> values{5, 1, 4, 4, 9};
  EXPECT_EQ(billing::percentile(values, 0), 9);
  EXPECT_EQ(billing::percentile(values, 1), 5);
  EXPECT_EQ(billing::percentile(values, 2), 4);
  EXPECT_EQ(billing::percentile(values, 3), 4);
  EXPECT_EQ(billing::percentile(values, 4), 1);
  EXPECT_EQ(billing::percentile(values, 90), 1);
}

billing::PercentileMeter random_meter(Dice& dice) {
  billing::PercentileMeter meter;
  const auto terms = static_cast<std::size_t>(1 + dice.roll(4));
  const std::int64_t rows = 2 + dice.roll(60);
  const bool coarse = dice.one_in(2);
  const bool base = dice.one_in(2);
  const bool floors = dice.one_in(3);
  for (std::size_t k = 0; k < terms; ++k) {
    meter.terms.push_back({{k, 0}, (1 + dice.roll(9)) * 1'000'007});
  }
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < terms; ++k) {
      meter.samples.push_back(coarse ? dice.roll(5) * 1'000'000 : dice.roll(5'000'000));
    }
    meter.base.push_back(base ? dice.roll(3) * 300'000 : 0);
    meter.floor.push_back(floors ? dice.roll(8) * 500'000 : 0);
  }
  meter.dropped = static_cast<std::size_t>(dice.roll(rows));
  return meter;
}

std::vector<std::int64_t> random_volumes(const billing::PercentileMeter& meter, Dice& dice) {
  std::vector<std::int64_t> volumes;
  for (const billing::PercentileMeter::Term& term : meter.terms) {
    volumes.push_back(dice.one_in(4) ? 0 : dice.one_in(4) ? term.total : dice.roll(term.total));
  }
  return volumes;
}

TEST(PercentileMeter, IsTheSameWithoutRowsThatNeverCount) {
  Dice dice(11);
  std::size_t dropped = 0;
  for (int i = 0; i < 3000; ++i) {
    const billing::PercentileMeter meter = random_meter(dice);
    const std::vector<std::int64_t> today = random_volumes(meter, dice);
    std::vector<bool> moves;
    for (std::size_t k = 0; k < meter.terms.size(); ++k) {
      moves.push_back(!dice.one_in(3));
    }
    const billing::PercentileMeter less = billing::reduced(meter, today, moves);
    dropped += meter.rows() - less.rows();
    for (int j = 0; j < 10; ++j) {
      std::vector<std::int64_t> all = random_volumes(meter, dice);
      std::vector<std::int64_t> moving;
      for (std::size_t k = 0; k < moves.size(); ++k) {
        all[k] = moves[k] ? all[k] : today[k];
        if (moves[k]) {
          moving.push_back(all[k]);
        }
      }
      ASSERT_EQ(less.rate(moving), meter.rate(all)) << i;
    }
  }
  EXPECT_GT(dropped, 10'000U);
}

TEST(PercentileMeter, ManyRowsStayWithinTheBudgetAndKeepThePercentile) {
  Dice dice(29);
  billing::PercentileMeter meter;
  meter.terms = {{{0, 0}, 3'000'017}, {{1, 0}, 5'000'011}};
  constexpr std::size_t rows = 43'200;
  for (std::size_t row = 0; row < rows; ++row) {
    meter.samples.push_back(dice.roll(5'000'000));
    meter.samples.push_back(dice.roll(5'000'000));
    meter.base.push_back(dice.roll(1'000'000));
    meter.floor.push_back(0);
  }
  meter.dropped = rows / 20;
  const std::vector<std::int64_t> today{2'000'000, 1'000'000};
  const std::vector<bool> moves{true, true};
  // Whatever goes has been above by at least dropped + 1 comparisons.
  for (const std::uint64_t budget :
       {std::uint64_t{0}, std::uint64_t{2'000'000}, billing::most_compared}) {
    const billing::PercentileMeter less = billing::reduced(meter, today, moves, budget);
    EXPECT_LE((rows - less.rows()) * (meter.dropped + 1), budget);
    EXPECT_EQ(less.rows() < rows, budget > 0);
    for (int j = 0; j < 5; ++j) {
      const std::vector<std::int64_t> volumes = random_volumes(meter, dice);
      ASSERT_EQ(less.rate(volumes), meter.rate(volumes)) << budget;
    }
  }
}

TEST(PercentileUnderestimator, IsNowhereAboveThePercentile) {
  Dice dice(23);
  double near = 0;
  int looked = 0;
  std::uint64_t steps = 0;
  for (int i = 0; i < 600; ++i) {
    const billing::PercentileMeter meter = random_meter(dice);
    const std::vector<std::int64_t> aim = random_volumes(meter, dice);
    const billing::PercentileUnderestimator below = billing::underestimate(meter, aim, steps);
    const auto at = [&](const std::vector<std::int64_t>& volumes) {
      Int128 sum = 0;
      for (std::size_t k = 0; k < volumes.size(); ++k) {
        sum += Int128{below.slopes[k]} * volumes[k];
      }
      return static_cast<std::int64_t>(below.base +
                                       (sum >> billing::PercentileUnderestimator::shift));
    };
    for (int j = 0; j < 40; ++j) {
      const std::vector<std::int64_t> volumes = random_volumes(meter, dice);
      ASSERT_LE(at(volumes), meter.rate(volumes)) << i;
    }
    if (const std::int64_t there = meter.rate(aim); there > 0) {
      near += static_cast<double>(at(aim)) / static_cast<double>(there);
      ++looked;
    }
  }
  // It says something: on samples without any pattern still a good part of what is there.
  EXPECT_GT(near / looked, 0.4);
  EXPECT_GT(steps, 10'000U);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
