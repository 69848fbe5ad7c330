// Reads EOS's list of advertised routes as JSON. Written after Arista's published outputs of `show
// ip bgp ... | json`; not seen on a router.
#include <fmt/core.h>

#include <map>
#include <utility>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// One path of the JSON, which has its members in any order.
struct JsonPath {
  WrittenRoute route;
  bool has_path = false;
};

bool is_list_of_communities(const std::string& name) {
  return name == "communityList" || name == "largeCommunityList" || name == "communities" ||
         name == "largeCommunities";
}

/// asPathEntry / asPath, med, and with `detail` lists of communities, here or in routeDetail.
void read_member(const JsonLeaf& leaf, JsonPath& path) {
  constexpr std::size_t first = 6;  // behind vrfs / VRF / bgpRouteEntries / PREFIX / paths / INDEX
  const std::string& name = leaf.path[first];
  if (name == "asPathEntry" && leaf.path.size() == first + 2 && leaf.path.back() == "asPath") {
    path.route.path = words_of(leaf.value);
    if (!path.route.path.empty() &&
        (path.route.path.back() == "i" || path.route.path.back() == "e" ||
         path.route.path.back() == "?")) {
      path.route.path.pop_back();
    }
    path.has_path = true;
  } else if (name == "med" && leaf.path.size() == first + 1) {
    path.route.med = leaf.value;
  } else if (leaf.path.size() >= first + 2 && is_list_of_communities(*(leaf.path.end() - 2))) {
    path.route.communities.push_back(leaf.value);
    path.route.communities_shown = true;
  }
}

/// vrfs / default / asn, bgpRouteEntries / PREFIX / bgpRoutePaths / INDEX
void read_json(const JsonDocument& document, RouteList& list) {
  std::map<std::pair<std::string, std::string>, JsonPath> paths;
  bool others = false;
  for (const JsonLeaf& leaf : document.leaves) {
    if (leaf.path.size() < 3 || leaf.path[0] != "vrfs") {
      continue;
    }
    if (leaf.path[1] != "default") {
      others = true;
    } else if (leaf.path[2] == "asn") {
      list.check_local_as(leaf.value);
    } else if (leaf.path.size() > 6 && leaf.path[2] == "bgpRouteEntries" &&
               leaf.path[4] == "bgpRoutePaths") {
      read_member(leaf, paths[{leaf.path[3], leaf.path[5]}]);
    }
  }
  for (auto& [place, path] : paths) {
    path.route.prefix = place.first;
    path.route.med_shown = true;
    if (path.has_path) {
      list.add(path.route);
    } else {
      list.no_path(place.first);
    }
  }
  if (others && paths.empty()) {
    list.fault("the output is of another VRF than the default one");
  }
}

bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.empty && leaf.value == "{}" &&
         leaf.path == Words{"vrfs", "default", "bgpRouteEntries"};
}

bool read_text(const std::string& /*text*/, RouteList& list) {
  list.fault("EOS's text is not read: add '| json' to the command");
  return true;
}

}  // namespace

const ObservedReader eos_reader{.path = ShownPath::with_own_as,
                                .text_shows_empty = false,
                                .read_json = read_json,
                                .is_empty_table = is_empty_table,
                                .read_text = read_text};

}  // namespace bgpte::config
