#pragma once

#include <string>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

struct PlatformRow;

/// Why a change cannot be pasted on the platform of `row`, in one sentence, as far as the change
/// itself shows it: its names, what the session lacks, its counts, families, communities and MEDs.
/// Empty: no fault was found.
[[nodiscard]] std::string change_fault(const SessionChange& change, const PlatformRow& row);

}  // namespace bgpte::config
