#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "bgpte/render/document.hpp"
#include "tests/render/sample.hpp"

namespace bgpte::render_test {

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
      if (below(2) == 0) {
        link.target = advice::TargetForecast{share(), share(), share()};
      }
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
    advice.objective = {rate(),      rate(),  bounded,     {},     bounded, objective(),
                        objective(), share(), objective(), text(), text(),  text()};
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

}  // namespace bgpte::render_test
