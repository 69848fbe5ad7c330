#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/telemetry/observation.hpp"
#include "src/telemetry/flows/flow_row.hpp"
#include "src/telemetry/flows/largest_sums.hpp"

/// Where flows come from, and whether they are what floods are made of.
namespace bgpte::telemetry {

/// Estimates how many distinct hashes there were, with a standard error of 13 %, in 64 bytes
/// (HyperLogLog: Flajolet and others 2007).
/// The order in which they come does not matter.
class SourceSketch {
 public:
  void add(std::uint64_t hash);
  [[nodiscard]] std::int64_t estimate() const;

 private:
  static constexpr std::size_t registers = 64;
  std::array<std::uint8_t, registers> most_zeros_{};
};

/// The same for the same address on every machine; 0 where the text is no address, or all zeros.
[[nodiscard]] std::uint64_t hash_of_source(std::string_view address);

/// Whether a flow is from an amplification port (UDP), a TCP SYN alone, or of fragments. Nothing
/// where the row does not say its protocol.
[[nodiscard]] std::optional<bool> is_suspect(const FlowRow& row);

/// The source ASs with the most bytes on each link, in constant memory.
class SourceAsns {
 public:
  /// `asn`: -1 where the row does not say it.
  void add(const std::string& link, std::int64_t asn, std::int64_t bytes);
  [[nodiscard]] std::vector<SourceAsn> largest() const;

 private:
  std::map<std::string, LargestSums> links_;
};

}  // namespace bgpte::telemetry
