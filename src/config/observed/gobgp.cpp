// Reads GoBGP's outgoing routes: JSON, and a table of lines.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// A standard community, which the JSON has as one number of 32 bits.
std::string community_text(const std::string& number) {
  constexpr unsigned half = 16;
  std::uint32_t value = 0;
  const char* end = number.data() + number.size();
  const auto [rest, error] = std::from_chars(number.data(), end, value);
  if (error != std::errc{} || rest != end) {
    return number;  // and then no community
  }
  return fmt::format("{}:{}", value >> half, value & ((1U << half) - 1));
}

/// The three numbers of a large community.
struct LargeCommunity {
  std::string global, local1, local2;
};

/// One path of the JSON, which has its members in any order.
struct JsonPath {
  WrittenRoute route;
  std::map<std::string, LargeCommunity> large;  ///< By attribute and index.
  bool held_back = false;
};

/// attrs / INDEX / type, as_paths / SEGMENT / asns / INDEX, metric, communities / INDEX, value /
/// INDEX / ASN, LocalData1, LocalData2. Each name belongs to one attribute only.
void read_attribute(const JsonLeaf& leaf, JsonPath& path) {
  const std::string& name = leaf.path[4];
  if (leaf.path.size() == 8 && name == "as_paths" && leaf.path[6] == "asns") {
    path.route.path.push_back(leaf.value);
  } else if (name == "metric") {
    path.route.med = leaf.value;
  } else if (name == "communities") {
    path.route.communities.push_back(community_text(leaf.value));
  } else if (leaf.path.size() == 7 && name == "value") {
    LargeCommunity& large = path.large[leaf.path[3] + "/" + leaf.path[5]];
    if (leaf.path[6] == "ASN") {
      large.global = leaf.value;
    } else if (leaf.path[6] == "LocalData1") {
      large.local1 = leaf.value;
    } else if (leaf.path[6] == "LocalData2") {
      large.local2 = leaf.value;
    }
  }
}

/// PREFIX / INDEX / attrs, send-max-filtered, filtered
void read_json(const JsonDocument& document, RouteList& list) {
  std::map<std::pair<std::string, std::string>, JsonPath> paths;
  for (const JsonLeaf& leaf : document.leaves) {
    if (leaf.path.size() < 3 || !prefix_of(leaf.path[0])) {
      continue;
    }
    JsonPath& path = paths[{leaf.path[0], leaf.path[1]}];
    if (leaf.path[2] == "send-max-filtered" || leaf.path[2] == "filtered") {
      path.held_back |= leaf.value == "true";
    } else if (leaf.path[2] == "attrs" && leaf.path.size() >= 5) {
      read_attribute(leaf, path);
    }
  }
  for (auto& [place, path] : paths) {
    path.route.prefix = place.first;
    path.route.med_shown = path.route.communities_shown = true;
    for (const auto& [index, large] : path.large) {
      if (!large.global.empty()) {
        path.route.communities.push_back(large.global + ":" + large.local1 + ":" + large.local2);
      }
    }
    path.held_back ? list.hold_back() : list.add(path.route);
  }
}

/// A document without members.
bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.value == "{}" && leaf.empty && leaf.path.empty();
}

/// Whether the end of a line says that the daemon sends the route; nothing where it says what is
/// not known. Older releases say nothing.
std::optional<bool> is_sent(std::string_view end) {
  const std::size_t from = end.find_first_not_of(" \r");
  const std::string_view said = from == std::string_view::npos ? "" : end.substr(from);
  if (said.empty() || said.starts_with("not filtered")) {
    return true;
  }
  return said.starts_with("policy-filtered") || said.starts_with("send-max-filtered")
             ? std::optional(false)
             : std::nullopt;
}

/// The route of a line whose attributes stand between `open` and `close`.
WrittenRoute route_of(const std::string& line, std::size_t open, std::size_t close) {
  const Words words = words_of(line.substr(0, open));
  WrittenRoute route;
  const auto prefix = std::ranges::find_if(words, [](const std::string& word) {
    return word.find('/') != std::string::npos && prefix_of(word);
  });
  if (std::distance(prefix, words.end()) < 2) {
    return route;
  }
  route.prefix = *prefix;
  route.path.assign(prefix + 2, words.end());  // behind the next hop
  const std::string attributes = line.substr(open, close - open);
  route.med = between(attributes, "{Med: ", "}");
  for (std::string communities : {between(attributes, "{Communities: ", "}"),
                                  between(attributes, "{LargeCommunity: [", "]")}) {
    std::ranges::replace(communities, ',', ' ');
    for (std::string& community : words_of(communities)) {
      route.communities.push_back(std::move(community));
    }
  }
  route.med_shown = route.communities_shown = true;
  return route;
}

/// ID network next-hop as-path [{name: value} ...] and whether it is sent
void read_row(const std::string& line, RouteList& list) {
  constexpr std::size_t most = 80;
  const std::size_t open = std::min(line.find("[{"), line.find("[]"));
  const std::size_t close = line.rfind(']');
  if (open != std::string::npos && close != std::string::npos && close > open) {
    const std::optional<bool> sent = is_sent(std::string_view(line).substr(close + 1));
    const WrittenRoute route = route_of(line, open, close);
    if (sent && !route.prefix.empty()) {
      *sent ? list.add(route) : list.hold_back();
      return;
    }
  }
  list.fault(fmt::format("'{}' is not a row as GoBGP prints them", escaped(line.substr(0, most))));
}

bool read_text(const std::string& text, RouteList& list) {
  bool recognised = false;
  for (const std::string& line : lines_of(text)) {
    const Words words = words_of(line);
    if (words == Words{"Network", "not", "in", "table"} ||
        (words.size() > 1 && words[0] == "ID" && words[1] == "Network")) {
      recognised = true;
    } else if (recognised && !words.empty()) {
      read_row(line, list);
    }
  }
  return recognised;
}

}  // namespace

const ObservedReader gobgp_reader{.path = ShownPath::with_own_as,
                                  .text_shows_empty = true,
                                  .read_json = read_json,
                                  .is_empty_table = is_empty_table,
                                  .read_text = read_text};

}  // namespace bgpte::config
