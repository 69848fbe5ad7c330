// Reads `expect`, what `bgpte check` compares advice with.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bgpte/text/nearest_name.hpp"
#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 3> expect_keys{{{"status"}, {"changes"}, {"findings"}}};
constexpr std::array<Key, 4> change_keys{
    {{"prefix", true}, {"link", true}, {"to", true}, {"lever"}}};
constexpr std::array<Key, 6> measured_keys{
    {{"statistic"}, {"interval_s"}, {"from"}, {"to"}, {"flow_timeout_s"}, {"history"}}};
constexpr std::array<Key, 2> period_keys{{{"from", true}, {"to", true}}};
constexpr std::array<Word<std::string_view>, 4> statuses{{{"change", "change"},
                                                          {"partial", "partial"},
                                                          {"keep", "keep"},
                                                          {"no-safe-change", "no-safe-change"}}};

/// A prepend, or "withdraw" or null for a link on which the prefix is no longer announced.
std::optional<model::Prepend> read_target(Reading& in, Node node) {
  constexpr std::string_view allowed = R"(an integer from 0 to 64, "withdraw" or null)";
  if (node == json::Document::none || in.document.kind(node) == json::Kind::null) {
    return model::not_announced;
  }
  if (in.document.kind(node) == json::Kind::string) {
    if (in.document.text(node) == "withdraw") {
      return model::not_announced;
    }
    constexpr std::array<std::string_view, 1> names{"withdraw"};
    in.faults.add(node, {.code = "unknown-value",
                         .allowed = std::string(allowed),
                         .nearest = text::nearest_name(in.document.text(node), names),
                         .message = std::string(no_such_word)});
    return std::nullopt;
  }
  if (in.document.kind(node) != json::Kind::number) {
    expect_kind(in, node, json::Kind::number, allowed);
    return std::nullopt;
  }
  const auto prepend = read_integer(in, node, 0, model::max_prepend);
  return prepend ? std::optional(static_cast<model::Prepend>(*prepend)) : std::nullopt;
}

/// The lever of a change; null: it has none.
std::optional<model::LeverChoice> read_lever(Draft& draft, Node node,
                                             const std::optional<model::LinkIndex>& link) {
  if (node == json::Document::none) {
    return std::nullopt;
  }
  if (draft.in.document.kind(node) == json::Kind::null) {
    return model::no_lever;
  }
  if (!link) {
    expect_kind(draft.in, node, json::Kind::string, "the name of a lever of this link, or null");
    return std::nullopt;
  }
  return lever_of_value(draft, *link, node);
}

std::vector<model::Expectation::ExpectedChange> read_changes(Draft& draft, Node node) {
  std::vector<model::Expectation::ExpectedChange> changes;
  std::set<std::pair<model::PrefixIndex, model::LinkIndex>> seen;
  for (const Node element : read_elements(draft.in, node, 0, no_limit)) {
    const Members members(draft.in, element, change_keys);
    const auto prefix = prefix_of_value(draft, members["prefix"]);
    const auto link = link_of_value(draft, members["link"]);
    const auto to = read_target(draft.in, members["to"]);
    const auto lever = read_lever(draft, members["lever"], link);
    if (!prefix || !link || !to) {
      continue;
    }
    if (!seen.emplace(*prefix, *link).second) {
      draft.in.faults.add(element, {.code = "duplicate-change",
                                    .kind = FaultKind::meaning,
                                    .allowed = "one change for each prefix and link",
                                    .message = "This prefix and link are listed already."});
    }
    changes.push_back({*prefix, *link, *to, lever});
  }
  std::sort(changes.begin(), changes.end());
  return changes;
}

std::vector<std::string> read_rules(Reading& in, Node node) {
  std::vector<std::string> rules;
  for (const Node element : read_elements(in, node, 0, 1000)) {
    const bool text = expect_kind(in, element, json::Kind::string, "the id of a rule");
    const std::string_view rule = text ? in.document.text(element) : std::string_view{};
    const bool shaped =
        !rule.empty() && rule.size() <= 64 &&
        rule.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
    if (text && !shaped) {
      in.faults.add(element, {.code = "bad-name",
                              .allowed = "the id of a rule: 1 to 64 of a-z 0-9 -",
                              .message = "This cannot be the id of a rule."});
    } else if (text) {
      rules.emplace_back(rule);
    }
  }
  return rules;
}

/// `to` not before `from`; dates in this form compare as text.
void check_order(Reading& in, Node to, const std::string& first, const std::string& last) {
  if (!first.empty() && !last.empty() && last < first) {
    in.faults.add(to, {.code = "period-ends-early",
                       .kind = FaultKind::meaning,
                       .allowed = fmt::format("{} or later", first),
                       .message = "The period ends before it starts."});
  }
}

/// "2026-11": the whole month.
model::BillingPeriod read_month(Reading& in, Node node) {
  const std::string_view text = in.document.text(node);
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  bool shaped = text.size() == 7 && text[4] == '-';
  for (std::size_t i = 0; shaped && i < text.size(); ++i) {
    shaped = i == 4 || digit(i);
  }
  const int month = shaped ? (text[5] - '0') * 10 + (text[6] - '0') : 0;
  if (!shaped || month < 1 || month > 12) {
    in.faults.add(node, {.code = "bad-date",
                         .kind = shaped ? FaultKind::meaning : FaultKind::shape,
                         .allowed = R"(a month, "YYYY-MM")",
                         .message = shaped ? "There is no such month." : std::string(no_month)});
    return {};
  }
  int year = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    year = year * 10 + (text[i] - '0');
  }
  return {fmt::format("{}-01", text), fmt::format("{}-{:02}", text, days_in_month(year, month))};
}

}  // namespace

void read_expect(Draft& draft, Node node) {
  const Members members(draft.in, node, expect_keys);
  model::Expectation expectation;
  if (members.has("status")) {
    if (const auto status = read_word(draft.in, members["status"], statuses)) {
      expectation.status = std::string(*status);
    }
  }
  if (members.has("changes")) {
    expectation.changes = read_changes(draft, members["changes"]);
  }
  if (members.has("findings")) {
    expectation.findings = read_rules(draft.in, members["findings"]);
  }
  draft.scenario.expect = std::move(expectation);
}

void read_measured(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, measured_keys);
  model::Measured measured;
  if (members.has("statistic")) {
    measured.statistic = read_text(in, members["statistic"], 64).value_or("");
  }
  if (members.has("flow_timeout_s")) {
    measured.flow_timeout_s = read_integer(in, members["flow_timeout_s"], 0, 86'400).value_or(0);
  }
  measured.interval_s = read_integer(in, members["interval_s"], 1, 86'400).value_or(300);
  if (members.has("from")) {
    measured.from = read_date(in, members["from"]).value_or("");
  }
  if (members.has("to")) {
    measured.to = read_date(in, members["to"]).value_or("");
  }
  check_order(in, members["to"], measured.from, measured.to);
  draft.scenario.measured = std::move(measured);
}

void read_billing_period(Draft& draft, Node node) {
  Reading& in = draft.in;
  model::BillingPeriod period;
  if (in.document.kind(node) == json::Kind::string) {
    draft.scenario.billing_period = read_month(in, node);
    return;
  }
  if (in.document.kind(node) != json::Kind::object) {
    expect_kind(in, node, json::Kind::object, R"("YYYY-MM" or { "from": ..., "to": ... })");
    return;
  }
  const Members members(in, node, period_keys);
  period.from = read_date(in, members["from"]).value_or("");
  period.to = read_date(in, members["to"]).value_or("");
  check_order(in, members["to"], period.from, period.to);
  draft.scenario.billing_period = std::move(period);
}

}  // namespace bgpte::scenario
