#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/evaluation/bill_detail.hpp"
#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/finding.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/optimiser/optimise.hpp"

namespace bgpte::advice {

/// The answer in a word; docs/advice-format.md says when each is given.
enum class Status : std::uint8_t { change, partial, keep, no_safe_change };

[[nodiscard]] std::string_view name_of(Status status);

/// A lever as an engineer needs it: its name and what is sent.
struct LeverText {
  std::string name;
  model::RouteAttributes marks;
  bool operator==(const LeverText&) const = default;
};

/// Names, not indices: advice is read without its scenario.
struct ChangeText {
  std::string prefix;  ///< Canonical text, "11.0.0.0/24".
  std::string link;
  model::Prepend from = model::not_announced;
  model::Prepend to = model::not_announced;
  std::string reason;
  std::optional<LeverText> lever_from = std::nullopt, lever_to = std::nullopt;  ///< No lever.
  bool operator==(const ChangeText&) const = default;
};

/// A ceiling or rule that stays broken after the changes.
struct Violation {
  std::string rule;  ///< e.g. "ceiling", "n-1", "do-no-harm" (a plan of the operator's own).
  std::string link;
  model::Bps load;
  model::Bps limit;
  std::string message;  ///< Names the binding constraint and what could lift it.
  bool operator==(const Violation&) const = default;
};

/// Where in a violation's message the ways out begin.
inline constexpr std::string_view remediation_mark = ". Remediation: ";

struct Utilisation {
  double low = 0, expected = 0, high = 0;  ///< Shares of the capacity.
  bool operator==(const Utilisation&) const = default;
};

/// The part of all inbound that an operator wants on a link (links[].target_share), 0 to 1.
struct TargetForecast {
  double share = 0;
  double before = 0, after = 0;  ///< Expected, of what all links carry today.
  bool operator==(const TargetForecast&) const = default;
};

struct LinkForecast {
  std::string name;
  model::Bps capacity;
  model::Bps ceiling;
  model::Bps before;              ///< Expected, at the measured statistic.
  double before_utilisation = 0;  ///< At the peak where one is given.
  evaluation::RateRange after;
  Utilisation after_utilisation;
  std::optional<model::Bps> before_peak;  ///< Of every link, once any has a peak.
  std::optional<evaluation::RateRange> after_peak;
  model::Money bill_before, bill_after;  ///< Expected.
  bool saturated = false;                ///< Today: what was measured is a lower bound.
  std::optional<TargetForecast> target = std::nullopt;  ///< Where the link has one.
  bool operator==(const LinkForecast&) const = default;

  /// What utilisation is of: at the peak, once any link has one.
  [[nodiscard]] model::Bps load_before() const { return before_peak.value_or(before); }
  [[nodiscard]] const evaluation::RateRange& load_after() const {
    return after_peak ? *after_peak : after;
  }
};

/// An overload under a failure, compared with today's announcements: not there before, or no
/// longer.
enum class OverloadChange : std::uint8_t { added, worse, same, better, gone };

/// A link that a failure puts above its capacity in policy.forecast, before or after the changes.
struct OverloadForecast {
  std::string link;
  evaluation::RateRange before, after;  ///< At the peak, under the failure.
  Utilisation before_utilisation, after_utilisation;
  OverloadChange change = OverloadChange::same;
  bool operator==(const OverloadForecast&) const = default;
};

/// One failure and what it does to the links left, in policy.forecast.
struct FailureForecast {
  std::string failure;            ///< Name of the link or group that fails.
  std::string link;               ///< The link with the highest utilisation then.
  double before_utilisation = 0;  ///< Of that link under the same failure, with today's plan.
  double after_utilisation = 0;
  /// At the measured statistic, with today's plan. Files of earlier versions do not say.
  std::optional<model::Bps> unreachable_before;
  model::Bps unreachable;                   ///< After.
  std::vector<OverloadForecast> overloads;  ///< Every link above its capacity, before or after.
  bool overload = false;                    ///< Some link above its capacity after the changes.
  std::vector<std::string> overloaded;      ///< Those links.
  bool operator==(const FailureForecast&) const = default;
};

/// Another plan that was considered, and why it is not the advice.
struct Alternative {
  std::string
      name;  ///< do_nothing, best_found, "congestion only", "cost only", "one change only", ...
  std::vector<ChangeText> changes;
  model::Money cost;             ///< Expected bill a month.
  model::Money cost_difference;  ///< cost - the advice's expected bill.
  model::Bps excess;
  bool same_as_advice = false;
  std::string why_not;
  bool operator==(const Alternative&) const = default;
};

/// Which part of a prefix's inbound must enter by a link. Shares of that prefix's own inbound, so
/// they mean the same at night and at the peak.
struct ShareCondition {
  std::string prefix;
  std::string link;
  double low = 0, expected = 0, high = 0;
  double tolerance = 0;  ///< Absolute, a share.
  bool operator==(const ShareCondition&) const = default;
};

/// A ceiling on a link's load, to be checked again at the next peak.
struct CeilingCondition {
  std::string link;
  model::Bps limit;
  bool operator==(const CeilingCondition&) const = default;
};

/// Readable by a machine: all of `shares` within [low - tolerance, high + tolerance] (continue),
/// or any outside (abort); `ceilings` at the next peak.
struct StepCondition {
  std::vector<ShareCondition> shares;
  std::vector<CeilingCondition> ceilings;
  std::string text;
  bool operator==(const StepCondition&) const = default;
};

/// A link that ends above its ceiling and above what it carries today, though the forecast has it
/// below, once more than `share` of the step's traffic enters there.
struct HarmLimit {
  std::string link;
  model::Bps limit;  ///< At the peak.
  double share = 1;
  bool operator==(const HarmLimit&) const = default;
};

enum class Direction : std::uint8_t { off, onto };

/// What a step moves, and by which link that is measured: the part of the inbound of all its
/// prefixes together that enters by `link`. docs/rollout.md.
struct StepMeasure {
  std::vector<std::string> prefixes;
  std::string link;
  Direction direction = Direction::off;
  double before = 0;                       ///< Share by `link` before the step, as forecast.
  double low = 0, expected = 0, high = 0;  ///< Share after it.
  double moved = 0;                        ///< |expected - before|.
  double noise = 0;                        ///< Standard deviation of a share that is measured once.
  bool measurable = false;                 ///< moved is at least four times the noise.
  model::Bps volume;                       ///< Of the prefixes together, at the peak.
  std::vector<HarmLimit> harm;
  bool operator==(const StepMeasure&) const = default;
};

/// What a step is found to have done, in the order in which an engineer asks.
enum class Outcome : std::uint8_t { harm, no_effect, unexpected, partial, worked };
enum class Action : std::uint8_t { roll_back, hold, proceed };
[[nodiscard]] std::string_view name_of(Outcome outcome);
[[nodiscard]] std::string_view name_of(Action action);
/// Whether a link above its StepMeasure::harm share belongs to a verdict.
enum class Overload : std::uint8_t { yes, no, any };

/// One row of the table by which a step is judged. The rows of a step exclude each other and cover
/// every outcome: `from <= moved < below`, where `moved` is the share before the step minus the
/// share that is seen (the other way round for `onto`), and the overload as it says.
struct Verdict {
  Outcome outcome = Outcome::worked;
  Action action = Action::proceed;
  double from = 0, below = 0;            ///< Of the moved share; -1 to just above 1.
  double share_low = 0, share_high = 0;  ///< The same as shares by the link.
  model::Bps load_low, load_high;        ///< And as the link's load at the peak.
  Overload overload = Overload::any;
  std::string text;
  bool operator==(const Verdict&) const = default;
};

/// What to do instead when a step shows that the forecast was wrong in one direction.
struct Contingency {
  ShareCondition when;  ///< More than `when.high` of the prefix still enters by `when.link`.
  std::vector<ChangeText> changes;
  std::string text;  ///< "If A still takes more than 75 % of 11/24 after 20 minutes, ..."
  std::optional<StepMeasure> measure = std::nullopt;
  std::vector<Verdict> verdicts = {};  ///< Of the fallback, once it is made.
  bool operator==(const Contingency&) const = default;
};

/// What must be seen first, or what would follow if the forecast holds.
enum class When : std::uint8_t { now, then };
[[nodiscard]] std::string_view name_of(When when);

struct RolloutStep {
  int step = 1;
  std::vector<ChangeText> changes;
  std::int64_t wait_s = 900;
  /// Nothing in files of earlier versions, as the other optional members.
  std::optional<When> when = std::nullopt;
  std::optional<std::int64_t> lead_time_s = std::nullopt;  ///< Before the change: filters.
  std::optional<std::int64_t> commit_timer_s = std::nullopt;
  std::string way_back = {};                          ///< How, and what it may not bring back.
  std::optional<StepMeasure> measure = std::nullopt;  ///< Nothing where nothing is measured.
  std::vector<Verdict> verdicts = {};
  std::vector<ShareCondition> expect;
  StepCondition continue_if;
  StepCondition abort_if;
  std::vector<Contingency> contingencies;
  std::string warning;  ///< Where every order passes through a state worse than today.
  bool operator==(const RolloutStep&) const = default;
};

/// One announcement to try for what it tells of a plan: afterwards the plan's range is narrower.
/// docs/learning-tests.md.
struct TellingTest {
  ChangeText change;  ///< Prepends of one prefix on one link; the reason says what it tells.
  /// The prefix of the plan whose response it tells; another one than the change's where that is
  /// lighter and enters alike. It then says what to expect and proves nothing.
  std::string of;
  bool first_step = false;  ///< It is the plan's own first step, or that step of one prefix.
  model::Bps moved;         ///< Expected to enter by another link, at the measured statistic.
  double moved_share = 0;   ///< Of the prefix: how much less, or more, enters by the link.
  std::string link;         ///< The link whose range under the plan is given.
  model::Bps width_now;     ///< High less low of its load at the peak under the plan.
  model::Bps width_after;   ///< The same after the test, if it brings what is expected.
  std::int64_t wait_s = 900;
  std::string undo;
  std::string command;  ///< "bgpte whatif SCENARIO --set 11.0.0.0/24@A=2".
  /// The hours that are quiet enough, "23:00 to 07:00 UTC"; empty where no history says it.
  std::string quiet_hours = {};
  bool operator==(const TellingTest&) const = default;
};

/// A percentile that a bill over samples looks at, and what the month has left of it.
struct PercentileForecast {
  std::string name;                ///< The link's, or the contract's whose ports are added up.
  std::vector<std::string> links;  ///< Its ports.
  double rank = 95;                ///< In percent.
  std::int64_t interval_s = 300;
  std::int64_t expected = 0;  ///< Samples from the file's first to its last.
  std::int64_t missing = 0;
  std::int64_t dropped = 0;
  model::Bps before, after;       ///< In a steady month; expected.
  std::int64_t samples_left = 0;  ///< May still be above `level` before the percentile is.
  model::Bps level;
  bool operator==(const PercentileForecast&) const = default;
};

/// The bill of billing_period: its samples so far as they were, the rest under the plan.
struct MonthCost {
  std::string from, to;  ///< Dates; `to` is the last day.
  model::Money before, after;
  bool operator==(const MonthCost&) const = default;
};

/// A rate that a search made as small as it could.
struct BoundedRate {
  model::Bps value;
  model::Bps lower_bound;  ///< No plan that was considered has less.
  bool operator==(const BoundedRate&) const = default;
};

/// The proof: what was minimised, what it came to, and what no plan can beat.
struct Proof {
  model::Bps excess, excess_lower_bound;
  /// Above the capacities. Nothing where today loses nothing.
  std::optional<BoundedRate> loss;
  /// Loss under single failures beyond today's. Nothing unless policy.n_minus_1 is no-worse.
  std::optional<BoundedRate> failure_loss;
  /// Away from the targets of the links, by more than a point each. Nothing where none has one.
  std::optional<BoundedRate> off_target;
  evaluation::Objective value, lower_bound;
  double gap = 0;
  evaluation::Objective could_still_gain;
  std::string unit;  ///< The currency, or "Mbps of Phi".
  std::string termination;
  std::string candidates;
  bool operator==(const Proof&) const = default;
};

/// Everything an engineer would say about a scenario. The configuration is added by config.
struct Advice {
  std::string scenario;  ///< Its name.
  std::string scenario_sha256;
  std::string change_id;  ///< Hash of local_as and the changes.
  model::Asn local_as = 0;
  std::string strategy;  ///< Of the policy; "whatif" where the changes are the operator's.
  std::string summary;   ///< The answer in a few sentences.
  std::string basis;     ///< What the forecast rests on.
  Status status = Status::keep;
  std::vector<ChangeText> changes;
  std::vector<Violation> violations;
  std::vector<LinkForecast> links;
  std::string currency;
  model::Money cost_before;
  evaluation::MoneyRange cost_after;
  model::Money cost_fixed;  ///< The part that no change of a prefix can touch.
  std::optional<MonthCost> cost_this_month;
  std::vector<PercentileForecast> percentiles;
  Proof objective;
  std::vector<model::Finding> findings;
  std::vector<Alternative> alternatives;
  std::vector<FailureForecast> failures;
  std::vector<RolloutStep> rollout;
  std::optional<TellingTest> test = std::nullopt;  ///< Where the plan's own range is too wide.
  /// The last day, or the time, that the figures are of; empty where the scenario does not say it.
  std::string measured_to = {};
  bool operator==(const Advice&) const = default;
};

/// How long a step waits before it is judged: five minutes to converge, then at least 15 minutes,
/// two counter intervals and what the flow collector needs to export old flows.
[[nodiscard]] std::int64_t wait_after_step(const model::Scenario& scenario);

/// Standard deviation of a share that is measured once and again `seconds` later: what shares
/// wander by themselves and what a counter is off, and the drift of the time between
/// (docs/rollout.md).
[[nodiscard]] double noise_of_share(double measurement_error, std::int64_t seconds);

/// How changes are undone: "11.0.0.0/24 on A back to 0 prepends. Not everything need come back:
/// ...".
[[nodiscard]] std::string way_back_text(const std::vector<ChangeText>& changes);

/// After how long a router takes a step back that nobody confirms: time to wait, of which 20
/// minutes count at most, and to read the counters.
[[nodiscard]] std::int64_t commit_timer_of(std::int64_t wait_s);

/// The same changes of the same AS have the same id, whatever else the scenario says.
[[nodiscard]] std::string change_id_of(model::Asn local_as, const std::vector<ChangeText>& changes);

/// The main job: optimise, then say what an engineer would say.
[[nodiscard]] Advice advise(const model::Scenario& scenario, const ingress::IngressModel& ingress,
                            const optimiser::Options& options = {});

/// Alternative::name of today's announcements.
inline constexpr std::string_view do_nothing = "do nothing";
/// Alternative::name of what a search finds where the changes are the operator's.
inline constexpr std::string_view best_found = "best found";

/// Alternative::name of what only the high end of the range forbids.
inline constexpr std::string_view in_a_quiet_hour = "quiet hour";

/// What the operator asks about: changes of their own in a state of the network.
struct WhatIf {
  const evaluation::Baseline& now;   ///< As measured: the columns "before".
  const evaluation::Baseline& then;  ///< With growth, prices and capacities; often the same.
  std::vector<model::Change> changes;
  evaluation::LinksDown down = {};  ///< Each further failure comes on top.
  /// Searches `then`, where no link is down, for the alternative best_found.
  std::optional<optimiser::Options> compare = std::nullopt;
};

/// The same forecast for the operator's own changes. They are not searched for: the bounds of the
/// objective are the trivial ones, and `termination` is not_searched.
[[nodiscard]] Advice whatif(const WhatIf& asked);
/// In the network as it is.
[[nodiscard]] Advice whatif(const model::Scenario& scenario, const ingress::IngressModel& ingress,
                            const std::vector<model::Change>& changes);

/// Advice::strategy where the changes are the operator's.
inline constexpr std::string_view whatif_strategy = "whatif";

/// Proof::termination where nothing was searched.
inline constexpr std::string_view not_searched = "not-searched";

}  // namespace bgpte::advice
