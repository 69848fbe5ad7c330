#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bgpte/telemetry/import.hpp"
#include "src/telemetry/flows/flow_format.hpp"
#include "src/telemetry/flows/flow_sources.hpp"
#include "src/telemetry/flows/unlisted.hpp"
#include "src/telemetry/prefix_table.hpp"
#include "src/telemetry/refusals.hpp"

namespace bgpte::telemetry {

/// Adds flows up by interface, prefix, interval and sampling rate.
class FlowCells {
 public:
  FlowCells(const InterfaceMap& map, std::vector<model::IpPrefix> prefixes,
            const ImportOptions& options);

  /// Throws Unreadable where the row shows that the whole input cannot be right.
  void add(const FlowRow& row, const FlowFormat& format);
  void refuse(const char* why, std::string_view example) { refusals_.add(why, example); }
  /// What is seen only once an input has been read.
  void check_input(const FlowFormat& format);

  /// Throws Unreadable where nothing was taken.
  [[nodiscard]] Observation take() const;

 private:
  static constexpr std::int32_t no_prefix = -1;
  static constexpr std::int32_t refused = -2;

  struct Key {
    std::uint32_t interface = 0;
    std::int32_t prefix = no_prefix;
    std::int64_t interval = 0;  ///< Number of the interval since 1970; 0 where there is no time.
    std::int64_t sampling = 0;
    bool unsampled = false;  ///< Somebody says so: there is no sampling error.
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct Sum {
    std::int64_t bytes = 0, packets = 0, flows = 0;
    double sampled = 0;         ///< Packets before they were multiplied.
    std::int64_t suspect = -1;  ///< Part of the bytes; -1: not known.
    std::uint64_t source = 0;   ///< Hash of the source address; 0: none.
  };
  /// What the bytes of a row are multiplied by, and what that says of their error.
  struct Scale {
    std::int64_t factor = 1, sampling = 0;
    double divisor = 1;  ///< Of packets, to get the sampled ones.
    bool unsampled = false;
  };
  struct Router {
    const Exporter* exporter = nullptr;
    bool told_difference = false;
    std::unordered_map<std::int64_t, const MappedInterface*> by_index;
    std::map<std::string, const MappedInterface*, std::less<>> by_text;
  };

  [[nodiscard]] Router* router_of(const FlowRow& row);
  [[nodiscard]] const MappedInterface* interface_of(Router& router, const FlowRow& row);
  [[nodiscard]] std::int32_t prefix_of(const FlowRow& row);
  [[nodiscard]] std::int32_t host_of(const FlowRow& row);
  std::int32_t no_network(std::string_view example);
  [[nodiscard]] std::int32_t network_of(std::string_view network, std::int64_t mask);
  [[nodiscard]] Scale scale_of(Router& router, const FlowRow& row, const FlowFormat& format);
  [[nodiscard]] Window time_of(const FlowRow& row);
  void check_event(const FlowRow& row);
  [[nodiscard]] std::int64_t on_layer(const FlowRow& row);
  void spread(Key key, const Window& time, const Sum& sum);
  void put(const Key& key, const Sum& sum);
  void note_bin(std::int64_t bin);
  [[nodiscard]] FlowCell cell_of(const Key& key, const Sum& sum) const;
  void add_notes(Observation& observation) const;
  void add_speed_note(Observation& observation) const;

  const InterfaceMap& map_;
  const ImportOptions& options_;
  PrefixTable prefixes_;
  Refusals refusals_;
  std::unordered_map<Key, Sum, Hash> cells_;
  std::unordered_map<std::string, Router> routers_;
  std::string last_router_text_;
  Router* last_router_ = nullptr;
  std::unordered_map<Key, SourceSketch, Hash> sketches_;  ///< Only with_sources.
  SourceAsns source_asns_;
  Unlisted unlisted_;
  std::optional<model::IpAddress> unlisted_host_;  ///< Of the row, where no prefix matches.

  bool timed_ = false, untimed_ = false;
  std::int64_t taken_ = 0, inside_ = 0, impossible_ = 0, long_flows_ = 0;
  std::vector<std::int64_t> bins_;       ///< The first few different ones.
  bool updates_ = false, ends_ = false;  ///< Events of firewalls that have bytes.
  std::array<std::int64_t, 2> kinds_{};  ///< Rows of frames and of IP packets.
  std::int64_t converted_ = 0;
  std::vector<std::string> notes_;
  // Whether the destinations look like hosts.
  std::int64_t ipv4_hosts_ = 0, ipv4_networks_ = 0;
};

}  // namespace bgpte::telemetry
