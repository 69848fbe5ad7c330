// Formats seen on FRR 8.4.4, BIRD 2.0.12, OpenBGPD 7.7 and GoBGP 3.10; samples in
// tests/config/observed.
#include "bgpte/config/observed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <sstream>

#include "src/config/emitter.hpp"
#include "src/config/observed/json_leaves.hpp"

namespace bgpte::config {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& line) {
  std::istringstream in(line);
  Words words;
  for (std::string word; in >> word;) {
    words.push_back(std::move(word));
  }
  return words;
}

std::optional<model::IpPrefix> prefix_of(const std::string& word) {
  const model::ParsedPrefix parsed = model::parse_prefix(word);
  return parsed.fault == model::PrefixFault::none ? std::optional(parsed.prefix) : std::nullopt;
}

/// A route as the output writes it.
struct Written {
  std::string prefix, neighbor;
  Words path, communities;  ///< Communities of either kind, "64502:80" or "64502:1:2".
  std::string med;
  bool communities_shown = false, med_shown = false;
};

/// What stands between the marks of a text, or all after the first: "(64502, 1, 2)" without them.
std::string between(const std::string& text, const std::string& open, const std::string& close) {
  const std::size_t from = text.find(open);
  if (from == std::string::npos) {
    return {};
  }
  const std::size_t start = from + open.size();
  const std::size_t to = text.find(close, start);
  return text.substr(start, to == std::string::npos ? to : to - start);
}

/// A table with nothing in it: FRR's key without members, OpenBGPD's without elements or not there
/// at all, GoBGP's document without members.
bool is_empty_table(model::Platform platform, const JsonLeaf& leaf) {
  using Path = std::vector<std::string>;
  switch (platform) {
    case model::Platform::frr:
      return leaf.value == "{}" && leaf.empty && leaf.path == Path{"advertisedRoutes"};
    case model::Platform::openbgpd:
      return leaf.empty && (leaf.value == "[]" ? leaf.path == Path{"rib"} : leaf.path.empty());
    default:
      return leaf.value == "{}" && leaf.empty && leaf.path.empty();
  }
}

/// "(64502,80) (65000,999)" or "(64502, 1, 2)", as BIRD writes communities.
Words bird_communities(const std::string& text) {
  Words communities;
  for (std::size_t at = 0; (at = text.find('(', at)) != std::string::npos; ++at) {
    std::string one = between(text.substr(at), "(", ")");
    std::erase(one, ' ');
    std::ranges::replace(one, ',', ':');
    communities.push_back(one);
  }
  return communities;
}

class Reader {
 public:
  Reader(model::Platform platform, model::Asn local_as)
      : platform_(platform), own_(std::to_string(local_as)) {}

  void read(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
      fault(platform_ == model::Platform::frr || platform_ == model::Platform::openbgpd
                ? "the output is empty; where nothing is announced, only the JSON output says so"
                : "the output is empty");
    } else if (platform_ != model::Platform::bird && text[first] == '{') {
      read_json(text);
    } else {
      read_lines(text);
    }
  }

  Observed take() { return std::move(observed_); }

 private:
  void fault(std::string sentence) { observed_.faults.push_back(std::move(sentence)); }

  void add(const Written& written) {
    const auto parsed = prefix_of(written.prefix);
    if (!parsed) {
      fault(fmt::format("'{}' is not a prefix", escaped(written.prefix.substr(0, 80))));
      return;
    }
    const auto other =
        std::ranges::find_if(written.path, [&](const std::string& as) { return as != own_; });
    auto copies = other - written.path.begin();
    if (platform_ == model::Platform::openbgpd || platform_ == model::Platform::gobgp) {
      if (copies == 0) {
        fault(fmt::format("the path of {} does not begin with AS {}", written.prefix, own_));
        return;
      }
      --copies;
    }
    copies = std::min<std::ptrdiff_t>(copies, std::numeric_limits<model::Prepend>::max());
    ObservedRoute route;
    route.prefix = *parsed;
    route.prepend = static_cast<model::Prepend>(copies);
    route.neighbor = written.neighbor;
    route.communities_shown = written.communities_shown;
    route.med_shown = written.med_shown;
    add_marks(route, written);
    observed_.routes.push_back(std::move(route));
  }

  void add_marks(ObservedRoute& route, const Written& written) {
    for (const std::string& text : written.communities) {
      if (const auto community = model::parse_community(text)) {
        route.marks.communities.push_back(*community);
      } else {
        fault(fmt::format("'{}' of {} is not a community", escaped(text.substr(0, 80)),
                          written.prefix));
      }
    }
    std::ranges::sort(route.marks.communities);
    std::uint32_t med = 0;
    const char* end = written.med.data() + written.med.size();
    if (!written.med.empty()) {
      const auto [rest, error] = std::from_chars(written.med.data(), end, med);
      if (error != std::errc{} || rest != end) {
        fault(fmt::format("the MED of {} is not a number", written.prefix));
      }
    }
    if (med != 0) {
      route.marks.med = med;
    }
  }

  // ---- JSON

  void read_json(const std::string& text) {
    std::size_t at = 0;
    while (text.find_first_not_of(" \t\r\n", at) != std::string::npos) {
      std::optional<std::vector<JsonLeaf>> leaves = json_leaves(text, at);
      if (!leaves) {
        fault("the output is not complete JSON");
        return;
      }
      const bool empty = std::ranges::any_of(
          *leaves, [&](const JsonLeaf& leaf) { return is_empty_table(platform_, leaf); });
      std::erase_if(*leaves, [](const JsonLeaf& leaf) { return leaf.empty; });
      const std::size_t before = observed_.routes.size() + observed_.faults.size();
      switch (platform_) {
        case model::Platform::frr:
          read_frr(*leaves);
          break;
        case model::Platform::openbgpd:
          read_openbgpd(*leaves);
          break;
        default:
          read_gobgp(*leaves);
          break;
      }
      if (!empty && observed_.routes.size() + observed_.faults.size() == before) {
        fault(fmt::format("the JSON holds no route as {} prints them", title_of(platform_)));
      }
    }
  }

  /// advertisedRoutes / PREFIX / metric, path
  void read_frr(const std::vector<JsonLeaf>& leaves) {
    std::map<std::string, std::string> meds;
    for (const JsonLeaf& leaf : leaves) {
      if (leaf.path.size() != 3 || leaf.path[0] != "advertisedRoutes") {
        continue;
      }
      if (leaf.path[2] == "metric") {
        meds[leaf.path[1]] = leaf.value;
      } else if (leaf.path[2] == "path") {
        Written route;
        route.prefix = leaf.path[1];
        route.path = words_of(leaf.value);
        route.med = meds[route.prefix];
        route.med_shown = true;
        add(route);
      }
    }
  }

  /// rib / INDEX / prefix, aspath, metric, neighbor / remote_addr; with `detail` communities and
  /// large_communities / INDEX, where there are any
  void read_openbgpd(const std::vector<JsonLeaf>& leaves) {
    std::map<std::string, Written> routes;
    bool communities_shown = false;
    for (const JsonLeaf& leaf : leaves) {
      if (leaf.path.size() < 3 || leaf.path[0] != "rib") {
        continue;
      }
      Written& route = routes[leaf.path[1]];
      if (leaf.path[2] == "prefix") {
        route.prefix = leaf.value;
      } else if (leaf.path[2] == "aspath") {
        route.path = words_of(leaf.value);
      } else if (leaf.path[2] == "metric") {
        route.med = leaf.value;
      } else if (leaf.path.back() == "remote_addr") {
        route.neighbor = leaf.value;
      } else if (leaf.path[2] == "communities" || leaf.path[2] == "large_communities") {
        route.communities.push_back(leaf.value);
        communities_shown = true;
      }
    }
    for (auto& [index, route] : routes) {
      route.med_shown = true;
      route.communities_shown = communities_shown;
      add(route);
    }
  }

  /// PREFIX / 0 / attrs / INDEX / type, as_paths / SEGMENT / asns / INDEX, metric, communities /
  /// INDEX, value / INDEX / ASN, LocalData1, LocalData2. Each name is of one attribute only.
  void read_gobgp(const std::vector<JsonLeaf>& leaves) {
    std::map<std::string, Written> routes;
    for (const JsonLeaf& leaf : leaves) {
      if (leaf.path.size() < 5 || leaf.path[1] != "0" || leaf.path[2] != "attrs") {
        continue;
      }
      Written& route = routes[leaf.path[0]];
      const std::string& name = leaf.path[4];
      if (leaf.path.size() == 8 && name == "as_paths" && leaf.path[6] == "asns") {
        route.path.push_back(leaf.value);
      } else if (name == "metric") {
        route.med = leaf.value;
      } else if (name == "communities") {
        constexpr unsigned half = 16;
        const unsigned long number = std::strtoul(leaf.value.c_str(), nullptr, 10);
        route.communities.push_back(
            fmt::format("{}:{}", number >> half, number & ((1UL << half) - 1)));
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
      add(route);
    }
  }

  // ---- text

  void read_lines(const std::string& text) {
    std::istringstream in(text);
    bool recognised = false;
    for (std::string line; std::getline(in, line);) {
      switch (platform_) {
        case model::Platform::frr:
          recognised |= frr_line(line);
          break;
        case model::Platform::bird:
          recognised |= bird_line(line);
          break;
        case model::Platform::openbgpd:
          recognised |= openbgpd_line(line);
          break;
        default:
          recognised |= gobgp_line(line);
          break;
      }
    }
    end_route();
    if (!recognised && !greeting_alone(text)) {
      fault(fmt::format("nothing in the output looks like what {} prints", title_of(platform_)));
    }
  }

  /// Metric and path stand in the columns that the heading names; a long prefix has a line of its
  /// own.
  bool frr_line(const std::string& line) {
    if (line.find("Network") != std::string::npos && line.find("Path") != std::string::npos) {
      path_column_ = line.find("Path");
      med_end_ = line.find("Metric") + std::string_view("Metric").size();
      return true;
    }
    if (path_column_ == 0) {
      return false;
    }
    for (const std::string& word : words_of(line)) {
      if (word.find('/') != std::string::npos && prefix_of(word)) {
        pending_.prefix = word;
        break;
      }
    }
    if (pending_.prefix.empty() || line.size() <= path_column_) {
      return false;
    }
    pending_.path = words_of(line.substr(path_column_));
    if (!pending_.path.empty()) {
      pending_.path.pop_back();  // the origin code
    }
    constexpr std::size_t widest = 10;
    if (med_end_ >= widest) {
      const Words med = words_of(line.substr(med_end_ - widest, widest));
      pending_.med = med.empty() ? "" : med.back();
      pending_.med_shown = true;
    }
    end_route();
    return true;
  }

  void end_route() {
    if (!pending_.prefix.empty()) {
      add(pending_);
    }
    pending_ = {};
  }

  /// BIRD greets and prints no table where it exports nothing; an error would follow the greeting.
  [[nodiscard]] bool greeting_alone(const std::string& text) const {
    std::istringstream in(text);
    bool greeted = false;
    for (std::string line; std::getline(in, line);) {
      const Words words = words_of(line);
      const bool greets = words.size() == 3 && words[0] == "BIRD" && words[2] == "ready.";
      if (!greets && !words.empty() && words != Words{"Access", "restricted"}) {
        return false;
      }
      greeted |= greets;
    }
    return greeted && platform_ == model::Platform::bird;
  }

  bool bird_line(const std::string& line) {
    if (line.starts_with("Table ")) {
      end_route();
      return true;
    }
    const Words words = words_of(line);
    if (words.empty()) {
      return false;
    }
    if (line[0] != ' ' && line[0] != '\t' && prefix_of(words[0])) {
      end_route();
      pending_.prefix = words[0];
      pending_.communities_shown = pending_.med_shown = true;
      return true;
    }
    if (words[0] == "BGP.as_path:") {
      pending_.path.assign(words.begin() + 1, words.end());
    } else if (words[0] == "BGP.med:" && words.size() > 1) {
      pending_.med = words[1];
    } else if (words[0] == "BGP.community:" || words[0] == "BGP.large_community:") {
      for (std::string& community : bird_communities(line)) {
        pending_.communities.push_back(std::move(community));
      }
    }
    return false;
  }

  /// flags ovs destination gateway lpref med aspath origin; or, with `detail`, a paragraph a route
  bool openbgpd_line(const std::string& line) {
    if (line.starts_with("flags ")) {
      headed_ = true;
      return true;
    }
    const Words words = words_of(line);
    if (line.starts_with("BGP routing table entry for ")) {
      end_route();
      pending_.prefix = words.back();
      pending_.communities_shown = pending_.med_shown = true;
      path_follows_ = true;
      return true;
    }
    if (!pending_.prefix.empty()) {
      openbgpd_detail(line, words);
      return true;
    }
    constexpr std::size_t between_path = 3;  // gateway, lpref, med
    for (std::size_t i = 0; i + between_path + 1 < words.size(); ++i) {
      if (words[i].find('/') != std::string::npos && prefix_of(words[i])) {
        pending_.prefix = words[i];
        pending_.path.assign(words.begin() + static_cast<std::ptrdiff_t>(i + between_path + 1),
                             words.end() - 1);
        pending_.med = words[i + between_path];
        pending_.med_shown = true;
        end_route();
        return true;
      }
    }
    // An error stands below the heading; the legend of a next table has " = ".
    if (headed_ && !words.empty() && line.find(" = ") == std::string::npos) {
      fault(fmt::format("'{}' is not a route as {} prints them", escaped(line.substr(0, 80)),
                        title_of(platform_)));
    }
    return false;
  }

  void openbgpd_detail(const std::string& line, const Words& words) {
    if (path_follows_) {
      pending_.path = words;
      path_follows_ = false;
    } else if (line.find(" Neighbor ") != std::string::npos) {
      pending_.neighbor = between(line, " Neighbor ", " ");
    } else if (line.find(", metric ") != std::string::npos) {
      pending_.med = between(line, ", metric ", ",");
    } else if (line.find("Communities: ") != std::string::npos &&
               line.find("Ext. ") == std::string::npos) {
      for (const std::string& community : words_of(between(line, "Communities: ", "\n"))) {
        pending_.communities.push_back(community);
      }
    }
  }

  /// ID network next-hop as-path [{name: value} ...]
  bool gobgp_line(const std::string& line) {
    const Words words = words_of(line);
    if (words == Words{"Network", "not", "in", "table"} ||
        (words.size() > 1 && words[0] == "ID" && words[1] == "Network")) {
      return true;
    }
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i].find('/') != std::string::npos && prefix_of(words[i])) {
        pending_.prefix = words[i];
        for (std::size_t j = i + 2; j < words.size() && words[j][0] != '['; ++j) {
          pending_.path.push_back(words[j]);
        }
        pending_.med = between(line, "{Med: ", "}");
        for (std::string list :
             {between(line, "{Communities: ", "}"), between(line, "{LargeCommunity: [", "]")}) {
          std::ranges::replace(list, ',', ' ');
          for (const std::string& community : words_of(list)) {
            pending_.communities.push_back(community);
          }
        }
        pending_.med_shown = pending_.communities_shown = true;
        end_route();
        return true;
      }
    }
    return false;
  }

  model::Platform platform_;
  std::string own_;
  Observed observed_;
  std::size_t path_column_ = 0, med_end_ = 0;  ///< Of FRR's heading.
  Written pending_;
  bool path_follows_ = false, headed_ = false;  ///< OpenBGPD.
};

}  // namespace

bool can_observe(model::Platform platform) {
  return platform == model::Platform::frr || platform == model::Platform::bird ||
         platform == model::Platform::openbgpd || platform == model::Platform::gobgp;
}

Observed parse_observed(model::Platform platform, std::string_view text, model::Asn local_as) {
  if (!can_observe(platform)) {
    return {{}, {fmt::format("the output of {} cannot be read", title_of(platform))}};
  }
  Reader reader(platform, local_as);
  reader.read(std::string(text));
  return reader.take();
}

}  // namespace bgpte::config
