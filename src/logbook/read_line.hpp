#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "bgpte/logbook/logbook.hpp"

namespace bgpte::logbook {

/// An entry, or in one sentence why the line is none.
[[nodiscard]] std::variant<Entry, std::string> read_line(std::string_view line);

}  // namespace bgpte::logbook
