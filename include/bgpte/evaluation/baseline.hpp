#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bgpte/billing/bill_calculator.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

/// A rate in bps for each link, [link]; of Flows::volumes for each (profile, link).
using Rates = std::vector<std::int64_t>;

/// Adds `from` to `to`, element by element; `from` has at least as many.
inline void add(Rates& to, const Rates& from) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] += from[i];
  }
}

/// Takes `from` off `to`, element by element; `from` has at least as many.
inline void subtract(Rates& to, const Rates& from) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] -= from[i];
  }
}

/// Traffic that enters by each link, in whole bps: that of one prefix under one advertisement, or
/// a sum over prefixes. docs/evaluation.md ("States of the network") defines the states; "Rounding"
/// says how each becomes whole numbers.
struct Flows {
  Rates billed;                       ///< Expected, at the measured statistic: what bills look at.
  Rates peak;                         ///< Expected, at the peak.
  Rates low;                          ///< At the peak, low end of the range.
  Rates high;                         ///< At the peak with uplift, high end.
  Rates harm;                         ///< As `high`, for do-no-harm: ingress::Forecast::harm.
  std::int64_t unreachable = 0;       ///< Expected, at the measured statistic, bps without a link.
  std::int64_t unreachable_peak = 0;  ///< The same at the peak.
  /// Expected, at the measured statistic, by billing::BillCalculator::place(profile, link). Empty
  /// where no bill replays samples.
  Rates volumes;
};
/// Its rates.
inline constexpr std::array flow_rates{&Flows::billed, &Flows::peak, &Flows::low,
                                       &Flows::high,   &Flows::harm, &Flows::volumes};

/// The network as it is: today's traffic on each link in each state, the bills, and what each
/// prefix would bring to each link under another advertisement. It is made once a run and handed
/// down. Copies are cheap, for they share all that was computed.
class Baseline {
 public:
  /// Refers to both arguments: they must outlive the baseline, its copies, and what with_policy
  /// makes of them.
  Baseline(const model::Scenario& scenario, const ingress::IngressModel& ingress);
  /// The same network under another policy. Traffic and bills are shared, not computed again,
  /// unless policy.saturation differs.
  [[nodiscard]] Baseline with_policy(const model::Policy& policy) const;

  [[nodiscard]] const model::Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const ingress::IngressModel& ingress() const { return network_->ingress; }
  [[nodiscard]] const billing::BillCalculator& bills() const { return network_->bills; }

  /// [prefix] the longest other listed prefix that covers it, if any.
  [[nodiscard]] const std::vector<std::optional<model::PrefixIndex>>& longest_covering() const {
    return network_->longest_covering;
  }
  /// Prefixes of which traffic goes today where a prefix around them goes: they are announced
  /// nowhere, or not where it enters. Ascending.
  [[nodiscard]] const std::vector<model::PrefixIndex>& followers() const {
    return network_->followers;
  }
  /// What sessions announce only while another link is down.
  struct Conditional {
    model::LinkIndex link = 0;
    model::LinkIndex while_down = 0;
    model::Prepend prepend = 0;
  };
  /// [prefix] what is so announced of it; empty where no session does that.
  [[nodiscard]] const std::vector<std::vector<Conditional>>& conditional() const {
    return network_->conditional;
  }
  /// What the prefix follows today (model::longest_match).
  [[nodiscard]] const model::Advertisement& followed_today(model::PrefixIndex prefix) const;
  /// True if `x` is that: the prefix then keeps its home cells. No links: it is unreachable.
  [[nodiscard]] bool is_today(model::PrefixIndex prefix, const model::Advertisement& x) const {
    return x == followed_today(prefix);
  }
  /// Traffic of no listed prefix on each link: at the measured statistic; at the peak; at the peak
  /// with uplift.
  [[nodiscard]] const Rates& background_billed() const { return network_->background_billed; }
  [[nodiscard]] const Rates& background_peak() const { return network_->background_peak; }
  [[nodiscard]] const Rates& background_high() const { return network_->background_high; }
  /// Background and every prefix as announced today.
  [[nodiscard]] const Flows& today() const { return network_->today; }
  /// True where the link hides demand (policy.saturation): its traffic has the uplift in `high`.
  [[nodiscard]] bool saturated(model::LinkIndex link) const { return network_->saturated[link]; }
  /// True where some link's peak differs from its measured statistic.
  [[nodiscard]] bool has_peaks() const { return network_->has_peaks; }
  /// What a home cell of the link is multiplied by at the peak.
  [[nodiscard]] double peak_factor(model::LinkIndex link) const {
    return network_->peak_factor[link];
  }
  /// The same at the peak with uplift.
  [[nodiscard]] double high_factor(model::LinkIndex link) const {
    return network_->peak_factor[link] * (network_->saturated[link] ? network_->uplift : 1);
  }

  /// The prefix as announced today: its home cells, without a range.
  [[nodiscard]] Flows flows_today(model::PrefixIndex prefix) const {
    return network_->flows_today(prefix);
  }
  /// The prefix under `x`. Today's advertisement gives flows_today.
  [[nodiscard]] Flows flows(model::PrefixIndex prefix, const model::Advertisement& x) const;
  /// Sets billed, peak, both unreachable and volumes of `result` as `flows` does, from the
  /// transition of an advertisement other than today's.
  void expected(model::PrefixIndex prefix, const ingress::Transition& transition,
                Flows& result) const;
  /// Home cells [link] at the peak with uplift, bps before rounding.
  [[nodiscard]] std::vector<double> high_home(model::PrefixIndex prefix) const;
  /// Number of numbers that high_end gives.
  [[nodiscard]] std::size_t end_size() const { return 2 * scenario_->links.size(); }
  /// High end of the range on each link before rounding, then the same for do-no-harm, into `end`.
  /// `home` is high_home; `x` is not today's and is carried on some link.
  void high_end(model::PrefixIndex prefix, const model::Advertisement& x,
                std::span<const double> home, std::span<double> end) const;
  /// Sets high and harm of `result` as `flows` does, from what high_end gave.
  void round_high(const model::Advertisement& x, std::span<const double> home,
                  std::span<const double> end, Flows& result) const;
  /// Sets low of `result` as `flows` does.
  void round_low(model::PrefixIndex prefix, const model::Advertisement& x, Flows& result) const;
  /// Low and high [link] as in `flows`, but at the measured statistic.
  [[nodiscard]] std::pair<Rates, Rates> billed_range(model::PrefixIndex prefix,
                                                     const model::Advertisement& x) const;

  /// Whether traffic of saturated links has the uplift.
  enum class Uplift : std::uint8_t { without, with };
  /// Which way one error leans that all changed prefixes have in common: as much as the range holds
  /// stays on the links that a change relieves, or as little.
  enum class Lean : std::uint8_t { none, stays, leaves };
  /// Adds what a prefix brings to each link under `x` at the measured statistic, the error leaning
  /// that way, to `billed`; where some bill replays samples, by (profile, link) to `volumes`. A
  /// prefix that does not change keeps its home cells.
  void add_leaning(model::PrefixIndex prefix, const model::Advertisement& x, Lean lean,
                   Uplift uplift, Rates& billed, Rates& volumes) const;

 private:
  enum class State : std::uint8_t { billed, billed_high, peak, high };

  /// What does not depend on the policy, policy.saturation excepted.
  struct Network {
    Network(std::shared_ptr<const model::Scenario> scenario, const ingress::IngressModel& ingress);
    [[nodiscard]] std::vector<model::PrefixIndex> find_followers() const;
    void find_peaks();
    void find_background();
    void add_up();
    /// Home cells [link] of a prefix in a state, bps before rounding.
    [[nodiscard]] std::vector<double> home(model::PrefixIndex prefix, State state) const;
    [[nodiscard]] Flows flows_today(model::PrefixIndex prefix) const;

    std::shared_ptr<const model::Scenario> scenario;  ///< Of any policy with this saturation.
    const ingress::IngressModel& ingress;
    billing::BillCalculator bills;
    std::vector<std::optional<model::PrefixIndex>> longest_covering;
    /// What prefixes follow today that has less specifics.
    std::map<model::PrefixIndex, model::Advertisement> heard_by_some;
    std::vector<model::PrefixIndex> followers;
    std::vector<std::vector<Conditional>> conditional;
    std::vector<double> peak_factor;
    std::vector<bool> saturated;
    bool has_peaks = false;
    bool any_saturated = false;
    double uplift = 1;
    Rates background_billed, background_peak, background_high;
    Flows today;
  };

  Baseline(std::shared_ptr<const model::Scenario> scenario, std::shared_ptr<const Network> network);
  [[nodiscard]] std::vector<double> home(model::PrefixIndex prefix, State state) const {
    return network_->home(prefix, state);
  }
  [[nodiscard]] ingress::Transition leaning(model::PrefixIndex prefix,
                                            const model::Advertisement& x,
                                            std::span<const double> home, Lean lean) const;
  /// Adds what enters by each link of one home cell (`parts`, bps before rounding, of `cell`).
  void add_cell(model::PrefixIndex prefix, model::LinkIndex home, const std::vector<double>& parts,
                std::int64_t cell, Rates& volumes) const;

  std::shared_ptr<const model::Scenario> scenario_;  ///< Owned only where with_policy made it.
  std::shared_ptr<const Network> network_;
};

}  // namespace bgpte::evaluation
