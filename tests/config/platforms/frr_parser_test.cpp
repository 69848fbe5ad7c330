// FRR's texts through its own parsers, apply and rollback. Needs frr.
#include <gtest/gtest.h>

#include "tests/config/daemon_changes.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

TEST(RealParser, FrrTakesApplyAndRollback) {
  const testing::Folder folder("frr");
  for (const PrependOwner owner : testing::every_owner) {
    for (const SessionChange& change : testing::changes_for(Platform::frr, owner)) {
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      const std::string apply = testing::configuration_lines(part.apply);
      const Verdict applied = testing::frr_accepts(folder, testing::frr_base() + apply);
      EXPECT_TRUE(applied.accepted) << applied.output;
      const Verdict back = testing::frr_accepts(
          folder, testing::frr_base() + apply + testing::configuration_lines(part.rollback));
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
  ASSERT_TRUE(testing::frr_accepts(folder, testing::frr_base() + apply).accepted);
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
    EXPECT_FALSE(testing::frr_accepts(folder, testing::frr_base() + broken).accepted) << broken;
  }
}

}  // namespace
}  // namespace bgpte::config
