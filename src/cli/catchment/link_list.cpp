// The links of `bgpte catchment` as they are written on the command line.
#include "src/cli/catchment/link_list.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "bgpte/model/advertisement.hpp"

namespace bgpte::cli {
namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) {
    return std::nullopt;
  }
  return value;
}

/// "301" or "301,302", each once; nothing for anything else.
std::optional<std::vector<topology::Asn>> parse_asns(std::string_view text) {
  std::vector<topology::Asn> asns;
  while (true) {
    const std::size_t comma = text.find(',');
    const auto asn = parse_number<std::uint32_t>(text.substr(0, comma), 0xFFFFFFFFU);
    if (!asn || *asn == 0 || std::find(asns.begin(), asns.end(), *asn) != asns.end()) {
      return std::nullopt;
    }
    asns.push_back(*asn);
    if (comma == std::string_view::npos) {
      return asns;
    }
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string add_link(const std::string& text, LinkList& to) {
  constexpr std::string_view peer = "peer:";
  const std::size_t equals = text.find('=');
  std::string form = "\"" + text +
                     "\" is not NAME=ASN[,ASN...][:PREPEND], NAME=peer:ASN[,ASN...][:PREPEND] or " +
                     "one of them with :x";
  if (equals == std::string::npos || equals == 0) {
    return form;
  }
  const std::string name = text.substr(0, equals);
  std::string_view rest = std::string_view(text).substr(equals + 1);
  const bool is_peer = rest.starts_with(peer);
  rest.remove_prefix(is_peer ? peer.size() : 0);
  const std::size_t colon = rest.find(':');
  const std::optional<std::vector<topology::Asn>> asns = parse_asns(rest.substr(0, colon));
  if (!asns) {
    return form;
  }
  int prepend = 0;
  if (colon != std::string::npos) {
    const std::string_view count = rest.substr(colon + 1);
    const std::optional<int> number = parse_number<int>(count, model::max_prepend);
    if (count == "x") {
      prepend = model::not_announced;
    } else if (number && *number >= 0) {
      prepend = *number;
    } else {
      return form + " with a prepend of 0 to " + std::to_string(model::max_prepend);
    }
  }
  for (const topology::Link& link : to.origin.links) {
    if (link.name == name) {
      return "link " + name + " is given twice";
    }
  }
  to.origin.links.push_back({name,
                             asns->front(),
                             is_peer ? topology::Neighbor::peer : topology::Neighbor::as_in_file,
                             {asns->begin() + 1, asns->end()}});
  to.prepends.push_back(prepend);
  return {};
}

}  // namespace bgpte::cli
