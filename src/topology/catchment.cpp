// Catchments and sweeps as CSV.
#include "bgpte/topology/catchment.hpp"

#include <array>
#include <cstdio>
#include <ostream>

namespace bgpte::topology {
namespace {

/// A field as RFC 4180 has it.
std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(field);
  }
  std::string text = "\"";
  for (const char c : field) {
    text += c;
    if (c == '"') {
      text += '"';
    }
  }
  return text + '"';
}

std::string six_decimals(double value) {
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.6f", value);
  return {text.data(), static_cast<std::size_t>(length)};
}

void append_ties(std::string& line, const Ties& ties, const Origin& origin, AsIndex as) {
  std::string links;
  std::string probabilities;
  for (const Ties::Outcome& outcome : ties.outcomes(as)) {
    links += links.empty() ? "" : ";";
    links += origin.links[outcome.link].name;
    probabilities += probabilities.empty() ? "" : ";";
    probabilities += six_decimals(outcome.probability);
  }
  line += ',' + quoted(links) + ',' + probabilities;
}

}  // namespace

CatchmentRow catchment_row(const AsGraph& graph, const Routes& routes, AsIndex as) {
  const Route& route = routes.of[as];
  return {graph.asn(as), route.kind, route.path_length, route.link};
}

void write_catchment_csv(std::ostream& out, const AsGraph& graph, const Origin& origin,
                         const Routes& routes, const CatchmentColumns& columns) {
  std::string text = "asn,route,path_length,link";
  text += columns.ties != nullptr ? ",links,probabilities" : "";
  text += columns.paths_of != nullptr ? ",path\n" : "\n";
  std::vector<std::string> names;
  for (const Link& link : origin.links) {
    names.push_back(quoted(link.name));
  }
  for (const AsIndex as : graph.by_asn()) {
    const CatchmentRow row = catchment_row(graph, routes, as);
    text += std::to_string(row.asn);
    text += ',';
    text += name_of(row.route);
    text += ',';
    text += std::to_string(row.path_length);
    text += ',';
    text += row.link == no_link ? std::string() : names[row.link];
    if (columns.ties != nullptr) {
      append_ties(text, *columns.ties, origin, as);
    }
    if (columns.paths_of != nullptr) {
      char separator = ',';
      const auto path = path_of(graph, origin, *columns.paths_of, routes, as);
      for (const Asn asn : path) {
        text += separator;
        text += std::to_string(asn);
        separator = ' ';
      }
      text += path.empty() ? "," : "";
    }
    text += '\n';
    if (text.size() > std::size_t{1} << 16U) {
      out << text;
      text.clear();
    }
  }
  out << text;
}

void write_sweep_csv(std::ostream& out, const Origin& origin,
                     std::span<const model::Advertisement> vectors, const Shares& shares) {
  std::string text;
  for (const char* const before : {"", "share_"}) {
    for (const Link& link : origin.links) {
      text += text.empty() ? "" : ",";
      text += quoted(std::string(before).append(link.name));
    }
  }
  out << text << '\n';
  for (std::size_t vector = 0; vector < vectors.size(); ++vector) {
    text.clear();
    for (LinkNumber link = 0; link < origin.links.size(); ++link) {
      text += link == 0 ? "" : ",";
      text += vectors[vector].carried_on(link) ? std::to_string(int{vectors[vector][link]}) : "x";
    }
    for (LinkNumber link = 0; link < origin.links.size(); ++link) {
      text += ',' + six_decimals(shares.of(vector, link));
    }
    out << text << '\n';
  }
}

}  // namespace bgpte::topology
