// Reads the bill of a link or of a contract.
#include <fmt/format.h>

#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

enum class Model : std::uint8_t { flat, per_mbps, commit, tiers };
constexpr std::array<Word<Model>, 4> models{{{"flat", Model::flat},
                                             {"per-mbps", Model::per_mbps},
                                             {"commit", Model::commit},
                                             {"tiers", Model::tiers}}};
constexpr std::array<Word<model::TierCharge>, 2> charges{
    {{"marginal", model::TierCharge::marginal}, {"whole-volume", model::TierCharge::whole_volume}}};
constexpr std::array<Word<model::BillingDirection>, 4> directions{
    {{"inbound", model::BillingDirection::inbound},
     {"greater-of-each-sample", model::BillingDirection::greater_of_each_sample},
     {"greater-of-percentiles", model::BillingDirection::greater_of_percentiles},
     {"separate", model::BillingDirection::separate}}};
constexpr std::array<Word<model::Aggregate>, 2> aggregates{
    {{"sum-of-samples", model::Aggregate::sum_of_samples},
     {"sum-of-percentiles", model::Aggregate::sum_of_percentiles}}};

constexpr std::array<Key, 3> flat_keys{{{"model", true}, {"fee", true}, {"direction"}}};
constexpr std::array<Key, 4> per_mbps_keys{
    {{"model", true}, {"price", true}, {"direction"}, {"percentile"}}};
constexpr std::array<Key, 6> commit_keys{{{"model", true},
                                          {"committed", true},
                                          {"price", true},
                                          {"overage_price", true},
                                          {"direction"},
                                          {"percentile"}}};
constexpr std::array<Key, 5> tiers_keys{
    {{"model", true}, {"charge", true}, {"tiers", true}, {"direction"}, {"percentile"}}};
constexpr std::array<Key, 2> tier_keys{{{"up_to"}, {"price", true}}};
constexpr std::array<Key, 3> percentile_keys{{{"rank"}, {"samples"}, {"interval_s"}}};
constexpr std::array<Key, 3> contract_keys{
    {{"name", true}, {"billing", true}, {"aggregate", true}}};

std::span<const Key> keys_of(Model model) {
  switch (model) {
    case Model::flat:
      return flat_keys;
    case Model::per_mbps:
      return per_mbps_keys;
    case Model::commit:
      return commit_keys;
    case Model::tiers:
      break;
  }
  return tiers_keys;
}

/// Which keys are known depends on the model, so it is read before the other keys.
std::optional<Model> read_model(Reading& in, Node node) {
  if (!expect_kind(in, node, json::Kind::object, "an object")) {
    return std::nullopt;
  }
  const Node model = member_of(in.document, node, "model");
  if (model == json::Document::none) {
    in.faults.add_missing(node, "model",
                          {.code = "missing-key",
                           .allowed = R"("flat", "per-mbps", "commit" or "tiers")",
                           .message = "\"model\" is required."});
    return std::nullopt;
  }
  return read_word(in, model, models);
}

void read_tiers(Reading& in, Node node, model::TierBilling& billing) {
  const std::vector<Node> elements = read_elements(in, node, 1, 1000);
  std::optional<model::Bps> before;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const Members members(in, elements[i], tier_keys);
    model::Tier tier;
    const Node up_to = members["up_to"];
    const bool last = i + 1 == elements.size();
    if (up_to != json::Document::none) {
      tier.up_to = read_positive_rate(in, up_to);
      if (last) {
        in.faults.add(up_to, {.code = "last-tier-ends",
                              .kind = FaultKind::meaning,
                              .allowed = "no \"up_to\" in the last tier",
                              .message = "The last tier must be open above."});
      } else if (tier.up_to && before && *tier.up_to <= *before) {
        in.faults.add(up_to, {.code = "tiers-not-ascending",
                              .kind = FaultKind::meaning,
                              .allowed = fmt::format("more than {}", model::format_rate(*before)),
                              .message = "Tiers must ascend."});
      }
      before = tier.up_to ? tier.up_to : before;
    } else if (!last && members.is_object()) {
      in.faults.add_missing(elements[i], "up_to",
                            {.code = "tier-without-end",
                             .kind = FaultKind::meaning,
                             .allowed = "\"up_to\" in every tier but the last",
                             .message = "Only the last tier may be open above."});
    }
    tier.price = read_price(in, members["price"]).value_or(model::Price{});
    billing.tiers.push_back(tier);
  }
}

model::PercentileRule read_percentile(Reading& in, Node node, Node& samples) {
  model::PercentileRule rule;
  const Members members(in, node, percentile_keys);
  if (members.has("rank")) {
    constexpr Bounds bounds{1, 100'000'000, "a percentage above 0, at most 100"};
    const std::optional<std::int64_t> rank = read_millionths(in, members["rank"], bounds);
    rule.rank = rank ? model::Ratio{*rank} : rule.rank;
  }
  if (members.has("samples")) {
    samples = members["samples"];
    rule.samples_file = read_text(in, samples, 4096).value_or("");
    samples = rule.samples_file.empty() ? json::Document::none : samples;
  }
  if (members.has("interval_s")) {
    rule.interval_s = read_integer(in, members["interval_s"], 1, 86'400).value_or(300);
  }
  return rule;
}

}  // namespace

std::optional<model::Billing> read_billing(Reading& in, Node node, Node& samples) {
  samples = json::Document::none;
  const std::optional<Model> kind = read_model(in, node);
  if (!kind) {
    return std::nullopt;
  }
  const Members members(in, node, keys_of(*kind));
  const auto price = [&](std::string_view key) {
    return read_price(in, members[key]).value_or(model::Price{});
  };
  model::Billing billing;
  switch (*kind) {
    case Model::flat: {
      constexpr Bounds bounds{0, 1'000'000'000'000'000,
                              "a fee from 0 to 1e9 with at most 6 decimals"};
      const std::int64_t micros = read_millionths(in, members["fee"], bounds).value_or(0);
      billing.model =
          model::FlatBilling{model::Money{static_cast<model::Int128>(micros) * 1'000'000}};
      break;
    }
    case Model::per_mbps:
      billing.model = model::PerMbpsBilling{price("price")};
      break;
    case Model::commit:
      billing.model =
          model::CommitBilling{read_rate(in, members["committed"]).value_or(model::Bps{}),
                               price("price"), price("overage_price")};
      break;
    case Model::tiers: {
      model::TierBilling tiers;
      if (members.has("charge")) {
        tiers.charge = read_word(in, members["charge"], charges).value_or(tiers.charge);
      }
      if (members.has("tiers")) {
        read_tiers(in, members["tiers"], tiers);
      }
      billing.model = std::move(tiers);
      break;
    }
  }
  if (members.has("direction")) {
    billing.direction = read_word(in, members["direction"], directions).value_or(billing.direction);
  }
  if (*kind != Model::flat && members.has("percentile")) {
    billing.percentile = read_percentile(in, members["percentile"], samples);
  }
  return billing;
}

void read_contracts(Draft& draft, Node node) {
  constexpr std::size_t most_contracts = 1000;
  const std::size_t faults = draft.in.faults.size();
  const std::vector<Node> elements = read_elements(draft.in, node, 0, most_contracts);
  draft.contracts_known = draft.in.faults.size() == faults;
  for (const Node element : elements) {
    const Members members(draft.in, element, contract_keys);
    model::Contract contract;
    const std::optional<std::string> name = read_name(draft.in, members["name"]);
    draft.contracts_known = draft.contracts_known && name;
    contract.name = name.value_or("");
    for (const model::Contract& other : draft.scenario.contracts) {
      if (name && other.name == *name) {
        draft.in.faults.add(members["name"], {.code = "duplicate-name",
                                              .kind = FaultKind::meaning,
                                              .allowed = "each contract once",
                                              .message = "Two contracts have this name."});
        break;
      }
    }
    if (members.has("aggregate")) {
      contract.aggregate =
          read_word(draft.in, members["aggregate"], aggregates).value_or(contract.aggregate);
    }
    if (members.has("billing")) {
      Node samples = json::Document::none;
      contract.billing =
          read_billing(draft.in, members["billing"], samples).value_or(model::Billing{});
      if (samples != json::Document::none) {
        draft.sample_files.push_back({draft.scenario.contracts.size(), true, samples});
      }
    }
    draft.scenario.contracts.push_back(std::move(contract));
  }
}

}  // namespace bgpte::scenario
