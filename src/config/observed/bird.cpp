// Reads BIRD's list of exported routes: text with a paragraph for each route.
#include <algorithm>

#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// Communities as BIRD writes them, "(64502,80) (65000,999)" or "(64502, 1, 2)".
Words communities_in(const std::string& text) {
  Words communities;
  for (std::size_t at = 0; (at = text.find('(', at)) != std::string::npos; ++at) {
    std::string one = between(text.substr(at), "(", ")");
    std::erase(one, ' ');
    std::ranges::replace(one, ',', ':');
    communities.push_back(one);
  }
  return communities;
}

/// BIRD greets and prints no table where it exports nothing. An error would follow the greeting.
bool is_greeting_alone(const std::string& text) {
  bool greeted = false;
  for (const std::string& line : lines_of(text)) {
    const Words words = words_of(line);
    const bool greets = words.size() == 3 && words[0] == "BIRD" && words[2] == "ready.";
    if (!greets && !words.empty() && words != Words{"Access", "restricted"}) {
      return false;
    }
    greeted |= greets;
  }
  return greeted;
}

/// One line of a route's paragraph.
void read_attribute(const std::string& line, const Words& words, WrittenRoute& route) {
  if (words[0] == "BGP.as_path:") {
    route.path.assign(words.begin() + 1, words.end());
  } else if (words[0] == "BGP.med:" && words.size() > 1) {
    route.med = words[1];
  } else if (words[0] == "BGP.community:" || words[0] == "BGP.large_community:") {
    for (std::string& community : communities_in(line)) {
      route.communities.push_back(std::move(community));
    }
  }
}

bool read_text(const std::string& text, RouteList& list) {
  bool recognised = false;
  WrittenRoute route;
  const auto end_route = [&] {
    if (!route.prefix.empty()) {
      list.add(route);
    }
    route = {};
    recognised = true;
  };
  for (const std::string& line : lines_of(text)) {
    const Words words = words_of(line);
    if (line.starts_with("Table ")) {
      end_route();
    } else if (words.empty()) {
      continue;
    } else if (line[0] != ' ' && line[0] != '\t' && prefix_of(words[0])) {
      end_route();
      route.prefix = words[0];
      route.communities_shown = route.med_shown = true;
    } else {
      read_attribute(line, words, route);
    }
  }
  if (!route.prefix.empty()) {
    list.add(route);
  }
  return recognised || is_greeting_alone(text);
}

}  // namespace

const ObservedReader bird_reader{.path = ShownPath::without_own_as,
                                 .text_shows_empty = true,
                                 .read_json = nullptr,
                                 .is_empty_table = nullptr,
                                 .read_text = read_text};

}  // namespace bgpte::config
