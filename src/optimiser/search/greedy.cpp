// The best single change, again and again.
#include "src/optimiser/search/greedy.hpp"

#include <utility>

#include "src/optimiser/search/float_objective.hpp"

namespace bgpte::optimiser {
namespace {

/// Where changes are not limited, thousands of steps could follow.
constexpr int max_steps = 16;

}  // namespace

void greedy(const LevelView& view, Assignment start, WorkBudget& budget, Incumbent& best) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  FloatObjective objective(view);
  std::vector<double> loads(dims);
  std::vector<double> trial(dims);
  for (int i = 0; i < max_steps && !budget.stop(); ++i) {
    const std::vector<std::int64_t> exact = view.loads(start);
    loads.assign(exact.begin(), exact.end());
    objective.focus(loads.data());
    FloatObjective::Merit least = objective.at(loads.data());
    std::optional<std::pair<std::size_t, std::uint32_t>> step;
    for (std::size_t u = 0; u < problem.groups.size(); ++u) {
      const DecisionGroup& group = problem.groups[u];
      const double* now = group.flows.data() + start[u] * dims;
      if (budget.asked_to_stop()) {
        break;
      }
      budget.spend(group.columns.size() * dims);
      for (std::uint32_t c = 0; c < group.columns.size(); ++c) {
        const double* flows = group.flows.data() + c * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          trial[d] = loads[d] + flows[d] - now[d];
        }
        if (c != start[u] && objective.lower(trial.data(), least)) {
          step = {u, c};
        }
      }
    }
    budget.spend(objective.take_steps());
    if (!step) {
      return;
    }
    start[step->first] = step->second;
    const std::vector<std::int64_t> reached = view.loads(start);
    const Int128 value = view.value(reached);
    if (!view.feasible(reached) || value >= best.value) {
      return;  // Less in floating point only.
    }
    best = {start, value, view.tie(start)};
  }
}

}  // namespace bgpte::optimiser
