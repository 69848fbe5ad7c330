// What watch is given: counters with flows, samples, and the body of Alertmanager's webhook.
#include <gtest/gtest.h>

#include "bgpte/watch/attack.hpp"
#include "bgpte/watch/timeline.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte::watch {
namespace {

namespace network = telemetry::observe_test;

model::Scenario two_links() {
  return network::load(network::network);
}

std::vector<Interval> intervals(const std::vector<telemetry::Observation>& observations) {
  const auto made = timeline(two_links(), observations);
  if (const std::string* fault = std::get_if<std::string>(&made)) {
    ADD_FAILURE() << *fault;
    return {};
  }
  return std::get<std::vector<Interval>>(made);
}

TEST(Timeline, CountersGiveIntervalsAndFlowsDivideThem) {
  telemetry::Observation flows = network::flows(2);
  network::add_flow(flows, "A", network::first, 0, 500);
  network::add_flow(flows, "A", network::second, 0, 200);
  network::add_flow(flows, "A", network::first, 1, 100);
  const auto all = intervals({network::counters("A", {800, -1, 810}), flows});
  ASSERT_EQ(all.size(), 2U) << "a gap is no interval, and not 0";
  EXPECT_EQ(all[0].links[0].in_bps, 800 * network::mbps);
  EXPECT_EQ(all[0].links[0].flow_bps, 700 * network::mbps);
  EXPECT_EQ(all[0].links[1].in_bps, -1);
  ASSERT_EQ(all[0].prefixes.size(), 2U);
  EXPECT_EQ(all[0].prefixes[1].bps, 500 * network::mbps);
  EXPECT_EQ(all[1].at, network::begin + 600);
  EXPECT_EQ(all[1].links[0].in_bps, 810 * network::mbps);
}

TEST(Timeline, FlowsAloneGiveNone) {
  telemetry::Observation flows = network::flows(1);
  network::add_flow(flows, "A", network::first, 0, 500);
  EXPECT_TRUE(intervals({flows}).empty());
}

TEST(Timeline, SamplesOfLinksGiveIntervals) {
  const auto made = timeline_of_samples(
      two_links(),
      "time,link,inbound\n2026-11-29T00:00:00Z,A,812000000\n2026-11-29T00:05:00Z,B,7\n");
  ASSERT_TRUE(std::holds_alternative<std::vector<Interval>>(made)) << std::get<std::string>(made);
  const auto& all = std::get<std::vector<Interval>>(made);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].links[0].in_bps, 812'000'000);
  EXPECT_EQ(all[1].links[0].in_bps, -1);
}

TEST(Timeline, SamplesThatAreNoneAreRefused) {
  for (const char* text : {"", "time,link,inbound\n2026-11-29T00:00:00Z,C,1\n", "nonsense",
                           "time,prefix,inbound\n2026-11-29T00:00:00Z,203.0.113.0/24,1\n",
                           "time,link,inbound\n2026-11-29T00:00:00Z,A,-1\n",
                           "time,link,inbound\n2026-11-29T00:00:00Z,A,NaN\n"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(timeline_of_samples(two_links(), text)))
        << text;
  }
}

TEST(Suspects, AreWhatBringsMoreThanTheLinkCarries) {
  model::Scenario scenario = two_links();
  const auto found = suspects(scenario, {{0, 0, 1'000'000'000}, {1, 0, 1'300'000'000}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].prefix, 1U);
  EXPECT_EQ(found[0].text, "203.0.113.0/24 alone brings 1.3 Gbps by A, more than its 1 Gbps");
  scenario.prefixes[1].demand = true;
  EXPECT_TRUE(suspects(scenario, {{1, 0, 1'300'000'000}}).empty());
}

using Names = std::vector<std::string>;

/// A body with one alert of these labels.
std::string body(const std::string& labels, const std::string& status = "firing") {
  return R"({"version": "4", "groupKey": "{}:{}", "status": "firing", "receiver": "bgpte",
    "alerts": [{"status": ")" +
         status + R"(", "labels": )" + labels +
         R"(, "annotations": {}, "startsAt": "2026-11-29T00:10:00.123456789Z",
    "endsAt": "2026-11-29T01:00:00Z", "generatorURL": "", "fingerprint": "1"}]})";
}

telemetry::InterfaceMap map() {
  return std::get<telemetry::InterfaceMap>(telemetry::read_map(R"({"format": "bgpte-map/1",
    "exporters": {"rt1": {"addresses": ["192.0.2.33"]}},
    "interfaces": [{"router": "rt1", "ifname": "xe-0/0/1", "ifindex": [11], "link": "B"},
                   {"router": "rt1", "ifname": "lan0", "ifindex": [20], "link": null}]})"));
}

TEST(Alertmanager, LabelsNameTheLink) {
  const std::vector<std::pair<const char*, const char*>> rows{
      {R"({"alertname": "x", "link": "A"})", "A"},
      {R"({"instance": "rt1", "ifName": "xe-0/0/1"})", "B"},
      {R"({"instance": "192.0.2.33:9116", "ifDescr": "xe-0/0/1"})", "B"},
      {R"({"instance": "rt1", "ifIndex": "11"})", "B"}};
  for (const auto& [labels, link] : rows) {
    const auto read = read_alerts(body(labels), two_links(), map());
    ASSERT_TRUE(std::holds_alternative<Alerts>(read)) << std::get<std::string>(read);
    const auto& alerts = std::get<Alerts>(read).alerts;
    ASSERT_EQ(alerts.size(), 1U) << labels;
    EXPECT_EQ(alerts[0].link, link) << labels;
    EXPECT_EQ(alerts[0].starts_at, network::begin + 600);
    EXPECT_TRUE(alerts[0].firing);
  }
}

TEST(Alertmanager, WhatNamesNoLinkIsSaidOnOneLine) {
  for (const char* labels : {R"({"alertname": "a\u001b[31m\nb", "link": "C"})",
                             R"({"instance": "rt2", "ifName": "xe-0/0/1"})",
                             R"({"instance": "rt1", "ifName": "lan0"})", R"({"link": 1})", "{}"}) {
    const auto read = read_alerts(body(labels), two_links(), map());
    ASSERT_TRUE(std::holds_alternative<Alerts>(read)) << labels;
    EXPECT_TRUE(std::get<Alerts>(read).alerts.empty()) << labels;
    ASSERT_EQ(std::get<Alerts>(read).unknown.size(), 1U) << labels;
    EXPECT_EQ(std::get<Alerts>(read).unknown[0].find_first_of("\x1b\n"), std::string::npos);
  }
}

TEST(Alertmanager, ResolvedAlertsHaveAnEnd) {
  const auto read = read_alerts(body(R"({"link": "A"})", "resolved"), two_links(), {});
  ASSERT_TRUE(std::holds_alternative<Alerts>(read));
  EXPECT_EQ(std::get<Alerts>(read).alerts[0],
            (Alert{"A", false, network::begin + 600, network::begin + 3600, "1"}));
}

TEST(Alertmanager, AlertsAreKnownByFingerprintOrLabels) {
  const auto key = [](const std::string& text) {
    return std::get<Alerts>(read_alerts(text, two_links(), {})).alerts.at(0).key;
  };
  const std::string labels = R"({"link": "A", "severity": "warning"})";
  EXPECT_EQ(key(body(labels)), "1");
  std::string without = body(labels);
  without.replace(without.find(R"("fingerprint": "1")"), 18, R"("fingerprint": "\n")");
  EXPECT_EQ(key(without).size(), 64U);
  std::string other = without;
  other.replace(other.find("warning"), 7, "critical");
  EXPECT_NE(key(other), key(without));
}

TEST(Alertmanager, WhatFiresComesBeforeWhatIsOverAndTheRestIsCounted) {
  const auto read = read_alerts(
      R"({"version": "4", "truncatedAlerts": 3, "alerts": [
        {"status": "resolved", "labels": {"link": "A"}, "startsAt": "2026-11-29T00:10:00Z",
         "endsAt": "2026-11-29T00:20:00Z"},
        {"status": "firing", "labels": {"link": "B"}, "startsAt": "2026-11-29T00:10:00Z"}]})",
      two_links(), {});
  const auto& alerts = std::get<Alerts>(read);
  ASSERT_EQ(alerts.alerts.size(), 2U);
  EXPECT_TRUE(alerts.alerts[0].firing);
  EXPECT_EQ(alerts.truncated, 3);
}

TEST(Alertmanager, ThePolicySaysWhichNamesMeanAFullLink) {
  model::Scenario scenario = two_links();
  scenario.policy.watch.alerts = {"LinkAboveCeiling"};
  const auto of = [&](const std::string& name) {
    const std::string labels = R"({"link": "A", "alertname": ")" + name + R"("})";
    return std::get<Alerts>(read_alerts(body(labels), scenario, {}));
  };
  EXPECT_EQ(of("LinkAboveCeiling").alerts.size(), 1U);
  EXPECT_TRUE(of("BgpSessionDown").alerts.empty());
  EXPECT_TRUE(of("BgpSessionDown").unknown.empty()) << "no fault of the body";
  EXPECT_EQ(of("BgpSessionDown").unlisted,
            Names{"the alert BgpSessionDown is none of policy.watch.alerts"});
}

TEST(Alertmanager, TimesThatCannotBeWrittenAreRefused) {
  std::string late = body(R"({"link": "A"})", "resolved");
  late.replace(late.find("2026-11-29T01:00:00Z"), 20, "9999-12-31T23:59:59-23:59");
  EXPECT_TRUE(std::holds_alternative<std::string>(read_alerts(late, two_links(), {})));
}

TEST(Alertmanager, WhatIsNoBodyIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"),
        std::string(R"({"version": "5", "alerts": []})"), std::string(R"({"version": "4"})"),
        std::string(R"({"version": "4", "alerts": [1]})"),
        std::string(R"({"version": "4", "alerts": [{"status": "firing"}]})"),
        body(R"({"link": "A"})", "maybe"), body("[]")}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_alerts(text, two_links(), {}))) << text;
  }
}

}  // namespace
}  // namespace bgpte::watch
