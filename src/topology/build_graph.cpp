// Builds the AS graph from links: faults, duplicates, provider cycles, the order of indices.
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>

#include "bgpte/topology/as_graph.hpp"

namespace bgpte::topology {
namespace {

/// Place of an AS in ascending ASN.
using Rank = std::uint32_t;
constexpr Rank no_rank = 0xFFFFFFFFU;

/// Maps ASNs to numbers: open addressing, linear probing. AS 0 marks an empty slot.
class AsnTable {
 public:
  AsnTable() { resize(1U << 10U); }

  /// The number of an ASN, a new one (the next) where it has none yet.
  Rank insert(Asn asn) {
    if ((asns_.size() + 1) * 2 > slots_.size()) {
      resize(slots_.size() * 2);
    }
    Slot& slot = slots_[find(asn)];
    if (slot.asn == 0) {
      slot = {asn, static_cast<Rank>(asns_.size())};
      asns_.push_back(asn);
    }
    return slot.number;
  }

  /// By number, in order of insertion.
  [[nodiscard]] const std::vector<Asn>& asns() const { return asns_; }

 private:
  struct Slot {
    Asn asn = 0;
    Rank number = 0;
  };

  [[nodiscard]] std::size_t find(Asn asn) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (asn * 0x9E3779B97F4A7C15ULL >> 32U) & mask;
    while (slots_[at].asn != 0 && slots_[at].asn != asn) {
      at = (at + 1) & mask;
    }
    return at;
  }

  void resize(std::size_t size) {
    slots_.assign(size, {});
    for (std::size_t i = 0; i < asns_.size(); ++i) {
      slots_[find(asns_[i])] = {asns_[i], static_cast<Rank>(i)};
    }
  }

  std::vector<Slot> slots_;
  std::vector<Asn> asns_;
};

enum class Side : std::uint8_t { low_is_provider, high_is_provider, peers };

/// A link by the ranks of its ends, low < high.
struct RankLink {
  Rank low = 0;
  Rank high = 0;
  std::uint32_t line = 0;
  Side side = Side::peers;

  [[nodiscard]] Rank provider() const { return side == Side::low_is_provider ? low : high; }
  [[nodiscard]] Rank customer() const { return side == Side::low_is_provider ? high : low; }
};

std::string as_name(Asn asn) {
  return "AS" + std::to_string(asn);
}

std::string describe(const RankLink& link, const std::vector<Asn>& asns) {
  if (link.side == Side::peers) {
    return as_name(asns[link.low]) + " and " + as_name(asns[link.high]) + " are peers";
  }
  return as_name(asns[link.provider()]) + " is a provider of " + as_name(asns[link.customer()]);
}

/// Stable counting sort by one end.
template <class Key>
std::vector<RankLink> sorted_by(const std::vector<RankLink>& links, std::size_t ranks, Key key) {
  std::vector<std::uint32_t> at(ranks + 1, 0);
  for (const RankLink& link : links) {
    ++at[key(link) + 1];
  }
  std::partial_sum(at.begin(), at.end(), at.begin());
  std::vector<RankLink> sorted(links.size());
  for (const RankLink& link : links) {
    sorted[at[key(link)]++] = link;
  }
  return sorted;
}

/// Links by the ranks of their ends, without the faulty ones; fills `asns` (ascending).
std::vector<RankLink> ranked(std::span<const Relationship> links, std::vector<Asn>& asns,
                             GraphDiagnostics& diagnostics) {
  AsnTable table;
  std::vector<RankLink> kept;
  kept.reserve(links.size());
  for (const Relationship& link : links) {
    if (link.first == 0 || link.second == 0) {
      diagnostics.add(GraphFault::malformed_line, link.line, "AS 0 is reserved (RFC 7607)");
      continue;
    }
    if (link.first == link.second) {
      diagnostics.add(GraphFault::self_link, link.line,
                      as_name(link.first) + " is linked to itself");
      continue;
    }
    const Rank first = table.insert(link.first);
    const Rank second = table.insert(link.second);
    kept.push_back({first, second, link.line,
                    link.relation == Relation::peer ? Side::peers : Side::low_is_provider});
  }
  std::vector<Rank> by_asn(table.asns().size());
  std::iota(by_asn.begin(), by_asn.end(), Rank{0});
  std::sort(by_asn.begin(), by_asn.end(),
            [&](Rank a, Rank b) { return table.asns()[a] < table.asns()[b]; });
  std::vector<Rank> rank_of(by_asn.size());
  asns.resize(by_asn.size());
  for (Rank rank = 0; rank < by_asn.size(); ++rank) {
    rank_of[by_asn[rank]] = rank;
    asns[rank] = table.asns()[by_asn[rank]];
  }
  for (RankLink& link : kept) {
    link.low = rank_of[link.low];
    link.high = rank_of[link.high];
    if (link.low > link.high) {
      std::swap(link.low, link.high);
      if (link.side == Side::low_is_provider) {
        link.side = Side::high_is_provider;
      }
    }
  }
  return kept;
}

/// Keeps the first of the links between the same two ASes; `links` sorted by (low, high), in the
/// order given within.
void drop_repeated(std::vector<RankLink>& links, const std::vector<Asn>& asns,
                   GraphDiagnostics& diagnostics) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const RankLink& link = links[i];
    if (kept > 0 && links[kept - 1].low == link.low && links[kept - 1].high == link.high) {
      const RankLink& first = links[kept - 1];
      const GraphFault fault =
          first.side == link.side ? GraphFault::duplicate_link : GraphFault::contradictory_link;
      if (diagnostics.wants(fault)) {
        const std::string where =
            first.line == 0 ? "an earlier link" : "line " + std::to_string(first.line);
        diagnostics.add(fault, link.line,
                        fault == GraphFault::duplicate_link
                            ? where + " says already that " + describe(link, asns)
                            : describe(link, asns) + ", but " + where + " says that " +
                                  describe(first, asns) + "; the first counts");
      } else {
        diagnostics.count_only(fault);
      }
      continue;
    }
    links[kept++] = link;
  }
  links.resize(kept);
}

/// Rows of `links` (positions in it) by provider.
struct CustomerRows {
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> links;

  CustomerRows(const std::vector<RankLink>& all, std::size_t ranks) : offsets(ranks + 1, 0) {
    for (const RankLink& link : all) {
      if (link.side != Side::peers) {
        ++offsets[link.provider() + 1];
      }
    }
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    links.resize(offsets.back());
    std::vector<std::uint32_t> at(offsets.begin(), offsets.end() - 1);
    for (const bool low_customers : {true, false}) {  // ascending rank of the customer
      for (std::uint32_t i = 0; i < all.size(); ++i) {
        const RankLink& link = all[i];
        if (link.side != Side::peers && (link.side == Side::high_is_provider) == low_customers) {
          links[at[link.provider()]++] = i;
        }
      }
    }
  }
};

/// Longest chain of providers above each AS; no_rank for those on or below a cycle.
std::vector<Rank> levels(const std::vector<RankLink>& links, const CustomerRows& rows,
                         std::size_t ranks) {
  std::vector<std::uint32_t> waiting(ranks, 0);
  for (const RankLink& link : links) {
    if (link.side != Side::peers) {
      ++waiting[link.customer()];
    }
  }
  std::vector<Rank> ready;
  ready.reserve(ranks);
  std::vector<Rank> level(ranks, no_rank);
  for (Rank rank = 0; rank < ranks; ++rank) {
    if (waiting[rank] == 0) {
      level[rank] = 0;
      ready.push_back(rank);
    }
  }
  for (std::size_t next = 0; next < ready.size(); ++next) {
    const Rank provider = ready[next];
    for (std::uint32_t i = rows.offsets[provider]; i < rows.offsets[provider + 1]; ++i) {
      const Rank customer = links[rows.links[i]].customer();
      if (--waiting[customer] == 0) {
        // Ready in breadth-first order: the last provider to be ready is the deepest.
        level[customer] = level[provider] + 1;
        ready.push_back(customer);
      }
    }
  }
  return level;
}

std::string cycle_message(const std::vector<Rank>& path, std::size_t from,
                          const std::vector<Asn>& asns) {
  constexpr std::size_t shown = 16;
  const std::size_t length = path.size() - from;
  std::string message = "providers in a circle: ";
  for (std::size_t i = 0; i < std::min(length, shown); ++i) {
    message += as_name(asns[path[from + i]]) + " > ";
  }
  if (length > shown) {
    message += "... (" + std::to_string(length) + " in all) ... > ";
  }
  message += as_name(asns[path[from]]) + "; left out that " + as_name(asns[path.back()]) +
             " is a provider of " + as_name(asns[path[from]]);
  return message;
}

/// Leaves out the links that close provider cycles (see build_graph in the header).
void break_cycles(std::vector<RankLink>& links, const CustomerRows& rows,
                  const std::vector<Rank>& level, const std::vector<Asn>& asns,
                  GraphDiagnostics& diagnostics) {
  std::vector<Rank> roots;
  for (Rank rank = 0; rank < level.size(); ++rank) {
    if (level[rank] == no_rank) {
      roots.push_back(rank);
    }
  }
  const auto customers = [&](Rank rank) { return rows.offsets[rank + 1] - rows.offsets[rank]; };
  std::stable_sort(roots.begin(), roots.end(),
                   [&](Rank a, Rank b) { return customers(a) > customers(b); });

  enum class State : std::uint8_t { unseen, on_path, done };
  std::vector<State> state(level.size(), State::unseen);
  std::vector<std::size_t> place(level.size(), 0);  // in the path
  std::vector<std::uint32_t> next(rows.offsets.begin(), rows.offsets.end() - 1);
  std::vector<bool> dropped(links.size(), false);
  std::vector<Rank> path;
  const auto enter = [&](Rank rank) {
    state[rank] = State::on_path;
    place[rank] = path.size();
    path.push_back(rank);
  };
  for (const Rank root : roots) {
    if (state[root] != State::unseen) {
      continue;
    }
    enter(root);
    while (!path.empty()) {
      const Rank provider = path.back();
      if (next[provider] == rows.offsets[provider + 1]) {
        state[provider] = State::done;
        path.pop_back();
        continue;
      }
      const std::uint32_t at = rows.links[next[provider]++];
      const Rank customer = links[at].customer();
      if (state[customer] == State::on_path) {
        dropped[at] = true;
        if (diagnostics.wants(GraphFault::provider_cycle)) {
          diagnostics.add(GraphFault::provider_cycle, links[at].line,
                          cycle_message(path, place[customer], asns));
        } else {
          diagnostics.count_only(GraphFault::provider_cycle);
        }
      } else if (state[customer] == State::unseen) {
        enter(customer);
      }
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!dropped[i]) {
      links[kept++] = links[i];
    }
  }
  links.resize(kept);
}

/// Ranks in the order of their indices: transit ASes by level, then the others; ascending ASN.
std::vector<Rank> index_order(const std::vector<Rank>& level, const CustomerRows& rows) {
  const std::size_t ranks = level.size();
  Rank deepest = 0;
  for (const Rank one : level) {
    deepest = std::max(deepest, one);
  }
  const auto bucket = [&](Rank rank) {
    const bool transit = rows.offsets[rank + 1] > rows.offsets[rank];
    return transit ? std::size_t{level[rank]} : std::size_t{deepest} + 1;
  };
  std::vector<std::uint32_t> at(std::size_t{deepest} + 3, 0);
  for (Rank rank = 0; rank < ranks; ++rank) {
    ++at[bucket(rank) + 1];
  }
  std::partial_sum(at.begin(), at.end(), at.begin());
  std::vector<Rank> order(ranks);
  for (Rank rank = 0; rank < ranks; ++rank) {
    order[at[bucket(rank)]++] = rank;
  }
  return order;
}

}  // namespace

AsGraph build_graph(std::span<const Relationship> given, GraphDiagnostics& diagnostics) {
  AsGraph graph;
  std::vector<Asn> asns;
  std::vector<RankLink> links = ranked(given, asns, diagnostics);
  const std::size_t ranks = asns.size();
  links = sorted_by(links, ranks, [](const RankLink& link) { return link.high; });
  links = sorted_by(links, ranks, [](const RankLink& link) { return link.low; });
  drop_repeated(links, asns, diagnostics);

  CustomerRows rows(links, ranks);
  std::vector<Rank> level = levels(links, rows, ranks);
  if (std::find(level.begin(), level.end(), no_rank) != level.end()) {
    break_cycles(links, rows, level, asns, diagnostics);
    rows = CustomerRows(links, ranks);
    level = levels(links, rows, ranks);
  }

  const std::vector<Rank> order = index_order(level, rows);
  graph.asns_.resize(ranks);
  graph.by_asn_.resize(ranks);
  for (AsIndex as = 0; as < ranks; ++as) {
    graph.asns_[as] = asns[order[as]];
    graph.by_asn_[order[as]] = as;
    graph.transit_size_ += rows.offsets[order[as] + 1] > rows.offsets[order[as]] ? 1U : 0U;
  }

  // Neighbours below an AS's own rank first, then those above: rows end up in ascending ASN.
  const std::vector<AsIndex>& index = graph.by_asn_;
  const auto fill = [&](AsGraph::Rows& into, auto wanted_by_low, auto wanted_by_high) {
    into.offsets.assign(ranks + 1, 0);
    for (const RankLink& link : links) {
      into.offsets[index[link.low] + 1] += wanted_by_low(link.side) ? 1U : 0U;
      into.offsets[index[link.high] + 1] += wanted_by_high(link.side) ? 1U : 0U;
    }
    std::partial_sum(into.offsets.begin(), into.offsets.end(), into.offsets.begin());
    into.entries.resize(into.offsets.back());
    std::vector<std::uint32_t> at(into.offsets.begin(), into.offsets.end() - 1);
    for (const RankLink& link : links) {
      if (wanted_by_high(link.side)) {
        into.entries[at[index[link.high]]++] = index[link.low];
      }
    }
    for (const RankLink& link : links) {
      if (wanted_by_low(link.side)) {
        into.entries[at[index[link.low]]++] = index[link.high];
      }
    }
  };
  const auto is = [](Side wanted) { return [wanted](Side side) { return side == wanted; }; };
  fill(graph.providers_, is(Side::high_is_provider), is(Side::low_is_provider));
  fill(graph.customers_, is(Side::low_is_provider), is(Side::high_is_provider));
  fill(graph.peers_, is(Side::peers), is(Side::peers));
  return graph;
}

}  // namespace bgpte::topology
