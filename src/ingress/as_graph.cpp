#include "as_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>

#include "bgpte/topology/weights.hpp"

namespace bgpte::ingress {
namespace {

/// Part of the population that the default prior keeps: the graph may give a link that carries
/// traffic today no source at all.
constexpr double prior_part = 0.2;
/// Vectors of one advertisement swept in advance; where there are more, those that differ from
/// today's on at most two links. Any other is swept when it is asked for.
constexpr std::size_t swept_in_advance = 5'000;
/// Entries that a bounded cache holds before it starts afresh.
constexpr std::size_t sweeps_kept = 256;
constexpr std::size_t matrices_kept = 1 << 16;
/// A joint chance below this is rounding of the sweep's single precision.
constexpr double negligible = 1e-7;

topology::AsGraph load_graph(const model::Scenario& scenario, const topology::Origin& origin,
                             std::vector<model::Finding>& findings) {
  const std::filesystem::path file =
      std::filesystem::path(scenario.base_directory) / scenario.ingress.as_rel_file;
  topology::LoadedGraph loaded = topology::load_as_relationships(file);
  if (!loaded.graph) {
    throw std::runtime_error(
        fmt::format("ingress.as_rel \"{}\": {}", scenario.ingress.as_rel_file, loaded.error));
  }
  topology::AsGraph graph =
      topology::attach_origin(*std::move(loaded.graph), origin, loaded.diagnostics);
  constexpr std::size_t told = 5;
  const auto list = loaded.diagnostics.list();
  for (std::size_t i = 0; i < std::min(list.size(), told); ++i) {
    findings.push_back({"as-graph-file", model::Severity::warning, "/ingress/as_rel",
                        list[i].line > 0 ? fmt::format("Line {}: {}", list[i].line, list[i].message)
                                         : list[i].message,
                        list.size() > told && i + 1 == told
                            ? fmt::format("{} more; see bgpte catchment.", list.size() - told)
                            : std::string{}});
  }
  return graph;
}

/// The advertisements that differ from `today` on at most two of the links that carry it.
void add_near(const model::Advertisement& today, model::Prepend most,
              std::set<model::Advertisement>& to) {
  const auto near = [&](const model::Advertisement& from, model::LinkIndex first, auto&& visit) {
    for (model::LinkIndex l = first; l < from.size(); ++l) {
      for (int n = 0; from.carried_on(l) && n <= most; ++n) {
        model::Advertisement x = from;
        x[l] = static_cast<model::Prepend>(n);
        visit(x, l);
      }
    }
  };
  near(today, 0, [&](const model::Advertisement& one, model::LinkIndex changed) {
    to.insert(one.without_common_prepends());
    near(one, changed + 1, [&](const model::Advertisement& two, model::LinkIndex) {
      to.insert(two.without_common_prepends());
    });
  });
}

/// Ties of one class divided otherwise: all of them towards `link` where it may be chosen.
void lean(std::vector<double>& chance, model::LinkIndex link) {
  if (chance[link] > negligible) {
    std::fill(chance.begin(), chance.end(), 0);
    chance[link] = 1;
  }
}

}  // namespace

AsGraphModel::AsGraphModel(const model::Scenario& scenario)
    : links_(scenario.links.size()), prior_(scenario) {
  origin_.asn = scenario.local_as;
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
    origin_.links.push_back({link.name, link.neighbor_as});
  }
  findings_ = prior_.findings();
  graph_ = load_graph(scenario, origin_, findings_);
  read_weights(scenario);

  std::map<Behaviour, std::size_t> known;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{scenario.prefixes[p].advertise.without_common_prepends(),
                        prior_.behaviour(p), mix_of_[p], prior_.chances_today(p), 1};
    const auto [entry, added] = known.try_emplace(behaviour, behaviours_.size());
    if (added) {
      behaviours_.push_back(std::move(behaviour));
    }
    behaviour_of_.push_back(entry->second);
  }
  sweep_candidates(scenario);
  basis_ = fmt::format(
      "policy routing over {} ASes and {} links, {} classes of sources that behave alike, mixed "
      "with the default prior and reweighted to today's shares; nobody has checked this graph "
      "against this network, so the range also has what {} would say",
      graph_.size(), graph_.provider_links() + graph_.peer_links(),
      candidates_->sweep.classes().size(), prior_.basis());
  compare_with_measured(scenario);
  weigh_observations(scenario);
}

void AsGraphModel::read_weights(const model::Scenario& scenario) {
  mix_of_.assign(scenario.prefixes.size(), 0);
  if (scenario.ingress.weights_file.empty()) {
    mixes_.emplace_back(graph_.size(), 1.0);
    return;
  }
  const topology::LoadedWeights loaded = topology::load_weights(
      std::filesystem::path(scenario.base_directory) / scenario.ingress.weights_file);
  if (!loaded.rows) {
    throw std::runtime_error(
        fmt::format("ingress.weights \"{}\": {}", scenario.ingress.weights_file, loaded.error));
  }
  if (loaded.left_out > 0) {
    findings_.push_back(
        {"weights-file", model::Severity::warning, "/ingress/weights",
         fmt::format("{} lines were left out; line {}: {}", loaded.left_out,
                     loaded.diagnostics.front().line, loaded.diagnostics.front().message),
         "Mend these lines."});
  }
  std::map<std::string, std::vector<topology::WeightRow>> by_prefix;
  for (const topology::WeightRow& row : *loaded.rows) {
    by_prefix[row.prefix].push_back(row);
  }
  const topology::WeightsOfGraph all = topology::weights_of(graph_, by_prefix[""]);
  mixes_.push_back(all.of);
  double listed = std::accumulate(all.of.begin(), all.of.end(), 0.0);
  if (listed <= 0) {
    std::fill(mixes_[0].begin(), mixes_[0].end(), 1.0);
  }
  double unknown = all.weight_not_in_graph;
  for (const auto& [text, rows] : by_prefix) {
    if (text.empty()) {
      continue;
    }
    const topology::WeightsOfGraph own = topology::weights_of(graph_, rows);
    const double sum = std::accumulate(own.of.begin(), own.of.end(), 0.0);
    listed += sum;
    unknown += own.weight_not_in_graph;
    const model::ParsedPrefix parsed = model::parse_prefix(text);
    const std::optional<model::PrefixIndex> prefix =
        parsed.fault == model::PrefixFault::none ? model::find_prefix(scenario, parsed.prefix)
                                                 : std::nullopt;
    if (!prefix) {
      findings_.push_back(
          {"weights-file", model::Severity::warning, "/ingress/weights",
           fmt::format("\"{}\" is no listed prefix: its {} rows do not count", text, rows.size()),
           "Write the prefix as the scenario does."});
    } else if (sum > 0) {
      mix_of_[*prefix] = mixes_.size();
      mixes_.push_back(own.of);
    }
  }
  if (unknown > 0) {
    findings_.push_back({"weights-file", model::Severity::info, "/ingress/weights",
                         fmt::format("{:.1f} % of the weight is of ASes that the graph does not "
                                     "have; it does not count",
                                     100 * unknown / (unknown + listed)),
                         "Take graph and weights from the same day."});
  }
}

void AsGraphModel::sweep_candidates(const model::Scenario& scenario) {
  std::set<model::Advertisement> wanted;
  for (const Behaviour& behaviour : behaviours_) {
    if (behaviour.today.carried_count() == 0 || !wanted.insert(behaviour.today).second) {
      continue;
    }
    std::vector<topology::LinkNumber> swept;
    double count = 1;
    for (std::size_t l = 0; l < links_; ++l) {
      if (behaviour.today.carried_on(l)) {
        swept.push_back(static_cast<topology::LinkNumber>(l));
        count *= scenario.policy.max_prepend + 1;
      }
    }
    if (count <= static_cast<double>(swept_in_advance)) {
      for (model::Advertisement& x :
           topology::prepend_vectors(behaviour.today, swept, scenario.policy.max_prepend)) {
        wanted.insert(std::move(x));
      }
    } else {
      add_near(behaviour.today, scenario.policy.max_prepend, wanted);
    }
  }
  auto candidates = std::make_shared<Vectors>();
  const std::vector<model::Advertisement> list(wanted.begin(), wanted.end());
  for (std::size_t v = 0; v < list.size(); ++v) {
    candidates->place.emplace(list[v], v);
  }
  candidates->sweep = topology::averaged_sweep(
      graph_, origin_, list, std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
  candidates_ = std::move(candidates);
}

std::shared_ptr<const AsGraphModel::Vectors> AsGraphModel::vectors_with(
    const model::Advertisement& today, const model::Advertisement& x) const {
  if (candidates_->place.contains(x)) {
    return candidates_;
  }
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = others_.find({today, x}); found != others_.end()) {
      return found->second;
    }
  }
  auto both = std::make_shared<Vectors>();
  both->place = {{today, 0}, {x, 1}};
  both->sweep = topology::averaged_sweep(graph_, origin_, std::vector{today, x});
  const std::unique_lock lock(mutex_);
  if (others_.size() >= sweeps_kept) {
    others_.clear();
  }
  return others_.try_emplace({today, x}, std::move(both)).first->second;
}

/// Adds the coupling of two choices with the most stayers: a source that may stay where it is does.
/// `to` is all zero where no link is left.
void AsGraphModel::add_coupling(const std::vector<double>& from, const std::vector<double>& to,
                                double weight, std::vector<double>& joint) const {
  double arrivals = 0, reaches = 0;
  for (std::size_t l = 0; l < links_; ++l) {
    arrivals += std::max(0.0, to[l] - from[l]);
    reaches += to[l];
  }
  for (std::size_t j = 0; j < links_; ++j) {
    double* row = joint.data() + j * (links_ + 1);
    const double stay = std::min(from[j], to[j]);
    const double leave = weight * (from[j] - stay);
    row[j] += weight * stay;
    for (std::size_t l = 0; l < links_ && arrivals > negligible && leave > 0; ++l) {
      row[l] += l == j ? 0 : leave * std::max(0.0, to[l] - from[l]) / arrivals;
    }
    row[links_] += reaches < negligible ? leave : 0;
  }
}

std::vector<std::vector<double>> AsGraphModel::joints(const Vectors& vectors,
                                                      const ClassWeights& weights,
                                                      const model::Advertisement& today,
                                                      const model::Advertisement& x) const {
  const std::size_t before = vectors.place.at(today);
  const std::size_t after = vectors.place.at(x);
  const std::size_t width = links_ + 1;
  std::vector<std::vector<double>> result(links_ + 1, std::vector<double>(links_ * width, 0));
  std::vector<double> from(links_), to(links_), leaning_from, leaning_to;
  for (const auto& [one, weight] : weights) {
    double reaches = 0;
    std::size_t first = links_, second = links_;  // the link, where there is but one
    for (std::size_t l = 0; l < links_; ++l) {
      const auto link = static_cast<topology::LinkNumber>(l);
      from[l] = vectors.sweep.probability(one, before, link);
      to[l] = vectors.sweep.probability(one, after, link);
      reaches += to[l];
      first = from[l] > 1 - negligible ? l : first;
      second = to[l] > 1 - negligible ? l : second;
    }
    const bool certain = first < links_ && (second < links_ || reaches < negligible);
    for (std::size_t story = 0; story <= links_; ++story) {
      if (certain) {
        result[story][first * width + second] += weight;
        continue;
      }
      leaning_from = from;
      leaning_to = to;
      if (story > 0) {
        lean(leaning_from, story - 1);
        lean(leaning_to, story - 1);
      }
      add_coupling(leaning_from, leaning_to, weight, result[story]);
    }
  }
  return result;
}

std::shared_ptr<const AsGraphModel::ClassWeights> AsGraphModel::class_weights(
    const Vectors& vectors, std::size_t mix) const {
  const bool kept = &vectors == candidates_.get();
  if (kept) {
    const std::shared_lock lock(mutex_);
    if (const auto found = class_weights_.find(mix); found != class_weights_.end()) {
      return found->second;
    }
  }
  const std::vector<double> sums = vectors.sweep.classes().sums(mixes_[mix]);
  const double all = std::accumulate(sums.begin(), sums.end(), 0.0);
  auto weights = std::make_shared<ClassWeights>();
  for (topology::ClassNumber c = 0; c < sums.size(); ++c) {
    if (sums[c] > 0) {
      weights->emplace_back(c, sums[c] / all);
    }
  }
  if (!kept) {
    return weights;
  }
  const std::unique_lock lock(mutex_);
  return class_weights_.try_emplace(mix, std::move(weights)).first->second;
}

std::shared_ptr<const AsGraphModel::Matrices> AsGraphModel::matrices(
    std::size_t behaviour, const model::Advertisement& x) const {
  const Behaviour& here = behaviours_[behaviour];
  const model::Advertisement target = x.without_common_prepends();
  const std::pair<std::size_t, model::Advertisement> key{behaviour, target};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = matrices_.find(key); found != matrices_.end()) {
      return found->second;
    }
  }
  const std::shared_ptr<const Vectors> vectors = vectors_with(here.today, target);
  const std::shared_ptr<const ClassWeights> weights = class_weights(*vectors, here.mix);
  const std::shared_ptr<const Transition> response = prior_.transition(here.prior, x);
  const std::size_t width = links_ + 1;
  Matrices result;
  for (const std::vector<double>& joint : joints(*vectors, *weights, here.today, target)) {
    auto matrix = std::make_shared<Transition>();
    matrix->links = links_;
    matrix->share.assign(links_ * links_, 0);
    for (std::size_t j = 0; j < links_; ++j) {
      double home = prior_part * here.chance[j];
      for (std::size_t l = 0; l < width; ++l) {
        home += (1 - prior_part) * joint[j * width + l];
      }
      for (std::size_t l = 0; l < links_; ++l) {
        const double graph = (1 - prior_part) * joint[j * width + l] +
                             prior_part * here.chance[j] * response->at(j, l);
        const double share = home > 0 ? graph / home : response->at(j, l);
        // Where an observation spoke against the graph the fitted response takes its place.
        matrix->share[j * links_ + l] =
            quantise(here.trust * share + (1 - here.trust) * response->at(j, l));
      }
    }
    result.push_back(std::move(matrix));
  }
  const std::unique_lock lock(mutex_);
  if (matrices_.size() >= matrices_kept) {
    matrices_.clear();
  }
  return matrices_.try_emplace(key, std::make_shared<const Matrices>(std::move(result)))
      .first->second;
}

/// The graph counts as far as it foretold what was observed (mathematics.md, 1, observations).
void AsGraphModel::weigh_observations(const model::Scenario& scenario) {
  const double drift = std::max(scenario.ingress.drift.as_double(), 1e-4);
  std::vector<double> misfit(behaviours_.size(), 0);
  for (const model::Observation& observation : scenario.ingress.observations) {
    double seen = 0;
    for (const std::optional<model::Bps>& rate : observation.inbound) {
      seen += rate ? static_cast<double>(rate->value) : 0;
    }
    std::set<std::size_t> done;
    for (std::size_t p = 0; p < scenario.prefixes.size() && seen > 0; ++p) {
      const std::size_t b = behaviour_of_[p];
      if ((observation.prefix && *observation.prefix != p) || !done.insert(b).second) {
        continue;
      }
      const std::vector<model::Bps>& cells = today().home[p];
      double all = 0;
      std::vector<double> flow(links_, 0);
      const std::shared_ptr<const Transition> matrix = transition(b, observation.advertise);
      for (std::size_t j = 0; j < links_; ++j) {
        all += static_cast<double>(cells[j].value);
        for (std::size_t l = 0; l < links_; ++l) {
          flow[l] += static_cast<double>(cells[j].value) * matrix->at(j, l);
        }
      }
      for (std::size_t l = 0; l < links_ && all > 0; ++l) {
        if (observation.inbound[l]) {
          const double r =
              static_cast<double>(observation.inbound[l]->value) / seen - flow[l] / all;
          misfit[b] += r * r / (2 * drift * drift);
        }
      }
    }
  }
  for (std::size_t b = 0; b < behaviours_.size(); ++b) {
    behaviours_[b].trust = quantise(std::exp(-misfit[b]));
  }
  matrices_.clear();
}

/// What the graph alone would have said of today, against the measurement: how far to trust it.
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
    const std::size_t vector = candidates_->place.at(here.today);
    const std::shared_ptr<const ClassWeights> weights = class_weights(*candidates_, here.mix);
    for (const auto& [one, weight] : *weights) {
      for (std::size_t l = 0; l < links_; ++l) {
        foretold[l] +=
            volume * weight *
            candidates_->sweep.probability(one, vector, static_cast<topology::LinkNumber>(l));
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
  Forecast result = prior_.forecast(prefix, x, home);
  const std::size_t b = behaviour_of_[prefix];
  if (x.carried_count() == 0 || attracts_the_same(x, behaviours_[b].today)) {
    return result;
  }
  const std::shared_ptr<const Matrices> stories = matrices(b, x);
  for (std::size_t s = 0; s < stories->size(); ++s) {
    std::vector<double> flow(links_, 0);
    for (std::size_t j = 0; j < links_; ++j) {
      for (std::size_t l = 0; home[j] != 0 && l < links_; ++l) {
        flow[l] += home[j] * (*stories)[s]->at(j, l);
      }
    }
    for (std::size_t l = 0; l < links_; ++l) {
      result.low[l] = std::min(result.low[l], flow[l]);
      result.high[l] = std::max(result.high[l], flow[l]);
    }
    if (s == 0) {
      result.expected = std::move(flow);
    }
  }
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  const double reached = std::accumulate(result.expected.begin(), result.expected.end(), 0.0);
  result.unreachable = all - reached > all * 1e-9 ? all - reached : 0;
  return result;
}

std::shared_ptr<const Transition> AsGraphModel::transition(std::size_t behaviour,
                                                           const model::Advertisement& x) const {
  const Behaviour& here = behaviours_[behaviour];
  if (x.carried_count() == 0 || attracts_the_same(x, here.today)) {
    return prior_.transition(here.prior, x);
  }
  return matrices(behaviour, x)->front();
}

std::string AsGraphModel::variant_name(std::size_t variant) const {
  if (variant == 0) {
    return "AS graph";
  }
  return variant <= links_ ? fmt::format("AS graph, ties towards {}", names_[variant - 1])
                           : prior_.variant_name(variant - 1 - links_);
}

std::vector<double> AsGraphModel::variant_flow(model::PrefixIndex prefix,
                                               const model::Advertisement& x,
                                               std::span<const double> home,
                                               std::size_t variant) const {
  const std::size_t b = behaviour_of_[prefix];
  if (variant > links_ || x.carried_count() == 0 || attracts_the_same(x, behaviours_[b].today)) {
    return prior_.variant_flow(prefix, x, home, variant > links_ ? variant - 1 - links_ : 0);
  }
  const std::shared_ptr<const Matrices> stories = matrices(b, x);
  std::vector<double> flow(links_, 0);
  for (std::size_t j = 0; j < links_; ++j) {
    for (std::size_t l = 0; l < links_; ++l) {
      flow[l] += home[j] * (*stories)[variant]->at(j, l);
    }
  }
  return flow;
}

}  // namespace bgpte::ingress
