#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "bgpte/watch/state.hpp"

/// Decides whether somebody should be told (docs/watching.md): pure functions of the state, the
/// samples with their own times, and the policy of the scenario.
namespace bgpte::watch {

/// What one prefix brought by one link in one interval.
struct PrefixLoad {
  model::PrefixIndex prefix = 0;
  model::LinkIndex link = 0;
  std::int64_t bps = 0;
  bool operator==(const PrefixLoad&) const = default;
};

/// A prefix whose traffic by a link looks like an attack.
struct Suspect {
  model::PrefixIndex prefix = 0;
  model::LinkIndex link = 0;
  std::string text;  ///< "203.0.113.0/24 alone brings 13 Gbps by A, more than its 10 Gbps".
  bool operator==(const Suspect&) const = default;
};

/// One interval of all links: what was measured of it.
struct Interval {
  std::int64_t at = 0;          ///< Its begin.
  std::vector<LinkLoad> links;  ///< In the order of Scenario::links; in_bps -1: not measured.
  std::vector<PrefixLoad> prefixes;
  /// Suspects by other tests than those of the interval itself (attack.hpp), such as a history.
  std::vector<Suspect> suspects{};
};

/// An alert of somebody else's monitoring, about a link.
struct Alert {
  std::string link;  ///< Name.
  bool firing = true;
  std::int64_t starts_at = 0;
  std::int64_t ends_at = 0;  ///< Of one that is resolved.
  std::string key{};         ///< The same for the same labels; at most 64 bytes.
  std::string name{};        ///< As the rule is called, on one line; empty: it has none.
  bool operator==(const Alert&) const = default;
};

enum class Kind : std::uint8_t {
  raised,   ///< A link is above its ceiling.
  attack,   ///< The same, and one prefix looks like an attack.
  cleared,  ///< It is over.
  advice,   ///< New advice for an incident that was told before.
  verdict,  ///< What the step on its way has done.
  state     ///< The state file was broken.
};
[[nodiscard]] std::string_view name_of(Kind kind);

/// Something to be told, once.
struct Tell {
  Kind kind = Kind::raised;
  std::string id;            ///< Of the incident, or the change_id.
  std::string subject;       ///< The link; of verdicts the change_id.
  std::int64_t at = 0;       ///< End of the interval that decided it, or the alert's time.
  std::string text;          ///< What was seen: sentences on one line.
  std::string note{};        ///< What follows: why there is no advice, or which.
  bool with_advice = false;  ///< The advice of this run belongs to it.
  bool settled = false;      ///< Nothing more is to be done about it: no exit status 3.
  std::string body{};        ///< A report that belongs to it, such as a verdict.
  bool operator==(const Tell&) const = default;

  /// Name without a suffix, of a file: "A-20261128T224000Z-raised". The same for the same thing.
  [[nodiscard]] std::string name() const;
};

/// A state and what is to be told.
struct Outcome {
  State state;
  std::vector<Tell> tells;
};

/// A new state of a scenario.
[[nodiscard]] State new_state(const model::Scenario& scenario);

/// Takes one interval. Links of which it is not newer than what was seen are left as they are; what
/// was not measured is neither high nor low.
[[nodiscard]] Outcome take(State state, const Interval& interval, const model::Scenario& scenario);

/// Takes an alert. One that was taken before, or that is of an incident that is over, changes
/// nothing that is told. What an alert raised is cleared by the resolution of the last alert of the
/// link that fires. `alert.link` is a link of the scenario.
[[nodiscard]] Outcome take(State state, const Alert& alert, const model::Scenario& scenario);

/// Whether advice is to be sought for the open incidents at the time `at`.
struct Question {
  bool ask = false;
  std::vector<std::string> incidents;       ///< Links whose advice is due.
  std::vector<model::PrefixIndex> resting;  ///< Prefixes that are not to be touched; sorted.
  std::string withheld{};  ///< Why not now, a sentence; empty: there is nothing to say.
  std::string about{};     ///< The link that `withheld` is about; empty: all of them.
};
[[nodiscard]] Question may_advise(const State& state, const model::Scenario& scenario,
                                  std::int64_t at);

/// The scenario with what the links carried in their newest intervals, where that is more than the
/// scenario has, and with the prefixes of `resting` pinned. Rates of prefixes on a link grow with
/// it.
[[nodiscard]] model::Scenario as_seen(const model::Scenario& measured, const State& state,
                                      const Question& question);

/// The advice that was found for a question.
struct Found {
  std::string change_id;              ///< Empty where there is nothing to change.
  std::vector<std::string> prefixes;  ///< Of its first step.
  std::string summary;                ///< Of the advice.
  std::string advice;                 ///< As JSON.
};

/// Takes the advice: completes `tells` of this run, or adds one for an incident that was told
/// before. A change_id that was told before is not told again.
[[nodiscard]] Outcome settle(Outcome outcome, const Question& question, const Found& found,
                             std::int64_t at);

/// The verdict of the step on its way, as `learn --verdict` gives it.
struct StepResult {
  bool worked = false;
  std::string text;  ///< "worked", "no effect", and what to do: a sentence.
  std::string body;  ///< The report.
};
[[nodiscard]] Outcome settle_step(State state, const StepResult& result, std::int64_t at);

/// Lets a step go that nobody made for a day, or that was made and could not be judged for a day.
[[nodiscard]] Outcome expire_step(State state, std::int64_t at);

/// The JSON Schema (draft 7) of tickets and of what --replay prints.
[[nodiscard]] std::string_view watch_schema();

/// Why what is given cannot be of the time of the state, in one sentence; empty: it can. What is of
/// one run lies within a day of the rest of it, and within 30 days of what was seen.
[[nodiscard]] std::string clock_fault(const State& state, const std::vector<Interval>& intervals,
                                      const std::vector<Alert>& alerts);

/// A sentence for each link of which everything that is given ended before what was seen.
[[nodiscard]] std::vector<std::string> older_than_seen(const State& state,
                                                       const model::Scenario& scenario,
                                                       const std::vector<Interval>& intervals);

/// End of the newest interval; -1 where none was seen.
[[nodiscard]] std::int64_t now_of(const State& state);

}  // namespace bgpte::watch
