#pragma once

#include <string>
#include <variant>

#include "src/mcp/message.hpp"
#include "src/mcp/tool.hpp"

/// What can be read by its URI: schemas, pages, scenarios below the root, advice.
namespace bgpte::mcp {

/// The page of resources that begins at a cursor; an unknown cursor is a fault.
[[nodiscard]] std::variant<Value, Fault> list_resources(const std::string& cursor,
                                                        const ToolBox& box);
[[nodiscard]] Value list_templates();
/// The contents of one resource, a list of one. `unknown`: the error code where there is none.
[[nodiscard]] std::variant<Value, Fault> read_resource(const std::string& uri, const ToolBox& box,
                                                       ErrorCode unknown);

}  // namespace bgpte::mcp
