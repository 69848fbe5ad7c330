#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "src/optimiser/problem/column_flows.hpp"
#include "src/optimiser/problem/dimensions.hpp"
#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// Candidates of very large networks: none is stored for a prefix. Prefixes that are announced and
/// behave alike share their candidates and transitions; what a candidate costs at given prices is
/// then a vector over the home links that they share too, and a prefix's cost is its product with
/// the home cells.
///
/// The flows behind it are linear in the home cells: the expected ones before rounding, and for
/// the high end of the range a tangent plane for each link, a lower bound of it. So the cheapest
/// cost that is found is a relaxation. Where the high end has a price, candidates that the
/// relaxation leaves cheap are asked for their own until none can be cheaper than the cheapest
/// known; `bound` takes the rounding off.
class CandidateClasses {
 public:
  /// True if every dimension is one that this can price.
  [[nodiscard]] static bool supports(const std::vector<LoadKind>& load_kinds);

  /// Looks up the transitions of the groups' candidates; `stopped` where that was interrupted.
  /// Units hold one prefix each.
  CandidateClasses(const evaluation::Baseline& baseline, std::vector<LoadKind> load_kinds,
                   const std::vector<DecisionGroup>& groups, const WorkBudget& budget);
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// Whether a high end can have a price.
  [[nodiscard]] bool has_ends() const { return width_ > 0; }
  /// From now on the linear lower bound of the high end stands in for it, which is quick and good
  /// enough until the prices are nearly right. This is the state after construction.
  void estimate_high_ends() { exact_ = false; }
  /// From now on open candidates are priced at their own high ends. Clears every row's open
  /// candidates.
  void price_high_ends_exactly();

  /// Sums the cheapest candidate of each group over those that are open: value, and what it adds to
  /// the gradient of the dimensions. `picks` are the candidates, one for each group.
  double least(const std::vector<double>& prices, std::vector<double>& gradient,
               std::vector<std::uint32_t>& picks);
  /// The same over all candidates; the cheapest of each group join those that are open.
  double least_of_all(const std::vector<double>& prices, std::vector<double>& gradient,
                      std::vector<std::uint32_t>& picks);
  /// True lower bound of the sum over groups of the least exact reduced cost. What has a high end
  /// must not be priced below zero.
  [[nodiscard]] Int128 bound(const Prices& prices);
  /// [row] The parts of that sum; nothing where no candidate can cost less than nothing.
  [[nodiscard]] std::vector<double> least_costs(const Prices& prices);
  /// Adds to `picks` [group] every candidate whose exact reduced cost at the prices of the last
  /// call of `least_costs` may be at most `limit`, today's excepted.
  void list_cheap(double limit, std::vector<std::vector<std::uint32_t>>& picks);
  /// The `max_count` cheapest open candidates of each group at the prices of the last call,
  /// cheapest first; where a plan has few changes, of the groups with the cheapest.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> cheapest(std::size_t max_count) const;
  /// Where each dimension can end: [dimension], at most and at least.
  [[nodiscard]] std::vector<Span> spans(const Problem& problem) const;
  /// Prices the candidates that a group has no column for yet and adds them.
  void add_columns(const std::vector<std::vector<std::uint32_t>>& picks, Problem& problem) const;

  /// The group's candidates that are expected to bring what `pick` does but for rounding, with as
  /// many changes and no farther from today's announcement; without itself.
  [[nodiscard]] std::vector<std::uint32_t> alike(std::size_t group, std::uint32_t pick) const;

  /// Numbers that one call of `least`, `least_of_all` multiplies, for the work counter.
  [[nodiscard]] std::uint64_t open_work() const;
  [[nodiscard]] std::uint64_t full_work() const;
  /// The same for the high ends that were asked for since the last call of this.
  [[nodiscard]] std::uint64_t exact_pricing_work();
  /// The same for what `least_costs` and `list_cheap` multiplied since the last call of this.
  [[nodiscard]] std::uint64_t scanning_work();
  /// Dimensions that must not be priced below zero.
  [[nodiscard]] bool one_sided(std::size_t dimension) const;

 private:
  enum class Extent : std::uint8_t { open, all };
  enum Scale : std::size_t { billed, peak, high, scales };
  /// Candidates of a group that are looked at between two looks at all of them.
  static constexpr std::size_t max_open = 24;
  /// Candidates priced side by side.
  static constexpr std::size_t lanes = 8;
  /// Rows priced side by side.
  static constexpr std::size_t rows_at_once = 2;
  /// Where a plan has few changes: so many rows for each are what it is chosen from.
  static constexpr std::size_t rows_of_a_change = 100;
  /// What rounding to whole bps, before and after, moves at most on one link.
  static constexpr double rounding_bps = 4;
  struct Class {
    DecisionGroup::Candidates candidates;
    std::vector<std::shared_ptr<const ingress::Transition>> transitions;
    /// What the high end is at least; empty where none is priced.
    std::vector<std::shared_ptr<const ingress::Transition>> floors;
    std::vector<double> changes;         ///< [candidate]
    std::vector<double> priced_changes;  ///< [candidate]: millionths, with steps.
    [[nodiscard]] const std::vector<double>& changes_of(const LoadKind& load_kind) const {
      return load_kind.quantity == LoadKind::Quantity::changes ? changes : priced_changes;
    }
    std::size_t first = 0;  ///< Its rows: first .. first + count - 1.
    std::size_t count = 0;
    std::vector<double> cost;           ///< [candidate * links + home link], without exact ends.
    std::vector<double> tiles;          ///< [(tile * links + home link) * lanes + lane] with it.
    std::vector<double> bias;           ///< [tile * lanes + lane]: price of the changes.
    double least_bias = 0;              ///< Of candidates other than today's.
    std::vector<std::uint16_t> opened;  ///< Candidates open for some group.
  };
  struct Block {
    std::size_t cls = 0, first = 0, last = 0;  ///< Class and rows.
  };
  struct CellPrices {
    std::vector<double> cell;  ///< [home link * links + link] price of what goes that way.
    std::vector<double> high;  ///< The same of the high end.
    /// Numbers of an end that have a price, with it.
    std::vector<std::pair<std::size_t, double>> ends;
    double change = 0;         ///< For each change.
    double priced_change = 0;  ///< For each millionth of a priced change.
    double largest = 0;        ///< Largest sum of the sizes of the prices in one cell.
    double gain = 0;           ///< What moving a bps brings at most.
  };
  using Listed = std::vector<std::pair<double, std::uint16_t>>;
  /// One row's candidates while all of them are priced.
  struct ExactPricing {
    std::vector<std::pair<double, std::uint16_t>> order;  ///< Cost and place in `ends`.
    std::vector<std::uint16_t> candidates;
    std::vector<float> ends;   ///< [place * width]
    std::vector<double> home;  ///< At the high end; empty: not asked for yet.
    evaluation::Flows today;
    double least = 0;  ///< Cheapest known; no candidate costs less than `floor`.
    double floor = 0;
    std::uint16_t best = 0;
  };

  [[nodiscard]] bool changes_few() const {
    return most_changes_ < group_of_.size() / rows_of_a_change;
  }
  [[nodiscard]] static Scale scale_of(LoadKind::Quantity quantity);
  [[nodiscard]] CellPrices price_cells(const std::vector<double>& prices) const;
  /// What the cost of a row's candidate may be too high by, for rounding to whole bps and the error
  /// of floating point sums.
  struct Margin {
    double constant = 0;
    double of_bps = 0;
    [[nodiscard]] double of(double volume, std::size_t links) const {
      return constant + of_bps * (static_cast<double>(links) + volume);
    }
  };
  /// Prices all candidates of all classes.
  void price_all(const Prices& prices);
  /// The margin of the row with the most volume.
  [[nodiscard]] double largest_margin() const;
  /// Relaxed costs of the class's open candidates, or of all, at `cell_prices_`.
  void price_class(Class& cls, Extent extent) const;
  /// What the changes of a candidate cost at `cell_prices_`.
  [[nodiscard]] double change_cost(const Class& cls, std::size_t c) const;
  [[nodiscard]] double cost(const Class& cls, std::size_t row, std::size_t c,
                            const float* ends) const;
  /// What the candidate brings to the high ends above today's, rounded down: [width].
  void price_high_end_exactly(const Class& cls, std::size_t row, std::size_t c,
                              ExactPricing& pricing, float* ends) const;
  /// Looks at a row's open candidates and those that `listed` (all but those that cost more than
  /// its last) leaves possible. `margin` is what a listed cost may be too high by.
  void price_row_exactly(const Class& cls, std::size_t row, const Listed& listed, double margin,
                         std::uint64_t& asked, ExactPricing& pricing) const;
  /// Opens the candidates that were priced exactly, the cheapest first.
  void keep_open(std::size_t row, ExactPricing& pricing);
  /// Visits (row, first candidate, costs of `lanes` candidates from there on) of the block's rows,
  /// of each row in the order of the candidates. Rows none of whose candidates other than today's
  /// can cost less than `limit` may be left out. Returns how many were not.
  template <typename Visit>
  std::size_t price_rows(const Class& cls, const Block& block, double limit,
                         const Visit& visit) const;
  /// Cheapest candidates of the block's rows: up to `keep` of each, cheapest first. Rows are left
  /// out and counted as above.
  template <typename Take>
  std::size_t scan(const Class& cls, const Block& block, std::size_t keep, double limit,
                   const Take& take) const;
  double collect(std::vector<double> costs, std::vector<double>& gradient,
                 std::vector<std::uint32_t>& picks);
  void note_opened();

  const evaluation::Baseline& baseline_;
  std::vector<LoadKind> load_kinds_;
  unsigned threads_;
  const WorkBudget& budget_;
  std::size_t links_;
  std::size_t most_changes_;  ///< That a plan may have.
  bool stopped_ = false;
  std::vector<double> factor_[scales];  ///< [home link]
  std::vector<Class> classes_;
  std::vector<Block> blocks_;
  std::vector<std::size_t> group_of_;             ///< [row]
  std::vector<model::PrefixIndex> prefix_of_;     ///< [row]
  std::vector<double> home_;                      ///< [row * links + link], bps
  std::vector<double> volume_;                    ///< [row]
  std::vector<std::uint16_t> open_;               ///< [row * max_open + i]
  std::vector<std::uint16_t> opened_;             ///< [row] how many are open.
  std::vector<float> ends_;                       ///< [(row * max_open + i) * width]
  std::vector<std::uint32_t> pick_, pick_place_;  ///< [row] of the last call; its place in `open_`.
  CellPrices cell_prices_;                        ///< Of the last call.
  Margin margin_;                                 ///< Of the last pricing of all of them.
  /// Numbers of a high end: links, once without drift and once with it where a dimension looks
  /// at that. 0: none does.
  std::size_t width_ = 0;
  bool harm_ = false, drifting_ = false;
  bool exact_ = false;  ///< Open candidates are priced at their own high ends.
  std::uint64_t priced_exactly_ = 0;
  std::uint64_t scanned_ = 0;  ///< Candidates.
};

}  // namespace bgpte::optimiser
