// What a sweep says to a person who plans prepends.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

#include "bgpte/topology/catchment.hpp"

namespace bgpte::topology {
namespace {

std::size_t differences(const model::Advertisement& a, const model::Advertisement& b) {
  std::size_t count = 0;
  for (model::LinkIndex link = 0; link < a.size(); ++link) {
    count += a[link] != b[link] ? 1U : 0U;
  }
  return count;
}

/// Links by which a class enters under some vector.
std::vector<LinkNumber> links_used(const Sweep& sweep, ClassNumber of) {
  std::vector<bool> used(sweep.links(), false);
  for (std::size_t vector = 0; vector < sweep.vectors(); ++vector) {
    if (const LinkNumber link = sweep.ingress(of, vector); link != no_link) {
      used[link] = true;
    }
  }
  std::vector<LinkNumber> links;
  for (LinkNumber link = 0; link < used.size(); ++link) {
    if (used[link]) {
      links.push_back(link);
    }
  }
  return links;
}

void keep_largest(std::vector<Network>& networks, std::size_t largest) {
  const auto heavier = [](const Network& a, const Network& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.asn < b.asn;
  };
  const std::size_t kept = std::min(largest, networks.size());
  std::partial_sort(networks.begin(), networks.begin() + static_cast<std::ptrdiff_t>(kept),
                    networks.end(), heavier);
  networks.resize(kept);
}

std::string percent(double part) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%6.2f %%", part * 100.0);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string padded(std::string text, std::size_t width) {
  text.insert(0, width > text.size() ? width - text.size() : 0, ' ');
  return text;
}

/// The table of shares, one row for each of the summary's vectors.
void write_table(std::ostream& out, const Origin& origin,
                 std::span<const model::Advertisement> vectors, const Shares& shares,
                 const SweepSummary& summary) {
  constexpr std::size_t least_width = 9;
  std::vector<std::size_t> width;
  out << "Ingress by prepend vector\n ";
  for (const Link& link : origin.links) {
    width.push_back(std::max(least_width, link.name.size()));
    out << ' ' << link.name;
  }
  out << "  |";
  for (std::size_t link = 0; link < origin.links.size(); ++link) {
    out << "  " << padded(origin.links[link].name, width[link]);
  }
  out << '\n';
  for (const std::size_t vector : summary.vectors) {
    out << ' ';
    for (LinkNumber link = 0; link < origin.links.size(); ++link) {
      const std::string prepend =
          vectors[vector].carried_on(link) ? std::to_string(int{vectors[vector][link]}) : "x";
      out << ' ' << padded(prepend, origin.links[link].name.size());
    }
    out << "  |";
    for (LinkNumber link = 0; link < origin.links.size(); ++link) {
      out << "  " << padded(percent(shares.of(vector, link)), width[link]);
    }
    out << '\n';
  }
}

std::string names_of(const Origin& origin, const std::vector<LinkNumber>& links) {
  std::string text;
  for (const LinkNumber link : links) {
    text += text.empty() ? "" : ", ";
    text += origin.links[link].name;
  }
  return text;
}

/// The networks of a single vector, under which nothing could move anybody.
void write_networks(std::ostream& out, const Origin& origin, const SweepSummary& summary) {
  out << "\nLargest source networks\n";
  for (const Network& network : summary.pinned) {
    out << "  " << percent(network.weight) << "  AS" << network.asn << "  by "
        << names_of(origin, network.links) << '\n';
  }
  if (summary.without_route > 0.0) {
    out << "\n  " << percent(summary.without_route) << "  of the weight is without a route\n";
  }
}

}  // namespace

SweepSummary summarise(const AsGraph& graph, std::span<const model::Advertisement> vectors,
                       const Sweep& sweep, std::span<const double> weights, std::size_t largest) {
  SweepSummary summary;
  for (std::size_t vector = 0; vector < vectors.size(); ++vector) {
    if (differences(vectors[0], vectors[vector]) <= 1) {
      summary.vectors.push_back(vector);
    }
  }
  summary.classes = sweep.classes().size();
  summary.pinned_weight.assign(sweep.links(), 0.0);
  const std::vector<double> of_class = sweep.classes().sums(weights);
  double all = 0.0;
  for (const double weight : of_class) {
    all += weight;
  }
  const double unit = all > 0.0 ? 1.0 / all : 0.0;
  for (ClassNumber of = 0; of < sweep.classes().size(); ++of) {
    std::vector<LinkNumber> links = links_used(sweep, of);
    if (links.empty()) {
      summary.without_route += of_class[of] * unit;
      continue;
    }
    const bool moves = links.size() > 1;
    (moves ? summary.moving_weight : summary.pinned_weight[links[0]]) += of_class[of] * unit;
    std::vector<Network>& networks = moves ? summary.moving : summary.pinned;
    for (const AsIndex as : sweep.classes().members(of)) {
      if (weights[as] > 0.0) {
        networks.push_back({graph.asn(as), weights[as] * unit, links});
      }
    }
    keep_largest(networks, largest);
  }
  return summary;
}

void write_sweep_summary(std::ostream& out, const Origin& origin,
                         std::span<const model::Advertisement> vectors, const Shares& shares,
                         const SweepSummary& summary) {
  write_table(out, origin, vectors, shares, summary);
  if (vectors.size() == 1) {
    write_networks(out, origin, summary);
    return;
  }
  if (summary.vectors.size() < vectors.size()) {
    out << "  (one link prepended at a time; --format csv has all " << vectors.size()
        << " vectors)\n";
  }
  out << "\nLargest source networks that move: " << percent(summary.moving_weight)
      << " of the weight in all\n";
  for (const Network& network : summary.moving) {
    out << "  " << percent(network.weight) << "  AS" << network.asn << "  between "
        << names_of(origin, network.links) << '\n';
  }
  out << "\nLargest source networks that no prepend moves\n";
  for (const Network& network : summary.pinned) {
    out << "  " << percent(network.weight) << "  AS" << network.asn << "  pinned behind "
        << names_of(origin, network.links) << '\n';
  }
  out << "\nPinned in all\n";
  for (LinkNumber link = 0; link < origin.links.size(); ++link) {
    out << "  " << percent(summary.pinned_weight[link]) << "  behind " << origin.links[link].name
        << '\n';
  }
  if (summary.without_route > 0.0) {
    out << "  " << percent(summary.without_route) << "  without a route\n";
  }
}

}  // namespace bgpte::topology
