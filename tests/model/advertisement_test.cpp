#include "bgpte/model/advertisement.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace bgpte::model {
namespace {

Advertisement make(std::initializer_list<int> prepends) {
  Advertisement a(prepends.size());
  LinkIndex link = 0;
  for (const int p : prepends) {
    a[link++] = static_cast<Prepend>(p);
  }
  return a;
}

TEST(Advertisement, CountsOnlyTheLinksThatCarryThePrefix) {
  const Advertisement a = make({2, -1, 1});
  EXPECT_EQ(a.carried_count(), 2U);
  EXPECT_EQ(a.least(), 1);
  EXPECT_EQ(a.total(), 3);
  EXPECT_FALSE(a.carried_on(1));
}

TEST(Advertisement, CommonPrependsComeOffTheLinksThatCarryIt) {
  EXPECT_EQ(make({2, -1, 1}).without_common_prepends(), make({1, -1, 0}));
  EXPECT_EQ(make({-1, -1}).without_common_prepends(), make({-1, -1}));
}

TEST(Advertisement, AChangeIsALinkThatDiffers) {
  EXPECT_EQ(make({0, 1}).changes_from(make({0, 1})), 0U);
  EXPECT_EQ(make({0, 0}).changes_from(make({0, 1})), 1U);
  EXPECT_EQ(make({-1, 0}).changes_from(make({0, 1})), 2U);
}

TEST(Advertisement, ALeverIsAChangeOfItsOwn) {
  const Advertisement today = make({0, 1});
  Advertisement x = today;
  x.set_lever(1, 2);
  EXPECT_EQ(x.lever(0), no_lever);
  EXPECT_EQ(x.lever(1), 2);
  EXPECT_EQ(x.changes_from(today), 1U);
  EXPECT_EQ(x.without_levers(), today);
  x[1] = 0;
  EXPECT_EQ(x.changes_from(today), 1U) << "prepend and lever of one link are one change";
}

TEST(Advertisement, WithoutItsLastLeverItIsAsIfItNeverHadOne) {
  const Advertisement today = make({0, 1});
  Advertisement x = today;
  x.set_lever(0, no_lever);
  EXPECT_FALSE(x.has_levers());
  x.set_lever(1, 1);
  x.withdraw(1);
  EXPECT_FALSE(x.has_levers());
  EXPECT_EQ(x, make({0, -1}));
}

}  // namespace
}  // namespace bgpte::model
