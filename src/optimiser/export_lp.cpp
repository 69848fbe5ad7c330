#include "bgpte/optimiser/export_lp.hpp"

#include <algorithm>
#include <vector>

#include "dual.hpp"
#include "effort.hpp"
#include "pricing.hpp"
#include "problem.hpp"
#include "search.hpp"

namespace bgpte::optimiser {
namespace {

/// number / 10^digits, all digits.
std::string decimal(Int128 number, int digits) {
  const bool negative = number < 0;
  Int128 rest = negative ? -number : number;
  std::string text;
  for (int place = 0; rest > 0 || place <= digits; ++place) {
    if (place == digits && digits > 0) {
      text.push_back('.');
    }
    text.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  if (negative) {
    text.push_back('-');
  }
  std::reverse(text.begin(), text.end());
  return text;
}

std::string mbps(std::int64_t rate) {
  return decimal(rate, 6);
}

/// One goal of one dimension as an LP sees it: values in units of 10^-digits.
bool is_convex(const Piecewise& curve, std::int64_t hi) {
  const auto& segments = curve.segments();
  for (std::size_t i = 1; i < segments.size() && segments[i].from <= hi; ++i) {
    const Piecewise::Segment& before = segments[i - 1];
    if (segments[i].slope < before.slope ||
        before.value + before.slope * (segments[i].from - before.from) != segments[i].value) {
      return false;
    }
  }
  return true;
}

class Writer {
 public:
  Writer(const Problem& problem, const model::Scenario& scenario)
      : problem_(problem), scenario_(scenario), spans_(full_spans(problem)) {}

  std::string write(LpStage stage, Int128 most_excess) {
    head(stage);
    choices();
    loads();
    if (stage == LpStage::excess) {
      excess(true);
    } else {
      const bool any = excess(false);
      if (any) {
        row("least_excess", excess_sum_, "<=", mbps(static_cast<std::int64_t>(most_excess)));
      }
      goals();
      objective_ += term(decimal(problem_.value_constant + constant_, 18), "one");
    }
    if (objective_.empty()) {
      objective_ = " 0 one";
    }
    bounds_ += " one = 1\n";
    std::string text = comments_ + "Minimize\n obj:" + objective_ + "\nSubject To\n" + rows_ +
                       "Bounds\n" + bounds_;
    if (!binaries_.empty()) {
      text += "Binaries\n" + binaries_;
    }
    return text + "End\n";
  }

 private:
  static std::string column(std::size_t unit, std::size_t c) {
    return "x_" + std::to_string(unit) + "_" + std::to_string(c);
  }
  static std::string load(std::size_t d) { return "y_" + std::to_string(d); }

  /// Terms go on lines of their own: some readers limit the length of a line.
  static std::string term(const std::string& coefficient, const std::string& name) {
    if (coefficient.front() == '-') {
      return "\n  - " + coefficient.substr(1) + " " + name;
    }
    return "\n  + " + coefficient + " " + name;
  }

  void row(const std::string& name, const std::string& terms, const char* relation,
           const std::string& right) {
    rows_ += " " + name + ":" + terms + "\n  " + relation + " " + right + "\n";
  }

  void head(LpStage stage) {
    comments_ = "\\ bgpte: ";
    comments_ += stage == LpStage::excess ? "least total excess over the ceilings, Mbps\n"
                                          : "objective of the strategy, excess at its least\n";
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      comments_ += "\\ " + load(d) + " is " + problem_.dimensions[d].name + "\n";
    }
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      comments_ += "\\ link " + std::to_string(l) + " is " + scenario_.links[l].name + "\n";
    }
  }

  void choices() {
    for (std::size_t u = 0; u < problem_.units.size(); ++u) {
      const Unit& unit = problem_.units[u];
      std::string sum;
      for (std::size_t c = 0; c < unit.columns.size(); ++c) {
        comments_ += "\\ " + column(u, c) + ":";
        for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
          comments_ += " " + to_string(scenario_.prefixes[unit.prefixes[i]].prefix);
          for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
            const model::Advertisement& x = unit.x(c, i);
            comments_ += " " + (x[l] < 0 ? std::string("-") : std::to_string(x[l]));
            if (x.lever(l) != model::no_lever) {
              comments_ += "+" + scenario_.links[l].levers[x.lever(l) - 1U].name;
            }
          }
        }
        comments_ += "\n";
        sum += term("1", column(u, c));
        binaries_ += " " + column(u, c) + "\n";
      }
      row("one_of_" + std::to_string(u), sum, "=", "1");
    }
  }

  void loads() {
    const std::size_t dims = problem_.dimensions.size();
    for (std::size_t d = 0; d < dims; ++d) {
      const int decimals = problem_.dimensions[d].decimals;
      std::string sum = term("1", load(d));
      for (std::size_t u = 0; u < problem_.units.size(); ++u) {
        const Unit& unit = problem_.units[u];
        for (std::size_t c = 0; c < unit.columns.size(); ++c) {
          const auto flow = static_cast<std::int64_t>(unit.flows[c * dims + d]);
          if (flow != 0) {
            sum += term(decimal(-flow, decimals), column(u, c));
          }
        }
      }
      row("load_" + std::to_string(d), sum, "=", decimal(problem_.dimensions[d].base, decimals));
      bounds_ += " " + mbps(std::min<std::int64_t>(0, spans_[d].lo)) + " <= " + load(d) + "\n";
      if (problem_.dimensions[d].limit != unlimited) {
        row("limit_" + std::to_string(d), term("1", load(d)),
            "<=", decimal(problem_.dimensions[d].limit, decimals));
      }
    }
  }

  /// e >= load - ceiling for each link that could exceed it.
  bool excess(bool minimise) {
    bool any = false;
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      const Piecewise& curve = problem_.dimensions[d].goals[static_cast<std::size_t>(Goal::excess)];
      if (curve.is_zero()) {
        continue;
      }
      const std::string e = "e_" + std::to_string(d);
      row("excess_" + std::to_string(d), term("1", e) + term("-1", load(d)),
          ">=", "-" + mbps(curve.segments().back().from));
      excess_sum_ += term("1", e);
      any = true;
    }
    if (minimise) {
      objective_ = excess_sum_;
    }
    return any;
  }

  void goals() {
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      const Piecewise& curve = problem_.dimensions[d].goals[static_cast<std::size_t>(Goal::value)];
      if (!curve.is_zero()) {
        add_curve(curve, load(d), std::to_string(d), std::max<std::int64_t>(0, spans_[d].hi),
                  problem_.dimensions[d].decimals);
      }
    }
    for (std::size_t j = 0; j < problem_.joint_bills.size() && problem_.weights.cost != 0; ++j) {
      const JointBill& bill = problem_.joint_bills[j];
      const std::string z = "z_" + std::to_string(j);
      std::string sum = term("1", z);
      std::int64_t most = 0;
      for (std::size_t i = 0; i < bill.parts.size(); ++i) {
        // m = max(load, floor), exactly: a bill need not rise with the rate.
        const JointBill::Part& part = bill.parts[i];
        const std::string tail = std::to_string(j) + "_" + std::to_string(i);
        const std::string m = "m_" + tail;
        const std::string pick = "g_" + tail;
        const std::int64_t top =
            std::max<std::int64_t>({part.floor, spans_[part.dimension].hi, 0}) + 1;
        const std::string big = mbps(top);
        const std::string y = load(part.dimension);
        row("over_" + tail, term("1", m) + term("-1", y), ">=", "0");
        row("floor_" + tail, term("1", m), ">=", mbps(part.floor));
        row("load_or_" + tail, term("1", m) + term("-1", y) + term(big, pick), "<=", big);
        row("floor_or_" + tail, term("1", m) + term("-" + big, pick), "<=", mbps(part.floor));
        binaries_ += " " + pick + "\n";
        sum += term("-1", m);
        most += top;
      }
      row("sum_" + z, sum, "=", "0");
      add_curve(problem_.weights.cost * bill.outer, z, "j" + std::to_string(j), most, 6);
    }
  }

  /// The curve of `variable` over 0 .. hi joins the objective.
  void add_curve(const Piecewise& curve, const std::string& variable, const std::string& tail,
                 std::int64_t hi, int decimals) {
    const auto& segments = curve.segments();
    if (segments.size() == 1) {
      objective_ += term(decimal(segments[0].slope, 18 - decimals), variable);
      constant_ += segments[0].value;
      return;
    }
    const std::string t = "t_" + tail;
    objective_ += term("1", t);
    if (is_convex(curve, hi)) {
      bounds_ += " " + t + " free\n";
      for (std::size_t i = 0; i < segments.size() && segments[i].from <= hi; ++i) {
        row("cut_" + tail + "_" + std::to_string(i),
            term("1", t) + term(decimal(-segments[i].slope, 18 - decimals), variable),
            ">=", decimal(segments[i].value - segments[i].slope * segments[i].from, 18));
      }
      return;
    }
    // One binary for each stretch: the load lies in exactly one, and its line is the value.
    std::string one;
    std::string parts = term("1", variable);
    std::string value = term("1", t);
    for (std::size_t i = 0; i < segments.size() && segments[i].from <= hi; ++i) {
      const std::int64_t to = i + 1 < segments.size() ? std::min(hi, segments[i + 1].from - 1) : hi;
      const std::string index = tail + "_" + std::to_string(i);
      const std::string b = "b_" + index;
      const std::string w = "w_" + index;
      one += term("1", b);
      parts += term("-1", w);
      value += term(decimal(-segments[i].slope, 18 - decimals), w);
      value += term(decimal(segments[i].slope * segments[i].from - segments[i].value, 18), b);
      row("lo_" + index, term("1", w) + term(decimal(-segments[i].from, decimals), b), ">=", "0");
      row("hi_" + index, term("1", w) + term(decimal(-to, decimals), b), "<=", "0");
      binaries_ += " " + b + "\n";
    }
    bounds_ += " " + t + " free\n";
    row("stretch_" + tail, one, "=", "1");
    row("split_" + tail, parts, "=", "0");
    row("value_" + tail, value, "=", "0");
  }

  const Problem& problem_;
  const model::Scenario& scenario_;
  std::vector<Span> spans_;
  Int128 constant_ = 0;  ///< Of the curves without a break point.
  std::string comments_, objective_, rows_, bounds_, binaries_, excess_sum_;
};

}  // namespace

std::string export_lp(const model::Scenario& scenario, const ingress::IngressModel& ingress,
                      LpStage stage, std::optional<model::Bps> excess) {
  const States states(scenario, ingress);
  const Options options;
  Effort effort(options);
  Problem problem = make_problem(states, effort, Sharing::never);
  Int128 most = excess.value_or(model::Bps{}).value;
  if (stage == LpStage::objective && !excess) {
    most = search(problem, {Goal::excess, {}}, Choice(problem.units.size(), 0), false,
                  options.gap_limit, effort)
               .best.value;
  }
  return Writer(problem, scenario).write(stage, most);
}

}  // namespace bgpte::optimiser
