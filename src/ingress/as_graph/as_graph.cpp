// The as-graph model: policy routing mixed with the default population, reweighted to today.
#include "src/ingress/as_graph/as_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>

#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

/// Part of the mixture that the default population keeps, since the graph may give a link that
/// carries traffic today no source at all (docs/ingress.md, "The AS graph").
constexpr double prior_part = 0.2;

/// The scenario knows its own relationships better than a file that was inferred. Behind the port
/// of an exchange are the peers that the scenario lists, or the AS that it leads to.
topology::Link link_in_graph(const model::Link& link) {
  const bool transit = link.relationship == model::Relationship::transit;
  topology::Link result{link.name, link.neighbor_as,
                        transit ? topology::Neighbor::provider : topology::Neighbor::peer};
  if (!link.peers.empty()) {
    result.neighbor = link.peers.front();
    result.more_neighbors.assign(link.peers.begin() + 1, link.peers.end());
  }
  return result;
}

}  // namespace

AsGraphModel::AsGraphModel(const model::Scenario& scenario)
    : links_(scenario.links.size()),
      max_prepend_(scenario.policy.max_prepend),
      drift_(scenario.ingress.drift.as_double()),
      response_(scenario) {
  origin_.asn = scenario.local_as;
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
    origin_.links.push_back(link_in_graph(link));
  }
  findings_ = response_.findings();
  // The two files are read side by side.
  auto weights = std::async([&] { return load_source_weights(scenario); });
  graph_ = load_graph(scenario, origin_, findings_);
  SourceMixes sources = source_mixes(scenario, graph_, weights.get(), findings_);
  mixes_ = std::move(sources.mixes);

  std::map<Behaviour, std::size_t> known;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{scenario.prefixes[p].advertise.without_common_prepends(),
                        response_.behaviour(p), sources.of_prefix[p], response_.chances_today(p),
                        1};
    const auto [entry, added] = known.try_emplace(behaviour, behaviours_.size());
    if (added) {
      behaviours_.push_back(std::move(behaviour));
    }
    behaviour_of_.push_back(entry->second);
  }
  std::set<model::Advertisement> todays, wanted;
  for (const Behaviour& behaviour : behaviours_) {
    if (behaviour.today.carried_count() > 0 && todays.insert(behaviour.today).second) {
      add_vectors_beside(behaviour.today, scenario.policy.max_prepend, wanted);
    }
  }
  candidates_ = sweep_vectors(graph_, origin_, wanted,
                              std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
  for (const SourceMix& mix : mixes_) {
    pairs_.push_back(std::make_shared<const std::vector<ClassPair>>(
        class_pairs(candidates_->sweep.classes(), candidates_->sweep.classes(), mix)));
  }
  basis_ = fmt::format(
      "policy routing over {} ASes and {} links, {} classes of sources that behave alike, mixed "
      "with the default prior and reweighted to today's shares; nobody has checked this graph "
      "against this network, so the range also has what {} would say",
      graph_.size(), graph_.provider_links() + graph_.peer_links(),
      candidates_->sweep.classes().size(), response_.basis());
  compare_with_measured(scenario);
  weigh_observations(scenario);
}

std::shared_ptr<const SweptVectors> AsGraphModel::vectors_with(
    const model::Advertisement& x) const {
  if (candidates_->place.contains(x)) {
    return candidates_;
  }
  // One prepend vector of a set of links is seldom asked for alone (each failure has its set), so
  // the whole set is swept. What is swept depends on the set only, never on who asked first.
  model::Advertisement set(links_);
  for (std::size_t l = 0; l < links_; ++l) {
    set[l] = x.carried_on(l) ? model::Prepend{0} : model::not_announced;
  }
  for (const model::Advertisement& key : {set, x}) {
    std::shared_ptr<const SweptVectors> swept = others_.find(key);
    if (swept && !swept->place.contains(x)) {
      continue;  // The set has too many vectors, or `x` is beyond the cap: it is swept by itself.
    }
    if (!swept) {
      std::set<model::Advertisement> wanted{key};
      if (key == set) {
        add_vectors_beside(set, max_prepend_, wanted);
      }
      swept = others_.keep(key, sweep_vectors(graph_, origin_, wanted, 1));
    }
    if (swept->place.contains(x)) {
      return swept;
    }
  }
  throw std::logic_error("vectors_with: swept without the vector");
}

std::shared_ptr<const std::vector<ClassPair>> AsGraphModel::pairs_with(
    std::size_t mix, const std::shared_ptr<const SweptVectors>& after) const {
  if (after == candidates_) {
    return pairs_[mix];
  }
  const std::shared_ptr<const HeldPairs> held = other_pairs_.find_or_make({mix, after.get()}, [&] {
    return HeldPairs{
        after, class_pairs(candidates_->sweep.classes(), after->sweep.classes(), mixes_[mix])};
  });
  return {held, &held->pairs};
}

AsGraphModel::Matrices AsGraphModel::compute(const Behaviour& here,
                                             const model::Advertisement& x) const {
  const std::shared_ptr<const SweptVectors> vectors = vectors_with(x);
  const std::shared_ptr<const std::vector<ClassPair>> pairs = pairs_with(here.mix, vectors);
  const std::shared_ptr<const Transition> response = response_.transition(here.response, x);
  const std::size_t width = links_ + 1;
  Matrices result;
  for (const std::vector<double>& joint :
       joint_chances(*pairs, links_, candidates_->sweep.at(candidates_->place.at(here.today)),
                     vectors->sweep.at(vectors->place.at(x)))) {
    Transition matrix(links_);
    for (std::size_t j = 0; j < links_; ++j) {
      double home = prior_part * here.chance[j];
      for (std::size_t l = 0; l < width; ++l) {
        home += (1 - prior_part) * joint[j * width + l];
      }
      for (std::size_t l = 0; l < links_; ++l) {
        const double graph = (1 - prior_part) * joint[j * width + l] +
                             prior_part * here.chance[j] * response->at(j, l);
        const double share = home > 0 ? graph / home : response->at(j, l);
        // Where an observation contradicts the graph, the fitted response takes its place.
        matrix.set(j, l, quantise(here.trust * share + (1 - here.trust) * response->at(j, l)));
      }
    }
    result.push_back(std::move(matrix));
  }
  return result;
}

std::shared_ptr<const AsGraphModel::Matrices> AsGraphModel::matrices(
    std::size_t behaviour, const model::Advertisement& x) const {
  const model::Advertisement target = x.without_common_prepends();
  return matrices_.find_or_make(
      {behaviour, target}, [&] { return compute(behaviours_[behaviour], target); },
      (links_ + 1) * links_ * links_);
}

/// The expected transition, not cached: it changes once trust is known.
Transition AsGraphModel::expected(const Behaviour& here, const model::Advertisement& x) const {
  return x.carried_count() == 0 || attracts_the_same(x, here.today)
             ? *response_.transition(here.response, x)
             : compute(here, x.without_common_prepends()).front();
}

/// Sets how far each behaviour trusts the graph: exp(- sum of r^2 / (2 d^2)), r its errors on the
/// observations and d the drift (docs/ingress.md, "The AS graph").
void AsGraphModel::weigh_observations(const model::Scenario& scenario) {
  const double drift = std::max(scenario.ingress.drift.as_double(), 1e-4);
  std::vector<double> misfit(behaviours_.size(), 0);
  for (const UsableObservation& usable :
       usable_observations(scenario, repeats(scenario, today()))) {
    const model::Observation& observation = *usable.observation;
    std::set<std::size_t> done;
    for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
      const std::size_t b = behaviour_of_[p];
      if ((observation.prefix && *observation.prefix != p) || !done.insert(b).second) {
        continue;
      }
      const std::vector<model::Bps>& cells = today().home[p];
      double all = 0;
      std::vector<double> flow(links_, 0);
      const Transition matrix = expected(behaviours_[b], observation.advertise);
      for (std::size_t j = 0; j < links_; ++j) {
        all += static_cast<double>(cells[j].value);
        for (std::size_t l = 0; l < links_; ++l) {
          flow[l] += static_cast<double>(cells[j].value) * matrix.at(j, l);
        }
      }
      for (std::size_t l = 0; l < links_ && all > 0; ++l) {
        if (usable.seen.share[l]) {
          const double r = *usable.seen.share[l] - flow[l] / all;
          misfit[b] += r * r / (2 * (drift * drift + usable.seen.spread));
        }
      }
    }
  }
  for (std::size_t b = 0; b < behaviours_.size(); ++b) {
    behaviours_[b].trust = quantise(std::exp(-misfit[b]));
  }
}

/// Adds a finding on what the graph alone would have said of today, against the measurement.
void AsGraphModel::compare_with_measured(const model::Scenario& scenario) {
  std::vector<double> measured(links_, 0), foretold(links_, 0);
  double all = 0;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    const Behaviour& here = behaviours_[behaviour_of_[p]];
    const std::vector<model::Bps>& cells = today().home[p];
    double volume = 0;
    for (std::size_t l = 0; l < links_; ++l) {
      measured[l] += static_cast<double>(cells[l].value);
      volume += static_cast<double>(cells[l].value);
    }
    if (volume <= 0 || here.today.carried_count() == 0) {
      continue;
    }
    const topology::SweptVector swept = candidates_->sweep.at(candidates_->place.at(here.today));
    for (const auto& [one, same, weight] : *pairs_[here.mix]) {
      for (std::size_t l = 0; l < links_; ++l) {
        foretold[l] +=
            volume * weight * swept.probability(one, static_cast<topology::LinkNumber>(l));
      }
    }
    all += volume;
  }
  if (all <= 0) {
    return;
  }
  double distance = 0;
  std::string shares;
  for (std::size_t l = 0; l < links_; ++l) {
    distance += std::abs(measured[l] - foretold[l]) / (2 * all);
    shares += fmt::format("{}{} {:.0f} % against {:.0f} %", l == 0 ? "" : ", ", names_[l],
                          100 * foretold[l] / all, 100 * measured[l] / all);
  }
  findings_.push_back(
      {"as-graph-fit", distance > 0.25 ? model::Severity::warning : model::Severity::info,
       "/ingress/model",
       fmt::format("Before it was fitted to the measured shares the graph put {:.0f} % of the "
                   "listed inbound on other links than it was measured on ({})",
                   100 * distance, shares),
       distance > 0.25 ? "Trust the range, not the expected value; add an observation."
                       : std::string{}});
}

Forecast AsGraphModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                std::span<const double> home) const {
  Forecast result = response_.forecast(prefix, x, home);
  const std::size_t b = behaviour_of_[prefix];
  if (x.carried_count() == 0 || attracts_the_same(x, behaviours_[b].today)) {
    return result;
  }
  const std::shared_ptr<const Matrices> variants = matrices(b, x);
  Forecast graph;
  graph.expected = variants->front().entering(home);
  graph.low = graph.harm = graph.expected;
  for (std::size_t v = 1; v < variants->size(); ++v) {
    const std::vector<double> flow = (*variants)[v].entering(home);
    for (std::size_t l = 0; l < links_; ++l) {
      graph.low[l] = std::min(graph.low[l], flow[l]);
      graph.harm[l] = std::max(graph.harm[l], flow[l]);
    }
  }
  graph.high = graph.harm;
  add_noise(x, drift_, std::accumulate(home.begin(), home.end(), 0.0), graph);
  for (std::size_t l = 0; l < links_; ++l) {
    result.low[l] = std::min(result.low[l], graph.low[l]);
    result.high[l] = std::max(result.high[l], graph.high[l]);
    result.harm[l] = std::max(result.harm[l], graph.harm[l]);
  }
  result.expected = std::move(graph.expected);
  result.unreachable = unreachable_part(home, result.expected);
  return result;
}

std::shared_ptr<const Transition> AsGraphModel::transition(std::size_t behaviour,
                                                           const model::Advertisement& x) const {
  const Behaviour& here = behaviours_[behaviour];
  if (x.carried_count() == 0 || attracts_the_same(x, here.today)) {
    return response_.transition(here.response, x);
  }
  const std::shared_ptr<const Matrices> variants = matrices(behaviour, x);
  return {variants, &variants->front()};
}

std::shared_ptr<const Transition> AsGraphModel::high_floor(std::size_t behaviour,
                                                           const model::Advertisement& x,
                                                           std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  auto result =
      std::make_shared<Transition>(links_, response_.high_floor(here.response, x, home)->shares());
  if (x.carried_count() == 0 || attracts_the_same(x, here.today)) {
    return result;
  }
  const std::shared_ptr<const Matrices> variants = matrices(behaviour, x);
  for (const Transition& variant : *variants) {
    for (std::size_t l = 0; l < links_; ++l) {
      double now = 0;
      double then = 0;
      for (std::size_t j = 0; j < links_; ++j) {
        now += home[j] * result->at(j, l);
        then += home[j] * variant.at(j, l);
      }
      for (std::size_t j = 0; j < links_ && then > now; ++j) {
        result->set(j, l, variant.at(j, l));
      }
    }
  }
  return result;
}

}  // namespace bgpte::ingress
