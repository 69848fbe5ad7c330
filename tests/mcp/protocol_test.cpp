// The messages of both generations of the protocol.
#include <gmock/gmock.h>

#include "tests/mcp/mcp_client.hpp"

namespace bgpte::mcp_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

int code_of(const Json& message) {
  return message.contains("error") ? message["error"]["code"].get<int>() : 0;
}

TEST(McpHandshake, AgreesOnTheVersionThatTheClientKnows) {
  for (const std::string version : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
    const auto answers = talk_lines({initialize(version).dump()});
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_EQ(answers[0]["result"]["protocolVersion"], version);
    EXPECT_EQ(answers[0]["result"]["serverInfo"]["name"], "bgpte");
  }
}

TEST(McpHandshake, OffersTheLatestToAClientOfAnUnknownVersion) {
  const auto answers = talk_lines({initialize("2031-01-01").dump()});
  EXPECT_EQ(answers.at(0)["result"]["protocolVersion"], "2025-11-25");
}

TEST(McpHandshake, ARequestBeforeItIsRefusedButForPing) {
  const auto answers = talk_lines({request(1, "tools/list").dump(), request(2, "ping").dump()});
  ASSERT_THAT(answers, SizeIs(2));
  for (const Json& answer : answers) {
    EXPECT_EQ(answer.contains("error"), answer["id"] == 1) << answer;
  }
}

TEST(McpModern, EveryRequestStandsAlone) {
  const auto answers =
      talk_lines({modern(1, "tools/list").dump(), modern(2, "server/discover").dump()});
  ASSERT_THAT(answers, SizeIs(2));
  for (const Json& answer : answers) {
    EXPECT_EQ(answer["result"]["resultType"], "complete");
    EXPECT_GE(answer["result"]["ttlMs"], 0);
    EXPECT_EQ(answer["result"]["cacheScope"], "public");
  }
  EXPECT_THAT(answers[1]["result"]["supportedVersions"], ElementsAre("2026-07-28"));
  EXPECT_EQ(answers[1]["result"]["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "bgpte");
}

TEST(McpModern, AnUnknownVersionIsAnsweredWithTheKnownOne) {
  Json asked = modern(1, "tools/list");
  asked["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "1900-01-01";
  const Json error = talk_lines({asked.dump()}).at(0)["error"];
  EXPECT_EQ(error["code"], -32022);
  EXPECT_THAT(error["data"]["supported"], ElementsAre("2026-07-28"));
  EXPECT_EQ(error["data"]["requested"], "1900-01-01");
}

TEST(McpModern, MissingCapabilitiesAreInvalidParams) {
  Json asked = modern(1, "tools/list");
  asked["params"]["_meta"].erase("io.modelcontextprotocol/clientCapabilities");
  EXPECT_EQ(code_of(talk_lines({asked.dump()}).at(0)), -32602);
}

TEST(McpModern, HasNoHandshakeAndNoPing) {
  for (const std::string method : {"initialize", "ping"}) {
    EXPECT_EQ(code_of(talk_lines({modern(1, method).dump()}).at(0)), -32601) << method;
  }
}

TEST(McpModern, BothGenerationsAnswerInOneProcess) {
  const auto answers = talk({modern(1, "prompts/list"), request(2, "prompts/list")});
  ASSERT_THAT(answers, SizeIs(2));
  EXPECT_TRUE(answers[0]["result"].contains("resultType"));
  EXPECT_FALSE(answers[1]["result"].contains("resultType"));
  EXPECT_EQ(answers[0]["result"]["prompts"], answers[1]["result"]["prompts"]);
}

TEST(McpMessages, WhatIsNoMessageIsAnsweredByItsError) {
  struct Row {
    std::string line;
    int code;
  };
  const std::vector<Row> rows{
      {"not JSON", -32700},
      {R"({"jsonrpc":"2.0","id":1,"method":"ping","id":2})", -32700},
      {std::string(200, '[') + std::string(200, ']'), -32700},
      {R"("text")", -32600},
      {"17", -32600},
      {"[]", -32600},
      {R"({"id":1,"method":"ping"})", -32600},
      {R"({"jsonrpc":"1.0","id":1,"method":"ping"})", -32600},
      {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", -32600},
      {R"({"jsonrpc":"2.0","id":{},"method":"ping"})", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":7})", -32600},
      {R"({"jsonrpc":"2.0","id":1})", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":[1]})", -32602},
      {R"({"jsonrpc":"2.0","id":1,"method":"tools/nonsense"})", -32601},
      {R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nonsense"}})", -32602},
      {R"({"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"nonsense"}})", -32602},
      {R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}})", -32602},
      {R"({"jsonrpc":"2.0","id":1,"method":"resources/list","params":{"cursor":"7"}})", -32602},
      {R"({"jsonrpc":"2.0","id":1,"method":"resources/list","params":{"cursor":{}}})", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}", -32700},
  };
  for (const Row& row : rows) {
    const auto answers = talk_lines({initialize().dump(), row.line});
    ASSERT_THAT(answers, SizeIs(2)) << row.line;
    // What is wrong with a line is told at once, so the order of the two does not matter.
    const Json& answer = answers[0].contains("error") ? answers[0] : answers[1];
    EXPECT_EQ(code_of(answer), row.code) << row.line << "\n" << answer;
    EXPECT_TRUE(answer.contains("id"));
  }
}

TEST(McpMessages, NotificationsAndResponsesGetNoAnswer) {
  EXPECT_THAT(talk({{{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}},
                    {{"jsonrpc", "2.0"}, {"method", "notifications/nonsense"}},
                    {{"jsonrpc", "2.0"}, {"id", 5}, {"result", Json::object()}}}),
              IsEmpty());
}

TEST(McpMessages, AnOverlongLineIsRefusedAndTheNextOneIsRead) {
  const auto answers =
      talk_lines({R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(5'000'000, 'x') + "\"}",
                  request(2, "ping").dump()});
  ASSERT_THAT(answers, SizeIs(2));
  EXPECT_EQ(code_of(answers[0]), -32600);
  EXPECT_EQ(answers[1]["id"], 2);
}

TEST(McpMessages, BatchesBelongToTheOneRevisionThatHasThem) {
  const Json batch{request(1, "ping"), request(2, "prompts/list")};
  const auto with = talk_lines({initialize("2025-03-26").dump(), batch.dump()});
  ASSERT_THAT(with, SizeIs(2));
  EXPECT_THAT(with[1], SizeIs(2));
  const auto without = talk_lines({initialize("2025-06-18").dump(), batch.dump()});
  ASSERT_THAT(without, SizeIs(3));
  EXPECT_EQ(code_of(without[1]), -32600);
}

TEST(McpMessages, IdsComeBackAsTheyWere) {
  Json asked = request(1, "prompts/list");
  for (const Json& id : {Json("a \" text"), Json(0), Json(-7), Json(9007199254740993)}) {
    asked["id"] = id;
    EXPECT_EQ(talk({asked}).at(0)["id"], id);
  }
}

TEST(McpCancellation, AWaitingRequestThatIsCancelledGetsNoAnswer) {
  // The first call keeps the server busy while the second one is cancelled.
  const Json slow = {{"scenario", "six-links/scenario.json"}};
  const Json cancelled = {
      {"jsonrpc", "2.0"}, {"method", "notifications/cancelled"}, {"params", {{"requestId", 2}}}};
  const auto answers = talk_lines({initialize().dump(), call(1, "advise", slow).dump(),
                                   call(2, "advise", slow).dump(), cancelled.dump()},
                                  {"--root", scenarios}, 2);
  ASSERT_THAT(answers, SizeIs(2));
  EXPECT_EQ(answers[1]["id"], 1);
}

TEST(McpCancellation, OfWhatIsNotKnownIsNothing) {
  EXPECT_THAT(talk({{{"jsonrpc", "2.0"},
                     {"method", "notifications/cancelled"},
                     {"params", {{"requestId", 99}}}},
                    request(1, "ping")}),
              SizeIs(1));
}

TEST(McpProgress, IsToldToAClientThatAsksForIt) {
  Json asked = call(1, "advise", {{"scenario", headline}});
  asked["params"]["_meta"] = {{"progressToken", "p"}};
  const auto answers = talk({asked});
  ASSERT_GE(answers.size(), 2U);
  EXPECT_EQ(answers[0]["method"], "notifications/progress");
  EXPECT_EQ(answers[0]["params"]["progressToken"], "p");
  EXPECT_TRUE(answers.back().contains("result"));
}

TEST(McpRoot, WhatIsNoFolderIsAUsageFault) {
  for (const std::string& root :
       std::vector<std::string>{"/nonsense", source_folder + "/README.md"}) {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(cli::run({"mcp", "--root", root}, in, out, err), cli::Exit::usage);
    EXPECT_EQ(out.str(), "");
    EXPECT_THAT(err.str(), HasSubstr("is no folder"));
  }
}

/// Clients write half of a pair where they cut a text inside a character.
TEST(McpMessages, HalfASurrogatePairIsACharacterThatIsUnknown) {
  const std::vector<Json> answers = talk_lines(
      {initialize().dump(),
       R"({"jsonrpc":"2.0","id":21,"method":"tools/call","params":{"name":"validate","arguments":)"
       R"({"scenario":"a\ud83d"}}})",
       R"({"jsonrpc":"2.0","id":22,"method":"tools/call","params":{"name":"validate","arguments":)"
       R"({"scenario":"\udc00 \\ud83d \ud83d\ude00"}}})"},
      {"--root", scenarios}, 3);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[1]["id"], 21);
  EXPECT_TRUE(answers[1]["result"]["isError"]) << answers[1];
  EXPECT_EQ(answers[2]["id"], 22);
  EXPECT_TRUE(answers[2].contains("result")) << answers[2];
}

TEST(McpMessages, BytesThatAreNoTextAreRefusedByTheIdOfTheirRequest) {
  const std::vector<Json> answers =
      talk_lines({initialize().dump(), "{\"jsonrpc\":\"2.0\",\"id\":23,\"method\":\"\xff\"}"},
                 {"--root", scenarios}, 2);
  ASSERT_EQ(answers.size(), 2U);
  // It is refused as it is read, perhaps before the handshake is answered.
  const Json& refusal = answers[answers[0].contains("error") ? 0 : 1];
  EXPECT_EQ(refusal["id"], 23);
  EXPECT_EQ(refusal["error"]["code"], -32700);
}

}  // namespace
}  // namespace bgpte::mcp_test
