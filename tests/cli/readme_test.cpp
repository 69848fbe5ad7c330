// What the README shows is what the program prints.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/cli/command_line.hpp"

/// What the README shows is what the program prints.
namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::read_file;
using cli_test::run;

const std::string sources = BGPTE_SOURCE_DIR;

TEST(Readme, ItsPictureIsTheProgramsOutput) {
  const std::string readme = read_file(sources + "/README.md");
  const std::string command = "scripts/bgpte advise scenarios/link-a-link-b/scenario.json";
  ASSERT_TRUE(contains(readme, command));
  std::string out = run({"advise", sources + "/scenarios/link-a-link-b/scenario.json"}).out;
  for (std::size_t at = 0; (at = out.find(sources + "/", at)) != std::string::npos;) {
    out.erase(at, sources.size() + 1);
  }
  const std::string fence = "```text\n";
  const std::size_t begin = readme.find(fence) + fence.size();
  EXPECT_EQ(out, readme.substr(begin, readme.find("```", begin) - begin));
}

TEST(Readme, EveryLinkedFileExists) {
  for (const std::string page :
       {"README.md", "docs/architecture.md", "docs/commands.md", "docs/README.md", "docs/tour.md",
        "docs/ci.md", "docs/packaging.md"}) {
    const std::filesystem::path file = std::filesystem::path(sources) / page;
    const std::string text = read_file(file.string());
    const std::filesystem::path folder = file.parent_path();
    std::size_t links = 0;
    for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
      std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
      if (target.rfind("https://", 0) == 0) {
        continue;
      }
      target = target.substr(0, target.find('#'));
      EXPECT_TRUE(std::filesystem::exists(folder / target)) << page << ": " << target;
      ++links;
    }
    EXPECT_GT(links + (page == "docs/architecture.md" ? 1U : 0U), 0U) << page;
  }
}

TEST(Readme, TheIndexNamesEveryPage) {
  const std::string index = read_file(sources + "/docs/README.md");
  for (const auto& entry : std::filesystem::directory_iterator(sources + "/docs")) {
    const std::string page = entry.path().filename().string();
    if (entry.path().extension() == ".md" && page != "README.md") {
      EXPECT_TRUE(contains(index, "](" + page + ")")) << page;
    }
  }
}

}  // namespace
}  // namespace bgpte
