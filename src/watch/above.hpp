#pragma once

#include <cstddef>
#include <cstdint>

#include "bgpte/watch/state.hpp"

namespace bgpte::watch {

/// True where the newest `count` intervals are there, follow each other and are above `ceiling`.
[[nodiscard]] bool all_above(const LinkWatch& link, std::size_t count, std::int64_t interval_s,
                             std::int64_t ceiling);

}  // namespace bgpte::watch
