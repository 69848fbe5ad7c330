// Reads `policy`.
#include <algorithm>

#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 17> policy_keys{{{"strategy"},
                                           {"max_utilisation"},
                                           {"max_prepend"},
                                           {"actions"},
                                           {"max_changes"},
                                           {"max_changes_per_prefix"},
                                           {"pin"},
                                           {"min_links"},
                                           {"n_minus_1"},
                                           {"forecast"},
                                           {"do_no_harm"},
                                           {"tolerance"},
                                           {"least_relief"},
                                           {"weights"},
                                           {"saturation"},
                                           {"attack"},
                                           {"watch"}}};
constexpr std::array<Key, 2> pin_keys{{{"prefixes"}, {"links"}}};
constexpr std::array<Key, 4> weight_keys{{{"cost"}, {"congestion"}, {"change"}, {"step"}}};
constexpr std::array<Key, 2> saturation_keys{{{"from"}, {"uplift"}}};
constexpr std::array<Key, 6> watch_keys{{{"raise_after"},
                                         {"clear_below"},
                                         {"clear_after_s"},
                                         {"prefix_rest_s"},
                                         {"changes_per_day"},
                                         {"alerts"}}};

constexpr std::array<Key, 4> attack_keys{
    {{"growth"}, {"link_share"}, {"suspect_share"}, {"sources"}}};

constexpr std::array<Word<model::Strategy>, 3> strategies{
    {{"congestion", model::Strategy::congestion},
     {"balanced", model::Strategy::balanced},
     {"cost", model::Strategy::cost}}};
constexpr std::array<Word<model::NMinusOne>, 4> n_minus_1_modes{
    {{"off", model::NMinusOne::off},
     {"report", model::NMinusOne::report},
     {"no-worse", model::NMinusOne::no_worse},
     {"require", model::NMinusOne::require}}};
constexpr std::array<Word<model::ForecastLevel>, 3> forecasts{
    {{"low", model::ForecastLevel::low},
     {"expected", model::ForecastLevel::expected},
     {"high", model::ForecastLevel::high}}};
constexpr std::array<Word<model::DoNoHarm>, 3> do_no_harm_modes{
    {{"off", model::DoNoHarm::off},
     {"expected", model::DoNoHarm::expected},
     {"high", model::DoNoHarm::high}}};
constexpr std::array<Word<bool model::Actions::*>, 6> actions{
    {{"prepend", &model::Actions::prepend},
     {"withdraw", &model::Actions::withdraw},
     {"announce", &model::Actions::announce},
     {"community", &model::Actions::community},
     {"med", &model::Actions::med},
     {"deaggregate", &model::Actions::deaggregate}}};

constexpr std::int64_t most_changes = 1'000'000'000;

model::Actions read_actions(Reading& in, Node node) {
  model::Actions chosen;
  chosen.prepend = false;
  for (const Node element : read_elements(in, node, 0, 100)) {
    const auto action = read_word(in, element, actions);
    if (action && chosen.*(*action)) {
      in.faults.add(element, {.code = "duplicate-value",
                              .allowed = "each action once",
                              .message = "This action is in the list already."});
    } else if (action) {
      chosen.*(*action) = true;
    }
  }
  return chosen;
}

/// Sorted indices of what a list of names pins; the same name twice is harmless but reported.
template <class Index>
std::vector<std::size_t> read_pins(Draft& draft, Node node, Index index_of) {
  std::vector<std::size_t> pins;
  for (const Node element : read_elements(draft.in, node, 0, no_limit)) {
    if (const std::optional<std::size_t> index = index_of(draft, element)) {
      pins.push_back(*index);
    }
  }
  std::sort(pins.begin(), pins.end());
  pins.erase(std::unique(pins.begin(), pins.end()), pins.end());
  return pins;
}

void set_ratio(Reading& in, Node node, const Bounds& bounds, model::Ratio& ratio) {
  if (const std::optional<std::int64_t> millionths = read_millionths(in, node, bounds)) {
    ratio = model::Ratio{*millionths};
  }
}

template <class Enum, std::size_t count>
void set_word(Reading& in, Node node, const std::array<Word<Enum>, count>& words, Enum& value) {
  if (node != json::Document::none) {
    value = read_word(in, node, words).value_or(value);
  }
}

void set_integer(Reading& in, Node node, std::int64_t least, std::int64_t most,
                 std::int64_t& value) {
  value = read_integer(in, node, least, most).value_or(value);
}

void read_watch(Reading& in, Node node, model::WatchPolicy& watch) {
  constexpr std::int64_t most_intervals = 48;
  constexpr std::int64_t shortest_rest = 900;
  constexpr std::int64_t week = 604'800;
  const Members members(in, node, watch_keys);
  set_integer(in, members["raise_after"], 1, most_intervals, watch.raise_after);
  set_ratio(in, members["clear_below"], {0, 1'000'000, "a share from 0 to 1"}, watch.clear_below);
  set_integer(in, members["clear_after_s"], 0, week, watch.clear_after_s);
  set_integer(in, members["prefix_rest_s"], shortest_rest, week, watch.prefix_rest_s);
  set_integer(in, members["changes_per_day"], 0, 96, watch.changes_per_day);
  if (members.has("alerts")) {
    for (const Node element : read_elements(in, members["alerts"], 1, 100)) {
      watch.alerts.push_back(read_text(in, element).value_or(""));
    }
  }
}

}  // namespace

void read_policy(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, policy_keys);
  model::Policy& policy = draft.scenario.policy;
  set_word(in, members["strategy"], strategies, policy.strategy);
  set_ratio(in, members["max_utilisation"], share_of_capacity, policy.max_utilisation);
  if (const auto most = read_integer(in, members["max_prepend"], 0, model::max_prepend)) {
    policy.max_prepend = static_cast<model::Prepend>(*most);
  }
  if (members.has("actions")) {
    policy.actions = read_actions(in, members["actions"]);
  }
  if (members.has("max_changes")) {
    if (in.document.kind(members["max_changes"]) == json::Kind::null) {
      policy.max_changes.reset();
    } else if (const auto most = read_integer(in, members["max_changes"], 0, most_changes)) {
      policy.max_changes = static_cast<std::size_t>(*most);
    }
  }
  if (const auto most = read_integer(in, members["max_changes_per_prefix"], 0, most_changes)) {
    policy.max_changes_per_prefix = static_cast<std::size_t>(*most);
  }
  if (members.has("pin")) {
    const Members pin(in, members["pin"], pin_keys);
    if (pin.has("prefixes")) {
      policy.pinned_prefixes = read_pins(draft, pin["prefixes"], prefix_of_value);
    }
    if (pin.has("links")) {
      policy.pinned_links = read_pins(draft, pin["links"], link_of_value);
    }
  }
  if (const auto least = read_integer(in, members["min_links"], 1, 64)) {
    policy.min_links = static_cast<std::size_t>(*least);
    policy.min_links_given = true;
  }
  set_word(in, members["n_minus_1"], n_minus_1_modes, policy.n_minus_1);
  set_word(in, members["forecast"], forecasts, policy.forecast);
  set_word(in, members["do_no_harm"], do_no_harm_modes, policy.do_no_harm);
  constexpr Bounds share{0, 1'000'000, "a share from 0 to 1"};
  set_ratio(in, members["tolerance"], share, policy.tolerance);
  set_ratio(in, members["least_relief"], share, policy.least_relief);
  if (members.has("weights")) {
    constexpr Bounds bounds{0, 10'000'000'000, "a number from 0 to 10000 with at most 6 decimals"};
    const Members weights(in, members["weights"], weight_keys);
    set_ratio(in, weights["cost"], bounds, policy.weights.cost);
    set_ratio(in, weights["congestion"], bounds, policy.weights.congestion);
    if (const auto change = read_millionths(in, weights["change"], bounds)) {
      policy.weights.change = model::Ratio{*change};
    }
    set_ratio(in, weights["step"], bounds, policy.weights.step);
  }
  if (members.has("saturation")) {
    const Members saturation(in, members["saturation"], saturation_keys);
    set_ratio(in, saturation["from"],
              {1, 10'000'000, "a share of the capacity above 0, at most 10"},
              policy.saturation.from);
    set_ratio(in, saturation["uplift"], {1'000'000, 10'000'000, "a factor from 1 to 10"},
              policy.saturation.uplift);
  }
  if (members.has("attack")) {
    constexpr Bounds times{1'000'000, 1'000'000'000, "a number from 1 to 1000"};
    const Members attack(in, members["attack"], attack_keys);
    set_ratio(in, attack["growth"], times, policy.attack.growth);
    set_ratio(in, attack["link_share"], share, policy.attack.link_share);
    set_ratio(in, attack["suspect_share"], share, policy.attack.suspect_share);
    set_ratio(in, attack["sources"], times, policy.attack.sources);
  }
  if (members.has("watch")) {
    read_watch(in, members["watch"], policy.watch);
  }
}

}  // namespace bgpte::scenario
