// Answers about networks of some size, read from text: they do not depend on the order of what is
// written, nor on the number of threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "bench/instance_generator.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "bgpte/scenario/load.hpp"

namespace bgpte {
namespace {

/// 0 .. count-1 in an order that the seed decides; 0: as they are.
std::vector<std::size_t> order_of(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) {
    order[i] = i;
  }
  std::mt19937_64 engine(seed);
  for (std::size_t i = count; seed != 0 && i > 1; --i) {
    std::swap(order[i - 1], order[engine() % i]);
  }
  return order;
}

std::string price(model::Price price) {
  const std::string digits = std::to_string(price.micros % 1'000'000);
  return std::to_string(price.micros / 1'000'000) + "." + std::string(6 - digits.size(), '0') +
         digits;
}

std::string billing(const model::Billing& billing) {
  if (const auto* plain = std::get_if<model::PerMbpsBilling>(&billing.model)) {
    return R"({"model": "per-mbps", "price": )" + price(plain->price) + "}";
  }
  if (const auto* commit = std::get_if<model::CommitBilling>(&billing.model)) {
    return R"({"model": "commit", "committed": )" + std::to_string(commit->committed.value) +
           R"(, "price": )" + price(commit->price) + R"(, "overage_price": )" +
           price(commit->overage_price) + "}";
  }
  std::string text = R"({"model": "tiers", "charge": "marginal", "tiers": [)";
  const auto& tiers = std::get<model::TierBilling>(billing.model).tiers;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    text += (i > 0 ? ", {" : "{");
    if (tiers[i].up_to) {
      text += R"("up_to": )" + std::to_string(tiers[i].up_to->value) + ", ";
    }
    text += R"("price": )" + price(tiers[i].price) + "}";
  }
  return text + "]}";
}

/// The generator's scenario as a file that lists everything in that order.
std::string as_text(const model::Scenario& scenario, std::uint64_t seed) {
  std::string text = R"({"format": "bgpte-scenario/1", "local_as": 64496, "links": [)";
  const std::size_t links = scenario.links.size();
  for (const std::size_t l : order_of(links, seed)) {
    const model::Link& link = scenario.links[l];
    text += (text.back() == '[' ? "{" : ", {");
    text += R"("name": ")" + link.name + R"(", "neighbor_as": )" +
            std::to_string(link.neighbor_as) + R"(, "relationship": "transit", "capacity": )" +
            std::to_string(link.capacity.value) + R"(, "inbound": )" +
            std::to_string(link.inbound.value) + R"(, "billing": )" + billing(link.billing) + "}";
  }
  text += R"(], "prefixes": [)";
  for (const std::size_t p : order_of(scenario.prefixes.size(), seed)) {
    const model::Prefix& prefix = scenario.prefixes[p];
    std::string inbound;
    std::string advertise;
    for (const std::size_t l : order_of(links, seed == 0 ? 0 : seed + p)) {
      const std::string name = (inbound.empty() ? "\"" : ", \"") + scenario.links[l].name + "\": ";
      inbound += name + std::to_string(prefix.by_link[l]->value);
      advertise += name + std::to_string(prefix.advertise[l]);
    }
    text += (text.back() == '[' ? "{" : ", {");
    text += R"("prefix": ")";
    text += to_string(prefix.prefix);
    text += R"(", "inbound": {)";
    text += inbound;
    text += R"(}, "advertise": {)";
    text += advertise;
    text += "}}";
  }
  return text + R"(], "policy": {"max_changes": null, "max_changes_per_prefix": )" +
         std::to_string(scenario.policy.max_changes_per_prefix) +
         R"(, "weights": {"change": 0.05}}})";
}

optimiser::Optimum answer(const std::string& text, const optimiser::Options& options) {
  const scenario::LoadResult loaded = scenario::load(text, ".");
  EXPECT_TRUE(loaded.scenario) << text.substr(0, 300);
  const auto ingress = ingress::make_ingress(*loaded.scenario);
  return optimiser::optimise({*loaded.scenario, *ingress}, options);
}

/// Under the default policy: `do_no_harm` is `high`.
void expect_one_answer(const bench::InstanceShape& shape, std::size_t most_stored) {
  const model::Scenario scenario = bench::make_instance(shape);
  optimiser::Options options;
  options.most_stored_candidates = most_stored;
  const optimiser::Optimum expected = answer(as_text(scenario, 0), options);
  EXPECT_GT(expected.after.changes, 1U);
  EXPECT_TRUE(expected.after.harmless);
  EXPECT_NE(expected.termination, optimiser::Termination::optimal);
  for (const unsigned threads : {1U, 2U, 4U}) {
    options.threads = threads;
    const optimiser::Optimum found = answer(as_text(scenario, 7 * threads), options);
    EXPECT_EQ(found.plan, expected.plan) << threads << " threads";
    EXPECT_EQ(found.after, expected.after) << threads << " threads";
    EXPECT_EQ(found.lower_bound, expected.lower_bound) << threads << " threads";
    EXPECT_EQ(found.excess_lower_bound, expected.excess_lower_bound) << threads << " threads";
    EXPECT_EQ(found.work, expected.work) << threads << " threads";
  }
}

TEST(AtSize, StoredCandidatesGiveTheSameAnswerInAnyOrderOnAnyNumberOfThreads) {
  bench::InstanceShape shape;
  shape.prefixes = 200;
  shape.links = 4;
  expect_one_answer(shape, 400'000);
}

TEST(AtSize, SharedCandidatesGiveTheSameAnswerInAnyOrderOnAnyNumberOfThreads) {
  bench::InstanceShape shape;
  shape.prefixes = 3000;
  shape.links = 6;
  shape.max_changes_per_prefix = 2;
  expect_one_answer(shape, 0);
}

/// Stored candidates are searched in exact arithmetic: what sharing proves and finds lies around
/// what storing proves and finds.
TEST(AtSize, SharingProvesNothingThatStoringDisproves) {
  bench::InstanceShape shape;
  shape.prefixes = 400;
  shape.links = 5;
  shape.max_changes_per_prefix = 2;
  const std::string text = as_text(bench::make_instance(shape), 0);
  optimiser::Options options;
  const optimiser::Optimum stored = answer(text, options);
  options.most_stored_candidates = 0;
  const optimiser::Optimum shared = answer(text, options);
  EXPECT_LE(shared.excess_lower_bound, stored.after.excess);
  EXPECT_LE(stored.excess_lower_bound, shared.after.excess);
  EXPECT_TRUE(shared.after.harmless);
}

}  // namespace
}  // namespace bgpte
