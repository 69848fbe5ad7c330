// Lists and reads resources.
#include "src/mcp/resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "bgpte/text/display.hpp"
#include "src/mcp/jail.hpp"
#include "src/mcp/pages.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::array<std::string_view, 11> schemas{
    "scenario", "advice",  "communities", "observation", "observed", "map",
    "log",      "history", "learning",    "verdict",     "watch"};
constexpr std::string_view schema_scheme = "bgpte://schema/";
constexpr std::string_view page_scheme = "bgpte://docs/";
constexpr std::string_view scenario_scheme = "bgpte://scenario/";
constexpr std::string_view advice_scheme = "bgpte://advice/";
constexpr std::size_t page_size = 50;
constexpr std::size_t most_files = 10'000;
constexpr std::uintmax_t largest_resource = 1'000'000;
constexpr std::size_t hash_digits = 64;

Value resource(std::string_view scheme, std::string_view name, std::string_view type) {
  return object({{"uri", text(fmt::format("{}{}", scheme, name))},
                 {"name", text(text::one_line(name))},
                 {"mimeType", text(type)}});
}

/// Every byte but letters, digits and -._~/ as %XX (RFC 3986).
std::string percent_encoded(std::string_view name) {
  std::string encoded;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

int hex_value(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

std::string percent_decoded(std::string_view encoded) {
  std::string name;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const int high = i + 2 < encoded.size() ? hex_value(encoded[i + 1]) : -1;
    const int low = i + 2 < encoded.size() ? hex_value(encoded[i + 2]) : -1;
    if (encoded[i] == '%' && high >= 0 && low >= 0) {
      name += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      name += encoded[i];
    }
  }
  return name;
}

std::vector<Value> all_resources(const ToolBox& box) {
  std::vector<Value> all;
  for (const std::string_view schema : schemas) {
    all.push_back(resource(schema_scheme, schema, "application/schema+json"));
  }
  for (const Page& page : pages()) {
    all.push_back(resource(page_scheme, page.name, "text/markdown"));
  }
  for (const std::string& name : scenarios_below(box.settings.root, most_files)) {
    Value row = resource(scenario_scheme, percent_encoded(name), "application/json");
    row.items[1] = text(text::one_line(name));
    all.push_back(std::move(row));
  }
  for (const StoredAdvice& advice : box.advice.all()) {
    all.push_back(resource(advice_scheme, advice.sha256, "application/json"));
  }
  return all;
}

/// The configuration without the parts that change a router.
Value without_changes(Value parts) {
  for (Value& part : parts.items) {
    for (std::size_t i = 0; i < part.keys.size(); ++i) {
      const std::string& key = part.keys[i];
      if (key == "apply" || key == "confirm" || key == "rollback") {
        part.items[i] = text("not shown: this server was started without --allow-config");
      }
    }
  }
  return parts;
}

/// Advice, or one section of it, "HASH/SECTION".
std::optional<std::string> advice_text(std::string_view name, const ToolBox& box) {
  const std::string_view hash = name.substr(0, hash_digits);
  const std::optional<StoredAdvice> stored = box.advice.find(hash);
  const bool whole = name.size() <= hash_digits;
  if (!stored || (!whole && name[hash_digits] != '/')) {
    return std::nullopt;
  }
  if (whole && box.settings.allow_config) {
    return stored->bytes;
  }
  Value advice = std::get<Value>(json::parse(stored->bytes));
  for (std::size_t i = 0; i < advice.keys.size() && !box.settings.allow_config; ++i) {
    if (advice.keys[i] == "config") {
      advice.items[i] = without_changes(std::move(advice.items[i]));
    }
  }
  if (whole) {
    return json::one_line(advice) + "\n";
  }
  const Value* section = advice.find(name.substr(hash_digits + 1));
  return section == nullptr ? std::nullopt : std::optional(json::one_line(*section) + "\n");
}

struct Content {
  std::string bytes;
  std::string_view type;
};

std::optional<Content> content_of(const std::string& uri, const ToolBox& box) {
  const auto below = [&](std::string_view scheme) {
    return uri.starts_with(scheme) ? std::optional(std::string_view(uri).substr(scheme.size()))
                                   : std::nullopt;
  };
  if (const auto name = below(schema_scheme)) {
    if (std::ranges::find(schemas, *name) == schemas.end()) {
      return std::nullopt;
    }
    return Content{box.commands.run({"schema", std::string(*name)}, {}).out,
                   "application/schema+json"};
  }
  if (const auto name = below(page_scheme)) {
    const std::span<const Page> all = pages();
    const auto page = std::ranges::find(all, *name, &Page::name);
    return page == all.end() ? std::nullopt
                             : std::optional(Content{std::string(page->text()), "text/markdown"});
  }
  if (const auto name = below(scenario_scheme)) {
    const JailedFile file = jailed(box.settings.root, percent_decoded(*name), largest_resource);
    if (!file.fault.empty()) {
      return std::nullopt;
    }
    Content content{read_jailed(box.settings.root, file), "application/json"};
    // Only scenarios are handed out, not whatever else lies below the root.
    return content.bytes.find("\"bgpte-scenario/1\"") == std::string::npos ? std::nullopt
                                                                           : std::optional(content);
  }
  if (const auto name = below(advice_scheme)) {
    if (std::optional<std::string> bytes = advice_text(*name, box)) {
      return Content{std::move(*bytes), "application/json"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::variant<Value, Fault> list_resources(const std::string& cursor, const ToolBox& box) {
  const std::vector<Value> all = all_resources(box);
  std::size_t begin = 0;
  if (!cursor.empty()) {
    constexpr std::size_t most_digits = 6;
    const bool whole =
        cursor.size() <= most_digits && cursor.find_first_not_of("0123456789") == std::string::npos;
    begin = whole ? std::stoul(cursor) : 0;
    if (begin == 0 || begin % page_size != 0 || begin >= std::max(all.size(), page_size + 1)) {
      return unknown_cursor();
    }
  }
  const std::size_t end = std::min(all.size(), begin + page_size);
  Value list = array();
  for (std::size_t i = std::min(begin, end); i < end; ++i) {
    list.items.push_back(all[i]);
  }
  Value result = object({{"resources", list}});
  if (end < all.size()) {
    add(result, "nextCursor", text(std::to_string(end)));
  }
  return result;
}

Value list_templates() {
  const auto one = [](std::string_view uri, std::string_view name, std::string_view help) {
    return object({{"uriTemplate", text(uri)},
                   {"name", text(name)},
                   {"description", text(help)},
                   {"mimeType", text("application/json")}});
  };
  return object(
      {{"resourceTemplates",
        array({one("bgpte://advice/{sha256}", "advice",
                   "Advice that a tool made, by the link in its answer"),
               one("bgpte://advice/{sha256}/{section}", "section of advice",
                   "changes, links, findings, alternatives, failures, rollout, config, ..."),
               one("bgpte://scenario/{+path}", "scenario", "A scenario file below the root")})}});
}

std::variant<Value, Fault> read_resource(const std::string& uri, const ToolBox& box,
                                         ErrorCode unknown) {
  constexpr std::size_t longest_uri = 4096;
  const std::optional<Content> content =
      uri.size() > longest_uri ? std::nullopt : content_of(uri, box);
  if (!content) {
    return Fault{unknown, "There is no such resource.", object({{"uri", text(shown(uri, 256))}})};
  }
  return object({{"contents", array({object({{"uri", text(uri)},
                                             {"mimeType", text(content->type)},
                                             {"text", text(content->bytes)}})})}});
}

}  // namespace bgpte::mcp
