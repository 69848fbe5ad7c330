// The ingress link of every AS under many vectors.
#include "bgpte/topology/sweep.hpp"

#include <algorithm>
#include <stdexcept>

#include "bgpte/parallel/parallel_for.hpp"
#include "src/topology/candidates.hpp"
#include "src/topology/lanes.hpp"
#include "src/topology/row_table.hpp"
#include "src/topology/strips.hpp"

namespace bgpte::topology {
namespace {

constexpr std::size_t vectors_a_strip = 8 * lanes;
constexpr std::size_t block_size = 2048;

/// A block of ASes: which of them have behaved alike so far.
struct Block {
  std::vector<std::uint32_t> class_of;           ///< by AS of the block
  std::vector<std::vector<std::uint16_t>> rows;  ///< of each class: ingress by vector so far

  /// Splits the classes by what the ASes do in one strip more.
  template <class Number>
  void refine(const std::vector<std::uint32_t>& strip_class, const RowTable<Number>& strip_rows,
              const Strip& strip, Number unreachable) {
    const auto link = [&](Number of) {
      return of == unreachable ? std::uint16_t{0xFFFFU} : static_cast<std::uint16_t>(of);
    };
    RowTable<std::uint32_t> pairs(2);
    std::vector<std::uint32_t> refined(strip_class.size());
    for (std::size_t i = 0; i < refined.size(); ++i) {
      const std::uint32_t pair[2] = {class_of[i], strip_class[i]};
      refined[i] = pairs.intern(pair);
    }
    std::vector<std::vector<std::uint16_t>> refined_rows;
    refined_rows.reserve(pairs.size());
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
      std::vector<std::uint16_t> row = rows[pairs.row(pair)[0]];
      const auto more = strip_rows.row(pairs.row(pair)[1]);
      for (std::size_t i = 0; i < strip.vectors.size(); ++i) {
        row[strip.vectors[i]] = link(more[i]);
      }
      refined_rows.push_back(std::move(row));
    }
    class_of = std::move(refined);
    rows = std::move(refined_rows);
  }
};

/// The core of a strip: which rows each transit AS chooses among, and the state of all rows.
template <class Number>
class Core {
 public:
  Core(const Candidates& candidates, const AsGraph& graph, const Strip& strip,
       std::span<const model::Advertisement> vectors)
      : rows_(candidates.rows() + 1),
        chunks_((strip.vectors.size() + lanes - 1) / lanes),
        cells_(rows_ * chunks_) {
    order_ = candidates.order();
    begin_.reserve(order_.size() + 1);
    begin_.push_back(0);
    for (const AsIndex as : order_) {
      candidates.append(as, candidates_);
      begin_.push_back(static_cast<std::uint32_t>(candidates_.size()));
    }
    for (std::size_t chunk = 0; chunk < chunks_; ++chunk) {
      Cell<Number>* cells = cells_.data() + chunk * rows_;
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        // Lanes beyond the last vector repeat it.
        const std::size_t at = std::min(chunk * lanes + lane, strip.vectors.size() - 1);
        const model::Advertisement& vector = vectors[strip.vectors[at]];
        std::size_t row = graph.transit_size();
        for (const Offer& offer : candidates.offers()) {
          cells[row].length[lane] = static_cast<Number>(vector[offer.link] + 1);
          cells[row].link[lane] = static_cast<Number>(offer.link);
          ++row;
        }
        cells[row].link[lane] = unreachable;
      }
    }
  }

  static constexpr auto unreachable = static_cast<Number>(-1);

  [[nodiscard]] std::uint32_t unreachable_row() const {
    return static_cast<std::uint32_t>(rows_ - 1);
  }
  [[nodiscard]] std::size_t chunks() const { return chunks_; }

  void run(std::size_t chunk) {
    propagate({order_, begin_, candidates_}, cells_.data() + chunk * rows_);
  }

  void choose_link(std::span<const std::uint32_t> candidates, Number* out) const {
    choose(candidates, cells_.data(), rows_, chunks_, out);
  }

 private:
  std::span<const AsIndex> order_;
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint32_t> candidates_;
  std::size_t rows_;
  std::size_t chunks_;
  std::vector<Cell<Number>> cells_;  ///< [chunk][row]
};

/// Computes one strip and refines the blocks by it.
template <class Number>
void run_strip(const AsGraph& graph, const Candidates& candidates, const Strip& strip,
               std::span<const model::Advertisement> vectors, unsigned threads,
               std::vector<Block>& blocks) {
  Core<Number> core(candidates, graph, strip, vectors);
  parallel::parallel_for(threads, core.chunks(), [&](std::size_t chunk) { core.run(chunk); });

  // The others learn from the core only, so their order does not matter.
  parallel::parallel_for(threads, blocks.size(), [&](std::size_t at) {
    Block& block = blocks[at];
    const auto first = static_cast<AsIndex>(at * block_size);
    constexpr std::uint32_t unknown = 0xFFFFFFFFU;
    std::vector<std::uint32_t> class_of_row(core.unreachable_row() + std::size_t{1}, unknown);
    std::vector<std::uint32_t> strip_class(block.class_of.size());
    RowTable<Number> rows(core.chunks() * lanes);
    std::vector<Number> row(core.chunks() * lanes);
    std::vector<std::uint32_t> choices;
    for (std::size_t i = 0; i < strip_class.size(); ++i) {
      const AsIndex as = first + static_cast<AsIndex>(i);
      choices.clear();
      candidates.append(as, choices);
      if (choices.empty()) {
        choices.push_back(core.unreachable_row());
      }
      std::uint32_t& known = class_of_row[choices[0]];
      if (choices.size() == 1 && known != unknown) {
        strip_class[i] = known;
        continue;
      }
      core.choose_link(choices, row.data());
      strip_class[i] = rows.intern(row.data());
      if (choices.size() == 1) {
        known = strip_class[i];
      }
    }
    block.refine(strip_class, rows, strip, Core<Number>::unreachable);
  });
}

}  // namespace

Sweep sweep(const AsGraph& graph, const Origin& origin,
            std::span<const model::Advertisement> vectors, TieRule tie_rule, unsigned threads) {
  if (origin.links.size() >= Sweep::unreachable) {
    throw std::invalid_argument("more links than a sweep can number");
  }
  check_size(origin, vectors);
  std::vector<Block> blocks((graph.size() + block_size - 1) / block_size);
  for (std::size_t at = 0; at < blocks.size(); ++at) {
    blocks[at].class_of.assign(std::min(block_size, graph.size() - at * block_size), 0);
    blocks[at].rows.assign(1, std::vector<std::uint16_t>(vectors.size(), Sweep::unreachable));
  }
  for (const Strip& strip : strips_of(vectors, vectors_a_strip)) {
    const Candidates candidates(graph, origin, strip.longest, tie_rule);
    // One more than the longest path must fit, and a link number must differ from unreachable.
    if (candidates.longest_path() < 0xFEU && origin.links.size() < 0xFFU) {
      run_strip<std::uint8_t>(graph, candidates, strip, vectors, threads, blocks);
    } else {
      run_strip<std::uint32_t>(graph, candidates, strip, vectors, threads, blocks);
    }
  }

  Sweep result;
  result.vectors_ = vectors.size();
  result.links_ = origin.links.size();
  RowTable<std::uint16_t> rows(vectors.size());
  std::vector<std::vector<std::uint32_t>> row_of(blocks.size());
  for (std::size_t at = 0; at < blocks.size(); ++at) {
    for (const std::vector<std::uint16_t>& row : blocks[at].rows) {
      row_of[at].push_back(rows.intern(row.data()));
    }
  }
  std::vector<std::uint32_t> alike(graph.size());
  for (AsIndex as = 0; as < graph.size(); ++as) {
    const std::size_t at = as / block_size;
    alike[as] = row_of[at][blocks[at].class_of[as % block_size]];
  }
  result.classes_ = BehaviourClasses(graph, origin.asn, alike, rows.size());
  for (ClassNumber one = 0; one < result.classes_.size(); ++one) {
    const auto ingress = rows.row(alike[result.classes_.members(one)[0]]);
    result.ingress_.insert(result.ingress_.end(), ingress.begin(), ingress.end());
  }
  return result;
}

Shares shares(const Sweep& sweep, std::span<const double> weights) {
  const std::vector<double> of_class = sweep.classes().sums(weights);
  Shares result;
  result.links = sweep.links();
  result.share.assign(sweep.vectors() * sweep.links(), 0.0);
  result.without_route.assign(sweep.vectors(), 0.0);
  for (std::size_t vector = 0; vector < sweep.vectors(); ++vector) {
    double* const share = result.share.data() + vector * sweep.links();
    double& without_route = result.without_route[vector];
    double with_route = 0.0;
    for (ClassNumber of = 0; of < of_class.size(); ++of) {
      const LinkNumber link = sweep.ingress(of, vector);
      if (link == no_link) {
        without_route += of_class[of];
      } else {
        with_route += of_class[of];
        share[link] += of_class[of];
      }
    }
    for (std::size_t link = 0; link < sweep.links() && with_route > 0.0; ++link) {
      share[link] /= with_route;
    }
    const double all = with_route + without_route;
    without_route = all > 0.0 ? without_route / all : 0.0;
  }
  return result;
}

}  // namespace bgpte::topology
