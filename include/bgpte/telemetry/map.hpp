#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bgpte::telemetry {

/// A router as the tools name it, and how it samples.
struct Exporter {
  std::string router = {};
  /// Addresses and names by which inputs call it, beside its own name.
  std::vector<std::string> addresses = {};
  std::int64_t sampling = 0;  ///< 1:N; 1 unsampled; 0: not said.
  bool applied = false;       ///< The collector has multiplied already.
  bool operator==(const Exporter&) const = default;
};

/// An interface, by name and by the indexes that it has or had.
struct MappedInterface {
  std::string router = {}, ifname = {};
  std::vector<std::int64_t> ifindex = {};
  std::string link = {};       ///< Empty: an interface that is no link.
  std::int64_t speed_bps = 0;  ///< 0: not said. No sample above it is believed.
  bool operator==(const MappedInterface&) const = default;
};

/// bgpte-map/1: which interface is which link.
struct InterfaceMap {
  std::vector<Exporter> exporters = {};  ///< Sorted by router.
  std::vector<MappedInterface> interfaces = {};
  bool operator==(const InterfaceMap&) const = default;

  /// The exporter that an input means by a router's name, its address, or the name with a domain
  /// behind it ("rt1.example.net" for "rt1"); a port is not looked at. Null where there is none.
  [[nodiscard]] const Exporter* exporter(std::string_view called) const;
  [[nodiscard]] const MappedInterface* by_name(std::string_view router,
                                               std::string_view ifname) const;
  [[nodiscard]] const MappedInterface* by_index(std::string_view router,
                                                std::int64_t ifindex) const;
  /// Of a text that may be either: a name (some switches call a port "24") goes before an index.
  [[nodiscard]] const MappedInterface* by_text(std::string_view router,
                                               std::string_view text) const;
};

/// Reads a map, or says in one sentence why it is none. Every router of an interface has a row of
/// exporters afterwards.
[[nodiscard]] std::variant<InterfaceMap, std::string> read_map(std::string_view text);

/// The JSON Schema (draft 7) of the format.
[[nodiscard]] std::string_view map_schema();

}  // namespace bgpte::telemetry
