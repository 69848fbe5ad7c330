// Reads a whole scenario: the parts in the order in which they refer to each other.
#include "bgpte/scenario/load.hpp"

#include <algorithm>

#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/model/digest.hpp"
#include "bgpte/text/decimal.hpp"
#include "src/scenario/document_faults.hpp"
#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 13> scenario_keys{{{"format", true},
                                             {"name"},
                                             {"local_as", true},
                                             {"currency"},
                                             {"measured"},
                                             {"billing_period"},
                                             {"contracts"},
                                             {"catalogue"},
                                             {"links", true},
                                             {"prefixes", true},
                                             {"policy"},
                                             {"ingress"},
                                             {"expect"}}};
constexpr std::array<Word<int>, 1> formats{{{"bgpte-scenario/1", 1}}};

/// True, and told, where the document is what bgpte advise wrote.
bool is_advice(Reading& in) {
  if (in.document.kind(0) != json::Kind::object) {
    return false;
  }
  const Node format = member_of(in.document, 0, "format");
  if (format == json::Document::none || in.document.kind(format) != json::Kind::string ||
      !in.document.text(format).starts_with("bgpte-advice/")) {
    return false;
  }
  in.faults.add(format, {.code = "unknown-value",
                         .allowed = R"("bgpte-scenario/1")",
                         .message = "This is an advice file, not a scenario: give it to bgpte "
                                    "config or bgpte verify."});
  return true;
}

std::string read_currency(Reading& in, Node node) {
  constexpr std::string_view allowed = R"(1 to 8 letters such as "USD")";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return {};
  }
  const std::string_view text = in.document.text(node);
  const bool letters = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (text.empty() || text.size() > 8 || !letters) {
    in.faults.add(node, {.code = "bad-currency",
                         .allowed = std::string(allowed),
                         .message = "This is not a currency's code."});
  }
  return std::string(text);
}

/// A share of a capacity can be told as long as all traffic together is at most so many times it.
constexpr text::Int128 most_times_capacity = 1'000'000'000;

/// Reports links whose capacity is nothing beside the traffic: its unit must be wrong.
void check_capacities(Draft& draft) {
  text::Int128 sum = 0;
  for (const model::Link& link : draft.scenario.links) {
    sum += std::max(link.inbound.value, link.peak.value_or(model::Bps{}).value);
  }
  for (std::size_t i = 0; i < draft.link_nodes.size(); ++i) {
    const model::Link& link = draft.scenario.links[i];
    if (sum > most_times_capacity * link.capacity.value) {
      draft.in.faults.add(member_of(draft.in.document, draft.link_nodes[i], "capacity"),
                          {.code = "capacity-too-small",
                           .kind = FaultKind::meaning,
                           .allowed = "at least a thousand-millionth of all inbound",
                           .message = "The capacity of link " + link.name +
                                      " is nothing beside the traffic: is its unit right?"});
    }
  }
}

void read_scenario(Draft& draft) {
  Reading& in = draft.in;
  model::Scenario& scenario = draft.scenario;
  if (is_advice(in)) {
    return;
  }
  const Members members(in, 0, scenario_keys);
  if (!members.is_object()) {
    return;
  }
  if (members.has("format")) {
    read_word(in, members["format"], formats);
  }
  if (members.has("name")) {
    scenario.name = read_text(in, members["name"]).value_or("");
  }
  scenario.local_as = read_asn(in, members["local_as"]).value_or(0);
  if (members.has("currency")) {
    scenario.currency = read_currency(in, members["currency"]);
  }
  if (members.has("measured")) {
    read_measured(draft, members["measured"]);
  }
  if (members.has("billing_period")) {
    read_billing_period(draft, members["billing_period"]);
  }
  if (members.has("contracts")) {
    read_contracts(draft, members["contracts"]);
  }
  read_catalogue_file(draft, members["catalogue"]);
  read_links(draft, members["links"]);
  keep_neighbours(draft);
  scenario.ingress.retained.resize(scenario.links.size());
  read_prefixes(draft, members["prefixes"]);
  const std::size_t faults = in.faults.size();
  read_parts(draft);
  // Where parts are not resolved, they are still in what the whole brings.
  if (in.faults.size() == faults && draft.prefixes_known && draft.links_known) {
    check_inbound(draft);
  }
  read_conditional(draft);
  read_lever_parts(draft);
  check_sessions(draft);
  check_targets(draft);
  check_reach(draft);
  read_sample_files(draft);
  if (members.has("policy")) {
    read_policy(draft, members["policy"]);
  }
  if (members.has("measured") && draft.history == NamedHistory::read) {
    read_history(draft, member_of(in.document, members["measured"], "history"));
  }
  if (members.has("ingress")) {
    read_ingress(draft, members["ingress"]);
  }
  if (members.has("expect")) {
    read_expect(draft, members["expect"]);
  }
  // A value whose syntax is broken was told as that, and is nothing here.
  if (!in.document.faults().empty() || in.faults.size() > 0) {
    return;
  }
  check_capacities(draft);
  if (in.faults.size() == 0 && !model::sums_fit(scenario)) {
    in.faults.add(members["prefixes"],
                  {.code = "sum-too-large",
                   .kind = FaultKind::meaning,
                   .allowed = "rates whose sum over links and prefixes, at their peaks and with "
                              "policy.saturation.uplift, times the number of links plus one is "
                              "below 4e18",
                   .message = "The sums of the rates do not fit in 64 bits."});
  }
}

}  // namespace

LoadResult load(std::string_view text, const std::filesystem::path& base_directory,
                FilesOutside outside, NamedHistory history) {
  LoadResult result;
  model::Scenario scenario;
  result.diagnostics = read_document(text, [&](const json::Document& document, Faults& faults) {
    Draft draft{.in = {document, faults},
                .scenario = {},
                .base_directory = base_directory,
                .outside = outside,
                .history = history};
    read_scenario(draft);
    scenario = std::move(draft.scenario);
  });
  if (result.diagnostics.empty()) {
    scenario.base_directory = base_directory.string();
    scenario.sha256 = model::sha256_hex(text);
    scenario.flooding = model::flooding_prefixes(scenario);
    result.scenario = std::move(scenario);
  }
  return result;
}

}  // namespace bgpte::scenario
