// Formats seen on FRR 8.4.4, BIRD 2.0.12, OpenBGPD 7.7 and GoBGP 3.10; samples in
// tests/config/observed.
#include "bgpte/config/observed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <sstream>

#include "emitter.hpp"
#include "json_leaves.hpp"

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

class Reader {
 public:
  Reader(model::Platform platform, model::Asn local_as)
      : platform_(platform), own_(std::to_string(local_as)) {}

  void read(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
      fault("the output is empty");
    } else if (platform_ != model::Platform::bird && text[first] == '{') {
      read_json(text);
    } else {
      read_lines(text);
    }
  }

  Observed take() { return std::move(observed_); }

 private:
  void fault(std::string sentence) { observed_.faults.push_back(std::move(sentence)); }

  void add(const std::string& prefix, const Words& path, const std::string& neighbor) {
    const auto parsed = prefix_of(prefix);
    if (!parsed) {
      fault(fmt::format("'{}' is not a prefix", escaped(prefix.substr(0, 80))));
      return;
    }
    const auto other =
        std::ranges::find_if(path, [&](const std::string& as) { return as != own_; });
    auto copies = other - path.begin();
    if (platform_ == model::Platform::openbgpd || platform_ == model::Platform::gobgp) {
      if (copies == 0) {
        fault(fmt::format("the path of {} does not begin with AS {}", prefix, own_));
        return;
      }
      --copies;
    }
    copies = std::min<std::ptrdiff_t>(copies, std::numeric_limits<model::Prepend>::max());
    observed_.routes.push_back({*parsed, static_cast<model::Prepend>(copies), neighbor});
  }

  // ---- JSON

  void read_json(const std::string& text) {
    std::size_t at = 0;
    while (text.find_first_not_of(" \t\r\n", at) != std::string::npos) {
      const std::optional<std::vector<JsonLeaf>> leaves = json_leaves(text, at);
      if (!leaves) {
        fault("the output is not complete JSON");
        return;
      }
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
      if (observed_.routes.size() + observed_.faults.size() == before) {
        fault(fmt::format("the JSON holds no route as {} prints them", title_of(platform_)));
      }
    }
  }

  /// advertisedRoutes / PREFIX / path
  void read_frr(const std::vector<JsonLeaf>& leaves) {
    for (const JsonLeaf& leaf : leaves) {
      if (leaf.path.size() == 3 && leaf.path[0] == "advertisedRoutes" && leaf.path[2] == "path") {
        add(leaf.path[1], words_of(leaf.value), {});
      }
    }
  }

  /// rib / INDEX / prefix, aspath, neighbor / remote_addr
  void read_openbgpd(const std::vector<JsonLeaf>& leaves) {
    struct Route {
      std::string prefix, path, neighbor;
    };
    std::map<std::string, Route> routes;
    for (const JsonLeaf& leaf : leaves) {
      if (leaf.path.size() < 3 || leaf.path[0] != "rib") {
        continue;
      }
      Route& route = routes[leaf.path[1]];
      if (leaf.path[2] == "prefix") {
        route.prefix = leaf.value;
      } else if (leaf.path[2] == "aspath") {
        route.path = leaf.value;
      } else if (leaf.path.back() == "remote_addr") {
        route.neighbor = leaf.value;
      }
    }
    for (const auto& [index, route] : routes) {
      add(route.prefix, words_of(route.path), route.neighbor);
    }
  }

  /// PREFIX / 0 / attrs / INDEX / type, as_paths / SEGMENT / asns / INDEX. Only the AS_PATH
  /// (RFC 4271, section 4.3) has as_paths.
  void read_gobgp(const std::vector<JsonLeaf>& leaves) {
    std::map<std::string, Words> paths;
    for (const JsonLeaf& leaf : leaves) {
      if (leaf.path.size() > 2 && leaf.path[1] == "0" && leaf.path[2] == "attrs") {
        Words& path = paths[leaf.path[0]];
        if (leaf.path.size() == 8 && leaf.path[4] == "as_paths" && leaf.path[6] == "asns") {
          path.push_back(leaf.value);
        }
      }
    }
    for (const auto& [prefix, path] : paths) {
      add(prefix, path, {});
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
    end_bird_route();
    if (!recognised) {
      fault(fmt::format("nothing in the output looks like what {} prints", title_of(platform_)));
    }
  }

  /// The path stands in the column that the heading names; a long prefix has a line of its own.
  bool frr_line(const std::string& line) {
    if (line.find("Network") != std::string::npos && line.find("Path") != std::string::npos) {
      path_column_ = line.find("Path");
      return true;
    }
    if (path_column_ == 0) {
      return false;
    }
    for (const std::string& word : words_of(line)) {
      if (word.find('/') != std::string::npos && prefix_of(word)) {
        pending_ = word;
        break;
      }
    }
    if (pending_.empty() || line.size() <= path_column_) {
      return false;
    }
    Words path = words_of(line.substr(path_column_));
    if (!path.empty()) {
      path.pop_back();  // the origin code
    }
    add(pending_, path, {});
    pending_.clear();
    return true;
  }

  void end_bird_route() {
    if (platform_ == model::Platform::bird && !pending_.empty()) {
      add(pending_, bird_path_, {});
    }
    pending_.clear();
    bird_path_.clear();
  }

  bool bird_line(const std::string& line) {
    if (line.starts_with("Table ")) {
      end_bird_route();
      return true;
    }
    const Words words = words_of(line);
    if (words.empty()) {
      return false;
    }
    if (line[0] != ' ' && line[0] != '\t' && prefix_of(words[0])) {
      end_bird_route();
      pending_ = words[0];
      return true;
    }
    if (words[0] == "BGP.as_path:") {
      bird_path_.assign(words.begin() + 1, words.end());
    }
    return false;
  }

  /// flags ovs destination gateway lpref med aspath origin
  bool openbgpd_line(const std::string& line) {
    if (line.starts_with("flags ")) {
      return true;
    }
    constexpr std::size_t between = 3;  // gateway, lpref, med
    const Words words = words_of(line);
    for (std::size_t i = 0; i + between + 1 < words.size(); ++i) {
      if (words[i].find('/') != std::string::npos && prefix_of(words[i])) {
        add(words[i],
            Words(words.begin() + static_cast<std::ptrdiff_t>(i + between + 1), words.end() - 1),
            {});
        return true;
      }
    }
    return false;
  }

  /// ID network next-hop as-path [attributes]
  bool gobgp_line(const std::string& line) {
    const Words words = words_of(line);
    if (words.size() > 1 && words[0] == "ID" && words[1] == "Network") {
      return true;
    }
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i].find('/') != std::string::npos && prefix_of(words[i])) {
        Words path;
        for (std::size_t j = i + 2; j < words.size() && words[j][0] != '['; ++j) {
          path.push_back(words[j]);
        }
        add(words[i], path, {});
        return true;
      }
    }
    return false;
  }

  model::Platform platform_;
  std::string own_;
  Observed observed_;
  std::size_t path_column_ = 0;
  std::string pending_;
  Words bird_path_;
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
