// The shares of a step's traffic by link, from observations.
#include "src/learning/measured_shares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "bgpte/telemetry/observe.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::learning {
namespace {

using telemetry::FlowCell;
using telemetry::Observation;
using telemetry::ObservationKind;

constexpr double bits_of_a_byte = 8;
/// 196/sqrt(n) % at 95 % is so many times the standard deviation in percent.
constexpr double percent_at_95 = 196;

/// A link that carries less than this part of its capacity is idle: flows need not know it.
constexpr std::int64_t idle_part = 1000;

/// Links by which traffic of the step is expected, or judged.
std::set<std::string> links_of(const advice::RolloutStep& step) {
  std::set<std::string> names{step.measure->link};
  for (const advice::ShareCondition& condition : step.expect) {
    names.insert(condition.link);
  }
  return names;
}

/// The links of the advice and the prefixes of the step, announced everywhere: what flows and
/// counters are held against. Prefixes in their order of a scenario.
model::Scenario scenario_of(const advice::Advice& advice, const advice::RolloutStep& step,
                            std::int64_t interval_s) {
  model::Scenario scenario;
  for (const advice::LinkForecast& forecast : advice.links) {
    model::Link link;
    link.name = forecast.name;
    link.capacity = forecast.capacity;
    scenario.links.push_back(std::move(link));
  }
  model::Advertisement everywhere(scenario.links.size());
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    everywhere[l] = 0;
  }
  for (const std::string& name : step.measure->prefixes) {
    model::Prefix prefix;
    prefix.prefix = model::parse_prefix(name).prefix;
    prefix.inbound_kind = model::InboundKind::by_link;
    prefix.by_link.resize(scenario.links.size());
    prefix.advertise = everywhere;
    scenario.prefixes.push_back(std::move(prefix));
  }
  std::sort(scenario.prefixes.begin(), scenario.prefixes.end(),
            [](const model::Prefix& a, const model::Prefix& b) { return a.prefix < b.prefix; });
  scenario.measured.emplace();
  scenario.measured->interval_s = interval_s;
  return scenario;
}

class Measuring {
 public:
  Measuring(const advice::Advice& advice, const advice::RolloutStep& step,
            const std::vector<Observation>& observations)
      : advice_(advice), step_(step), observations_(observations), links_(links_of(step)) {}

  std::variant<MeasuredShares, std::string> run() {
    for (const auto& check : {&Measuring::take_flows, &Measuring::check_prefixes,
                              &Measuring::check_links, &Measuring::by_counters}) {
      if (std::string fault = (this->*check)(); !fault.empty()) {
        return fault;
      }
    }
    if (out_.total() <= 0) {
      return "no traffic of the step was measured";
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::optional<std::size_t> link_at(const std::string& name) const {
    for (std::size_t l = 0; l < advice_.links.size(); ++l) {
      if (advice_.links[l].name == name) {
        return l;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::size_t> prefix_at(const std::string& name) const {
    const std::vector<std::string>& prefixes = step_.measure->prefixes;
    const auto at = std::find(prefixes.begin(), prefixes.end(), name);
    return at == prefixes.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(at - prefixes.begin()));
  }

  /// Each observation of flows once.
  std::string take_flows() {
    std::vector<const Observation*> taken;
    for (const Observation& one : observations_) {
      const bool again = std::any_of(taken.begin(), taken.end(),
                                     [&](const Observation* other) { return *other == one; });
      if (one.kind == ObservationKind::flows && !again) {
        taken.push_back(&one);
      }
    }
    if (taken.empty()) {
      return "a verdict needs flows (bgpte import flows); counters and routes only add to them";
    }
    out_.window = taken.front()->window;
    out_.rate.assign(step_.measure->prefixes.size(), std::vector<double>(advice_.links.size(), 0));
    variance_.assign(advice_.links.size(), 0);
    for (const Observation* one : taken) {
      out_.window.from = std::min(out_.window.from, one->window.from);
      out_.window.to = std::max(out_.window.to, one->window.to);
      for (const FlowCell& cell : one->flows) {
        if (std::string fault = take_cell(cell); !fault.empty()) {
          return fault;
        }
      }
    }
    const double seconds = static_cast<double>(out_.window.to - out_.window.from);
    if (seconds <= 0) {
      return "the flows are of no time: import them with --from and --to";
    }
    for (std::vector<double>& by_link : out_.rate) {
      for (double& rate : by_link) {
        rate *= bits_of_a_byte / seconds;
      }
    }
    for (const double variance : variance_) {
      out_.error.push_back(std::sqrt(variance) * bits_of_a_byte / seconds);
    }
    return {};
  }

  std::string take_cell(const FlowCell& cell) {
    const std::optional<std::size_t> link = link_at(cell.link);
    const std::optional<std::size_t> prefix = prefix_at(cell.prefix);
    if (!link) {
      return prefix && cell.bytes > 0
                 ? fmt::format("{} enters by link {}, which the advice does not know", cell.prefix,
                               text::one_line(cell.link))
                 : "";
    }
    seen_links_.insert(cell.link);
    if (!prefix || cell.bytes <= 0) {
      return {};
    }
    const auto bytes = static_cast<double>(cell.bytes);
    seen_prefixes_.insert(cell.prefix);
    out_.rate[*prefix][*link] += bytes;
    if (cell.error_pct_95 > 0) {
      const double deviation = bytes * cell.error_pct_95 / percent_at_95;
      variance_[*link] += deviation * deviation;
    }
    if (cell.sampling == 0) {
      unknown_sampling_.insert(cell.router);
    } else {
      known_sampling_.insert(cell.router);
    }
    return {};
  }

  std::string check_prefixes() {
    std::vector<std::string> missing;
    for (const std::string& prefix : step_.measure->prefixes) {
      if (!seen_prefixes_.contains(prefix)) {
        missing.push_back(prefix);
      }
    }
    return missing.empty()
               ? ""
               : fmt::format(
                     "the flows have nothing of {}: were they imported with another list "
                     "of prefixes?",
                     text::join_some(missing, 3));
  }

  [[nodiscard]] bool has_counters() const {
    return std::any_of(observations_.begin(), observations_.end(),
                       [](const Observation& one) { return one.kind == ObservationKind::load; });
  }

  /// Without counters nobody tells a link that carries nothing from one that is not exported.
  std::string check_links() {
    if (has_counters()) {
      return {};
    }
    for (const std::string& link : links_) {
      if (!seen_links_.contains(link)) {
        return fmt::format(
            "no flow came in by link {}: is it exported? With counters (bgpte import load) it "
            "shows whether it is idle",
            link);
      }
    }
    if (!unknown_sampling_.empty() && unknown_sampling_.size() + known_sampling_.size() > 1) {
      return fmt::format(
          "{} does not say how it samples, and another router may sample otherwise: import the "
          "flows with --sampling ROUTER=N, or give the counters too",
          text::one_line(*unknown_sampling_.begin()));
    }
    out_.notes.emplace_back(
        "without counters nobody knows what the flows miss: bgpte import load adds them");
    return {};
  }

  std::string by_counters() {
    std::int64_t interval_s = 0;
    for (const Observation& one : observations_) {
      interval_s = one.kind == ObservationKind::load ? one.step_s : interval_s;
    }
    const model::Scenario scenario =
        scenario_of(advice_, step_, interval_s > 0 ? interval_s : model::Measured{}.interval_s);
    std::vector<Observation> measured;
    std::copy_if(observations_.begin(), observations_.end(), std::back_inserter(measured),
                 [](const Observation& one) { return one.kind != ObservationKind::routes; });
    telemetry::ObserveOptions options;
    options.statistic = telemetry::Statistic::mean;
    const auto result = telemetry::measure(scenario, measured, options);
    if (const std::string* fault = std::get_if<std::string>(&result)) {
      return *fault;
    }
    return has_counters() ? take_counters(scenario, std::get<telemetry::Measurement>(result)) : "";
  }

  std::string take_counters(const model::Scenario& scenario,
                            const telemetry::Measurement& measurement) {
    if (const auto refusals = measurement.refusals(scenario); !refusals.empty()) {
      return refusals.front();
    }
    for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
      const telemetry::LinkFigures& figures = measurement.links[l];
      const std::string& name = scenario.links[l].name;
      if (!links_.contains(name)) {
        continue;
      }
      if (figures.inbound < 0) {
        return fmt::format("link {} has no counter in the observation", name);
      }
      if (figures.mean < scenario.links[l].capacity.value / idle_part) {
        continue;
      }
      if (!figures.coverage.fine()) {
        return figures.coverage.known()
                   ? fmt::format(
                         "link {}: the flows account for {} of what the counter says; "
                         "shares by link are then not to be trusted (fine is 90 to 102 %)",
                         name, text::fine_percent(figures.coverage.share()))
                   : fmt::format("link {} has a counter and no flows in its intervals", name);
      }
    }
    scale(scenario, measurement);
    return {};
  }

  /// The counter is the truth for a link; flows only divide it.
  void scale(const model::Scenario& scenario, const telemetry::Measurement& measurement) {
    for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
      const double before = out_.of_link(l);
      for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
        const auto prefix = prefix_at(model::to_string(scenario.prefixes[p].prefix));
        const std::optional<std::int64_t>& cell = measurement.cells[p][l];
        if (prefix && cell) {
          out_.rate[*prefix][l] = static_cast<double>(*cell);
        }
      }
      out_.error[l] *= before > 0 ? out_.of_link(l) / before : 1;
    }
  }

  const advice::Advice& advice_;
  const advice::RolloutStep& step_;
  const std::vector<Observation>& observations_;
  std::set<std::string> links_;
  std::set<std::string> seen_links_, seen_prefixes_, unknown_sampling_, known_sampling_;
  std::vector<double> variance_;  ///< [link] of bytes.
  MeasuredShares out_;
};

}  // namespace

double MeasuredShares::total() const {
  double all = 0;
  for (const std::vector<double>& by_link : rate) {
    for (const double one : by_link) {
      all += one;
    }
  }
  return all;
}

double MeasuredShares::of_link(std::size_t link) const {
  double all = 0;
  for (const std::vector<double>& by_link : rate) {
    all += by_link[link];
  }
  return all;
}

double MeasuredShares::share_error(std::size_t link) const {
  const double all = total();
  if (all <= 0) {
    return 0;
  }
  const double share = of_link(link) / all;
  double variance = 0;
  for (std::size_t l = 0; l < error.size(); ++l) {
    const double slope = (l == link ? 1 - share : share) / all;
    variance += slope * slope * error[l] * error[l];
  }
  return std::sqrt(variance);
}

std::variant<MeasuredShares, std::string> measure_shares(
    const advice::Advice& advice, const advice::RolloutStep& step,
    const std::vector<telemetry::Observation>& observations) {
  return Measuring(advice, step, observations).run();
}

}  // namespace bgpte::learning
