// The transcript of docs/assistants.md is what the tools answer.
#include <gtest/gtest.h>

#include "tests/mcp/mcp_client.hpp"

namespace bgpte::mcp_test {
namespace {

/// A call as the page shows it, "call TOOL ARGUMENTS", and the lines below it.
struct Step {
  std::string tool;
  Json arguments;
  std::string answer;
};

/// Words with single spaces between them: the page wraps its lines.
std::string words_of(const std::string& text) {
  std::istringstream in(text);
  std::string words;
  for (std::string word; in >> word;) {
    words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

std::vector<Step> steps_of(const std::string& page) {
  std::vector<Step> steps;
  std::istringstream in(page);
  bool inside = false;
  bool in_arguments = false;
  std::string arguments;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      inside = line == "```text";
    } else if (inside && line.starts_with("call ")) {
      const std::size_t space = line.find(' ', 5);
      steps.push_back({line.substr(5, space - 5), {}, ""});
      arguments = line.substr(space);
      in_arguments = true;
    } else if (inside && in_arguments) {
      arguments += line;
    } else if (inside) {
      steps.back().answer += line + "\n";
    }
    if (in_arguments && Json::accept(arguments)) {
      steps.back().arguments = Json::parse(arguments);
      in_arguments = false;
    }
  }
  return steps;
}

/// What stands between the data marks of a result's text.
std::string data_of(const Json& result) {
  const std::string text = result["content"][0]["text"];
  const std::size_t begin = text.find("<data>") + 6;
  return text.substr(begin, text.find("</data>") - begin);
}

TEST(McpTranscript, EveryCallOfThePageIsAnsweredAsItSays) {
  const std::vector<Step> steps = steps_of(read_file(source_folder + "/docs/assistants.md"));
  ASSERT_GE(steps.size(), 4U);
  std::vector<std::pair<std::string, Json>> calls;
  for (const Step& step : steps) {
    calls.emplace_back(step.tool, step.arguments);
  }
  const std::vector<Json> answers = results(calls);
  ASSERT_EQ(answers.size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(words_of(data_of(answers[i])), words_of(steps[i].answer)) << steps[i].tool;
  }
}

}  // namespace
}  // namespace bgpte::mcp_test
