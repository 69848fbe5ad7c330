// OpenBGPD's texts through its own parser, apply and rollback. Needs openbgpd.
#include <gtest/gtest.h>

#include "tests/config/daemon_changes.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

TEST(RealParser, OpenBgpdTakesApplyTwiceAndRollbackLeavesTheFileAsItWas) {
  const testing::Folder folder("openbgpd");
  const std::string config = folder.file("bgpd.conf");
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    for (const SessionChange& change : testing::changes_for(Platform::openbgpd, owner)) {
      testing::write_private(config, testing::bgpd_base());
      if (owner == PrependOwner::bgpte || !change.marks_before.empty()) {
        const SessionChange earlier = testing::earlier_of(change);
        ASSERT_TRUE(testing::bgpd_run(config, emit(earlier).apply).accepted);
      }
      const std::string ours = folder.file(
          change.session.family == model::Family::ipv6 ? "BGPTE_T1_V6.conf" : "BGPTE_T1_V4.conf");
      const std::string before = testing::read_text(config);
      const std::string ours_before = testing::read_text(ours);
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      const Verdict applied = testing::bgpd_run(config, part.apply);
      EXPECT_TRUE(applied.accepted) << applied.output;
      const std::string wired = testing::read_text(config);
      EXPECT_LT(wired.find("include"), wired.find("quick")) << "or it would never be reached";
      const std::string rules = testing::run("bgpd -n -v -f " + config).output;
      for (const auto& [prefix, prepend] : change.after) {
        const char* action = prepend < 0 ? "deny quick to" : "prepend-self";
        EXPECT_TRUE(prepend == 0 || rules.find(action) != std::string::npos) << rules;
      }
      EXPECT_TRUE(testing::bgpd_run(config, part.apply).accepted);
      EXPECT_EQ(testing::read_text(config), wired);
      const Verdict back = testing::bgpd_run(config, part.rollback);
      EXPECT_TRUE(back.accepted) << back.output;
      EXPECT_EQ(testing::read_text(config), before);
      EXPECT_EQ(testing::read_text(ours), ours_before);
    }
  }
}

TEST(RealParser, OpenBgpdChangesNothingWhereTheTextIsBrokenOrTheReloadRefused) {
  const testing::Folder folder("openbgpd-broken");
  const std::string config = folder.file("bgpd.conf");
  testing::write_private(config, testing::bgpd_base());
  const std::string apply =
      emit(testing::example(Platform::openbgpd, PrependOwner::none, model::Family::ipv4)).apply;
  std::string broken = apply;
  broken.replace(broken.find("prepend-self"), 12, "prepend-serf");
  EXPECT_FALSE(testing::bgpd_run(config, broken).accepted);
  EXPECT_EQ(testing::read_text(config), testing::bgpd_base());
  EXPECT_EQ(testing::read_text(folder.file("BGPTE_T1_V4.conf")), "");
  testing::write_text(config + ".sh", apply);
  EXPECT_FALSE(
      testing::run("BGPD_CONF=" + config + " BGPCTL='echo failed:' sh " + config + ".sh").accepted);
}

}  // namespace
}  // namespace bgpte::config
