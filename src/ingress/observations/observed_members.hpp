#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "bgpte/ingress/population.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/parallel/bounded_cache.hpp"
#include "src/ingress/observations/observed_moves.hpp"

namespace bgpte::ingress {

/// What a prior's population depends on, besides what all prefixes of a model have in common.
struct PopulationInputs {
  const model::Advertisement& today;
  const OpenLinks& open;
  const std::vector<std::optional<model::Retained>>& retained;  ///< [link]
  const std::vector<model::LinkIndex>& order;  ///< Of the links; not that of their names.
};

/// The populations of one model by what else they depend on: today's advertisement, which links are
/// open to all, the link whose sources hardly move, if any, and the order of the links.
using Populations = parallel::BoundedCache<
    std::tuple<model::Advertisement, std::vector<bool>, std::optional<model::LinkIndex>,
               std::vector<model::LinkIndex>>,
    PriorPopulation>;

/// The members of the default population and of those in which the sources of one link hardly move,
/// as far as observations under certain advertisements can tell members apart. It does not depend
/// on what was observed: prefixes that were tried alike share it.
class ObservedMembers {
 public:
  /// A class of members, part of which enters by another link than its home.
  struct Move {
    std::uint32_t cls;
    std::uint8_t to;  ///< The number of links: it has no link left.
    double mass;      ///< Of the members of its home link.
  };
  using Moves = std::vector<Move>;

  /// Populations: the default, then one for each link in `sticky` whose sources hardly move.
  /// `tried`: the advertisements of the observations.
  ObservedMembers(const PopulationInputs& inputs, Populations& populations,
                  const std::vector<model::LinkIndex>& sticky,
                  const std::vector<model::Advertisement>& tried);

  [[nodiscard]] std::size_t populations() const { return populations_.size(); }
  [[nodiscard]] const MemberClasses& classes(std::size_t population) const {
    return classes_[population];
  }
  /// True if the link is some member's home.
  [[nodiscard]] bool has_members(model::LinkIndex link) const { return has_members_[link]; }
  /// Where the classes of the default population go under the observations, and the means of that
  /// by home link and place.
  [[nodiscard]] const ObservedMoves& observed_moves() const { return *observed_moves_; }
  [[nodiscard]] const std::vector<double>& means() const { return means_; }
  /// The classes of a population that move under `x`.
  [[nodiscard]] std::shared_ptr<const Moves> moves(std::size_t population,
                                                   const model::Advertisement& x) const;
  /// Number of doubles that it holds, about.
  [[nodiscard]] std::size_t size() const;

 private:
  [[nodiscard]] Moves compute_moves(std::size_t population, const model::Advertisement& x) const;

  std::size_t links_;
  std::vector<std::shared_ptr<const Population>> populations_;
  std::vector<MemberClasses> classes_;  ///< [population]
  std::vector<bool> has_members_;       ///< [link]
  std::unique_ptr<const ObservedMoves> observed_moves_;
  std::vector<double> means_;
  /// What advertisements ask of a population; at most 2^21 moves (32 MB) are kept.
  mutable parallel::BoundedCache<std::pair<std::size_t, model::Advertisement>, Moves> moves_{
      parallel::CacheLimit{.weight = 1 << 21}};
};

/// The members of one model, by what they depend on: today's advertisement, the links open to all,
/// the order of the links, the sticky links, and the advertisements of the observations.
using MembersCache = parallel::BoundedCache<
    std::tuple<model::Advertisement, std::vector<bool>, std::vector<model::LinkIndex>,
               std::vector<model::LinkIndex>, std::vector<model::Advertisement>>,
    ObservedMembers>;

/// What the observed prefixes of one model share.
struct SharedMembers {
  Populations populations;
  MembersCache members;
};

}  // namespace bgpte::ingress
