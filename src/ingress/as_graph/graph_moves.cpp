// Sweeps of advertisements over the AS graph, and the joint probabilities of two of them.
#include "src/ingress/as_graph/graph_moves.hpp"

#include <algorithm>
#include <utility>

namespace bgpte::ingress {
namespace {

/// Where one advertisement has more prepend vectors than this, only those that differ from today's
/// on at most two links are swept in advance. Any other is swept when it is asked for.
constexpr double swept_in_advance = 5'000;
/// A joint chance below this is rounding of the sweep's single precision.
constexpr double negligible = topology::AveragedSweep::negligible;

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

/// By which links the sources of one pair of classes enter before and after.
struct Choices {
  explicit Choices(std::size_t links) : from(links), to(links), row(links + 1) {}

  void read(const ClassPair& pair, const topology::SweptVector& before,
            const topology::SweptVector& after) {
    arrivals = 0;
    double reached = 0;
    for (std::size_t l = 0; l < from.size(); ++l) {
      const auto link = static_cast<topology::LinkNumber>(l);
      from[l] = before.probability(pair.before, link);
      to[l] = after.probability(pair.after, link);
      arrivals += std::max(0.0, to[l] - from[l]);
      reached += to[l];
    }
    reaches = reached >= negligible;
  }

  std::vector<double> from, to;  ///< [link] probabilities.
  double arrivals = 0;           ///< Sum over the links of what each has more afterwards.
  bool reaches = false;          ///< True if any link is left afterwards.
  std::vector<double> row;       ///< Scratch of add_averaged: [to], and last those without a link.
};

/// Row `home` of the coupling of two choices with the most stayers: a source that may stay where it
/// is does.
void couple(Choices& choices, std::size_t home, double weight) {
  const std::size_t links = choices.from.size();
  const double stay = std::min(choices.from[home], choices.to[home]);
  const double leave = weight * (choices.from[home] - stay);
  // Who leaves home has less of it afterwards, so that home itself has no arrivals.
  const double part = leave > 0 && choices.arrivals > negligible ? leave / choices.arrivals : 0;
  for (std::size_t l = 0; l < links; ++l) {
    choices.row[l] = part * std::max(0.0, choices.to[l] - choices.from[l]);
  }
  choices.row[home] += weight * stay;
  choices.row[links] = choices.reaches ? 0 : leave;
}

/// Adds joint probabilities with ties towards one link: all sources that may choose it do. False
/// where none of them may, before or after, so that ties are averaged instead.
bool add_ties_towards(std::size_t link, const Choices& choices, double weight,
                      std::vector<double>& joint) {
  const std::size_t links = choices.from.size();
  const std::size_t width = links + 1;
  const bool before = choices.from[link] > negligible;
  const bool after = choices.to[link] > negligible;
  if (before && after) {
    joint[link * width + link] += weight;
  } else if (after) {
    for (std::size_t j = 0; j < links; ++j) {
      joint[j * width + link] += weight * choices.from[j];
    }
  } else if (!before) {
    return false;
  } else if (!choices.reaches) {
    joint[link * width + links] += weight;
  } else {
    for (std::size_t l = 0; l < links; ++l) {
      joint[link * width + l] += weight * choices.to[l];
    }
  }
  return true;
}

/// Adds joint probabilities of averaged choices to each of these matrices.
void add_averaged(Choices& choices, double weight,
                  const std::vector<std::vector<double>*>& matrices) {
  const std::size_t width = choices.row.size();
  for (std::size_t j = 0; j < choices.from.size(); ++j) {
    if (choices.from[j] > 0) {
      couple(choices, j, weight);
      for (std::vector<double>* joint : matrices) {
        for (std::size_t l = 0; l < width; ++l) {
          (*joint)[j * width + l] += choices.row[l];
        }
      }
    }
  }
}

}  // namespace

std::shared_ptr<const SweptVectors> sweep_vectors(const topology::AsGraph& graph,
                                                  const topology::Origin& origin,
                                                  const std::set<model::Advertisement>& wanted,
                                                  unsigned threads) {
  auto vectors = std::make_shared<SweptVectors>();
  const std::vector<model::Advertisement> list(wanted.begin(), wanted.end());
  for (std::size_t v = 0; v < list.size(); ++v) {
    vectors->place.emplace(list[v], v);
  }
  vectors->sweep = topology::averaged_sweep(graph, origin, list, threads);
  return vectors;
}

void add_vectors_beside(const model::Advertisement& today, model::Prepend most,
                        std::set<model::Advertisement>& wanted) {
  wanted.insert(today);
  std::vector<topology::LinkNumber> swept;
  double count = 1;
  for (std::size_t l = 0; l < today.size(); ++l) {
    if (today.carried_on(l)) {
      swept.push_back(static_cast<topology::LinkNumber>(l));
      count *= most + 1;
    }
  }
  if (count > swept_in_advance) {
    add_near(today, most, wanted);
    return;
  }
  for (model::Advertisement& x : topology::prepend_vectors(today, swept, most)) {
    wanted.insert(std::move(x));
  }
}

std::vector<ClassPair> class_pairs(const topology::BehaviourClasses& before,
                                   const topology::BehaviourClasses& after, const SourceMix& mix) {
  std::vector<ClassPair> pairs;
  for (const auto& [as, weight] : mix) {
    if (before.of(as) != topology::no_class) {
      pairs.push_back({before.of(as), after.of(as), weight});
    }
  }
  const auto key = [](const ClassPair& pair) { return std::pair(pair.before, pair.after); };
  std::stable_sort(pairs.begin(), pairs.end(),
                   [&](const ClassPair& a, const ClassPair& b) { return key(a) < key(b); });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (kept > 0 && key(pairs[kept - 1]) == key(pairs[i])) {
      pairs[kept - 1].weight += pairs[i].weight;
    } else {
      pairs[kept++] = pairs[i];
    }
  }
  pairs.resize(kept);
  double all = 0;
  for (const ClassPair& pair : pairs) {
    all += pair.weight;
  }
  for (ClassPair& pair : pairs) {
    pair.weight /= all;
  }
  return pairs;
}

std::vector<std::vector<double>> joint_chances(std::span<const ClassPair> pairs, std::size_t links,
                                               const topology::SweptVector& before,
                                               const topology::SweptVector& after) {
  const std::size_t width = links + 1;
  // What has one link each time does the same however ties are broken.
  std::vector<double> certain(links * width, 0);
  std::vector<std::vector<double>> result(links + 1, std::vector<double>(links * width, 0));
  Choices choices(links);
  std::vector<std::vector<double>*> averaged;  // Those in which ties are averaged for this pair.
  for (const ClassPair& pair : pairs) {
    const topology::LinkNumber first = before.sole_link(pair.before);
    const topology::LinkNumber second = after.sole_link(pair.after);
    if (first < links && second != topology::several_links) {
      certain[first * width + std::min<std::size_t>(second, links)] += pair.weight;
      continue;
    }
    if (first == topology::no_link) {
      continue;
    }
    choices.read(pair, before, after);
    averaged.assign(1, &result[0]);
    for (std::size_t l = 0; l < links; ++l) {
      if (!add_ties_towards(l, choices, pair.weight, result[l + 1])) {
        averaged.push_back(&result[l + 1]);
      }
    }
    add_averaged(choices, pair.weight, averaged);
  }
  for (std::vector<double>& joint : result) {
    for (std::size_t i = 0; i < joint.size(); ++i) {
      joint[i] += certain[i];
    }
  }
  return result;
}

}  // namespace bgpte::ingress
