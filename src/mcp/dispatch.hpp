#pragma once

#include <string>
#include <variant>

#include "src/mcp/message.hpp"
#include "src/mcp/tool.hpp"

/// From a request to its result.
namespace bgpte::mcp {

using Answer = std::variant<Value, Fault>;

/// What a handshake agreed on: empty before one.
struct Handshake {
  std::string version;
};

/// Answers one request. `handshake` is set by `initialize`.
[[nodiscard]] Answer answer(const Message& request, Handshake& handshake, ToolBox& box);

}  // namespace bgpte::mcp
