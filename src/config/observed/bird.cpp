// Reads BIRD's list of exported routes: text with a paragraph for each route.
#include <fmt/core.h>

#include <algorithm>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// Communities as BIRD writes them, "(64502,80) (65000,999)" or "(64502, 1, 2)".
Words communities_in(const std::string& text) {
  Words communities;
  for (std::size_t at = 0; (at = text.find('(', at)) != std::string::npos; ++at) {
    const std::size_t end = text.find(')', at);
    std::string one = text.substr(at + 1, end == std::string::npos ? end : end - at - 1);
    std::erase(one, ' ');
    std::ranges::replace(one, ',', ':');
    communities.push_back(one);
  }
  return communities;
}

/// BIRD greets and prints no table where it exports nothing. An error would follow the greeting.
bool is_greeting(const Words& words) {
  return words.size() == 3 && words[0] == "BIRD" && words[2] == "ready.";
}

bool is_one_of(const std::string& word, std::string_view bird2, std::string_view bird3) {
  return word == bird2 || word == bird3;
}

class TextReader {
 public:
  explicit TextReader(RouteList& list) : list_(list) {}

  void read(const std::string& line) {
    const Words words = words_of(line);
    if (words.empty()) {
      return;
    }
    if (is_greeting(words) || words == Words{"Access", "restricted"} || words[0] == "bird>") {
      end_route();
      greeted_ |= is_greeting(words);
    } else if (words.size() == 2 && line.starts_with("Table ")) {
      end_route();
      tables_ = true;
    } else if (line[0] != ' ' && line[0] != '\t' && prefix_of(words[0])) {
      begin_route(words[0]);
    } else if (line[0] == ' ' && !route_.prefix.empty() && line.find('[') != std::string::npos) {
      begin_route(std::string(route_.prefix));  // another route of the same prefix
    } else if (line[0] == '\t' && !route_.prefix.empty()) {
      read_attribute(line, words);
    } else if (greeted_ || tables_ || routes_) {
      constexpr std::size_t most = 80;
      list_.fault(fmt::format("'{}' is not a line of a list of routes as BIRD prints them",
                              escaped(line.substr(0, most))));
    }
  }

  /// Ends the last route. Returns whether the output is what BIRD prints.
  bool finish() {
    end_route();
    if (bare_) {
      list_.fault(
          "a route has no attributes below it, which proves nothing: 'show route export "
          "PROTOCOL all' shows them");
    }
    return routes_ || tables_ || greeted_;
  }

 private:
  void begin_route(const std::string& prefix) {
    end_route();
    route_.prefix = prefix;
    route_.communities_shown = route_.med_shown = true;
  }

  void end_route() {
    if (!route_.prefix.empty()) {
      routes_ = true;
      bare_ |= !attributes_;
      list_.add(route_);
    }
    route_ = {};
    wrapped_ = attributes_ = false;
  }

  /// One line of a route's paragraph, as BIRD 2 and BIRD 3 name them. Where a list of communities
  /// is long, it goes on in lines without a name.
  void read_attribute(const std::string& line, const Words& words) {
    if (line.starts_with("\t\t") && words[0].starts_with('(')) {
      if (wrapped_) {
        add_communities(line);
      }
      return;
    }
    wrapped_ = false;
    attributes_ |= is_one_of(words[0], "Type:", "source:");
    if (is_one_of(words[0], "BGP.as_path:", "bgp_path:")) {
      route_.path.assign(words.begin() + 1, words.end());
    } else if (is_one_of(words[0], "BGP.med:", "bgp_med:")) {
      route_.med = words.size() > 1 ? words[1] : "none";
    } else if (is_one_of(words[0], "BGP.community:", "bgp_community:") ||
               is_one_of(words[0], "BGP.large_community:", "bgp_large_community:")) {
      wrapped_ = true;
      add_communities(line);
    }
  }

  void add_communities(const std::string& line) {
    for (std::string& community : communities_in(line)) {
      route_.communities.push_back(std::move(community));
    }
  }

  RouteList& list_;
  WrittenRoute route_;       ///< Of the paragraph that is being read; without a prefix: none.
  bool attributes_ = false;  ///< The paragraph shows them: it has the line that every route has.
  bool wrapped_ = false;     ///< The line before was of a list of communities.
  bool greeted_ = false, tables_ = false, routes_ = false, bare_ = false;
};

}  // namespace

const ObservedReader bird_reader{.path = ShownPath::without_own_as,
                                 .text_shows_empty = true,
                                 .read_json = nullptr,
                                 .is_empty_table = nullptr,
                                 .read_text = read_lines<TextReader>};

}  // namespace bgpte::config
