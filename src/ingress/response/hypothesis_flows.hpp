#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "src/ingress/response/transition_rows.hpp"

namespace bgpte::ingress {

/// Which end of the range is computed: where the operator gave `retained` numbers, each entry of a
/// row takes its own least or greatest level.
enum class RangeEnd : std::uint8_t { low, high };

/// What enters by each link under each hypothesis, for the home cells of one prefix. Home links of
/// one kind have the same row but for the entry of the home link itself, so a kind is added up at
/// once, in a time that grows with the square of the number of links.
class HypothesisFlows {
 public:
  /// `home`: [link] in any unit; `measured`: [link] what enters there today. All arguments must
  /// outlive the object.
  HypothesisFlows(const TransitionRows& rows, std::span<const double> home,
                  std::span<const model::Bps> measured, RangeEnd end);

  /// [link] flows under the hypothesis; null where it says nothing that another hypothesis does
  /// not say. The result is valid until the next call; `scratch` may hold it.
  [[nodiscard]] const std::vector<double>* of(const Hypothesis& hypothesis,
                                              std::vector<double>& scratch);

 private:
  enum class Sign : std::int8_t { take_away = -1, add = 1 };

  void plain(std::size_t prior, std::vector<double>& flow);
  bool newcomers(double factor, std::vector<double>& flow);
  bool sticky(model::LinkIndex link, std::vector<double>& flow) const;
  void spread_equally(std::vector<double>& flow) const;
  void spread_by_share(std::vector<double>& flow) const;
  bool neighbour(model::LinkIndex link, std::vector<double>& flow) const;

  template <typename Entry>
  void add_up(const Entry& entry_of, std::vector<double>& flow);
  [[nodiscard]] std::vector<double> drawn(const HomeKind& kind, const std::vector<double>& table,
                                          double factor) const;
  void prepare_departures();
  void add_departures(model::LinkIndex home, Sign sign, std::vector<double>& flow) const;
  [[nodiscard]] std::int64_t carried(const std::vector<model::LinkIndex>& links) const;
  void divide_by_share(const std::vector<model::LinkIndex>& links, double volume,
                       std::vector<double>& flow) const;

  [[nodiscard]] std::size_t kind_of(model::LinkIndex link) const;
  [[nodiscard]] int slot(std::size_t kind, model::LinkIndex link) const;
  [[nodiscard]] double entry(std::size_t kind, std::size_t prior, int slot) const;

  const TransitionRows& rows_;
  std::span<const double> home_;
  std::span<const model::Bps> measured_;
  RangeEnd end_;
  std::vector<double> volume_;    ///< [kind]: sum of its home cells.
  std::vector<double> by_group_;  ///< [group]: scratch of add_up.
  std::vector<double> default_;   ///< [link]: flow under the default population.
  std::vector<double> staying_;   ///< [link]: who stays by default, and who has no home link here.
  std::vector<double> leaving_;   ///< [home link]: who leaves it for another link by default.
  double from_least_ = 0;         ///< Sum of leaving_ over the least prepended links.
  double from_others_ = 0;        ///< Sum of leaving_ over all other links.
};

/// What leaves a home link of this kind for other links, as a share of its cell. `table`: one of
/// the tables of kind.rows, of which the default population comes first.
[[nodiscard]] double departing_share(const TransitionRows& rows, const HomeKind& kind,
                                     const std::vector<double>& table);

}  // namespace bgpte::ingress
