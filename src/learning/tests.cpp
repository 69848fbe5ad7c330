// The most telling tests of a plan: trials whose outcome narrows its range most.
#include "bgpte/learning/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "bgpte/advice/arguments.hpp"
#include "bgpte/advice/quiet_hours.hpp"
#include "bgpte/text/format.hpp"
#include "src/learning/test_candidates.hpp"

namespace bgpte::learning {
namespace {

/// Of a plan with more prefixes those with the widest ranges are asked about.
constexpr std::size_t most_prefixes = 4;
/// A test that narrows the range by less than this part of it tells nothing.
constexpr double least_gain = 0.05;

std::vector<double> widths(const ingress::Forecast& forecast) {
  std::vector<double> width;
  for (std::size_t l = 0; l < forecast.high.size(); ++l) {
    width.push_back(forecast.high[l] - forecast.low[l]);
  }
  return width;
}

class Planner {
 public:
  Planner(const evaluation::Baseline& baseline, const WantedPlan& plan, const TestOptions& options)
      : baseline_(cautious(baseline)),
        scenario_(baseline_.scenario()),
        plan_(plan),
        options_(options) {
    ask();
  }

  std::vector<advice::TellingTest> tests() {
    std::vector<advice::TellingTest> found;
    if (asked_.empty()) {
      return found;
    }
    std::vector<Candidate> candidates = candidates_of(baseline_, plan_, options_, asked_);
    const model::LinkIndex link = plan_.link.value_or(widest());
    while (found.size() < options_.most && !candidates.empty()) {
      const std::optional<Choice> best = choose(candidates);
      if (!best) {
        break;
      }
      const Candidate chosen = candidates[best->candidate];
      const double now = width_of(link);
      asked_[chosen.of].tried.push_back(chosen.announce);
      asked_[chosen.of].width = best->width;
      found.push_back(described(chosen, link, now));
      std::erase_if(candidates, [&](const Candidate& other) {
        return other.of == chosen.of && other.announce == chosen.announce;
      });
    }
    return found;
  }

 private:
  struct Choice {
    std::size_t candidate = 0;
    std::vector<std::vector<double>> width;
  };

  /// Under a policy that asks for do-no-harm at the high end, whatever the operator's does.
  static evaluation::Baseline cautious(const evaluation::Baseline& baseline) {
    model::Policy policy = baseline.scenario().policy;
    policy.do_no_harm = model::DoNoHarm::high;
    return baseline.with_policy(policy);
  }

  /// The prefixes of the plan whose ranges have a width, the widest first.
  void ask() {
    std::map<model::PrefixIndex, Asked> known;
    for (const Wanted& wanted : plan_.prefixes) {
      Asked& asked = known[wanted.prefix];
      asked.prefix = wanted.prefix;
      asked.home = peak_home(baseline_, wanted.prefix);
      asked.wanted.push_back(wanted.announce);
      asked.width.push_back(
          widths(baseline_.ingress().forecast(wanted.prefix, wanted.announce, asked.home)));
    }
    for (auto& [prefix, asked] : known) {
      if (total(asked.width) > 0) {
        asked_.push_back(std::move(asked));
      }
    }
    std::stable_sort(asked_.begin(), asked_.end(), [](const Asked& a, const Asked& b) {
      return total(a.width) > total(b.width);
    });
    if (asked_.size() > most_prefixes) {
      asked_.resize(most_prefixes);
    }
  }

  static double total(const std::vector<std::vector<double>>& width) {
    double all = 0;
    for (const std::vector<double>& by_link : width) {
      all += sum_of(by_link);
    }
    return all;
  }

  [[nodiscard]] double width_of(model::LinkIndex link) const {
    double all = 0;
    for (const Asked& asked : asked_) {
      all += asked.width.front()[link];
    }
    return all;
  }
  [[nodiscard]] model::LinkIndex widest() const {
    model::LinkIndex most = 0;
    for (model::LinkIndex l = 1; l < scenario_.links.size(); ++l) {
      most = width_of(l) > width_of(most) ? l : most;
    }
    return most;
  }

  /// The candidate that narrows the range most for what it moves, the first step before all others.
  [[nodiscard]] std::optional<Choice> choose(const std::vector<Candidate>& candidates) const {
    std::optional<Choice> best;
    std::pair<bool, double> most{false, 0};
    for (std::size_t a = 0; a < asked_.size(); ++a) {
      const Asked& asked = asked_[a];
      std::vector<std::size_t> numbers;
      std::vector<std::vector<model::Advertisement>> tried;
      for (std::size_t c = 0; c < candidates.size(); ++c) {
        if (candidates[c].of == a) {
          numbers.push_back(c);
          tried.push_back(asked.tried);
          tried.back().push_back(candidates[c].announce);
        }
      }
      const std::vector<std::vector<std::vector<double>>> after = widths_after(asked, tried);
      for (std::size_t i = 0; i < after.size(); ++i) {
        const double gain = total(asked.width) - total(after[i]);
        const Candidate& one = candidates[numbers[i]];
        const std::pair score{one.first_step, gain / std::max(1.0, one.moved)};
        if (gain >= least_gain * total(asked.width) && score > most) {
          most = score;
          best = Choice{numbers[i], after[i]};
        }
      }
    }
    return best;
  }

  /// [list of tried][wanted][link]; empty where the model does not say.
  [[nodiscard]] std::vector<std::vector<std::vector<double>>> widths_after(
      const Asked& asked, const std::vector<std::vector<model::Advertisement>>& tried) const {
    std::vector<std::vector<std::vector<double>>> after(tried.size());
    for (std::size_t w = 0; w < asked.wanted.size() && !tried.empty(); ++w) {
      const std::vector<ingress::Forecast> forecasts =
          baseline_.ingress().forecasts_after(asked.prefix, asked.wanted[w], asked.home, tried);
      if (forecasts.size() != tried.size()) {
        return {};
      }
      for (std::size_t i = 0; i < tried.size(); ++i) {
        std::vector<double> width = widths(forecasts[i]);
        for (std::size_t l = 0; l < width.size(); ++l) {
          width[l] = std::min(width[l], asked.width[w][l]);
        }
        after[i].push_back(std::move(width));
      }
    }
    return after;
  }

  [[nodiscard]] advice::TellingTest described(const Candidate& one, model::LinkIndex link,
                                              double now) const {
    const auto name = [&](model::PrefixIndex p) {
      return model::to_string(scenario_.prefixes[p].prefix);
    };
    advice::TellingTest test;
    test.change.prefix = name(one.change.prefix);
    test.change.link = scenario_.links[one.change.link].name;
    test.change.from = one.change.from;
    test.change.to = one.change.to;
    test.of = name(asked_[one.of].prefix);
    test.first_step = one.first_step;
    test.moved = model::Bps{std::llround(one.moved)};
    test.moved_share = std::round(one.moved_share * 1e6) / 1e6;
    test.link = scenario_.links[link].name;
    test.width_now = model::Bps{std::llround(now)};
    test.width_after = model::Bps{std::llround(width_of(link))};
    test.wait_s = advice::wait_after_step(scenario_);
    test.quiet_hours = advice::quiet_hours_text(baseline_, {{one.change.prefix, one.announce}});
    test.undo = advice::way_back_text({test.change});
    test.command = "bgpte whatif SCENARIO --set " +
                   text::shell_word(fmt::format("{}@{}={}", test.change.prefix, test.change.link,
                                                advice::set_value(scenario_, one.change)));
    test.change.reason =
        test.of == test.change.prefix
            ? fmt::format("what {} answers is measured instead of forecast", test.of)
            : fmt::format(
                  "it enters as {} does and is lighter: that says what to expect of {}, "
                  "and proves nothing",
                  test.of, test.of);
    return test;
  }

  const evaluation::Baseline baseline_;
  const model::Scenario& scenario_;
  const WantedPlan& plan_;
  const TestOptions& options_;
  std::vector<Asked> asked_;
};

}  // namespace

std::vector<advice::TellingTest> telling_tests(const evaluation::Baseline& baseline,
                                               const WantedPlan& wanted,
                                               const TestOptions& options) {
  return Planner(baseline, wanted, options).tests();
}

}  // namespace bgpte::learning
