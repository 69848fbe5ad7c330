// The probability of each ingress link under many vectors, ties averaged.
#include "bgpte/topology/averaged_sweep.hpp"

#include <algorithm>

#include "bgpte/parallel/parallel_for.hpp"
#include "src/topology/averaging.hpp"
#include "src/topology/candidates.hpp"
#include "src/topology/row_table.hpp"
#include "src/topology/strips.hpp"

namespace bgpte::topology {
namespace {

constexpr std::size_t lanes = averaged_lanes;

/// One strip: the distinct outcomes, and which one each AS has.
struct Outcomes {
  RowTable<float> rows;
  std::vector<std::uint32_t> row_of;
};

Outcomes outcomes_of(const AsGraph& graph, const Origin& origin,
                     std::span<const model::Advertisement> vectors, const Strip& strip) {
  const std::size_t links = origin.links.size();
  const Candidates candidates(graph, origin, strip.longest, TieRule::lowest_asn);
  std::vector<std::uint32_t> length(candidates.rows() * lanes);
  std::vector<float> probability(candidates.rows() * links * lanes);
  const AveragedRows rows{length.data(), probability.data(), links};
  std::size_t row = graph.transit_size();
  for (const Offer& offer : candidates.offers()) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      // Lanes beyond the last vector repeat it.
      const std::size_t at = std::min(lane, strip.vectors.size() - 1);
      length[row * lanes + lane] =
          1U + static_cast<std::uint32_t>(vectors[strip.vectors[at]][offer.link]);
      probability[(row * links + offer.link) * lanes + lane] = 1.0F;
    }
    ++row;
  }
  std::vector<std::uint32_t> choices;
  for (const AsIndex as : candidates.order()) {
    choices.clear();
    candidates.append(as, choices);
    average(rows, choices, length.data() + as * lanes, probability.data() + as * links * lanes);
  }

  Outcomes outcomes{RowTable<float>(links * lanes), std::vector<std::uint32_t>(graph.size())};
  std::vector<float> outcome(links * lanes);
  std::vector<std::uint32_t> outcome_of_row(candidates.rows(), no_class);
  std::uint32_t unused_length[lanes];
  const std::uint32_t without_route = outcomes.rows.intern(outcome.data());
  for (AsIndex as = 0; as < graph.size(); ++as) {
    choices.clear();
    candidates.append(as, choices);
    if (choices.empty()) {
      outcomes.row_of[as] = without_route;
      continue;
    }
    std::uint32_t& known = outcome_of_row[choices[0]];
    if (choices.size() == 1 && known != no_class) {
      outcomes.row_of[as] = known;
      continue;
    }
    average(rows, choices, unused_length, outcome.data());
    outcomes.row_of[as] = outcomes.rows.intern(outcome.data());
    if (choices.size() == 1) {
      known = outcomes.row_of[as];
    }
  }
  return outcomes;
}

}  // namespace

SweptVector AveragedSweep::at(std::size_t vector) const {
  const Place& place = place_[vector];
  const Part& part = parts_[place.part];
  SweptVector result;
  result.rows_ = part.rows.data() + place.lane;
  result.sole_ = part.sole.data() + place.lane;
  result.row_of_ = part.row_of.data();
  result.links_ = links_;
  result.lanes_ = lanes;
  return result;
}

std::vector<std::uint16_t> AveragedSweep::sole_links(const std::vector<float>& rows) const {
  std::vector<std::uint16_t> sole(rows.size() / links_, SweptVector::unreachable);
  for (std::size_t row = 0; row < sole.size() / lanes; ++row) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      double reaches = 0;
      std::uint16_t& link = sole[row * lanes + lane];
      for (std::size_t l = 0; l < links_; ++l) {
        const auto chance = static_cast<double>(rows[(row * links_ + l) * lanes + lane]);
        reaches += chance;
        link = chance > 1 - negligible ? static_cast<std::uint16_t>(l) : link;
      }
      if (link == SweptVector::unreachable && reaches >= negligible) {
        link = SweptVector::several;
      }
    }
  }
  return sole;
}

AveragedSweep averaged_sweep(const AsGraph& graph, const Origin& origin,
                             std::span<const model::Advertisement> vectors, unsigned threads) {
  check_size(origin, vectors);
  const std::vector<Strip> strips = strips_of(vectors, lanes);
  std::vector<std::vector<float>> rows(strips.size());
  std::vector<std::vector<std::uint32_t>> row_of(strips.size());
  parallel::parallel_for(threads, strips.size(), [&](std::size_t at) {
    Outcomes outcomes = outcomes_of(graph, origin, vectors, strips[at]);
    rows[at] = std::move(outcomes.rows).release();
    row_of[at] = std::move(outcomes.row_of);
  });

  // ASes are alike that have been so far and have the same outcome in the next strip.
  std::vector<std::uint32_t> alike(graph.size(), 0);
  std::size_t numbers = 1;
  for (const std::vector<std::uint32_t>& next : row_of) {
    RowTable<std::uint32_t> pairs(2);
    for (AsIndex as = 0; as < graph.size(); ++as) {
      const std::uint32_t pair[2] = {alike[as], next[as]};
      alike[as] = pairs.intern(pair);
    }
    numbers = pairs.size();
  }

  AveragedSweep result;
  result.links_ = origin.links.size();
  result.classes_ = BehaviourClasses(graph, origin.asn, alike, numbers);
  result.place_.resize(vectors.size());
  for (std::size_t at = 0; at < strips.size(); ++at) {
    AveragedSweep::Part part{std::move(rows[at]), {}, {}};
    part.sole = result.sole_links(part.rows);
    for (ClassNumber one = 0; one < result.classes_.size(); ++one) {
      part.row_of.push_back(row_of[at][result.classes_.members(one)[0]]);
    }
    for (std::size_t lane = 0; lane < strips[at].vectors.size(); ++lane) {
      result.place_[strips[at].vectors[lane]] = {static_cast<std::uint32_t>(at),
                                                 static_cast<std::uint32_t>(lane)};
    }
    result.parts_.push_back(std::move(part));
  }
  return result;
}

Shares shares(const AveragedSweep& sweep, std::span<const double> weights) {
  const std::vector<double> of_class = sweep.classes().sums(weights);
  Shares result;
  result.links = sweep.links();
  result.share.assign(sweep.vectors() * sweep.links(), 0.0);
  result.without_route.assign(sweep.vectors(), 0.0);
  for (std::size_t vector = 0; vector < sweep.vectors(); ++vector) {
    const SweptVector swept = sweep.at(vector);
    double* const share = result.share.data() + vector * sweep.links();
    double with_route = 0.0;
    for (ClassNumber of = 0; of < of_class.size(); ++of) {
      bool routed = false;
      for (LinkNumber link = 0; link < sweep.links(); ++link) {
        const double probability = swept.probability(of, link);
        share[link] += probability * of_class[of];
        routed = routed || probability > 0.0;
      }
      (routed ? with_route : result.without_route[vector]) += of_class[of];
    }
    for (std::size_t link = 0; link < sweep.links() && with_route > 0.0; ++link) {
      share[link] /= with_route;
    }
    const double all = with_route + result.without_route[vector];
    result.without_route[vector] = all > 0.0 ? result.without_route[vector] / all : 0.0;
  }
  return result;
}

}  // namespace bgpte::topology
