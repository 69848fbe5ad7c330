// What to change next if a share that is seen after a step is not the one that was forecast.
#include "src/advice/contingency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "bgpte/advice/arguments.hpp"
#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/advice/shares.hpp"
#include "src/advice/verdicts.hpp"

namespace bgpte::advice {
namespace {

/// The share of the prefix at which the link is exactly at its ceiling, all others as planned.
std::optional<double> share_at_ceiling(const NetworkToday& network, const EvaluatedPlan& advice,
                                       model::PrefixIndex prefix, model::LinkIndex link) {
  const std::vector<double> home = peak_home_of(network, prefix);
  double volume = 0;
  for (const double cell : home) {
    volume += cell;
  }
  if (volume <= 0) {
    return std::nullopt;
  }
  const double own = ingress_under(network, advice.plan, prefix, home).expected[link];
  const auto load = static_cast<double>(advice.after.links[link].peak.expected.value);
  const auto ceiling = static_cast<double>(model::ceiling(network.scenario, link).value);
  return (ceiling - (load - own)) / volume;
}

double rounded_down(double share, double step) {
  return std::floor(share / step + 1e-9) * step;
}

/// A threshold to act on: safely below what the ceiling needs, in whole steps of 5 points where
/// the expected share leaves room for that.
std::optional<double> threshold_for(double needed, double expected, double tolerance) {
  for (const double candidate :
       {rounded_down(needed - tolerance, 0.05), rounded_down(needed - tolerance, 0.01),
        rounded_down(needed, 0.01)}) {
    if (candidate >= expected && candidate > 0) {
      return candidate;
    }
  }
  return std::nullopt;
}

/// The change, made on top of a plan.
void make(const model::Change& change, evaluation::Plan& plan) {
  model::Advertisement& x = plan[change.prefix];
  x[change.link] = change.to;
  x.set_lever(change.link, change.to_lever);
}

/// True if the change, made on top of the plan, breaks no rule that the plan does not break itself
/// (an operator's own plan may break some).
bool allowed_on_top(const model::Scenario& scenario, const evaluation::Plan& plan,
                    const model::Change& change) {
  evaluation::Plan changed = plan;
  make(change, changed);
  const std::vector<model::WhyNot> broken_already = model::why_not(scenario, plan);
  const std::vector<model::WhyNot> reasons = model::why_not(scenario, changed);
  return std::all_of(reasons.begin(), reasons.end(), [&](const model::WhyNot& one) {
    return std::any_of(
        broken_already.begin(), broken_already.end(), [&](const model::WhyNot& other) {
          return one.denial == other.denial && one.prefix == other.prefix && one.link == other.link;
        });
  });
}

/// Single changes that can take more off `relieved` and that the policy allows on top of the plan:
/// more prepends or a lever there, or fewer prepends elsewhere.
std::vector<model::Change> further_changes(const NetworkToday& network,
                                           const evaluation::Plan& plan, model::PrefixIndex prefix,
                                           model::LinkIndex relieved) {
  const model::Scenario& scenario = network.scenario;
  std::vector<model::Change> changes;
  const auto offer = [&](const model::Change& change) {
    if (allowed_on_top(scenario, plan, change)) {
      changes.push_back(change);
    }
  };
  const model::Advertisement& x = plan.at(prefix);
  for (model::LinkIndex link = 0; link < x.size(); ++link) {
    if (!x.carried_on(link) || std::binary_search(network.down.begin(), network.down.end(), link)) {
      continue;
    }
    for (model::Prepend to = 0; to <= scenario.policy.max_prepend; ++to) {
      if (link == relieved ? to > x[link] : to < x[link]) {
        offer({prefix, link, x[link], to, x.lever(link), x.lever(link)});
      }
    }
    const std::size_t levers = scenario.links[link].levers.size();
    for (std::size_t i = 0; link == relieved && x.lever(link) == model::no_lever && i < levers;
         ++i) {
      offer({prefix, link, x[link], x[link], model::no_lever,
             static_cast<model::LeverChoice>(i + 1)});
    }
  }
  return changes;
}

/// The network that the condition describes: between the expected forecast and the bad end of its
/// range, as far towards the bad end as the share that was seen is. Both ends say how the sources
/// may be, so a mixture of them says what the sources do next.
class SeenNetwork {
 public:
  /// `seen` is the share of the prefix that still enters by `link` under the plan.
  SeenNetwork(const NetworkToday& network, const EvaluatedPlan& advice, model::PrefixIndex prefix,
              model::LinkIndex link, double seen)
      : network_(network),
        advice_(advice),
        prefix_(prefix),
        link_(link),
        home_(peak_home_of(network, prefix)) {
    const ingress::Forecast now = forecast(advice.plan.at(prefix));
    double volume = 0;
    for (const double cell : home_) {
      volume += cell;
    }
    const double width = now.high[link] - now.expected[link];
    towards_high_ =
        width <= 0 ? 0 : std::clamp((seen * volume - now.expected[link]) / width, 0.0, 1.0);
    now_ = flow(advice.plan.at(prefix));
  }

  /// Excess on the link, then on the others too, in bps, if the prefix were announced as x.
  [[nodiscard]] std::pair<double, double> excess(const model::Advertisement& x) const {
    const std::vector<double> then = flow(x);
    const std::vector<double> planned = expected(advice_.plan.at(prefix_));
    double own = 0;
    double total = 0;
    for (model::LinkIndex link = 0; link < then.size(); ++link) {
      const auto load = static_cast<double>(advice_.after.links[link].peak.expected.value);
      const auto ceiling = static_cast<double>(model::ceiling(network_.scenario, link).value);
      const double over = std::max(0.0, load - planned[link] + then[link] - ceiling);
      total += over;
      own = link == link_ ? over : own;
    }
    return {own, total};
  }

  /// The share of the prefix that would still enter by the link.
  [[nodiscard]] double share(const model::Advertisement& x) const {
    double volume = 0;
    for (const double cell : home_) {
      volume += cell;
    }
    return volume > 0 ? flow(x)[link_] / volume : 0;
  }

  /// What x takes off the link, in bps.
  [[nodiscard]] double relief(const model::Advertisement& x) const {
    return now_[link_] - flow(x)[link_];
  }

 private:
  [[nodiscard]] ingress::Forecast forecast(const model::Advertisement& x) const {
    evaluation::Plan plan = advice_.plan;
    plan[prefix_] = x;
    return ingress_under(network_, plan, prefix_, home_);
  }
  [[nodiscard]] std::vector<double> expected(const model::Advertisement& x) const {
    return forecast(x).expected;
  }
  /// Less than expected leaves the link; what stays there is missing elsewhere in proportion.
  [[nodiscard]] std::vector<double> flow(const model::Advertisement& x) const {
    const ingress::Forecast then = forecast(x);
    std::vector<double> flows = then.expected;
    const double more = towards_high_ * std::max(0.0, then.high[link_] - then.expected[link_]);
    double elsewhere = 0;
    for (model::LinkIndex link = 0; link < flows.size(); ++link) {
      elsewhere += link == link_ ? 0 : flows[link];
    }
    const double kept = elsewhere > 0 ? std::max(0.0, 1 - more / elsewhere) : 1;
    for (model::LinkIndex link = 0; link < flows.size(); ++link) {
      flows[link] = link == link_ ? flows[link] + std::min(more, elsewhere) : flows[link] * kept;
    }
    return flows;
  }

  const NetworkToday& network_;
  const EvaluatedPlan& advice_;
  model::PrefixIndex prefix_;
  model::LinkIndex link_;
  std::vector<double> home_;
  double towards_high_ = 0;
  std::vector<double> now_;
};

/// The best single change for the network that was seen: the least excess on the link, then the
/// least in total, then the objective. Only harmless ones that relieve the link.
std::optional<model::Change> best_further_change(const NetworkToday& network,
                                                 const EvaluatedPlan& advice,
                                                 model::PrefixIndex prefix, model::LinkIndex link,
                                                 const SeenNetwork& seen, double least_relief) {
  using Key = std::tuple<double, double, evaluation::Objective>;
  std::optional<model::Change> best;
  std::optional<Key> best_key;
  for (const model::Change& change : further_changes(network, advice.plan, prefix, link)) {
    evaluation::Plan plan = advice.plan;
    make(change, plan);
    if (seen.relief(plan[prefix]) < least_relief) {
      continue;
    }
    const evaluation::Evaluation evaluation = evaluated(network, plan).after;
    if (!evaluation.harmless) {
      continue;
    }
    const auto [own, total] = seen.excess(plan[prefix]);
    const Key key{std::round(own), std::round(total), evaluation.value};
    if (!best_key || key < *best_key) {
      best = change;
      best_key = key;
    }
  }
  return best;
}

std::string further_text(const model::Scenario& scenario, const model::Change& change,
                         const ChangeText& text) {
  if (change.from == 0 && change.to > 0) {
    return fmt::format("prepend {} {} towards {} too (0 to {})", text.prefix, times(change.to),
                       scenario.links[change.link].name, static_cast<int>(change.to));
  }
  return instruction(text);
}

/// The plan with the further change, as arguments that give its configuration.
std::string command_text(const model::Scenario& scenario, evaluation::Plan plan,
                         const model::Change& further) {
  make(further, plan);
  const std::vector<model::Change> changes = evaluation::changes_of(scenario, plan);
  constexpr std::size_t most_arguments = 6;
  if (changes.size() > most_arguments) {
    return fmt::format("`bgpte whatif` with a --set for each change of the plan and --set {}@{}={}",
                       name_of(scenario, further.prefix), scenario.links[further.link].name,
                       set_value(scenario, further));
  }
  std::string text = "`bgpte whatif SCENARIO";
  for (const model::Change& change : changes) {
    text += fmt::format(" --set {}@{}={}", name_of(scenario, change.prefix),
                        scenario.links[change.link].name, set_value(scenario, change));
  }
  return text + " --format json`";
}

/// How the further change would be judged. It begins at the share that was seen; what the sources
/// behind the link do next has no range of its own, so any share below that is in it.
void judge_fallback(const NetworkToday& network, const EvaluatedPlan& advice,
                    const model::Change& further, const SeenNetwork& seen, Contingency& one) {
  const model::Scenario& scenario = network.scenario;
  Stage stage{advice.plan, advice.plan, advice.after, {}};
  make(further, stage.plan);
  stage.after = evaluated(network, stage.plan).after;
  const model::PrefixIndex prefix = further.prefix;
  const auto link = model::find_link(scenario, one.when.link);
  const double noise =
      noise_of_share(scenario.ingress.measurement_error, wait_after_step(scenario));
  std::optional<Measured> measured = measured_by(network, stage, {prefix}, noise, link);
  if (!measured) {
    return;
  }
  StepMeasure& measure = measured->measure;
  const auto six = [](double share) { return std::round(share * 1e6) / 1e6; };
  measure.direction = Direction::off;
  measure.before = six(seen.share(advice.plan.at(prefix)));
  measure.expected = std::min(measure.before, six(seen.share(stage.plan.at(prefix))));
  measure.low = 0;
  measure.high = measure.before;
  set_moved(measure);
  one.verdicts = verdicts_of(measure, measured->load);
  const bool under_lever = std::ranges::any_of(
      evaluation::changes_of(scenario, stage.plan),
      [](const model::Change& change) { return change.to_lever != change.from_lever; });
  set_texts(measure, {under_lever, 0}, one.verdicts);
  one.measure = std::move(measure);
}

}  // namespace

double share_tolerance(const model::Scenario& scenario) {
  return std::round(scenario.ingress.measurement_error * 1e6) / 1e6;
}

std::vector<Contingency> contingencies_of(const NetworkToday& network, const EvaluatedPlan& advice,
                                          model::PrefixIndex prefix, std::int64_t wait_s) {
  std::vector<Contingency> found;
  const auto planned = advice.plan.find(prefix);
  // A plan for very many prefixes is judged by its links, not prefix by prefix.
  constexpr std::size_t most_prefixes = 16;
  if (planned == advice.plan.end() || advice.plan.size() > most_prefixes) {
    return found;
  }
  const model::Scenario& scenario = network.scenario;
  const PrefixShares shares = shares_of(network, advice.plan, prefix);
  const double tolerance = scenario.ingress.drift.as_double() + scenario.ingress.measurement_error;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const bool relieved = shares.expected[link] < shares.today[link];
    const auto needed = share_at_ceiling(network, advice, prefix, link);
    if (!relieved || !needed || *needed >= shares.high[link]) {
      continue;
    }
    const auto threshold = threshold_for(*needed, shares.expected[link], tolerance);
    if (!threshold) {
      continue;
    }
    // Any share between the threshold and the range's end may be what is seen: take the middle.
    const double middle = (*threshold + shares.high[link]) / 2;
    const SeenNetwork seen(network, advice, prefix, link, middle);
    constexpr double worth_trying = 0.01;  // Of the prefix's volume.
    const auto further =
        best_further_change(network, advice, prefix, link, seen, worth_trying * shares.volume);
    if (!further) {
      continue;
    }
    Contingency one;
    const std::string& name = scenario.links[link].name;
    one.when = {name_of(scenario, prefix),          name, 0, shares.expected[link],
                std::round(*threshold * 1e6) / 1e6, 0};
    one.changes.push_back(text_of(scenario, *further));
    one.changes[0].reason = fmt::format("{} has room for only {} of inbound to {}", name,
                                        percent(*needed), one.when.prefix);
    one.text = fmt::format(
        "If {} still carries more than {} of inbound to {} after {}, {}: at {} it reaches its "
        "ceiling of {}. Its configuration: {}.",
        name, percent(*threshold), one.when.prefix, duration(wait_s),
        further_text(scenario, *further, one.changes[0]), percent(*needed),
        model::format_rate(model::ceiling(scenario, link)),
        command_text(scenario, advice.plan, *further));
    judge_fallback(network, advice, *further, seen, one);
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace bgpte::advice
