// Prefixes that are withdrawn, and prefixes that are announced again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::expect_manual;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::plain;

// The operator's policy withholds it: only the operator can let it out.
TEST(Emit, APrefixThatNoEntryOfOursWithholdsIsAnnouncedByHand) {
  for (const Platform platform : testing::every_platform) {
    SessionChange change = plain(platform, PrependOwner::bgpte);
    const model::IpPrefix prefix = change.before.begin()->first;
    change.before[prefix] = model::not_announced;
    expect_manual(emit(change), "filters, IRR objects and ROA come first");
    change.session.managed = {prefix};
    EXPECT_EQ(emit(change).mode, Mode::paste) << emit(change).reason;
  }
}

TEST(Emit, AWithdrawalIsPastedOnEveryPlatformAndKindOfSession) {
  for (const Platform platform : testing::every_platform) {
    for (const PrependOwner owner : testing::every_owner) {
      for (const model::Family family : testing::every_family) {
        const ConfigPart part = emit(testing::withdrawal(platform, owner, family));
        EXPECT_EQ(part.mode, Mode::paste) << name_of(platform) << " " << part.reason;
        EXPECT_THAT(part.verify, HasSubstr("not announced: no route"));
        EXPECT_THAT(part.precheck, Not(HasSubstr("not announced")));
      }
    }
  }
}

// Older releases would leave the route at the neighbour.
TEST(Emit, GoBgpLooksAtItsReleaseBeforeItWithdraws) {
  const ConfigPart part =
      emit(testing::withdrawal(Platform::gobgp, PrependOwner::none, model::Family::ipv4));
  EXPECT_LT(part.apply.find("${g%% *} --version"), part.apply.find("$g policy"));
  EXPECT_THAT(part.precheck, HasSubstr("--version\n# must show: 4.6 or later"));
  EXPECT_THAT(part.apply, HasSubstr("add action reject\n"));
  EXPECT_THAT(part.rollback, Not(HasSubstr("--version"))) << "announces again";
  const ConfigPart plain_part = emit(plain(Platform::gobgp));
  EXPECT_THAT(plain_part.apply, Not(HasSubstr("--version")));
}

// Nothing else of the change may stay prepended there, or the part is by hand as a whole.
TEST(Emit, AWithdrawalBesideAForeignPrependNeedsAPlatformThatJumps) {
  for (const Platform platform : testing::every_platform) {
    SessionChange change =
        testing::withdrawal(platform, PrependOwner::foreign, model::Family::ipv4);
    change.before[testing::prefix("203.0.113.0/24")] = 1;
    change.after[testing::prefix("203.0.113.0/24")] = 2;
    const bool skips = testing::can_skip(platform);
    EXPECT_EQ(emit(change).mode, skips ? Mode::paste : Mode::manual) << name_of(platform);
  }
}

TEST(Emit, AWithdrawalAndANewAnnouncementByHandAreSaidInTheirOwnWords) {
  SessionChange change = plain(Platform::frr);
  change.before = testing::prepends({{"198.51.100.0/24", 1}});
  change.after = change.before;
  change.after[testing::prefix("198.51.100.0/24")] = model::not_announced;
  change.obstacle = "a reason of the scenario's";
  const ConfigPart part = emit(change);
  expect_manual(part, "a reason of the scenario");
  EXPECT_THAT(
      part.apply,
      HasSubstr("#   withdraw 198.51.100.0/24 (announced with 1 extra copy of AS 64511 now)\n"));
  EXPECT_THAT(part.verify, HasSubstr("#   198.51.100.0/24: not announced\n"));
  EXPECT_THAT(
      part.rollback,
      HasSubstr(
          "#   announce 198.51.100.0/24 with 1 extra copy of AS 64511 (not announced now)\n"));
}

}  // namespace
}  // namespace bgpte::config
