#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/telemetry/observation.hpp"

namespace bgpte::telemetry {

/// The destinations with the most bytes on each link, in constant memory: now and then the smaller
/// half is forgotten, so that counts are a little low where there are very many.
class Unlisted {
 public:
  void add(const std::string& link, const model::IpAddress& host, std::int64_t bytes);
  [[nodiscard]] std::vector<UnlistedDestination> largest() const;

 private:
  struct Hash {
    std::size_t operator()(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15 >> 16U; }
  };
  /// The first 48 bits of the address and its family.
  using Destinations = std::unordered_map<std::uint64_t, std::int64_t, Hash>;
  static void forget_smaller_half(Destinations& destinations);

  std::map<std::string, Destinations> links_;
};

}  // namespace bgpte::telemetry
