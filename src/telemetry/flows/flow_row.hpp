#pragma once

#include <cstdint>
#include <string_view>

namespace bgpte::telemetry {

/// What a column or member of a list of flows is.
enum class Field : std::uint8_t {
  ignored,  ///< Known, and of no use here.
  router,
  ifindex,
  interface,    ///< A name, or else an index.
  destination,  ///< A host, or a prefix with its length.
  network,      ///< With `mask`.
  mask,
  bytes,
  packets,
  flows,
  first,     ///< Begin of the flow.
  last,      ///< End of the flow.
  received,  ///< When the collector got it.
  first_ns,
  last_ns,
  received_ns,
  bin,    ///< Begin of the interval that the flow was counted in.
  rate,   ///< The sampling rate.
  kind,   ///< What export it is from: NETFLOW_V9, SFLOW_5.
  event,  ///< What a firewall reports: CREATE, UPDATE, DELETE, or the number of it.
  // Only taken with ImportOptions::with_sources.
  source,  ///< A host.
  source_as,
  source_port,
  protocol,   ///< A number or a name.
  tcp_flags,  ///< A number, or letters as nfdump has them.
  fragment    ///< Offset of a fragment.
};

/// Whether a field is only taken where sources are wanted.
[[nodiscard]] constexpr bool is_of_source(Field field) {
  return field >= Field::source;
}

/// One row, as an input writes it. The texts live as long as the line.
struct FlowRow {
  std::string_view router;       ///< Empty: not said.
  std::string_view interface;    ///< A name or an index; empty: `ifindex` counts.
  std::string_view destination;  ///< A host, or a prefix with its length.
  std::string_view network;      ///< Instead of a host; `mask` is its length.
  std::string_view kind, event;
  std::int64_t ifindex = -1, mask = -1;
  std::int64_t bytes = -1, packets = 0, flows = 0;
  std::int64_t first = -1, last = -1, received = -1, bin = -1;  ///< Seconds; -1: not said.
  std::int64_t rate = -1;                                       ///< -1: the input has no rate.
  std::string_view source;
  std::int64_t source_as = -1, source_port = -1;  ///< -1: not said; likewise below.
  std::int64_t protocol = -1, tcp_flags = -1, fragment = -1;
};

}  // namespace bgpte::telemetry
