// BIRD's texts through its own parser, apply and rollback. Needs bird2.
#include <gtest/gtest.h>

#include "tests/config/daemon_changes.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

TEST(RealParser, BirdTakesApplyTwiceAndRollbackLeavesTheFileAsItWas) {
  const testing::Folder folder("bird");
  const std::string config = folder.file("bird.conf");
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    for (const SessionChange& change : testing::changes_for(Platform::bird, owner)) {
      testing::write_text(config, testing::bird_base());
      if (owner == PrependOwner::bgpte || !change.marks_before.empty()) {
        const SessionChange earlier = testing::earlier_of(change);
        ASSERT_TRUE(testing::bird_run(config, emit(earlier).apply).accepted);
      }
      const std::string before = testing::read_text(config);
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      const std::string ours = folder.file(
          change.session.family == model::Family::ipv6 ? "BGPTE_T1_V6.conf" : "BGPTE_T1_V4.conf");
      const std::string ours_before = testing::read_text(ours);

      const Verdict applied = testing::bird_run(config, part.apply);
      EXPECT_TRUE(applied.accepted) << applied.output;
      EXPECT_TRUE(testing::run("bird -p -c " + config).accepted);
      EXPECT_NE(applied.output.find("birdc configure timeout 1500"), std::string::npos);
      const std::string wired = testing::read_text(config);
      const std::string ours_wired = testing::read_text(ours);
      EXPECT_NE(wired.find("_V" + std::string(ours.substr(ours.size() - 6, 1)) + "(); accept; }"),
                std::string::npos);
      EXPECT_NE(wired.find("filter ANOTHER { accept; }"), std::string::npos);
      // Another `configure timeout` would make the change itself what BIRD goes back to.
      const Verdict again = testing::bird_run(config, part.apply);
      EXPECT_TRUE(again.accepted) << again.output;
      EXPECT_EQ(again.output.find("birdc configure"), std::string::npos) << again.output;
      EXPECT_NE(again.output.find("the files hold this change already"), std::string::npos);
      EXPECT_EQ(testing::read_text(config), wired);
      EXPECT_EQ(testing::read_text(ours), ours_wired);

      const Verdict back = testing::bird_run(config, part.rollback);
      EXPECT_TRUE(back.accepted) << back.output;
      EXPECT_EQ(testing::read_text(config), before);
      EXPECT_EQ(testing::read_text(ours), ours_before);
      EXPECT_TRUE(testing::run("bird -p -c " + config).accepted);
    }
  }
}

TEST(RealParser, BirdChangesNothingWhereTheFilterIsNotFoundOrTheTextIsBroken) {
  const testing::Folder folder("bird-broken");
  const std::string config = folder.file("bird.conf");
  SessionChange change = testing::example(Platform::bird, PrependOwner::none, model::Family::ipv4);
  change.session.export_policy = {"NOT_THERE"};
  testing::write_text(config, testing::bird_base());
  EXPECT_FALSE(testing::bird_run(config, emit(change).apply).accepted);
  EXPECT_EQ(testing::read_text(config), testing::bird_base());
  EXPECT_EQ(testing::read_text(folder.file("BGPTE_T1_V4.conf")), "");

  change.session.export_policy = {"T1_OUT_V4"};
  std::string broken = emit(change).apply;
  const std::string word = "bgp_path.prepend(";
  broken.replace(broken.find(word), word.size(), "bgp_path.pretend(");
  EXPECT_FALSE(testing::bird_run(config, broken).accepted);
  EXPECT_EQ(testing::read_text(config), testing::bird_base());
  EXPECT_EQ(testing::read_text(folder.file("BGPTE_T1_V4.conf")), "");
}

}  // namespace
}  // namespace bgpte::config
