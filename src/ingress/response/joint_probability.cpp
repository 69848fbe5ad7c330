// Joint probabilities of the link that wins before a change and the one that wins after it.
#include "bgpte/ingress/joint_probability.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <numbers>
#include <stdexcept>

namespace bgpte::ingress {
namespace {

// A path length and a uniform tie rank make one score, uniform on [0, lengths): comparing
// (length + prepend, rank) is comparing score + prepend. The least score of the best class wins.

struct Node {
  double at, weight;
};

/// Gauss-Legendre on [0, 1], exact for polynomials of degree 2 * count - 1.
std::vector<Node> gauss_legendre(std::size_t count) {
  std::vector<Node> nodes(count);
  const auto n = static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) {
    double z = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5));
    double slope = 1;
    for (int step = 0; step < 100; ++step) {
      double now = 1, last = 0;
      for (std::size_t k = 0; k < count; ++k) {
        const auto d = static_cast<double>(k);
        const double next = ((2 * d + 1) * z * now - d * last) / (d + 1);
        last = now;
        now = next;
      }
      slope = n * (z * now - last) / (z * z - 1);
      const double move = now / slope;
      z -= move;
      if (std::abs(move) < 1e-15) {
        break;
      }
    }
    nodes[i] = {(1 - z) / 2, 1 / ((1 - z * z) * slope * slope)};
  }
  return nodes;
}

double power(double base, int exponent) {
  double result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0) {
      result *= base;
    }
    base *= base;
    exponent >>= 1;
  }
  return result;
}

/// Quadrature weights of f(node m) for the integral of f from 0 to node k, at [m * nodes + k]. They
/// are exact for polynomials of degree below the number of nodes.
std::vector<double> running_integral(const std::vector<Node>& nodes) {
  const std::size_t n = nodes.size();
  std::vector<double> result(n * n, 0);
  for (std::size_t k = 0; k < n; ++k) {
    for (const Node& inner : nodes) {
      const double at = inner.at * nodes[k].at;
      for (std::size_t m = 0; m < n; ++m) {
        double lagrange = inner.weight * nodes[k].at;
        for (std::size_t i = 0; i < n; ++i) {
          if (i != m) {
            lagrange *= (at - nodes[i].at) / (nodes[m].at - nodes[i].at);
          }
        }
        result[m * n + k] += lagrange;
      }
    }
  }
  return result;
}

/// Nodes and weights that integrate the products of this many links exactly; made once for each
/// number of nodes.
struct Quadrature {
  std::vector<Node> nodes;
  std::vector<double> running;
};

const Quadrature& quadrature(std::size_t links) {
  constexpr std::size_t most = 256;
  static std::array<std::once_flag, most> made;
  static std::array<Quadrature, most> known;
  const std::size_t count = links / 2 + 1;
  std::call_once(made.at(count), [&] {
    known[count].nodes = gauss_legendre(count);
    known[count].running = running_integral(known[count].nodes);
  });
  return known[count];
}

/// The tie rank that a probability depends on.
enum class Rank : std::uint8_t { none, home, to };

/// Probability that one link of a group loses: settled + p[open] * (1 - (length + rank) / lengths),
/// where `settled` is the probability of the classes in which it loses whatever its length.
struct Loss {
  int count = 0;
  std::array<bool, 3> settled{};
  int open = -1;
  int length = 0;
  Rank rank = Rank::none;
};

/// The winning link of a source under one advertisement: its class, its length without prepends,
/// and its prepends.
struct Winner {
  int cls;
  int length;
  int prepend;
  [[nodiscard]] int total() const { return length + prepend; }
};

/// The integration of one home link's joint probabilities.
class RowIntegral {
 public:
  RowIntegral(const Prior& prior, const PrependPair& home, const std::vector<LinkGroup>& others)
      : prior_(prior),
        home_(home),
        others_(others),
        links_(count(others)),
        classes_(class_nodes(prior, links_)),
        nodes_(quadrature(links_).nodes),
        running_(quadrature(links_).running) {
    losses_.resize(others.size());
    for (std::vector<double>* values : {&by_home_, &by_to_, &base_, &power_, &integral_}) {
      values->resize(nodes_.size());
    }
  }

  JointProbabilities run() {
    JointProbabilities row;
    row.to.assign(others_.size(), 0);
    const bool some_after = home_.after.has_value() ||
                            std::any_of(others_.begin(), others_.end(), [](const LinkGroup& group) {
                              return group.prepends.after.has_value();
                            });
    if (home_.after) {
      row.stay = stay();
    } else if (!some_after) {
      row.lost = stay();
    }
    row.home = row.stay + row.lost;
    for (std::size_t g = 0; g < others_.size(); ++g) {
      if (others_[g].prepends.after) {
        row.to[g] = move(g);
        row.home += row.to[g] * others_[g].count;
      }
    }
    return row;
  }

 private:
  static std::size_t count(const std::vector<LinkGroup>& others) {
    std::size_t links = 1;
    for (const LinkGroup& group : others) {
      links += static_cast<std::size_t>(group.count);
    }
    return links;
  }

  /// Probability that the home link wins before, and also after where it is announced after.
  double stay() {
    double sum = 0;
    for (int cls = 0; cls < prior_.classes; ++cls) {
      for (int length = 0; length < prior_.lengths; ++length) {
        const Winner before{cls, length, *home_.before};
        std::optional<Winner> after;
        if (home_.after) {
          after = Winner{cls, length, *home_.after};
        }
        if (!settle(before, after, Rank::home, others_.size(), true)) {
          continue;
        }
        for (const ClassNode& node : classes_) {
          const double constant = fill(node) * node.weight * chance(node, cls);
          for (std::size_t k = 0; constant > 0 && k < nodes_.size(); ++k) {
            sum += constant * nodes_[k].weight * by_home_[k];
          }
        }
      }
    }
    return sum / prior_.lengths;
  }

  /// Probability that the home link wins before and one given link of group `g` after.
  double move(std::size_t g) {
    const PrependPair& to = others_[g].prepends;
    double sum = 0;
    for (int home_class = 0; home_class < prior_.classes; ++home_class) {
      for (int to_class = 0; to_class < prior_.classes; ++to_class) {
        for (int home_length = 0; home_length < prior_.lengths; ++home_length) {
          for (int to_length = 0; to_length < prior_.lengths; ++to_length) {
            const Winner before{home_class, home_length, *home_.before};
            const Winner after{to_class, to_length, *to.after};
            // The order of the two ranks settles every comparison.
            for (const bool home_first : {true, false}) {
              if (to.before && !loses(to_class, to_length + *to.before, before, home_first)) {
                continue;
              }
              if (home_.after &&
                  !loses(home_class, home_length + *home_.after, after, !home_first)) {
                continue;
              }
              if (settle(before, after, Rank::to, g, home_first)) {
                sum += triangle(before, after, home_first);
              }
            }
          }
        }
      }
    }
    return sum / (prior_.lengths * prior_.lengths);
  }

  /// True if a link of this class and total length loses to the winner, whose rank comes first or
  /// not.
  static bool loses(int cls, int total, const Winner& winner, bool winner_first) {
    return cls > winner.cls || (cls == winner.cls && (total > winner.total() ||
                                                      (total == winner.total() && winner_first)));
  }

  /// Fills losses_: how every other link loses, one of group `except` left out. False where one of
  /// them cannot lose.
  bool settle(const Winner& before, const std::optional<Winner>& after, Rank after_rank,
              std::size_t except, bool home_first) {
    for (std::size_t g = 0; g < others_.size(); ++g) {
      const PrependPair& pair = others_[g].prepends;
      Loss& loss = losses_[g];
      loss = {};
      loss.count = others_[g].count - (g == except ? 1 : 0);
      bool possible = false;
      for (int cls = 0; cls < prior_.classes; ++cls) {
        const bool bound_before = pair.before && cls <= before.cls;
        const bool bound_after = pair.after && after && cls <= after->cls;
        if ((bound_before && cls < before.cls) || (bound_after && cls < after->cls)) {
          continue;
        }
        if (!bound_before && !bound_after) {
          loss.settled[static_cast<std::size_t>(cls)] = possible = true;
          continue;
        }
        // It loses where its score exceeds the higher of the winners' scores.
        int length = -1;
        Rank rank = Rank::home;
        if (bound_before) {
          length = before.total() - *pair.before;
        }
        if (bound_after) {
          const int other = after->total() - *pair.after;
          if (!bound_before || other > length || (other == length && home_first)) {
            length = other;
            rank = after_rank;
          }
        }
        if (length < 0) {
          loss.settled[static_cast<std::size_t>(cls)] = possible = true;
        } else if (length < prior_.lengths) {
          loss.open = cls;
          loss.length = length;
          loss.rank = rank;
          possible = true;
        }
      }
      if (!possible && loss.count > 0) {
        return false;
      }
    }
    return true;
  }

  static double chance(const ClassNode& node, int cls) {
    return node.probability[static_cast<std::size_t>(cls)];
  }

  /// Fills by_home_ and by_to_, the products of the losses at each node of a rank; gives the factor
  /// that depends on neither rank.
  double fill(const ClassNode& node) {
    double constant = 1;
    std::fill(by_home_.begin(), by_home_.end(), 1);
    std::fill(by_to_.begin(), by_to_.end(), 1);
    for (const Loss& loss : losses_) {
      if (loss.count == 0) {
        continue;
      }
      const double settled = (loss.settled[0] ? node.probability[0] : 0) +
                             (loss.settled[1] ? node.probability[1] : 0) +
                             (loss.settled[2] ? node.probability[2] : 0);
      if (loss.rank == Rank::none) {
        constant *= power(settled, loss.count);
        continue;
      }
      const double slope = -chance(node, loss.open) / prior_.lengths;
      const double start =
          settled + chance(node, loss.open) * (prior_.lengths - loss.length) / prior_.lengths;
      std::vector<double>& product = loss.rank == Rank::home ? by_home_ : by_to_;
      for (std::size_t k = 0; k < nodes_.size(); ++k) {
        base_[k] = start + slope * nodes_[k].at;
      }
      multiply_by_power(product, loss.count);
    }
    return constant;
  }

  /// Multiplies the product by base_ to the power of `exponent`, node by node.
  void multiply_by_power(std::vector<double>& product, int exponent) {
    const std::size_t n = nodes_.size();
    std::fill(power_.begin(), power_.end(), 1);
    for (; exponent > 0; exponent >>= 1) {
      for (std::size_t k = 0; (exponent & 1) != 0 && k < n; ++k) {
        power_[k] *= base_[k];
      }
      for (std::size_t k = 0; exponent > 1 && k < n; ++k) {
        base_[k] *= base_[k];
      }
    }
    for (std::size_t k = 0; k < n; ++k) {
      product[k] *= power_[k];
    }
  }

  /// The integral over the triangle of the two ranks in which the home link's comes first, or last.
  /// For each propensity the integrand is a product of one polynomial in each rank
  /// (docs/ingress.md, "The transition").
  double triangle(const Winner& before, const Winner& after, bool home_first) {
    const std::size_t n = nodes_.size();
    int home_degree = 0, to_degree = 0;
    for (const Loss& loss : losses_) {
      home_degree += loss.rank == Rank::home ? loss.count : 0;
      to_degree += loss.rank == Rank::to ? loss.count : 0;
    }
    // The running integral is taken of the lower degree, for which it is exact.
    const bool home_inner = home_degree <= to_degree;
    const bool below = home_inner == home_first;  // inner rank below the outer one
    double sum = 0;
    for (const ClassNode& node : classes_) {
      const double constant =
          fill(node) * node.weight * chance(node, before.cls) * chance(node, after.cls);
      if (constant <= 0) {
        continue;
      }
      const std::vector<double>& inner = home_inner ? by_home_ : by_to_;
      const std::vector<double>& outer = home_inner ? by_to_ : by_home_;
      double whole = 0;
      for (std::size_t m = 0; m < n && !below; ++m) {
        whole += nodes_[m].weight * inner[m];
      }
      std::fill(integral_.begin(), integral_.end(), 0);
      for (std::size_t m = 0; m < n; ++m) {
        for (std::size_t k = 0; k < n; ++k) {
          integral_[k] += running_[m * n + k] * inner[m];
        }
      }
      double part = 0;
      for (std::size_t k = 0; k < n; ++k) {
        part += nodes_[k].weight * outer[k] * (below ? integral_[k] : whole - integral_[k]);
      }
      sum += constant * part;
    }
    return sum;
  }

  const Prior& prior_;
  const PrependPair& home_;
  const std::vector<LinkGroup>& others_;
  std::size_t links_;
  std::vector<ClassNode> classes_;
  const std::vector<Node>& nodes_;
  const std::vector<double>& running_;
  std::vector<Loss> losses_;                                       ///< [group]
  std::vector<double> by_home_, by_to_, base_, power_, integral_;  ///< [node]
};

}  // namespace

JointProbabilities joint_probabilities(const Prior& prior, const PrependPair& home,
                                       const std::vector<LinkGroup>& others) {
  if (!home.before) {
    throw std::logic_error("joint_probabilities: the home link must be announced before");
  }
  return RowIntegral(prior, home, others).run();
}

}  // namespace bgpte::ingress
