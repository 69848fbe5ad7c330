#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/load/series.hpp"

namespace bgpte::telemetry {

/// How an input names an interface; empty or -1 where it does not.
struct InterfaceLabels {
  std::string router = {}, ifname = {};
  std::string text = {};  ///< Instead of name and index: a name, or else an index.
  std::int64_t ifindex = -1;
};

/// Finds out whose counter a series is.
class Places {
 public:
  Places(const InterfaceMap& map, const ImportOptions& options, LoadSamples& samples)
      : map_(map), options_(options), samples_(samples) {}

  /// What the labels or tags of a series say, by the names that exporters and pollers give them. Of
  /// several the first counts that the map knows; throws where they name two routers of it.
  [[nodiscard]] InterfaceLabels labels_of(const JsonFields& labels) const;

  /// Null where the interface is no link or not in the map: that has been told then. Names win over
  /// indexes; throws where a name and an index of one interface are of two in the map.
  [[nodiscard]] const MappedInterface* find(const InterfaceLabels& labels,
                                            const std::string& series) const;

  /// Of a series that has no more than a name: what --series says of it, or the name itself:
  /// "LINK/in", "LINK_in", "LINK in", "ROUTER/IFNAME/in", "IFNAME in"; only "in", "out", "Inbound"
  /// or "Outbound" with --link.
  [[nodiscard]] std::optional<Place> of_name(const std::string& name) const;

  /// The link of --link. Throws where it was not given or is not in the map.
  [[nodiscard]] std::string asked_link() const;
  [[nodiscard]] Direction asked_direction() const {
    return options_.direction == "out" ? Direction::out : Direction::in;
  }

 private:
  [[nodiscard]] const MappedInterface* on_router(const std::string& router,
                                                 const InterfaceLabels& labels,
                                                 const std::string& series) const;
  [[nodiscard]] const MappedInterface* only_one_called(const std::string& ifname) const;
  [[nodiscard]] bool is_link(std::string_view name) const;
  [[nodiscard]] Place of_link(std::string_view link, Direction direction) const;
  [[nodiscard]] std::optional<Place> of_text(std::string_view name) const;

  const InterfaceMap& map_;
  const ImportOptions& options_;
  LoadSamples& samples_;
};

}  // namespace bgpte::telemetry
