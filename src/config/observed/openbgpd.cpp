// Reads OpenBGPD's outgoing routes: JSON, a table of lines, or with `detail` a paragraph a route.
#include <fmt/core.h>

#include <map>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// rib / INDEX / prefix, aspath, metric, neighbor / remote_addr. With `detail` there are also
/// communities and large_communities / INDEX, for routes that have any.
void read_json(const JsonDocument& document, RouteList& list) {
  std::map<std::string, WrittenRoute> routes;
  bool communities_shown = false;
  for (const JsonLeaf& leaf : document.leaves) {
    if (leaf.path.size() < 3 || leaf.path[0] != "rib") {
      continue;
    }
    WrittenRoute& route = routes[leaf.path[1]];
    if (leaf.path[2] == "prefix") {
      route.prefix = leaf.value;
    } else if (leaf.path[2] == "aspath") {
      route.path = words_of(leaf.value);
    } else if (leaf.path[2] == "metric") {
      route.med = leaf.value;
    } else if (leaf.path[2] == "neighbor" && leaf.path.back() == "remote_addr") {
      route.neighbor = leaf.value;
    } else if (leaf.path[2] == "communities" || leaf.path[2] == "large_communities") {
      route.communities.push_back(leaf.value);
      communities_shown = true;
    } else if (leaf.path[2] == "extended_communities") {
      communities_shown = true;
    }
  }
  for (auto& [index, route] : routes) {
    route.med_shown = true;
    route.communities_shown = communities_shown;
    list.add(route);
  }
}

/// The table without elements, or a document without the table.
bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.empty && (leaf.value == "[]" ? leaf.path == Words{"rib"} : leaf.path.empty());
}

/// Reads the text output line by line.
class TextReader {
 public:
  explicit TextReader(RouteList& list) : list_(list) {}

  void read(const std::string& line) {
    const Words words = words_of(line);
    if (line.starts_with("flags ")) {
      headed_ = recognised_ = true;
    } else if (line.starts_with("BGP routing table entry for ")) {
      end_route();
      route_.prefix = words.back();
      route_.communities_shown = route_.med_shown = true;
      path_follows_ = recognised_ = true;
    } else if (!route_.prefix.empty()) {
      read_detail(line, words);
    } else if (read_table_line(words)) {
      recognised_ = true;
    } else if (headed_ && !words.empty() && line.find(" = ") == std::string::npos) {
      // An error stands below the heading, and the legend of a next table has " = ".
      list_.fault(fmt::format("'{}' is not a route as {} prints them", escaped(line.substr(0, 80)),
                              title_of(model::Platform::openbgpd)));
    }
  }

  /// Ends the last route. Returns whether anything was recognised.
  bool finish() {
    end_route();
    return recognised_;
  }

 private:
  void end_route() {
    if (!route_.prefix.empty() && route_.med.empty()) {
      list_.fault(fmt::format("the route to {} has no attributes below it, which proves nothing",
                              escaped(route_.prefix)));
    } else if (!route_.prefix.empty()) {
      list_.add(route_);
    }
    route_ = {};
  }

  /// flags ovs destination gateway lpref med aspath origin
  bool read_table_line(const Words& words) {
    constexpr std::size_t hop = 1, preference = 2, med = 3, path = 4;  // behind the prefix
    for (std::size_t i = 0; i + path < words.size(); ++i) {
      if (words[i].find('/') == std::string::npos || !prefix_of(words[i])) {
        continue;
      }
      const std::string& origin = words.back();
      if (!model::parse_address(words[i + hop]) || !as_of(words[i + preference]) ||
          (origin != "i" && origin != "e" && origin != "?")) {
        return false;
      }
      WrittenRoute route;
      route.prefix = words[i];
      route.path.assign(words.begin() + static_cast<std::ptrdiff_t>(i + path), words.end() - 1);
      route.med = words[i + med];
      route.med_shown = true;
      list_.add(route);
      return true;
    }
    return false;
  }

  /// One line of a route's paragraph.
  void read_detail(const std::string& line, const Words& words) {
    if (path_follows_) {
      route_.path = words;
      path_follows_ = false;
    } else if (line.find(" Neighbor ") != std::string::npos) {
      route_.neighbor = between(line, " Neighbor ", " ");
    } else if (line.find(", metric ") != std::string::npos) {
      route_.med = between(line, ", metric ", ",");
    } else if (line.find("Communities: ") != std::string::npos &&
               line.find("Ext. ") == std::string::npos) {
      for (const std::string& community : words_of(between(line, "Communities: ", "\n"))) {
        route_.communities.push_back(community);
      }
    }
  }

  RouteList& list_;
  WrittenRoute route_;  ///< Of the paragraph that is being read; without a prefix there is none.
  bool path_follows_ = false, headed_ = false, recognised_ = false;
};

}  // namespace

const ObservedReader openbgpd_reader{.path = ShownPath::with_own_as,
                                     .text_shows_empty = false,
                                     .read_json = read_json,
                                     .is_empty_table = is_empty_table,
                                     .read_text = read_lines<TextReader>};

}  // namespace bgpte::config
