// Reads Junos's list of advertised routes as JSON. Written after Juniper's description of the
// command's fields and published outputs; not seen on a router.
// https://www.juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/command/show-route-advertising-protocol.html
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// One entry of a table: its members in any order.
struct Entry {
  std::string table, destination, length;  ///< The length stands beside or in the destination.
  std::string path, med;
  Words communities;
};

/// The table of the session's own routing instance is not known; these are the router's own.
bool is_main_table(const std::string& table) {
  return table == "inet.0" || table == "inet6.0";
}

/// "AS path: 64510 [64511] I (Originator)": the local AS stands in brackets, wherever it stands,
/// and the rest is without it. False where the path ends without an origin, or where our own AS is
/// there without brackets around one of its copies: then it cannot be told how many there are.
bool read_path(std::string text, model::Asn own, WrittenRoute& route) {
  constexpr std::string_view label = "AS path:";
  if (text.starts_with(label)) {
    text.erase(0, label.size());
  }
  bool bracketed = false;
  for (std::string& word : words_of(text)) {
    if (word == "I" || word == "E" || word == "?" || word == "Incomplete") {
      return bracketed || std::ranges::none_of(route.path, [&](const std::string& other) {
               return as_of(other) == own;
             });
    }
    if (word.size() > 2 && word.front() == '[' && word.back() == ']' && !bracketed) {
      bracketed = true;
      if (as_of(std::string_view(word).substr(1, word.size() - 2)) != own) {
        return false;
      }
      continue;
    }
    route.path.push_back(std::move(word));
  }
  return false;
}

/// A community as the other readers have it: Junos puts "large:" in front of a large one. Extended
/// ones are left out.
void add_community(const std::string& text, WrittenRoute& route) {
  constexpr std::string_view large = "large:";
  for (const std::string_view extended :
       {"target:", "origin:", "bandwidth:", "domain-id:", "encapsulation:", "rte-type:"}) {
    if (text.starts_with(extended)) {
      return;
    }
  }
  route.communities.push_back(text.starts_with(large) ? text.substr(large.size()) : text);
}

void add(const Entry& entry, RouteList& list) {
  WrittenRoute route;
  const bool slash = entry.destination.find('/') != std::string::npos;
  route.prefix = slash ? entry.destination : entry.destination + "/" + entry.length;
  if (!read_path(entry.path, list.own_as(), route)) {
    list.fault(fmt::format("the path of {} cannot be told from '{}'", escaped(route.prefix),
                           escaped(entry.path.substr(0, 80))));
    return;
  }
  for (const std::string& community : entry.communities) {
    add_community(community, route);
  }
  route.med = entry.med;
  route.med_shown = route.communities_shown = true;
  list.add(route);
}

/// route-information / 0 / route-table / TABLE / table-name, rt / ROUTE / rt-destination,
/// rt-prefix-length, rt-entry / ENTRY / as-path, med, communities / 0 / community. Each value is a
/// list of objects with the member `data`.
void read_json(const JsonDocument& document, RouteList& list) {
  std::map<std::string, Entry> routes;        // by table and route
  std::map<std::string, std::string> tables;  // names
  for (const JsonLeaf& leaf : document.leaves) {
    const Words& path = leaf.path;
    if (path.size() < 7 || path[0] != "route-information" || path[2] != "route-table" ||
        path.back() != "data") {
      continue;
    }
    if (path[4] == "table-name") {
      tables[path[3]] = leaf.value;
    }
    if (path.size() < 9 || path[4] != "rt") {
      continue;
    }
    Entry& entry = routes[path[3] + "/" + path[5]];
    entry.table = path[3];
    if (path[6] == "rt-destination") {
      entry.destination = leaf.value;
    } else if (path[6] == "rt-prefix-length") {
      entry.length = leaf.value;
    } else if (path.size() >= 11 && path[6] == "rt-entry" && path[7] != "0") {
      list.fault(fmt::format("{} is advertised in more than one way", escaped(entry.destination)));
    } else if (path.size() >= 11 && path[6] == "rt-entry") {
      const std::string& name = path[8];
      if (name == "as-path") {
        entry.path = leaf.value;
      } else if (name == "med") {
        entry.med = leaf.value;
      } else if (name == "communities" && path.size() >= 13 && path[10] == "community") {
        entry.communities.push_back(leaf.value);
      }
    }
  }
  std::size_t others = 0;
  for (const auto& [place, entry] : routes) {
    is_main_table(tables[entry.table]) ? add(entry, list) : void(++others);
  }
  if (others == routes.size() && others > 0) {
    list.fault("none of the tables is inet.0 or inet6.0");
  }
}

/// A document without tables has the attributes of its root alone.
bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.path.size() == 4 && leaf.path[0] == "route-information" &&
         leaf.path[2] == "attributes";
}

bool read_text(const std::string& /*text*/, RouteList& list) {
  list.fault("Junos's text is not read: add '| display json' to the command");
  return true;
}

}  // namespace

const ObservedReader junos_reader{.path = ShownPath::without_own_as,
                                  .text_shows_empty = false,
                                  .read_json = read_json,
                                  .is_empty_table = is_empty_table,
                                  .read_text = read_text};

}  // namespace bgpte::config
