#pragma once

#include <string_view>

/// Pages of docs/ as they stand there, compiled in (src/mcp/extra.cmake).
namespace bgpte::mcp {

[[nodiscard]] std::string_view page_advice_format();
[[nodiscard]] std::string_view page_assistants();
[[nodiscard]] std::string_view page_commands();
[[nodiscard]] std::string_view page_communities();
[[nodiscard]] std::string_view page_exit_statuses();
[[nodiscard]] std::string_view page_history();
[[nodiscard]] std::string_view page_rollout();
[[nodiscard]] std::string_view page_rpki();
[[nodiscard]] std::string_view page_rules();
[[nodiscard]] std::string_view page_scenario();
[[nodiscard]] std::string_view page_scope();
[[nodiscard]] std::string_view page_watching();

}  // namespace bgpte::mcp
