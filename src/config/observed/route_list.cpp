// The routes that readers find in a router's output, and the words that they are written in.
#include "src/config/observed/route_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <sstream>

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

void RouteList::add(const WrittenRoute& written) {
  const auto parsed = prefix_of(written.prefix);
  if (!parsed) {
    fault(fmt::format("'{}' is not a prefix", escaped(written.prefix.substr(0, 80))));
    return;
  }
  const auto other =
      std::ranges::find_if(written.path, [&](const std::string& as) { return as != own_; });
  auto copies = other - written.path.begin();
  if (path_ == ShownPath::with_own_as) {
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
  add_attributes(route, written);
  observed_.routes.push_back(std::move(route));
}

void RouteList::add_attributes(ObservedRoute& route, const WrittenRoute& written) {
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

}  // namespace bgpte::config
