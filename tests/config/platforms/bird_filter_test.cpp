// Where BIRD's text puts our call into the operator's filter, by the daemon's own parser.
#include <gtest/gtest.h>

#include "tests/config/daemon_parser.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

std::string with_filter(const std::string& filter) {
  std::string base = testing::bird_base();
  const std::size_t from = base.find("filter T1_OUT_V4");
  return base.replace(from, base.find("filter T1_OUT_V6") - from, filter);
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at) {
    ++count;
  }
  return count;
}

TEST(RealParser, BirdGetsOursBeforeEachAcceptWhateverCommentsAndStringsSay) {
  const testing::Folder folder("bird-accepts");
  const std::string config = folder.file("bird.conf");
  const ConfigPart part =
      emit(testing::example(Platform::bird, PrependOwner::none, model::Family::ipv4));
  const std::string call = "{ BGPTE_T1_V4(); accept";
  for (const auto& [filter, accepts] :
       {std::pair{
            "filter T1_OUT_V4 { # not } here; accept;\n  if source = RTS_STATIC then accept;\n"
            "  accept;\n}\n",
            2U},
        std::pair{"filter T1_OUT_V4\n{\n  if source = RTS_STATIC then accept ;\n  accept\t;\n}\n",
                  2U},
        std::pair{"filter T1_OUT_V4 { /* } */ print \"} accept; # {\"; accept; }\n", 1U},
        std::pair{"# filter T1_OUT_V4 { accept; }\n/* filter T1_OUT_V4 {\n accept; } */\n"
                  "filter T1_OUT_V4 { accept; } filter MORE { accept; }\n",
                  1U}}) {
    const std::string before = with_filter(filter);
    testing::write_text(config, before);
    ASSERT_TRUE(testing::run("bird -p -c " + config).accepted) << filter;
    const Verdict applied = testing::bird_run(config, part.apply);
    EXPECT_TRUE(applied.accepted) << filter << applied.output;
    std::string wired = testing::read_text(config);
    EXPECT_EQ(count_of(wired, call), accepts) << wired;
    EXPECT_TRUE(testing::bird_run(config, part.rollback).accepted);
    EXPECT_EQ(testing::read_text(config), before);
    // An accept that the operator adds is found by the next apply.
    const std::size_t at = wired.find(call);
    wired.insert(at, "if net = 10.8.0.0/16 then accept; ");
    testing::write_text(config, wired);
    EXPECT_TRUE(testing::bird_run(config, part.apply).accepted);
    EXPECT_EQ(count_of(testing::read_text(config), call), accepts + 1)
        << testing::read_text(config);
  }
}

TEST(RealParser, BirdChangesNothingWhereAnAcceptOfAnotherFormWouldGoPastOurs) {
  const testing::Folder folder("bird-other-accept");
  const std::string config = folder.file("bird.conf");
  const ConfigPart part =
      emit(testing::example(Platform::bird, PrependOwner::none, model::Family::ipv4));
  for (const char* filter :
       {"filter T1_OUT_V4 {\n  if source = RTS_STATIC then accept;\n  accept\n  ;\n}\n",
        "filter T1_OUT_V4 {\n  if source = RTS_STATIC then accept;\n  accept \"sent\";\n}\n",
        "filter T1_OUT_V4 { if source = RTS_STATIC then accept /* all */; accept; }\n"}) {
    const std::string before = with_filter(filter);
    testing::write_text(config, before);
    ASSERT_TRUE(testing::run("bird -p -c " + config).accepted) << filter;
    const Verdict applied = testing::bird_run(config, part.apply);
    EXPECT_FALSE(applied.accepted) << filter;
    EXPECT_NE(applied.output.find("an accept that is not written 'accept;'"), std::string::npos);
    EXPECT_EQ(testing::read_text(config), before);
    EXPECT_EQ(testing::read_text(folder.file("BGPTE_T1_V4.conf")), "");
  }
}

}  // namespace
}  // namespace bgpte::config
