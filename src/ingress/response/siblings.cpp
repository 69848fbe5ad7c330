// Peer links that the same sources can be reached by: they compete by path length.
#include "src/ingress/response/siblings.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "src/ingress/response/transition_rows.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

/// True where the sources of `home` may enter by `other`.
bool shares_sources(const model::Link& home, model::LinkIndex home_index,
                    const model::Link& other) {
  if (other.relationship == model::Relationship::transit ||
      home.relationship == model::Relationship::transit) {
    return false;
  }
  if (home.neighbor_as == other.neighbor_as && home.relationship == other.relationship) {
    return true;
  }
  return other.reach && std::find(other.reach->sources_of.begin(), other.reach->sources_of.end(),
                                  home_index) != other.reach->sources_of.end();
}

/// Where the sources of the home cell go that choose by path length alone. A source that enters by
/// the home link although a sibling is nearer is taken to prefer it by so much; one that chose it
/// among equals chooses it again.
std::vector<double> by_length(const SiblingQuestion& asked,
                              const std::vector<model::LinkIndex>& carried) {
  const model::Advertisement& today = asked.today;
  int ahead = 0;
  for (const model::LinkIndex s : asked.siblings) {
    ahead = today.carried_on(s) ? std::max(ahead, today[asked.home] - today[s]) : ahead;
  }
  int best = asked.x[carried.front()];
  for (const model::LinkIndex s : carried) {
    best = std::min<int>(best, asked.x[s]);
  }
  const int own = asked.x[asked.home] - ahead;
  std::vector<model::LinkIndex> winners;
  for (const model::LinkIndex s : carried) {
    const bool lost_the_tie = today.carried_on(s) && today[s] <= today[asked.home] - ahead;
    const bool beaten =
        asked.x.carried_on(asked.home) && (own < best || (own == best && lost_the_tie));
    if (asked.x[s] == best && !beaten) {
      winners.push_back(s);
    }
  }
  if (asked.x.carried_on(asked.home) && own <= best) {
    winners.push_back(asked.home);
  }
  std::vector<double> row(today.size(), 0);
  for (const model::LinkIndex l : winners) {
    row[l] = 1 / static_cast<double>(winners.size());
  }
  return row;
}

/// The same where the operator says what stays on the home link.
std::vector<double> by_retained(const SiblingQuestion& asked,
                                const std::vector<model::LinkIndex>& carried,
                                const std::vector<double>& retained) {
  const model::LinkIndex home = asked.home;
  if (!asked.x.carried_on(home)) {
    return by_length(asked, carried);
  }
  int least = asked.x[home] - asked.today[home];  // Rise of the sibling that rises least.
  for (const model::LinkIndex s : carried) {
    least = std::min(least, asked.today.carried_on(s) ? asked.x[s] - asked.today[s] : 0);
  }
  const int rise = asked.x[home] - asked.today[home] - least;
  const double stays =
      rise <= 0
          ? 1
          : retained[std::min<std::size_t>(static_cast<std::size_t>(rise), retained.size()) - 1];
  model::Advertisement without_home = asked.x;
  without_home.withdraw(home);
  SiblingQuestion elsewhere{asked.today, without_home, home, asked.siblings, nullptr};
  std::vector<double> row = by_length(elsewhere, carried);
  for (double& share : row) {
    share *= 1 - stays;
  }
  row[home] = stays;
  return row;
}

/// The population among the home link and its siblings alone.
std::vector<double> by_population(const SiblingQuestion& asked, const HomeRowCache& cache) {
  std::map<PrependPair, std::vector<model::LinkIndex>> groups;
  for (const model::LinkIndex s : asked.siblings) {
    if (asked.today.carried_on(s) || asked.x.carried_on(s)) {
      groups[{prepends_on(asked.today, s), prepends_on(asked.x, s)}].push_back(s);
    }
  }
  std::vector<LinkGroup> others;
  for (const auto& [pair, links] : groups) {
    others.push_back({pair, static_cast<int>(links.size())});
  }
  const PrependPair home{prepends_on(asked.today, asked.home), prepends_on(asked.x, asked.home)};
  const auto rows = cache.find(home, std::move(others), nullptr, Scope::estimate);
  std::vector<double> row(asked.today.size(), 0);
  row[asked.home] = rows->expected[1];
  std::size_t slot = 2;
  for (const auto& [pair, links] : groups) {
    for (const model::LinkIndex s : links) {
      row[s] = rows->expected[slot];
    }
    ++slot;
  }
  return row;
}

}  // namespace

Siblings sibling_links(const model::Scenario& scenario) {
  Siblings siblings(scenario.links.size());
  for (model::LinkIndex home = 0; home < siblings.size(); ++home) {
    for (model::LinkIndex other = 0; other < siblings.size(); ++other) {
      if (other != home && shares_sources(scenario.links[home], home, scenario.links[other])) {
        siblings[home].push_back(other);
      }
    }
  }
  return siblings;
}

namespace {

/// What the siblings that are announced newly may draw: all, or nobody.
void widen_by_new_siblings(const SiblingQuestion& asked,
                           const std::vector<model::LinkIndex>& carried, SiblingRow& row) {
  std::vector<model::LinkIndex> known;
  std::copy_if(carried.begin(), carried.end(), std::back_inserter(known),
               [&](model::LinkIndex s) { return asked.today.carried_on(s); });
  if (known.size() == carried.size() || !asked.x.carried_on(asked.home)) {
    return;
  }
  std::vector<double> shares(asked.today.size(), 0);
  if (known.empty()) {
    shares[asked.home] = 1;
  } else {
    shares = by_length(asked, known);
  }
  row.widen(shares);
  shares.assign(shares.size(), 0);
  for (const model::LinkIndex s : carried) {
    shares[s] = asked.today.carried_on(s) ? 0 : 1;
  }
  row.widen(shares);
}

}  // namespace

std::optional<SiblingRow> sibling_row(const SiblingQuestion& question, const HomeRowCache& cache) {
  std::vector<model::LinkIndex> carried;
  for (const model::LinkIndex s : question.siblings) {
    if (question.x.carried_on(s)) {
      carried.push_back(s);
    }
  }
  if (carried.empty()) {
    return std::nullopt;
  }
  SiblingRow row;
  if (question.own != nullptr) {
    row.expected = by_retained(question, carried, question.own->expected);
    row.low = by_retained(question, carried, question.own->low);
    row.high = by_retained(question, carried, question.own->high);
  } else {
    row.expected = by_length(question, carried);
    row.low = row.high = by_population(question, cache);
  }
  widen_by_new_siblings(question, carried, row);
  for (std::vector<double>* shares : {&row.expected, &row.low, &row.high}) {
    std::transform(shares->begin(), shares->end(), shares->begin(), quantise);
  }
  return row;
}

}  // namespace bgpte::ingress
