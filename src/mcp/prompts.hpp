#pragma once

#include <string>
#include <variant>

#include "src/mcp/message.hpp"

/// Ready questions that a client offers to a person.
namespace bgpte::mcp {

[[nodiscard]] Value list_prompts();
/// The messages of a prompt, or why there are none.
[[nodiscard]] std::variant<Value, Fault> get_prompt(const std::string& name,
                                                    const Value& arguments);

}  // namespace bgpte::mcp
