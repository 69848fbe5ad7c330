#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/text/time.hpp"

/// What a network measured, in one form whatever tool it came from (docs/observation-format.md).
namespace bgpte::telemetry {

/// Seconds since 1970-01-01T00:00:00Z; `to` does not belong to it.
struct Window {
  std::int64_t from = 0;
  std::int64_t to = 0;
  auto operator<=>(const Window&) const = default;
};

/// An input: which program's output it is, and which bytes.
struct Source {
  std::string tool = {};  ///< The format's name, "nfdump-fmt" for example.
  std::string sha256;     ///< Of the whole input.
  std::int64_t bytes = 0;
  auto operator<=>(const Source&) const = default;
};

/// Lines, rows, series or samples that were not taken, merged by reason.
struct Refusal {
  std::string why = {};
  std::int64_t count = 0;
  std::string example = {};  ///< The first of them, on one line and cut.
  bool operator==(const Refusal&) const = default;
};

/// The bytes that came in by one interface towards one prefix in one interval.
struct FlowCell {
  std::string router = {}, interface = {}, link = {};
  std::string prefix = {};  ///< Empty: the destination matches no listed prefix.
  Window window = {};       ///< The interval that the bytes fall into.
  /// As exported, times the sampling rate where that is known and the exporter's side has not
  /// applied it. 0 packets or flows: the input does not count them.
  std::int64_t bytes = 0, packets = 0, flows = 0;
  /// 1: nothing has to be multiplied any more by what the input says (not sampled, or the rate was
  /// applied before and is not known). N: sampled 1:N, and multiplied. 0: unknown, and not
  /// multiplied.
  std::int64_t sampling = 0;
  /// The sampling error, 196/sqrt(n) % at 95 % of n sampled packets; 0 where nothing was sampled,
  /// below 0 where it is not known.
  double error_pct_95 = -1;
  /// Distinct source addresses, an estimate with a standard error of 13 %; -1: not known
  /// (--with-sources).
  std::int64_t sources = -1;
  /// The part of `bytes` from amplification ports, SYN only or of fragments; -1: not known.
  std::int64_t suspect_bytes = -1;
  bool operator==(const FlowCell&) const = default;
};

/// What the counters of one interface say of one interval.
struct LoadSample {
  std::string router = {}, interface = {}, link = {};
  Window window = {};
  std::int64_t in_bps = -1, out_bps = -1;  ///< Mean bits per second; -1: not measured.
  bool operator==(const LoadSample&) const = default;
};

/// A route that a router says it advertises.
struct Route {
  std::string link = {}, router = {};
  std::string session = {};  ///< Address of the neighbour.
  std::string prefix = {};
  std::vector<std::uint32_t> path = {};  ///< What follows the copies of the local AS.
  int prepends = 0;  ///< Copies of the local AS beyond the normal one; -1: not shown.
  std::vector<std::string> communities = {};
  bool communities_shown = false;  ///< False: the output does not say which there are.
  bool operator==(const Route&) const = default;
};

/// Traffic of a link to a destination that no listed prefix covers; the ten largest of each link.
struct UnlistedDestination {
  std::string link = {};
  std::string destination = {};  ///< A /24 or a /48.
  std::int64_t bytes = 0;        ///< Scaled as FlowCell::bytes are.
  bool operator==(const UnlistedDestination&) const = default;
};

/// What came in by a link from one AS; the twenty largest of each link (--with-sources).
struct SourceAsn {
  std::string link = {};
  std::uint32_t asn = 0;   ///< 0: not known.
  std::int64_t bytes = 0;  ///< Scaled as FlowCell::bytes are.
  bool operator==(const SourceAsn&) const = default;
};

enum class ObservationKind : std::uint8_t { flows, load, routes };
[[nodiscard]] std::string_view name_of(ObservationKind kind);

/// bgpte-observation/1.
struct Observation {
  ObservationKind kind = ObservationKind::flows;
  Window window = {};       ///< Of routes, which have no time: 0 to 0 unless it was said.
  std::int64_t step_s = 0;  ///< Length of the intervals; 0 for routes.
  std::string layer = {};   ///< "l2": bytes are whole frames; "l3": IP packets; "": not said.
  std::vector<Source> sources = {};
  std::vector<FlowCell> flows = {};
  std::vector<LoadSample> load = {};
  std::vector<Route> routes = {};
  std::vector<UnlistedDestination> unlisted = {};
  std::vector<SourceAsn> source_asns = {};
  std::vector<Refusal> refused = {};
  std::vector<std::string> notes = {};  ///< What a reader should know of how it was read.
  bool operator==(const Observation&) const = default;
};

/// Sorts everything as the format has it: by link, router, interface, prefix or session, window.
void sort(Observation& observation);

/// The JSON of the format: sorted, the same bytes each time.
[[nodiscard]] std::string to_json(const Observation& observation);

/// Reads what to_json() writes, or says in one sentence why it is none.
[[nodiscard]] std::variant<Observation, std::string> read_observation(std::string_view text);

/// The JSON Schema (draft 7) of the format.
[[nodiscard]] std::string_view observation_schema();

using text::parse_utc;
using text::utc_text;

}  // namespace bgpte::telemetry
