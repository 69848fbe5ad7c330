// The routes that readers find in a router's output, and the words that they are written in.
#include "src/config/observed/route_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <ranges>
#include <sstream>
#include <tuple>

#include "src/config/object_names.hpp"

namespace bgpte::config {

Words words_of(const std::string& line) {
  std::istringstream in(line);
  Words words;
  for (std::string word; in >> word;) {
    words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::optional<model::IpPrefix> prefix_of(const std::string& word) {
  const model::ParsedPrefix parsed = model::parse_prefix(word);
  return parsed.fault == model::PrefixFault::none ? std::optional(parsed.prefix) : std::nullopt;
}

std::string between(const std::string& text, std::string_view open, std::string_view close) {
  const std::size_t from = text.find(open);
  if (from == std::string::npos) {
    return {};
  }
  const std::size_t start = from + open.size();
  const std::size_t to = text.find(close, start);
  return text.substr(start, to == std::string::npos ? to : to - start);
}

std::optional<model::Asn> as_of(std::string_view word) {
  const auto number = [](std::string_view digits, std::uint64_t most) {
    std::uint64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value);
    const bool good = error == std::errc{} && rest == end && value <= most;
    return good ? std::optional(value) : std::nullopt;
  };
  constexpr unsigned half = 16;
  constexpr std::uint64_t most_of_half = (1U << half) - 1;
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos) {
    const auto plain = number(word, std::numeric_limits<model::Asn>::max());
    return plain ? std::optional(static_cast<model::Asn>(*plain)) : std::nullopt;
  }
  const auto high = number(word.substr(0, dot), most_of_half);
  const auto low = number(word.substr(dot + 1), most_of_half);
  return high && low ? std::optional(static_cast<model::Asn>((*high << half) | *low))
                     : std::nullopt;
}

namespace {

constexpr std::uint32_t well_known = 65535;

/// The second half of a well-known community; the first is 65535.
struct WellKnown {
  std::string_view name;
  std::uint32_t value;
};

// https://www.iana.org/assignments/bgp-well-known-communities, under the names that FRR, OpenBGPD
// and GoBGP print. Underscores are written as dashes here.
constexpr std::array well_known_names{WellKnown{"graceful-shutdown", 0},
                                      WellKnown{"planned-shut", 0},
                                      WellKnown{"gshut", 0},
                                      WellKnown{"accept-own", 1},
                                      WellKnown{"route-filter-translated-v4", 2},
                                      WellKnown{"route-filter-v4", 3},
                                      WellKnown{"route-filter-translated-v6", 4},
                                      WellKnown{"route-filter-v6", 5},
                                      WellKnown{"llgr-stale", 6},
                                      WellKnown{"no-llgr", 7},
                                      WellKnown{"accept-own-nexthop", 8},
                                      WellKnown{"standby-pe", 9},
                                      WellKnown{"blackhole", 666},
                                      WellKnown{"no-export", 65281},
                                      WellKnown{"no-advertise", 65282},
                                      WellKnown{"no-export-subconfed", 65283},
                                      WellKnown{"no-expsubconfed", 65283},
                                      WellKnown{"local-as", 65283},
                                      WellKnown{"no-peer", 65284},
                                      WellKnown{"nopeer", 65284}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether a word is part of an AS path: a number, or numbers in the brackets of a set or of a
/// confederation.
bool is_path_word(std::string_view word) {
  constexpr std::string_view brackets = "{}()[],";
  std::size_t at = 0;
  while ((at = word.find_first_not_of(brackets, at)) != std::string_view::npos) {
    const std::size_t end = word.find_first_of(brackets, at);
    if (!as_of(word.substr(at, end == std::string_view::npos ? end : end - at))) {
      return false;
    }
    at = end;
  }
  return true;
}

std::string shortened(const std::string& text) {
  constexpr std::size_t most = 80;
  return escaped(text.substr(0, most)) + (text.size() > most ? "..." : "");
}

auto place_of(const ObservedRoute& route) {
  return std::tie(route.neighbor, route.prefix);
}

}  // namespace

std::optional<model::Community> community_of(std::string_view word) {
  if (const auto numbers = model::parse_community(word)) {
    return numbers;
  }
  std::string name(word);
  for (char& c : name) {
    c = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (name == "internet") {
    return model::Community{};  // 0:0, of no registry; Cisco's name, which others took over
  }
  const auto known = std::ranges::find(well_known_names, name, &WellKnown::name);
  return known == well_known_names.end()
             ? std::nullopt
             : std::optional(model::Community{false, {well_known, known->value, 0}});
}

void RouteList::fault(std::string sentence) {
  constexpr std::size_t most = 10;
  if (++faults_ <= most) {
    observed_.faults.push_back(std::move(sentence));
  }
}

void RouteList::no_path(const std::string& prefix) {
  fault(fmt::format("the route to {} has no path", escaped(prefix)));
}

void RouteList::check_local_as(const std::string& word) {
  if (as_of(word) != own_) {
    fault(
        fmt::format("the output is of local AS {}, not of AS {}: of another router or VRF, or "
                    "with a local-as for the neighbour",
                    shortened(word), own_));
  }
}

Observed RouteList::take() {
  std::vector<const ObservedRoute*> sorted;
  for (const ObservedRoute& route : observed_.routes) {
    sorted.push_back(&route);
  }
  std::ranges::stable_sort(
      sorted, [](const auto* a, const auto* b) { return place_of(*a) < place_of(*b); });
  std::vector<bool> repeated(observed_.routes.size());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (place_of(*sorted[i - 1]) != place_of(*sorted[i])) {
      continue;
    }
    if (*sorted[i - 1] != *sorted[i]) {
      fault(fmt::format("{} is in the output twice, in different ways",
                        to_string(sorted[i]->prefix)));
    }
    repeated[static_cast<std::size_t>(sorted[i] - observed_.routes.data())] = true;
  }
  Observed result;
  for (std::size_t i = 0; i < repeated.size(); ++i) {
    if (!repeated[i]) {
      result.routes.push_back(std::move(observed_.routes[i]));
    }
  }
  result.faults = std::move(observed_.faults);
  if (faults_ > result.faults.size()) {
    result.faults.push_back(fmt::format("and {} more such faults", faults_ - result.faults.size()));
  }
  return result;
}

void RouteList::add(const WrittenRoute& written) {
  const auto parsed = prefix_of(written.prefix);
  if (!parsed) {
    fault(fmt::format("'{}' is not a prefix", shortened(written.prefix)));
    return;
  }
  ObservedRoute route;
  route.prefix = *parsed;
  route.neighbor = written.neighbor;
  route.path_shown = written.path_shown;
  route.communities_shown = written.communities_shown;
  route.med_shown = written.med_shown;
  if (written.path_shown && !add_path(route, written)) {
    return;
  }
  add_attributes(route, written);
  observed_.routes.push_back(std::move(route));
}

bool RouteList::add_path(ObservedRoute& route, const WrittenRoute& written) {
  for (const std::string& word : written.path) {
    if (!is_path_word(word)) {
      fault(fmt::format("'{}' in the path of {} is not an AS number", shortened(word),
                        to_string(route.prefix)));
      return false;
    }
  }
  const auto other = std::ranges::find_if(
      written.path, [&](const std::string& word) { return as_of(word) != own_; });
  auto copies = other - written.path.begin();
  if (path_ == ShownPath::with_own_as) {
    if (copies == 0) {
      fault(fmt::format("the path of {} does not begin with AS {}", to_string(route.prefix), own_));
      return false;
    }
    --copies;
  }
  copies = std::min<std::ptrdiff_t>(copies, std::numeric_limits<model::Prepend>::max());
  route.prepend = static_cast<model::Prepend>(copies);
  for (auto word = other; word != written.path.end(); ++word) {
    const auto as = as_of(*word);
    route.beyond.push_back(as ? std::to_string(*as) : *word);
  }
  return true;
}

void RouteList::add_attributes(ObservedRoute& route, const WrittenRoute& written) {
  for (const std::string& text : written.communities) {
    if (const auto community = community_of(text)) {
      route.marks.communities.push_back(*community);
    } else if (!text.empty() && is_letter(text.front())) {
      // A name of the site's own, or a newer one, may stand for any community.
      route.communities_shown = false;
    } else {
      fault(fmt::format("'{}' of {} is not a community", shortened(text), to_string(route.prefix)));
    }
  }
  std::ranges::sort(route.marks.communities);
  route.marks.communities.erase(
      std::unique(route.marks.communities.begin(), route.marks.communities.end()),
      route.marks.communities.end());
  std::uint32_t med = 0;
  const char* end = written.med.data() + written.med.size();
  if (written.med_shown && !written.med.empty()) {
    const auto [rest, error] = std::from_chars(written.med.data(), end, med);
    if (error != std::errc{} || rest != end) {
      fault(fmt::format("the MED of {} is not a number", to_string(route.prefix)));
    }
  }
  if (med != 0) {
    route.marks.med = med;
  }
}

}  // namespace bgpte::config
