#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "src/mcp/values.hpp"

/// Messages of JSON-RPC 2.0 and of the two generations of the protocol.
namespace bgpte::mcp {

/// The revision whose requests stand alone, and those that begin with `initialize`, oldest first.
inline constexpr std::string_view modern_version = "2026-07-28";
inline constexpr std::string_view batch_version = "2025-03-26";  ///< The only one with batches.
inline constexpr std::string_view latest_legacy_version = "2025-11-25";
[[nodiscard]] bool is_legacy_version(std::string_view version);

enum class Era { legacy, modern };

/// Error codes of JSON-RPC, and of the protocol.
enum class ErrorCode {
  parse = -32700,
  invalid_request = -32600,
  unknown_method = -32601,
  invalid_params = -32602,
  internal = -32603,
  legacy_unknown_resource = -32002,
  unsupported_version = -32022
};

struct Fault {
  ErrorCode code = ErrorCode::invalid_params;
  std::string message;
  Value data = {};  ///< null: none.
};

/// The fault of a cursor that no list gave.
[[nodiscard]] Fault unknown_cursor();

/// One message of a client.
struct Message {
  enum class Kind { request, notification, ignored, broken };

  Kind kind = Kind::broken;
  Value id;  ///< A string or a number; null where it could not be read.
  std::string method;
  Value params;
  Fault fault;  ///< Of a broken one.
};

/// The line with U+FFFD for each escaped half of a surrogate pair that stands alone: JSON allows it
/// (RFC 8259, section 8.2), and clients that cut a text write it, but it is no character.
[[nodiscard]] std::string with_whole_characters(std::string_view line);

/// Sorts one JSON value. Responses, which this server never asks for, are ignored.
[[nodiscard]] Message to_message(const Value& value);

/// A request that carries the metadata of the modern revision is of that era.
[[nodiscard]] Era era_of(const Message& request);
/// What is wrong with the metadata of a modern request.
[[nodiscard]] std::optional<Fault> metadata_fault(const Message& request);

[[nodiscard]] Value response(const Value& id, Value result);
[[nodiscard]] Value error_response(const Value& id, const Fault& fault);
[[nodiscard]] Value notification(std::string_view method, Value params);

}  // namespace bgpte::mcp
