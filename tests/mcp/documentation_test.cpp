// docs/assistants.md knows every tool, argument, verdict and prompt, and nothing is left out.
#include <gmock/gmock.h>

#include "tests/mcp/mcp_client.hpp"

namespace bgpte::mcp_test {
namespace {

using testing::HasSubstr;

std::string page() {
  return read_file(source_folder + "/docs/assistants.md");
}

/// The row of the table of tools that begins with a name; empty where there is none.
std::string row_of(const std::string& text, const std::string& tool) {
  const std::size_t begin = text.find("\n| `" + tool + "` |");
  return begin == std::string::npos ? "" : text.substr(begin, text.find('\n', begin + 1) - begin);
}

TEST(McpDocumentation, HasARowForEveryToolWithItsArguments) {
  const Json tools = talk({request(1, "tools/list")}).at(0)["result"]["tools"];
  for (const Json& tool : tools) {
    const std::string row = row_of(page(), tool["name"]);
    for (const auto& [argument, rule] : tool["inputSchema"]["properties"].items()) {
      EXPECT_THAT(row, HasSubstr("`" + argument + "`")) << tool["name"];
    }
  }
  EXPECT_EQ(row_of(page(), "toy"), "");
}

TEST(McpDocumentation, NamesEveryPrompt) {
  const Json prompts = talk({request(1, "prompts/list")}).at(0)["result"]["prompts"];
  for (const Json& prompt : prompts) {
    EXPECT_THAT(page(), HasSubstr("`" + prompt["name"].get<std::string>() + "`"));
  }
}

TEST(McpDocumentation, EveryResourceThatIsListedCanBeRead) {
  const Json list = talk({request(1, "resources/list")}).at(0)["result"]["resources"];
  std::vector<Json> requests;
  for (const Json& one : list) {
    requests.push_back(
        request(static_cast<int>(requests.size()), "resources/read", {{"uri", one["uri"]}}));
  }
  const std::vector<Json> answers = talk(requests);
  ASSERT_EQ(answers.size(), list.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Json content = answers[i]["result"]["contents"][0];
    EXPECT_EQ(content["uri"], list[i]["uri"]);
    EXPECT_EQ(content["mimeType"], list[i]["mimeType"]);
    EXPECT_NE(content["text"], "");
  }
}

}  // namespace
}  // namespace bgpte::mcp_test
