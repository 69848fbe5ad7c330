#include "src/ingress/as_graph/graph_moves.hpp"

#include <algorithm>
#include <utility>

namespace bgpte::ingress {
namespace {

/// Vectors of one advertisement swept in advance; where there are more, those that differ from
/// today's on at most two links. Any other is swept when it is asked for.
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

/// Row `home` of the coupling of two choices with the most stayers: a source that may stay where it
/// is does. `arrivals`: of all links together. [to], and last what is left without a link, which
/// nothing is where `to` `reaches` one.
void couple(const std::vector<double>& from, const std::vector<double>& to, std::size_t home,
            double arrivals, bool reaches, double weight, std::vector<double>& row) {
  const std::size_t links = from.size();
  const double stay = std::min(from[home], to[home]);
  const double leave = weight * (from[home] - stay);
  // Who leaves home has less of it afterwards, so that home itself has no arrivals.
  const double part = leave > 0 && arrivals > negligible ? leave / arrivals : 0;
  for (std::size_t l = 0; l < links; ++l) {
    row[l] = part * std::max(0.0, to[l] - from[l]);
  }
  row[home] += weight * stay;
  row[links] = reaches ? 0 : leave;
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
  // What has one link each time does the same in every story.
  std::vector<double> certain(links * width, 0);
  std::vector<std::vector<double>> result(links + 1, std::vector<double>(links * width, 0));
  std::vector<double> from(links), to(links), row(width);
  std::vector<std::vector<double>*> plain;  // Stories in which ties are averaged here.
  for (const auto& [one, other, weight] : pairs) {
    const topology::LinkNumber first = before.sole_link(one);
    const topology::LinkNumber second = after.sole_link(other);
    if (first < links && second != topology::several_links) {
      certain[first * width + std::min<std::size_t>(second, links)] += weight;
      continue;
    }
    if (first == topology::no_link) {
      continue;
    }
    double reached = 0, arrivals = 0;
    for (std::size_t l = 0; l < links; ++l) {
      const auto link = static_cast<topology::LinkNumber>(l);
      from[l] = before.probability(one, link);
      to[l] = after.probability(other, link);
      arrivals += std::max(0.0, to[l] - from[l]);
      reached += to[l];
    }
    const bool reaches = reached >= negligible;
    plain.assign(1, &result[0]);
    for (std::size_t story = 1; story <= links; ++story) {
      // Ties towards one link: all of those that may choose it do.
      const std::size_t leant = story - 1;
      std::vector<double>& joint = result[story];
      const bool before_leans = from[leant] > negligible;
      const bool after_leans = to[leant] > negligible;
      if (before_leans && after_leans) {
        joint[leant * width + leant] += weight;
      } else if (after_leans) {
        for (std::size_t j = 0; j < links; ++j) {
          joint[j * width + leant] += weight * from[j];
        }
      } else if (!before_leans) {
        plain.push_back(&joint);
      } else if (!reaches) {
        joint[leant * width + links] += weight;
      } else {
        for (std::size_t l = 0; l < links; ++l) {
          joint[leant * width + l] += weight * to[l];
        }
      }
    }
    for (std::size_t j = 0; j < links; ++j) {
      if (from[j] > 0) {
        couple(from, to, j, arrivals, reaches, weight, row);
        for (std::vector<double>* joint : plain) {
          for (std::size_t l = 0; l < width; ++l) {
            (*joint)[j * width + l] += row[l];
          }
        }
      }
    }
  }
  for (std::vector<double>& joint : result) {
    for (std::size_t i = 0; i < joint.size(); ++i) {
      joint[i] += certain[i];
    }
  }
  return result;
}

}  // namespace bgpte::ingress
