#include "src/telemetry/refusals.hpp"

#include <algorithm>

#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

void Refusals::add(const char* why, std::string_view example) {
  ++total_;
  for (Row& row : rows_) {
    if (row.why == why) {
      ++row.count;
      return;
    }
  }
  rows_.push_back({why, 1, quoted(example)});
}

std::vector<Refusal> Refusals::take() const {
  std::vector<Refusal> merged;
  for (const Row& row : rows_) {
    const auto same = std::ranges::find(merged, std::string_view(row.why), &Refusal::why);
    if (same == merged.end()) {
      merged.push_back({row.why, row.count, row.example});
    } else {
      same->count += row.count;
    }
  }
  return merged;
}

}  // namespace bgpte::telemetry
