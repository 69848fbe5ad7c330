// Reads GoBGP's outgoing routes: JSON, and a table of lines.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// A standard community as one number of 32 bits.
std::string community_of(const std::string& number) {
  constexpr unsigned half = 16;
  const unsigned long value = std::strtoul(number.c_str(), nullptr, 10);
  return fmt::format("{}:{}", value >> half, value & ((1UL << half) - 1));
}

/// PREFIX / 0 / attrs / INDEX / type, as_paths / SEGMENT / asns / INDEX, metric, communities /
/// INDEX, value / INDEX / ASN, LocalData1, LocalData2. Each name belongs to one attribute only.
void read_json(const std::vector<JsonLeaf>& leaves, RouteList& list) {
  std::map<std::string, WrittenRoute> routes;
  for (const JsonLeaf& leaf : leaves) {
    if (leaf.path.size() < 5 || leaf.path[1] != "0" || leaf.path[2] != "attrs") {
      continue;
    }
    WrittenRoute& route = routes[leaf.path[0]];
    const std::string& name = leaf.path[4];
    if (leaf.path.size() == 8 && name == "as_paths" && leaf.path[6] == "asns") {
      route.path.push_back(leaf.value);
    } else if (name == "metric") {
      route.med = leaf.value;
    } else if (name == "communities") {
      route.communities.push_back(community_of(leaf.value));
    } else if (leaf.path.size() == 7 && leaf.path[6] == "ASN") {
      route.communities.push_back(leaf.value);
    } else if (leaf.path.size() == 7 && leaf.path[6].starts_with("LocalData") &&
               !route.communities.empty()) {
      route.communities.back() += ":" + leaf.value;
    }
  }
  for (auto& [prefix, route] : routes) {
    route.prefix = prefix;
    route.med_shown = route.communities_shown = true;
    list.add(route);
  }
}

/// A document without members.
bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.value == "{}" && leaf.empty && leaf.path.empty();
}

/// The route of a line that has words[at] as its prefix.
WrittenRoute route_of(const std::string& line, const Words& words, std::size_t at) {
  WrittenRoute route;
  route.prefix = words[at];
  for (std::size_t i = at + 2; i < words.size() && words[i][0] != '['; ++i) {
    route.path.push_back(words[i]);
  }
  route.med = between(line, "{Med: ", "}");
  for (std::string communities :
       {between(line, "{Communities: ", "}"), between(line, "{LargeCommunity: [", "]")}) {
    std::ranges::replace(communities, ',', ' ');
    for (std::string& community : words_of(communities)) {
      route.communities.push_back(std::move(community));
    }
  }
  route.med_shown = route.communities_shown = true;
  return route;
}

/// ID network next-hop as-path [{name: value} ...]
bool read_text(const std::string& text, RouteList& list) {
  bool recognised = false;
  for (const std::string& line : lines_of(text)) {
    const Words words = words_of(line);
    if (words == Words{"Network", "not", "in", "table"} ||
        (words.size() > 1 && words[0] == "ID" && words[1] == "Network")) {
      recognised = true;
      continue;
    }
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i].find('/') != std::string::npos && prefix_of(words[i])) {
        list.add(route_of(line, words, i));
        recognised = true;
        break;
      }
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
