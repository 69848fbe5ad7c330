// Files that would harm: outputs that are inputs, names that a terminal or Ansible obeys, parts
// that nobody reviewed.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

TEST(HostileFiles, AnOutputIsNeverAnInput) {
  const std::string scenario = temporary("scenario.json", read_file(case_path()));
  const Outcome outcome = run({"advise", scenario, "--format", "json", "-o", scenario});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_TRUE(contains(outcome.err, "is an input")) << outcome.err;
  EXPECT_EQ(read_file(scenario), read_file(case_path()));
}

TEST(HostileFiles, AnOutputThatCannotBeWrittenLeavesNothingBeside) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(temporary("x", "")).replace_extension("folder");
  fs::remove_all(folder);
  fs::create_directory(folder);
  const std::string file = (folder / "advice.json").string();
  EXPECT_EQ(run({"advise", case_path(), "--format", "json", "-o", file}).exit, 0);
  EXPECT_TRUE(json::accept(read_file(file)));
  EXPECT_EQ(run({"advise", case_path(), "--format", "json", "-o", file}).exit, 0) << "again";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  EXPECT_EQ(run({"advise", case_path(), "-o", (folder / "none" / "a.json").string()}).exit, 1);
}

TEST(HostileFiles, ANameOfAFileCannotDriveATerminal) {
  const Outcome outcome = run({"validate", "no\x1b[31m\n::error::x.json"});
  EXPECT_NE(outcome.exit, 0);
  EXPECT_EQ((outcome.out + outcome.err).find('\x1b'), std::string::npos);
  EXPECT_EQ(outcome.err.find("\n::"), std::string::npos) << outcome.err;
}

TEST(HostileFiles, ARoutersNameThatIsAPatternOfAnsibleGetsNoPlaybook) {
  for (const char* name : {"all", "ungrouped", "edge1:edge2", "edge*", "edge1,edge2"}) {
    json scenario = json::parse(read_file(case_path()));
    for (json& link : scenario["links"]) {
      for (json& session : link["sessions"]) {
        session["router"] = name;
      }
    }
    const Outcome advice =
        run({"advise", temporary("named.json", scenario.dump()), "--format", "json"});
    if (advice.exit != 0) {
      continue;  // not even a name of a scenario
    }
    const Outcome playbook = run({"config", "-", "--format", "ansible"}, advice.out);
    EXPECT_EQ(playbook.exit, 65) << name;
    EXPECT_EQ(playbook.out, "") << name;
  }
}

TEST(HostileFiles, APartThatChangesNothingIsRefused) {
  json advice = json::parse(run({"advise", case_path(), "--format", "json"}).out);
  json added = advice["config"][0];
  added["link"] = "A";
  added["after"] = added["before"];
  advice["config"].push_back(added);
  const Outcome outcome = run({"config", "-"}, advice.dump());
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "/config/1 changes nothing")) << outcome.err;
}

}  // namespace
}  // namespace bgpte
