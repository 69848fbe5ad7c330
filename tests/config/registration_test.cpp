// A platform is one file and one row; a lever kind is one row. These tests fail where a file has no
// row, or a row lacks its schema, documentation or golden files.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "src/config/platforms/platforms.hpp"
#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const fs::path root = BGPTE_SOURCE_DIR;

std::string text_of(const char* path) {
  return testing::read_text((root / path).string());
}

/// What the first group of the pattern matches, in order.
std::vector<std::string> all_of(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

/// File name -> its text, for each source of the folder of platforms.
std::map<std::string, std::string> platform_sources() {
  std::map<std::string, std::string> sources;
  for (const auto& entry : fs::directory_iterator(root / "src/config/platforms")) {
    if (entry.path().extension() == ".cpp") {
      sources[entry.path().filename().string()] = testing::read_text(entry.path().string());
    }
  }
  return sources;
}

/// The emitters that a file defines and no row of the table names.
std::vector<std::string> emitters_without_a_row(const std::map<std::string, std::string>& sources) {
  std::set<std::string> rows;
  for (const std::string& name : all_of(sources.at("platforms.cpp"), R"(\.emit = emit_(\w+),)")) {
    rows.insert(name);
  }
  std::vector<std::string> missing;
  for (const auto& [file, text] : sources) {
    for (const std::string& name : all_of(text, R"((?:^|\n)Texts emit_(\w+)\()")) {
      if (!rows.contains(name)) {
        missing.push_back(name);
      }
    }
  }
  return missing;
}

/// What a platform with that name and title lacks of what every platform has.
std::vector<std::string> lacks(const std::string& id, const std::string& title) {
  std::vector<std::string> missing;
  const auto need = [&](bool there, std::string what) {
    if (!there) {
      missing.push_back(std::move(what));
    }
  };
  std::string file = id;
  std::ranges::replace(file, '-', '_');
  need(fs::exists(root / "src/config/platforms" / (file + ".cpp")), "source");
  need(text_of("schemas/scenario.schema.json").find('"' + id + '"') != std::string::npos,
       "scenario schema");
  const std::string docs = text_of("docs/platforms.md");
  std::size_t tables = 0;  // what it does, and its communities and MED
  for (std::size_t at = 0; (at = docs.find("\n| " + title + " |", at)) != std::string::npos; ++at) {
    ++tables;
  }
  need(tables >= 2, "rows in docs/platforms.md");
  for (const char* change : {"", "withdraw-", "lever-"}) {
    for (const model::PrependOwner owner : testing::every_owner) {
      const std::string golden =
          id + "." + change + std::string(testing::owner_name(owner)) + ".txt";
      need(fs::exists(root / "tests/config/golden" / golden), golden);
    }
  }
  return missing;
}

TEST(Registration, EveryEmitterHasItsRow) {
  EXPECT_THAT(emitters_without_a_row(platform_sources()), IsEmpty());
}

TEST(Registration, AnEmitterWithoutARowIsFound) {
  std::map<std::string, std::string> sources = platform_sources();
  sources["toy.cpp"] = "// A toy.\nTexts emit_toy(const SessionPlan& plan) {\n";
  EXPECT_THAT(emitters_without_a_row(sources), ElementsAre("toy"));
  sources["platforms.cpp"] += "PlatformRow{.platform = Platform::toy,\n.emit = emit_toy,\n";
  EXPECT_THAT(emitters_without_a_row(sources), IsEmpty());
}

TEST(Registration, EveryRowHasSourceSchemaDocsAndGoldenFiles) {
  EXPECT_EQ(platform_rows().size(), model::platform_names.size());
  for (const PlatformRow& row : platform_rows()) {
    EXPECT_EQ(&row_of(row.platform), &row);
    EXPECT_THAT(lacks(std::string(name_of(row.platform)), std::string(title_of(row.platform))),
                IsEmpty())
        << name_of(row.platform);
  }
}

TEST(Registration, ARowWithoutThemIsFound) {
  EXPECT_EQ(lacks("toy", "Toy Router").size(), 3U + 9U);
}

TEST(Registration, EveryReaderHasASample) {
  for (const PlatformRow& row : platform_rows()) {
    const std::string name(name_of(row.platform));
    const fs::path folder = root / "tests/config/observed";
    EXPECT_EQ(row.reader != nullptr,
              fs::exists(folder / (name + ".txt")) || fs::exists(folder / (name + ".json")))
        << name;
  }
}

/// The members of model::Actions that are not in all places where an action has to be named.
std::vector<std::string> unnamed_actions(const std::string& header) {
  const std::size_t from = header.find("struct Actions {");
  const std::string members = header.substr(from, header.find("};", from) - from);
  const std::string table = text_of("src/scenario/policy.cpp");
  const std::string schema = text_of("schemas/scenario.schema.json");
  const std::string docs = text_of("docs/scenario.md");
  std::vector<std::string> missing;
  for (const std::string& name : all_of(members, R"(bool (\w+) =)")) {
    if (table.find(fmt::format("{{\"{0}\", &model::Actions::{0}}}", name)) == std::string::npos ||
        schema.find('"' + name + '"') == std::string::npos ||
        docs.find('`' + name + '`') == std::string::npos) {
      missing.push_back(name);
    }
  }
  return missing;
}

TEST(Registration, EveryActionHasItsRowSchemaAndDocs) {
  std::string header = text_of("include/bgpte/model/policy.hpp");
  EXPECT_THAT(unnamed_actions(header), IsEmpty());
  header.replace(header.find("bool med ="), 10, "bool toy = false;\n  bool med =");
  EXPECT_THAT(unnamed_actions(header), ElementsAre("toy"));
}

/// The keys by which a lever says what it is, as far as the schema or the docs lack them.
std::vector<std::string> unnamed_lever_kinds(const std::string& source) {
  const std::vector<std::string> lists = all_of(source, R"(kinds\{([^}]*)\})");
  if (lists.size() != 1) {
    return {"no list of kinds"};
  }
  const std::string schema = text_of("schemas/scenario.schema.json");
  const std::size_t from = schema.find("\"lever\": {\n      \"type\"");
  const std::string lever = schema.substr(from, schema.find("\"retained\"", from) - from);
  const std::string docs = text_of("docs/scenario.md");
  std::vector<std::string> missing;
  for (const std::string& key : all_of(lists.front(), R"re("(\w+)")re")) {
    if (lever.find('"' + key + "\": {") == std::string::npos ||
        docs.find("\n| `" + key + "` |") == std::string::npos) {
      missing.push_back(key);
    }
  }
  return missing;
}

TEST(Registration, EveryLeverKindIsInTheSchemaAndTheDocs) {
  std::string source = text_of("src/scenario/levers.cpp");
  EXPECT_THAT(unnamed_lever_kinds(source), IsEmpty());
  source.replace(source.find("\"catalogue\", \"med\"}"), 11, "\"toy\", \"catalogue\"");
  EXPECT_THAT(unnamed_lever_kinds(source), ElementsAre("toy"));
}

}  // namespace
}  // namespace bgpte::config
