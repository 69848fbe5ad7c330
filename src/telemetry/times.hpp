#pragma once

#include "bgpte/text/utc.hpp"

namespace bgpte::telemetry {

using text::parse_civil;
using text::parse_offset;

}  // namespace bgpte::telemetry
