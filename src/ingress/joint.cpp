#include "bgpte/ingress/joint.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
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

struct Winner {
  int cls;
  double score;
};

/// One integration of a home row.
class RowIntegral {
 public:
  RowIntegral(const Prior& prior, const PrependPair& home, const std::vector<LinkGroup>& others)
      : prior_(prior), home_(home), others_(others), links_(1) {
    for (const LinkGroup& group : others) {
      links_ += static_cast<std::size_t>(group.count);
    }
    classes_ = class_nodes(prior, links_);
    nodes_ = gauss_legendre(links_ / 2 + 1);
    beaten_.resize(others.size());
  }

  JointRow run() {
    JointRow row;
    row.to.assign(others_.size(), 0);
    const bool some_after = home_.after.has_value() ||
                            std::any_of(others_.begin(), others_.end(), [](const LinkGroup& group) {
                              return group.prepends.after.has_value();
                            });
    if (home_.after) {
      row.stay = stay(true);
    } else if (!some_after) {
      row.lost = stay(false);
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
  /// Integral of the chance that all others lose to the home before (and after).
  double stay(bool after) {
    double sum = 0;
    for (int cls = 0; cls < prior_.classes; ++cls) {
      for (int length = 0; length < prior_.lengths; ++length) {
        for (const Node& node : nodes_) {
          const Winner home{cls, length + node.at};
          sum += node.weight * others_lose(home, after ? &home : nullptr, home_.after, nullptr);
        }
      }
    }
    return sum / prior_.lengths;
  }

  /// The same where one link of group `g` wins after.
  double move(std::size_t g) {
    const PrependPair& to = others_[g].prepends;
    double sum = 0;
    for (int home_class = 0; home_class < prior_.classes; ++home_class) {
      for (int to_class = 0; to_class < prior_.classes; ++to_class) {
        for (int home_length = 0; home_length < prior_.lengths; ++home_length) {
          for (int to_length = 0; to_length < prior_.lengths; ++to_length) {
            // Within a triangle of the two ranks every comparison is settled.
            for (const bool home_first : {true, false}) {
              const double tie = home_first ? 0.5 : -0.5;
              if (to.before && !(to_class > home_class ||
                                 (to_class == home_class &&
                                  to_length + *to.before + tie > home_length + *home_.before))) {
                continue;
              }
              if (home_.after && !(to_class < home_class ||
                                   (to_class == home_class &&
                                    to_length + *to.after + tie < home_length + *home_.after))) {
                continue;
              }
              sum += triangle(g, home_class, home_length, to_class, to_length, home_first);
            }
          }
        }
      }
    }
    return sum / (prior_.lengths * prior_.lengths);
  }

  double triangle(std::size_t g, int home_class, int home_length, int to_class, int to_length,
                  bool home_first) {
    double sum = 0;
    for (const Node& outer : nodes_) {
      for (const Node& inner : nodes_) {
        const double later = outer.at, earlier = outer.at * inner.at;
        const Winner home{home_class, home_length + (home_first ? earlier : later)};
        const Winner to{to_class, to_length + (home_first ? later : earlier)};
        sum += outer.weight * inner.weight * outer.at *
               others_lose(home, &to, others_[g].prepends.after, &g);
      }
    }
    return sum;
  }

  /// Chance, over the propensity, that the winners are of their classes and that every other link
  /// (one of group `except` left out) loses to `before` before and to `after` after.
  double others_lose(const Winner& before, const Winner* after,
                     const std::optional<int>& after_prepend, const std::size_t* except) {
    const double bar_before = before.score + *home_.before;
    const double bar_after = after != nullptr ? after->score + *after_prepend : 0;
    for (std::size_t g = 0; g < others_.size(); ++g) {
      const PrependPair& pair = others_[g].prepends;
      double any = 0;
      for (int cls = 0; cls < prior_.classes; ++cls) {
        double least = 0;
        bool possible = true;
        if (pair.before) {
          possible = cls >= before.cls;
          if (cls == before.cls) {
            least = bar_before - *pair.before;
          }
        }
        if (pair.after && after != nullptr) {
          possible = possible && cls >= after->cls;
          if (cls == after->cls) {
            least = std::max(least, bar_after - *pair.after);
          }
        }
        const double chance = possible ? std::clamp(1 - least / prior_.lengths, 0.0, 1.0) : 0.0;
        beaten_[g][static_cast<std::size_t>(cls)] = chance;
        any += chance;
      }
      if (any == 0 && others_[g].count > (except != nullptr && *except == g ? 1 : 0)) {
        return 0;
      }
    }
    double sum = 0;
    for (const ClassNode& node : classes_) {
      double product = node.weight * node.probability[static_cast<std::size_t>(before.cls)];
      if (except != nullptr) {
        product *= node.probability[static_cast<std::size_t>(after->cls)];
      }
      for (std::size_t g = 0; g < others_.size(); ++g) {
        const std::array<double, 3>& chance = beaten_[g];
        const double one = node.probability[0] * chance[0] + node.probability[1] * chance[1] +
                           node.probability[2] * chance[2];
        const int count = others_[g].count - (except != nullptr && *except == g ? 1 : 0);
        product *= power(one, count);
      }
      sum += product;
    }
    return sum;
  }

  const Prior& prior_;
  const PrependPair& home_;
  const std::vector<LinkGroup>& others_;
  std::size_t links_;
  std::vector<ClassNode> classes_;
  std::vector<Node> nodes_;
  std::vector<std::array<double, 3>> beaten_;  ///< [group][class] chance that one link loses.
};

}  // namespace

JointRow joint_row(const Prior& prior, const PrependPair& home,
                   const std::vector<LinkGroup>& others) {
  if (!home.before) {
    throw std::logic_error("joint_row: the home link must be announced before");
  }
  return RowIntegral(prior, home, others).run();
}

}  // namespace bgpte::ingress
