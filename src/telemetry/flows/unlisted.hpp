#pragma once

#include <map>
#include <string>
#include <vector>

#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/telemetry/observation.hpp"
#include "src/telemetry/flows/largest_sums.hpp"

namespace bgpte::telemetry {

/// The destinations with the most bytes on each link, in constant memory.
class Unlisted {
 public:
  void add(const std::string& link, const model::IpAddress& host, std::int64_t bytes);
  [[nodiscard]] std::vector<UnlistedDestination> largest() const;

 private:
  /// By the first 48 bits of the address and its family.
  std::map<std::string, LargestSums> links_;
};

}  // namespace bgpte::telemetry
