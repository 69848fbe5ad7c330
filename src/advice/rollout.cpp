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
#include "src/advice/verdicts.hpp"

namespace bgpte::advice {
namespace {

constexpr std::int64_t convergence_s = 300;
constexpr std::int64_t least_watch_s = 900;
constexpr std::int64_t longest_unwatched_s = 1200;
constexpr std::int64_t reading_s = 600;

std::vector<model::PrefixIndex> prefixes_of(const std::vector<model::Change>& changes) {
  std::vector<model::PrefixIndex> prefixes;
  for (const model::Change& change : changes) {
    if (prefixes.empty() || prefixes.back() != change.prefix) {
      prefixes.push_back(change.prefix);
    }
  }
  return prefixes;
}

/// Expected shares of one prefix after the step, for every link by which it enters or did.
std::vector<ShareCondition> expected_shares(const NetworkToday& network,
                                            const evaluation::Plan& plan,
                                            model::PrefixIndex prefix) {
  const model::Scenario& scenario = network.scenario;
  const PrefixShares shares = shares_of(network, plan, prefix);
  const auto carried = [&](const evaluation::Plan& announced, model::LinkIndex link) {
    const auto x = evaluation::effective(network.baseline, announced, network.down, prefix);
    return x && x->may_enter(link);
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

/// How a step is undone, change by change.
std::string undo_text(const std::vector<ChangeText>& changes) {
  std::vector<std::string> parts;
  for (const ChangeText& change : changes) {
    if (change.lever_from != change.lever_to && change.from == change.to) {
      parts.push_back(change.lever_from
                          ? fmt::format("{} on {} with {} again", change.prefix, change.link,
                                        change.lever_from->name)
                          : fmt::format("remove {} from {} on {}", change.lever_to->name,
                                        change.prefix, change.link));
      continue;
    }
    if (change.from == model::not_announced) {
      parts.push_back(fmt::format("withdraw {} from {} again", change.prefix, change.link));
      continue;
    }
    const std::string lever = change.lever_from == change.lever_to ? ""
                              : change.lever_from ? " with " + change.lever_from->name
                                                  : " without " + change.lever_to->name;
    parts.push_back(fmt::format("{} on {} back to {}{}", change.prefix, change.link,
                                text::count_of(change.from, "prepend"), lever));
  }
  return join(parts);
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

  [[nodiscard]] double share_before(const ShareCondition& condition) const {
    const auto prefix =
        model::find_prefix(network_.scenario, model::parse_prefix(condition.prefix).prefix);
    const auto link = model::find_link(network_.scenario, condition.link);
    return shares_of(network_, stage_.plan_before, *prefix).expected[*link];
  }

  /// What must be seen to go on: at least half of the move that is expected, as for the verdict
  /// "worked", and no more than would do harm. Nothing of a move that cannot be told from noise:
  /// a step that did nothing must not pass.
  void share_conditions(RolloutStep& out) const {
    const double noise = noise_of_share(network_.scenario.ingress.measurement_error, out.wait_s);
    for (const ShareCondition& expected : out.expect) {
      const auto contingency = std::find_if(
          out.contingencies.begin(), out.contingencies.end(), [&](const Contingency& one) {
            return one.when.prefix == expected.prefix && one.when.link == expected.link;
          });
      const double before = share_before(expected);
      const double move = expected.expected - before;
      ShareCondition undo = expected;
      undo.low = 0;
      undo.high = std::clamp(share_that_harms(expected) - expected.tolerance,
                             std::max(expected.high, before), 1.0);
      if (std::abs(move) >= moved_share && undo.high < 1 - undo.tolerance) {
        out.abort_if.shares.push_back(undo);
      }
      if (std::abs(move) < 4 * noise) {
        continue;
      }
      const double worked = std::max(2 * noise, std::abs(move) / 2) + expected.tolerance;
      ShareCondition go_on = expected;
      go_on.low = move < 0 ? 0 : std::max(expected.low, before + worked);
      go_on.high = move < 0 ? std::max(0.0, before - worked) : undo.high;
      if (contingency != out.contingencies.end()) {
        go_on.high = contingency->when.high - go_on.tolerance;
      }
      out.continue_if.shares.push_back(go_on);
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

/// "A carries 48-75 % of inbound to 11.0.0.0/24 (70 % expected)".
std::string share_text(const ShareCondition& condition) {
  const double low = std::max(0.0, condition.low - condition.tolerance);
  const double high = std::min(1.0, condition.high + condition.tolerance);
  return fmt::format("{} carries {} of inbound to {} ({} expected)", condition.link,
                     low <= 0 ? "at most " + percent(high) : percent_range(low, high),
                     condition.prefix, percent(condition.expected));
}

/// "A carries less than 48 % of inbound to 11.0.0.0/24", or more than its bound above.
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
  return fmt::format("{} carries {} of inbound to {}", condition.link, fmt::join(parts, " or "),
                     condition.prefix);
}

/// A clause that "proceed if" can stand before.
std::string continue_text(const RolloutStep& step) {
  std::vector<std::string> parts;
  for (const ShareCondition& condition : step.continue_if.shares) {
    parts.push_back(share_text(condition));
  }
  std::string text = parts.empty() ? std::string("nothing else has changed") : join(parts);
  if (!step.continue_if.ceilings.empty()) {
    text += ", and at the next peak of the same weekday " +
            ceilings_text(step.continue_if.ceilings, "at most", " and ");
  }
  return text;
}

/// A clause that "roll back if" can stand before, and how.
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
  return parts.empty() ? "anything unexpected shows" : fmt::format("{}", fmt::join(parts, ", or "));
}

/// What the operator does before a prefix is announced where it was not.
std::optional<std::int64_t> lead_time_before(const model::Scenario& scenario,
                                             const std::vector<model::Change>& changes) {
  std::optional<std::int64_t> lead;
  for (const model::Change& change : changes) {
    if (change.from == model::not_announced) {
      lead = std::max(lead.value_or(0), scenario.links[change.link].filter_lead_time_s);
    }
  }
  return lead;
}

std::string forced_warning(std::size_t count) {
  return fmt::format(
      "these {} changes must be made together: every order of making them one by "
      "one passes through a state worse than today",
      count);
}

}  // namespace

/// Routers that are left with equal routes often keep the one they have, so what moved may stay.
std::string way_back_text(const std::vector<ChangeText>& changes) {
  return sentence(undo_text(changes)) +
         " Not everything need come back: where routes tie, many routers keep the oldest one.";
}

std::int64_t wait_after_step(const model::Scenario& scenario) {
  const model::Measured measured = scenario.measured.value_or(model::Measured{});
  return convergence_s +
         std::max({least_watch_s, 2 * measured.interval_s, measured.flow_timeout_s});
}

std::int64_t commit_timer_of(std::int64_t wait_s) {
  return std::min(wait_s, longest_unwatched_s) + reading_s;
}

namespace {

/// One step: what is changed, how it is judged, and what if it turns out otherwise.
RolloutStep step_of(const NetworkToday& network, const Stage& stage, const OrderedStep& ordered,
                    const EvaluatedPlan& planned) {
  const model::Scenario& scenario = network.scenario;
  RolloutStep step;
  step.wait_s = wait_after_step(scenario);
  step.lead_time_s = lead_time_before(scenario, ordered.changes);
  step.commit_timer_s = commit_timer_of(step.wait_s);
  for (const model::Change& change : ordered.changes) {
    step.changes.push_back(text_of(scenario, change));
  }
  const std::vector<model::PrefixIndex> prefixes = prefixes_of(ordered.changes);
  for (const model::PrefixIndex prefix : prefixes) {
    // Once all changes of the prefix are made, its second step may be due.
    if (evaluation::advertisement(scenario, stage.plan, prefix) ==
        evaluation::advertisement(scenario, planned.plan, prefix)) {
      for (Contingency& one : contingencies_of(network, planned, prefix, step.wait_s)) {
        step.contingencies.push_back(std::move(one));
      }
    }
  }
  Conditions(network, stage, ordered, planned.after).fill(step);
  if (ordered.forced) {
    step.warning = forced_warning(step.changes.size());
  }
  step.continue_if.text = continue_text(step);
  step.abort_if.text = abort_text(step);
  step.way_back = way_back_text(step.changes);
  return step;
}

}  // namespace

std::vector<RolloutStep> rollout_of(const NetworkToday& network, const EvaluatedPlan& advice) {
  const model::Scenario& scenario = network.scenario;
  const std::vector<OrderedStep> order =
      order_of(network, evaluation::changes_of(scenario, advice.plan));
  std::vector<RolloutStep> steps;
  std::vector<model::Change> done;
  evaluation::Evaluation before = network.today;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool last = i + 1 == order.size();
    Stage stage{evaluation::plan_of(scenario, done), {}, std::move(before), {}};
    done.insert(done.end(), order[i].changes.begin(), order[i].changes.end());
    stage.plan = evaluation::plan_of(scenario, done);
    stage.after = last ? advice.after : evaluated(network, stage.plan).after;
    RolloutStep step = step_of(network, stage, order[i], advice);
    step.step = static_cast<int>(i + 1);
    step.when = i == 0 ? When::now : When::then;
    const double noise = noise_of_share(scenario.ingress.measurement_error, step.wait_s);
    if (auto measured = measured_by(network, stage, prefixes_of(order[i].changes), noise)) {
      step.verdicts = verdicts_of(measured->measure, measured->load);
      const bool under_lever = std::any_of(
          done.begin(), done.end(),
          [](const model::Change& change) { return change.to_lever != change.from_lever; });
      AfterVerdict next{under_lever, last ? 0 : step.step + 1, !step.contingencies.empty()};
      if (step.contingencies.size() == 1 && measured->measure.prefixes.size() == 1 &&
          step.contingencies[0].when.link == measured->measure.link) {
        next.fallback_above = step.contingencies[0].when.high;
      }
      set_texts(measured->measure, next, step.verdicts);
      step.measure = std::move(measured->measure);
    }
    steps.push_back(std::move(step));
    before = std::move(stage.after);
  }
  return steps;
}

}  // namespace bgpte::advice
