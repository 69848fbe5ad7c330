// The optimisation model as linear rows: candidates, loads, levels, bills.
#include "bgpte/optimiser/export_lp.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "bgpte/evaluation/objective_weights.hpp"
#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/lp_text.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/search/levels.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {
namespace {

Goal goal_of(LpStage stage) {
  constexpr std::array goals{Goal::loss, Goal::excess, Goal::failures, Goal::targets, Goal::value};
  return goals[static_cast<std::size_t>(stage)];
}

std::string_view name_of(Goal goal) {
  constexpr std::array<std::string_view, goal_count> names{"loss",  "excess", "failures", "targets",
                                                           "value", "bill",   "phi"};
  return names[static_cast<std::size_t>(goal)];
}

class Writer {
 public:
  Writer(const Problem& problem, const evaluation::Baseline& baseline)
      : problem_(problem),
        scenario_(baseline.scenario()),
        profiles_(baseline.bills().profiles()),
        spans_(full_spans(problem)) {}

  std::string write(LpStage stage, const std::vector<LexicographicLevel::GoalCap>& caps) {
    head(stage);
    choices();
    loads();
    for (const LexicographicLevel::GoalCap& cap : caps) {
      if (const std::string sum = goal_sum(cap.goal); !sum.empty()) {
        lp_.row("hold_" + std::string(name_of(cap.goal)), sum,
                "<=", mbps(static_cast<std::int64_t>(cap.max)));
      }
    }
    if (stage == LpStage::objective) {
      goals();
      lp_.objective += term(decimal(problem_.value_constant + lp_.constant, 18), "one");
    } else {
      lp_.objective = goal_sum(goal_of(stage));
    }
    return lp_.text();
  }

 private:
  static std::string column(std::size_t group, std::size_t c) {
    return "x_" + std::to_string(group) + "_" + std::to_string(c);
  }
  static std::string load(std::size_t d) { return "y_" + std::to_string(d); }

  void head(LpStage stage) {
    lp_.comments = "\\ bgpte: ";
    lp_.comments += stage == LpStage::objective
                        ? "objective of the strategy, the levels before it held\n"
                        : "least " + std::string(name_of(goal_of(stage))) + ", Mbps\n";
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      lp_.comments += "\\ " + load(d) + " is " + problem_.dimensions[d].name + "\n";
    }
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      lp_.comments += "\\ link " + std::to_string(l) + " is " + scenario_.links[l].name + "\n";
    }
    for (const model::PrefixIndex p : profiles_.own()) {
      lp_.comments += "\\ profile " + std::to_string(profiles_.of(p, 0)) + " is " +
                      to_string(scenario_.prefixes[p].prefix) + "\n";
    }
  }

  void choices() {
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      const DecisionGroup& group = problem_.groups[u];
      std::string sum;
      for (std::size_t c = 0; c < group.columns.size(); ++c) {
        lp_.comments += "\\ " + column(u, c) + ":";
        for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
          lp_.comments += " " + to_string(scenario_.prefixes[group.prefixes[i]].prefix);
          for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
            const model::Advertisement& x = group.x(c, i);
            lp_.comments += " " + (x[l] < 0 ? std::string("-") : std::to_string(x[l]));
            if (x.lever(l) != model::no_lever) {
              lp_.comments += "+" + scenario_.links[l].levers[x.lever(l) - 1U].name;
            }
          }
        }
        lp_.comments += "\n";
        sum += term("1", column(u, c));
        lp_.binaries += " " + column(u, c) + "\n";
      }
      lp_.row("one_of_" + std::to_string(u), sum, "=", "1");
    }
  }

  void loads() {
    const std::size_t dims = problem_.dimensions.size();
    for (std::size_t d = 0; d < dims; ++d) {
      const int decimals = problem_.dimensions[d].decimals;
      std::string sum = term("1", load(d));
      for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
        const DecisionGroup& group = problem_.groups[u];
        for (std::size_t c = 0; c < group.columns.size(); ++c) {
          const auto flow = static_cast<std::int64_t>(group.flows[c * dims + d]);
          if (flow != 0) {
            sum += term(decimal(-flow, decimals), column(u, c));
          }
        }
      }
      lp_.row("load_" + std::to_string(d), sum, "=",
              decimal(problem_.dimensions[d].base, decimals));
      lp_.bounds += " " + mbps(std::min<std::int64_t>(0, spans_[d].lo)) + " <= " + load(d) + "\n";
      if (problem_.dimensions[d].limit != billing::unlimited) {
        lp_.row("limit_" + std::to_string(d), term("1", load(d)),
                "<=", decimal(problem_.dimensions[d].limit, decimals));
      }
    }
  }

  /// A column for what is above each threshold, e >= load - threshold, and for what is missing of a
  /// target; for each failure, what is above its loss of today; and the least relief for each
  /// change. The sum of them.
  std::string goal_sum(Goal goal) {
    std::string sum;
    const std::string name(name_of(goal));
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      const billing::Piecewise& curve =
          problem_.dimensions[d].goals[static_cast<std::size_t>(goal)];
      if (curve.is_zero()) {
        continue;
      }
      if (problem_.dimensions[d].decimals == 0) {
        sum += term(decimal(curve.segments().back().slope, 6), load(d));
        continue;
      }
      if (curve.segments().front().slope < 0) {
        sum += term("1", lp_.below(name + "_" + std::to_string(d), load(d),
                                   static_cast<std::int64_t>(curve.segments().front().value)));
      }
      sum += term("1",
                  lp_.above(name + "_" + std::to_string(d), load(d), curve.segments().back().from));
    }
    for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
      const JointTerm& joint = problem_.joint_terms[j];
      if (joint.factors[static_cast<std::size_t>(goal)] == 0) {
        continue;
      }
      std::string lost;
      std::int64_t today = joint.outer.segments().back().from;
      for (const JointTerm::Part& part : joint.parts) {
        lost +=
            term("-1", lp_.above("lost_" + std::to_string(j) + "_" + std::to_string(part.dimension),
                                 load(part.dimension), part.floor));
        today -= part.floor;
      }
      const std::string f = "f_" + std::to_string(j);
      lp_.row("failure_" + std::to_string(j), term("1", f) + lost, ">=", "-" + mbps(today));
      sum += term("1", f);
    }
    return sum;
  }

  void goals() {
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      const billing::Piecewise& curve =
          problem_.dimensions[d].goals[static_cast<std::size_t>(Goal::value)];
      if (!curve.is_zero()) {
        lp_.add_curve(curve, load(d), std::to_string(d), std::max<std::int64_t>(0, spans_[d].hi),
                      problem_.dimensions[d].decimals);
      }
    }
    for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
      const JointTerm& bill = problem_.joint_terms[j];
      const Int128 factor = bill.factors[static_cast<std::size_t>(Goal::value)];
      if (factor == 0) {
        continue;
      }
      const std::string z = "z_" + std::to_string(j);
      std::string sum = term("1", z);
      std::int64_t max_rate = 0;
      for (std::size_t i = 0; i < bill.parts.size(); ++i) {
        const JointTerm::Part& part = bill.parts[i];
        const std::int64_t top =
            std::max<std::int64_t>({part.floor, spans_[part.dimension].hi, 0}) + 1;
        sum += term("-1", lp_.greater(load(part.dimension), part.floor, top,
                                      std::to_string(j) + "_" + std::to_string(i)));
        max_rate += top;
      }
      lp_.row("sum_" + z, sum, "=", "0");
      lp_.add_curve(factor * bill.outer, z, "j" + std::to_string(j), max_rate, 6);
    }
    for (std::size_t b = 0; b < problem_.replayed_bills.size() && problem_.weights.cost != 0; ++b) {
      add_replay(problem_.replayed_bills[b], "r" + std::to_string(b));
    }
  }

  void add_replay(const ReplayedBill& bill, const std::string& tail) {
    const std::string z = "z_" + tail;
    std::string sum = term("1", z);
    std::int64_t max_rate = 0;
    const billing::Piecewise curve = problem_.weights.cost * bill.outer;
    for (std::size_t i = 0; i < bill.parts.size(); ++i) {
      const ReplayedBill::Part& part = bill.parts[i];
      const std::string here = tail + "_" + std::to_string(i);
      const std::int64_t top = add_percentile(part, here, !is_rising(curve)) + 1;
      max_rate += std::max(top, part.floor + 1);
      sum += term("-1", part.floor > 0 ? lp_.greater("q_" + here, part.floor,
                                                     std::max(top, part.floor + 1), here)
                                       : "q_" + here);
    }
    lp_.row("sum_" + z, sum, "=", "0");
    lp_.add_curve(curve, z, tail, max_rate, 6);
  }

  /// q = the percentile of the samples: at least every sample but `dropped` of them and, where a
  /// greater rate may cost less, at most dropped + 1 of them. Rounding of each sample to whole
  /// bps is left out. Returns what q is at most.
  std::int64_t add_percentile(const ReplayedBill::Part& part, const std::string& tail,
                              bool from_above) {
    const billing::PercentileMeter& meter = part.meter;
    std::vector<std::int64_t> lo, hi;
    for (const std::size_t d : part.dimensions) {
      lo.push_back(std::max<std::int64_t>(0, spans_[d].lo));
      hi.push_back(std::max<std::int64_t>(0, spans_[d].hi));
    }
    const std::int64_t slack = static_cast<std::int64_t>(meter.terms.size()) + 1;
    const std::int64_t least = std::max<std::int64_t>(0, meter.rate(lo) - slack);
    const std::int64_t max_rate = meter.rate(hi) + slack;
    const std::string q = "q_" + tail;
    lp_.bounds += " " + mbps(least) + " <= " + q + " <= " + mbps(max_rate) + "\n";
    std::int64_t dropped = static_cast<std::int64_t>(meter.dropped);
    std::string above, below;
    for (std::size_t r = 0; r < meter.rows(); ++r) {
      const std::int64_t row_lo = meter.at(r, lo);
      const std::int64_t row_hi = meter.at(r, hi) + slack;
      if (row_lo > max_rate) {
        --dropped;  // Always among those above.
        continue;
      }
      if (row_hi <= least) {
        continue;  // Always among those below.
      }
      const std::string index = tail + "_" + std::to_string(r);
      std::string load;  // q - load of this sample, the base apart.
      for (std::size_t k = 0; k < meter.terms.size(); ++k) {
        const Int128 share = static_cast<Int128>(meter.samples[r * meter.terms.size() + k]) *
                             1'000'000'000'000'000 / meter.terms[k].total;
        if (share != 0) {
          load += term(decimal(-share, 15), this->load(part.dimensions[k]));
        }
      }
      const std::string u = "u_" + index;
      const std::int64_t reach = row_hi - least;
      lp_.row("above_" + index, term("1", q) + load + term(mbps(reach), u),
              ">=", mbps(meter.base[r]));
      if (meter.floor[r] > least) {
        lp_.row("out_" + index, term("1", q) + term(mbps(reach), u), ">=", mbps(meter.floor[r]));
      }
      lp_.binaries += " " + u + "\n";
      above += term("1", u);
      if (from_above) {
        const std::string a = "a_" + index;
        lp_.row("below_" + index, term("1", q) + load + term(mbps(max_rate), a),
                "<=", mbps(meter.base[r] + max_rate));
        std::string either = term("1", a);
        if (meter.floor[r] > meter.base[r]) {
          const std::string o = "o_" + index;
          lp_.row("below_out_" + index, term("1", q) + term(mbps(max_rate), o),
                  "<=", mbps(meter.floor[r] + max_rate));
          either += term("1", o);
          lp_.binaries += " " + o + "\n";
        }
        lp_.row("either_" + index, either, "<=", "1");
        lp_.binaries += " " + a + "\n";
        below += either;
      }
    }
    if (!above.empty()) {
      lp_.row("dropped_" + tail, above, "<=", std::to_string(std::max<std::int64_t>(0, dropped)));
    }
    if (!below.empty()) {
      lp_.row("left_" + tail, below, ">=", std::to_string(dropped + 1));
    }
    return max_rate;
  }

  const Problem& problem_;
  const model::Scenario& scenario_;
  const billing::TrafficProfiles& profiles_;
  std::vector<Span> spans_;
  LpText lp_;
};

}  // namespace

std::string export_lp(const evaluation::Baseline& baseline, LpStage stage) {
  const Options options;
  WorkBudget budget(options);
  const model::NMinusOne mode = baseline.scenario().policy.n_minus_1;
  const bool rows = mode == model::NMinusOne::require || mode == model::NMinusOne::no_worse;
  Problem problem = make_problem(baseline, budget, Sharing::never,
                                 rows ? evaluation::failure_cases(baseline.scenario())
                                      : std::vector<evaluation::FailureCase>());
  const LevelsReached levels = solve_levels(problem, baseline, options, budget, goal_of(stage));
  return Writer(problem, baseline).write(stage, levels.caps);
}

}  // namespace bgpte::optimiser
