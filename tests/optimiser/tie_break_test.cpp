#include "src/optimiser/tie_break.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bgpte::optimiser::testing {
namespace {

using model::Advertisement;

/// An advertisement from its prepends, -1 where a link does not announce it.
Advertisement announced(const std::vector<int>& prepends) {
  Advertisement x(prepends.size());
  for (std::size_t l = 0; l < prepends.size(); ++l) {
    if (prepends[l] >= 0) {
      x[l] = static_cast<model::Prepend>(prepends[l]);
    }
  }
  return x;
}

Advertisement with_lever(Advertisement x, std::size_t link, int lever) {
  x.set_lever(link, static_cast<model::LeverChoice>(lever));
  return x;
}

/// One row a rule: `first` comes before `second` by that rule, all rules above it being equal.
struct Row {
  const char* rule;
  Advertisement today, first, second;
};

std::vector<Row> rows_of_sums() {
  const Advertisement today = announced({1, 1, 0});
  return {
      {"1 fewer changes, though more prepends", today, announced({3, 1, 0}), announced({2, 2, 0})},
      {"1 fewer changes, though they add", today, announced({2, 1, 0}), announced({0, 0, 0})},
      {"1 none before any", today, today, announced({0, 1, 0})},
      {"2 fewer prepends", announced({2, 2, 0}), announced({3, 0, 0}), announced({1, 2, 1})},
      {"2 removing two before removing one", announced({2, 1, 0}), announced({0, 1, 0}),
       announced({1, 1, 0})},
      {"3 removing before adding", announced({2, 3, 0}), announced({1, 2, 0}),
       announced({3, 0, 0})},
      {"3 a lever counts as adding", announced({0, 0, -1}), announced({0, -1, -1}),
       with_lever(announced({0, 0, -1}), 0, 1)},
      {"3 announcing counts as adding", announced({0, 0, -1}), announced({0, -1, -1}),
       announced({0, 0, 0})},
  };
}

std::vector<Row> rows_of_lists() {
  const Advertisement today = announced({1, 1, 0});
  return {
      {"4 an earlier change before a later one", today, announced({0, 1, 0}), announced({1, 0, 0})},
      {"4 any change before none", today, announced({1, 1, 1}), today},
      {"4 withdrawn before announced", today, announced({-1, 1, 0}), announced({0, 1, 0})},
      {"4 the smaller new prepend", today, announced({0, 1, 0}), announced({2, 1, 0})},
      {"4 the first link decides", today, announced({0, 3, 3}), announced({2, 0, 0})},
      {"4 the smaller lever number", today, with_lever(today, 0, 1), with_lever(today, 0, 2)},
      {"4 the prepend before the lever", today, announced({0, 1, 0}), with_lever(today, 0, 1)},
  };
}

TEST(TieBreak, SumsDecideByRulesOneToThreeBothWaysRound) {
  for (const Row& row : rows_of_sums()) {
    const TieRank first = tie_rank(row.today, row.first);
    const TieRank second = tie_rank(row.today, row.second);
    EXPECT_TRUE(first < second) << row.rule;
    EXPECT_FALSE(second < first) << row.rule;
    EXPECT_FALSE(first == second) << row.rule;
  }
}

TEST(TieBreak, EachRuleOfTheSumsGoesBeforeTheNext) {
  const std::vector<TieRank> rising{{0, 9, 9}, {1, -3, 9}, {1, 2, 0}, {1, 2, 1}, {2, -9, 0}};
  for (std::size_t i = 0; i < rising.size(); ++i) {
    for (std::size_t j = 0; j < rising.size(); ++j) {
      EXPECT_EQ(rising[i] < rising[j], i < j) << i << " " << j;
    }
  }
}

TEST(TieBreak, ListsDecideByRuleFourBothWaysRound) {
  for (const Row& row : rows_of_lists()) {
    EXPECT_TRUE(lists_earlier(row.today, row.first, row.second)) << row.rule;
    EXPECT_FALSE(lists_earlier(row.today, row.second, row.first)) << row.rule;
    EXPECT_FALSE(lists_earlier(row.today, row.first, row.first)) << row.rule;
  }
}

TEST(TieBreak, ASumIsThatOfThePrefixes) {
  const TieRank one = tie_rank(announced({0, 2}), announced({1, 2}));
  const TieRank two = tie_rank(announced({0, 2}), announced({0, 0}));
  EXPECT_EQ(one, (TieRank{1, 1, 1}));
  EXPECT_EQ(two, (TieRank{1, -2, 0}));
  EXPECT_EQ(one + two, (TieRank{2, -1, 1}));
  EXPECT_EQ(one + two - two, one);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
