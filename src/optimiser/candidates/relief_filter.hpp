#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "src/optimiser/problem/problem.hpp"

namespace bgpte::optimiser {

/// Leaves out candidates that no plan can have which brings the relief it must, before anything
/// else is asked about them: on 64 links most pairs of changes. Of what enters by a link today,
/// more prepends there keep no more and more prepends elsewhere no less, so a candidate takes no
/// more off a link than those of its changes do that help there: more prepends on the link itself,
/// fewer elsewhere. What one change takes off is known; several take off all that enters at most.
class ReliefFilter {
 public:
  /// Whether it may be used: where more prepends are known to repel for some prefix, what is
  /// expected counts, and no prefix follows another.
  [[nodiscard]] static bool supports(const evaluation::Baseline& baseline);

  /// Asks for the transitions of single changes. `groups` have candidates, of one prefix each, and
  /// are all that can change. Refers to the baseline.
  ReliefFilter(const evaluation::Baseline& baseline, const ReliefNeed& need,
               std::span<const DecisionGroup> groups);

  /// The group's candidates that a plan may have, in the same order; today's is always among them.
  /// Groups that keep the same share one list.
  [[nodiscard]] DecisionGroup::Candidates useful(const DecisionGroup& group);

  /// What enters by the links above their thresholds at the peak, bps: no change of the group takes
  /// off more.
  [[nodiscard]] double enters(const DecisionGroup& group) const;

  /// The numbers of the group's candidates that may bring, with each of their changes, at least the
  /// part of the relief that falls to one change: every plan that is better than today's has such a
  /// candidate.
  [[nodiscard]] std::vector<std::uint32_t> leading(const DecisionGroup& group);

 private:
  /// One link prepended otherwise than today.
  struct SingleChange {
    model::LinkIndex link = 0;
    model::Prepend prepend = 0;
    auto operator<=>(const SingleChange&) const = default;
  };
  /// What is the same for all prefixes that behave alike and have the same candidates.
  struct Class {
    std::vector<std::shared_ptr<const ingress::Transition>> transitions;  ///< [single change]
    std::vector<bool> helps;  ///< [single change * relieved + r] it can take something off there.
    std::vector<std::uint16_t> parts;  ///< Single changes, candidate after candidate.
    std::vector<std::uint32_t> first;  ///< [candidate] where its parts begin; then the end.
    /// [candidate] nothing but prepends changes, and more of them are known to repel.
    std::vector<bool> known;
  };
  /// What may be taken off the relieved links, bps.
  struct Relief {
    std::vector<double> home;    ///< [r] all that enters there.
    std::vector<double> single;  ///< [single change * relieved + r]
  };

  [[nodiscard]] const Class& class_of(const DecisionGroup& group);
  [[nodiscard]] Relief relief_of(const DecisionGroup& group, const Class& of) const;
  void bound_all(std::span<const DecisionGroup> groups);
  [[nodiscard]] double home(const DecisionGroup& group, model::LinkIndex link) const;
  [[nodiscard]] static double brings(const Class& of, const Relief& relief, std::size_t candidate);
  [[nodiscard]] bool is_possible(double relief, std::size_t changes) const;

  const evaluation::Baseline& baseline_;
  ReliefNeed need_;
  std::vector<model::LinkIndex> relieved_;  ///< Links above their thresholds today.
  std::map<std::pair<std::size_t, const void*>, Class> classes_;
  /// [changes] What so many of any prefixes bring at most, bps; more bring no more.
  std::vector<double> most_;
  std::map<std::pair<const void*, std::vector<bool>>, DecisionGroup::Candidates> lists_;
};

}  // namespace bgpte::optimiser
