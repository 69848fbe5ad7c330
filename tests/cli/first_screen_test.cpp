// What an engineer reads first: one screen, at every width, that loses nothing of what the whole
// text, the markdown and the JSON say.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bgpte/model/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/cli/shipped_scenarios.hpp"

namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

const std::string project = BGPTE_SOURCE_DIR;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

bool is_command(const std::string& line) {
  return line.starts_with("  bgpte ");
}

class Screen : public testing::TestWithParam<std::string> {
 protected:
  static std::string scenario() { return project + "/scenarios/" + GetParam() + "/scenario.json"; }
};

TEST_P(Screen, IsOneScreen) {
  const std::vector<std::string> lines = lines_of(run({"advise", scenario()}).out);
  EXPECT_LE(lines.size(), 50U);
  for (const std::string& line : lines) {
    EXPECT_TRUE(is_command(line) || text::display_width(line) <= 100) << line;
  }
}

std::vector<std::string> separate_words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

TEST_P(Screen, TheSummaryIsThreeLinesAndOnANarrowTerminalLosesNoWord) {
  const std::string wide = run({"advise", scenario(), "--summary", "--width", "120"}).out;
  const std::string narrow = run({"advise", scenario(), "--summary", "--width", "60"}).out;
  EXPECT_EQ(separate_words(narrow), separate_words(wide));
  const json advice = json::parse(run({"advise", scenario(), "--format", "json"}).out);
  for (const std::string& word : separate_words(advice["scenario"])) {
    EXPECT_TRUE(contains(narrow, word)) << word;
  }
  EXPECT_GE(lines_of(wide).size(), 3U);
  EXPECT_LE(lines_of(wide).size(), 5U);
}

TEST_P(Screen, FitsEveryWidth) {
  for (const std::size_t width : {60U, 80U, 100U, 200U}) {
    for (const char* detail : {"--full", "--summary", ""}) {
      std::vector<std::string> words{"advise", scenario(), "--width", std::to_string(width)};
      if (*detail != '\0') {
        words.emplace_back(detail);
      }
      const std::string out = run(words).out;
      bool bars = false;
      bool legend = false;
      for (const std::string& line : lines_of(out)) {
        EXPECT_TRUE(is_command(line) || line.starts_with("scenario sha256") ||
                    text::display_width(line) <= width)
            << width << detail << ": " << line;
        bars = bars || contains(line, "[#") || contains(line, "[.") || contains(line, "[|");
        legend = legend || contains(line, "| ceiling");
      }
      EXPECT_EQ(bars, legend) << width << detail;
    }
  }
}

/// Words only: no line ends, markup or escapes.
std::string words_of(const std::string& page) {
  std::string text = page;
  for (const char* markup : {"<!-- -->", "\\", "`", "**"}) {
    for (std::size_t at = 0; (at = text.find(markup, at)) != std::string::npos;) {
      text.erase(at, std::string(markup).size());
    }
  }
  for (std::size_t at = 0; (at = text.find("&lt;", at)) != std::string::npos;) {
    text.replace(at, 4, "<");
  }
  std::istringstream in(text);
  std::string words;
  for (std::string word; in >> word;) {
    words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

std::string rate(const json& bps) {
  return model::format_rate(model::Bps{bps.get<std::int64_t>()});
}
std::string about(const json& bps) {
  return model::forecast_rate(model::Bps{bps.get<std::int64_t>()});
}
std::string money(const json& amount) {
  return model::format_money(
      model::Money{static_cast<model::Int128>(amount.get<double>() * 1e6) * 1'000'000});
}

/// Every fact of advice, as a reader of the whole text or of the ticket must find it.
std::vector<std::string> facts_of(const json& advice) {
  std::vector<std::string> facts{advice["summary"], advice["change_id"], advice["scenario_sha256"],
                                 money(advice["cost"]["before"])};
  for (const json& change : advice["changes"]) {
    facts.push_back(change["reason"]);
  }
  for (const json& violation : advice["violations"]) {
    facts.push_back(violation["message"]);
    facts.push_back(violation["rule"]);
  }
  for (const json& link : advice["links"]) {
    for (const std::string& fact :
         {link["name"].get<std::string>(), rate(link["capacity_bps"]),
          rate(link["before"]["inbound_bps"]), about(link["after"]["inbound_bps"]["expected"]),
          text::fine_percent_number(link["after"]["utilisation"]["low"]),
          text::fine_percent_number(link["after"]["utilisation"]["high"]),
          money(link["before"]["bill"]), money(link["after"]["bill"])}) {
      facts.push_back(fact);
    }
  }
  for (const json& failure : advice["failures"]) {
    facts.push_back(failure["failure"]);
    for (const json& one : failure.value("overloads", json::array())) {
      facts.push_back(text::fine_percent(one["after"]["utilisation"]["expected"]));
    }
  }
  for (const json& step : advice["rollout"]) {
    for (const char* condition : {"continue_if", "abort_if"}) {
      facts.push_back(step[condition]["text"]);
    }
    facts.push_back(step["way_back"]);
    for (const json& verdict : step.value("verdicts", json::array())) {
      if (verdict["share"]["low"] < verdict["share"]["high"]) {
        facts.push_back(verdict["text"]);
      }
    }
    for (const json& fallback : step["contingencies"]) {
      facts.push_back(fallback["text"]);
    }
  }
  for (const json& one : advice["alternatives"]) {
    facts.push_back(one["name"]);
    facts.push_back(one["why_not"]);
  }
  for (const json& finding : advice["findings"]) {
    facts.push_back(finding["message"]);
    facts.push_back(finding["suggestion"]);
    facts.push_back(finding["rule"]);
  }
  for (const json& percentile : advice["percentiles"]) {
    facts.push_back(rate(percentile["after_bps"]));
    facts.push_back(rate(percentile["level_bps"]));
  }
  return facts;
}

TEST_P(Screen, TheWholeTextAndTheTicketHoldEveryFact) {
  const json advice = json::parse(run({"advise", scenario(), "--format", "json"}).out);
  const std::string full = words_of(run({"advise", scenario(), "--full"}).out);
  const std::string ticket = words_of(run({"advise", scenario(), "--format", "markdown"}).out);
  for (const std::string& fact : facts_of(advice)) {
    const std::string words = words_of(fact);
    EXPECT_TRUE(contains(full, words)) << "full text: " << words;
    EXPECT_TRUE(contains(ticket, words)) << "markdown: " << words;
  }
}

TEST_P(Screen, TheTicketIsShortOutsideOfItsDetailsAndMentionsNobody) {
  bool inside = false;
  bool fenced = false;
  std::size_t outside = 0;
  for (const std::string& line :
       lines_of(run({"advise", scenario(), "--format", "markdown"}).out)) {
    inside = inside || line == "<details>";
    outside += inside ? 0U : 1U;
    inside = inside && line != "</details>";
    fenced = fenced != line.starts_with("```");
    if (line.starts_with("| ") && !contains(line, "---")) {
      std::istringstream cells(line);
      std::vector<std::string> names;
      for (std::string cell; std::getline(cells, cell, '|');) {
        names.push_back(cell);
      }
      EXPECT_GT(names.size(), 2U) << line;
    }
    for (std::size_t at = line.find('@'); !fenced && at != std::string::npos;
         at = line.find('@', at + 1)) {
      const auto ticks = std::count(line.begin(), line.begin() + static_cast<long>(at), '`');
      EXPECT_TRUE(ticks % 2 == 1 || line.compare(at + 1, 8, "<!-- -->") == 0) << line;
    }
  }
  EXPECT_FALSE(inside);
  EXPECT_LE(outside, 150U);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Screen, testing::ValuesIn(cli_test::shipped_scenarios()),
                         cli_test::word_of);

/// The words of a command line; paths of these tests need no quotes.
std::vector<std::string> split(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return {words.begin() + 1, words.end()};
}

/// Runs the commands that the screen ends with, as printed, and returns what the last one printed.
std::string pasted(const std::string& screen, const std::string& file) {
  Outcome last;
  for (const std::string& line : lines_of(screen)) {
    if (is_command(line) && !contains(line, "--full")) {
      std::vector<std::string> words = split(line);
      std::replace(words.begin(), words.end(), std::string("ADVICE.json"), file);
      last = run(words);
      EXPECT_TRUE(last.exit == 0 || last.exit == 3) << line << "\n" << last.err;
    }
  }
  return last.out;
}

/// Every drain, and a change of every prefix on every link that carries it.
std::vector<std::vector<std::string>> asked_of(const std::string& path) {
  std::vector<std::vector<std::string>> asked;
  const json scenario = json::parse(cli_test::read_file(path));
  for (const json& link : scenario["links"]) {
    asked.push_back({"drain", path, "--link", link["name"]});
    asked.push_back({"drain", path, "--link", link["name"], "--withdraw"});
    for (const json& lever : link.value("levers", json::array())) {
      for (const json& prefix : scenario["prefixes"]) {
        if (prefix["advertise"].value(link["name"].get<std::string>(), json()) == 0) {
          asked.push_back({"whatif", path, "--set",
                           prefix["prefix"].get<std::string>() + "@" +
                               link["name"].get<std::string>() + "=" +
                               lever["name"].get<std::string>()});
        }
      }
    }
  }
  for (const json& prefix : scenario["prefixes"]) {
    std::vector<std::string> all{"whatif", path};
    for (const auto& [link, today] : prefix["advertise"].items()) {
      const std::string at = prefix["prefix"].get<std::string>() + "@" + link;
      asked.push_back({"whatif", path, "--set", at + "=" + (today == 0 ? "2" : "0")});
      all.insert(all.end(), {"--set", at + "=withdraw"});
    }
    if (all.size() > 2) {
      asked.push_back(all);
    }
  }
  return asked;
}

class Commands : public Screen {};

TEST_P(Commands, AsPrintedConfigureTheChangesThatWereAskedFor) {
  for (const std::vector<std::string>& asked : asked_of(scenario())) {
    const std::string file = temporary("advice.json", "");
    const std::string screen = run(asked).out;
    std::vector<std::string> as_json = asked;
    as_json.insert(as_json.end(), {"--format", "json"});
    const json own = json::parse(run(as_json).out);
    if (own["config"].empty()) {
      EXPECT_FALSE(contains(screen, "bgpte config")) << screen;
      continue;
    }
    const std::string configuration = pasted(screen, file);
    EXPECT_EQ(json::parse(cli_test::read_file(file))["changes"], own["changes"]);
    for (const json& part : own["config"]) {
      EXPECT_TRUE(contains(configuration, part["router"].get<std::string>())) << configuration;
    }
    EXPECT_EQ(configuration, run({"config", file, "--all"}).out);
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Commands, testing::ValuesIn(cli_test::shipped_scenarios()),
                         cli_test::word_of);

TEST(Input, AnAdviceOfAnotherVersionIsRefusedByName) {
  const std::string path = project + "/scenarios/link-a-link-b/scenario.json";
  json advice = json::parse(run({"advise", path, "--format", "json"}).out);
  advice["bgpte_version"] = "0.0.7";
  const Outcome refused = run({"config", "-"}, advice.dump());
  EXPECT_EQ(refused.exit, 65);
  EXPECT_TRUE(contains(refused.err, "was made by bgpte 0.0.7")) << refused.err;
}

TEST(Input, AnAdviceGivenAsAScenarioIsToldSo) {
  const std::string path = project + "/scenarios/link-a-link-b/scenario.json";
  const Outcome told = run({"advise", "-"}, run({"advise", path, "--format", "json"}).out);
  EXPECT_EQ(told.exit, 65);
  EXPECT_TRUE(contains(told.err, "This is an advice file, not a scenario")) << told.err;
  EXPECT_EQ(lines_of(told.err).size(), 1U) << told.err;
}

TEST(Input, AScenarioGivenAsAdviceIsToldHowToMakeOne) {
  const std::string path = project + "/scenarios/link-a-link-b/scenario.json";
  const Outcome told = run({"config", path});
  EXPECT_EQ(told.exit, 65);
  EXPECT_TRUE(contains(told.err, "it is a scenario; bgpte advise SCENARIO --format json"))
      << told.err;
}

/// Forty prefixes of unlike sizes over three transits and an exchange, one transit too full.
std::string forty_prefixes() {
  json links = json::array();
  const std::array<const char*, 4> names{"IX", "T1", "T2", "T3"};
  const std::array<double, 4> capacities{20, 10, 10, 100};
  std::array<double, 4> sums{};
  json prefixes = json::array();
  for (int i = 0; i < 40; ++i) {
    const double size = 3.2 / (1 + i);
    json inbound;
    json advertise;
    for (std::size_t l = 0; l < 4; ++l) {
      const double part = size * static_cast<double>(1 + (i + 3 * l) % 5) / (l == 1 ? 7 : 12);
      sums[l] += part;
      inbound[names[l]] = std::llround(part * 1e9);
      advertise[names[l]] = l == 2 ? (i % 3 == 0 ? 2 : 0) : 0;
    }
    prefixes.push_back({{"prefix", "198." + std::to_string(20 + i) + ".0.0/16"},
                        {"inbound", inbound},
                        {"advertise", advertise}});
  }
  for (std::size_t l = 0; l < 4; ++l) {
    const double capacity = l == 1 ? sums[1] / 0.85 : capacities[l];
    links.push_back({{"name", names[l]},
                     {"neighbor_as", 64501 + static_cast<int>(l)},
                     {"relationship", l == 0 ? "ix" : "transit"},
                     {"capacity", std::llround(capacity * 1e9)},
                     {"inbound", std::llround(sums[l] * 1e9)},
                     {"billing", {{"model", "per-mbps"}, {"price", 1 + l % 3}}}});
  }
  return json{
      {"format", "bgpte-scenario/1"}, {"local_as", 64500}, {"links", links}, {"prefixes", prefixes}}
      .dump();
}

TEST(LargerNetworks, OfFortyPrefixesFitOneScreenToo) {
  const std::string path = temporary("scenario.json", forty_prefixes());
  const Outcome advice = run({"advise", path});
  ASSERT_TRUE(advice.exit == 0 || advice.exit == 3) << advice.err;
  const std::vector<std::string> lines = lines_of(advice.out);
  EXPECT_LE(lines.size(), 60U) << advice.out;
  EXPECT_TRUE(lines.front() == "CHANGE" || lines.front() == "PARTIAL") << lines.front();
  for (const std::string& line : lines) {
    EXPECT_TRUE(is_command(line) || text::display_width(line) <= 100) << line;
  }
}

TEST(Input, AnUnlistedPrefixSuggestsTheOneThatCoversIt) {
  const std::string path = project + "/scenarios/link-a-link-b/scenario.json";
  const Outcome told = run({"whatif", path, "--set", "11.0.0.128/25@B=0"});
  EXPECT_EQ(told.exit, 64);
  EXPECT_TRUE(contains(told.err, "only 11.0.0.0/24, which covers it")) << told.err;
}

}  // namespace
}  // namespace bgpte
