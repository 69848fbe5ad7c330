// Reads FRR's list of advertised routes: JSON, with `detail` or without, and text in columns.
#include <fmt/core.h>

#include <array>
#include <map>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// One route of the JSON, which has its members in any order.
struct JsonRoute {
  WrittenRoute route;
  bool detail = false;  ///< From a list of paths.
  bool has_path = false;
};

/// Whether `detail json` has the attributes after the policy, as from 10.3 on. Only those releases
/// write this part of the document by hand, and later ones also count the paths.
bool detail_is_after_policy(const JsonDocument& document) {
  for (const JsonLeaf& leaf : document.leaves) {
    if (leaf.path == Words{"totalPathsCount"}) {
      return true;
    }
  }
  return document.text.find(",\"advertisedRoutes\": {") != std::string_view::npos;
}

/// paths / INDEX / aspath / string, metric, community / list / INDEX, largeCommunity / list /
/// INDEX. All paths of a prefix are written with what is advertised.
void read_detail(const JsonLeaf& leaf, JsonRoute& one) {
  one.detail = true;
  if (leaf.path[3] != "0") {
    return;
  }
  const std::string& name = leaf.path[4];
  if (name == "aspath" && leaf.path.back() == "string") {
    one.route.path = leaf.value == "Local" ? Words{} : words_of(leaf.value);
    one.has_path = true;
  } else if (name == "metric") {
    one.route.med = leaf.value;
  } else if ((name == "community" || name == "largeCommunity") && leaf.path.size() == 7 &&
             leaf.path[5] == "list") {
    one.route.communities.push_back(leaf.value);
  }
}

/// localAS; advertisedRoutes / PREFIX / metric, path, or with `detail` the paths.
void read_json(const JsonDocument& document, RouteList& list) {
  std::map<std::string, JsonRoute> routes;
  for (const JsonLeaf& leaf : document.leaves) {
    if (leaf.path == Words{"localAS"}) {
      list.check_local_as(leaf.value);
    }
    if (leaf.path.size() < 3 || leaf.path[0] != "advertisedRoutes") {
      continue;
    }
    JsonRoute& one = routes[leaf.path[1]];
    if (leaf.path.size() == 3 && leaf.path[2] == "metric") {
      one.route.med = leaf.value;
    } else if (leaf.path.size() == 3 && leaf.path[2] == "path") {
      one.route.path = words_of(leaf.value);
      one.has_path = true;
    } else if (leaf.path.size() > 4 && leaf.path[2] == "paths") {
      read_detail(leaf, one);
    }
  }
  const bool shown = detail_is_after_policy(document);
  for (auto& [prefix, one] : routes) {
    one.route.prefix = prefix;
    one.route.path_shown = one.route.med_shown = !one.detail || shown;
    one.route.communities_shown = one.detail && shown;
    if (one.has_path) {
      list.add(one.route);
    } else {
      list.no_path(prefix);
    }
  }
}

/// The key of the table without members.
bool is_empty_table(const JsonLeaf& leaf) {
  return leaf.value == "{}" && leaf.empty && leaf.path == Words{"advertisedRoutes"};
}

/// A word of a line, and where it begins and ends.
struct PlacedWord {
  std::string text;
  std::size_t begin = 0, end = 0;
};

std::vector<PlacedWord> placed_words(const std::string& line) {
  constexpr const char* blanks = " \t\r";
  std::vector<PlacedWord> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(blanks, at)) != std::string::npos) {
    const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
    words.push_back({line.substr(at, end - at), at, end});
    at = end;
  }
  return words;
}

/// Where the right-aligned numbers of a row end, from where its next hop begins.
struct Columns {
  std::size_t metric = 0, preference = 0, weight = 0;
};

/// Reads the text line by line. Where a row's path begins follows from its own next hop: prefixes,
/// and what stands before them, are not as wide in every release as the heading has it.
class TextReader {
 public:
  explicit TextReader(RouteList& list) : list_(list) {}

  void read(const std::string& line) {
    const std::vector<PlacedWord> words = placed_words(line);
    if (const std::size_t as = line.find("local AS "); as != std::string::npos) {
      const Words behind = words_of(line.substr(as + std::string_view("local AS ").size()));
      list_.check_local_as(behind.empty() ? "" : behind[0]);
    }
    if (line.find(" Network ") != std::string::npos && line.find(" Path") != std::string::npos) {
      begin_table(line);
    } else if (!in_table_ || words.empty()) {
      return;
    } else if (line.starts_with("Total number of prefixes") || line.starts_with("Displayed ")) {
      after_policy_ |= line.find("total number of paths") != std::string::npos;
      end_table();
    } else if (line.starts_with("BGP table version")) {
      end_table();
    } else if (!read_row(words)) {
      constexpr std::size_t most = 80;
      list_.fault(fmt::format("'{}' is not a row as FRR prints them; the JSON output is surer",
                              escaped(line.substr(0, most))));
    }
  }

  /// Ends the last table. Returns whether there was any.
  bool finish() {
    end_table();
    return recognised_;
  }

 private:
  void begin_table(const std::string& line) {
    end_table();
    const std::size_t network = line.find("Network");
    const std::size_t hop = line.find("Next Hop");
    const auto end_of = [&](std::string_view title) {
      const std::size_t at = line.find(title);
      return at == std::string::npos || at < hop ? 0 : at + title.size() - hop;
    };
    columns_ = {end_of("Metric"), end_of("LocPrf"), end_of("Weight")};
    in_table_ = recognised_ = true;
    if (hop == std::string::npos || columns_.weight == 0) {
      list_.fault("the heading has not the columns that FRR prints");
    }
    // 10.1 moved the heading; 10.3 shows what is not advertised, which 10.4 cured; 10.6 counts
    // paths.
    constexpr std::size_t from_10_1 = 5;
    after_policy_ = network < from_10_1;
  }

  void end_table() {
    if (!pending_.empty()) {
      list_.fault(fmt::format("the row of {} is cut", escaped(pending_)));
    }
    for (WrittenRoute& route : rows_) {
      route.path_shown = route.med_shown = after_policy_;
      list_.add(route);
    }
    rows_.clear();
    pending_.clear();
    hop_seen_ = in_table_ = false;
  }

  /// A row, or the part of one that stands in a line: a prefix or a next hop that is too long for
  /// its column ends the line.
  bool read_row(const std::vector<PlacedWord>& words) {
    std::size_t at = 0;
    if (pending_.empty()) {
      constexpr std::size_t most_codes = 2;  // "V*>", or "*> i"
      while (at < words.size() && at <= most_codes && !is_prefix(words[at].text)) {
        ++at;
      }
      if (at == words.size() || !is_prefix(words[at].text)) {
        return false;
      }
      pending_ = words[at++].text;
    }
    if (at == words.size()) {
      return true;
    }
    if (!hop_seen_) {
      hop_seen_ = true;
      if (at + 1 == words.size()) {
        return true;
      }
      return read_numbers({words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end()},
                          words[at].begin);
    }
    // The numbers alone: 16 columns of the next hop end where the line has 36 or, from 10.7, 38.
    constexpr std::size_t hop_width = 16;
    for (const std::size_t indent : {std::size_t{36}, std::size_t{38}}) {
      if (read_numbers(words, indent - hop_width)) {
        return true;
      }
    }
    return false;
  }

  static bool is_prefix(const std::string& word) {
    return word.find('/') != std::string::npos && prefix_of(word);
  }

  /// [metric] [preference] weight path origin, of a row whose next hop begins at `hop`.
  bool read_numbers(const std::vector<PlacedWord>& words, std::size_t hop) {
    WrittenRoute route;
    std::size_t at = 0;
    for (; at < words.size() && words[at].end != hop + columns_.weight; ++at) {
      if (words[at].end == hop + columns_.metric) {
        route.med = words[at].text;
      } else if (words[at].end != hop + columns_.preference) {
        return false;
      }
    }
    if (at + 1 >= words.size() || !as_of(words[at].text)) {
      return false;
    }
    const std::string& origin = words.back().text;
    if (origin != "i" && origin != "e" && origin != "?") {
      return false;
    }
    for (++at; at + 1 < words.size(); ++at) {
      route.path.push_back(words[at].text);
    }
    route.prefix = pending_;
    rows_.push_back(std::move(route));
    pending_.clear();
    hop_seen_ = false;
    return true;
  }

  RouteList& list_;
  std::vector<WrittenRoute> rows_;  ///< Of the table that is being read.
  Columns columns_;
  std::string pending_;    ///< The prefix of a row whose numbers have not come yet.
  bool hop_seen_ = false;  ///< Its next hop has.
  bool in_table_ = false, recognised_ = false;
  bool after_policy_ = true;  ///< The release shows what is advertised.
};

}  // namespace

const ObservedReader frr_reader{.path = ShownPath::without_own_as,
                                .text_shows_empty = false,
                                .read_json = read_json,
                                .is_empty_table = is_empty_table,
                                .read_text = read_lines<TextReader>};

}  // namespace bgpte::config
