#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/parallel/bounded_cache.hpp"
#include "src/ingress/observations/observed_announcement.hpp"
#include "src/ingress/response/range.hpp"
#include "src/ingress/response/seen.hpp"
#include "src/ingress/response/transition_rows.hpp"

namespace bgpte::ingress {

/// Links that a source may enter by besides its home link: transit links, and peers whose `reach`
/// covers the prefix.
[[nodiscard]] std::vector<bool> open_links(const model::Scenario& scenario,
                                           model::PrefixIndex prefix);

/// True if `x` announces on the same links as `today` with one and the same number of prepends
/// more: it attracts the same traffic.
[[nodiscard]] bool attracts_the_same(const model::Advertisement& x,
                                     const model::Advertisement& today);

/// True if all of `home` enters by links that `today` announces on.
[[nodiscard]] bool all_at_home(std::span<const double> home, const model::Advertisement& today);

/// The `response` model: the default population reweighted to today's shares and, where there are
/// any, to observations (docs/ingress.md, "The transition" and "Observations").
class ResponseModel final : public IngressModel {
 public:
  explicit ResponseModel(const model::Scenario& scenario, const Effort& effort = {});

  [[nodiscard]] const TodayTraffic& today() const override { return today_; }
  [[nodiscard]] Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                  std::span<const double> home) const override;
  [[nodiscard]] std::vector<double> deviations(model::PrefixIndex prefix,
                                               const model::Advertisement& x,
                                               std::span<const double> home) const override;
  [[nodiscard]] std::vector<Forecast> forecasts_after(
      model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
      const std::vector<std::vector<model::Advertisement>>& tried) const override;
  [[nodiscard]] std::size_t behaviour(model::PrefixIndex prefix) const override {
    return behaviour_of_[prefix];
  }
  [[nodiscard]] std::size_t behaviours() const override { return behaviours_.size(); }
  [[nodiscard]] std::shared_ptr<const Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const override;
  [[nodiscard]] std::shared_ptr<const Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x,
      std::span<const double> home) const override;
  /// The operator's numbers for 1, 2, 3 ... more prepends hold however far the others are.
  [[nodiscard]] std::optional<int> longest_gap() const override {
    return std::find(own_.begin(), own_.end(), true) == own_.end()
               ? std::optional<int>(std::max(default_prior.lengths - 1, told_gap_))
               : std::nullopt;
  }
  /// What was seen may be otherwise than what sources can do.
  [[nodiscard]] bool more_prepends_repel(std::size_t behaviour) const override {
    return !behaviours_[behaviour].observed || !fit_errors_of(behaviour)->any_corrected();
  }
  [[nodiscard]] const std::vector<model::Finding>& findings() const override { return findings_; }
  [[nodiscard]] std::string basis() const override;
  /// [link] P(the link wins today) under the default population, before any measurement.
  [[nodiscard]] std::vector<double> chances_today(model::PrefixIndex prefix) const;

 private:
  /// What a prefix's transitions depend on.
  struct Behaviour {
    std::size_t announcement = 0;         ///< Of announcements_.
    std::optional<std::size_t> observed;  ///< Of observed_.
    /// [variant] weight in the estimate: the default, then a sticky variant for each link. Empty
    /// without any observation: the default alone.
    std::vector<double> weight;
    std::vector<model::Bps> measured;  ///< [link] home cells; only where it was observed.
    auto operator<=>(const Behaviour&) const = default;
  };
  /// What the range of one advertisement comes from.
  struct Spread {
    std::shared_ptr<const Transition> expected;
    Reach reach;
    RowSums cells, squares;
    std::vector<double> square;  ///< [link] of home cells that vary and that no observation tells.
    std::shared_ptr<const TransitionRows> stated_rows = nullptr;  ///< Where some cell is stated.
    /// [link], in the unit of the home cells, squared; where there are observations.
    std::shared_ptr<const std::vector<double>> observed_variance = nullptr;
    std::shared_ptr<const FitErrors> errors = nullptr;  ///< Where there are observations.
    const SeenAnnouncement* seen = nullptr;  ///< Of `errors`: what was seen of just this one.
  };
  /// Observations that take the place of a behaviour's own.
  struct Told {
    const ObservedAnnouncement& announcement;
    const ObservedFit& fit;
  };
  /// Home cells in any unit.
  struct Cells {
    std::span<const double> home;  ///< [link]
    /// [link] what stays there is stated with its own low and high: by the operator, or by the peer
    /// prior where no observation takes its place.
    std::vector<bool> stated;
    std::vector<double> varying;  ///< [link] those that are not stated.
    double all = 0;
    bool any_stated = false;
    const Told* told = nullptr;  ///< What the range is told by; null: what was observed.
  };
  /// What is known while behaviours are built.
  struct KnownBehaviours;

  // Construction.
  [[nodiscard]] std::vector<std::size_t> number_announcements(const model::Scenario& scenario);
  void build_behaviours(const model::Scenario& scenario,
                        const std::vector<std::size_t>& announcement,
                        const std::vector<UsableObservation>& observations,
                        const parallel::Deadline& deadline);
  void add_observations(const std::vector<UsableObservation>& concerning,
                        const std::vector<double>& shares, Behaviour& behaviour,
                        KnownBehaviours& known);
  [[nodiscard]] std::vector<double> misfits(const model::Scenario& scenario,
                                            const std::vector<UsableObservation>& observations,
                                            const std::vector<std::size_t>& announcement) const;
  [[nodiscard]] std::vector<std::vector<double>> shares_under(
      const model::Advertisement& x,
      const std::map<std::size_t, std::vector<model::Bps>>& homes) const;
  [[nodiscard]] std::vector<double> weights_of(const std::vector<double>& misfit) const;
  void fit_in_time(const Effort& effort);
  void report_residuals(const model::Scenario& scenario,
                        const std::vector<UsableObservation>& observations);
  void report_jumps(const model::Scenario& scenario, const std::vector<Repeat>& known);

  // Answers.
  [[nodiscard]] std::vector<double> win_shares(const model::Advertisement& advertise,
                                               const std::vector<bool>& open) const;
  [[nodiscard]] TransitionRows make_rows(std::size_t announcement, const model::Advertisement& x,
                                         Scope scope) const;
  /// The same, kept.
  [[nodiscard]] std::shared_ptr<const TransitionRows> rows(std::size_t announcement,
                                                           const model::Advertisement& x,
                                                           Scope scope) const;
  [[nodiscard]] std::shared_ptr<const ObservedFit> fitted(std::size_t behaviour) const;
  [[nodiscard]] std::vector<double> fitted_rows(std::size_t behaviour,
                                                const model::Advertisement& x) const;
  [[nodiscard]] std::shared_ptr<const FitErrors> fit_errors_of(std::size_t behaviour) const;
  [[nodiscard]] Transition compute_transition(std::size_t behaviour,
                                              const model::Advertisement& x) const;
  [[nodiscard]] Spread spread(std::size_t behaviour, const model::Advertisement& x,
                              const Cells& cells) const;
  [[nodiscard]] Cells cells_of(const Behaviour& here, std::span<const double> home,
                               const Told* told = nullptr) const;
  [[nodiscard]] Forecast forecast_of(std::size_t behaviour, const model::Advertisement& x,
                                     const Cells& cells) const;
  [[nodiscard]] std::unique_ptr<const ObservedAnnouncement> with_trials(
      std::size_t behaviour, std::span<const double> shares,
      const std::vector<model::Advertisement>& trials) const;
  [[nodiscard]] std::vector<bool> stated(bool observed) const;
  void add_stated(const TransitionRows& rows, const Cells& cells, model::LinkIndex link,
                  double sources, Uncertain& load) const;
  [[nodiscard]] Uncertain uncertain(const Spread& spread, const Cells& cells,
                                    model::LinkIndex link) const;
  void tighten(std::size_t behaviour, const model::Advertisement& x, const Cells& cells,
               Forecast& result) const;

  std::size_t links_ = 0;
  std::vector<std::string> names_;  ///< [link]
  /// [link] what stays: the operator's own numbers; else, of peers, those of the peer prior.
  std::vector<std::optional<model::Retained>> retained_;
  std::vector<bool> own_;  ///< [link] retained_ is the operator's.
  Siblings siblings_;      ///< [home link]
  double drift_ = 0;
  double measurement_error_ = 0;
  model::Calibration calibration_;
  std::size_t observations_ = 0;  ///< Those that measured anything.
  std::size_t unfitted_ = 0;      ///< Groups of prefixes that had no time for observations.
  int told_gap_ = 0;  ///< Difference in prepends past which no residual of an observation is told.
  std::vector<AnnouncementToday> announcements_;
  std::vector<std::unique_ptr<const ObservedAnnouncement>> observed_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;  ///< [prefix]
  TodayTraffic today_;
  std::vector<model::Finding> findings_;

  HomeRowCache row_cache_;
  /// The number of entries is limited, and the number of doubles in all of them (32 MB).
  static constexpr parallel::CacheLimit cache_limit{1 << 16, 1 << 22};
  using CacheKey = std::pair<std::size_t, model::Advertisement>;
  /// Threads look up different prefixes, or different announcements of one: at one cache they would
  /// wait for each other half of the time (10,000 prefixes, each announced in its own way).
  struct PartOfKey {
    std::size_t operator()(const CacheKey& key) const {
      std::size_t part = key.first;
      for (model::LinkIndex l = 0; l < key.second.size(); ++l) {
        part = part * 31 + static_cast<std::size_t>(key.second[l] + 1);
      }
      return part;
    }
  };
  template <typename Value>
  using Cache = parallel::DividedCache<CacheKey, Value, PartOfKey>;
  /// By announcement.
  mutable Cache<TransitionRows> estimate_rows_{parallel::CacheLimit{cache_limit.entries}};
  mutable Cache<TransitionRows> sticky_rows_{parallel::CacheLimit{cache_limit.entries}};
  /// By behaviour.
  mutable Cache<Transition> transitions_{parallel::CacheLimit{1 << 17, cache_limit.weight}};
  mutable parallel::BoundedCache<std::size_t, ObservedFit> fits_{cache_limit};
  mutable parallel::BoundedCache<std::size_t, FitErrors> fit_errors_{cache_limit};
  mutable SharedMembers shared_members_{Populations(cache_limit), MembersCache(cache_limit)};
  /// Variances by behaviour, advertisement and home cells, where there are observations.
  mutable parallel::BoundedCache<
      std::pair<std::pair<std::size_t, model::Advertisement>, std::vector<double>>,
      std::vector<double>>
      variances_{cache_limit};
};

}  // namespace bgpte::ingress
