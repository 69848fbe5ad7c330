// The texts through the daemons' own parsers, apply and rollback. Needs frr and bird2.
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "tests/config/daemon_parser.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

std::string frr_base() {
  std::string text = "frr defaults traditional\nrouter bgp 64511\n no bgp ebgp-requires-policy\n";
  for (const char* neighbor : {"192.0.2.1", "2001:db8:0:1::1"}) {
    text += std::string(" neighbor ") + neighbor + " remote-as 64500\n";
  }
  text +=
      " address-family ipv4 unicast\n  network 198.51.100.0/24\n"
      "  neighbor 192.0.2.1 route-map T1_OUT_V4 out\n exit-address-family\n"
      " address-family ipv6 unicast\n  network 2001:db8:1000::/36\n"
      "  neighbor 2001:db8:0:1::1 activate\n"
      "  neighbor 2001:db8:0:1::1 route-map T1_OUT_V6 out\n exit-address-family\nexit\n";
  for (const char* map : {"T1_OUT_V4", "T1_OUT_V6"}) {
    text += std::string("route-map ") + map + " permit 10\n set as-path prepend 64511\nexit\n";
    text += std::string("route-map ") + map + " permit 20\nexit\n";
  }
  return text;
}

SessionChange big_change(Platform platform, PrependOwner owner, model::Family family) {
  SessionChange change = testing::example(platform, owner, family);
  change.local_as = 4'199'999'999U;
  change.session.free_entries = model::EntryRange{1, 99};
  change.session.next_entry = 100;
  if (change.session.foreign) {
    change.session.foreign = model::ForeignPrepend{100, 200};
  }
  const model::RouteAttributes levers[] = {
      {},
      testing::marks({"64500:80", "65535:65281", "0:1", "4294967295:0:1"}),
      testing::marks({}, 0),
      testing::marks({"64500:1:2"}, platform == Platform::gobgp ? 2'147'483'647U : 4'294'967'295U)};
  std::mt19937_64 random(11);
  change.before.clear();
  change.after.clear();
  for (int i = 0; i < 300; ++i) {
    const std::string text = family == model::Family::ipv6
                                 ? "2001:db8:" + std::to_string(i + 1000) + "::/48"
                                 : "10." + std::to_string(i % 250) + ".4.0/24";
    const model::IpPrefix prefix = testing::prefix(text);
    change.before[prefix] = static_cast<model::Prepend>(owner == PrependOwner::none ? 0 : 1);
    // 2, 33, 64, or withdrawn.
    const auto to = static_cast<int>(random() % 4);
    change.after[prefix] =
        static_cast<model::Prepend>(to == 3 ? model::not_announced : 2 + to * 31);
    for (AttributesMap* marks : {&change.marks_before, &change.marks_after}) {
      const model::RouteAttributes& lever = levers[random() % std::size(levers)];
      marks->erase(prefix);  // the same prefix may come twice
      if (!lever.empty() && (to != 3 || marks == &change.marks_before)) {
        (*marks)[prefix] = lever;
      }
    }
  }
  return change;
}

std::vector<SessionChange> changes_for(Platform platform, PrependOwner owner) {
  std::vector<SessionChange> changes;
  for (const model::Family family : testing::every_family) {
    changes.push_back(testing::example(platform, owner, family));
    changes.push_back(testing::withdrawal(platform, owner, family));
    changes.push_back(testing::lever(platform, owner, family));
    changes.push_back(big_change(platform, owner, family));
  }
  return changes;
}

TEST(RealParser, FrrTakesApplyAndRollback) {
  const testing::Folder folder("frr");
  for (const PrependOwner owner : testing::every_owner) {
    for (const SessionChange& change : changes_for(Platform::frr, owner)) {
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      const std::string apply = testing::configuration_lines(part.apply);
      const Verdict applied = testing::frr_accepts(folder, frr_base() + apply);
      EXPECT_TRUE(applied.accepted) << applied.output;
      const Verdict back = testing::frr_accepts(
          folder, frr_base() + apply + testing::configuration_lines(part.rollback));
      EXPECT_TRUE(back.accepted) << back.output;
    }
  }
}

TEST(RealParser, FrrRefusesABrokenText) {
  const testing::Folder folder("frr-broken");
  SessionChange change = testing::example(Platform::frr, PrependOwner::none, model::Family::ipv4);
  change.after[testing::prefix("192.0.2.128/25")] = model::not_announced;
  change.marks_after =
      testing::lever(Platform::frr, PrependOwner::none, model::Family::ipv4).marks_after;
  const std::string apply = testing::configuration_lines(emit(change).apply);
  ASSERT_TRUE(testing::frr_accepts(folder, frr_base() + apply).accepted);
  for (const auto& [word, instead] :
       {std::pair{"on-match goto", "on-match leap"}, std::pair{"deny 3", "denied 3"},
        std::pair{"203.0.113.0/24", "203.0.113.0/44"}, std::pair{"permit 1", "permit 70000"},
        std::pair{"prepend 64511", "prepend sixty"},
        std::pair{"set community 64500:80", "set community 64500:80000"},
        std::pair{"set large-community 64500", "set large-community 4294967296"},
        std::pair{"set metric 100", "set metric 4294967296"}}) {
    std::string broken = apply;
    const std::size_t at = broken.find(word);
    ASSERT_NE(at, std::string::npos) << word;
    broken.replace(at, std::string(word).size(), instead);
    EXPECT_FALSE(testing::frr_accepts(folder, frr_base() + broken).accepted) << broken;
  }
}

TEST(RealParser, BirdTakesApplyTwiceAndRollbackLeavesTheFileAsItWas) {
  const testing::Folder folder("bird");
  const std::string config = folder.file("bird.conf");
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    for (const SessionChange& change : changes_for(Platform::bird, owner)) {
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

/// Apply, again, rollback by the block's own shell text; the files must end as they began.
Verdict bgpd_run(const std::string& config, const std::string& block) {
  testing::write_text(config + ".sh", block);
  return testing::run("BGPD_CONF=" + config + " BGPCTL='echo request processed:' sh " + config +
                      ".sh");
}

std::string bgpd_base() {
  return "AS 64511\nrouter-id 192.0.2.9\nfib-update no\n"
         "neighbor 192.0.2.1 { remote-as 64500 }\nneighbor 2001:db8:0:1::1 { remote-as 64500 }\n"
         "deny from any\nallow to any\nallow quick from ebgp\n";
}

void write_private(const std::string& path, const std::string& text) {
  testing::write_text(path, text);
  std::filesystem::permissions(
      path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(RealParser, OpenBgpdTakesApplyTwiceAndRollbackLeavesTheFileAsItWas) {
  const testing::Folder folder("openbgpd");
  const std::string config = folder.file("bgpd.conf");
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    for (const SessionChange& change : changes_for(Platform::openbgpd, owner)) {
      write_private(config, bgpd_base());
      if (owner == PrependOwner::bgpte || !change.marks_before.empty()) {
        const SessionChange earlier = testing::earlier_of(change);
        ASSERT_TRUE(bgpd_run(config, emit(earlier).apply).accepted);
      }
      const std::string ours = folder.file(
          change.session.family == model::Family::ipv6 ? "BGPTE_T1_V6.conf" : "BGPTE_T1_V4.conf");
      const std::string before = testing::read_text(config);
      const std::string ours_before = testing::read_text(ours);
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      const Verdict applied = bgpd_run(config, part.apply);
      EXPECT_TRUE(applied.accepted) << applied.output;
      const std::string wired = testing::read_text(config);
      EXPECT_LT(wired.find("include"), wired.find("quick")) << "or it would never be reached";
      const std::string rules = testing::run("bgpd -n -v -f " + config).output;
      for (const auto& [prefix, prepend] : change.after) {
        const char* action = prepend < 0 ? "deny quick to" : "prepend-self";
        EXPECT_TRUE(prepend == 0 || rules.find(action) != std::string::npos) << rules;
      }
      EXPECT_TRUE(bgpd_run(config, part.apply).accepted);
      EXPECT_EQ(testing::read_text(config), wired);
      const Verdict back = bgpd_run(config, part.rollback);
      EXPECT_TRUE(back.accepted) << back.output;
      EXPECT_EQ(testing::read_text(config), before);
      EXPECT_EQ(testing::read_text(ours), ours_before);
    }
  }
}

TEST(RealParser, OpenBgpdChangesNothingWhereTheTextIsBrokenOrTheReloadRefused) {
  const testing::Folder folder("openbgpd-broken");
  const std::string config = folder.file("bgpd.conf");
  write_private(config, bgpd_base());
  const std::string apply =
      emit(testing::example(Platform::openbgpd, PrependOwner::none, model::Family::ipv4)).apply;
  std::string broken = apply;
  broken.replace(broken.find("prepend-self"), 12, "prepend-serf");
  EXPECT_FALSE(bgpd_run(config, broken).accepted);
  EXPECT_EQ(testing::read_text(config), bgpd_base());
  EXPECT_EQ(testing::read_text(folder.file("BGPTE_T1_V4.conf")), "");
  testing::write_text(config + ".sh", apply);
  EXPECT_FALSE(
      testing::run("BGPD_CONF=" + config + " BGPCTL='echo failed:' sh " + config + ".sh").accepted);
}

/// Every limit of the row at once: names of 64 characters, the last entries, a 4-byte AS, as many
/// communities as one statement takes, the greatest of each and the greatest MED.
SessionChange at_the_limits(Platform platform) {
  SessionChange change = testing::lever(platform, PrependOwner::none, model::Family::ipv4);
  change.link = std::string(64, 'L');
  change.local_as = 4'294'967'294U;
  change.session.export_policy = {std::string(64, 'P')};
  change.session.free_entries = model::EntryRange{65533, 65534};
  change.session.next_entry = 65535;
  const model::IpPrefix one = change.after.begin()->first;
  change.after.begin()->second = 64;
  model::RouteAttributes marks = testing::marks({}, 4'294'967'295U);
  for (std::uint32_t i = 0; i < 32; ++i) {
    marks.communities.push_back({false, {65535, 65504 + i, 0}});
  }
  for (std::uint32_t i = 0; i < 32; ++i) {
    marks.communities.push_back({true, {4'294'967'295U, 4'294'967'295U, 4'294'967'264U + i}});
  }
  change.marks_after[one] = marks;
  return change;
}

TEST(RealParser, WhatIsAtTheLimitsIsTakenAndOneMoreIsByHand) {
  const testing::Folder folder("limits");
  for (const Platform platform : {Platform::frr, Platform::bird, Platform::openbgpd}) {
    SessionChange change = at_the_limits(platform);
    const ConfigPart part = emit(change);
    ASSERT_EQ(part.mode, Mode::paste) << part.reason;
    Verdict verdict;
    const std::string config = folder.file("limits.conf");
    if (platform == Platform::frr) {
      verdict = testing::frr_accepts(folder, frr_base() + testing::configuration_lines(part.apply) +
                                                 testing::configuration_lines(part.rollback));
    } else if (platform == Platform::bird) {
      std::string base = testing::bird_base();
      const std::string name = "T1_OUT_V4";
      for (std::size_t at = 0; (at = base.find(name, at)) != std::string::npos;) {
        base.replace(at, name.size(), change.session.export_policy.front());
      }
      testing::write_text(config, base);
      verdict = testing::bird_run(config, part.apply);
    } else {
      write_private(config, bgpd_base());
      verdict = bgpd_run(config, part.apply);
    }
    EXPECT_TRUE(verdict.accepted) << name_of(platform) << verdict.output;
    std::filesystem::remove(config);
    change.marks_after.begin()->second.communities.insert(
        change.marks_after.begin()->second.communities.begin(), model::Community{false, {1, 1, 0}});
    EXPECT_EQ(emit(change).mode, Mode::manual) << name_of(platform);
    change = at_the_limits(platform);
    change.session.export_policy = {std::string(65, 'P')};
    EXPECT_EQ(emit(change).mode, Mode::manual) << name_of(platform);
  }
}

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
  }
}

}  // namespace
}  // namespace bgpte::config
