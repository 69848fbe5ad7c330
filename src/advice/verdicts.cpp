// The verdicts on a step: bounds of the share that moved, and what each leads to.
#include "src/advice/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

constexpr double top = 1.000001;  // Just above the greatest share.

double six(double value) {
  return std::round(value * 1e6) / 1e6;
}

/// Less than this is no effect.
double least_move(const StepMeasure& measure) {
  return six(std::max(2 * measure.noise, measure.moved / 10));
}

/// Of all prefixes together, by link.
struct BundleShares {
  std::vector<double> before, low, expected, high;
  double volume = 0;  ///< At the measured statistic.
};

BundleShares bundle_shares(const NetworkToday& network, const Stage& stage,
                           const std::vector<model::PrefixIndex>& prefixes) {
  const std::size_t links = network.scenario.links.size();
  BundleShares sum;
  for (auto* list : {&sum.before, &sum.low, &sum.expected, &sum.high}) {
    list->assign(links, 0);
  }
  for (const model::PrefixIndex prefix : prefixes) {
    const PrefixShares before = shares_of(network, stage.plan_before, prefix);
    const PrefixShares after = shares_of(network, stage.plan, prefix);
    sum.volume += after.volume;
    for (model::LinkIndex l = 0; l < links && after.volume > 0; ++l) {
      sum.before[l] += before.expected[l] * after.volume;
      sum.low[l] += after.low[l] * after.volume;
      sum.expected[l] += after.expected[l] * after.volume;
      sum.high[l] += after.high[l] * after.volume;
    }
  }
  for (auto* list : {&sum.before, &sum.low, &sum.expected, &sum.high}) {
    for (double& share : *list) {
      share = sum.volume > 0 ? six(share / sum.volume) : 0;
    }
  }
  return sum;
}

/// The link whose share moves most, in whole points: one that falls rather than one that rises.
model::LinkIndex most_moved(const BundleShares& shares) {
  const auto move = [&](model::LinkIndex at) {
    const double rise = shares.expected[at] - shares.before[at];
    return std::pair(std::llround(100 * std::abs(rise)), rise < 0);
  };
  model::LinkIndex most = 0;
  for (model::LinkIndex l = 1; l < shares.before.size(); ++l) {
    most = move(l) > move(most) ? l : most;
  }
  return most;
}

/// What the prefixes bring to each link at the peak, and in all.
struct BundlePeak {
  std::vector<double> own;
  double volume = 0;
};

BundlePeak bundle_peak(const NetworkToday& network, const evaluation::Plan& plan,
                       const std::vector<model::PrefixIndex>& prefixes) {
  BundlePeak peak{std::vector<double>(network.scenario.links.size(), 0), 0};
  for (const model::PrefixIndex prefix : prefixes) {
    const std::vector<double> home = peak_home_of(network, prefix);
    const ingress::Forecast forecast = ingress_under(network, plan, prefix, home);
    for (std::size_t l = 0; l < home.size(); ++l) {
      peak.own[l] += forecast.expected[l];
      peak.volume += home[l];
    }
  }
  return peak;
}

/// Peaks of home cells differ, so the load follows the share by the ratio that is forecast.
LoadByShare load_by_share(const Stage& stage, const BundlePeak& peak, const BundleShares& shares,
                          model::LinkIndex link) {
  const auto load = static_cast<double>(stage.after.links[link].peak.expected.value);
  const double share = shares.expected[link];
  return {std::max(0.0, load - peak.own[link]),
          share > 0 && peak.own[link] > 0 ? peak.own[link] / share : peak.volume};
}

std::vector<HarmLimit> harm_limits(const NetworkToday& network, const Stage& stage,
                                   const BundlePeak& peak, const BundleShares& shares) {
  std::vector<HarmLimit> limits;
  for (model::LinkIndex l = 0; l < network.scenario.links.size(); ++l) {
    const model::Bps limit =
        std::max(model::ceiling(network.scenario, l), network.today.links[l].peak.expected);
    const LoadByShare load = load_by_share(stage, peak, shares, l);
    if (stage.after.links[l].peak.expected > limit || load.each <= 0) {
      continue;
    }
    const double share = (static_cast<double>(limit.value) - load.others) / load.each;
    if (share < 1) {
      limits.push_back({network.scenario.links[l].name, limit,
                        std::max(std::ceil(share * 1e6) / 1e6, shares.expected[l])});
    }
  }
  return limits;
}

/// A band of the moved share, as shares and loads of the link.
Verdict row(const StepMeasure& measure, const LoadByShare& load, Outcome outcome, double from,
            double below) {
  Verdict verdict;
  verdict.outcome = outcome;
  verdict.from = six(from);
  verdict.below = six(below);
  const bool off = measure.direction == Direction::off;
  const double one = off ? measure.before - verdict.from : measure.before + verdict.from;
  const double other = off ? measure.before - verdict.below : measure.before + verdict.below;
  verdict.share_low = six(std::clamp(std::min(one, other), 0.0, 1.0));
  verdict.share_high = six(std::clamp(std::max(one, other), 0.0, 1.0));
  const auto at = [&](double share) {
    return model::Bps{std::llround(load.others + share * load.each)};
  };
  verdict.load_low = at(verdict.share_low);
  verdict.load_high = at(verdict.share_high);
  return verdict;
}

Action action_for(Outcome outcome, bool measurable) {
  switch (outcome) {
    case Outcome::harm:
      return Action::roll_back;
    case Outcome::no_effect:
      return measurable ? Action::roll_back : Action::proceed;
    case Outcome::unexpected:
    case Outcome::partial:
      return Action::hold;
    case Outcome::worked:
      break;
  }
  return Action::proceed;
}

}  // namespace

double noise_of_share(double measurement_error, std::int64_t seconds) {
  constexpr double wander = 0.01;
  constexpr double drift_of_an_hour = 0.0008;
  const double hours = static_cast<double>(seconds) / 3600;
  return six(std::hypot(std::max(wander, measurement_error),
                        drift_of_an_hour * std::sqrt(std::max(0.0, hours))));
}

void set_moved(StepMeasure& measure) {
  measure.moved = six(std::abs(measure.expected - measure.before));
  measure.measurable = measure.moved >= 4 * measure.noise;
}

std::vector<Verdict> verdicts_of(const StepMeasure& measure, const LoadByShare& load) {
  const double two_sigma = 2 * measure.noise;
  const double moved = measure.moved;
  const double least = least_move(measure);
  const double range_end = measure.direction == Direction::off ? measure.before - measure.high
                                                               : measure.low - measure.before;
  const double in_range = six(std::max(least, std::min(range_end, moved) - two_sigma));
  const double half = six(std::max(in_range, moved / 2));
  std::vector<Verdict> rows;
  const auto add = [&](Outcome outcome, double from, double below, Overload overload) {
    if (from < below) {
      rows.push_back(row(measure, load, outcome, from, below));
      rows.back().overload = overload;
      rows.back().action = action_for(outcome, measure.measurable);
    }
  };
  const Overload none = measure.harm.empty() ? Overload::any : Overload::no;
  if (!measure.harm.empty()) {
    add(Outcome::harm, least, top, Overload::yes);
    add(Outcome::harm, -1, -least, Overload::yes);
  }
  add(Outcome::no_effect, -least, least, Overload::any);
  add(Outcome::unexpected, -1, -least, none);
  add(Outcome::unexpected, least, in_range, none);
  add(Outcome::partial, in_range, half, none);
  add(Outcome::worked, half, top, none);
  return rows;
}

namespace {

/// A relieved link does no harm before its share has risen by more than what counts as no effect,
/// and no link does harm with a share that it cannot have.
void keep_apart(StepMeasure& measure) {
  for (HarmLimit& limit : measure.harm) {
    if (measure.direction == Direction::off && limit.link == measure.link) {
      limit.share = std::max(limit.share, six(measure.before + least_move(measure)));
    }
  }
  std::erase_if(measure.harm, [](const HarmLimit& limit) { return limit.share >= 0.999; });
}

}  // namespace

std::optional<Measured> measured_by(const NetworkToday& network, const Stage& stage,
                                    const std::vector<model::PrefixIndex>& prefixes, double noise,
                                    std::optional<model::LinkIndex> link) {
  const BundleShares shares = bundle_shares(network, stage, prefixes);
  if (shares.volume <= 0) {
    return std::nullopt;
  }
  const model::LinkIndex watched = link.value_or(most_moved(shares));
  const BundlePeak peak = bundle_peak(network, stage.plan, prefixes);
  Measured result;
  StepMeasure& measure = result.measure;
  for (const model::PrefixIndex prefix : prefixes) {
    measure.prefixes.push_back(name_of(network.scenario, prefix));
  }
  measure.link = network.scenario.links[watched].name;
  measure.direction =
      shares.expected[watched] > shares.before[watched] ? Direction::onto : Direction::off;
  measure.before = shares.before[watched];
  measure.low = shares.low[watched];
  measure.expected = shares.expected[watched];
  measure.high = shares.high[watched];
  measure.noise = noise;
  measure.volume = model::Bps{std::llround(peak.volume)};
  measure.harm = harm_limits(network, stage, peak, shares);
  set_moved(measure);
  keep_apart(measure);
  result.load = load_by_share(stage, peak, shares, watched);
  return result;
}

namespace {

std::string traffic_of(const StepMeasure& measure) {
  return measure.prefixes.size() == 1 ? measure.prefixes.front()
         : measure.prefixes.size() == 2
             ? "both prefixes together"
             : fmt::format("the {} prefixes together", measure.prefixes.size());
}

/// "B carries more than 36 % (then above 8 Gbps) or C more than 12 % (then above 800 Mbps)".
std::string harm_text(const StepMeasure& measure) {
  std::vector<std::string> parts;
  for (const HarmLimit& limit : measure.harm) {
    parts.push_back(fmt::format(
        "{}{} more than {} % (then above {})", limit.link, parts.empty() ? " carries" : "",
        text::fine_percent_number(std::max(0.0, limit.share)), model::format_rate(limit.limit)));
  }
  return fmt::format("{}", fmt::join(parts, " or "));
}

std::string seen_text(const StepMeasure& measure, const Verdict& verdict) {
  const std::string low = text::fine_percent_number(verdict.share_low);
  const std::string high = text::fine_percent_number(verdict.share_high);
  if (verdict.share_low <= 0 && verdict.share_high >= 1) {
    return fmt::format("{} carries whatever part", measure.link);
  }
  if (verdict.share_low <= 0) {
    return fmt::format("{} carries at most {} %", measure.link, high);
  }
  return verdict.share_high >= 1 ? fmt::format("{} carries at least {} %", measure.link, low)
                                 : fmt::format("{} carries {} to {} %", measure.link, low, high);
}

std::string record_text(bool under_lever) {
  return under_lever ? "bring the scenario up to date" : "record the observation";
}

std::string do_text(const Verdict& verdict, const AfterVerdict& after) {
  switch (verdict.action) {
    case Action::roll_back:
      return verdict.outcome == Outcome::harm ? "roll back now"
             : after.fallback                 ? fmt::format("{}, then the fallback, or roll back",
                                                            record_text(after.under_lever))
                              : fmt::format("roll back, {}", record_text(after.under_lever));
    case Action::hold:
      return fmt::format("hold, {} and run bgpte advise again", record_text(after.under_lever));
    case Action::proceed:
      break;
  }
  std::string next =
      after.next_step > 0
          ? fmt::format("go on with step {} if its reason still stands", after.next_step)
          : "done";
  if (after.fallback_above && *after.fallback_above < verdict.share_high) {
    next += fmt::format("; above {} % use the fallback",
                        text::fine_percent_number(*after.fallback_above));
  }
  if (verdict.outcome == Outcome::no_effect) {
    return "so small a move cannot be told from none: " + next;
  }
  return next;
}

}  // namespace

void set_texts(const StepMeasure& measure, const AfterVerdict& after,
               std::vector<Verdict>& verdicts) {
  for (Verdict& verdict : verdicts) {
    const std::string seen =
        verdict.outcome == Outcome::harm ? harm_text(measure) : seen_text(measure, verdict);
    const std::string of =
        verdict.outcome == Outcome::worked
            ? fmt::format(" of {} ({} % expected, {} % before)", traffic_of(measure),
                          text::fine_percent_number(measure.expected),
                          text::fine_percent_number(measure.before))
            : "";
    verdict.text = fmt::format("{}{}: {}", seen, of, do_text(verdict, after));
  }
}

namespace {

constexpr std::array<std::string_view, 5> outcome_names{"harm", "no-effect", "unexpected",
                                                        "partial", "worked"};
constexpr std::array<std::string_view, 3> action_names{"roll-back", "hold", "proceed"};

}  // namespace

std::string_view name_of(Outcome outcome) {
  return outcome_names[static_cast<std::size_t>(outcome)];
}
std::string_view name_of(Action action) {
  return action_names[static_cast<std::size_t>(action)];
}
std::string_view name_of(When when) {
  return when == When::now ? "now" : "then";
}

}  // namespace bgpte::advice
