// Data flows one way: this holds every #include to the table of docs/architecture.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = BGPTE_SOURCE_DIR;

/// Module -> the modules it may include besides itself.
const std::map<std::string, std::set<std::string>> allowed{
    {"parallel", {}},
    {"text", {}},
    {"json", {"text"}},
    {"model", {"text"}},
    {"logbook", {"text", "json", "model"}},
    {"history", {"text", "json", "model"}},
    {"scenario", {"text", "json", "model", "logbook", "history"}},
    {"topology", {"parallel", "text", "model"}},
    {"ingress", {"parallel", "text", "model", "topology"}},
    {"billing", {"model", "ingress"}},
    {"evaluation", {"parallel", "model", "ingress", "billing"}},
    {"optimiser", {"parallel", "text", "model", "ingress", "billing", "evaluation"}},
    {"advice",
     {"parallel", "text", "model", "history", "scenario", "topology", "ingress", "billing",
      "evaluation", "optimiser"}},
    {"config", {"json", "model", "advice"}},
    {"telemetry", {"text", "json", "model", "history", "scenario", "config"}},
    {"learning",
     {"parallel", "text", "json", "model", "logbook", "scenario", "ingress", "evaluation",
      "optimiser", "advice", "telemetry"}},
    {"watch", {"text", "json", "model", "scenario", "telemetry"}},
    {"rpki", {"text", "json", "model"}},
    {"render", {"text", "json", "model", "advice", "config"}},
    {"mcp", {"text", "json", "model"}},
    {"cli", {"parallel", "text",     "json",       "model",     "history", "scenario", "topology",
             "ingress",  "billing",  "evaluation", "optimiser", "advice",  "config",   "telemetry",
             "logbook",  "learning", "watch",      "rpki",      "render",  "mcp"}},
};

/// A library that may be seen only by some modules' sources, never by a public header.
struct Confined {
  std::string include;
  std::set<std::string> modules;
};
const std::vector<Confined> confined{
    {"CLI/", {"cli"}},
    {"spdlog/", {"cli"}},
    {"nlohmann/", {"json", "cli"}},
    {"nettle/", {"model"}},
};

struct Include {
  fs::path file;
  std::string target;
};

std::vector<Include> includes_below(const fs::path& folder) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*["<]([^">]+)[">])re");
  std::vector<Include> found;
  if (!fs::exists(folder)) {
    return found;
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cpp" && extension != ".hpp") {
      continue;
    }
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (std::regex_search(line, match, pattern)) {
        found.push_back({entry.path(), match[1]});
      }
    }
  }
  return found;
}

/// Why `module` may not have this include; empty if it may.
std::string wrong_way(const std::string& module, const std::string& target) {
  const std::size_t slash = target.find('/');
  if (slash == std::string::npos) {
    return {};
  }
  const std::string top = target.substr(0, slash);
  const std::string other = target.substr(slash + 1, target.find('/', slash + 1) - slash - 1);
  if (top == "bgpte" && other != module && allowed.at(module).count(other) == 0) {
    return module + " may not include " + other;
  }
  if (top == "src" && other != module) {
    return module + " may not include a private header of " + other;
  }
  return {};
}

TEST(Layering, NoModuleIncludesAgainstTheFlow) {
  std::size_t seen = 0;
  for (const auto& [module, may] : allowed) {
    for (const fs::path& folder : {root / "include/bgpte" / module, root / "src" / module}) {
      for (const Include& include : includes_below(folder)) {
        EXPECT_EQ(wrong_way(module, include.target), "") << include.file << ": " << include.target;
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 100U);
}

TEST(Layering, TheCheckRefusesAWrongInclude) {
  EXPECT_NE(wrong_way("model", "bgpte/scenario/load.hpp"), "");
  EXPECT_NE(wrong_way("optimiser", "bgpte/advice/advice.hpp"), "");
  EXPECT_NE(wrong_way("advice", "src/optimiser/search/search.hpp"), "");
  EXPECT_EQ(wrong_way("optimiser", "bgpte/ingress/ingress_model.hpp"), "");
  EXPECT_EQ(wrong_way("optimiser", "src/optimiser/search/search.hpp"), "");
}

TEST(Layering, EveryFolderIsAModuleOfTheTable) {
  for (const fs::path& top : {root / "include/bgpte", root / "src"}) {
    for (const auto& entry : fs::directory_iterator(top)) {
      if (entry.is_directory()) {
        EXPECT_EQ(allowed.count(entry.path().filename().string()), 1U) << entry.path();
      }
    }
  }
}

TEST(Layering, LibrariesStayWhereTheyBelong) {
  for (const auto& [module, may] : allowed) {
    for (const Include& include : includes_below(root / "src" / module)) {
      for (const Confined& library : confined) {
        if (include.target.rfind(library.include, 0) == 0) {
          EXPECT_EQ(library.modules.count(module), 1U) << include.file << ": " << include.target;
        }
      }
    }
    for (const Include& include : includes_below(root / "include/bgpte" / module)) {
      for (const Confined& library : confined) {
        EXPECT_NE(include.target.rfind(library.include, 0), 0U) << include.file;
      }
    }
  }
}

}  // namespace
