#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "bgpte/ingress/transition.hpp"
#include "bgpte/model/advertisement.hpp"
#include "bgpte/model/finding.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/parallel/deadline.hpp"

namespace bgpte::ingress {

/// A file that the scenario names could be read, and is of no use: the fault of the input.
struct UnusableFile : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where the inbound of the listed prefixes enters today, in bps at the measured statistic
/// (docs/ingress.md, "What enters today").
struct TodayTraffic {
  std::vector<std::vector<model::Bps>> home;  ///< [prefix][link]: the home cells.
  std::vector<model::Bps> background;         ///< [link]: inbound that no listed prefix explains.
  /// [link]: background + sum of home; the measured inbound unless the prefixes sum to more.
  std::vector<model::Bps> inbound;
};

/// What enters by each link for one prefix under one advertisement, in the unit of the home
/// volumes that were asked for. Sums over links plus unreachable equal the sum of home (expected).
struct Forecast {
  /// [link]. What enters lies between low and high nine times in ten (docs/ingress.md, "The
  /// range").
  std::vector<double> low, expected, high;
  /// [link]. As `high`, but never more than what can leave the other links: what an announcement
  /// wanders by itself is left out. Do-no-harm looks at it.
  std::vector<double> harm;
  double unreachable = 0;  ///< What is expected to have no link left.
};

/// One question: shares(prefix, advertisement) -> low / expected / high for each link.
/// Nothing downstream knows which model answers. Safe to use from several threads once made.
/// Answers are cached by what they depend on, so that prefixes that behave alike share them.
class IngressModel {
 public:
  IngressModel() = default;
  IngressModel(const IngressModel&) = delete;
  IngressModel& operator=(const IngressModel&) = delete;
  virtual ~IngressModel() = default;

  /// Measured or fitted traffic of today.
  [[nodiscard]] virtual const TodayTraffic& today() const = 0;

  /// Where `home` (by today's ingress link, any unit, >= 0) enters under `x`. What is expected is
  /// linear in `home`. At today's advertisement (or one that differs by a common prepend) it is
  /// `home` itself with zero width. `x` carries the prefix on at least one link, else all of it
  /// is unreachable.
  [[nodiscard]] virtual Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                          std::span<const double> home) const = 0;

  /// [link] standard deviations of the same forecast, without any calibration. What a range hides
  /// that ends at nothing or at everything.
  [[nodiscard]] virtual std::vector<double> deviations(model::PrefixIndex prefix,
                                                       const model::Advertisement& x,
                                                       std::span<const double> home) const;

  /// Prefixes with the same number have the same `transition` for every advertisement, so that an
  /// (advertisement, candidate) pair can be priced once for all of them. 0 .. behaviours()-1.
  [[nodiscard]] virtual std::size_t behaviour(model::PrefixIndex prefix) const = 0;
  [[nodiscard]] virtual std::size_t behaviours() const = 0;

  /// The matrix behind `forecast(...).expected`, for a prefix of that behaviour. Never null. It is
  /// kept in a bounded cache, so hold on to it where it is used often.
  [[nodiscard]] virtual std::shared_ptr<const Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const = 0;

  /// Shares whose flow is at most `forecast(...).harm` on every link, for every prefix of that
  /// behaviour and all home cells; near it on each link where these are like `home` (shares of any
  /// unit). Not cached.
  [[nodiscard]] virtual std::shared_ptr<const Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x, std::span<const double> home) const {
    (void)home;
    return transition(behaviour, x);
  }

  /// The greatest difference in prepends between two links that some source still weighs against
  /// the rest of its path: with a greater one all choose alike. Nothing if there is none.
  [[nodiscard]] virtual std::optional<int> longest_gap() const { return std::nullopt; }

  /// True if it is certain that, of what enters by a link today, more prepends there never keep
  /// more, and more prepends on another link never less, however a prefix of that behaviour is
  /// prepended on the links that carry it today. (What leaves may go elsewhere then: peers that
  /// share sources divide it.)
  [[nodiscard]] virtual bool more_prepends_repel(std::size_t behaviour) const {
    (void)behaviour;
    return false;
  }

  /// What fitting noticed: overshoot, unmeasured links, residuals of observations, ...
  [[nodiscard]] virtual const std::vector<model::Finding>& findings() const = 0;
  /// One sentence on what the forecast rests on, for the advice ("the default prior; no
  /// observation of this network yet", "12 observations, ...").
  [[nodiscard]] virtual std::string basis() const = 0;

  /// The forecast of `x` for home cells `home`, had the announcements of one list of `tried` been
  /// tried on the prefix and brought what is expected of them: one for each list. What is expected
  /// stays; the range is what the observations would leave of it (docs/ingress.md, "The range").
  /// Empty where the model learns nothing from observations of `x`.
  [[nodiscard]] virtual std::vector<Forecast> forecasts_after(
      model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
      const std::vector<std::vector<model::Advertisement>>& tried) const {
    (void)prefix, (void)x, (void)home, (void)tried;
    return {};
  }
};

/// What fitting observations may take.
struct Effort {
  unsigned threads = 1;         ///< The answer does not depend on it.
  parallel::Deadline deadline;  ///< Prefixes that are not fitted then go without observations.
};

/// The model that scenario.ingress asks for. Throws std::runtime_error if a file that it needs
/// cannot be read (as-graph).
[[nodiscard]] std::unique_ptr<const IngressModel> make_ingress(const model::Scenario& scenario,
                                                               const Effort& effort = {});

}  // namespace bgpte::ingress
