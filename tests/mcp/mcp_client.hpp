#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "bgpte/cli/cli.hpp"

/// A client that sends its lines at once and reads what came of them.
namespace bgpte::mcp_test {

using Json = nlohmann::json;

inline const std::string source_folder = BGPTE_SOURCE_DIR;
inline const std::string scenarios = source_folder + "/scenarios";
inline const std::string headline = "link-a-link-b-cost/scenario.json";

/// Counts the lines that are written to it.
class Answers : public std::stringbuf {
 public:
  /// Waits until there are so many lines; for a few minutes at most.
  void wait_for(std::size_t lines) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(200), [&] { return lines_ >= lines; });
  }

 protected:
  std::streamsize xsputn(const char* bytes, std::streamsize size) override {
    const std::lock_guard lock(mutex_);
    lines_ += static_cast<std::size_t>(std::count(bytes, bytes + size, '\n'));
    changed_.notify_all();
    return std::stringbuf::xsputn(bytes, size);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t lines_ = 0;
};

/// A text that ends only once there are so many answers, as a client's input does.
class Questions : public std::stringbuf {
 public:
  Questions(const std::string& text, Answers& answers, std::size_t wanted)
      : std::stringbuf(text, std::ios::in), answers_(answers), wanted_(wanted) {}

 protected:
  int_type underflow() override {
    const int_type next = std::stringbuf::underflow();
    if (next == traits_type::eof()) {
      answers_.wait_for(wanted_);
    }
    return next;
  }
  int_type uflow() override {
    return underflow() == traits_type::eof() ? traits_type::eof() : std::stringbuf::uflow();
  }

 private:
  Answers& answers_;
  std::size_t wanted_;
};

/// What the server wrote: every line of it is a message, or the test fails. The input ends once
/// `wanted` lines were written.
inline std::vector<Json> talk_lines(const std::vector<std::string>& lines,
                                    const std::vector<std::string>& arguments = {"--root",
                                                                                 scenarios},
                                    std::size_t wanted = 0) {
  std::string input;
  for (const std::string& line : lines) {
    input += line + "\n";
  }
  Answers answers;
  Questions questions(input, answers, wanted);
  std::istream in(&questions);
  std::ostream out(&answers);
  std::ostringstream err;
  std::vector<std::string> command{"mcp"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  EXPECT_EQ(cli::run(command, in, out, err), cli::Exit::done) << err.str();
  EXPECT_EQ(err.str(), "");
  std::vector<Json> messages;
  std::istringstream written(answers.str());
  for (std::string line; std::getline(written, line);) {
    messages.push_back(Json::parse(line, nullptr, false));
    EXPECT_FALSE(messages.back().is_discarded()) << line;
  }
  return messages;
}

inline Json request(int id, const std::string& method, const Json& params = Json::object()) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
}

/// A request that carries the metadata of revision 2026-07-28.
inline Json modern(int id, const std::string& method, Json params = Json::object()) {
  params["_meta"] = {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                     {"io.modelcontextprotocol/clientCapabilities", Json::object()}};
  return request(id, method, params);
}

inline Json initialize(const std::string& version = "2025-11-25") {
  return request(0, "initialize",
                 {{"protocolVersion", version},
                  {"capabilities", Json::object()},
                  {"clientInfo", {{"name", "test"}, {"version", "1"}}}});
}

/// The answers to requests after the handshake, without that of the handshake.
inline std::vector<Json> talk(const std::vector<Json>& requests,
                              const std::vector<std::string>& arguments = {"--root", scenarios}) {
  std::vector<std::string> lines{initialize().dump()};
  std::size_t wanted = 1;
  for (const Json& one : requests) {
    lines.push_back(one.dump());
    wanted += one.contains("id") && one.contains("method") ? 1 : 0;
  }
  std::vector<Json> messages = talk_lines(lines, arguments, wanted);
  if (!messages.empty()) {
    messages.erase(messages.begin());
  }
  return messages;
}

inline Json call(int id, const std::string& tool, const Json& arguments) {
  return request(id, "tools/call", {{"name", tool}, {"arguments", arguments}});
}

/// The results of tools that are called one after the other.
inline std::vector<Json> results(const std::vector<std::pair<std::string, Json>>& calls,
                                 const std::vector<std::string>& arguments = {"--root",
                                                                              scenarios}) {
  std::vector<Json> requests;
  for (const auto& [tool, given] : calls) {
    requests.push_back(call(static_cast<int>(requests.size()) + 1, tool, given));
  }
  std::vector<Json> found;
  for (const Json& message : talk(requests, arguments)) {
    found.push_back(message.value("result", Json(message)));
  }
  return found;
}

inline Json result(const std::string& tool, const Json& given,
                   const std::vector<std::string>& arguments = {"--root", scenarios}) {
  const std::vector<Json> all = results({{tool, given}}, arguments);
  return all.empty() ? Json() : all.front();
}

/// The text of a result that is an error; empty of one that is none.
inline std::string error_of(const Json& result) {
  return result.value("isError", false) ? result.at("content").at(0).at("text").get<std::string>()
                                        : "";
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

/// The names of the shipped scenarios, relative to their folder.
inline std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(scenarios)) {
    if (std::filesystem::exists(entry.path() / "scenario.json")) {
      names.push_back(entry.path().filename().string() + "/scenario.json");
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// An empty folder of the running test's own.
inline std::filesystem::path temporary_folder() {
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      (std::string("bgpte_mcp_") + test.test_suite_name() + "_" + test.name());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace bgpte::mcp_test
