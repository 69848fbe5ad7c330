#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bgpte/history/growth.hpp"
#include "bgpte/history/history.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/telemetry/map.hpp"
#include "bgpte/telemetry/observation.hpp"

/// What a network measured, brought into a scenario (docs/measuring.md).
namespace bgpte::telemetry {

/// Which figure of a link's samples its `inbound` is.
enum class Statistic : std::uint8_t { p95, mean, max };
[[nodiscard]] std::string_view name_of(Statistic statistic);

struct ObserveOptions {
  Statistic statistic = Statistic::p95;
  std::optional<std::int64_t> max_age_s =
      std::nullopt;        ///< How long before `now_s` an observation may end.
  std::int64_t now_s = 0;  ///< Only looked at with `max_age_s`.
  bool past = false;       ///< Whether Measurement::past is wanted.
};

/// Something that the figures alone do not say.
struct Remark {
  std::string id;    ///< Stable, e.g. "coverage-low"; listed in docs/measuring.md.
  std::string text;  ///< One sentence, on one line.
  bool operator==(const Remark&) const = default;
};

/// Which part of the counter's bytes the flows account for.
struct Coverage {
  std::int64_t flow_bytes = 0, counter_bytes = 0;  ///< In the intervals that both know.
  /// 0, or N where the one is about N times the other for a whole N of 10 or more.
  std::int64_t looks_like_sampling = 0;

  [[nodiscard]] bool known() const { return counter_bytes > 0; }
  [[nodiscard]] double share() const {
    return static_cast<double>(flow_bytes) / static_cast<double>(counter_bytes);
  }
  /// From 0.90 to 1.02: flows miss little, and layers differ by little.
  [[nodiscard]] bool fine() const;
};

/// What one router exports.
struct ExporterVerdict {
  std::string router;
  std::int64_t sampling = 0;  ///< As FlowCell::sampling; -1: not the same for all cells.
  Coverage coverage;
};

/// What was measured of one link; rates in bps, -1: not measured.
struct LinkFigures {
  std::int64_t inbound = -1, outbound = -1;  ///< The statistic.
  std::int64_t peak = -1;                    ///< The largest inbound of an interval.
  std::int64_t mean = -1;                    ///< Of inbound.
  std::int64_t intervals = 0, known = 0;     ///< Expected, and with an inbound.
  Coverage coverage;
  std::int64_t background = -1;  ///< Inbound of no listed prefix that is announced there.
  std::vector<UnlistedDestination> unlisted;
  std::vector<SourceAsn> source_asns = {};
};

/// What enters for one prefix by each link, in the order of Scenario::links; nothing: not measured.
using Cells = std::vector<std::optional<std::int64_t>>;

/// How routers announce a prefix on a link now.
struct AnnouncedNow {
  model::LinkIndex link = 0;
  std::optional<model::Prepend> prepend;  ///< Nothing: no longer announced there.
};

/// A prefix that is announced and not listed.
struct NewPrefix {
  model::IpPrefix prefix;
  std::vector<std::pair<model::LinkIndex, model::Prepend>> advertise;
  model::Asn origin_as = 0;  ///< 0: our own.
  Cells inbound;
};

/// One sample of a link, begin-stamped.
struct LinkSample {
  std::int64_t time = 0;
  model::LinkIndex link = 0;
  std::int64_t in_bps = -1, out_bps = -1;
  auto operator<=>(const LinkSample&) const = default;
};

/// How a link grows, by its history.
struct LinkGrowth {
  std::string link;
  model::Growth growth;
  std::int64_t load_day = 0;               ///< The last day that was measured.
  std::optional<history::RunOut> run_out;  ///< Of its ceiling, as measured and without changes.
};

/// Everything that observations say of a scenario's network, exact: nothing is rounded yet.
struct Measurement {
  Statistic statistic = Statistic::p95;
  Window window;  ///< Of the counters; 0 to 0 without.
  std::int64_t interval_s = 0;
  std::vector<Source> sources;
  std::vector<LinkFigures> links;                    ///< In the order of Scenario::links.
  std::vector<Cells> cells;                          ///< In the order of Scenario::prefixes.
  std::vector<std::vector<AnnouncedNow>> announced;  ///< Changes only; likewise.
  std::vector<NewPrefix> new_prefixes;               ///< Sorted by prefix.
  std::vector<ExporterVerdict> exporters;            ///< Sorted by router.
  std::vector<LinkSample> samples;                   ///< Sorted by time and link.
  std::vector<history::Sample> past;  ///< For a history; only where it was asked for.
  std::vector<LinkGrowth> growth;     ///< Of links whose history is long enough.
  std::vector<Remark> remarks;
  std::vector<std::string> notes;  ///< What `import` said of its inputs.

  /// Why nothing may be written: "link A looks like sampling 1:1000 ..."; empty: it may.
  [[nodiscard]] std::vector<std::string> refusals(const model::Scenario& scenario) const;
};

/// Brings observations together, or says in one sentence why they cannot be.
[[nodiscard]] std::variant<Measurement, std::string> measure(
    const model::Scenario& scenario, const std::vector<Observation>& observations,
    const ObserveOptions& options);

/// Adds to a measurement what a history with its samples says: how links grow, and what looks like
/// an attack.
void tell_past(const model::Scenario& scenario, const history::History& history,
               Measurement& measurement);

/// One value of the scenario file that becomes another.
struct ValueChange {
  std::string subject;  ///< "link A", "203.0.113.0/24".
  std::string what;     ///< "inbound", "inbound by A", "advertise on A".
  std::string from, to;
  std::optional<double> change;  ///< Of rates, as a share of `from`.
};

/// The scenario file with what was measured.
struct Update {
  std::string text;
  std::vector<ValueChange> changes;
  std::size_t kept = 0;  ///< Cells that moved by less than 2 %, and stay.
};

/// Writes a measurement into the text of the scenario that it was made for, in place: rates have
/// three digits, cells that moved by less than 2 % stay, the cells of a link never sum to more than
/// its inbound, and whatever else stands in the file keeps its bytes.
[[nodiscard]] Update update_scenario(std::string_view text, const model::Scenario& scenario,
                                     const Measurement& measurement);

/// Adds the samples that a file of samples ("time,link,inbound,outbound") does not have; `text` is
/// empty for a new one. Or says in one sentence why it cannot be.
struct SamplesUpdate {
  std::string text;
  std::size_t added = 0;
};
[[nodiscard]] std::variant<SamplesUpdate, std::string> append_samples(
    std::string_view text, const model::Scenario& scenario, const Measurement& measurement);

/// Where the figures are from ("bgpte-observed/1"): window, tools, hashes, coverage.
[[nodiscard]] std::string provenance_json(const model::Scenario& scenario,
                                          const Measurement& measurement);

/// What `bgpte observe` prints: for a terminal, for a ticket, and the same as provenance_json()
/// with findings, notes, changes and what is refused.
[[nodiscard]] std::string report_text(const model::Scenario& scenario,
                                      const Measurement& measurement, const Update& update);
[[nodiscard]] std::string report_markdown(const model::Scenario& scenario,
                                          const Measurement& measurement, const Update& update);
[[nodiscard]] std::string report_json(const model::Scenario& scenario,
                                      const Measurement& measurement, const Update& update);

/// The JSON Schema (draft 7) of both.
[[nodiscard]] std::string_view observed_schema();

/// A first scenario; `fault` says in one sentence why there can be none.
struct FirstScenario {
  std::string text;
  std::string fault;
};
/// A first scenario from observations alone; what only the operator knows is null or "TODO".
[[nodiscard]] FirstScenario first_scenario(const InterfaceMap& map,
                                           const std::vector<Observation>& observations,
                                           const ObserveOptions& options);

}  // namespace bgpte::telemetry
