#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bgpte/billing/bill_calculator.hpp"
#include "bgpte/evaluation/plan.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

using Rates = std::vector<std::int64_t>;  ///< bps, one for each link.

/// What one prefix brings to each link under one advertisement, rounded (mathematics.md, 5).
struct Flows {
  Rates billed;                  ///< Expected, at the measured statistic.
  Rates peak;                    ///< Expected, at the peak.
  Rates low, high;               ///< At the peak, with drift; high with uplift.
  Rates harm;                    ///< As high, without drift.
  std::int64_t unreachable = 0;  ///< Expected, at the measured statistic.
  std::int64_t unreachable_peak = 0;
  /// Only where samples are replayed: billing::BillCalculator::place of each (profile, link),
  /// expected, at the measured statistic; each home cell by largest remainder, ties by link name.
  Rates volumes;
};

/// Today's traffic in each state of mathematics.md section 2: measured, peak, and peak with
/// uplift; and the flows of prefixes under other advertisements in the same states.
class Baseline {
 public:
  Baseline(const model::Scenario& scenario, const ingress::IngressModel& ingress);

  [[nodiscard]] const model::Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const ingress::IngressModel& ingress() const { return ingress_; }
  [[nodiscard]] const billing::BillCalculator& bills() const { return bills_; }

  /// Background on each link in the same states: billed; peak and low; high and harm.
  [[nodiscard]] const Rates& background_billed() const { return background_billed_; }
  [[nodiscard]] const Rates& background_peak() const { return background_peak_; }
  [[nodiscard]] const Rates& background_high() const { return background_high_; }
  [[nodiscard]] bool saturated(model::LinkIndex link) const { return saturated_[link]; }
  /// Background plus the flows of every prefix, today.
  [[nodiscard]] const Flows& today() const { return today_; }
  [[nodiscard]] bool has_peaks() const { return has_peaks_; }
  /// What a home cell of the link is multiplied by at the peak, and there with uplift.
  [[nodiscard]] double peak_factor(model::LinkIndex link) const { return peak_factor_[link]; }
  [[nodiscard]] double high_factor(model::LinkIndex link) const {
    return peak_factor_[link] * (saturated_[link] ? uplift_ : 1);
  }

  /// The prefix as announced today: its home cells, zero width before uplift.
  [[nodiscard]] Flows flows_today(model::PrefixIndex prefix) const;
  /// Under x; today's advertisement gives flows_today.
  [[nodiscard]] Flows flows(model::PrefixIndex prefix, const model::Advertisement& x) const;
  /// Billed and peak of `flows`, at the transition of an advertisement other than today's.
  void expected(model::PrefixIndex prefix, const ingress::Transition& transition,
                Flows& result) const;
  /// Home cells at the peak, saturated links uplifted.
  [[nodiscard]] std::vector<double> high_home(model::PrefixIndex prefix) const;
  /// The range's high end of each link from these home cells under an advertisement other than
  /// today's with some link left, before rounding; last the margin for drift. `end`: links + 1.
  void high_end(model::PrefixIndex prefix, const model::Advertisement& x,
                std::span<const double> home, std::span<double> end) const;
  /// High and harm of `flows` from such an end; low of `flows`.
  void round_high(const model::Advertisement& x, std::span<const double> home,
                  std::span<const double> end, Flows& result) const;
  void round_low(model::PrefixIndex prefix, const model::Advertisement& x, Flows& result) const;
  /// Low and high as in `flows`, but at the measured statistic.
  [[nodiscard]] std::pair<Rates, Rates> billed_range(model::PrefixIndex prefix,
                                                     const model::Advertisement& x) const;
  /// Under one variant of the ingress model, at the measured statistic, saturated cells uplifted
  /// on request; unchanged prefixes keep their home cells.
  [[nodiscard]] Rates variant_flows(model::PrefixIndex prefix, const model::Advertisement& x,
                                    std::size_t variant, bool uplift) const;
  /// The same as volumes of profiles, where samples are replayed.
  void add_variant_volumes(model::PrefixIndex prefix, const model::Advertisement& x,
                           std::size_t variant, bool uplift, Rates& volumes) const;

 private:
  enum class State : std::uint8_t { billed, billed_high, peak, high };
  [[nodiscard]] std::vector<double> home(model::PrefixIndex prefix, State state) const;
  /// Adds what enters by each link of one home cell, rounded.
  void add_cell(model::PrefixIndex prefix, model::LinkIndex home, const std::vector<double>& parts,
                std::int64_t cell, Rates& volumes) const;

  const model::Scenario& scenario_;
  const ingress::IngressModel& ingress_;
  billing::BillCalculator bills_;
  std::vector<double> peak_factor_;
  std::vector<bool> saturated_;
  bool has_peaks_ = false;
  bool any_saturated_ = false;
  double uplift_ = 1;
  Rates background_billed_, background_peak_, background_high_;
  Flows today_;
};

/// Sum of the flows of all prefixes under a plan, with the background. The same on any number of
/// threads.
[[nodiscard]] Flows total_flows(const Baseline& states, const Plan& plan, unsigned threads = 1);

}  // namespace bgpte::evaluation
