// GoBGP's texts through its own client and daemon, apply and rollback. Needs gobgpd.
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/config/daemon_parser.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

/// A gobgpd that neither listens nor connects; it talks over a socket file only.
class QuietGobgpd {
 public:
  explicit QuietGobgpd(const testing::Folder& folder) : socket_(folder.file("api")) {
    const std::string config = folder.file("gobgpd.toml");
    std::string text =
        "[global.config]\nas = 64511\nrouter-id = \"192.0.2.9\"\nport = -1\n"
        "[global.apply-policy.config]\nexport-policy-list = [\"THEIRS\"]\n"
        "default-export-policy = \"reject-route\"\n"
        "[[policy-definitions]]\nname = \"THEIRS\"\n[[policy-definitions.statements]]\n"
        "name = \"THEIRS-1\"\n[policy-definitions.statements.actions]\n"
        "route-disposition = \"accept-route\"\n";
    for (const char* neighbor : {"192.0.2.1", "2001:db8:0:1::1"}) {
      text += std::string("[[neighbors]]\n[neighbors.config]\nneighbor-address = \"") + neighbor +
              "\"\npeer-as = 64500\n[neighbors.transport.config]\npassive-mode = true\n";
    }
    testing::write_text(config, text);
    const Verdict started =
        testing::run("gobgpd -f " + config + " --pprof-disable --api-hosts unix://" + socket_ +
                     " > " + folder.file("log") + " 2>&1 & echo $!");
    process_ = started.output;
    for (int i = 0; i < 100 && !client("global").accepted; ++i) {
      usleep(100'000);
    }
  }
  ~QuietGobgpd() { testing::run("kill " + process_); }
  QuietGobgpd(const QuietGobgpd&) = delete;
  QuietGobgpd& operator=(const QuietGobgpd&) = delete;

  [[nodiscard]] Verdict client(const std::string& words) const {
    return testing::run("gobgp --target unix://" + socket_ + " " + words);
  }
  [[nodiscard]] Verdict paste(const testing::Folder& folder, const std::string& block) const {
    testing::write_text(folder.file("block.sh"), block);
    return testing::run("GOBGP='gobgp --target unix://" + socket_ + "' sh " +
                        folder.file("block.sh"));
  }
  /// Everything that decides about prepends, as the daemon tells it.
  [[nodiscard]] std::string dump() const {
    return client("global policy -j").output + client("policy").output +
           client("policy prefix").output + client("policy neighbor").output;
  }

 private:
  std::string socket_;
  std::string process_;
};

TEST(RealParser, GoBgpTakesApplyTwiceAndRollbackAndEndsAsItBegan) {
  const testing::Folder folder("gobgp");
  const QuietGobgpd daemon(folder);
  const std::string untouched = daemon.dump();
  ASSERT_NE(untouched.find("THEIRS"), std::string::npos) << untouched;
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    for (const model::Family family : testing::every_family) {
      for (const bool levers : {false, true}) {
        const SessionChange change = levers ? testing::lever(Platform::gobgp, owner, family)
                                            : testing::example(Platform::gobgp, owner, family);
        const SessionChange earlier = testing::earlier_of(change);
        if (owner == PrependOwner::bgpte) {
          ASSERT_TRUE(daemon.paste(folder, emit(earlier).apply).accepted);
        }
        const std::string before = daemon.dump();
        const ConfigPart part = emit(change);
        ASSERT_EQ(part.mode, Mode::paste) << part.reason;
        const Verdict applied = daemon.paste(folder, part.apply);
        EXPECT_TRUE(applied.accepted) << applied.output;
        EXPECT_EQ(applied.output.find("paste the rollback"), std::string::npos);
        const std::string policies = daemon.client("global policy").output;
        EXPECT_LT(policies.find("Name BGPTE_T1_V"), policies.find("Name THEIRS")) << policies;
        EXPECT_NE(policies.find("Default: REJECT"), std::string::npos) << policies;
        const char* count = owner == PrependOwner::none ? "64511 3 times" : "64511 2 times";
        EXPECT_NE(policies.find(levers ? "MED:  100" : count), std::string::npos) << policies;
        EXPECT_EQ(policies.find("add[64500:80, 64500:90]") != std::string::npos, levers)
            << policies;
        const std::string once = daemon.dump();
        EXPECT_TRUE(daemon.paste(folder, part.apply).accepted);
        EXPECT_EQ(daemon.dump(), once);
        const Verdict back = daemon.paste(folder, part.rollback);
        EXPECT_TRUE(back.accepted) << back.output;
        EXPECT_EQ(daemon.dump(), before);
        if (owner == PrependOwner::bgpte) {
          EXPECT_TRUE(daemon.paste(folder, emit(earlier).rollback).accepted);
          EXPECT_EQ(daemon.dump(), untouched);
        }
      }
    }
  }
}

TEST(RealParser, GoBgpRefusesABrokenText) {
  const testing::Folder folder("gobgp-broken");
  const QuietGobgpd daemon(folder);
  const std::string apply =
      emit(testing::lever(Platform::gobgp, PrependOwner::none, model::Family::ipv4)).apply;
  ASSERT_TRUE(daemon
                  .paste(folder, emit(testing::example(Platform::gobgp, PrependOwner::none,
                                                       model::Family::ipv4))
                                     .apply)
                  .accepted);
  for (const auto& [word, instead] :
       {std::pair{"as-prepend", "as-append"}, std::pair{"203.0.113.0/24", "203.0.113.0/44"},
        std::pair{"community add 64500:80", "community add 64500:80000"},
        std::pair{"large-community add 64500", "large-community add sixty"},
        std::pair{"med set 100", "med set 4294967295"}}) {
    std::string broken = apply;
    broken.replace(broken.find(word), std::string(word).size(), instead);
    const Verdict refused = daemon.paste(folder, broken);
    EXPECT_FALSE(refused.accepted) << broken;
    EXPECT_NE(refused.output.find("paste the rollback\n"), std::string::npos) << refused.output;
    // What was announced before still is: a fault stops before anything is detached.
    EXPECT_NE(daemon.client("global policy").output.find("Name BGPTE_T1_V4:"), std::string::npos);
  }
}

}  // namespace
}  // namespace bgpte::config
