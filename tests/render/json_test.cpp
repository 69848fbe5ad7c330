#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/render/sample.hpp"

namespace bgpte {
namespace {

using render_test::link_a_link_b;

/// The first fault that the shipped schema finds; empty where the document is valid.
std::string schema_fault(const std::string& json) {
  const nlohmann::json schema_json = nlohmann::json::parse(render::advice_schema());
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  const nlohmann::json document = nlohmann::json::parse(json);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
  valijson::ValidationResults::Error error;
  std::string faults;
  while (results.popError(error)) {
    for (const std::string& part : error.context) {
      faults += part;
    }
    faults += ": " + error.description + "\n";
  }
  return faults;
}

render::Document read(const std::string& json) {
  auto result = render::from_json(json);
  if (const auto* fault = std::get_if<std::string>(&result)) {
    ADD_FAILURE() << *fault;
    return {};
  }
  return std::get<render::Document>(std::move(result));
}

std::string fault_of(const std::string& json) {
  auto result = render::from_json(json);
  const auto* fault = std::get_if<std::string>(&result);
  return fault == nullptr ? "" : *fault;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// Random documents whose numbers print exactly: shares and money in millionths.
class RandomDocument {
 public:
  explicit RandomDocument(std::uint64_t seed) : engine_(seed) {}

  render::Document make() {
    render::Document document;
    advice::Advice& advice = document.advice;
    advice.scenario = text();
    advice.scenario_sha256 = std::string(64, "0123456789abcdef"[below(16)]);
    advice.change_id = text();
    advice.local_as = static_cast<model::Asn>(engine_());
    advice.strategy = below(2) == 0 ? "cost" : "whatif";
    advice.summary = text();
    advice.basis = text();
    advice.status = static_cast<advice::Status>(below(4));
    advice.changes = changes();
    advice.violations.push_back({text(), text(), rate(), rate(), text()});
    for (std::uint64_t i = below(4); i > 0; --i) {
      advice::LinkForecast link;
      link.name = text();
      link.capacity = rate();
      link.ceiling = rate();
      link.before = rate();
      link.before_utilisation = share();
      link.after = {rate(), rate(), rate()};
      link.after_utilisation = {share(), share(), share()};
      if (below(2) == 0) {
        link.before_peak = rate();
        link.after_peak = evaluation::RateRange{rate(), rate(), rate()};
      }
      link.bill_before = money();
      link.bill_after = money();
      link.saturated = below(2) == 0;
      advice.links.push_back(std::move(link));
    }
    advice.currency = text();
    advice.cost_before = money();
    advice.cost_after = {money(), money(), money()};
    advice.cost_fixed = money();
    if (below(2) == 0) {
      advice.cost_this_month = advice::MonthCost{text(), text(), money(), money()};
    }
    advice.percentiles.push_back({.name = text(),
                                  .links = {text(), text()},
                                  .rank = share(),
                                  .interval_s = static_cast<std::int64_t>(below(900)) + 1,
                                  .expected = static_cast<std::int64_t>(below(9000)),
                                  .missing = static_cast<std::int64_t>(below(90)),
                                  .dropped = static_cast<std::int64_t>(below(432)),
                                  .before = rate(),
                                  .after = rate(),
                                  .samples_left = static_cast<std::int64_t>(below(432)),
                                  .level = rate()});
    const advice::BoundedRate bounded{rate(), rate()};
    advice.objective = {rate(),  rate(),      bounded, {},     objective(), objective(),
                        share(), objective(), text(),  text(), text()};
    advice.findings.push_back(
        {text(), static_cast<model::Severity>(below(3)), text(), text(), text(), below(2) == 0});
    advice.alternatives.push_back(
        {text(), changes(), money(), money(), rate(), below(2) == 0, text()});
    const evaluation::RateRange range{rate(), rate(), rate()};
    const advice::Utilisation used{share(), share(), share()};
    const auto change = static_cast<advice::OverloadChange>(below(5));
    advice.failures.push_back(
        {text(), text(), share(), share(), rate(), rate(), {}, below(2) == 0, {text(), text()}});
    advice.failures.back().overloads = {{text(), range, range, used, used, change}};
    advice::RolloutStep step;
    step.step = static_cast<int>(below(9)) + 1;
    step.changes = changes();
    step.wait_s = static_cast<std::int64_t>(below(9000));
    step.expect = {condition()};
    step.continue_if = {{condition()}, {{text(), rate()}}, text()};
    step.abort_if = {{}, {{text(), rate()}, {text(), rate()}}, text()};
    step.when = below(2) == 0 ? advice::When::now : advice::When::then;
    step.lead_time_s = static_cast<std::int64_t>(below(9000));
    step.commit_timer_s = static_cast<std::int64_t>(below(9000));
    step.way_back = text() + ".";
    step.measure = measure();
    step.verdicts = {verdict(), verdict()};
    step.contingencies = {
        {condition(), changes(), text(), measure(), std::vector<advice::Verdict>{verdict()}}};
    step.warning = text();
    advice.rollout.push_back(std::move(step));
    for (std::uint64_t i = below(3); i > 0; --i) {
      document.config.push_back(part());
    }
    return document;
  }

 private:
  advice::StepMeasure measure() {
    return {{text(), text()}, text(),  static_cast<advice::Direction>(below(2)),
            share(),          share(), share(),
            share(),          share(), share(),
            below(2) == 0,    rate(),  {{text(), rate(), share()}}};
  }
  advice::Verdict verdict() {
    return {static_cast<advice::Outcome>(below(5)),
            static_cast<advice::Action>(below(3)),
            -share(),
            share(),
            share(),
            share(),
            rate(),
            rate(),
            static_cast<advice::Overload>(below(3)),
            text()};
  }
  std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
  std::string text() {
    static const std::string alphabet[] = {"a", "B", "\"", "\\",     "\n",     "\t",         "\x01",
                                           "/", "~", " ",  "\u00e9", "\u6f22", "\U0001f600", "0"};
    std::string made;
    for (std::uint64_t i = below(8); i > 0; --i) {
      made += alphabet[below(std::size(alphabet))];
    }
    return made;
  }
  model::Bps rate() {
    return {static_cast<std::int64_t>(below(static_cast<std::uint64_t>(model::max_rate.value)))};
  }
  double share() { return static_cast<double>(below(3'000'000)) / 1e6; }
  model::Int128 millionths() {
    const auto size = static_cast<model::Int128>(engine_() >> 4U);
    return below(2) == 0 ? size : -size;
  }
  model::Money money() { return {millionths() * 1'000'000}; }
  evaluation::Objective objective() { return {millionths() * 1'000'000'000'000}; }
  model::Prepend prepend() { return static_cast<model::Prepend>(static_cast<int>(below(66)) - 1); }
  std::vector<advice::ChangeText> changes() {
    std::vector<advice::ChangeText> made;
    for (std::uint64_t i = below(3); i > 0; --i) {
      made.push_back({text(), text(), prepend(), prepend(), text(), lever(), lever()});
    }
    return made;
  }
  std::optional<advice::LeverText> lever() {
    switch (below(3)) {
      case 0:
        return advice::LeverText{text(), {{}, static_cast<std::uint32_t>(engine_())}};
      case 1:
        return advice::LeverText{
            text(), {{{false, {64501, 80, 0}}, {true, {4'200'000'000U, 0, 1}}}, std::nullopt}};
      default:
        return std::nullopt;
    }
  }
  advice::ShareCondition condition() {
    return {text(), text(), share(), share(), share(), share()};
  }
  config::PrependMap prepends() {
    config::PrependMap made;
    for (const char* prefix : {"198.51.100.0/24", "2001:db8::/48", "203.0.113.0/25"}) {
      if (below(2) == 0) {
        made[model::parse_prefix(prefix).prefix] = prepend();
      }
    }
    return made;
  }
  config::AttributesMap marks() {
    config::AttributesMap made;
    for (const char* prefix : {"198.51.100.0/24", "2001:db8::/48"}) {
      if (const std::optional<advice::LeverText> some = lever()) {
        made[model::parse_prefix(prefix).prefix] = some->marks;
      }
    }
    return made;
  }
  config::ConfigPart part() {
    config::ConfigPart made;
    made.change.change_id = text();
    made.change.local_as = static_cast<model::Asn>(engine_());
    made.change.neighbor_as = static_cast<model::Asn>(engine_());
    made.change.link = text();
    made.change.step = static_cast<int>(below(5));
    made.change.wait_s = static_cast<std::int64_t>(below(5000));
    model::Session& session = made.change.session;
    made.change.sibling = static_cast<int>(below(3));
    made.change.obstacle = text();
    session.router = text();
    session.platform = static_cast<model::Platform>(below(model::platform_names.size()));
    session.neighbor = *model::parse_address(below(2) == 0 ? "192.0.2.1" : "2001:db8::1");
    session.family = static_cast<model::Family>(below(2));
    for (std::uint64_t i = below(3); i > 0; --i) {
      session.export_policy.push_back(text());
    }
    if (below(2) == 0) {
      session.free_entries = model::EntryRange{static_cast<int>(below(100)), 65535};
      session.next_entry = static_cast<int>(below(1000));
      session.prepends = static_cast<model::PrependOwner>(below(3));
      session.foreign = model::ForeignPrepend{static_cast<int>(below(9)), 20};
    }
    session.policy_shared = below(2) == 0;
    session.group = text();
    session.protocol = text();
    session.own_set = text();
    if (below(2) == 0) {
      session.managed = {model::parse_prefix("198.51.100.0/24").prefix,
                         model::parse_prefix("2001:db8:1000::/36").prefix};
    }
    session.source = text();
    made.change.before = prepends();
    made.change.after = prepends();
    made.change.marks_before = marks();
    made.change.marks_after = marks();
    for (std::uint64_t i = below(3); i > 0; --i) {
      made.change.parallel_links.push_back(
          {text(),
           {{model::parse_prefix("198.51.100.0/24").prefix, static_cast<std::uint32_t>(below(9))},
            {model::parse_prefix("2001:db8::/48").prefix, 4'294'967'295U}}});
    }
    if (below(2) == 0) {
      made.change.levered_earlier = {model::parse_prefix("203.0.113.0/24").prefix};
    }
    made.change.shared_with = text();
    made.mode = static_cast<config::Mode>(below(2));
    made.reason = text();
    made.precheck = text();
    made.apply = text();
    made.verify = text();
    made.confirm = text();
    made.rollback = text();
    return made;
  }

  std::mt19937_64 engine_;
};

TEST(AdviceJson, WhatWasWrittenIsReadBack) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const render::Document document = RandomDocument(seed).make();
    const std::string json = render::to_json(document);
    const render::Document back = read(json);
    EXPECT_TRUE(back == document) << "seed " << seed << "\n" << json;
    EXPECT_EQ(render::to_json(back), json);
  }
}

TEST(AdviceJson, FinerNumbersAreRoundedOnceAndThenStay) {
  render::Document document = link_a_link_b();
  document.advice.links[0].before_utilisation = 1.0 / 3.0;
  document.advice.cost_before.pico = 1'234'567'890'123;
  document.advice.cost_after.low.pico = -500'000;
  document.advice.objective.value.atto = 999'999'999'999'500'000;
  const std::string json = render::to_json(document);
  EXPECT_NE(json.find("\"utilisation\": 0.333333,"), std::string::npos);
  EXPECT_NE(json.find("\"before\": 1.234568,"), std::string::npos);
  EXPECT_NE(json.find("\"low\": -0.000001,"), std::string::npos);
  EXPECT_NE(json.find("\"value\": 1.0,"), std::string::npos);
  EXPECT_EQ(render::to_json(read(json)), json);
}

TEST(AdviceJson, MoneyIsExactWhereADoubleIsNot) {
  render::Document document = link_a_link_b();
  document.advice.cost_before.pico =
      static_cast<model::Int128>(123'456'789'012'345'678) * 1'000'000;
  const std::string json = render::to_json(document);
  EXPECT_NE(json.find("\"before\": 123456789012.345678,"), std::string::npos);
  EXPECT_TRUE(read(json) == document);
}

TEST(AdviceJson, EveryDocumentIsValidAgainstTheSchema) {
  for (const render::Document& document :
       {link_a_link_b(), render_test::keep(), render_test::no_safe_change()}) {
    EXPECT_EQ(schema_fault(render::to_json(document)), "");
  }
}

TEST(AdviceJson, TheSchemaRefusesWhatTheContractDoes) {
  const std::string json = render::to_json(link_a_link_b());
  EXPECT_NE(schema_fault(replaced(json, "\"status\": \"change\"", "\"status\": \"maybe\"")), "");
  EXPECT_NE(
      schema_fault(replaced(json, "\"capacity_bps\": 1000000000", "\"capacity_bps\": \"1G\"")), "");
  EXPECT_NE(schema_fault(replaced(json, "\"rollout\"", "\"roll_out\"")), "");
  EXPECT_EQ(schema_fault(replaced(json, "{", "{\"later_key\": [],")), "");
}

TEST(AdviceJson, KeysStandInTheOrderOfTheContract) {
  const std::string json = render::to_json(link_a_link_b());
  std::size_t at = 0;
  for (const char* key :
       {"\"format\"", "\"bgpte_version\"", "\"scenario\"", "\"scenario_sha256\"", "\"change_id\"",
        "\"status\"", "\n  \"changes\"", "\"violations\"", "\"links\"", "\"cost\"", "\"objective\"",
        "\"findings\"", "\"alternatives\"", "\"rollout\"", "\"config\""}) {
    const std::size_t next = json.find(key, at);
    ASSERT_NE(next, std::string::npos) << key;
    at = next;
  }
}

TEST(AdviceJson, NumbersMayBeWrittenAsOtherToolsWriteThem) {
  const std::string json = render::to_json(link_a_link_b());
  std::string other = replaced(json, "\"utilisation\": 0.98", "\"utilisation\": 9.8e-1");
  other = replaced(other, "\"gap\": 0.0", "\"gap\": 0");
  other = replaced(other, "\"capacity_bps\": 1000000000", "\"capacity_bps\": 1e9");
  EXPECT_TRUE(read(other) == link_a_link_b());
}

TEST(AdviceJson, UnknownKeysAreLeftAside) {
  const std::string json = render::to_json(link_a_link_b());
  EXPECT_TRUE(read(replaced(json, "{", "{\"later\": {\"key\": [1, 2]},")) == link_a_link_b());
}

TEST(AdviceJson, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  render::Document document = link_a_link_b();
  document.advice.scenario = "edge\xff\xc0\x80 \xed\xa0\x80";
  const std::string json = render::to_json(document);
  EXPECT_TRUE(nlohmann::json::accept(json));
  EXPECT_EQ(render::to_json(read(json)), json);
}

struct BadDocument {
  std::string from, to, fault;
};

TEST(AdviceJson, EveryFaultIsNamedWithItsPointer) {
  const std::string json = render::to_json(link_a_link_b());
  const BadDocument rows[] = {
      {"bgpte-advice/1", "bgpte-advice/2", "/format"},
      {"\"status\": \"change\"", "\"status\": \"fine\"", "/status"},
      {"\"from\": 1", "\"from\": 65", "/changes/0/from"},
      {"\"from\": 1", "\"from\": -1", "/changes/0/from"},
      {"\"from\": 1", "\"from\": 0.5", "/changes/0/from"},
      {"\"capacity_bps\": 1000000000", "\"capacity_bps\": 1e40", "/links/0/capacity_bps"},
      {"\"capacity_bps\": 1000000000", "\"capacity_bps\": \"1\"", "/links/0/capacity_bps"},
      {"\"capacity_bps\": 1000000000,", "", "/links/0/capacity_bps"},
      {"\"neighbor\": \"192.0.2.5\"", "\"neighbor\": \"192.0.2\"", "/config/0/session/neighbor"},
      {"\"router\": \"edge1\"", "\"router\": \"edge2\"", "router and platform differ"},
      {"\"11.0.0.0/24\": 1", "\"11.0.0.1/24\": 1", "/config/0/before/11.0.0.1~124"},
      {"\"free_entries\": [1, 9]", "\"free_entries\": [1]", "/config/0/session/free_entries"},
      {"\"local_as\": 65000", "\"local_as\": 4294967296", "/local_as"},
      {"\"strategy\"", "\"status\"", "twice"},
      {"\"changes\": [", "\"changes\": [[],", "/changes/0"},
      {"\"precheck\"", R"("marks_after": 7, "precheck")", "/config/0/marks_after"},
      {"\"precheck\"", R"("marks_after": {"11.0.0.0/24": {}}, "precheck")",
       "neither communities nor a MED"},
      {"\"precheck\"", R"("marks_after": {"11.0.0.0/24": {"communities": ["64501"]}}, "precheck")",
       "/config/0/marks_after/11.0.0.0~124/communities"},
      {"\"precheck\"",
       R"("marks_after": {"11.0.0.0/24": {"communities": ["1:2", "1:1"]}}, "precheck")",
       "/config/0/marks_after/11.0.0.0~124/communities"},
      {"\"precheck\"", R"("marks_after": {"11.0.0.0/24": {"med": 4294967296}}, "precheck")",
       "/config/0/marks_after/11.0.0.0~124/med"},
  };
  for (const BadDocument& row : rows) {
    EXPECT_NE(fault_of(replaced(json, row.from, row.to)).find(row.fault), std::string::npos)
        << row.from << " -> " << row.to << ": " << fault_of(replaced(json, row.from, row.to));
  }
}

TEST(AdviceJson, WhatIsNotAnAdviceIsRefused) {
  EXPECT_NE(fault_of(""), "");
  EXPECT_NE(fault_of("{"), "");
  EXPECT_NE(fault_of("[]"), "");
  EXPECT_NE(fault_of("{}"), "");
  EXPECT_NE(fault_of("{\"format\": \"bgpte-scenario/1\"}"), "");
  EXPECT_NE(fault_of(std::string(10'000, '[')), "");
  EXPECT_NE(fault_of(render::to_json(link_a_link_b()) + "x"), "");
  const std::string json = render::to_json(link_a_link_b());
  for (std::size_t cut = 0; cut + 2 < json.size(); cut += 97) {
    EXPECT_NE(fault_of(json.substr(0, cut)), "") << cut;
  }
}

}  // namespace
}  // namespace bgpte
