// Reads FRR's list of advertised routes: JSON, and text in columns.
#include <map>

#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// advertisedRoutes / PREFIX / metric, path
void read_json(const std::vector<JsonLeaf>& leaves, RouteList& list) {
  std::map<std::string, std::string> meds;
  for (const JsonLeaf& leaf : leaves) {
    if (leaf.path.size() != 3 || leaf.path[0] != "advertisedRoutes") {
      continue;
    }
    if (leaf.path[2] == "metric") {
      meds[leaf.path[1]] = leaf.value;
    } else if (leaf.path[2] == "path") {
      WrittenRoute route;
      route.prefix = leaf.path[1];
      route.path = words_of(leaf.value);
      route.med = meds[route.prefix];
      route.med_shown = true;
      list.add(route);
    }
  }
}

/// The key of the table without members.
bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.value == "{}" && leaf.empty && leaf.path == Words{"advertisedRoutes"};
}

/// Where the heading has its columns.
struct Columns {
  std::size_t path = 0;  ///< 0: no heading was seen yet.
  std::size_t med_end = 0;
};

constexpr std::size_t med_width = 10;  // "4294967295"

/// The MED stands at the right edge of its column.
std::string med_in(const std::string& line, const Columns& columns) {
  const Words med = words_of(line.substr(columns.med_end - med_width, med_width));
  return med.empty() ? "" : med.back();
}

/// Metric and path stand in the columns that the heading names. A prefix that is too long for its
/// column has a line of its own, and the rest follows in the next one.
bool read_text(const std::string& text, RouteList& list) {
  bool recognised = false;
  Columns columns;
  WrittenRoute route;
  for (const std::string& line : lines_of(text)) {
    if (line.find("Network") != std::string::npos && line.find("Path") != std::string::npos) {
      columns.path = line.find("Path");
      columns.med_end = line.find("Metric") + std::string_view("Metric").size();
      recognised = true;
      continue;
    }
    if (columns.path == 0) {
      continue;
    }
    for (const std::string& word : words_of(line)) {
      if (word.find('/') != std::string::npos && prefix_of(word)) {
        route.prefix = word;
        break;
      }
    }
    if (route.prefix.empty() || line.size() <= columns.path) {
      continue;
    }
    route.path = words_of(line.substr(columns.path));
    if (!route.path.empty()) {
      route.path.pop_back();  // the origin code
    }
    if (columns.med_end >= med_width) {
      route.med = med_in(line, columns);
      route.med_shown = true;
    }
    list.add(route);
    route = {};
    recognised = true;
  }
  if (!route.prefix.empty()) {
    list.add(route);
  }
  return recognised;
}

}  // namespace

const ObservedReader frr_reader{.path = ShownPath::without_own_as,
                                .text_shows_empty = false,
                                .read_json = read_json,
                                .is_empty_table = is_empty_table,
                                .read_text = read_text};

}  // namespace bgpte::config
