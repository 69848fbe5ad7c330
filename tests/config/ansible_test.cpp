// The playbook through Debian's ansible-core. Its collections are a package of their own: empty
// modules with their names stand in for them, so that the syntax check can resolve them.
#include "bgpte/config/ansible.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/daemon_parser.hpp"

namespace bgpte::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<ConfigPart> every_part() {
  std::vector<ConfigPart> parts;
  for (const model::Platform platform : testing::every_platform) {
    for (const model::PrependOwner owner : testing::every_owner) {
      for (const model::Family family : testing::every_family) {
        parts.push_back(emit(testing::example(platform, owner, family)));
        parts.push_back(emit(testing::lever(platform, owner, family)));
      }
    }
  }
  return parts;
}

testing::Verdict syntax_check(const testing::Folder& folder, const std::string& playbook) {
  for (const char* module :
       {"cisco/ios/plugins/modules/ios_config", "cisco/ios/plugins/modules/ios_command",
        "cisco/nxos/plugins/modules/nxos_config", "cisco/nxos/plugins/modules/nxos_command",
        "arista/eos/plugins/modules/eos_config", "arista/eos/plugins/modules/eos_command",
        "junipernetworks/junos/plugins/modules/junos_config",
        "vyos/vyos/plugins/modules/vyos_config", "vyos/vyos/plugins/modules/vyos_command",
        "ansible/netcommon/plugins/modules/cli_config"}) {
    const std::filesystem::path path =
        folder.file("ansible_collections/" + std::string(module) + ".py");
    std::filesystem::create_directories(path.parent_path());
    testing::write_text(path.string(), "");
  }
  testing::write_text(folder.file("playbook.yml"), playbook);
  testing::write_text(folder.file("inventory"), "edge1\n");
  return testing::run("HOME=" + folder.file("") + " ANSIBLE_COLLECTIONS_PATH=" + folder.file("") +
                      " ANSIBLE_LOCAL_TEMP=" + folder.file("tmp") +
                      " ansible-playbook --syntax-check -i " + folder.file("inventory") + " " +
                      folder.file("playbook.yml"));
}

TEST(Ansible, ThePlaybookOfEveryPlatformPassesTheSyntaxCheck) {
  const testing::Folder folder("ansible");
  const std::string playbook = ansible_playbook(every_part());
  const testing::Verdict verdict = syntax_check(folder, playbook);
  EXPECT_TRUE(verdict.accepted) << verdict.output;
  std::string broken = playbook;
  broken.replace(broken.find("cisco.ios.ios_config"), 20, "cisco.ios.ios_confog");
  EXPECT_FALSE(syntax_check(folder, broken).accepted);
}

TEST(Ansible, RollbackIsTaggedNeverRunByItselfAndGoesBackwards) {
  SessionChange first =
      testing::example(model::Platform::ios_xe, model::PrependOwner::none, model::Family::ipv4);
  SessionChange second = first;
  second.step = 2;
  const std::vector<ConfigPart> parts = {emit(first), emit(second)};
  const std::string playbook = ansible_playbook(parts);
  EXPECT_THAT(playbook, HasSubstr("tags: [rollback, rollback_step1, never]"));
  EXPECT_THAT(playbook, HasSubstr("tags: [apply, step1]"));
  EXPECT_THAT(playbook, HasSubstr("tags: [step2, never]")) << "it waits for the first";
  EXPECT_THAT(playbook, HasSubstr("backup: true"));
  EXPECT_LT(playbook.find("step 1, link T1, ipv4: apply"),
            playbook.find("step 2, link T1, ipv4: apply"));
  EXPECT_LT(playbook.find("step 2, link T1, ipv4: rollback"),
            playbook.find("step 1, link T1, ipv4: rollback"));
  EXPECT_THAT(playbook, HasSubstr("        parents:\n          - 'route-map T1_OUT_V4 permit 1'\n"
                                  "        lines:\n"
                                  "          - 'match ip address prefix-list BGPTE_T1_P1_V4'\n"));
}

TEST(Ansible, ASoftRefreshFollowsEveryChangeAndRollbacksAreStored) {
  const auto playbook_of = [](model::Platform platform) {
    const std::vector<ConfigPart> parts = {
        emit(testing::example(platform, model::PrependOwner::none, model::Family::ipv4))};
    return ansible_playbook(parts);
  };
  const std::string vyos = playbook_of(model::Platform::vyos);
  const std::string reset = "- 'reset bgp ipv4 192.0.2.1 soft out'";
  const std::size_t back = vyos.find(": rollback'");
  ASSERT_NE(back, std::string::npos);
  EXPECT_LT(vyos.find(reset), back);
  EXPECT_NE(vyos.find(reset, back), std::string::npos);
  EXPECT_NE(vyos.find("save: true", back), std::string::npos);
  for (const auto& [platform, save] :
       {std::pair{model::Platform::ios_xe, "write memory"},
        std::pair{model::Platform::nx_os, "copy running-config startup-config"},
        std::pair{model::Platform::eos, "write memory"}}) {
    const std::string playbook = playbook_of(platform);
    const std::size_t task = playbook.find("- name: 'Soft refresh, then save'");
    ASSERT_NE(task, std::string::npos) << playbook;
    EXPECT_GT(task, playbook.find(": rollback'"));
    const std::size_t saved = playbook.find(std::string("- '") + save + "'");
    EXPECT_GT(saved, task);
    EXPECT_EQ(saved, playbook.rfind(std::string("- '") + save + "'"));
  }
}

TEST(Ansible, ALeverIsInThePlay) {
  for (const auto& [platform, line] :
       {std::pair{model::Platform::ios_xe, "- 'set community 64500:80 64500:90 additive'"},
        std::pair{model::Platform::nx_os, "- 'set metric 100'"},
        std::pair{model::Platform::eos, "- 'set large-community 64500:1:4200000000 additive'"},
        std::pair{model::Platform::ios_xr, "    set community (64500:80, 64500:90) additive"},
        std::pair{model::Platform::junos, "members large:64500:1:4200000000'"},
        std::pair{model::Platform::vyos, "set community add ''64500:80''"},
        std::pair{model::Platform::frr, " set community 64500:80 64500:90 additive"}}) {
    const std::vector<ConfigPart> parts = {
        emit(testing::lever(platform, model::PrependOwner::none, model::Family::ipv4))};
    EXPECT_THAT(ansible_playbook(parts), HasSubstr(line)) << name_of(platform);
  }
}

TEST(Ansible, AManualPartFailsWithItsSentences) {
  const std::vector<ConfigPart> parts = {emit(
      testing::example(model::Platform::junos, model::PrependOwner::foreign, model::Family::ipv4))};
  const std::string playbook = ansible_playbook(parts);
  EXPECT_THAT(playbook, HasSubstr("ansible.builtin.fail"));
  EXPECT_THAT(playbook, Not(HasSubstr("junos_config")));
}

}  // namespace
}  // namespace bgpte::config
