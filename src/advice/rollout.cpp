// The steps of a rollout, each with the shares that are expected and when to go on or back.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/contingency.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/rollout_order.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

constexpr std::int64_t convergence_s = 300;
constexpr std::int64_t least_watch_s = 900;

std::vector<model::PrefixIndex> prefixes_of(const std::vector<model::Change>& changes) {
  std::vector<model::PrefixIndex> prefixes;
  for (const model::Change& change : changes) {
    if (prefixes.empty() || prefixes.back() != change.prefix) {
      prefixes.push_back(change.prefix);
    }
  }
  return prefixes;
}

/// What one step starts from and leads to.
struct Stage {
  evaluation::Plan plan;
  evaluation::Evaluation before, after;
};

/// Expected shares of one prefix after the step, for every link by which it enters or did.
std::vector<ShareCondition> expected_shares(const NetworkToday& network,
                                            const evaluation::Plan& plan,
                                            model::PrefixIndex prefix) {
  const model::Scenario& scenario = network.scenario;
  const PrefixShares shares = shares_of(network, plan, prefix);
  const auto carried = [&](const evaluation::Plan& announced, model::LinkIndex link) {
    const auto x = evaluation::effective(network.baseline, announced, network.down, prefix);
    return x && x->carried_on(link);
  };
  std::vector<ShareCondition> conditions;
  if (shares.volume <= 0) {
    return conditions;
  }
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    if (carried(plan, link) || carried({}, link)) {
      conditions.push_back({name_of(scenario, prefix), scenario.links[link].name, shares.low[link],
                            shares.expected[link], shares.high[link], share_tolerance(scenario)});
    }
  }
  return conditions;
}

std::string undo_text(const std::vector<ChangeText>& changes) {
  std::vector<std::string> parts;
  for (const ChangeText& change : changes) {
    if (change.lever_from != change.lever_to && change.from == change.to) {
      parts.push_back(change.lever_from ? fmt::format("{} on {} with {} again", change.prefix,
                                                      change.link, change.lever_from->name)
                                        : fmt::format("take {} off {} on {}", change.lever_to->name,
                                                      change.prefix, change.link));
      continue;
    }
    if (change.from == model::not_announced) {
      parts.push_back(fmt::format("{} off {} again", change.prefix, change.link));
      continue;
    }
    const std::string lever = change.lever_from == change.lever_to ? ""
                              : change.lever_from ? " with " + change.lever_from->name
                                                  : " without " + change.lever_to->name;
    parts.push_back(fmt::format("{} on {} back to {}{}", change.prefix, change.link,
                                static_cast<int>(change.from), lever));
  }
  return join_some(std::move(parts), 4);
}

/// "A carries at most 800 Mbps and B at most 8 Gbps".
std::string ceilings_text(const std::vector<CeilingCondition>& ceilings, std::string_view relation,
                          std::string_view between) {
  std::vector<std::string> parts;
  for (const CeilingCondition& ceiling : ceilings) {
    parts.push_back(fmt::format("{}{} {} {}", ceiling.link, parts.empty() ? " carries" : "",
                                relation, model::format_rate(ceiling.limit)));
  }
  return fmt::format("{}", fmt::join(parts, between));
}

/// Conditions of one step: what lets it go on and what undoes it.
class Conditions {
 public:
  /// `planned` is what all steps together lead to.
  Conditions(const NetworkToday& network, const Stage& stage, const OrderedStep& step,
             const evaluation::Evaluation& planned)
      : network_(network), stage_(stage), step_(step), planned_(planned) {}

  void fill(RolloutStep& out) const {
    for (const model::PrefixIndex prefix : prefixes_of(step_.changes)) {
      for (ShareCondition& condition : expected_shares(network_, stage_.plan, prefix)) {
        out.expect.push_back(std::move(condition));
      }
    }
    share_conditions(out);
    ceiling_conditions(out);
    if (out.abort_if.shares.empty() && out.abort_if.ceilings.empty()) {
      // No link receives anything, so no link has a reason to end above both ceiling and today.
      for (model::LinkIndex link = 0; link < network_.scenario.links.size(); ++link) {
        out.abort_if.ceilings.push_back({network_.scenario.links[link].name, worst_allowed(link)});
      }
    }
  }

 private:
  [[nodiscard]] model::Bps worst_allowed(model::LinkIndex link) const {
    return std::max(model::ceiling(network_.scenario, link),
                    network_.today.links[link].peak.expected);
  }

  /// The share of the prefix with which the link that receives it ends above its ceiling and above
  /// today, all other traffic at the high end of its range. Above 1 where not even all of it does.
  [[nodiscard]] double share_that_harms(const ShareCondition& condition) const {
    const model::Scenario& scenario = network_.scenario;
    const auto prefix = model::find_prefix(scenario, model::parse_prefix(condition.prefix).prefix);
    const auto link = model::find_link(scenario, condition.link);
    const std::vector<double> home = peak_home_of(network_, *prefix);
    double volume = 0;
    for (const double cell : home) {
      volume += cell;
    }
    if (volume <= 0) {
      return 1;
    }
    const ingress::Forecast own = ingress_under(network_, stage_.plan, *prefix, home);
    const model::Bps load =
        std::max(stage_.after.links[*link].harm, stage_.after.links[*link].peak.expected);
    const double others = std::max(0.0, static_cast<double>(load.value) - own.high[*link]);
    return (static_cast<double>(worst_allowed(*link).value) - others) / volume;
  }

  [[nodiscard]] double share_today(const ShareCondition& condition) const {
    const auto prefix =
        model::find_prefix(network_.scenario, model::parse_prefix(condition.prefix).prefix);
    const auto link = model::find_link(network_.scenario, condition.link);
    return shares_of(network_, {}, *prefix).today[*link];
  }

  void share_conditions(RolloutStep& out) const {
    for (const ShareCondition& expected : out.expect) {
      const auto contingency = std::find_if(
          out.contingencies.begin(), out.contingencies.end(), [&](const Contingency& one) {
            return one.when.prefix == expected.prefix && one.when.link == expected.link;
          });
      const double today = share_today(expected);
      if (std::abs(expected.expected - today) < moved_share) {
        continue;
      }
      ShareCondition go_on = expected;
      if (contingency != out.contingencies.end()) {
        go_on.high = contingency->when.high - go_on.tolerance;
      }
      out.continue_if.shares.push_back(go_on);
      // Too little moved does no harm, and more than forecast only where the link that receives it
      // has no room: undoing that would bring the congestion back. And the wrong direction.
      ShareCondition undo = expected;
      if (expected.expected < today) {
        undo.low = 0;
        undo.high = std::max(expected.high, today);
      } else {
        undo.low = std::min(expected.low, today);
        undo.high = std::clamp(share_that_harms(expected) - expected.tolerance, expected.high, 1.0);
      }
      if (undo.low > undo.tolerance || undo.high < 1 - undo.tolerance) {
        out.abort_if.shares.push_back(undo);
      }
    }
  }

  /// Links whose load the step moves: those relieved must be below their ceiling once that is
  /// forecast, those that receive must not end above both ceiling and today.
  void ceiling_conditions(RolloutStep& out) const {
    const model::Scenario& scenario = network_.scenario;
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      const model::Bps before = stage_.before.links[link].peak.expected;
      const model::Bps after = stage_.after.links[link].peak.expected;
      if (before == after) {
        continue;
      }
      const model::Bps ceiling = model::ceiling(scenario, link);
      const model::Bps today = network_.today.links[link].peak.expected;
      const bool relieved_later = planned_.links[link].peak.expected < after;
      const bool reached =
          at_level(stage_.after.links[link].peak, scenario.policy.forecast) <= ceiling;
      const model::Bps limit = reached && !relieved_later ? ceiling : std::max(ceiling, today);
      out.continue_if.ceilings.push_back({scenario.links[link].name, limit});
      if (after > before) {
        out.abort_if.ceilings.push_back({scenario.links[link].name, std::max(ceiling, today)});
      }
    }
  }

  const NetworkToday& network_;
  const Stage& stage_;
  const OrderedStep& step_;
  const evaluation::Evaluation& planned_;
};

/// "A takes 48-75 % of 11.0.0.0/24 (70 % expected)", for the shares that say most.
std::string share_text(const ShareCondition& condition) {
  const double low = std::max(0.0, condition.low - condition.tolerance);
  const double high = std::min(1.0, condition.high + condition.tolerance);
  return fmt::format("{} takes {} of {} ({} expected)", condition.link, percent_range(low, high),
                     condition.prefix, percent(condition.expected));
}

/// "A takes less than 48 % of 11.0.0.0/24", or more than its bound above.
std::optional<std::string> outside_text(const ShareCondition& condition) {
  const double low = condition.low - condition.tolerance;
  const double high = condition.high + condition.tolerance;
  std::vector<std::string> parts;
  if (low > 0) {
    parts.push_back("less than " + percent(low));
  }
  if (high < 1) {
    parts.push_back("more than " + percent(high));
  }
  if (parts.empty()) {
    return std::nullopt;
  }
  return fmt::format("{} takes {}{}{} of {}", condition.link, parts[0],
                     parts.size() > 1 ? " or " : "", parts.size() > 1 ? parts[1] : "",
                     condition.prefix);
}

/// A clause that "go on if" can stand before. What is seen under a lever is no observation of
/// prepends: there the scenario itself is brought up to date.
std::string continue_text(const RolloutStep& step, bool under_lever) {
  std::vector<std::string> parts;
  for (const ShareCondition& condition : step.continue_if.shares) {
    parts.push_back(share_text(condition));
  }
  std::string text =
      parts.empty()
          ? fmt::format("nothing else has changed after {}", duration(step.wait_s))
          : fmt::format("after {} {}", duration(step.wait_s), join_some(std::move(parts), 6));
  if (!step.continue_if.ceilings.empty()) {
    text +=
        ", and at the next peak " + ceilings_text(step.continue_if.ceilings, "at most", " and ");
  }
  return text + "; where no rule of this step holds, stay here and advise again with " +
         (under_lever ? "the announcements and rates as they then are"
                      : "what was seen as an observation");
}

/// A clause that "undo if" can stand before, and how.
std::string abort_text(const RolloutStep& step) {
  std::vector<std::string> parts;
  for (const ShareCondition& condition : step.abort_if.shares) {
    if (auto text = outside_text(condition)) {
      parts.push_back(std::move(*text));
    }
  }
  if (!step.abort_if.ceilings.empty()) {
    parts.push_back("at the next peak " +
                    ceilings_text(step.abort_if.ceilings, "more than", " or "));
  }
  return fmt::format(
      "{}; to undo: {}",
      parts.empty() ? "anything unexpected shows" : fmt::format("{}", fmt::join(parts, ", or ")),
      undo_text(step.changes));
}

std::string forced_warning(std::size_t count) {
  return fmt::format(
      "these {} changes must be made together: every order of making them one by "
      "one passes through a state worse than today",
      count);
}

}  // namespace

std::int64_t wait_after_step(const model::Scenario& scenario) {
  const std::int64_t interval = scenario.measured ? scenario.measured->interval_s : 300;
  return convergence_s + std::max(least_watch_s, 2 * interval);
}

std::vector<RolloutStep> rollout_of(const NetworkToday& network, const EvaluatedPlan& advice) {
  const model::Scenario& scenario = network.scenario;
  const std::vector<OrderedStep> order =
      order_of(network, evaluation::changes_of(scenario, advice.plan));
  std::vector<RolloutStep> steps;
  std::vector<model::Change> done;
  evaluation::Evaluation before = network.today;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool last = i + 1 == order.size();
    done.insert(done.end(), order[i].changes.begin(), order[i].changes.end());
    Stage stage{evaluation::plan_of(scenario, done), std::move(before), {}};
    stage.after = last ? advice.after : evaluated(network, stage.plan).after;
    RolloutStep step;
    step.step = static_cast<int>(i + 1);
    step.wait_s = wait_after_step(scenario);
    for (const model::Change& change : order[i].changes) {
      step.changes.push_back(text_of(scenario, change));
    }
    for (const model::PrefixIndex prefix : prefixes_of(order[i].changes)) {
      // Once all changes of the prefix are made, its second step may be due.
      if (evaluation::advertisement(scenario, stage.plan, prefix) ==
          evaluation::advertisement(scenario, advice.plan, prefix)) {
        for (Contingency& one : contingencies_of(network, advice, prefix, step.wait_s)) {
          step.contingencies.push_back(std::move(one));
        }
      }
    }
    Conditions(network, stage, order[i], advice.after).fill(step);
    if (order[i].forced) {
      step.warning = forced_warning(step.changes.size());
    }
    const bool under_lever = std::any_of(done.begin(), done.end(), [](const model::Change& change) {
      return change.to_lever != change.from_lever;
    });
    step.continue_if.text = continue_text(step, under_lever);
    step.abort_if.text = abort_text(step);
    steps.push_back(std::move(step));
    before = std::move(stage.after);
  }
  return steps;
}

}  // namespace bgpte::advice
