#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What one run of `bgpte watch` hands to the next (docs/watching.md). Times are seconds since 1970
/// (UTC), of observations and never of a clock; rates are bits per second.
namespace bgpte::watch {

/// What one link carried in one interval; -1: not measured.
struct LinkLoad {
  std::int64_t at = 0;  ///< Begin of the interval.
  std::int64_t in_bps = -1;
  std::int64_t flow_bps = -1;  ///< What flows account for.
  bool operator==(const LinkLoad&) const = default;
};

/// Whether the advice for an incident was told.
enum class AdviceStand : std::uint8_t {
  due,      ///< None yet.
  told,     ///< Told, now or for an earlier incident.
  withheld  ///< It is an attack: none will be.
};
[[nodiscard]] std::string_view name_of(AdviceStand stand);

/// An alert of somebody else's monitoring that fires.
struct FiringAlert {
  std::string key;  ///< Alertmanager's fingerprint, or a digest of the labels.
  std::int64_t since = 0;
  bool operator==(const FiringAlert&) const = default;
};
/// So many alerts of one link, and raises of one link, are remembered.
inline constexpr std::size_t most_alerts = 64;
/// So many changes that were told are remembered.
inline constexpr std::size_t most_told = 64;

/// A link above its ceiling, from the time it was raised to the time it is cleared.
struct Incident {
  std::string id;          ///< "A-20261128T224000Z": link and begin.
  std::int64_t since = 0;  ///< Begin of the first interval above, or of the alert.
  bool by_alert = false;   ///< An alert raised it. It is over when none fires any more, or
                           ///< when counters that begin after it are low for long enough.
  AdviceStand advice = AdviceStand::due;
  std::int64_t asked_at = -1;         ///< When advice was last sought; -1: never.
  std::vector<FiringAlert> alerts{};  ///< Of an incident that an alert raised: which fire; by key.
  bool quiet = false;                 ///< The link was raised so often that this one is not told.
  bool operator==(const Incident&) const = default;
};

/// What is remembered of one link.
struct LinkWatch {
  std::vector<LinkLoad> recent;  ///< The newest intervals, ascending; raise_after, at least two.
  std::int64_t low_since = -1;   ///< Begin of the intervals that are low enough to clear; -1: none.
  std::int64_t cleared_at = -1;  ///< When its last incident ended; -1: never.
  std::optional<Incident> incident;
  std::vector<std::int64_t>
      raises{};                   ///< When it was raised in the 24 hours before the newest one.
  std::int64_t flapping_at = -1;  ///< When it was last told that it is raised often; -1: never.
  bool operator==(const LinkWatch&) const = default;
};

/// A change that was told, by its change_id.
struct ToldChange {
  std::string change_id;
  std::int64_t at = 0;
  std::vector<std::string> prefixes;  ///< Of its first step.
  bool operator==(const ToldChange&) const = default;
};

/// The step that was told and has no verdict yet.
struct PendingStep {
  std::string change_id;
  std::int64_t told_at = 0;
  std::int64_t made_at = -1;  ///< -1: nothing has shown or said that it was made.
  std::string advice;         ///< The advice, as JSON ("bgpte-advice/1").
  bool operator==(const PendingStep&) const = default;
};

/// A ticket that is decided and not known to be delivered.
struct Ticket {
  std::string name;  ///< Of its file.
  std::string text;
  bool operator==(const Ticket&) const = default;
};

struct State {
  std::string scenario;  ///< The name of the scenario that it belongs to.
  std::int64_t interval_s = 300;
  std::int64_t newest = -1;  ///< Begin of the newest interval that was seen; -1: none.
  std::map<std::string, LinkWatch, std::less<>> links;
  std::vector<ToldChange> told;  ///< In order of time; the newest `most_told`.
  std::optional<PendingStep> step;
  std::vector<Ticket> outbox;
  bool operator==(const State&) const = default;
};

/// "bgpte-watch-state/1": the same bytes for the same state.
[[nodiscard]] std::string to_json(const State& state);

/// The format that a text names, "bgpte-scenario/1" for example; empty where it is no JSON object
/// or names none.
[[nodiscard]] std::string format_of(std::string_view text);

/// Reads what to_json() writes, strictly; or says in one sentence why it is none.
[[nodiscard]] std::variant<State, std::string> read_state(std::string_view text);

}  // namespace bgpte::watch
