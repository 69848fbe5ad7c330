#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bgpte::topology {

/// An autonomous system's number (RFC 6793).
using Asn = std::uint32_t;

/// Place of an AS in one AsGraph: 0 .. size() - 1, providers before their customers.
using AsIndex = std::uint32_t;
inline constexpr AsIndex no_as = 0xFFFFFFFFU;

/// What the first AS of a line is to the second, as CAIDA writes it.
enum class Relation : std::int8_t { provider = -1, peer = 0 };

/// One line of an AS-relationship file. `line` counts from 1; 0 where no file stands behind it.
struct Relationship {
  Asn first = 0;
  Asn second = 0;
  Relation relation = Relation::peer;
  std::uint32_t line = 0;
};

enum class GraphFault : std::uint8_t {
  malformed_line,      ///< not `AS|AS|-1` or `AS|AS|0`: the line is left out
  self_link,           ///< an AS linked to itself: the line is left out
  duplicate_link,      ///< the same said twice: the later line is left out
  contradictory_link,  ///< the two ASes stand otherwise in an earlier line, which counts
  provider_cycle,      ///< providers in a circle: one link is left out (see build_graph)
  missing_origin,      ///< the origin was added below its links' neighbours
  missing_neighbor,    ///< a link's neighbour was added: nobody else is known to reach it
  missing_link,        ///< origin and neighbour are not linked in the file: the link was added
  own_neighbor,        ///< a link from the origin to itself: it carries nothing
};

/// "malformed-line", "provider-cycle" and so on: stable, for programs.
[[nodiscard]] std::string_view name_of(GraphFault fault);

struct GraphDiagnostic {
  GraphFault fault = GraphFault::malformed_line;
  std::uint32_t line = 0;  ///< 0 where no line is to blame
  std::string message;
};

/// Diagnostics in the order found: the first 100 of each fault, and how many there were in all.
class GraphDiagnostics {
 public:
  static constexpr std::size_t kept_of_each = 100;

  void add(GraphFault fault, std::uint32_t line, std::string message);
  /// Counts one more. True while its text would still be kept: saves writing a million of them.
  [[nodiscard]] bool wants(GraphFault fault) const { return count(fault) < kept_of_each; }
  void count_only(GraphFault fault) { ++counts_[static_cast<std::size_t>(fault)]; }

  [[nodiscard]] std::span<const GraphDiagnostic> list() const { return list_; }
  [[nodiscard]] std::size_t count(GraphFault fault) const {
    return counts_[static_cast<std::size_t>(fault)];
  }
  [[nodiscard]] bool empty() const { return list_.empty(); }

 private:
  std::vector<GraphDiagnostic> list_;
  std::size_t counts_[9] = {};
};

/// The AS graph: who buys from whom, who peers with whom. Immutable, no provider cycle.
///
/// Compressed sparse rows. Indices are ordered so that the passes of policy routing walk memory
/// forward: ASes with customers come first, every provider before its customers, and then those
/// without customers, of which nobody learns a route. Neighbour lists are in ascending ASN, so the
/// first of several equally short routes is the one that the lowest-ASN rule takes.
class AsGraph {
 public:
  [[nodiscard]] std::size_t size() const { return asns_.size(); }
  /// ASes that have customers: indices 0 .. transit_size() - 1.
  [[nodiscard]] std::size_t transit_size() const { return transit_size_; }
  [[nodiscard]] Asn asn(AsIndex as) const { return asns_[as]; }
  [[nodiscard]] std::optional<AsIndex> find(Asn asn) const;
  /// Every index, in ascending ASN.
  [[nodiscard]] std::span<const AsIndex> by_asn() const { return by_asn_; }

  [[nodiscard]] std::span<const AsIndex> providers(AsIndex as) const { return providers_.row(as); }
  [[nodiscard]] std::span<const AsIndex> customers(AsIndex as) const { return customers_.row(as); }
  [[nodiscard]] std::span<const AsIndex> peers(AsIndex as) const { return peers_.row(as); }

  /// Links counted once each.
  [[nodiscard]] std::size_t provider_links() const { return providers_.entries.size(); }
  [[nodiscard]] std::size_t peer_links() const { return peers_.entries.size() / 2; }

  /// Every link once, in ascending (lower, higher) ASN of its ends; `line` is 0.
  [[nodiscard]] std::vector<Relationship> relationships() const;

 private:
  friend AsGraph build_graph(std::span<const Relationship>, GraphDiagnostics&);

  struct Rows {
    std::vector<std::uint32_t> offsets;  ///< size() + 1
    std::vector<AsIndex> entries;

    [[nodiscard]] std::span<const AsIndex> row(AsIndex as) const {
      return {entries.data() + offsets[as], entries.data() + offsets[as + 1]};
    }
  };

  std::vector<Asn> asns_;
  std::vector<AsIndex> by_asn_;
  std::size_t transit_size_ = 0;
  Rows providers_;
  Rows customers_;
  Rows peers_;
};

/// The graph of these links. Faulty ones are left out and reported, in this order:
/// - AS 0 (RFC 7607) and links from an AS to itself;
/// - of several links between the same two ASes the first given counts;
/// - provider cycles: a depth-first search goes from providers to customers, beginning at the AS
///   with the most customers among those on or between cycles (then the lowest ASN), customers in
///   ascending ASN. A link back to an AS on the path of the search is left out, and the path
///   between is the cycle that the diagnostic names. What then remains has no cycle.
[[nodiscard]] AsGraph build_graph(std::span<const Relationship> links,
                                  GraphDiagnostics& diagnostics);

}  // namespace bgpte::topology
