// Reads and makes messages of JSON-RPC 2.0.
#include "src/mcp/message.hpp"

#include <algorithm>
#include <array>

#include "bgpte/text/display.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::array<std::string_view, 4> legacy_versions{"2024-11-05", batch_version, "2025-06-18",
                                                          latest_legacy_version};
constexpr std::string_view version_key = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view capabilities_key = "io.modelcontextprotocol/clientCapabilities";

/// Longer ids or methods are no client's.
constexpr std::size_t longest_word = 256;

bool is_id(const Value& value) {
  return (is_text(value) || is_number(value)) && value.text.size() <= longest_word;
}

const Value& meta(const Message& request) {
  return member(request.params, "_meta");
}

}  // namespace

bool is_legacy_version(std::string_view version) {
  return std::ranges::find(legacy_versions, version) != legacy_versions.end();
}

Fault unknown_cursor() {
  return {ErrorCode::invalid_params, "There is no such cursor."};
}

std::string with_whole_characters(std::string_view line) {
  constexpr std::size_t escape_size = 6;  // \\uD83D
  // 'h' or 'l': half of a pair, the high or the low one; 0: something else stands there.
  const auto half_at = [line](std::size_t at) -> char {
    if (at + escape_size > line.size() || line[at] != '\\' || line[at + 1] != 'u' ||
        (line[at + 2] != 'd' && line[at + 2] != 'D')) {
      return 0;
    }
    const char second = line[at + 3];
    return std::string_view("89abAB").find(second) != std::string_view::npos     ? 'h'
           : std::string_view("cdefCDEF").find(second) != std::string_view::npos ? 'l'
                                                                                 : '\0';
  };
  std::string whole;
  whole.reserve(line.size());
  for (std::size_t i = 0; i < line.size();) {
    const char half = half_at(i);
    if (half == 'h' && half_at(i + escape_size) == 'l') {
      whole += line.substr(i, 2 * escape_size);
      i += 2 * escape_size;
    } else if (half != 0) {
      whole += "\\uFFFD";
      i += escape_size;
    } else {
      const std::size_t size = line[i] == '\\' ? 2 : 1;  // An escaped backslash begins no escape.
      whole += line.substr(i, size);
      i += size;
    }
  }
  return whole;
}

Message to_message(const Value& value) {
  Message message;
  message.fault.code = ErrorCode::invalid_request;
  if (!is_object(value)) {
    message.fault.message = "A message is a JSON object.";
    return message;
  }
  if (is_id(member(value, "id"))) {
    message.id = member(value, "id");
  }
  if (text_of(value, "jsonrpc") != "2.0") {
    message.fault.message = "A message has \"jsonrpc\": \"2.0\".";
    return message;
  }
  const bool has_id = value.find("id") != nullptr;
  if (value.find("method") == nullptr &&
      (value.find("result") != nullptr || value.find("error") != nullptr)) {
    message.kind = Message::Kind::ignored;
    return message;
  }
  message.method = text_of(value, "method");
  if (message.method.empty() || message.method.size() > longest_word) {
    message.fault.message = "A request names its method.";
    return message;
  }
  if (const Value* params = value.find("params"); params != nullptr) {
    message.params = *params;
  }
  const bool right_params = message.params.kind == Value::Kind::null || is_object(message.params);
  if (has_id && message.id.kind == Value::Kind::null) {
    message.fault.message = "An id is a string or a number.";
  } else if (!right_params) {
    message.fault = {ErrorCode::invalid_params, "Parameters are given by name, in an object."};
    message.kind = has_id ? Message::Kind::broken : Message::Kind::ignored;
  } else {
    message.kind = has_id ? Message::Kind::request : Message::Kind::notification;
  }
  return message;
}

Era era_of(const Message& request) {
  return meta(request).find(version_key) == nullptr ? Era::legacy : Era::modern;
}

std::optional<Fault> metadata_fault(const Message& request) {
  const Value& version = member(meta(request), version_key);
  if (!is_text(version)) {
    return Fault{ErrorCode::invalid_params, "_meta names the protocol's version as a text."};
  }
  if (version.text != modern_version) {
    return Fault{ErrorCode::unsupported_version, "Unsupported protocol version",
                 object({{"supported", texts({std::string(modern_version)})},
                         {"requested", text(text::one_line(version.text.substr(0, 64)))}})};
  }
  if (!is_object(member(meta(request), capabilities_key))) {
    return Fault{ErrorCode::invalid_params,
                 "_meta has io.modelcontextprotocol/clientCapabilities, an object."};
  }
  return std::nullopt;
}

Value response(const Value& id, Value result) {
  Value made = object({{"jsonrpc", text("2.0")}, {"id", id}});
  add(made, "result", std::move(result));
  return made;
}

Value error_response(const Value& id, const Fault& fault) {
  Value error = object({{"code", number(static_cast<int>(fault.code))},
                        {"message", text(text::valid_utf8(fault.message))}});
  if (fault.data.kind != Value::Kind::null) {
    add(error, "data", fault.data);
  }
  return object({{"jsonrpc", text("2.0")}, {"id", id}, {"error", error}});
}

Value notification(std::string_view method, Value params) {
  return object(
      {{"jsonrpc", text("2.0")}, {"method", text(method)}, {"params", std::move(params)}});
}

}  // namespace bgpte::mcp
