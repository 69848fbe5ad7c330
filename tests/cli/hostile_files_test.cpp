// Files that would harm: outputs that are inputs, names that a terminal or Ansible obeys, parts
// that nobody reviewed.
#include <fmt/format.h>
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
  fs::path folder = fs::path(temporary("x", "")).replace_extension("folder");
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

/// The case with a sample file for the bill of link A, in a folder of its own.
std::string with_samples(const std::string& name) {
  json scenario = json::parse(read_file(case_path()));
  scenario["links"][0]["billing"] = {
      {"model", "per-mbps"}, {"price", 1}, {"percentile", {{"rank", 95}, {"samples", name}}}};
  return scenario.dump();
}

/// A folder of the running test's own, empty.
std::filesystem::path own_folder() {
  namespace fs = std::filesystem;
  fs::path folder = fs::path(temporary("x", "")).replace_extension("folder");
  fs::remove_all(folder);
  fs::create_directories(folder / "inside");
  return folder;
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(HostileFiles, AScenarioReadsNothingOutsideOfItsFolder) {
  const std::filesystem::path folder = own_folder();
  const std::string secret = "TOKEN=hunter2secret";
  write(folder / "secret.txt", secret);
  std::filesystem::create_symlink(folder / "secret.txt", folder / "inside" / "link.csv");
  for (const char* name :
       {"../secret.txt", "./../secret.txt", "link.csv", "../../../../../../proc/self/environ",
        "../nothing-there", "../inside/../secret.txt", "..//secret.txt"}) {
    const std::string scenario = (folder / "inside" / "scenario.json").string();
    write(scenario, with_samples(name));
    const Outcome outcome = run({"validate", scenario});
    EXPECT_EQ(outcome.exit, 65) << name;
    EXPECT_TRUE(contains(outcome.out, "file-outside")) << name << outcome.out;
    EXPECT_FALSE(contains(outcome.out + outcome.err, "hunter2")) << name;
    // With leave it is read, and even then not quoted.
    const Outcome allowed = run({"--allow-outside", "validate", scenario});
    EXPECT_EQ(allowed.exit, 65) << name;
    EXPECT_FALSE(contains(allowed.out, "file-outside")) << name;
    EXPECT_FALSE(contains(allowed.out + allowed.err, "hunter2")) << name;
  }
  for (const char* key : {"catalogue", "as_rel", "weights"}) {
    json scenario = json::parse(read_file(case_path()));
    if (std::string(key) == "catalogue") {
      scenario[key] = "../secret.txt";
    } else {
      scenario["ingress"][key] = "../secret.txt";
    }
    write(folder / "inside" / "scenario.json", scenario.dump());
    const Outcome outcome = run({"validate", (folder / "inside" / "scenario.json").string()});
    EXPECT_TRUE(contains(outcome.out, "file-outside")) << key << outcome.out;
  }
}

TEST(HostileFiles, AFileInTheFolderIsReadByWhateverWayItIsNamed) {
  const std::filesystem::path folder = own_folder();
  write(folder / "samples.csv", "time,link,inbound\n1793491500,A,900 Mbps\n");
  std::filesystem::create_symlink("../samples.csv", folder / "inside" / "link.csv");
  for (const char* name : {"samples.csv", "./samples.csv", "inside/link.csv"}) {
    write(folder / "scenario.json", with_samples(name));
    const Outcome outcome = run({"validate", (folder / "scenario.json").string()});
    EXPECT_EQ(outcome.exit, 0) << name << outcome.out;
  }
}

TEST(HostileFiles, ABadLineOfASampleFileIsNamedByItsNumber) {
  const std::filesystem::path folder = own_folder();
  write(folder / "scenario.json", with_samples("s.csv"));
  const auto said = [&](const std::string& bytes) {
    write(folder / "s.csv", bytes);
    const Outcome outcome = run({"validate", (folder / "scenario.json").string()});
    EXPECT_EQ(outcome.exit, 65) << bytes;
    EXPECT_FALSE(contains(outcome.out, "hunter2")) << bytes;
    return outcome.out;
  };
  EXPECT_TRUE(contains(said("hunter2\n"), "line 1"));
  EXPECT_TRUE(contains(said("time,link,inbound\nhunter2,A,1\n"), "line 2"));
  EXPECT_TRUE(contains(said("time,link,inbound\n0,hunter2,1\n"), "found field 2"));
  EXPECT_TRUE(contains(said("time,link,inbound\n0,A,hunter2\n"), "found field 3"));
  EXPECT_TRUE(contains(said("time,link,inbound\n0,A,\"hunter2\n"), "quotation mark"));
  EXPECT_TRUE(contains(said("\xEF\xBB\xBFtime,link,inbound\n0,A,1\n"), "byte-order-mark"));
  EXPECT_TRUE(contains(said("time;link;inbound\n0;A;1\n"), "semicolons"));
  EXPECT_TRUE(contains(said("time\tlink\tinbound\n"), "tabs"));
  EXPECT_TRUE(contains(said("time,link,inbound\n"), "no-samples"));
  EXPECT_TRUE(contains(said("\x1F\x8B\x08rest"), "gzip"));
  EXPECT_TRUE(contains(said("PK\x03\x04rest"), "zip"));
}

TEST(HostileFiles, SamplesMayStandInQuotationMarks) {
  const std::filesystem::path folder = own_folder();
  write(folder / "scenario.json", with_samples("s.csv"));
  write(folder / "s.csv",
        "\"time\",\"link\",\"inbound\"\r\n\"2026-11-01 00:05Z\",\"A\",\"900 Mbps\"\r\n");
  EXPECT_EQ(run({"validate", (folder / "scenario.json").string()}).exit, 0);
}

TEST(HostileFiles, ATimeLimitIsANumberAboveZero) {
  for (const char* limit : {"nan", "-nan", "inf", "0", "-1", "1e999", "x"}) {
    const Outcome outcome = run({"advise", case_path(), "--time-limit", limit});
    EXPECT_EQ(outcome.exit, 64) << limit;
    EXPECT_LT(outcome.err.size(), 200U) << outcome.err;
  }
  EXPECT_EQ(run({"advise", case_path(), "--time-limit", "0.5"}).exit, 0);
}

TEST(HostileFiles, ANameWithCharactersThatAreNotSeenIsRefused) {
  for (const char* hidden : {"\u061C", "\uFEFF", "\u00AD", "\U000E0041", "\u200B", "\u200F",
                             "\u202E", "\u2066", "\u3164", "\x07"}) {
    json scenario = json::parse(read_file(case_path()));
    scenario["name"] = fmt::format("a{}b", hidden);
    const Outcome outcome = run({"validate", "-"}, scenario.dump());
    EXPECT_EQ(outcome.exit, 65) << hidden;
    EXPECT_TRUE(contains(outcome.out, "bad-text")) << hidden << outcome.out;
  }
}

TEST(HostileFiles, AJUnitReportIsXmlWhateverTheBytesOfAPath) {
  const std::filesystem::path folder = own_folder() / "a\xFF\x01&<b\xEF\xBF\xBF";
  std::filesystem::create_directories(folder);
  write(folder / "scenario.json", "{}");
  const Outcome outcome = run({"check", folder.string(), "--format", "junit"});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.out, "<testsuites>")) << outcome.out;
  EXPECT_FALSE(contains(outcome.out, "\xFF"));
  EXPECT_FALSE(contains(outcome.out, "\x01"));
  EXPECT_FALSE(contains(outcome.out, "\xEF\xBF\xBF"));
  EXPECT_TRUE(contains(outcome.out, "&amp;&lt;b")) << outcome.out;
}

TEST(HostileFiles, ACapacityThatIsNothingBesideTheTrafficIsNamed) {
  json scenario = json::parse(read_file(case_path()));
  scenario["links"][0]["capacity"] = 1;
  scenario["links"][0]["inbound"] = "1000 Tbps";
  const Outcome outcome = run({"validate", "-"}, scenario.dump());
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.out, "capacity-too-small")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "link A")) << outcome.out;
}

TEST(HostileFiles, WeightsThatAreOfNoUseAreAnError) {
  const std::string as_rel = temporary("as-rel.txt", "64501|65000|-1\n64502|65000|-1\n");
  const auto catchment = [&](const std::string& bytes) {
    return run({"catchment", "--as-rel", as_rel, "--origin", "65000", "--link", "A=64501", "--link",
                "B=64502", "--format", "text", "--weights", temporary("weights.csv", bytes)});
  };
  for (const char* bytes : {"asn;weight\n64501;1\n", "asn,weight\n", "", "x\n"}) {
    const Outcome outcome = catchment(bytes);
    EXPECT_EQ(outcome.exit, 65) << bytes;
    EXPECT_EQ(outcome.out, "") << bytes;
    EXPECT_TRUE(contains(outcome.err, "no line of it gives an AS its weight")) << outcome.err;
  }
  EXPECT_EQ(catchment("\xEF\xBB\xBF\"asn\",\"weight\"\n\"64501\",\"3\"\n").exit, 0);
}

TEST(HostileFiles, AnArchiveOfAnotherKindIsNamed) {
  std::string tar(600, '\0');
  tar.replace(257, 5, "ustar");
  for (const auto& [bytes, kind] :
       std::vector<std::pair<std::string, std::string>>{{{"\xFD"
                                                          "7zXZ\0...",
                                                          9},
                                                         "xz"},
                                                        {"\x28\xB5\x2F\xFD...", "zstd"},
                                                        {"PK\x03\x04...", "zip"},
                                                        {tar, "tar"}}) {
    const Outcome outcome = run({"catchment", "--as-rel", temporary("as-rel", bytes), "--origin",
                                 "65000", "--link", "A=64501"});
    EXPECT_EQ(outcome.exit, 65) << kind;
    EXPECT_TRUE(contains(outcome.err, fmt::format("is packed ({})", kind))) << outcome.err;
  }
}

}  // namespace
}  // namespace bgpte
