// What observe prints: for a terminal, for a ticket, and as JSON that its schema describes.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/scenario/schema_check.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte::telemetry::observe_test {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// All that an observation can hold, with names that would steer a terminal or a page.
struct Observed {
  model::Scenario scenario = load(network);
  Measurement measurement;
  Update update;
};

Observed observed() {
  Observed all;
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 560);
  add_flow(seen, "A", second, 0, 240);
  seen.flows[0].router = "rt1\x1b[2J";
  add_flow(seen, "evil\x1b]0;x\x07", first, 0, 500);
  seen.unlisted = {{"A", "\x1b[31m|<b>@all", 5}};
  seen.notes = {"a note\nof two lines \x1b[0m", "| a | table |"};
  all.measurement =
      measured(all.scenario, {counters("A", {812.4}), seen, routes({route("A", "\x1b[1m", 0)})});
  all.update = update_scenario(network, all.scenario, all.measurement);
  return all;
}

TEST(Report, NothingOfAnObservationSteersATerminalOrAPage) {
  const Observed all = observed();
  for (const std::string& text :
       {report_text(all.scenario, all.measurement, all.update),
        report_markdown(all.scenario, all.measurement, all.update),
        report_json(all.scenario, all.measurement, all.update),
        provenance_json(all.scenario, all.measurement), all.update.text}) {
    for (const char c : text) {
      EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << text;
    }
  }
  const std::string page = report_markdown(all.scenario, all.measurement, all.update);
  EXPECT_EQ(page.find("<b>"), std::string::npos) << page;
  EXPECT_EQ(page.find("@all"), std::string::npos) << page;
  EXPECT_THAT(page, HasSubstr("- \\| a \\| table \\|\n"));
}

TEST(Report, MarkdownHasTheRowsOfTheText) {
  const Observed all = observed();
  const std::string page = report_markdown(all.scenario, all.measurement, all.update);
  EXPECT_THAT(page, HasSubstr("| link | mean | mean | flows | coverage | background | intervals |\n"
                              "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
                              "| A | 812 Mbps | 812 Mbps |"));
  EXPECT_THAT(page, HasSubstr("\n## Findings\n\n- "));
  EXPECT_THAT(page, HasSubstr("| link A | inbound | 800 Mbps | -> | 812 Mbps | +1.5 % |\n"));
  // The same number of columns in each row of a table.
  std::istringstream lines(page);
  std::size_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ")) {
      columns = 0;
      continue;
    }
    std::size_t here = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      here += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
    }
    EXPECT_TRUE(columns == 0 || here == columns) << line;
    columns = here;
  }
}

TEST(Report, JsonIsWhatItsSchemaSays) {
  const scenario::SchemaCheck schema(observed_schema());
  const Observed all = observed();
  const Json report = Json::parse(report_json(all.scenario, all.measurement, all.update));
  const Json provenance = Json::parse(provenance_json(all.scenario, all.measurement));
  EXPECT_EQ(schema.refusal(report), "");
  EXPECT_EQ(schema.refusal(provenance), "");
  EXPECT_EQ(schema.refusal(Json::parse(provenance_json(all.scenario, {}))), "");
  EXPECT_EQ(schema.refusal(Json::parse(report_json(all.scenario, {}, {}))), "");
  // What is in both is the same; the report has more.
  for (const auto& [name, value] : provenance.items()) {
    EXPECT_EQ(report[name], value) << name;
  }
  EXPECT_EQ(report["links"][0]["inbound"], 812400000);
  EXPECT_EQ(report["links"][1]["inbound"], nullptr);
  EXPECT_EQ(report["unlisted"][0]["bytes"], 5);
  EXPECT_EQ(report["findings"].size(), all.measurement.remarks.size());
  EXPECT_EQ(report["notes"].size(), 2U);
  EXPECT_EQ(report["changes"].size(), all.update.changes.size());
  EXPECT_EQ(report["refused"], Json::array());
  // The schema is one that refuses: every member of the provenance is needed, no other is known.
  for (const auto& [name, value] : provenance.items()) {
    Json without = provenance;
    without.erase(name);
    EXPECT_NE(schema.refusal(without), "") << name;
  }
  Json more = report;
  more["color"] = 1;
  EXPECT_NE(schema.refusal(more), "");
}

TEST(Report, JsonSaysWhyNothingMayBeWritten) {
  const model::Scenario scenario = load(network);
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 0.8);
  seen.flows[0].sampling = 0;
  const Measurement m = measured(scenario, {counters("A", {800}), seen});
  const Json report = Json::parse(report_json(scenario, m, update_scenario(network, scenario, m)));
  EXPECT_EQ(report["exporters"][0]["looks_like_sampling"], 1000);
  EXPECT_EQ(report["exporters"][0]["sampling"], nullptr);
  ASSERT_FALSE(report["refused"].empty());
  EXPECT_THAT(report["refused"][0].get<std::string>(), HasSubstr("1:1000"));
}

}  // namespace
}  // namespace bgpte::telemetry::observe_test
