// The verdict of a step: what was measured, held against the bounds that the advice stated.
#include "bgpte/learning/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bgpte/text/format.hpp"
#include "src/learning/measured_shares.hpp"

namespace bgpte::learning {
namespace {

using advice::Advice;
using advice::RolloutStep;
using telemetry::Observation;
using telemetry::ObservationKind;
using telemetry::utc_text;

/// Within so many standard deviations is 95 %.
constexpr double within_95 = 1.96;

double six(double value) {
  return std::round(value * 1e6) / 1e6;
}

/// Whether routers announce what a change asks for.
enum class Seen : std::uint8_t { yes, no, unknown };

Seen seen_in(const std::vector<Observation>& observations, const advice::ChangeText& change) {
  bool link_shown = false;
  for (const Observation& one : observations) {
    for (const telemetry::Route& route : one.routes) {
      const bool here = route.link == change.link;
      link_shown = link_shown || here;
      if (!here || route.prefix != change.prefix) {
        continue;
      }
      if (change.to == model::not_announced) {
        return Seen::no;
      }
      return route.prepends < 0            ? Seen::unknown
             : route.prepends == change.to ? Seen::yes
                                           : Seen::no;
    }
  }
  if (!link_shown) {
    return Seen::unknown;
  }
  return change.to == model::not_announced ? Seen::yes : Seen::no;
}

/// The step that is on its way, or why none is.
std::variant<const RolloutStep*, std::string> step_on_its_way(
    const Advice& advice, const std::vector<Observation>& observations, int wanted) {
  if (advice.rollout.empty()) {
    return "the advice has no step: it changes nothing";
  }
  if (wanted > 0) {
    for (const RolloutStep& step : advice.rollout) {
      if (step.step == wanted) {
        return &step;
      }
    }
    return fmt::format("the advice has no step {}: it has {}", wanted, advice.rollout.size());
  }
  const bool routes = std::any_of(observations.begin(), observations.end(), [](const auto& one) {
    return one.kind == ObservationKind::routes;
  });
  const RolloutStep* last = &advice.rollout.front();
  for (const RolloutStep& step : advice.rollout) {
    bool made = false;
    for (const advice::ChangeText& change : step.changes) {
      const Seen seen = routes ? seen_in(observations, change) : Seen::unknown;
      if (seen == Seen::no && &step == &advice.rollout.front()) {
        return fmt::format("the routes do not show that step {} was made: {} on {} is not {}",
                           step.step, change.prefix, change.link,
                           change.to < 0
                               ? std::string("withdrawn")
                               : "announced with " + text::count_of(change.to, "prepend"));
      }
      if (seen == Seen::no) {
        return last;
      }
      made = made || seen == Seen::yes;
    }
    if (!made) {
      return last;
    }
    last = &step;
  }
  return last;
}

/// The fallback of a step as a step of its own, which has no further one; or why none is.
std::variant<RolloutStep, std::string> fallback_of(const RolloutStep& step,
                                                   const std::vector<Observation>& observations) {
  std::vector<const advice::Contingency*> made;
  for (const advice::Contingency& one : step.contingencies) {
    if (std::none_of(one.changes.begin(), one.changes.end(), [&](const auto& change) {
          return seen_in(observations, change) == Seen::no;
        })) {
      made.push_back(&one);
    }
  }
  if (step.contingencies.empty()) {
    return fmt::format("step {} has no fallback", step.step);
  }
  if (made.empty()) {
    return fmt::format("the routes do not show that a fallback of step {} was made", step.step);
  }
  if (made.size() > 1) {
    return fmt::format(
        "step {} has {} fallbacks: give observed routes that show which of them was made",
        step.step, made.size());
  }
  RolloutStep fallback = step;
  fallback.changes = made.front()->changes;
  fallback.measure = made.front()->measure;
  fallback.verdicts = made.front()->verdicts;
  fallback.expect.clear();
  fallback.contingencies.clear();
  return fallback;
}

/// Seconds of a time, or of the begin of a day; nothing where the text is neither.
std::optional<std::int64_t> time_of(const std::string& text) {
  constexpr std::size_t day = 10;
  std::int64_t seconds = 0;
  const std::string time = text.size() == day ? text + "T00:00:00Z" : text;
  return telemetry::parse_utc(time, seconds) ? std::optional(seconds) : std::nullopt;
}

/// Why the measurement is of no time after the step; empty: it is.
std::string too_old(const Advice& advice, const telemetry::Window& window,
                    const VerdictOptions& options) {
  if (const auto made = options.made_at; made && window.from < *made) {
    return fmt::format("the observation begins at {}, before the step was made ({})",
                       utc_text(window.from), utc_text(*made));
  }
  if (const auto known = time_of(advice.measured_to); known && window.from < *known) {
    return fmt::format(
        "the observation begins at {}, and the advice was made of figures up to {}: it is older "
        "than the change",
        utc_text(window.from), advice.measured_to);
  }
  return {};
}

/// The row of verdicts[] that holds what was seen.
const advice::Verdict* row_of(const RolloutStep& step, double moved, bool overload) {
  for (const advice::Verdict& row : step.verdicts) {
    const bool fits = row.overload == advice::Overload::any ||
                      (row.overload == advice::Overload::yes) == overload;
    if (fits && row.from <= moved && moved < row.below) {
      return &row;
    }
  }
  return nullptr;
}

class Judging {
 public:
  Judging(const Advice& advice, const RolloutStep& step, const MeasuredShares& shares,
          bool fallback)
      : advice_(advice), step_(step), shares_(shares), total_(shares.total()) {
    out_.step = step.step;
    out_.steps = static_cast<int>(advice.rollout.size());
    out_.fallback = fallback;
    out_.changes = step.changes;
    out_.measure = *step.measure;
    out_.window = shares.window;
    out_.notes = shares.notes;
    add_links();
  }

  std::variant<StepVerdict, std::string> run() {
    const std::size_t link = measured_link();
    out_.share = share_of(link);
    out_.moved = moved_at(out_.share);
    out_.sampling_error = six(shares_.share_error(link));
    const advice::Verdict* row = row_of(step_, out_.moved, overloaded(out_.share));
    if (row == nullptr) {
      return "the verdicts of the advice do not cover what was measured: it was not written by "
             "bgpte";
    }
    out_.outcome = row->outcome;
    out_.text = text::sentence(row->text);
    const double reach = within_95 * out_.sampling_error;
    for (const double share : {out_.share - reach, out_.share + reach}) {
      const double near = six(std::clamp(share, 0.0, 1.0));
      const advice::Verdict* other = row_of(step_, moved_at(near), overloaded(near));
      if (other != nullptr && other->outcome != row->outcome &&
          std::find(out_.could_be.begin(), out_.could_be.end(), other->outcome) ==
              out_.could_be.end()) {
        out_.could_be.push_back(other->outcome);
      }
    }
    go_on(*row);
    return std::move(out_);
  }

  /// The window does not leave the step its wait.
  StepVerdict too_early(std::int64_t from) {
    out_.share = share_of(measured_link());
    out_.moved = moved_at(out_.share);
    out_.next = Next::wait;
    out_.text = fmt::format("It is too early: measure from {} on.", utc_text(from));
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::size_t measured_link() const {
    std::size_t at = 0;
    while (at + 1 < advice_.links.size() && advice_.links[at].name != step_.measure->link) {
      ++at;
    }
    return at;
  }
  [[nodiscard]] double share_of(std::size_t link) const {
    return six(shares_.of_link(link) / total_);
  }
  [[nodiscard]] double moved_at(double share) const {
    const double before = step_.measure->before;
    return six(step_.measure->direction == advice::Direction::off ? before - share
                                                                  : share - before);
  }
  /// With the measured link's share at `share`, the others' as seen.
  [[nodiscard]] bool overloaded(double share) const {
    return std::any_of(out_.links.begin(), out_.links.end(), [&](const MeasuredLink& link) {
      const double here = link.name == step_.measure->link ? share : link.share;
      return link.harmful_above && here > *link.harmful_above;
    });
  }

  void add_links() {
    for (std::size_t l = 0; l < advice_.links.size(); ++l) {
      MeasuredLink link;
      link.name = advice_.links[l].name;
      link.share = share_of(l);
      link.rate = model::Bps{std::llround(shares_.of_link(l))};
      for (const advice::HarmLimit& limit : step_.measure->harm) {
        if (limit.link == link.name) {
          link.harmful_above = limit.share;
        }
      }
      link.expected = expected_on(link.name);
      if (link.expected || link.share > 0) {
        out_.links.push_back(std::move(link));
      }
    }
  }

  /// Of all prefixes of the step, by their measured rates.
  [[nodiscard]] std::optional<ExpectedShare> expected_on(const std::string& link) const {
    std::optional<ExpectedShare> sum;
    for (std::size_t p = 0; p < step_.measure->prefixes.size(); ++p) {
      double rate = 0;
      for (const double one : shares_.rate[p]) {
        rate += one;
      }
      for (const advice::ShareCondition& condition : step_.expect) {
        if (condition.prefix != step_.measure->prefixes[p] || condition.link != link) {
          continue;
        }
        sum = sum.value_or(ExpectedShare{});
        sum->low += condition.low * rate / total_;
        sum->expected += condition.expected * rate / total_;
        sum->high += condition.high * rate / total_;
      }
    }
    if (sum) {
      *sum = {six(sum->low), six(sum->expected), six(sum->high)};
    }
    return sum;
  }

  void go_on(const advice::Verdict& row) {
    const bool last = step_.step >= out_.steps;
    const auto fallback = std::find_if(step_.contingencies.begin(), step_.contingencies.end(),
                                       [&](const advice::Contingency& one) {
                                         return one.when.link == step_.measure->link &&
                                                step_.measure->prefixes.size() == 1 &&
                                                out_.share > one.when.high;
                                       });
    switch (row.action) {
      case advice::Action::proceed:
        out_.next = last ? Next::done : Next::next_step;
        break;
      case advice::Action::hold:
        out_.next = Next::hold;
        return;
      case advice::Action::roll_back:
        out_.next = Next::roll_back;
        break;
    }
    const bool harm = row.outcome == advice::Outcome::harm;
    if (!harm && fallback != step_.contingencies.end()) {
      out_.next = Next::fall_back;
      out_.notes.push_back(fallback->text);
    }
    if (out_.next == Next::roll_back && !step_.way_back.empty()) {
      out_.notes.push_back(step_.way_back);
    }
  }

  const Advice& advice_;
  const RolloutStep& step_;
  const MeasuredShares& shares_;
  double total_;
  StepVerdict out_;
};

constexpr std::array<std::string_view, 6> next_names{"done", "next-step", "wait",
                                                     "hold", "fall-back", "roll-back"};

}  // namespace

std::string_view name_of(Next next) {
  return next_names[static_cast<std::size_t>(next)];
}

std::variant<StepVerdict, std::string> verdict_of(
    const advice::Advice& advice, const std::vector<telemetry::Observation>& observations,
    const VerdictOptions& options) {
  const auto found = step_on_its_way(advice, observations, options.step);
  if (const std::string* fault = std::get_if<std::string>(&found)) {
    return *fault;
  }
  RolloutStep step = *std::get<const RolloutStep*>(found);
  if (options.fallback) {
    auto fallback = fallback_of(step, observations);
    if (const std::string* fault = std::get_if<std::string>(&fallback)) {
      return *fault;
    }
    step = std::get<RolloutStep>(std::move(fallback));
  }
  const bool known = std::any_of(advice.links.begin(), advice.links.end(), [&](const auto& link) {
    return step.measure && link.name == step.measure->link;
  });
  if (!known || step.verdicts.empty()) {
    return fmt::format("the advice has no verdicts for {}step {}: nothing is known of its traffic",
                       options.fallback ? "the fallback of " : "", step.step);
  }
  const auto measured = measure_shares(advice, step, observations);
  if (const std::string* fault = std::get_if<std::string>(&measured)) {
    return *fault;
  }
  const MeasuredShares& shares = std::get<MeasuredShares>(measured);
  if (std::string fault = too_old(advice, shares.window, options); !fault.empty()) {
    return fault;
  }
  Judging judging(advice, step, shares, options.fallback);
  if (options.made_at && shares.window.from < *options.made_at + step.wait_s) {
    return judging.too_early(*options.made_at + step.wait_s);
  }
  return judging.run();
}

}  // namespace bgpte::learning
